"""What a record says and what was billed of it: immutable entries that carry the file and row they were read from.

An account is what happened with one code for one encounter on one day, and the claim lines that were billed for it.
Amounts of the record stay as they were written; billing reads them (`unitcalc.billing`), and the checks compare.

A record comes from a file of its own, or out of tables: what pharmacy dispensed, what nurses gave, what was billed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a check's text is told without what reads doses
    from unitcalc.billing.request import BillRequest
    from unitcalc.dosing.request import DoseRequest

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
"""How often a claim was sent: the third digit of a bill type, the resubmission code of the other form."""


class Place(NamedTuple):
    """Where an entry was read: the file and its row, counted as a spreadsheet does; row 0 stands for the whole file."""

    file: str
    row: int = 0

    def __str__(self) -> str:
        if not self.row:
            return self.file
        kind = "line" if not self.file or self.file.endswith((".yaml", ".yml")) else "row"
        return f"{self.file}, {kind} {self.row}" if self.file else f"{kind} {self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """One claim line as it was sent. Units and NDC quantity are exact numbers, money is dollars."""

    place: Place
    claim: str = ""
    encounter: str = ""
    number: str = ""
    """The line's number on its claim."""
    day: date
    end: date | None = None
    """The last day of a line that states a span."""
    code: str
    modifiers: tuple[str, ...] = ()
    units: Fraction
    frequency: str = ORIGINAL
    replaces: str = ""
    """The claim that this one replaces or voids."""
    form: str = ""
    """professional or institutional; empty where it is not stated."""
    where: str = ""
    """Place of service or type of bill."""
    revenue_code: str = ""
    ndc: str = ""
    """As written: it may be no NDC."""
    ndc_quantity: Fraction | None = None
    ndc_unit: str = ""
    narrative: str = ""
    charge: Fraction | None = None
    paid: Fraction | None = None
    payer: str = ""
    diagnoses: tuple[str, ...] = ()
    authorization: str = ""
    submitted: date | None = None
    biller: str = ""
    site: str = ""

    @property
    def is_discard(self) -> bool:
        """Whether it bills what was discarded (JW)."""
        return "JW" in self.modifiers

    def __str__(self) -> str:
        """As a biller writes it: code with modifiers, units, NDC.

        >>> str(BilledLine(place=Place(""), day=date(2025, 3, 1), code="J1745", modifiers=("JW",), units=Fraction(5)))
        'J1745-JW  5'
        """
        from unitcalc.quantity import plain  # only what is shown needs it

        ndc = f"  N4{self.ndc.replace('-', '')}" if self.ndc else ""
        quantity = f" {self.ndc_unit}{plain(self.ndc_quantity)}" if ndc and self.ndc_quantity is not None else ""
        return f"{'-'.join((self.code, *self.modifiers))}  {plain(self.units)}{ndc}{quantity}"


class Event(StrEnum):
    """What pharmacy did with containers."""

    OPENED = "opened"
    RETURNED = "returned"
    """Given back unopened: it was not used."""
    TRANSFERRED_IN = "transferred_in"
    """The rest of another patient's container came here."""
    TRANSFERRED_OUT = "transferred_out"
    HOME = "dispensed_home"
    """Dispensed, and given elsewhere (RULES R8)."""


