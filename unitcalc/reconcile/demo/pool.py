"""Scenes in known numbers: so many of each fault and oddity, and right visits for the rest."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from unitcalc.reconcile.demo import faults_records, faults_units, faults_waste, oddities  # noqa: F401 - they enter kinds
from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.hospital import BASE
from unitcalc.reconcile.demo.kinds import FAULTS, ODDITIES, Kind
from unitcalc.reconcile.demo.patterns import pattern_scenes
from unitcalc.reconcile.demo.visits import Scene, Visit

FEWEST = 200
"""Accounts below which there is no room for one of each kind."""
MOST_LOST = Fraction(1, 20)
"""Of the accounts of a drug at a site, those that may lose their JW line by single faults: many more are a pattern."""
FEWEST_LOST = 2
PER_CENT = 100


def scenes_of(drawing: Drawing, accounts: int) -> list[Scene]:
    """Scenes that are so many accounts, in the order of their days. `accounts` is FEWEST or more."""
    made = list(_special(drawing, accounts))
    right = accounts - sum(scene.accounts for scene in made)
    for _ in range(right):
        visit = drawing.visit()
        visit.write()
        made.append(Scene([visit]))
    made.sort(key=lambda scene: (scene.visits[0].day, scene.visits[0].minute))
    return made


def scaled(number: int, accounts: int) -> int:
    """So many of 600 accounts, in proportion, and one at least."""
    return max(1, round(Fraction(number * accounts, BASE)))


def _special(drawing: Drawing, accounts: int) -> Iterator[Scene]:
    """Everything that is not an ordinary right visit. Patterns keep their numbers in a small set: fewer are none."""
    hospital, lost = drawing.hospital, Counter[tuple[str, str]]()
    for pattern in hospital.patterns:
        wrong, right = (max(number, number * accounts // BASE) for number in (pattern.wrong, pattern.right))
        yield from pattern_scenes(drawing, pattern, wrong, right)
    for name, number in hospital.faults.items():
        kind = FAULTS[name]
        for _ in range(scaled(number, accounts)):
            yield _planted(drawing, kind, lost, accounts)
    for name, number in hospital.oddities.items():
        for _ in range(scaled(number, accounts)):
            yield _planted(drawing, ODDITIES[name], lost, accounts)


def _planted(drawing: Drawing, kind: Kind, lost: Counter[tuple[str, str]], accounts: int) -> Scene:
    def needs(visit: Visit) -> bool:
        return kind.needs(visit) and not (kind.changes_jw and has_lost(visit))

    def has_lost(visit: Visit) -> bool:
        likely = Fraction(accounts * visit.drug.share * visit.site.share, PER_CENT**2)
        return lost[visit.drug.code, visit.site.name] >= max(Fraction(FEWEST_LOST), likely * MOST_LOST)

    visit = drawing.visit(needs)
    lost[visit.drug.code, visit.site.name] += kind.changes_jw
    visit.write()
    scene = Scene([visit], kind.name, kind.checks, anywhere=kind.anywhere)
    scene.told = kind.plant(scene, drawing)
    return scene
