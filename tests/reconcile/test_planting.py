"""The planted records by themselves: their arithmetic holds, each kind occurs, nothing of the program is in them."""

import ast
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.planted_kinds import FAULTS, ODDITIES
from tests.reconcile.planted_records import PAIRS
from tests.reconcile.planted_visits import DRUGS, FACTOR, Maker, Row, least_waste, text
from tests.reconcile.planting import Planted, fault_kinds, plant

FOLDER = Path(__file__).parent
KINDS = len(FAULTS) + len(PAIRS)
UNITS = {drug.code: drug for drug in (*DRUGS, FACTOR)}
IN_MILLIGRAMS = {"g": 1000}


@pytest.fixture(scope="module")
def made() -> Planted:
    """Every fault twice, every oddity three times, and as many right accounts."""
    return plant(seed=7, accounts=6 * KINDS, faults=2 * KINDS, oddities=3 * len(ODDITIES))


def test_enough_of_everything() -> None:
    assert len(DRUGS) >= 20
    assert len({drug.code for drug in DRUGS}) == len(DRUGS)
    assert len(FAULTS) >= 25
    assert len(ODDITIES) >= 12


def test_only_the_standard_library_is_used() -> None:
    for path in FOLDER.glob("plant*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "unitcalc" for name in names), path.name


def test_each_kind_occurs_in_known_number(made: Planted) -> None:
    assert Counter(made.faults.values()) == dict.fromkeys(
        (" + ".join(names) for names, _ in zip(fault_kinds(), range(KINDS), strict=False)), 2
    )
    assert Counter(made.oddities.values()) == dict.fromkeys(ODDITIES, 3)
    assert not set(made.faults) & set(made.oddities)
    assert made.accounts == 6 * KINDS


def test_the_seed_decides() -> None:
    assert plant(3, 200) == plant(3, 200)
    assert plant(3, 200).claims != plant(4, 200).claims


def test_pairs_are_of_known_faults_and_tell_what_both_tell(made: Planted) -> None:
    checks = {name: {check for key, names in _told(made) if names == name for check in key} for name in FAULTS}
    for first, second in PAIRS:
        assert checks[first]
        assert checks[second]
        assert not checks[first] & checks[second]
        told = [set(found) for found, names in _told(made) if names == f"{first} + {second}"]
        assert told == [checks[first] | checks[second]] * 2


def _told(made: Planted) -> list[tuple[list[str], str]]:
    return [([key[3] for key in made.truth if key[0] == encounter], names) for encounter, names in made.faults.items()]


def test_each_fault_is_told_of_an_account_that_is_there(made: Planted) -> None:
    rows = [*made.dispensed, *made.administered, *made.claims]
    there = {row["encounter_id"] for row in rows}
    assert {key[0] for key in made.truth} == set(made.faults) <= there
    assert len(set(made.truth)) == len(made.truth)
    assert set(made.numbers) | set(made.either) <= set(made.truth)
    for key, accounts in made.either.items():
        assert (key[0], key[2]) in accounts
        assert {encounter for encounter, _ in accounts} <= there


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_changes_the_rows_and_an_account_is_right_before(name: str) -> None:
    maker = Maker(11)
    visit = maker.visit(FAULTS[name].needs)
    assert _wrong(visit.dispensed, visit.administered, visit.claims) == []
    before = [[dict(row) for row in table] for table in (visit.dispensed, visit.administered, visit.claims)]
    told = FAULTS[name].plant(visit, maker)
    assert told
    assert [visit.dispensed, visit.administered, visit.claims] != before


@pytest.mark.parametrize("name", ODDITIES)
def test_an_oddity_balances(name: str) -> None:
    for seed in range(5):
        maker = Maker(seed)
        ODDITIES[name].plant(maker.visit(ODDITIES[name].needs), maker)
        tables = [[], [], []]
        for visit in maker.made:
            for table, rows in zip(tables, (visit.dispensed, visit.administered, visit.claims), strict=True):
                table += rows
        assert _wrong(*tables) == []


def test_all_that_is_no_fault_balances(made: Planted) -> None:
    touched = set(made.faults) | {encounter for accounts in made.either.values() for encounter, _ in accounts}
    tables = [
        [row for row in table if row["encounter_id"] not in touched]
        for table in (made.dispensed, made.administered, made.claims)
    ]
    assert all(tables)
    assert _wrong(*tables) == []


def test_a_shared_vial_is_billed_once() -> None:
    """40 and 50 of 100 mg at 10 mg: 4 units; 5 units and JW 1, since 10 - 9 = 1 is left (RULES 2.7)."""
    maker = Maker(5)
    ODDITIES["shared_by_number"].plant(maker.visit(ODDITIES["shared_by_number"].needs), maker)
    lines = [[(row["modifiers"], row["units"]) for row in visit.claims] for visit in maker.made]
    assert lines == [[("JZ", "4")], [("", "5"), ("JW", "1")]]


def test_no_site_has_one_wrong_ratio_in_half_of_its_accounts(made: Planted) -> None:
    """Else a constant multiplier would be there that nobody planted."""
    accounts = Counter((row["site"], row["code"]) for row in made.claims if "JW" not in row["modifiers"])
    wrong = Counter(
        (row["site"], row["code"])
        for row in made.claims
        if made.faults.get(row["encounter_id"], "").startswith("milligrams") and "JW" not in row["modifiers"]
    )
    assert all(accounts[place] < 5 or 2 * number < accounts[place] for place, number in wrong.items())


def _amount(row: Row, name: str) -> Fraction:
    return Fraction(row.get(f"{name}_amount", "0")) * IN_MILLIGRAMS.get(row.get(f"{name}_unit", ""), 1)


def _wrong(dispensed: list[Row], administered: list[Row], claims: list[Row]) -> list[tuple[str, str, str]]:
    """Encounters whose containers or lines do not agree with the chart, by the rules, account after account."""
    opened: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    doses: dict[tuple[str, str], dict[str, list[Fraction]]] = defaultdict(dict)
    billed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    codes = {row["encounter_id"]: row["code"] for row in (*claims, *administered)}
    free, home, vials = set(), set(), {}
    for row in dispensed:
        key = (row["encounter_id"], row.get("code") or codes[row["encounter_id"]])
        sign = -1 if row.get("event") in ("returned", "transferred_out") else 1
        opened[key] += sign * _amount(row, "container") * int(row["container_count"])
        free |= {key} if row.get("supply", "") in ("white-bag", "free", "study") else set()
        home |= {key} if row.get("event") == "dispensed_home" else set()
        if "container_id" in row and row.get("event") is None:
            vials[row["container_id"]] = key
    for row in administered:
        key = (row["encounter_id"], row["code"])
        sums = doses[key].setdefault(row["administration_id"], [Fraction(0)] * 2)
        sums[0] += _amount(row, "given")
        sums[1] += _amount(row, "discarded")
        opened[key] -= _amount(row, "given") + _amount(row, "discarded") + _amount(row, "explained")
    gone = {row["original_claim_id"] for row in claims if "original_claim_id" in row}
    for row in claims:
        if row["claim_id"] not in gone and row.get("frequency") != "8":
            billed[row["encounter_id"], row["code"]]["JW" in row["modifiers"]] += int(row["units"])
    found = []
    for key in opened.keys() | doses.keys() | billed.keys():
        drug = UNITS[key[1]]
        a = sum(-(-dose // drug.unit) for dose, _ in doses[key].values()) if key not in home else opened[key]
        j = sum(max(0, (d + w) // drug.unit + (-d // drug.unit)) for d, w in doses[key].values() if d)
        if drug.type == "multi-dose":
            j = 0
        elif key not in home and opened[key] and not _is_shared(key, administered, opened, vials):
            found.append((*key, f"{opened[key]} are not accounted for"))
        expected = [0, 0] if key in free else [a, j]
        if billed[key] != expected and not _is_shared(key, administered, opened, vials):
            found.append((*key, f"expected {expected}, billed {billed[key]}"))
    return found


def _is_shared(
    key: tuple[str, str],
    administered: list[Row],
    opened: dict[tuple[str, str], Fraction],
    vials: dict[str, tuple[str, str]],
) -> bool:
    """Whether all that shared the vial of this account used it up together."""
    numbers = {row["container_id"] for row in administered if row["encounter_id"] == key[0] and "container_id" in row}
    users = {(row["encounter_id"], row["code"]) for row in administered if row.get("container_id") in numbers}
    return len(users) > 1 and numbers <= set(vials) and sum(opened[user] for user in users) == 0


@given(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True), st.integers(1, 40))
def test_no_other_vials_would_waste_less(sizes: list[int], dose: int) -> None:
    """Against trying out all numbers of containers."""
    ordered = tuple(Fraction(size) for size in sorted(sizes, reverse=True))
    vials = least_waste(ordered, Fraction(dose))
    numbers = product(*(range(-(-dose // int(size)) + 1) for size in ordered))
    options = [(sum(n * size for n, size in zip(each, ordered, strict=True)), sum(each)) for each in numbers]
    assert (sum(vials), len(vials)) == min(option for option in options if option[0] >= dose)


@given(st.integers(0, 10**9))
def test_amounts_are_written_exactly(thousandths: int) -> None:
    assert Fraction(text(Fraction(thousandths, 1000))) == Fraction(thousandths, 1000)
