"""Records of any size: the same for the same seed, in known numbers, with numbers of their own for everybody."""

from collections import Counter
from fractions import Fraction
from math import ceil, floor

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.generating import FEWEST_DIGITS, MOST_IN_POOL, Batch, generate, plan_of
from unitcalc.reconcile.demo.hospital import read_hospital
from unitcalc.reconcile.demo.pool import FEWEST, scaled, scenes_of
from unitcalc.reconcile.demo.rows import COLUMNS
from unitcalc.reconcile.demo.shelf import Shelf
from unitcalc.reconcile.demo.visits import Visit
from unitcalc.reconcile.tabled import Table

SMALL, LARGE = 240, 10_001


def batches(catalogue: Catalogue, accounts: int, seed: int) -> list[Batch]:
    return list(generate(catalogue, accounts, seed).batches)


@pytest.fixture(scope="module")
def small(catalogue: Catalogue) -> list[Batch]:
    return batches(catalogue, SMALL, 1)


@pytest.fixture(scope="module")
def large(catalogue: Catalogue) -> list[Batch]:
    """One account more than a pool has: two passes."""
    return batches(catalogue, LARGE, 1)


def column(made: list[Batch], table: Table, name: str) -> list[str]:
    return pa.Table.from_batches([batch.tables[table] for batch in made])[name].to_pylist()


@given(st.integers(FEWEST, 100_000_000))
def test_passes_make_just_so_many_accounts(accounts: int) -> None:
    plan = plan_of(accounts)
    assert plan.pool * plan.passes - plan.left_out == accounts
    assert FEWEST <= plan.pool <= MOST_IN_POOL
    # What is left out has to be found among the right visits of a pool.
    assert plan.left_out < plan.passes


def test_the_same_seed_makes_the_same_records(catalogue: Catalogue, small: list[Batch]) -> None:
    assert batches(catalogue, SMALL, 1) == small
    assert batches(catalogue, SMALL, 2) != small


@pytest.mark.parametrize("size", ["small", "large"])
def test_there_are_so_many_accounts(size: str, request: pytest.FixtureRequest) -> None:
    made: list[Batch] = request.getfixturevalue(size)
    assert sum(batch.accounts for batch in made) == {"small": SMALL, "large": LARGE}[size]


def test_each_kind_is_there_in_its_number(large: list[Batch]) -> None:
    hospital, plan = read_hospital(), plan_of(LARGE)
    found = Counter(each.kind for batch in large for each in batch.planted)
    for name, number in (*hospital.faults.items(), *hospital.oddities.items()):
        assert found[name] == plan.passes * scaled(number, plan.pool), name


def test_people_and_things_have_numbers_of_their_own(large: list[Batch]) -> None:
    encounters = set(column(large, Table.DISPENSED, "encounter_id"))
    encounters |= set(column(large, Table.ADMINISTERED, "encounter_id"))
    assert encounters == {f"E{number:0{FEWEST_DIGITS}}" for number in range(1, len(encounters) + 1)}
    claims = zip(column(large, Table.CLAIMS, "claim_id"), column(large, Table.CLAIMS, "line"), strict=True)
    assert max(Counter(claims).values()) == 1
    replaced = {each for each in column(large, Table.CLAIMS, "original_claim_id") if each}
    assert replaced
    assert replaced <= set(column(large, Table.CLAIMS, "claim_id"))


def test_a_patient_is_one_in_all_records(small: list[Batch]) -> None:
    def patients(table: Table) -> set[tuple[str, str]]:
        pairs = zip(column(small, table, "encounter_id"), column(small, table, "patient_id"), strict=True)
        return set(pairs)

    dispensed, charted = patients(Table.DISPENSED), patients(Table.ADMINISTERED)
    mixed_up = {each.encounters[0] for batch in small for each in batch.planted if each.kind == "two-patients"}
    named = Counter(encounter for encounter, _ in dispensed | charted)
    assert {encounter for encounter, number in named.items() if number > 1} == mixed_up


def test_the_columns_are_those_of_the_tables(small: list[Batch]) -> None:
    for table in Table:
        assert small[0].tables[table].schema.names == list(COLUMNS[table])
        assert set(COLUMNS[table]) <= set(table.names)


def test_a_right_visit_balances_and_is_billed_right(catalogue: Catalogue) -> None:
    """Worked out once more, from the rows alone: RULES R1, R4, R5."""
    hospital = read_hospital()
    shelf = Shelf(catalogue, hospital.drugs)
    right = [scene.visits[0] for scene in scenes_of(Drawing(hospital, shelf, 5, SMALL), SMALL) if not scene.kind]
    assert len(right) > SMALL // 3
    for visit in right:
        opened = sum(Fraction(row["container_amount"]) * row["container_count"] for row in visit.dispensed)
        (given_row,) = visit.administered
        given_amount = Fraction(given_row["given_amount"])
        units = ceil(given_amount / visit.known.unit)
        waste = floor(opened / visit.known.unit) - units
        if not visit.known.single_dose:
            assert given_row.get("discarded_amount") is None
            assert _billed(visit) == [(None, units)]
            continue
        assert given_amount + Fraction(given_row["discarded_amount"]) == opened
        if visit.site.form == "institutional" and _packaged(catalogue, visit):
            assert _billed(visit) == [(None, units)]  # RULES 3: neither JW nor JZ where it is not paid for itself
            continue
        assert _billed(visit) == ([(None, units), ("JW", waste)] if waste else [("JZ", units)])


def _packaged(catalogue: Catalogue, visit: Visit) -> bool:
    """OPPS status N."""
    status = catalogue.drugs.on(visit.drug.code, visit.day).status
    return status is not None and status.status == "N"


def _billed(visit: Visit) -> list[tuple[str | None, int]]:
    return [(row["modifiers"], row["units"]) for row in visit.claims]


def test_no_line_is_charged_more_than_a_form_has_room_for(small: list[Batch]) -> None:
    charges = column(small, Table.CLAIMS, "charge")
    assert all(0 < charge < 100_000 for charge in charges)


@pytest.mark.parametrize("accounts", [0, FEWEST - 1, 100_000_001])
def test_other_numbers_are_refused(catalogue: Catalogue, accounts: int) -> None:
    with pytest.raises(Refused) as refused:
        generate(catalogue, accounts, 1)
    assert refused.value.problems[0].code == "demo-accounts"
    assert refused.value.problems[0].field == "accounts"
