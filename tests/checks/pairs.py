"""A correct record and claim for every code that can be billed, and what can go wrong with one of them at a time.

The pairs are made from the descriptor alone: two single-dose containers of ten units each, thirteen and a half units
given, the rest discarded: 14 administered and 20 - 14 = 6 discarded units (RULES R1, R4); of a drug whose potency is
printed on each lot, two of its smallest nominal size. Where an MUE a day is below
that: one container of three units, one and a half given: 2 administered and 3 - 2 = 1 discarded; or one of one unit,
given whole. Codes that count doses or containers: one of them. Every item that the documents ask for is filled with its
example.
"""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Refused
from unitcalc.quantity import Amount

DAY = date(2026, 2, 3)
COUNTED = (Kind.AMOUNT, Kind.VOLUME, Kind.AREA, Kind.RADIOACTIVITY, Kind.UP_TO, Kind.COMBINATION)
Record = dict[str, Any]
_DOSE_FIELDS = frozenset({"given", "opened", "discarded", "container_type", "code", "date", "lines", "supply", "order"})


class Amounts(NamedTuple):
    """What is opened and given, in units of the code, and what that bills."""

    containers: int
    each: int
    given: Fraction
    administered: int
    discarded: int


LARGE, SMALL, ONE = (
    Amounts(2, 10, Fraction(27, 2), 14, 6),
    Amounts(1, 3, Fraction(3, 2), 2, 1),
    Amounts(1, 1, Fraction(1), 1, 0),
)


class Pair(NamedTuple):
    """A code's correct record, its lines among the fields."""

    drug: Drug
    record: Record
    amounts: Amounts
    similar: str
    """A code of a similar drug in force that day; empty where there is none."""
    settled: bool
    """Whether contractors agree that JW and JZ apply to it, or that they don't."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The claim lines."""
        return self.record["lines"]

    @property
    def has_waste(self) -> bool:
        """Whether a JW line belongs to it."""
        return len(self.lines) > 1 and "JW" in self.lines[1]["modifiers"]


def pairs(catalogue: Catalogue) -> Iterator[Pair]:
    """One for every code in force on the day that has a unit."""
    for row in catalogue.reference.codes():
        try:
            drug = catalogue.drugs.on(row.code, DAY)
        except Refused:
            continue
        payable = drug.row.coverage not in catalogue.policy("medicare-part-b").not_payable
        # An MUE of 0: not to be billed any more.
        if drug.billing_unit is not None and payable and all(edit.units for edit in drug.mue):
            yield pair(catalogue, drug)


def pair(catalogue: Catalogue, drug: Drug) -> Pair:
    """The pair of a code."""
    unit = drug.billing_unit
    assert unit is not None
    if drug.kind in COUNTED:
        limit = min((edit.units for edit in drug.mue if edit.service == "practitioner"), default=LARGE.administered + 6)
        sizes = [*_of_nominal(catalogue, drug), LARGE, SMALL]
        amounts = next((each for each in sizes if each.administered + each.discarded <= limit), ONE)
        given, each = (Amount(unit.value * number, unit.unit) for number in (amounts.given, Fraction(amounts.each)))
        left = each * amounts.containers - given
        stated = {"given": str(given), "opened": [f"{amounts.containers} x {each}"], "discarded": str(left)}
    else:
        amounts = ONE
        one = "1 dose" if drug.kind is not Kind.CONTAINER else "1 container"
        stated = {"given": one, "opened": [f"1 x {one}"], "discarded": f"0 {one[2:]}s"}
    record: Record = {
        "encounter": "E-1",
        "date": DAY.isoformat(),
        "code": drug.code,
        "container_type": "single-dose",
        "order": stated["given"].partition(" of ")[0],
        "shortage": "the sizes that would waste less were not to be had",  # the market is not what is tried here
        **stated,
    }
    if drug.kind is Kind.UNCLASSIFIED:
        record["narrative"] = "name, dose, route, NDC"
    record.update(_documents(catalogue, drug, discarded=amounts.discarded > 0))
    record["lines"] = list(_lines(catalogue, drug, amounts.administered, amounts.discarded))
    settled = catalogue.policy("medicare-part-b").group_of(drug.code) != "imaging-agents"
    similar = next((row.code for row in catalogue.drugs.similar(drug)), "")
    return Pair(drug, record, amounts, similar, settled)


