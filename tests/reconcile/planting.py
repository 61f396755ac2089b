"""Realistic records of what was dispensed, given and billed, with faults planted in known numbers.

Nothing of the program is used: what its findings have to be is written beside each fault by hand, from the rules
(RULES.md 1, 2, 4, 9 and 10), so that the program can be compared with it. `planted_visits` makes the visits,
`planted_faults` and `planted_records` hold the faults, `planted_oddities` what must stay silent.

>>> made = plant(seed=1, accounts=400)
>>> len(made.truth) >= 80, made == plant(seed=1, accounts=400)
(True, True)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from tests.reconcile import planted_faults, planted_oddities  # noqa: F401  they enter their kinds
from tests.reconcile.planted_kinds import FAULTS, ODDITIES
from tests.reconcile.planted_records import PAIRS
from tests.reconcile.planted_visits import Maker, Row, Visit

Key = tuple[str, str, str, str]
"""encounter_id, service_date, code, check."""


@dataclass
class Planted:
    """The three tables, and what is known of them."""

    dispensed: list[Row]
    administered: list[Row]
    claims: list[Row]
    truth: list[Key]
    """The findings of severity error or warning that have to be there, and no others."""
    numbers: dict[Key, tuple[str, str]]
    """Expected and observed of a finding, where they are numbers."""
    either: dict[Key, frozenset[tuple[str, str]]]
    """Where a finding speaks of several accounts: encounter and code of those at which it may stand."""
    faults: dict[str, str]
    """The kinds planted, by encounter; two of them are joined by ` + `."""
    oddities: dict[str, str]
    """The legitimate oddities, by encounter."""
    accounts: int


def plant(seed: int, accounts: int, faults: int | None = None, oddities: int | None = None) -> Planted:
    """Records of at least `accounts` accounts, with so many faulty and so many odd ones (default: a fifth each).

    The kinds follow one another in turn, so that each occurs in known number; a vial shared by two or three patients
    makes two or three accounts.
    """
    maker = Maker(seed)
    made = Planted([], [], [], [], {}, {}, {}, {}, 0)
    for names in islice(fault_kinds(), accounts // 5 if faults is None else faults):
        _plant_faults(maker, made, names)
    for name in islice(cycle(ODDITIES), accounts // 5 if oddities is None else oddities):
        visit = maker.visit(ODDITIES[name].needs)
        made.oddities[visit.encounter] = name
        ODDITIES[name].plant(visit, maker)
    while len(maker.made) < accounts:
        maker.visit(lambda each: True)
    made.accounts = len(maker.made)
    maker.random.shuffle(maker.made)
    for visit in maker.made:
        made.dispensed += visit.dispensed
        made.administered += visit.administered
        made.claims += visit.claims
    made.truth.sort()
    return made


def fault_kinds() -> Iterator[tuple[str, ...]]:
    """One fault for an account or a pair of them, in turn and without end."""
    return cycle([*((name,) for name in FAULTS), *PAIRS])


def _plant_faults(maker: Maker, made: Planted, names: tuple[str, ...]) -> None:
    def fits(visit: Visit) -> bool:
        return all(FAULTS[name].needs(visit) for name in names)

    visit = maker.visit(fits)
    made.faults[visit.encounter] = " + ".join(names)
    for name in names:
        for told in FAULTS[name].plant(visit, maker):
            key = (visit.encounter, visit.day.isoformat(), visit.drug.code, told.check)
            made.truth.append(key)
            if told.expected:
                made.numbers[key] = (told.expected, told.observed)
            if told.at:
                made.either[key] = frozenset(told.at)
