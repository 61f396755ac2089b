"""One administration as it was charted: its containers, its amounts in one unit, and how they balance.

Billing reads the amounts and looks up the containers; what more was charted than opened, which a bill refuses, is a
balance here that says by how much.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction
from typing import TypeVar

from unitcalc.account import Status
from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.case import Case, read_case
from unitcalc.billing.containers import Fate, together
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Finding, Problem, Problems, Refused, Severity
from unitcalc.quantity import Amount, read_amount, zero
from unitcalc.reconcile.charting.balance import Balance, State
from unitcalc.reconcile.charting.request import ChartRequest, ContainerText, with_unit
from unitcalc.reconcile.charting.times import read_expiry, read_time

T = TypeVar("T")
SOURCE = "the chart"
_MULTI = frozenset({ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK})
_ABOVE = frozenset({"given-above-label", "discarded-above-label"})


@dataclass(frozen=True, slots=True)
class Container:
    """Containers of one kind, lot and expiry that were opened."""

    count: int
    each: Amount
    ndc: str
    product: str
    type: ContainerType
    lot: str = ""
    expires: date | None = None
    number: str = ""

    def __str__(self) -> str:
        return f"{self.count} x {self.each.short}"


@dataclass(frozen=True, slots=True)
class Chart:
    """What was charted, read: exact amounts in one unit, and the texts as they were typed."""

    request: ChartRequest
    drug: Drug
    day: date
    status: Status
    containers: tuple[Container, ...]
    given: Amount | None
    """None while it is not charted."""
    discarded: Amount | None
    explained: Amount | None
    balance: Balance | None
    """None without containers, and where doses were given from containers of an amount."""
    start: time | None
    stop: time | None
    discarded_at: time | None
    bill: Bill | None
    """What billing makes of it; None where it refuses."""
    findings: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether it can't be signed yet: nothing charted as given, or it does not balance."""
        return self.given is None or self.balance is None or self.balance.state is not State.BALANCED

    @property
    def asks_type(self) -> bool:
        """Whether nobody knows if what is left may be kept."""
        return any(each.type in (ContainerType.UNKNOWN, ContainerType.KIT) for each in self.containers)

    @property
    def multi_dose(self) -> bool:
        """Whether all containers may serve others."""
        return bool(self.containers) and all(each.type in _MULTI for each in self.containers)

    @property
    def bills_no_waste(self) -> bool:
        """Whether something of a single-dose container was discarded, and is less than a billing unit (RULES 1.5)."""
        found = self.bill
        if found is None or not self.discarded or self.multi_dose or found.alternatives:
            return False
        return found.discarded_units == 0 and any("JZ" in line.modifiers for line in found.lines)


def read_chart(catalogue: Catalogue, request: ChartRequest, today: date) -> Chart:
    """What stands in the fields, read. Refused with every problem that keeps it from being read."""
    problems = Problems()
    status = Status.GIVEN
    with problems.of("status"):
        status = read_choice(Status, request.status or Status.GIVEN.value, "status", "way that it went")
    times = {name: _read_time(problems, name, getattr(request, name)) for name in ("start", "stop", "discard_time")}
    expiries = [_read_expiry(problems, each.expiry, today) for each in request.containers]
    problems.found += _contradictions(request, status)
    case = None
    try:
        case = _case(catalogue, billed(request, status), today)
    except Refused as refused:
        problems.found += refused.problems
    problems.raise_any()
    assert case is not None  # else it was refused
    containers = tuple(_containers(case, request.containers, expiries))
    given = case.given if request.given.strip() or status is Status.NOT_GIVEN else None
    made = _billed(catalogue, billed(request, status), today)
    explained = case.explained if request.explained.strip() else None
    chart = Chart(
        request,
        case.drug,
        case.day,
        status,
        containers,
        given,
        case.discarded,
        explained,
        None,
        times["start"],
        times["stop"],
        times["discard_time"],
        made,
        tuple(finding for finding in case.findings if finding.severity is not Severity.INFO),
    )
    chart = _in_one_unit(chart, case)
    return replace(chart, findings=(*_findings(chart), *chart.findings))


def billed(request: ChartRequest, status: Status) -> BillRequest:
    """The same as billing reads it. Nothing charted as given counts as nothing so far."""
    unit = request.unit
    explained = with_unit(request.explained, unit)
    return BillRequest(
        code=request.code,
        ndc=request.ndc,
        date=request.date,
        given=with_unit(request.given, unit) or f"0 {unit}",
        opened=tuple(each.opened for each in request.containers),
        discarded=with_unit(request.discarded, unit),
        explained=(f"{explained} {request.explained_reason.strip()}",) if explained else (),
        container_type=request.container_type,
    )


def _case(catalogue: Catalogue, request: BillRequest, today: date) -> Case:
    """The case; what is above the labels is read as if it had been stated that they were overfilled by as much."""
    for more in ("", request.given):
        try:
            return read_case(catalogue, replace(request, overfill=more), today)
        except Refused as refused:
            if any(problem.code not in _ABOVE for problem in refused.problems):
                raise
    return read_case(catalogue, replace(request, overfill=request.discarded), today)


def _billed(catalogue: Catalogue, request: BillRequest, today: date) -> Bill | None:
    """The bill of what is charted so far: what was not charted as discarded was not."""
    unit = request.given.split()[-1]
    try:
        return bill(catalogue, replace(request, discarded=request.discarded or f"0 {unit}"), today)
    except Refused:
        return None


