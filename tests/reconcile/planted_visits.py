"""Visits with their drug, dose, vials and right rows: what faults and oddities are planted in.

Only the standard library is used, and nothing of the program: the arithmetic here is a second one, written from the
rules. Amounts are exact fractions of the code's unit of measure, units whole numbers, rows text as in a person's table.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import NamedTuple

Row = dict[str, str]


class Drug(NamedTuple):
    """A code and the containers that it was sold in, in 2025: facts of CMS's files and of the labels."""

    code: str
    unit: Fraction
    """What one billing unit stands for, in `measure`."""
    measure: str
    sizes: tuple[Fraction, ...]
    per_kg: Fraction
    """The dose for a kilogram; 0 where one of `flat` is given."""
    flat: tuple[Fraction, ...]
    step: Fraction
    """To which the dose is rounded down, so that none is above the label's."""
    route: str
    twin: str
    """Another code of the same substance, in the same unit."""
    day: int
    """Units that the medically unlikely edit allows a day; 0 where it counts lines."""
    type: str


def _drug(line: str) -> Drug:
    code, unit, measure, sizes, dose, step, route, twin, day, kind = line.split()
    amounts = tuple(Fraction(each) for each in dose.removesuffix("/kg").split(","))
    flat = () if dose.endswith("/kg") else amounts
    per_kg = Fraction(0) if flat else amounts[0]
    all_sizes = tuple(Fraction(each) for each in sizes.split(","))
    most = int(day.replace("-", "0"))
    return Drug(
        code, Fraction(unit), measure, all_sizes, per_kg, flat, Fraction(step), route, twin.strip("-"), most, kind
    )


# code, unit, measure, sizes, dose, step, route, twin, units of a day, type
DRUGS = tuple(
    _drug(line)
    for line in """\
J1745 10  mg    100                    5/kg                        5   IV Q5103 150  single-dose
Q5103 10  mg    100                    5/kg                        5   IV J1745 150  single-dose
J9035 10  mg    400,100                5/kg                        5   IV Q5118 230  single-dose
Q5118 10  mg    400,100                5/kg                        5   IV J9035 230  single-dose
J9312 10  mg    500,100                645,660,680,705,720,735,760 5   IV -     150  single-dose
J9173 10  mg    500,120                10/kg                       5   IV -     150  single-dose
J9145 10  mg    400,100                16/kg                       5   IV -     240  single-dose
J0490 10  mg    400,120                10/kg                       5   IV -     160  single-dose
J9305 10  mg    500,100                850,875,895,930,950,980     5   IV -     150  single-dose
J9332 2   mg    400                    10/kg                       5   IV -     600  single-dose
J7170 0.5 mg    300,150,105,60         3/kg                        1   SC -     1800 single-dose
J0129 10  mg    250                    500,750,1000                1   IV -     100  single-dose
J1459 500 mg    40000,20000,10000,5000 25000,30000,35000,40000,45000 1   IV -     300  single-dose
J9022 10  mg    1200,840               840,1200                    1   IV -     168  single-dose
J9023 10  mg    200                    800                         1   IV -     140  single-dose
J0587 100 units 10000,5000,2500        4500,9000,7500,10000        1   IM -     300  single-dose
J9041 0.1 mg    3.5                    1.9,2.1,2.3,2.5             0.1 SC -     35   single-dose
J3262 1   mg    400,200,80             8/kg                        1   IV -     800  single-dose
J9228 1   mg    200,50                 3/kg                        1   IV -     1100 single-dose
J9271 1   mg    100                    200                         1   IV -     400  single-dose
J9299 1   mg    240,120,100,40         240,480                     1   IV -     480  single-dose
J3380 1   mg    300                    300                         1   IV -     300  single-dose
J2350 1   mg    300                    600                         1   IV -     600  single-dose
J2323 1   mg    300                    300                         1   IV -     300  single-dose
J9047 1   mg    60,30,10               49,51,53,56                 1   IV -     210  single-dose
J9264 1   mg    100                    180,195,235,255             1   IV -     800  single-dose
J1602 1   mg    50                     2/kg                        1   IV -     300  single-dose
J7189 1   mcg   8000,5000,2000,1000    90/kg                       100 IV -     -    single-dose
J9355 10  mg    420                    6/kg                        1   IV -     120  multi-dose
J9034 1   mg    100                    170,185,190,205             1   IV -     360  multi-dose""".splitlines()
)
FACTOR = _drug("J7211 1 IU 1000 2000,3000,4000 1 IV - - single-dose")
"""Kovaltry of nominally 1,000 IU: each lot carries its own potency, and vials are given whole."""
FACTOR_NDC, NOMINAL, LINE = "00026-3824-25", 1000, 9999
"""The vial, its nominal size, and what one line of a professional claim takes."""
NDCS = {"J1745": "57894-0030-01", "Q5103": "00069-0809-01", "J9271": "00006-3026-02", "J3380": "64764-0300-20"}
SITES, BILLERS = ("North", "South", "East", "West"), ("Abbot", "Baker", "Cole", "Dunn", "Ellis")


