"""A bill: claim lines, both wastes, the worksheet, and what a person must still decide."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial

from unitcalc.billing.case import Case, pushed_nominal, read_case
from unitcalc.billing.claim import claim_lines, payment_limit
from unitcalc.billing.compute import Outcome, Reading, Terms, outcome, readings
from unitcalc.billing.containers import Contents, contents
from unitcalc.billing.least_waste import Market, avoidable_waste
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.remarks import opened_unknown, remarks, tables_used
from unitcalc.billing.request import BillRequest
from unitcalc.billing.subject import Subject, subject_to
from unitcalc.billing.terms import discard_cap, smallest_vial, terms_of
from unitcalc.billing.worksheet import worksheet
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.drugs import TableUse
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.findings import Finding, Step, waits_for_a_person
from unitcalc.planning.pools import to_buy
from unitcalc.quantity import Amount

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the bills that a record allows, and what would have to be true for it."""

    if_: str
    administered_units: int
    discarded_units: int
    lines: tuple[ClaimLine, ...]


@dataclass(frozen=True)
class Bill:
    """The result. Where a person must choose, `lines` is empty and `alternatives` holds each bill."""

    code: str
    descriptor: str
    date: date
    payer: str
    setting: str
    kind: str
    billing_unit: Amount
    given: Amount
    opened: Amount | None
    discarded: Amount | None
    """Physically: as charted or, where nothing was charted, the rest. None where it is not known."""
    discard_assumed: bool
    explained: Amount
    unexplained: Amount | None
    container_type: str
    administered_units: int | None
    """None where the alternatives differ in it."""
    discarded_units: int | None
    avoidable_units: int
    """Discarded units that other containers would not have had (RULES 2.3)."""
    lines: tuple[ClaimLine, ...]
    steps: tuple[Step, ...]
    alternatives: tuple[Alternative, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]
    """The rules that steps and findings cite."""
    outcome: Outcome | None = field(repr=False, compare=False)
    """How the record was read, with the units of each type of container; None while a person must choose."""
    drawn: Callable[[], tuple[Contents, ...]] = field(repr=False, compare=False)
    """Works out `containers`, for whoever shows them."""

    @cached_property
    def containers(self) -> tuple[Contents, ...]:
        """What became of each container opened; empty where that is not known."""
        return self.drawn()

    @property
    def waits_for_a_person(self) -> bool:
        """Whether a finding of severity `error` stands in the way."""
        return waits_for_a_person(self.findings)


def bill(catalogue: Catalogue, request: BillRequest, today: date) -> Bill:
    """Bill a request. Refused with every problem where it can't be used (RULES 0 to 5)."""
    return bill_of(catalogue, read_case(catalogue, request, today))


def bill_of(catalogue: Catalogue, case: Case) -> Bill:
    """The bill of a request that was read."""
    subject = subject_of(case)
    outcomes = _outcomes(case, terms_of(catalogue, case, subject))
    candidates = [(found, claim_lines(case, subject, found)) for found in outcomes]
    distinct = _distinct(candidates)
    undecided = len(distinct) > 1
    chosen, lines = distinct[0] if undecided else _as_charted(case, candidates)
    if undecided or opened_unknown(case, subject):
        lines = ()
    alternatives = tuple(
        Alternative(_words(found.reading), found.administered_units, found.discarded_units, its_lines)
        for found, its_lines in distinct
        if undecided and not opened_unknown(case, subject)
    )
    discarded, unexplained = _physical_rest(case, chosen.reading, undecided)
    smallest = smallest_vial(catalogue, case) if discard_cap(case) else None
    steps = worksheet(case, subject, None if undecided else chosen, lines, discarded, smallest)
    differing = [found.reading for found, _ in distinct]
    market, limit = _market(catalogue, case), payment_limit(case, subject)
    avoidable = () if undecided else tuple(avoidable_waste(case, chosen, market, limit))
    findings = remarks(case, subject, chosen, lines, differing, market, avoidable, discarded, smallest)
    return Bill(
        code=case.drug.code,
        descriptor=case.drug.descriptor.text,
        date=case.day,
        payer=case.policy.name,
        setting=case.setting.name,
        kind=case.drug.kind.value,
        billing_unit=case.billing_unit,
        given=case.given,
        opened=case.opened,
        discarded=discarded,
        discard_assumed=bool(discarded) and case.discarded is None,
        explained=case.explained,
        unexplained=unexplained,
        container_type=_type_name(case),
        administered_units=_agreed([found.administered_units for found, _ in candidates]),
        discarded_units=None
        if opened_unknown(case, subject)
        else _agreed([found.discarded_units for found, _ in candidates]),
        avoidable_units=sum(each.units for each in avoidable),
        lines=lines,
        steps=steps,
        alternatives=alternatives,
        findings=findings,
        data=tables_used(case, lines),
        rules=cited(catalogue.rules, [*(step.source for step in steps), *(finding.source for finding in findings)]),
        outcome=None if undecided or opened_unknown(case, subject) else chosen,
        drawn=partial(contents, case, differing if undecided else [chosen.reading], discarded),
    )


