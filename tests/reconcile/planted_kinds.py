"""What a fault or an oddity is, what a visit has to be like for it, and the small changes that several of them make."""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from tests.reconcile.planted_visits import FACTOR, LINE, NOMINAL, Maker, Row, Visit, text


class Told(NamedTuple):
    """One finding that has to be there; expected and observed where they are numbers."""

    check: str
    expected: str = ""
    observed: str = ""
    at: tuple[tuple[str, str], ...] = ()
    """Encounter and code of the accounts of which it may speak, where that is more than one."""


Plant = Callable[[Visit, Maker], list[Told]]


class Kind(NamedTuple):
    """What a visit has to be like, and what is done to it."""

    needs: Callable[[Visit], bool]
    plant: Plant


FAULTS: dict[str, Kind] = {}
ODDITIES: dict[str, Kind] = {}


def fault(needs: Callable[[Visit], bool]) -> Callable[[Plant], Plant]:
    """A fault by the name of its function."""

    def keep(plant: Plant) -> Plant:
        FAULTS[plant.__name__] = Kind(needs, plant)
        return plant

    return keep


def oddity(
    needs: Callable[[Visit], bool],
) -> Callable[[Callable[[Visit, Maker], None]], Callable[[Visit, Maker], None]]:
    """A legitimate oddity by the name of its function: nothing may be said of it."""

    def keep(plant: Callable[[Visit, Maker], None]) -> Callable[[Visit, Maker], None]:
        def silent(visit: Visit, maker: Maker) -> list[Told]:
            plant(visit, maker)
            return []

        ODDITIES[plant.__name__] = Kind(needs, silent)
        return plant

    return keep


def told(check: str, expected: Fraction | int, observed: Fraction | int) -> list[Told]:
    """One finding with its numbers."""
    return [Told(check, text(expected), text(observed))]


# What a visit has to be like.


def plain(v: Visit) -> bool:
    """A single-dose drug that is not assayed."""
    return v.drug.type == "single-dose" and v.drug is not FACTOR


def whole(v: Visit) -> bool:
    """Nothing was left."""
    return plain(v) and v.left == 0


def waste(v: Visit) -> bool:
    """Two units or more were left, and no slip makes the units of another one."""
    amounts = (v.dose, v.opened, len(v.vials), v.a, v.a - 3, v.a + 1, v.a + v.j, v.opened + v.drug.unit)
    exact = all(each.denominator == 1 for each in (v.dose, v.opened))
    return plain(v) and v.drug.unit != 1 and exact and v.j >= 2 and v.a >= 8 and len(set(amounts)) == len(amounts)


def big_unit(v: Visit) -> bool:
    """Waste, and more milligrams than units."""
    return waste(v) and v.drug.unit > 1


def has_room(v: Visit, units: Fraction | int) -> bool:
    """Whether so many units of a day are within the edit, so that no limit is told beside the fault."""
    return not v.drug.day or units <= v.drug.day


def odd(v: Visit) -> bool:
    """Waste, and the dose begins a unit that it does not fill."""
    return big_unit(v) and v.dose % v.drug.unit != 0


def sub_unit(v: Visit) -> bool:
    """Less than a unit was left."""
    return plain(v) and v.j == 0 and v.left >= 2


def twin(v: Visit) -> bool:
    """Waste of a drug that has another code."""
    return waste(v) and bool(v.drug.twin)


def hundred(v: Visit) -> bool:
    """A drug of 10 mg a unit with a vial of 100 mg."""
    return plain(v) and v.drug.unit == 10 and v.drug.sizes[-1] == 100


def small_vial(v: Visit) -> bool:
    """The smallest vial is among those opened."""
    return plain(v) and v.drug.sizes[-1] in v.vials


def multi(v: Visit) -> bool:
    """A multi-dose vial with units left, where a unit is not 1 mg."""
    return v.drug.type == "multi-dose" and v.drug.unit != 1 and v.opened // v.drug.unit > v.a and v.left >= v.drug.unit


def factor(v: Visit) -> bool:
    """A few strong assayed vials; their sum is no hundred and a half."""
    return v.drug is FACTOR and len(v.vials) < 5 and v.vials[0] > NOMINAL and v.opened % 100 != 50


def big_factor(v: Visit) -> bool:
    """More than one line holds, and less than two."""
    return v.drug is FACTOR and LINE + 1 < v.opened < 2 * LINE


def two_doses(v: Visit, dose: Fraction) -> None:
    """The account as two doses of a vial each, with their administrations."""
    size, v.kg = v.drug.sizes[-1], ""
    ids = [f"{v.encounter}-{number}" for number in (1, 2)]
    v.dispensed = [v.container(size, 1, administration_id=each) for each in ids]
    hours = zip((8, 18), ids, strict=True)
    v.administered = [v.given(dose, size - dose, hour, administration_id=each) for hour, each in hours]


def explained(v: Visit, amount: Fraction) -> Row:
    """The dose, of whose rest a part stayed in the tubing."""
    more = {"explained_amount": text(amount), "explained_unit": v.drug.measure, "explained_reason": "tubing"}
    return v.given(v.dose, v.left - amount, **more)


def split_off(v: Visit, size: Fraction, vial: str, **more: str) -> None:
    """One container of that size gets a row and a number of its own."""
    row = next(row for row in v.dispensed if row["container_amount"] == text(size))
    left = int(row["container_count"]) - 1
    row["container_count"] = str(left)
    if not left:
        v.dispensed.remove(row)
    v.dispensed.append(v.container(size, 1, container_id=vial, **more))


def share(v: Visit, maker: Maker, doses: tuple[int, ...]) -> list[Visit]:
    """One vial for several patients, in the order of time: the waste falls to the last (RULES 2.7).

    Only the first account opens the vial; the others name its number where the dose is charted.
    """
    size, vial, v.kg = v.drug.sizes[-1], f"V{v.encounter}", ""
    v.dose, v.vials = Fraction(doses[0]), (size,)
    visits = [v, *(maker.beside(v, dose) for dose in doses[1:])]
    rest = max(0, size // v.drug.unit - sum(each.a for each in visits))
    for number, each in enumerate(visits):
        is_last = each is visits[-1]
        discarded = size - sum(doses) if is_last else Fraction(0)
        each.dispensed = [v.container(size, 1, container_id=vial)] if each is v else []
        each.administered = [each.given(each.dose, Fraction(discarded), 8 + 2 * number, container_id=vial)]
        each.claims = []
        each.bill(*([("", each.a), ("JW", rest)] if is_last and rest else [("JZ", each.a)]))
    return visits
