"""One row of each reference table, as the files state it: nothing interpreted, only typed.

A row that stood unchanged over several periods is kept once, with its first and last period and the source row of the
newest. Numbers are exact; dates are `date`; an empty cell is None or the empty string.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple


class Quarter(NamedTuple):
    """A calendar quarter, the period of most CMS files.

    >>> Quarter.of(date(2025, 3, 1)), str(Quarter(2026, 1)), Quarter.read("2024Q4").last_day
    (Quarter(year=2025, number=1), '2026Q1', datetime.date(2024, 12, 31))
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> "Quarter":
        """From `2026Q1`; ValueError for anything else."""
        year, mark, number = text.partition("Q")
        if mark != "Q" or number not in ("1", "2", "3", "4"):
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(year), int(number))

    @property
    def index(self) -> int:  # type: ignore[override]  # nobody searches a quarter
        """Consecutive quarters have consecutive indexes."""
        return self.year * 4 + self.number - 1

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        following = Quarter(*divmod(self.index + 1, 4))
        return date.fromordinal(date(following.year, following.number * 3 + 1, 1).toordinal() - 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


class CodeRow(NamedTuple):
    """A HCPCS Level II code with its official descriptors."""

    code: str
    long: str
    short: str
    added: date
    changed: date | None
    """When its record was last changed: the descriptor is proven from this day on, not the code's beginning.
    None where the file leaves it empty (J8560, C9600 in 2026Q1): the descriptor is then unproven before the release."""
    terminated: date | None
    coverage: str
    """CMS's coverage letter: C carrier judgement, D special coverage, I and M not payable, S not by statute."""
    betos: str
    type_of_service: str
    cross_reference: str
    """Level II codes that it refers to, separated by spaces; CPT codes are left out."""
    row: int


class ModifierRow(NamedTuple):
    """A HCPCS Level II modifier with its official descriptors."""

    modifier: str
    """Two characters, at least one of them a letter. CPT's modifiers are nowhere stored."""
    long: str
    short: str
    added: date
    changed: date | None
    terminated: date | None
    """The last day on which it may be used."""
    coverage: str
    """CMS's coverage letter, as of a code."""
    row: int


class CrosswalkRow(NamedTuple):
    """An NDC that ASP pricing assigns to a code."""

    ndc: str
    """In its standard form, 5-4-2 with hyphens."""
    code: str
    product: str
    labeler: str
    """As the newest quarter spells it: CMS rewrites the names of firms, and one name is kept for a compressed row."""
    dosage: str
    """The code's dosage text in that period, in which `billing_units` are counted."""
    package_size: Fraction | None
    """Content of one container as the file counts it: mL for most liquids, 1 for most powders."""
    package_quantity: Fraction | None
    """Containers in a package."""
    billing_units: Fraction | None
    """Billing units in one container; 1 where the file only holds the place."""
    billing_units_package: Fraction | None
    first: Quarter
    last: Quarter
    row: int


class LimitRow(NamedTuple):
    """A code's payment limit, dollars a billing unit."""

    code: str
    dosage: str
    limit: Fraction | None
    coinsurance: Fraction | None
    """Per cent."""
    clotting_factor: bool
    notes: str
    first: Quarter
    last: Quarter
    row: int


class MueRow(NamedTuple):
    """A medically unlikely edit: units of a code, and how they are counted."""

    code: str
    service: str
    """`practitioner` or `outpatient_hospital`."""
    units: int
    indicator: int
    """MAI: 1 per line, 2 and 3 per day."""
    rationale: str
    row: int


class StatusRow(NamedTuple):
    """A code's status indicator in OPPS Addendum B."""

    code: str
    status: str
    payment_rate: Fraction | None
    row: int


class SingleDoseRow(NamedTuple):
    """A code on CMS's list of codes that come only in single-dose containers."""

    code: str
    row: int


class BiologicRow(NamedTuple):
    """A licensed biologic in the Purple Book: one strength in one presentation."""

    applicant: str
    proprietary: str
    proper: str
    strength: str
    form: str
    route: str
    presentation: str
    marketing: str
    row: int


class RejectedRow(NamedTuple):
    """A row that was kept aside, by its first wrong cell."""

    table: str
    period: str
    file: str
    row: int
    column: str
    """The heading in the file."""
    code: str
    message: str
    hint: str
    about: str = ""
    """The HCPCS code that the row is about, where it could be read."""


class SearchedRow(NamedTuple):
    """What a code can be searched by, in plain words, each after a space."""

    code: str
    names: str
    """Its products: `| rituxan | rituxan hycela |`."""
    words: str
    """Its code and descriptors."""
    labelers: str
    current: str
    """`1` where the newest quarter has a price or an NDC of it, else empty."""


class TableInfo(NamedTuple):
    """Where a table, or one period of it, came from."""

    table: str
    """One of TABLES."""
    period: str
    """As people name it: 2026Q1, 2025-06-20, 2025-05."""
    first_day: date
    last_day: date
    rows: int
    """Rows kept."""
    rejected: int
    """Rows kept aside, with their reasons, in `rejected.csv`; rows of CPT codes are only counted."""
    file: str
    sha256: str


TABLES = {
    "codes": "HCPCS Level II",
    "crosswalk": "ASP NDC-HCPCS crosswalk",
    "limits": "ASP payment limits",
    "mue": "MUE",
    "status": "OPPS Addendum B",
    "single-dose": "CMS single-dose list",
    "biologics": "FDA Purple Book",
    "modifiers": "HCPCS modifiers",
}
"""Each table's short name and the name that people read."""

OF_A_CODE = tuple(table for table in TABLES if table != "modifiers")
"""The tables that say something of a drug's code."""
