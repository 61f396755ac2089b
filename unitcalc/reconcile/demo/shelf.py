"""What is true of each drug: its dose by the label, the containers that waste least, the right lines.

A million visits repeat some ten thousand combinations of drug, dose, payer and quarter; each is worked out once.
Look-ups are made for the first day of a quarter, since the tables change with it.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.content import Potency
from unitcalc.dosing.dose import dose
from unitcalc.dosing.request import DoseRequest
from unitcalc.findings import Problem, Refused
from unitcalc.planning.planner import plan
from unitcalc.planning.request import PlanRequest
from unitcalc.quantity import Amount, Unit, plain
from unitcalc.reconcile.demo.hospital import FILE, Stocked
from unitcalc.reference.records import Quarter

ZERO = Fraction(0)
QUARTERS = 4
MOST_CONTAINERS = 60
"""Of each size that may be opened for one dose."""


class Line(NamedTuple):
    """A right claim line."""

    modifiers: str
    units: int
    ndc: str = ""
    ndc_quantity: str = ""
    ndc_unit: str = ""


class Opening(NamedTuple):
    """Containers of one size that are opened."""

    ndc: str
    size: Fraction
    number: int


class Planned(NamedTuple):
    """The containers for a dose, and the units that follow."""

    openings: tuple[Opening, ...]
    administered: int
    discarded: int


class Ordered(NamedTuple):
    """A dose, as ordered for a person."""

    amount: Fraction
    """In the unit of measure of the code."""
    kilograms: int | None
    """Where the dose is by weight or surface."""


class Known(NamedTuple):
    """A drug on the first day of a quarter."""

    unit: Fraction
    """What one billing unit stands for."""
    measure: Unit
    price: Fraction
    """The payment limit of one unit."""
    single_dose: bool
    assayed: bool
    nominal: Fraction
    """The nominal size of an assayed container, else 0."""
    most_a_day: int
    """The fewest units that a medically unlikely edit of a day allows; 0 for none."""


class _Billed(NamedTuple):
    """What a bill is made of."""

    drug: Stocked
    quarter: Quarter
    amount: Fraction
    openings: tuple[Opening, ...]
    payer: str
    setting: str
    supply: str
    explained: Fraction
    home: bool


class Shelf:
    """The hospital's drugs, looked up."""

    def __init__(self, catalogue: Catalogue, drugs: Sequence[Stocked]) -> None:
        self.catalogue, self.drugs = catalogue, drugs
        self._known: dict[tuple[str, Quarter], Known] = {}
        self._lowest: dict[str, Amount] = {}
        self._ordered: dict[tuple[str, int, int], Ordered] = {}
        self._planned: dict[tuple[str, Fraction, tuple[str, ...]], Planned] = {}
        self._lines: dict[_Billed, tuple[Line, ...]] = {}

    @cached_property
    def year(self) -> int:
        """The newest year of which every quarter has payment limits and NDCs, and every drug in all of them."""
        years: dict[int, int] = {}
        crosswalk = {info.first_day for info in self.catalogue.reference.periods("crosswalk")}
        for info in self.catalogue.reference.periods("limits"):
            if info.first_day in crosswalk:
                years[info.first_day.year] = years.get(info.first_day.year, 0) + 1
        problems = [Problem("demo-no-year", "No whole year has both payment limits and NDCs.", "Import them first.")]
        for year in sorted((year for year, quarters in years.items() if quarters == QUARTERS), reverse=True):
            try:
                for drug in self.drugs:
                    for number in range(1, QUARTERS + 1):
                        self.known(drug, Quarter(year, number))
            except Refused as refused:  # a code that ended, an NDC that is no longer sold: an older year has it
                problems += refused.problems
            else:
                return year
        raise Refused(problems[-1])

    def known(self, drug: Stocked, quarter: Quarter) -> Known:
        """What the tables say of a drug."""
        found = self._known.get((drug.code, quarter))
        if found is None:
            found = self._known[drug.code, quarter] = self._look_up(drug, quarter)
        return found

    def ordered(self, drug: Stocked, kilograms: int, centimetres: int) -> Ordered:
        """The usual dose for a person, rounded to the step of the pharmacy."""
        basis = self._usual(drug).unit.symbol
        of_surface = "/m2" in basis
        key = (drug.code, kilograms if of_surface or "/kg" in basis else 0, centimetres if of_surface else 0)
        found = self._ordered.get(key)
        if found is None:
            found = self._ordered[key] = self._order(drug, *key[1:])
        return found

    def planned(self, drug: Stocked, amount: Fraction, have: tuple[str, ...]) -> Planned:
        """The containers that waste least of those in stock, as `NDC` or `NDC @ potency`."""
        key = (drug.code, amount, have)
        found = self._planned.get(key)
        if found is None:
            found = self._planned[key] = self._plan(drug, amount, have)
        return found

    def lines(
        self,
        drug: Stocked,
        quarter: Quarter,
        amount: Fraction,
        openings: tuple[Opening, ...],
        payer: str,
        setting: str,
        supply: str = "",
        *,
        explained: Fraction = ZERO,
        home: bool = False,
    ) -> tuple[Line, ...]:
        """The right lines, by the billing core."""
        key = _Billed(drug, quarter, amount, openings, payer, setting, supply, explained, home)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._bill(key)
        return found

    @cached_property
    def first_quarter(self) -> Quarter:
        """The first quarter of the year."""
        return Quarter(self.year, 1)

    def _look_up(self, stocked: Stocked, quarter: Quarter) -> Known:
        drug = self.catalogue.drugs.on(stocked.code, quarter.first_day)
        shown = [p for p in self.catalogue.of_code(drug) if p.ndc in stocked.ndcs]
        missing = [ndc for ndc in stocked.ndcs if ndc not in {p.ndc for p in shown}]
        if missing or drug.billing_unit is None or drug.limit is None or drug.limit.limit is None:
            what = f"the NDC {missing[0]}" if missing else "a unit and a payment limit"
            message = f"The demonstration set needs {what} of {stocked.code}; your tables have none in {quarter}."
            raise Refused(Problem("demo-unknown", message, f"Take it out of {FILE}, or import other tables."))
        nominal = next((p.nominal_amount.value for p in shown if p.nominal_amount is not None), ZERO)
        limits = [row.units for row in drug.mue if row.indicator != 1]
        return Known(
            drug.billing_unit.value,
            drug.billing_unit.unit,
            drug.limit.limit,
            all(p.container_type is ContainerType.SINGLE_DOSE for p in shown),
            any(p.potency is Potency.ASSAYED for p in shown),
            nominal,
            min(limits, default=0),
        )

    def _usual(self, drug: Stocked) -> Amount:
        """The lowest of the usual doses for the indication: 5 mg/kg."""
        found = self._lowest.get(drug.code)
        if found is None:
            rows = self.catalogue.usual_doses(drug.code)
            named = [row for row in rows if (row.product, row.indication) == (drug.product, drug.indication)]
            found = (named[0].low or named[0].high) if named else None
            if found is None:
                message = f"No usual dose of {drug.product} for '{drug.indication}' is known."
                raise Refused(Problem("demo-no-dose", message, f"Correct {FILE}, or your vials.yaml."))
            self._lowest[drug.code] = found
        return found

    def _order(self, drug: Stocked, kilograms: int, centimetres: int) -> Ordered:
        known = self.known(drug, self.first_quarter)
        request = DoseRequest(
            order=self._usual(drug).short,
            weight=f"{kilograms} kg" if kilograms else "",
            height=f"{centimetres} cm" if centimetres else "",
            code=drug.code,
            product=drug.product,
            date=self.first_quarter.first_day.isoformat(),
        )
        computed = dose(self.catalogue, request, self.first_quarter.first_day).dose
        exact = computed.bound_to(known.measure).to(known.measure)
        amount = exact.value if drug.step is None else nearest(exact.value, drug.step.to(known.measure).value)
        return Ordered(amount, kilograms or None)

    def _plan(self, drug: Stocked, amount: Fraction, have: tuple[str, ...]) -> Planned:
        known = self.known(drug, self.first_quarter)
        request = PlanRequest(
            code=drug.code,
            doses=(Amount(amount, known.measure).short,),
            have=tuple(f"{MOST_CONTAINERS} x {each}" for each in have),
            date=self.first_quarter.first_day.isoformat(),
        )
        best = plan(self.catalogue, request, self.first_quarter.first_day).best
        openings = tuple(
            Opening(each.container.ndcs[0], each.container.each.to(known.measure).value, each.count)
            for each in best.openings
        )
        return Planned(openings, best.administered_units, best.discarded_units)

    def _bill(self, asked: "_Billed") -> tuple[Line, ...]:
        drug, quarter, openings = asked.drug, asked.quarter, asked.openings
        known = self.known(drug, quarter)
        day = quarter.first_day

        def text(value: Fraction) -> str:
            return Amount(value, known.measure).short

        opened = sum((each.size * each.number for each in openings), ZERO)
        left = opened - asked.amount - asked.explained
        request = BillRequest(
            code=drug.code,
            given="" if asked.home else text(asked.amount),
            dispensed=asked.home,
            opened=tuple(f"{each.number} x {each.ndc} @ {text(each.size)}" for each in openings),
            discarded=text(left) if left and known.single_dose and not asked.home else "",
            explained=(f"{text(asked.explained)} tubing",) if asked.explained else (),
            date=day.isoformat(),
            payer=asked.payer,
            setting=asked.setting,
            supply=asked.supply,
        )
        return tuple(
            Line(
                " ".join(line.modifiers),
                int(line.units),
                line.ndc.ndc if line.ndc else "",
                plain(line.ndc.quantity) if line.ndc else "",
                line.ndc.unit if line.ndc else "",
            )
            for line in bill(self.catalogue, request, day).lines
        )


def nearest(amount: Fraction, step: Fraction) -> Fraction:
    """An amount rounded to whole steps, half up.

    >>> nearest(Fraction(705, 2), Fraction(5))
    Fraction(355, 1)
    """
    return (amount / step + Fraction(1, 2)) // 1 * step


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter.of(day)
