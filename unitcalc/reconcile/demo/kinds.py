"""What a fault or an oddity is, what a visit has to be like for it, and small changes that several of them make."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.rows import CONTAINER, Row
from unitcalc.reconcile.demo.shelf import Line, Opening
from unitcalc.reconcile.demo.visits import Scene, Visit

Needs = Callable[[Visit], bool]
Plant = Callable[[Scene, Drawing], str]
"""Changes the rows of a scene, and says what was done, with its numbers."""


class Kind(NamedTuple):
    """A fault or an oddity."""

    name: str
    title: str
    """What was done, for people."""
    checks: tuple[str, ...]
    """Which have to say so, by the rules; none for an oddity."""
    needs: Needs
    plant: Plant
    anywhere: bool
    """Whether the checks may speak of any encounter of the scene: a vial is shared by all of them."""
    changes_jw: bool
    """Whether an account loses or gains a JW line: many at one site would be a pattern of their own."""


FAULTS: dict[str, Kind] = {}
ODDITIES: dict[str, Kind] = {}


def fault(
    name: str, title: str, checks: str, needs: Needs, *, anywhere: bool = False, changes_jw: bool = False
) -> Callable[[Plant], Plant]:
    """Enters a fault; `checks` are the codes, separated by space."""

    def keep(plant: Plant) -> Plant:
        FAULTS[name] = Kind(name, title, tuple(checks.split()), needs, plant, anywhere, changes_jw)
        return plant

    return keep


def oddity(name: str, title: str, needs: Needs) -> Callable[[Plant], Plant]:
    """Enters something that only looks wrong."""

    def keep(plant: Plant) -> Plant:
        ODDITIES[name] = Kind(name, title, (), needs, plant, anywhere=False, changes_jw=False)
        return plant

    return keep


# What a visit has to be like.


def single(v: Visit) -> bool:
    """A single-dose drug by amount. Not where the claim states NDC quantities: each fault would be told by them too."""
    return v.known.single_dose and not v.known.assayed and not v.with_ndc


def whole(v: Visit) -> bool:
    """Nothing is left."""
    return single(v) and not v.left


def small_rest(v: Visit) -> bool:
    """Less than a unit is left."""
    return single(v) and v.left > 0 and not v.discarded_units


def waste(v: Visit) -> bool:
    """Two units or more are left, and no slip makes the units of another one."""
    units, unit = v.administered_units, v.known.unit
    slips = (v.amount, v.opened, v.containers, units, units - 3, units + 1, units + v.discarded_units, v.opened + unit)
    distinct = len({Fraction(each) for each in slips}) == len(slips)
    return single(v) and unit > 1 and v.discarded_units >= 2 and units >= 8 and affordable(v, v.opened) and distinct


def leftover(v: Visit) -> bool:
    """Two units or more are left and billed with JW: not where a hospital's payment for the visit includes the drug."""
    return single(v) and v.discarded_units >= 2 and any("JW" in line.modifiers for line in v.right_lines())


def begun(v: Visit) -> bool:
    """Waste, and a unit that the dose begins and does not fill."""
    return waste(v) and v.amount % v.known.unit != 0


def multi(v: Visit) -> bool:
    """A multi-dose container of which a unit or more stays."""
    return not v.known.single_dose and v.left >= 2 * v.known.unit and not v.with_ndc


def factor(v: Visit) -> bool:
    """A clotting factor whose lots hold more than their nominal size; not where it would be rounded the same."""
    stronger = v.known.assayed and v.openings[0].size > v.known.nominal
    return stronger and not v.with_ndc and v.opened % 100 != 50 and v.containers >= 2


def discountable(v: Visit) -> bool:
    """Of a payer who wants TB on a 340B drug."""
    return single(v) and v.payer.policy == "medicare-part-b"


def has_room(v: Visit, units: Fraction | int) -> bool:
    """Whether so many units are within the edit of a day, so that no limit is told beside a fault."""
    return not v.known.most_a_day or units <= v.known.most_a_day


def affordable(v: Visit, units: Fraction | int) -> bool:
    """Whether a line of so many units is charged no more than the hospital's dearest: else a form's limit is told."""
    return units * v.known.price * v.charge <= v.dearest


# Small changes.


def with_units(v: Visit, units: Fraction | int, line: int = 0) -> None:
    """A line billed with other units."""
    v.charged(v.claims[line], int(units))


def plain_line(modifiers: str, units: int) -> Line:
    """A line without NDC."""
    return Line(modifiers, units)


def beside(scene: Scene, amount: Fraction, openings: tuple[Opening, ...], later: int) -> Visit:
    """Another patient of that day and site, for the same drug; without rows."""
    first = scene.visits[0]
    other = replace(
        first,
        amount=amount,
        openings=openings,
        minute=first.minute + later,
        kilograms=None,
        index=scene.encounters,
        dispensed=[],
        administered=[],
        claims=[],
    )
    scene.visits.append(other)
    return other


def shared(scene: Scene, doses: tuple[int, ...]) -> None:
    """One container for several patients one after the other: the waste falls to the last (RULES 2.7).

    The first account opens it; the others name its number where the dose is charted.
    """
    first = scene.visits[0]
    vial, unit = first.smallest, first.known.unit
    first.amount, first.openings, first.kilograms = Fraction(doses[0]), (vial,), None
    for at, amount in enumerate(doses[1:], 1):
        beside(scene, Fraction(amount), (), 90 * at)
    units = [int(-(-amount // unit)) for amount in doses]
    rest = max(0, int(vial.size // unit) - sum(units))
    for at, each in enumerate(scene.visits):
        last = at == len(doses) - 1
        thrown = vial.size - sum(doses) if last else Fraction(0)
        each.dispensed = [each.container(vial, **{CONTAINER: "1"})] if not at else []
        each.administered = [each.given(each.amount, thrown) | {CONTAINER: "1"}]
        lines = (plain_line("", units[at]), plain_line("JW", rest)) if last and rest else (plain_line("JZ", units[at]),)
        each.rebill(*lines)


def scanned_row(v: Visit, opening: Opening, number: str, **more: object) -> Row:
    """A container of its own row and number."""
    return v.container(opening._replace(number=1), **{CONTAINER: number, **more})
