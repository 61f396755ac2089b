"""What 'Chart a dose' comes to at any moment: the drug, the chart as far as it can be read, and what is wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Problem, Refused
from unitcalc.pages import chart_form as form
from unitcalc.pages import opened_typed
from unitcalc.pages.answer import TO_CHOOSE
from unitcalc.pages.day_typed import in_iso, read_day
from unitcalc.pages.drug_typed import DrugTyped, drug_of, read_drug
from unitcalc.pages.entry import fitting_units
from unitcalc.pages.opened_typed import Entries, Size
from unitcalc.pages.unfinished import unfinished
from unitcalc.reconcile.charting.asked import Checklist, checklist
from unitcalc.reconcile.charting.chart import Chart, read_chart
from unitcalc.reconcile.charting.request import ChartRequest, ContainerText

_FIELD_OF = {"code": "drug", "ndc": "drug", "day": "date", "containers": "opened"}
_MISSING = frozenset({"drug-missing", "given-missing", "opened-missing", "code-empty"})
_ASKED_ELSEWHERE = frozenset({"assay-missing", "label-unknown"})
"""What the field of the potency asks for already."""
_CAN_WAIT = frozenset({*form.TIMES, "expiry", "discarded", "explained"})
"""Fields without which there is a balance, while they are being written."""
_BEGUN_TIME = re.compile(r"[0-9]{1,2}[:.h]?[0-9]?|no?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Charted:
    """What the form comes to, field by field and as a whole."""

    request: ChartRequest
    day: date | None
    drug_typed: DrugTyped
    drug: Drug | None
    unit: str
    """Of amounts that are written as a number alone."""
    sizes: tuple[Size, ...]
    entries: tuple[Entries, ...]
    """Of each row of containers."""
    scanned: tuple[Entries, ...]
    """Of each kind of container that was scanned."""
    chart: Chart | None = None
    """Without what can't be read yet, where there is a balance all the same."""
    asked: Checklist | None = None
    wrong: dict[str, list[Problem]] = field(default_factory=dict)
    begun: dict[str, Problem] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """The fields without which there is no note, in the order of the work."""

    @property
    def ready(self) -> bool:
        """Whether everything that was written could be read, and enough for a note."""
        return self.chart is not None and not self.wrong and not self.begun and not self.missing


def charted(tables: Catalogue, today: date) -> Charted:
    """Read what stands in the form. Nothing of it is kept but in the form itself."""
    day = read_day(form.typed("date"), today)
    text = form.typed("drug") or next((each.ndc for each in form.scanned()), "")
    drug_typed = read_drug(tables, text, day or today)
    drug = drug_of(tables, drug_typed, day or today)
    sizes = opened_typed.sizes(tables, drug) if drug else ()
    entries = tuple(_entries(sizes, drug, drug_typed, number) for number in range(form.rows()))
    scanned = tuple(_of_scan(sizes, place) for place in range(len(form.scanned())))
    unit = fitting_units(drug)[0]
    request = _request(drug_typed, drug, entries, scanned, unit, today)
    found = Charted(request, day, drug_typed, drug, unit, sizes, entries, scanned)
    chart, problems = _read(tables, request, today) if drug_typed.known else (None, ())
    wrong, begun = _sorted(problems, drug_typed)
    for number, each in enumerate(entries):
        if each.problem:
            wrong.setdefault(f"opened-{number}", []).append(each.problem)
    return Charted(
        request,
        day,
        drug_typed,
        drug,
        unit,
        sizes,
        entries,
        scanned,
        chart,
        checklist(tables.documents, drug, request, chart) if drug else None,
        wrong,
        begun,
        _missing(found, begun),
    )


def chosen_size(sizes: Sequence[Size], drug: Drug | None, drug_typed: DrugTyped, number: int) -> Size | None:
    """What is chosen in a row; where nothing was, the NDC that names the drug, or the one size there is."""
    if drug is None:
        return None
    return opened_typed.chosen(sizes, st.session_state.get(form.size_key(number, drug.code)), drug_typed, number)


def size_of(sizes: Sequence[Size], ndc: str) -> Size:
    """A scanned container among the drug's sizes; one that is no longer sold stands for itself."""
    place = opened_typed.of_ndc(sizes, ndc)
    return sizes[place] if place is not None else Size(ndc, ndc, "", "")


