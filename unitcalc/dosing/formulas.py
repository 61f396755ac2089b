"""The formulas and bounds that doses are computed and judged by, as `dosing.yaml` states them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from unitcalc.catalogue.rules import STANDING
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit, read_amount, read_number
from unitcalc.reference.store import Reference

DOCUMENT = "dosing"
UNOPENED = "practice, unverified"
"""The source of what stands behind no document that was opened (tag K)."""
_CITED = frozenset({"source", "tag", "rule", "address", "opened"})


class Cited(NamedTuple):
    """Where a value comes from, and how sure that is."""

    source: str
    tag: str
    rule: str = ""
    address: str = ""
    opened: str = ""

    def __str__(self) -> str:
        """As a worksheet prints it; what is not primary says so.

        >>> str(Cited("society pages", "B", "4.5")), str(Cited("practice, unverified", "K"))
        ('RULES 4.5: society pages (industry practice)', 'practice, unverified')
        """
        note = f" ({STANDING[self.tag]})" if self.tag not in ("P", "P2") and UNOPENED not in self.source else ""
        return f"{f'RULES {self.rule}: ' if self.rule else ''}{self.source}{note}"


class SurfaceFormula(NamedTuple):
    """Body surface in m2: constant x kg^weight x cm^height."""

    name: str
    constant: Fraction
    weight: Fraction
    height: Fraction
    written: str
    """How the formula reads, with places for `{weight}` and `{height}`."""
    source: Cited


class IdealWeight(NamedTuple):
    """A weight at a height by sex, and more for each inch above it."""

    base: Mapping[str, Amount]
    each_inch: Amount
    at: Amount
    source: Cited


class Value(NamedTuple):
    """One number, or name, and its source."""

    value: Fraction
    source: Cited


class Range(NamedTuple):
    """The least and the most that is believed; `least` is zero where only the most is stated."""

    least: Fraction
    most: Fraction
    source: Cited


class Percentiles(NamedTuple):
    """What children of an age weigh (kg) and measure (cm): third percentile of the lighter sex, 97th of the heavier."""

    months: Fraction
    weight: tuple[Fraction, Fraction]
    height: tuple[Fraction, Fraction]


class Growth(NamedTuple):
    """Weight and height by age, and how far beyond the percentiles a measure is still believed."""

    rows: tuple[Percentiles, ...]
    lighter: Fraction
    heavier: Fraction
    shorter: Fraction
    taller: Fraction
    premature_until: Fraction
    """Months up to which a child may weigh as little as `premature_least` kg."""
    premature_least: Fraction
    source: Cited


class Instead(NamedTuple):
    """How something in an order is better written, and why."""

    write: str
    why: str


class FatalRoute(NamedTuple):
    """Substances that have killed by a route, as codes and orders call both."""

    substances: tuple[str, ...]
    routes: tuple[str, ...]
    source: Cited


class Formulas(NamedTuple):
    """Everything in `dosing.yaml`. Weights in kg, heights in cm, ages as amounts of time."""

    surfaces: Mapping[str, SurfaceFormula]
    ideal: IdealWeight
    adjusted: Value
    clearance_added: Value
    clearance_substance: str
    clearance_limit: Value
    rise_factor: Value
    rise_activity: str
    decimals: Range
    usual_decimals: int
    weight: Range
    height: Range
    age: Amount
    age_source: Cited
    clearance: Range
    mass_index: Range
    adult: Amount
    """From this age on a person is an adult."""
    adult_most: Fraction
    adult_source: Cited
    weight_days: tuple[int, int]
    """How many days an adult's and a child's weight stays new."""
    weight_days_source: Cited
    weight_dated: Cited
    weight_change: Value
    pound_ratio: Range
    rise: Range
    """Rises of a clotting factor, in IU/dL, that nobody need look at again."""
    rounding: Value
    """How far a rounded dose may be from the ordered one, inclusive; for whoever plans containers."""
    factor_tolerance: Range
    growth: Growth
    fatal_routes: tuple[FatalRoute, ...]
    writing: Mapping[str, Instead]
    writing_source: Cited


@lru_cache(maxsize=4)
def formulas_of(reference: Reference) -> Formulas:
    """The formulas of a reference, read once."""
    return read_formulas(reference.document(DOCUMENT))


def read_formulas(document: Any) -> Formulas:
    """The formulas of a document; Refused where it has a key that is not known, or lacks one that is needed."""
    top = _Part("dosing.yaml", document)
    formulas, limits, growth = top.part("formulas"), top.part("limits"), top.part("growth")
    devine, calvert, rise = formulas.part("devine"), formulas.part("calvert"), formulas.part("rise")
    decimals, adult, days = limits.part("surface-decimals"), limits.part("adult"), limits.part("weight-days")
    age, writing, ratio = limits.part("age"), top.part("writing"), limits.part("pound-ratio")
    center, band = ratio.number("ratio"), ratio.number("band")
    found = Formulas(
        surfaces={name: _surface(name, formulas.part(name)) for name in ("mosteller", "du-bois")},
        ideal=IdealWeight(
            {sex: devine.amount(sex, "kg") for sex in ("male", "female")},
            devine.amount("each-inch", "kg"),
            devine.amount("from", "in"),
            devine.cited(),
        ),
        adjusted=_value(formulas.part("adjusted"), "share"),
        clearance_added=Value(calvert.number("added"), calvert.cited()),
        clearance_substance=calvert.text("substance"),
        clearance_limit=_value(formulas.part("gfr-limit"), "most"),
        rise_factor=Value(rise.number("factor"), rise.cited()),
        rise_activity=rise.text("activity"),
        decimals=Range(decimals.number("least"), decimals.number("most"), decimals.cited()),
        usual_decimals=int(decimals.number("usual")),
        weight=_body(limits.part("weight"), "kg"),
        height=_body(limits.part("height"), "cm"),
        age=age.amount("most", "year"),
        age_source=age.cited(),
        clearance=_most(limits.part("gfr")),
        mass_index=_range(limits.part("body-mass-index")),
        adult=adult.amount("from", "year"),
        adult_most=adult.amount("most", "kg").value,
        adult_source=adult.cited(),
        weight_days=(int(days.number("adult")), int(days.number("child"))),
        weight_days_source=days.cited(),
        weight_dated=limits.part("weight-dated").cited(),
        weight_change=_value(limits.part("weight-change"), "most"),
        pound_ratio=Range(center * (1 - band), center * (1 + band), ratio.cited()),
        rise=_range(limits.part("rise")),
        rounding=_value(limits.part("dose-rounding"), "within"),
        factor_tolerance=_range(limits.part("factor-tolerance")),
        growth=_growth(growth),
        fatal_routes=tuple(
            FatalRoute(part.texts("substances"), part.texts("routes"), part.cited())
            for part in top.entries("fatal-routes")
        ),
        writing={name: _instead(part) for name, part in writing.part("instead").parts()},
        writing_source=writing.cited(),
    )
    top.close()
    return found


class _Part:
    """A mapping of the document that is read key by key; what nobody asked for is unknown."""

    def __init__(self, name: str, value: Any) -> None:
        if not isinstance(value, Mapping):
            raise _refused(f"'{name}' is missing, or no names and values.")
        self.name = name
        self._left = dict(value)
        self._parts: list[_Part] = []

    def _taken(self, key: str) -> Any:
        if self._left.get(key) is None:
            raise _refused(f"{self.name}: '{key}' is missing.")
        return self._left.pop(key)

    def part(self, key: str) -> "_Part":
        """A mapping inside this one."""
        found = _Part(f"{self.name}, {key}", self._taken(key))
        self._parts.append(found)
        return found

    def parts(self) -> "Iterator[tuple[str, _Part]]":
        """Every mapping inside this one, by name."""
        for key in list(self._left):
            yield key, self.part(key)

    def entries(self, key: str) -> "list[_Part]":
        """A list of mappings."""
        value = self._taken(key)
        if not isinstance(value, list):
            raise _refused(f"{self.name}, {key}: a list is expected.")
        found = [_Part(f"{self.name}, {key} {number}", entry) for number, entry in enumerate(value, 1)]
        self._parts += found
        return found

    def text(self, key: str) -> str:
        """A plain value as text."""
        return str(self._taken(key)).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of plain values as text."""
        value = self._taken(key)
        if not isinstance(value, list) or not value:
            raise _refused(f"{self.name}, {key}: a list is expected.")
        return tuple(str(each).strip() for each in value)

    def number(self, key: str) -> Fraction:
        """A number."""
        return self._number(self.text(key), key)

    def pair(self, key: str) -> tuple[Fraction, Fraction]:
        """Two numbers, the smaller one first."""
        value = self._taken(key)
        if not isinstance(value, list) or len(value) != 2:
            raise _refused(f"{self.name}, {key}: two numbers are expected.")
        low, high = (self._number(str(each), key) for each in value)
        if low > high:
            raise _refused(f"{self.name}, {key}: it ends before it begins.")
        return low, high

    def amount(self, key: str, symbol: str) -> Amount:
        """An amount, in a unit."""
        return read_amount(self.text(key)).to(Unit(symbol))

    def cited(self) -> Cited:
        """Source and tag. What is K has no document, everything else has one or a rule."""
        found = Cited(
            self.text("source"), self.text("tag"), *(self._option(key) for key in ("rule", "address", "opened"))
        )
        if found.tag not in STANDING:
            raise _refused(f"{self.name}: '{found.tag}' is no tag.")
        if (found.tag == "K") != (found.source == UNOPENED):
            raise _refused(f"{self.name}: the source of what is tagged K is '{UNOPENED}', and of nothing else.")
        if found.tag != "K" and not (found.rule or (found.address and found.opened)):
            raise _refused(f"{self.name}: state a rule, or the document's address and the day it was opened.")
        return found

    def close(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise _refused(f"{self.name}: '{next(iter(self._left))}' is not known here.")
        for part in self._parts:
            part.close()

    def _option(self, key: str) -> str:
        return str(self._left.pop(key, "") or "")

    def _number(self, text: str, key: str) -> Fraction:
        try:
            return read_number(text)
        except ValueError:
            raise _refused(f"{self.name}, {key}: '{text[:40]}' is no number.") from None


def _surface(name: str, part: _Part) -> SurfaceFormula:
    constant, weight, height = (part.number(key) for key in ("constant", "weight", "height"))
    return SurfaceFormula(name, constant, weight, height, part.text("written"), part.cited())


def _value(part: _Part, key: str) -> Value:
    return Value(part.number(key), part.cited())


def _range(part: _Part) -> Range:
    return Range(part.number("least"), part.number("most"), part.cited())


def _most(part: _Part) -> Range:
    return Range(Fraction(0), part.number("most"), part.cited())


def _body(part: _Part, symbol: str) -> Range:
    return Range(part.amount("least", symbol).value, part.amount("most", symbol).value, part.cited())


def _growth(part: _Part) -> Growth:
    table, beyond, premature = part.part("table"), part.part("beyond"), part.part("premature")
    rows = tuple(
        Percentiles(row.number("months"), row.pair("weight"), row.pair("height")) for row in table.entries("rows")
    )
    if not rows or list(rows) != sorted(rows):
        raise _refused("growth, table: rows are expected, the youngest first.")
    beyond.cited()
    premature.cited()
    return Growth(
        rows,
        beyond.number("lighter"),
        beyond.number("heavier"),
        beyond.number("shorter"),
        beyond.number("taller"),
        premature.amount("until", "month").value,
        premature.amount("least", "kg").value,
        table.cited(),
    )


def _instead(part: _Part) -> Instead:
    return Instead(part.text("write"), part.text("why"))


def _refused(message: str) -> Refused:
    return Refused(Problem("dosing-data", message, "Correct data/dosing.yaml."))
