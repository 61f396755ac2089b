"""Scenes in known numbers: so many of each fault and oddity, and right visits for the rest."""

from collections import Counter
from collections.abc import Iterator

from unitcalc.reconcile.demo import faults_records, faults_units, faults_waste, oddities  # noqa: F401 - they enter kinds
from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.hospital import BASE
from unitcalc.reconcile.demo.kinds import FAULTS, ODDITIES, Kind
from unitcalc.reconcile.demo.patterns import pattern_scenes
from unitcalc.reconcile.demo.visits import Scene, Visit

FEWEST = 200
"""Accounts below which there is no room for one of each kind."""
MOST_OF_A_SITE = 20
"""Of so many accounts of a drug at a site no more than one may lose its JW line by chance: more are a pattern."""


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
    return max(1, round(number * accounts / BASE))


def _special(drawing: Drawing, accounts: int) -> Iterator[Scene]:
    """Everything that is not an ordinary right visit. Patterns keep their numbers in a small set: fewer are none."""
    hospital, lost = drawing.hospital, Counter[tuple[str, str]]()
    for pattern in hospital.patterns:
        wrong, right = (max(number, number * accounts // BASE) for number in (pattern.wrong, pattern.right))
        yield from pattern_scenes(drawing, pattern, wrong, right)
    most = max(2, accounts // (len(hospital.drugs) * len(hospital.sites) * MOST_OF_A_SITE))
    for name, number in hospital.faults.items():
        kind = FAULTS[name]
        for _ in range(scaled(number, accounts)):
            yield _planted(drawing, kind, lost, most)
    for name, number in hospital.oddities.items():
        for _ in range(scaled(number, accounts)):
            yield _planted(drawing, ODDITIES[name], lost, most)


def _planted(drawing: Drawing, kind: Kind, lost: Counter[tuple[str, str]], most: int) -> Scene:
    def needs(visit: Visit) -> bool:
        return kind.needs(visit) and not (kind.changes_jw and lost[visit.drug.code, visit.site.name] >= most)

    visit = drawing.visit(needs)
    lost[visit.drug.code, visit.site.name] += kind.changes_jw
    visit.write()
    scene = Scene([visit], kind.name, kind.checks, anywhere=kind.anywhere)
    scene.told = kind.plant(scene, drawing)
    return scene