def least_waste(sizes: tuple[Fraction, ...], dose: Fraction) -> tuple[Fraction, ...]:
    """The containers, of sizes from large to small, that hold the dose and leave least; the fewest of such.

    >>> [str(size) for size in least_waste((Fraction(400), Fraction(100)), Fraction(430))]
    ['400', '100']
    """
    if len(sizes) == 1:
        return sizes * -(-dose // sizes[0])
    options = []
    for number in range(-(-dose // sizes[0]) + 1):
        rest = dose - number * sizes[0]
        options.append(sizes[:1] * number + (least_waste(sizes[1:], rest) if rest > 0 else ()))
    return min(options, key=lambda vials: (sum(vials), len(vials)))


@dataclass
class Visit:
    """One account: the facts, and the rows that tell them. Faults change rows and keep the facts."""

    encounter: str
    day: date
    drug: Drug
    about: Row
    dose: Fraction
    vials: tuple[Fraction, ...]
    kg: str = ""
    dispensed: list[Row] = field(default_factory=list)
    administered: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)

    @property
    def opened(self) -> Fraction:
        """What is on the labels."""
        return sum(self.vials, Fraction(0))

    @property
    def left(self) -> Fraction:
        """What was not given."""
        return self.opened - self.dose

    @property
    def a(self) -> int:
        """Administered units: begun ones count (R1)."""
        return -(-self.dose // self.drug.unit)

    @property
    def j(self) -> int:
        """Discarded units: what is left of the label in whole units; none of a multi-dose vial (R2, R4)."""
        return 0 if self.drug.type == "multi-dose" else max(0, self.opened // self.drug.unit - self.a)

    def key(self) -> Row:
        """What every row of the account begins with."""
        return {"encounter_id": self.encounter, "service_date": self.day.isoformat(), "code": self.drug.code}

    def container(self, size: Fraction, number: int, **more: str) -> Row:
        """A row of `dispensed`."""
        amount = {"container_amount": text(size), "container_unit": self.drug.measure, "container_count": str(number)}
        expiry = (self.day + timedelta(days=400)).isoformat()
        who = {"patient_id": self.about["patient"], "site": self.about["site"]}
        return {**self.key(), **amount, "container_type": self.drug.type, "expiry": expiry, **who, **more}

    def given(self, dose: Fraction, discarded: Fraction | None, start: int = 9, **more: str) -> Row:
        """A row of `administered`; without a discard where none is charted."""
        unit, who = self.drug.measure, {"patient_id": self.about["patient"], "site": self.about["site"]}
        waste = {} if discarded is None else {"discarded_amount": text(discarded), "discarded_unit": unit}
        times = {"start": f"{start:02}:10", "stop": f"{start + 1:02}:40", "route": self.drug.route}
        amount = {"given_amount": text(dose), "given_unit": unit, **({"weight": self.kg} if self.kg else {})}
        return {**self.key(), **amount, **waste, "administration_id": f"A{self.encounter}", **times, **who, **more}

    def bill(self, *lines: tuple[str, int], claim: str = "C", **more: str) -> None:
        """Add claim lines: modifiers and units."""
        sent = (self.day + timedelta(days=9)).isoformat()
        who = {"payer": "Medicare", "biller": self.about["biller"], "site": self.about["site"], "submitted_date": sent}
        for modifiers, units in lines:
            name = f"{claim}{self.encounter}{'' if claim != 'C' else self.drug.code}"
            number = 1 + sum(row["claim_id"] == name for row in self.claims)
            line = {"claim_id": name, **self.key(), "line": str(number), "modifiers": modifiers, "units": str(units)}
            self.claims.append({**line, "form": "professional", "place_or_bill_type": "11", **who, **more})

    def write(self) -> None:
        """The rows as they should be."""
        sizes = Counter(self.vials)
        self.dispensed = [self.container(size, number) for size, number in sizes.items()]
        self.administered = [self.given(self.dose, None if self.drug.type == "multi-dose" else self.left)]
        self.claims = []
        self.bill(*self.right_lines())

    def right_lines(self) -> list[tuple[str, int]]:
        """A, and JW for the discarded units; else one line with JZ, or none of both for a multi-dose vial (R5)."""
        if self.drug.type == "multi-dose":
            return [("", self.a)]
        return [("", self.a), ("JW", self.j)] if self.j else split("JZ", self.a)


def text(amount: Fraction | int) -> str:
    """An amount as a table holds it; amounts here have at most three decimals."""
    whole, rest = divmod(int(amount * 1000), 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


def split(modifiers: str, units: int) -> list[tuple[str, int]]:
    """Lines filled to what one takes, with 76 from the second on (RULES 4.3).

    >>> split("JZ", 22000)
    [('JZ', 9999), ('JZ 76', 9999), ('JZ 76', 2002)]
    """
    lines = [(modifiers, min(units, LINE))]
    for first in range(LINE, units, LINE):
        lines.append((f"{modifiers} 76".strip(), min(units - first, LINE)))
    return lines


class Maker:
    """Makes visits one after the other, each of a patient of its own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.numbers = count(1)
        self.made: list[Visit] = []

    def visit(self, need: Callable[[Visit], bool], drugs: tuple[Drug, ...] = (*DRUGS, FACTOR)) -> Visit:
        """A visit of the kind that is needed, with its right rows."""
        visit = next(each for each in iter(lambda: self._any(drugs), None) if need(each))
        visit.encounter = f"E{next(self.numbers):06}"
        visit.about["patient"] = f"P{visit.encounter[1:]}"
        return self.keep(visit)

    def keep(self, visit: Visit) -> Visit:
        """Write the rows of a visit, and count it among those made."""
        visit.write()
        self.made.append(visit)
        return visit

    def beside(self, first: Visit, dose: Fraction | int, drug: Drug | None = None, same: bool = False) -> Visit:
        """Another visit of that day and site, with one vial opened; of the same encounter, or another patient's."""
        encounter = first.encounter if same else f"E{next(self.numbers):06}"
        kind = drug or first.drug
        about = first.about if same else {**first.about, "patient": f"P{encounter[1:]}"}
        return self.keep(Visit(encounter, first.day, kind, about, Fraction(dose), (kind.sizes[-1],)))

    def _any(self, drugs: tuple[Drug, ...]) -> Visit:
        pick = self.random
        drug, day = pick.choice(drugs), date(2025, 1, 3) + timedelta(days=pick.randrange(355))
        about = {"site": pick.choice(SITES), "biller": pick.choice(BILLERS), "patient": ""}
        if drug is FACTOR:
            potency = Fraction(pick.choice([*range(905, 995), *range(1005, 1150)]))
            vials = (potency,) * pick.choice((2, 3, 4, 12, 15))
            return Visit("", day, drug, about, sum(vials, Fraction(0)), vials)
        tenths = pick.randrange(450, 1000)
        dose = (drug.per_kg * tenths / 10 // drug.step) * drug.step if drug.per_kg else pick.choice(drug.flat)
        kg = f"{text(Fraction(tenths, 10))} kg" if drug.per_kg else ""
        return Visit("", day, drug, about, dose, least_waste(drug.sizes, dose), kg)