def subject_of(case: Case) -> Subject:
    """R3's answer for a case."""
    return subject_to(
        case.drug, case.policy, case.setting, case.day, dispensed=case.dispensed, supply=case.typed.supply
    )


def _market(catalogue: Catalogue, case: Case) -> Market:
    drug, unit = case.drug, case.counted.basis.unit
    pools = to_buy(catalogue, drug.code, case.day, unit) if case.counted.physical else ()
    return Market(catalogue.listed_sizes(drug), catalogue.curated(drug.code), pools)


Given = tuple[Fraction, tuple[str, ...]]
"""What may have been given, and the words for it where it is not what was charted."""


def _outcomes(case: Case, terms: Terms) -> list[Outcome]:
    unit = case.billing_unit.value if case.counted.physical else Fraction(1)
    return [
        outcome(reading, labels, unit, terms)
        for labels, givens in _doses(case)
        for reading in readings(
            types=case.types,
            labels=labels,
            shares=case.counted.shares or (None,),
            givens=givens,
            discarded=case.counted.discarded,
            explained=case.counted.explained,
            unit=unit,
            stopped=case.stopped,
        )
    ]


def _doses(case: Case) -> list[tuple[tuple[Fraction, ...], list[Given]]]:
    """Labels and what was given from them: as charted, and what the chart may mean instead.

    Several containers of a code that counts doses may be several doses; what one part of a combination weighs in the
    containers may be all of them; the nominal sum of assayed vials may be whole vials.
    """
    counted = case.counted
    labels = counted.labels or (counted.given,)  # nothing was said of containers: only the dose is counted
    whole = sum(labels, ZERO)
    if case.several_doses:
        counts = tuple(Fraction(entry.count) for entry in case.entries)
        each: list[Given] = [(sum(counts, ZERO), ("each container was one dose",))]
        return [(labels, [(counted.given, ("all of it was one dose",))]), (counts, each)]
    if case.part_charted:
        part = (whole, ("it is one of the parts, and the containers were given whole",))
        return [(labels, [part, (counted.given, ("it is the sum of the parts",))])]
    if not pushed_nominal(case):
        return [(labels, [(counted.given, ())])]
    of = counted.basis.of
    givens: list[Given] = [(whole, (f"the whole vials were given, {of(whole).short}",))]
    if counted.given <= whole:
        givens.append((counted.given, (f"exactly {of(counted.given).short} were given",)))
    return [(labels, givens)]


def _distinct(candidates: list[tuple[Outcome, tuple[ClaimLine, ...]]]) -> list[tuple[Outcome, tuple[ClaimLine, ...]]]:
    """The candidates that bill differently, each once."""
    kept: list[tuple[Outcome, tuple[ClaimLine, ...]]] = []
    for candidate in candidates:
        if all(candidate[1] != lines for _, lines in kept):
            kept.append(candidate)
    return kept


def _as_charted(
    case: Case, candidates: list[tuple[Outcome, tuple[ClaimLine, ...]]]
) -> tuple[Outcome, tuple[ClaimLine, ...]]:
    """Of candidates that bill the same, the one that reads the chart as it stands."""
    charted = case.counted.discarded
    return next((each for each in candidates if each[0].reading.discarded == charted), candidates[0])


def _words(reading: Reading) -> str:
    return " and ".join(reading.reasons)


def _agreed(counts: list[int]) -> int | None:
    return counts[0] if len(set(counts)) == 1 else None


def _type_name(case: Case) -> str:
    names = dict.fromkeys(entry.type.type.value for entry in case.entries)
    return " and ".join(names) or ContainerType.UNKNOWN.value


def _physical_rest(case: Case, reading: Reading, undecided: bool) -> tuple[Amount | None, Amount | None]:
    """Physical discard and unexplained rest, as amounts (both wastes are always shown)."""
    if not case.entries:
        return case.discarded, None
    if not case.counted.physical:
        return _physical_of_whole(case)
    of = case.counted.basis.of
    if not undecided and ContainerType.SINGLE_DOSE not in reading.types:
        return case.discarded, None  # what is left in a multi-dose container may be kept for others
    if undecided and case.discarded is None:
        return None, None  # it depends on what a person decides
    if undecided:
        rest = (
            sum(case.counted.labels, ZERO)
            - case.counted.given
            - case.counted.explained
            - (case.counted.discarded or ZERO)
        )
        return case.discarded, of(max(rest, ZERO))
    # What was charted was discarded, also where it was a part of the dose and is not billed.
    return of(max(reading.discarded, case.counted.discarded or ZERO)), of(reading.rest)


def _physical_of_whole(case: Case) -> tuple[Amount | None, Amount | None]:
    """Where whole doses or containers are counted, the chart's own amounts speak, if they can be compared."""
    opened = case.opened
    if case.discarded is not None or opened is None:
        return case.discarded, None
    if not (case.given.fits(opened.unit) and case.explained.fits(opened.unit)):
        return case.discarded, None
    rest = opened - case.given.bound_to(opened.unit) - case.explained.bound_to(opened.unit)
    return (rest if rest.value >= 0 else None), None