def _of_nominal(catalogue: Catalogue, drug: Drug) -> Iterator[Amounts]:
    """Containers of the smallest nominal size, where the potency is printed on each lot: others are implausible.

    Of two of them about 27/20 of one are given, of one about the half; a half unit more, so that it is rounded up.
    """
    unit = drug.billing_unit
    assert unit is not None
    nominal = [each.nominal_amount for each in catalogue.of_code(drug) if each.label_amount is None]
    sizes = [each.bound_to(unit.unit).value / unit.value for each in nominal if each and each.fits(unit.unit)]
    if not sizes:
        return
    each = int(min(sizes))
    for containers, part in ((2, Fraction(27, 20)), (1, Fraction(1, 2))):
        given = int(each * part) + Fraction(1, 2)
        units = int(given) + 1
        yield Amounts(containers, each, given, units, containers * each - units)


def _lines(catalogue: Catalogue, drug: Drug, units: int, wasted: int) -> Iterator[dict[str, Any]]:
    """The claim: with waste a bare line and a JW line, else one with JZ; neither where they do not apply."""
    policy = catalogue.policy("medicare-part-b")
    group = policy.group_of(drug.code)
    applies = drug.row.coverage not in policy.not_payable and drug.kind is not Kind.UNCLASSIFIED
    applies = applies and not (group and policy.value(group, DAY).value == "not-subject")
    esa = catalogue.modifiers.esa(drug.code)
    marks = [esa.one_of[0]] if esa and esa.one_of else []
    if drug.kind is Kind.CELLS:  # RULES 1.12: ten lines of a tenth
        for place in range(10):
            modifiers = ["KX", "LU", *(["76"] if place else []), *(["JZ"] if applies else [])]
            yield {"code": drug.code, "modifiers": " ".join(modifiers), "units": "0.1"}
        return
    waste = wasted if applies else 0
    first = [*(["JZ"] if applies and not waste else []), *marks]
    yield {"code": drug.code, "modifiers": " ".join(first), "units": str(units)}
    if waste:
        yield {"code": drug.code, "modifiers": " ".join(["JW", *marks]), "units": str(waste)}


def _documents(catalogue: Catalogue, drug: Drug, *, discarded: bool) -> Record:
    needed = catalogue.documents.items_for(drug, use="prophylaxis", single_dose=True, discarded=discarded)
    found: Record = {"documents": {}}
    for each in needed:
        name = each.item.field
        if name.startswith("documents."):
            found["documents"][name.removeprefix("documents.")] = each.item.example
        elif name not in _DOSE_FIELDS and not each.item.parts:
            found[name] = each.item.example
    listed = catalogue.documents.diagnoses_for(drug)
    found["diagnosis"] = [listed.example if listed and listed.example else "D64.9"]
    found.pop("ndc", None)
    if "use" in found:
        found["use"] = "prophylaxis"
    found["product"] = next(iter(catalogue.product_names(drug.code)), drug.row.short)
    return found


class Mutation(NamedTuple):
    """One thing that goes wrong: what it makes of a record; None where it does not apply."""

    name: str
    make: Callable[[Pair], Record | None]
    undetectable: str = ""
    """Why nothing could detect it, where nothing can."""


def _line(pair: Pair, at: int, **changes: Any) -> Record | None:
    if at >= len(pair.lines):
        return None
    record = copy.deepcopy(pair.record)
    record["lines"][at].update(changes)
    return record


def _units(pair: Pair, at: int, change: Callable[[Fraction], Fraction]) -> Record | None:
    if at >= len(pair.lines) or (at and not pair.has_waste):
        return None
    return _line(pair, at, units=str(change(Fraction(pair.lines[at]["units"]))))


def _marked(pair: Pair, at: int, *, add: str = "", drop: str = "") -> Record | None:
    if at >= len(pair.lines):
        return None
    marks = pair.lines[at]["modifiers"].split()
    if drop and drop not in marks:
        return None
    return _line(pair, at, modifiers=" ".join([*(mark for mark in marks if mark != drop), *([add] if add else [])]))


def _field(pair: Pair, **changes: Any) -> Record | None:
    record = copy.deepcopy(pair.record)
    for name, value in changes.items():
        if value is None:
            if name not in record:
                return None
            del record[name]
        else:
            record[name] = value
    return record