class Status(StrEnum):
    """How an administration ended."""

    GIVEN = "given"
    STOPPED = "stopped"
    NOT_GIVEN = "not-given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispensing:
    """One row of what pharmacy dispensed: `count` containers alike. Empty fields were not stated."""

    place: Place
    encounter: str
    day: date
    code: str = ""
    ndc: str = ""
    event: Event = Event.OPENED
    each: str
    """The amount of one container, with its unit: `100 mg`; of a transfer, what was handed on."""
    count: int
    container_type: str = ""
    container: str = ""
    """The number of one container; a lot is many."""
    lot: str = ""
    expiry: str = ""
    supply: str = ""
    administration: str = ""
    patient: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """One row of what was charted at the bedside. Amounts carry their unit; empty fields were not stated."""

    place: Place
    encounter: str
    day: date
    code: str = ""
    ndc: str = ""
    given: str
    discarded: str = ""
    explained: str = ""
    explained_reason: str = ""
    reason: str = ""
    """Why something was discarded."""
    status: Status = Status.GIVEN
    administration: str = ""
    container: str = ""
    lot: str = ""
    ordered: str = ""
    weight: str = ""
    weight_date: str = ""
    start: str = ""
    stop: str = ""
    route: str = ""
    by: str = ""
    witness: str = ""
    patient: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """What a payer granted before the drug was given. Empty fields were not stated."""

    number: str = ""
    code: str = ""
    units: Fraction | None = None
    used: Fraction | None = None
    """Units billed against it before this day."""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A dose of the same patient on an earlier day."""

    day: date
    code: str
    units: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the chart, the pharmacy and the front desk say of one encounter's drug on one day."""

    place: Place
    encounter: str = ""
    code: str = ""
    """The code of what was given, where it is stated."""
    administrations: "tuple[BillRequest, ...]" = ()
    """What was opened, given and discarded, each time by itself (RULES 1.9), as it was written."""
    order: "DoseRequest | None" = None
    """What was prescribed, with the patient's measures; None where no order is stated."""
    product: str = ""
    """The brand that was given, where it is named."""
    use: str = ""
    """prophylaxis, on-demand or perioperative."""
    patient: str = ""
    """The patient's number, which links visits."""
    diagnoses: tuple[str, ...] = ()
    authorization: Authorization | None = None
    history: tuple[Earlier, ...] | None = None
    """Earlier doses; None where nothing is said of them, empty where there were none."""
    said: Mapping[str, str] = field(default_factory=dict)
    """Everything that stands in the record, by its field or item: route, lot, severity ..."""
    where: Mapping[str, int] = field(default_factory=dict)
    """The line of each field, for what is found wrong with it later."""
    documented: bool = False
    """It says more than what was given, so that it can be asked whether it is complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What three tables say of an account beyond its record: which of them it stands in, and whom it shares with."""

    has_dispensed: bool
    """The table of what was dispensed was handed over."""
    has_administered: bool
    dispensed: int
    """Rows of the account in it."""
    administered: int
    at_home: bool = False
    """Dispensed, and given elsewhere."""
    dispensed_open: bool = False
    """Something of it was opened or came from another patient, and neither went back nor was handed on."""
    patients: tuple[str, ...] = ()
    """The patients whom rows of the encounter name."""
    opened_elsewhere: str = ""
    """A container of the account that another one opened too: its number and the other's encounter."""
    shared_units: int = 0
    """Administered units of all patients who shared a container, told of the last of them."""
    shared_label_units: int = 0
    """Units begun in its label amount."""
    shared_by_lot: str = ""
    """The lot by which a container was shared, where it has no number of its own."""
    lone_transfer: str = ""
    """A rest that was handed on and came nowhere, or came from nowhere."""
    repeated: int = 0
    """Rows that stand twice; each was counted once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One code of one encounter on one day: the lines that were billed, and the record of it where there is one."""

    encounter: str
    day: date
    code: str
    payer: str
    setting: str
    lines: tuple[BilledLine, ...] = ()
    record: Record | None = None
    claimed: bool = True
    """Whether claim lines were handed over, of whatever code; a record alone is not yet billed."""
    recorded_on: date | None = None
    """The day of the record that the lines came with, where they are of another day."""
    earlier: tuple[Earlier, ...] | None = None
    """Doses of the same patient on earlier days; None where the history is not known."""
    beside: tuple[str, ...] = ()
    """Other codes that were billed for the encounter on the day."""
    reconciled: Reconciled | None = None
    """What three tables say of it; None where it comes from a claim or a record alone."""
    rows: tuple[Place, ...] = ()
    """Every row of three tables that it comes from."""


def standing(lines: Iterable[BilledLine]) -> tuple[BilledLine, ...]:
    """The lines that count: not those of claims that were voided or replaced, and no void itself.

    A replacement may keep the number of the claim that it replaces: then it stands, and the original does not. One that
    names no original, or a void that names none, is of the claim that has its own number.

    >>> from dataclasses import replace
    >>> def line(claim: str, frequency: str, replaces: str = "") -> BilledLine:
    ...     day = date(2025, 3, 1)
    ...     one = BilledLine(place=Place(""), claim=claim, day=day, code="J1745", units=Fraction(1))
    ...     return replace(one, frequency=frequency, replaces=replaces)
    >>> [each.frequency for each in standing([line("C1", "1"), line("C1", "7", "C1")])]
    ['7']
    >>> [each.claim for each in standing([line("C1", "1"), line("C2", "7", "C1"), line("C3", "8", "C2")])]
    []
    >>> [each.claim for each in standing([line("C1", "1"), line("C1", "8"), line("C2", "1"), line("C3", "8")])]
    ['C2']
    """
    known = tuple(lines)
    replaced: dict[str, set[str]] = {}
    for line in known:
        if line.frequency == REPLACEMENT:
            replaced.setdefault(line.replaces or line.claim, set()).add(line.claim)
    voided = {line.replaces or line.claim for line in known if line.frequency == VOID}

    def is_gone(line: BilledLine) -> bool:
        if not line.claim:
            return False
        by = replaced.get(line.claim, set())
        by_itself = line.claim in by and line.frequency != REPLACEMENT
        return line.claim in voided or bool(by - {line.claim}) or by_itself

    return tuple(line for line in known if line.frequency != VOID and not is_gone(line))


def accounts_of(lines: Iterable[BilledLine], payer: str, setting: str) -> tuple[Account, ...]:
    """Lines without a record, by encounter (or claim, where no encounter is stated), day and code, in their order.

    >>> line = BilledLine(place=Place("", 1), day=date(2025, 3, 1), code="J1745", units=Fraction(35))
    >>> [account.code for account in accounts_of([line], "medicare-part-b", "office")]
    ['J1745']
    """
    groups: dict[tuple[str, date, str], list[BilledLine]] = {}
    days: dict[tuple[str, date], dict[str, None]] = {}
    for line in standing(lines):
        encounter = line.encounter or line.claim
        groups.setdefault((encounter, line.day, line.code), []).append(line)
        days.setdefault((encounter, line.day), {})[line.code] = None
    return tuple(
        Account(
            encounter=encounter,
            day=day,
            code=code,
            payer=next((line.payer for line in its_lines if line.payer), payer),
            setting=setting,
            lines=tuple(its_lines),
            beside=tuple(other for other in days[encounter, day] if other != code),
        )
        for (encounter, day, code), its_lines in groups.items()
    )
