"""Visits with their right rows. A scene is one visit, or several that belong together (patients who share a vial)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from unitcalc.quantity import Amount, money, plain, rounded
from unitcalc.reconcile.demo.hospital import Payer, Site, Stocked
from unitcalc.reconcile.demo.rows import ADMINISTRATION, CLAIM, CONTAINER, ENCOUNTER, PATIENT, Row
from unitcalc.reconcile.demo.shelf import Known, Line, Opening, Shelf, quarter_of

ZERO = Fraction(0)
USED_UNTIL = 400
"""Days for which containers may still be used."""


@dataclass(eq=False)
class Visit:
    """One drug of one patient on one day: the facts, and the rows that tell them. Faults change rows, not facts."""

    shelf: Shelf
    drug: Stocked
    day: date
    site: Site
    payer: Payer
    biller: str
    nurses: tuple[str, str]
    """Who gave it, and who saw the rest discarded."""
    minute: int
    """When it began, in minutes of the day."""
    lasting: int
    charge: Fraction
    """Charge by payment limit."""
    dearest: Fraction
    """Dollars above which no line is charged."""
    amount: Fraction
    """The dose, in the code's unit of measure."""
    openings: tuple[Opening, ...]
    administered_units: int
    discarded_units: int
    kilograms: int | None = None
    index: int = 0
    """Its patient within the scene."""
    supply: str = ""
    with_ndc: bool = False
    """Whether the payer wants an NDC on each line; the others are sent none."""
    dispensed: list[Row] = field(default_factory=list)
    administered: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)

    @property
    def known(self) -> Known:
        """What the tables say of the drug."""
        return self.shelf.known(self.drug, quarter_of(self.day))

    @property
    def opened(self) -> Fraction:
        """What the labels hold."""
        return sum((each.size * each.number for each in self.openings), ZERO)

    @property
    def left(self) -> Fraction:
        """What was not given."""
        return self.opened - self.amount

    @property
    def containers(self) -> int:
        """How many were opened."""
        return sum(each.number for each in self.openings)

    @property
    def measure(self) -> str:
        """The unit in which pharmacy and nurses write: mg, IU."""
        return self.known.measure.symbol

    @property
    def smallest(self) -> Opening:
        """One container of the smallest size opened."""
        return min(self.openings, key=lambda each: each.size)._replace(number=1)

    def said(self, amount: Fraction) -> str:
        """An amount as a person says it."""
        return Amount(amount, self.known.measure).short

    def number(self, amount: Fraction) -> Decimal:
        """An amount as a table holds it."""
        return Decimal(plain(amount))

    def key(self) -> Row:
        """What rows of pharmacy and chart begin with."""
        return {ENCOUNTER: self.index, PATIENT: self.index, "service_date": self.day, "site": self.site.name}

    def container(self, opening: Opening, **more: object) -> Row:
        """A row of what pharmacy dispensed."""
        return {
            **self.key(),
            "ndc": opening.ndc,
            "container_amount": self.number(opening.size),
            "container_unit": self.measure,
            "container_count": opening.number,
            "lot": _lot(opening.ndc, self.day),
            "expiry": self.day + timedelta(days=USED_UNTIL),
            "supply": self.supply or None,
            **more,
        }

    def given(self, amount: Fraction, discarded: Fraction | None, later: int = 0, **more: object) -> Row:
        """A row of what a nurse charted; without a discard where none is charted."""
        begun = self.minute + later
        row: Row = {
            **self.key(),
            "code": self.drug.code,
            "given_amount": self.number(amount),
            "given_unit": self.measure,
            ADMINISTRATION: "1",
            "ordered_amount": self.number(amount),
            "start": clock(begun),
            "stop": clock(begun + self.lasting),
            "route": self.drug.route,
            "by": self.nurses[0],
        }
        if self.kilograms is not None:
            row |= {"weight": f"{self.kilograms} kg", "weight_date": self.day}
        if discarded is not None:
            row |= {"discarded_amount": self.number(discarded), "discarded_unit": self.measure}
        if discarded:
            row |= {"reason": "rest of the vial", "witness": self.nurses[1]}
        return row | more

    def right_lines(self, **more: Fraction | bool) -> tuple[Line, ...]:
        """The right lines, by the billing core."""
        return self.shelf.lines(
            self.drug,
            quarter_of(self.day),
            self.amount,
            self.openings,
            self.payer.policy,
            self.site.setting,
            self.supply,
            explained=Fraction(more.get("explained", 0)),
            home=bool(more.get("home", False)),
        )

    def bill(self, lines: tuple[Line, ...], claim: str = "A", **more: object) -> None:
        """Add the lines of a claim."""
        for line in lines:
            number = 1 + sum(row[CLAIM] == claim for row in self.claims)
            row: Row = {
                CLAIM: claim,
                ENCOUNTER: self.index,
                "line": number,
                "service_date": self.day,
                "code": self.drug.code,
                "modifiers": line.modifiers or None,
                "frequency": "1",
                "form": self.site.form,
                "place_or_bill_type": self.site.place,
                "revenue_code": self.site.revenue or None,
                "ndc": line.ndc if self.with_ndc else None,
                "ndc_quantity": line.ndc_quantity if self.with_ndc else None,
                "ndc_unit": line.ndc_unit if self.with_ndc else None,
                "payer": self.payer.policy,
                "submitted_date": self.day + timedelta(days=7),
                "biller": self.biller,
                "site": self.site.name,
            }
            self.claims.append(self.charged(row, line.units) | more)

    def charged(self, row: Row, units: int) -> Row:
        """A claim line with so many units, and their charge."""
        row["units"] = units
        row["charge"] = Decimal(money(rounded(units * self.known.price * self.charge, 2)))
        return row

    def rebill(self, *lines: Line) -> None:
        """The claim anew, with these lines."""
        self.claims = []
        self.bill(lines)

    def write(self, first_container: int = 1) -> None:
        """The rows as they should be."""
        self.dispensed = self.opened_rows(first_container)
        self.administered = [self.given(self.amount, self.left if self.known.single_dose else None)]
        self.claims = []
        self.bill(self.right_lines())

    def opened_rows(self, first_container: int = 1, **more: object) -> list[Row]:
        """Rows of all containers: each with its number where they are scanned, else a row for a size."""
        if not self.site.scans:
            return [self.container(each, **more) for each in self.openings]
        vials = [each._replace(number=1) for each in self.openings for _ in range(each.number)]
        return [
            self.container(each, **{CONTAINER: str(first_container + at), ADMINISTRATION: "1", **more})
            for at, each in enumerate(vials)
        ]


@dataclass(eq=False)
class Scene:
    """Visits that belong together, and what was done to them."""

    visits: list[Visit]
    kind: str = ""
    """The fault or oddity; empty where nothing was done."""
    checks: tuple[str, ...] = ()
    """Which have to say so."""
    told: str = ""
    """What was done, with its numbers."""
    anywhere: bool = False
    """Whether any of its encounters may be the one that a check speaks of."""

    other_accounts: int = 0
    """Accounts that claim lines make beside those of the visits: of another code than was given."""

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return len(self.visits) + self.other_accounts

    @property
    def encounters(self) -> int:
        """How many patients there are."""
        return 1 + max(visit.index for visit in self.visits)


def clock(minutes: int) -> str:
    """A time of day.

    >>> clock(545)
    '09:05'
    """
    hours, rest = divmod(minutes % (24 * 60), 60)
    return f"{hours:02}:{rest:02}"


def _lot(ndc: str, day: date) -> str:
    """One lot of each container a month."""
    return f"L{ndc[6:10]}{day.month:02}"