def _read(tables: Catalogue, request: ChartRequest, today: date) -> tuple[Chart | None, tuple[Problem, ...]]:
    """The chart and what is wrong; where that is in fields that can wait, the chart without them."""
    try:
        return read_chart(tables, request, today), ()
    except Refused as refused:
        problems = refused.problems
    wrong = {problem.field for problem in problems}
    if not wrong <= _CAN_WAIT:
        return None, problems
    empty: dict[str, str] = dict.fromkeys(wrong - {"expiry"}, "")
    if "explained" in wrong:
        empty["explained_reason"] = ""
    containers = tuple(replace(each, expiry="") if "expiry" in wrong else each for each in request.containers)
    try:
        return read_chart(tables, replace(request, containers=containers, **empty), today), problems
    except Refused:
        return None, problems


def _entries(sizes: Sequence[Size], drug: Drug | None, drug_typed: DrugTyped, number: int) -> Entries:
    row = form.row(number)
    return opened_typed.entries(row.opened, chosen_size(sizes, drug, drug_typed, number), row.potency)


def _of_scan(sizes: Sequence[Size], place: int) -> Entries:
    each = form.scanned()[place]
    return opened_typed.entries(str(each.count), size_of(sizes, each.ndc), form.kept(form.potency_key(place)))


def _request(
    drug_typed: DrugTyped,
    drug: Drug | None,
    entries: Sequence[Entries],
    scanned: Sequence[Entries],
    unit: str,
    today: date,
) -> ChartRequest:
    containers = [
        ContainerText(text, each.lot, each.expires.isoformat() if each.expires else "", each.number)
        for each, read in zip(form.scanned(), scanned, strict=True)
        for text in read.texts
    ]
    for number, read in enumerate(entries):
        row = form.row(number)
        containers += [ContainerText(text, row.lot, row.expiry, row.number) for text in read.texts]
    same = {name: form.typed(name) for name in form.LABELS if name not in ("drug", "date", "scan", "opened")}
    return ChartRequest(
        code=drug.code if drug else drug_typed.code,
        ndc="" if drug else drug_typed.ndc,
        date=in_iso(form.typed("date"), today),
        containers=tuple(containers),
        unit=unit,
        **same,
    )


def _sorted(problems: Sequence[Problem], drug_typed: DrugTyped) -> tuple[dict[str, list[Problem]], dict[str, Problem]]:
    """What is wrong and what is only begun, by field; what was not reached yet is neither."""
    wrong: dict[str, list[Problem]] = {}
    begun: dict[str, Problem] = {}
    if drug_typed.problem:
        wrong["drug"] = [drug_typed.problem]
    for problem in problems:
        name = _field_of(problem)
        if problem.code in _MISSING:
            continue
        if problem.code in TO_CHOOSE or problem.code in _ASKED_ELSEWHERE or _unfinished(problem, name):
            begun.setdefault(name, problem)
        else:
            wrong.setdefault(name if name in (*form.LABELS, "expiry") else "", []).append(problem)
    return wrong, begun


def _unfinished(problem: Problem, name: str) -> bool:
    if problem.code == "time-not-read":
        return _BEGUN_TIME.fullmatch(form.typed(name)) is not None
    if name == "expiry":
        texts = [form.row(number).expiry for number in range(form.rows()) if form.row(number).expiry]
        return any(unfinished(problem, text) for text in texts)
    if problem.code == "explained-without-amount":
        return True
    return unfinished(problem, _text_of(name))


def _text_of(name: str) -> str:
    """What stands in a field; of several lines the last, which is being written."""
    if name != "opened":
        return form.typed(name)
    return opened_typed.last_written([form.row(number).opened for number in range(form.rows())])


def _field_of(problem: Problem) -> str:
    """The field that a problem belongs to, by its own word or by the short name of what is wrong."""
    first = problem.code.partition("-")[0]
    return _FIELD_OF.get(problem.field, problem.field) or _FIELD_OF.get(first, first)


def _missing(found: Charted, begun: dict[str, Problem]) -> tuple[str, ...]:
    needed = {name for name in begun if name in form.LABELS}
    if not found.drug_typed.known:
        needed.add("drug")
    if not form.typed("date"):
        needed.add("date")
    if not found.request.containers or any(each.missing for each in (*found.entries, *found.scanned)):
        needed.add("opened")
    if not form.typed("given") and form.typed("status") != "not-given":
        needed.add("given")
    return tuple(name for name in form.LABELS if name in needed)
