"""A correct record and claim of every code passes; whatever goes wrong with one thing of it is caught.

The table of mutations is printed at the end of the run. Each mutation is tried on every eighth code, each on others;
UNITCALC_FULL=1 tries each on every code (some minutes).
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.checks.conftest import TABLE, checked
from tests.checks.pairs import MUTATIONS, Mutation, Pair, pairs
from unitcalc.catalogue.descriptors import Kind
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Violation
from unitcalc.findings import Severity

FEW = frozenset({Kind.CELLS, Kind.DURATION, Kind.THRESHOLD})


@pytest.fixture(scope="module")
def all_pairs(tables: Tables) -> list[Pair]:
    found = list(pairs(tables.catalogue))
    assert len(found) > 1500
    return found


@pytest.fixture(scope="module")
def said(tables: Tables, all_pairs: list[Pair]) -> dict[str, set[tuple[str, str]]]:
    """What is remarked of each correct pair."""
    return {pair.drug.code: {_key(each) for each in checked(tables, pair.record).violations} for pair in all_pairs}


def _some(all_pairs: list[Pair], place: int) -> list[Pair]:
    """Every eighth pair, from another one on for each mutation; of kinds with few codes every pair."""
    if os.environ.get("UNITCALC_FULL"):
        return all_pairs
    return [each for at, each in enumerate(all_pairs) if (at + place) % 8 == 0 or each.drug.kind in FEW]


def _key(each: Violation) -> tuple[str, str]:
    return each.check.code, each.sentence


def _told(violations: tuple[Violation, ...]) -> set[str]:
    return {each.check.code for each in violations if each.check.severity is not Severity.INFO}


def test_a_correct_pair_passes(tables: Tables, all_pairs: list[Pair]) -> None:
    wrong = {}
    for pair in all_pairs:
        found = [each for each in checked(tables, pair.record).violations if each.check.severity is not Severity.INFO]
        if found:
            wrong[pair.drug.code] = [f"{each.check.code} {each.sentence}" for each in found]
    TABLE.append(f"{len(all_pairs)} correct pairs, a record and its claim: {len(wrong)} with a finding")
    assert not wrong, "\n".join(f"{code}: {told}" for code, told in list(wrong.items())[:20])


@pytest.mark.parametrize("mutation", [each for each in MUTATIONS if not each.undetectable], ids=lambda each: each.name)
def test_a_mutation_is_caught(
    tables: Tables, all_pairs: list[Pair], said: dict[str, set[tuple[str, str]]], mutation: Mutation
) -> None:
    missed, by = [], Counter[str]()
    tried = 0
    for pair in _some(all_pairs, MUTATIONS.index(mutation)):
        record = mutation.make(pair)
        if record is None:
            continue
        tried += 1
        # Whatever is said that is not said of the correct pair, remarks among it.
        found = {
            each.check.code for each in checked(tables, record).violations if _key(each) not in said[pair.drug.code]
        }
        by.update(found)
        if not found:
            missed.append(pair.drug.code)
    told = ", ".join(f"{code} {count}" for code, count in by.most_common(6))
    TABLE.append(f"{mutation.name:<38} {tried - len(missed):>5} of {tried:>5}   {told}")
    assert tried, "it applies to no code"
    assert not missed, f"{len(missed)} of {tried}: {missed[:20]}"


@pytest.mark.parametrize("mutation", [each for each in MUTATIONS if each.undetectable], ids=lambda each: each.name)
def test_what_nothing_could_detect_is_told(tables: Tables, all_pairs: list[Pair], mutation: Mutation) -> None:
    """If a check learns to find it, the reason falls away."""
    records = [record for pair in all_pairs[::50] if (record := mutation.make(pair)) is not None]
    TABLE.append(f"{mutation.name:<38} not detectable: {mutation.undetectable}")
    assert not any(_told(checked(tables, record).violations) for record in records)


def test_the_readme_tells_how_many() -> None:
    tried = sum(not each.undetectable for each in MUTATIONS)
    assert f"{tried} kinds of mistakes" in (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
