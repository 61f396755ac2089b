"""The summary of a reconciliation: sums by drug, site, payer, check and month, and the worst accounts. Values only.

Money is in dollars, amounts in each drug's own unit of measure; both exact. *Over* and *under* are what was billed
above and below what the record gives, account by account, by the payment limit. *Waste* is what the discarded units
that belong on the claim are worth.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

NOT_STATED = "not stated"
"""Stands for a site or a payer that the record leaves empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a group of accounts comes to. The sums over all groups of a kind are those of the whole."""

    accounts: int = 0
    balanced: int = 0
    undecided: int = 0
    """Accounts whose record allows several bills, so that no units are expected; none of them is balanced."""
    unpriced: int = 0
    """Accounts that differ, and no dollars are known for the difference: they are not in over and under."""
    at_stake: Fraction = Fraction(0)
    over: Fraction = Fraction(0)
    under: Fraction = Fraction(0)
    waste: Fraction = Fraction(0)
    expected_administered: Fraction = Fraction(0)
    expected_discarded: Fraction = Fraction(0)
    billed_administered: Fraction = Fraction(0)
    billed_discarded: Fraction = Fraction(0)

    @property
    def open(self) -> int:
        """Accounts that do not balance, or may not."""
        return self.accounts - self.balanced


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Amounts of one drug, in its unit."""

    opened: Fraction = Fraction(0)
    given: Fraction = Fraction(0)
    discarded: Fraction = Fraction(0)
    transferred: Fraction = Fraction(0)
    """Handed on to other accounts, less received from them."""
    explained: Fraction = Fraction(0)
    unexplained: Fraction = Fraction(0)
    left_out: int = 0
    """Amounts that have no finite decimal, or more digits than a sum of millions can keep: not in these sums."""

    @property
    def discarded_share(self) -> Fraction | None:
        """Of what was opened, the part that was discarded; None where nothing was opened."""
        return self.discarded / self.opened if self.opened > 0 else None


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of one site or payer. `others` is the number of further groups that this one stands for."""

    name: str
    sums: Sums
    others: int = 0


@dataclass(frozen=True, slots=True)
class Drug:
    """The accounts of one code whose amounts are in one unit."""

    code: str
    name: str
    unit: str
    sums: Sums
    amounts: Amounts
    others: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """The accounts of one month, by date of service; None for accounts without a date."""

    first: date | None
    sums: Sums

    @property
    def name(self) -> str:
        """As it sorts and reads: `2025-03`."""
        return f"{self.first:%Y-%m}" if self.first else "no date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one check found. An account with findings of two checks stands under both."""

    check: str
    title: str
    severity: str
    findings: int
    at_stake: Fraction
    over: Fraction
    under: Fraction


@dataclass(frozen=True, slots=True)
class CauseMonth:
    """What one check found in one month."""

    month: date | None
    check: str
    findings: int
    at_stake: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One finding, as its row tells it."""

    check: str
    severity: str
    message: str
    expected: str
    observed: str
    rows: str
    unit_difference: Fraction | None = None
    payment_difference: Fraction | None = None
    at_stake: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account, as its row tells it. None where the record does not say."""

    encounter: str
    day: date | None
    code: str
    unit: str
    site: str
    payer: str
    balanced: bool
    opened: Fraction | None = None
    given: Fraction | None = None
    discarded: Fraction | None = None
    transferred: Fraction | None = None
    explained: Fraction | None = None
    unexplained: Fraction | None = None
    expected_administered: Fraction | None = None
    expected_discarded: Fraction | None = None
    billed_administered: Fraction | None = None
    billed_discarded: Fraction | None = None
    expected_payment: Fraction | None = None
    billed_payment: Fraction | None = None
    at_stake: Fraction | None = None

    @property
    def difference(self) -> Fraction | None:
        """Dollars billed above (or, below zero, under) what the record gives."""
        if self.billed_payment is None or self.expected_payment is None:
            return None
        return self.billed_payment - self.expected_payment


@dataclass(frozen=True, slots=True)
class Worst:
    """An account with its findings, the gravest first; `more` of them are not told here."""

    account: Account
    name: str
    findings: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything that the reports show."""

    totals: Sums
    findings: int
    by_severity: tuple[tuple[str, int], ...]
    first_day: date | None
    last_day: date | None
    drugs: tuple[Drug, ...]
    sites: tuple[Group, ...]
    payers: tuple[Group, ...]
    months: tuple[Month, ...]
    causes: tuple[Cause, ...]
    causes_by_month: tuple[CauseMonth, ...]
    worst: tuple[Worst, ...]
    with_findings: int
    """Accounts that do not balance or have a finding: those among which the worst are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule of matching or another setting: what it is called, its value, what it does."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a report says of itself: what went in, by which rules, from which data."""

    title: str = "Reconciliation"
    made: date | None = None
    """The day on which it was made; left out where None, so that the same input gives the same file."""
    version: str = ""
    files: tuple[Setting, ...] = ()
    """The files handed over: which record, its name, its rows."""
    settings: tuple[Setting, ...] = ()
    data: tuple[Setting, ...] = ()
    """The reference tables used, with their periods."""
    notes: tuple[str, ...] = ()
    findings_file: str = "findings.parquet"
    """Where all findings stand, for those that a workbook has no room for."""
    accounts_file: str = "accounts.parquet"