def _times(pair: Pair, name: str, factor: Fraction) -> Record | None:
    if pair.drug.kind not in COUNTED:
        return None
    unit = pair.drug.billing_unit
    assert unit is not None
    left = pair.amounts.each * pair.amounts.containers - pair.amounts.given
    number = {"given": pair.amounts.given, "discarded": left}[name]
    return _field(pair, **{name: str(Amount(unit.value * number * factor, unit.unit))})


def _lines_as(pair: Pair, lines: list[dict[str, Any]] | None) -> Record | None:
    return None if lines is None else _field(pair, lines=copy.deepcopy(lines))


def _documents_without(pair: Pair, name: str) -> Record | None:
    if name not in pair.record["documents"]:
        return None
    record = copy.deepcopy(pair.record)
    del record["documents"][name]
    return record


MUTATIONS = (
    Mutation("administered units + 1", lambda p: _units(p, 0, lambda n: n + 1)),
    Mutation("administered units - 1", lambda p: _units(p, 0, lambda n: n - 1) if len(p.lines) < 3 else None),
    Mutation("administered units x 10", lambda p: _units(p, 0, lambda n: n * 10)),
    Mutation("administered units + 1/2", lambda p: _units(p, 0, lambda n: n + Fraction(1, 2))),
    Mutation("JW units + 1", lambda p: _units(p, 1, lambda n: n + 1)),
    Mutation("JW units - 1", lambda p: _units(p, 1, lambda n: n - 1)),
    Mutation("JW dropped, line kept", lambda p: _marked(p, 1, drop="JW")),
    Mutation("JW line dropped", lambda p: _lines_as(p, p.lines[:1] if p.has_waste and p.settled else None)),
    Mutation("administered line dropped", lambda p: _lines_as(p, p.lines[1:] if p.has_waste else None)),
    Mutation("JZ in place of the JW line", lambda p: _with_jz(p)),
    Mutation("JZ added beside JW", lambda p: _marked(p, 0, add="JZ") if p.has_waste else None),
    Mutation("JZ added to JW", lambda p: _marked(p, 1, add="JZ") if p.has_waste else None),
    Mutation("JZ dropped", lambda p: _marked(p, 0, drop="JZ") if p.settled else None),
    Mutation("JZ turned into JW", lambda p: _marked(p, 0, drop="JZ", add="JW")),
    Mutation("91 added", lambda p: _marked(p, 0, add="91")),
    Mutation("JG added", lambda p: _marked(p, 0, add="JG")),
    Mutation("an unknown modifier added", lambda p: _marked(p, 0, add="Y9")),
    Mutation("a modifier written twice", lambda p: _twice(p)),
    Mutation("GA on one of several lines", lambda p: _marked(p, 0, add="GA") if len(p.lines) > 1 else None),
    Mutation("76 without a split", lambda p: _marked(p, 0, add="76") if len(p.lines) < 3 else None),
    Mutation("a line twice", lambda p: _lines_as(p, [*p.lines, p.lines[0]] if len(p.lines) < 3 else None)),
    Mutation("a code that does not exist", lambda p: _line(p, 0, code=f"{p.drug.code[:1]}0000")),
    Mutation("the code of a similar drug", lambda p: _line(p, 0, code=p.similar) if p.similar else None),
    Mutation("a line's date moved by a day", lambda p: _line(p, 0, service_date="2026-02-04")),
    Mutation("the date before the code began", lambda p: _early(p)),
    Mutation("the date in the future", lambda p: _field(p, date="2026-12-24")),
    Mutation("a charge of six digits", lambda p: _line(p, 0, charge="100000.00")),
    Mutation("an NDC of another drug", lambda p: _line(p, 0, ndc=_strange(p))),
    Mutation("an NDC with ten digits", lambda p: _line(p, 0, ndc="1234567890")),
    Mutation("given by a half more", lambda p: _times(p, "given", Fraction(3, 2))),
    Mutation("given by a half less", lambda p: _times(p, "given", Fraction(1, 2))),
    Mutation("discard not charted", lambda p: _field(p, discarded=None) if p.drug.kind in COUNTED else None),
    Mutation("half of the discard charted", lambda p: _half_charted(p)),
    Mutation("half of the containers opened", lambda p: _opened(p, p.amounts.containers - 1)),
    Mutation("one container more opened", lambda p: _opened(p, p.amounts.containers + 1)),
    Mutation("nothing given", lambda p: _nothing(p)),
    Mutation("containers were multi-dose", lambda p: _field(p, container_type="multi-dose") if _marks(p) else None),
    Mutation("the infusion was stopped", lambda p: _field(p, stopped="ask", discarded=None) if p.has_waste else None),
    Mutation("inpatient", lambda p: _field(p, setting="inpatient") if _marks(p) else None),
    Mutation("340B without TB", lambda p: _field(p, supply="340b")),
    Mutation("free drug with a charge", lambda p: _charged(_field(p, supply="free"))),
    Mutation("no diagnosis", lambda p: _field(p, diagnosis=None)),
    Mutation("a diagnosis in ICD-9", lambda p: _field(p, diagnosis=["286.0"])),
    Mutation("no route", lambda p: _field(p, route=None)),
    Mutation("no start", lambda p: _field(p, start=None)),
    Mutation("a misspelled field", lambda p: {**copy.deepcopy(p.record), "discared": "5 mg"}),
    Mutation(
        "another encounter's number",
        lambda p: _field(p, encounter="E-2"),
        "one record does not tell whose it is; three records do (reconcile)",
    ),
    Mutation(
        "another lot number",
        lambda p: _field(p, lot="ZZ999"),
        "no table of lots exists; three records show it (reconcile)",
    ),
    Mutation("a dose within the same unit", lambda p: _a_little_less(p), "it makes the same units (RULES 1.1)"),
    Mutation(
        "JW or JZ dropped from an imaging agent",
        lambda p: None if p.settled else _lines_as(p, [{**p.lines[0], "modifiers": ""}]),
        "contractors disagree whether JW and JZ apply (RULES 3)",
    ),
)


