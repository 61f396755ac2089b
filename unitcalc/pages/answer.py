"""What the form comes to at any moment: nothing yet, something still missing, something to correct, or a bill."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

import streamlit as st

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.request import BillRequest
from unitcalc.billing.scanned import names_drug
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import Drug
from unitcalc.codes import looks_like_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.pages import form, opened_typed
from unitcalc.pages.day_typed import in_iso, read_day
from unitcalc.pages.drug_typed import DrugTyped, drug_of, read_drug
from unitcalc.pages.opened_typed import Entries, Size
from unitcalc.pages.unfinished import unfinished

# The core names its inputs; the page has one field for a code and an NDC.
_FIELD_OF = {"code": "drug", "day": "date", "container-type": "container_type"}
_MISSING = frozenset({"drug-missing", "given-missing", "opened-missing", "code-empty"})
"""What the core says of a field that was not reached yet."""
TO_CHOOSE = frozenset({"ndc-ambiguous", "ndc-on-several-codes"})
"""What is not wrong, but may mean several things: the page offers them."""


class Stage(Enum):
    """How far the form is."""

    EMPTY = 1
    HALF = 2
    WRONG = 3
    BILLED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """What the form comes to, field by field and as a whole."""

    stage: Stage
    request: BillRequest
    day: date | None
    """The date of service, where it can be read."""
    drug_typed: DrugTyped
    drug: Drug | None
    sizes: tuple[Size, ...]
    entries: tuple[Entries, ...]
    """Of each row of containers."""
    bill: Bill | None = None
    wrong: dict[str, list[Problem]] = field(default_factory=dict)
    """By field; under the empty name what belongs to none."""
    begun: dict[str, Problem] = field(default_factory=dict)
    """What is only begun, by field."""
    missing: tuple[str, ...] = ()
    """The fields that are still needed, in the order of work."""


def size_key(row: int, code: str) -> str:
    """Where the choice of a row's container is kept: each drug has its own."""
    return f"bill-of-{row}-{code}"


def answer(tables: Catalogue, today: date) -> Answer:
    """Bill what stands in the form. Nothing of it is kept but in the form itself."""
    day = read_day(form.typed("date"), today)
    drug_typed = read_drug(tables, form.typed("drug"), day or today)
    drug = drug_of(tables, drug_typed, day or today)
    sizes = opened_typed.sizes(tables, drug) if drug else ()
    entries = tuple(_entries(sizes, drug, drug_typed, number) for number in range(form.rows()))
    request = _request(drug_typed, entries, today)
    found = Answer(Stage.EMPTY, request, day, drug_typed, drug, sizes, entries)
    if form.untouched():
        return found
    made, problems = _billed(tables, request, today)
    wrong, begun = _sorted(problems, drug_typed)
    for number, each in enumerate(entries):
        if each.problem:
            wrong.setdefault(f"opened-{number}", []).append(each.problem)
    missing = _missing(made, begun, drug_typed, entries)
    stage = Stage.WRONG if wrong else Stage.HALF if missing or begun or made is None else Stage.BILLED
    return Answer(
        stage,
        request,
        day,
        drug_typed,
        drug,
        sizes,
        entries,
        made if stage is Stage.BILLED else None,
        wrong,
        begun,
        missing,
    )


def _entries(sizes: Sequence[Size], drug: Drug | None, drug_typed: DrugTyped, number: int) -> Entries:
    size = chosen_size(sizes, drug, drug_typed, number)
    row = form.row(number)
    return opened_typed.entries(row.how_many, size, row.potency)


def chosen_size(sizes: Sequence[Size], drug: Drug | None, drug_typed: DrugTyped, number: int) -> Size | None:
    """What is chosen in a row; where nothing was, the NDC that names the drug, or the one size there is."""
    if drug is None:
        return None
    return opened_typed.chosen(sizes, st.session_state.get(size_key(number, drug.code)), drug_typed, number)


def _request(drug_typed: DrugTyped, entries: Sequence[Entries], today: date) -> BillRequest:
    typed = form.typed
    return BillRequest(
        code=drug_typed.code,
        ndc=typed("ndc") if drug_typed.code else drug_typed.ndc or typed("ndc"),
        date=in_iso(typed("date"), today),
        setting=typed("setting"),
        given=typed("given"),
        opened=tuple(text for each in entries for text in each.texts),
        discarded=typed("discarded"),
        explained=tuple(line.strip() for line in typed("explained").splitlines() if line.strip()),
        dispensed=form.dispensed(),
        **{name: typed(name) for name in form.REST if name not in ("explained", "ndc", "dispensed")},
    )


def _billed(tables: Catalogue, request: BillRequest, today: date) -> tuple[Bill | None, list[Problem]]:
    problems = []
    if not request.code and request.ndc and form.typed("ndc") and form.typed("ndc") != request.ndc:
        hint = "Name the HCPCS code there, or empty this field."
        problems.append(Problem("ndc-twice", "An NDC stands in the drug's field already.", hint, field="ndc"))
    try:
        return bill(tables, request, today), problems
    except Refused as refused:
        return None, [*refused.problems, *problems]


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
        if problem.code in TO_CHOOSE or unfinished(problem, _text_of(name)):
            begun.setdefault(name, problem)
        else:
            wrong.setdefault(name if name in form.LABELS else "", []).append(problem)
    return wrong, begun


def _text_of(name: str) -> str:
    """What stands in a field; of several lines the last, which is being written."""
    if name != "opened":
        return form.typed(name)
    return opened_typed.last_written([form.row(number).how_many for number in range(form.rows())])


def _field_of(problem: Problem) -> str:
    """The field that a problem belongs to, by its own word or by the short name of what is wrong."""
    first = problem.code.partition("-")[0]
    name = _FIELD_OF.get(problem.field, problem.field) or _FIELD_OF.get(first, first)
    if name == "ndc" and looks_like_ndc(form.typed("drug")) and problem.code != "ndc-twice":
        return "drug"
    return name


def _missing(
    made: Bill | None, begun: dict[str, Problem], drug_typed: DrugTyped, entries: Sequence[Entries]
) -> tuple[str, ...]:
    """The fields of every bill that are empty or only begun."""
    needed = {name for name in ("date", "setting") if not form.typed(name)}
    if not drug_typed.known and not any(names_drug(text) for each in entries for text in each.texts):
        needed.add("drug")
    if not form.typed("given") and not form.dispensed():
        needed.add("given")
    if _opened_needed(made, entries):
        needed.add("opened")
    needed |= {name for name in begun if name in form.LABELS}
    return tuple(name for name in form.LABELS if name in needed)


def _opened_needed(made: Bill | None, entries: Sequence[Entries]) -> bool:
    if any(each.missing for each in entries):
        return True
    if any(each.texts for each in entries):
        return False
    return made is None or any(finding.check == "opened-missing" for finding in made.findings)
