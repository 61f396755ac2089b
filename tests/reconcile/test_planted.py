"""Faults planted by a script that knows nothing of the program: each is found and named right, and nothing else is."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest

from tests.reconcile.conftest import PLANTED
from tests.reconcile.planting import Key, Planted, plant
from tests.reconcile.running import Reconciled, reconciled
from unitcalc.checks.gathering.tables import Tables

ACCOUNTS = 1600


def found_in(result: Reconciled) -> set[Key]:
    """Every finding of severity error or warning: encounter, day, code and check."""
    return {
        (row["encounter_id"], str(row["service_date"]), row["code"], row["check"])
        for row in result.findings
        if row["severity"] != "info"
    }


def truth_of(planted: Planted, found: Iterable[Key]) -> set[Key]:
    """What has to be found; where a finding speaks of several accounts, at the one of them that it was told of."""
    known = set(found)
    truth = set()
    for key in planted.truth:
        _, day, _, check = key
        places = [(encounter, day, code, check) for encounter, code in planted.either.get(key, ())]
        truth.add(key if key in known else next((each for each in places if each in known), key))
    return truth


@pytest.mark.parametrize("seed", [1, 2])
def test_every_fault_is_found_and_named_right_and_nothing_else_is(tables: Tables, seed: int) -> None:
    planted = plant(seed, ACCOUNTS)
    result = reconciled(tables, planted.dispensed, planted.administered, planted.claims)
    found = found_in(result)
    truth = truth_of(planted, found)
    PLANTED.extend(_table(planted, found, truth, seed))
    kinds = {**planted.faults, **{key: f"odd: {name}" for key, name in planted.oddities.items()}}
    missed = [(kinds.get(key[0]), *key) for key in truth - found]
    wrong = [(kinds.get(key[0], "right"), *key) for key in found - truth]
    assert not missed
    assert not wrong
    rows = {(row["encounter_id"], str(row["service_date"]), row["code"], row["check"]): row for row in result.findings}
    for key, (expected, observed) in planted.numbers.items():
        if key in rows:
            told = [rows[key][name].replace(",", "") for name in ("expected", "observed")]
            assert told == [expected.replace(",", ""), observed.replace(",", "")], key


def _table(planted: Planted, found: set[Key], truth: set[Key], seed: int) -> Iterable[str]:
    """Precision and recall of all, and how often each kind was found."""
    right = len(found & truth)
    yield (
        f"seed {seed}: {planted.accounts} accounts, {len(truth)} findings planted, {len(found)} told: "
        f"precision {right}/{len(found)}, recall {right}/{len(truth)}"
    )
    if seed != 1:
        return
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for key in truth:
        by_kind[planted.faults.get(key[0], "shared")].append(key in found)
    for kind, hits in sorted(by_kind.items()):
        yield f"  {kind:<60} {sum(hits):>3} of {len(hits):>3}"
    silent = Counter(planted.oddities.values())
    for kind, number in sorted(silent.items()):
        told = sum(planted.oddities.get(key[0]) == kind for key in found)
        yield f"  legitimate: {kind:<48} {told:>3} of {number:>3} told"