def _marks(pair: Pair) -> bool:
    return any({"JW", "JZ"} & set(line["modifiers"].split()) for line in pair.lines)


def _with_jz(pair: Pair) -> Record | None:
    if not pair.has_waste:
        return None
    return _lines_as(pair, [{**pair.lines[0], "modifiers": f"JZ {pair.lines[0]['modifiers']}"}])


def _twice(pair: Pair) -> Record | None:
    marks = pair.lines[-1]["modifiers"].split()
    return _line(pair, len(pair.lines) - 1, modifiers=" ".join([*marks, marks[0]])) if marks else None


def _early(pair: Pair) -> Record | None:
    begun = pair.drug.row.added
    if begun.year < 1992:
        return None  # dates of service before 1990 are refused by themselves
    return _field(pair, date=date(begun.year - 1, 6, 1).isoformat())


def _strange(pair: Pair) -> str:
    return "57894-0030-01" if pair.drug.code != "J1745" else "00026-3824-25"


def _opened(pair: Pair, count: int) -> Record | None:
    if pair.drug.kind not in COUNTED or not count:
        return None
    unit = pair.drug.billing_unit
    assert unit is not None
    return _field(pair, opened=[f"{count} x {Amount(unit.value * pair.amounts.each, unit.unit)}"])


def _nothing(pair: Pair) -> Record | None:
    unit = pair.drug.billing_unit
    assert unit is not None
    nothing = str(Amount(Fraction(0), unit.unit)) if pair.drug.kind in COUNTED else "0 doses"
    return _field(pair, given=nothing, discarded=None) if pair.drug.kind is not Kind.CONTAINER else None


def _charged(record: Record | None) -> Record | None:
    assert record is not None
    record["lines"][0]["charge"] = "500.00"
    return record


def _half_charted(pair: Pair) -> Record | None:
    return _times(pair, "discarded", Fraction(1, 2)) if pair.amounts.discarded else None


def _a_little_less(pair: Pair) -> Record | None:
    if pair.drug.kind not in COUNTED:
        return None
    unit = pair.drug.billing_unit
    assert unit is not None
    given = pair.amounts.given - Fraction(1, 10)
    left = pair.amounts.each * pair.amounts.containers - given
    less, more = (Amount(unit.value * number, unit.unit) for number in (given, left))
    return _field(pair, given=str(less), order=less.short, discarded=str(more))