def _in_one_unit(chart: Chart, case: Case) -> Chart:
    """The balance, and the amounts in its unit."""
    amounts = _amounts(case)
    if amounts is None:
        return chart
    opened, given, discarded, explained = amounts
    rest = opened - given - discarded - explained
    balance = Balance(opened, given, discarded, explained, _left(chart, rest))
    return replace(
        chart,
        given=given if chart.given is not None else None,
        discarded=discarded if chart.discarded is not None else None,
        explained=explained if chart.explained is not None else None,
        balance=balance,
    )


def _amounts(case: Case) -> tuple[Amount, Amount, Amount, Amount] | None:
    """Opened, given, discarded and explained in one unit; None where they can't be compared, or nothing was opened."""
    opened = case.opened
    stated = (case.given, case.discarded, case.explained)
    if opened is not None and all(each is None or not each or each.fits(opened.unit) for each in stated):
        given, discarded, explained = (each.bound_to(opened.unit) if each else zero(opened.unit) for each in stated)
        return opened, given, discarded, explained
    counted = case.counted
    if not case.entries or (case.discarded and not counted.discarded) or (case.explained and not counted.explained):
        return None
    of = counted.basis.of
    whole = of(sum(counted.labels[1:], counted.labels[0]))
    return whole, of(counted.given), of(counted.discarded or Fraction(0)), of(counted.explained)


def _left(chart: Chart, rest: Amount) -> Amount:
    """What stays in multi-dose containers: all that is left, or where both types were opened, billing's own part."""
    nothing = zero(rest.unit)
    if rest <= nothing or not any(each.type in _MULTI for each in chart.containers):
        return nothing
    if chart.multi_dose:
        return rest
    kept = together(chart.bill.containers, Fate.KEPT) if chart.bill else None
    return min(kept, rest) if kept is not None and kept.fits(rest.unit) else nothing


def _containers(case: Case, texts: tuple[ContainerText, ...], expiries: list[date | None]) -> Iterator[Container]:
    for entry, text, expires in zip(case.entries, texts, expiries, strict=True):
        yield Container(
            entry.count,
            entry.each,
            entry.ndc or "",
            entry.presentation.product if entry.presentation else "",
            entry.type.type,
            text.lot.strip(),
            expires,
            text.number.strip(),
        )


def _read_time(problems: Problems, name: str, text: str) -> time | None:
    return _read(problems, name, text, read_time)


def _read_expiry(problems: Problems, text: str, today: date) -> date | None:
    return _read(problems, "expiry", text, lambda typed: read_expiry(typed, today))


def _read(problems: Problems, name: str, text: str, reader: Callable[[str], T]) -> T | None:
    found = None
    if text.strip():
        with problems.of(name):
            found = reader(text)
    return found


def _contradictions(request: ChartRequest, status: Status) -> Iterator[Problem]:
    """What can't be true together."""
    if status is Status.NOT_GIVEN and _more_than_nothing(request):
        message = f"The status says that nothing was given, and {with_unit(request.given, request.unit)} is charted."
        yield Problem("given-and-not-given", message, "Empty the amount, or change the status.", field="given")
    if request.explained_reason.strip() and not request.explained.strip():
        message = f"How much: {request.explained_reason.strip()}?"
        yield Problem("explained-without-amount", message, "Write the amount beside it.", field="explained")
    numbers = [each.number.strip() for each in request.containers if each.number.strip()]
    for number in dict.fromkeys(each for each in numbers if numbers.count(each) > 1):
        message = f"Container number {number} stands there twice: one number is of one container."
        yield Problem("container-twice", message, "Remove one of them.", field="containers")


def _more_than_nothing(request: ChartRequest) -> bool:
    try:
        return bool(request.given.strip()) and bool(read_amount(with_unit(request.given, request.unit)))
    except Refused:
        return False  # told elsewhere


def _findings(chart: Chart) -> Iterator[Finding]:
    """What is to be read before it is signed."""

    def finding(check: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
        return Finding(check, severity, message, SOURCE)

    for each in chart.containers:
        if each.expires and each.expires < chart.day:
            message = f"{each} of lot {each.lot or 'not stated'} expired on {each.expires}, before {chart.day}."
            yield finding("container-expired", f"{message} Check the label, and tell the pharmacist.", Severity.ERROR)
        if each.number and each.count > 1:
            yield finding("number-of-several", f"Container number {each.number} is of one vial; {each} are stated.")
    if chart.start and chart.stop and chart.stop < chart.start:
        message = f"It stopped at {chart.stop:%H:%M}, before it started at {chart.start:%H:%M}: past midnight?"
        yield finding("stop-before-start", message)
    if chart.status is Status.GIVEN and chart.given is not None and not chart.given:
        yield finding("nothing-given", "Nothing was given: then the status is not “given”.")
    if len({each.type in _MULTI for each in chart.containers}) > 1 and chart.given and chart.open:
        hint = "say what was given from each: 1 x 100 mg given 60 mg."
        yield finding("both-types", f"Single-dose and multi-dose containers were opened; {hint}")
    if chart.request.discard_reason.strip() and chart.discarded is not None and not chart.discarded:
        yield finding("reason-alone", "A reason for a discard is charted, and nothing was discarded.")
    if chart.discarded and chart.multi_dose:
        message = "What is discarded of a multi-dose container is charted, and never billed."
        yield finding("multi-dose-discard", message, Severity.INFO)
