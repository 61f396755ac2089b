"""The traps of the source files: what was measured on them holds in the embedded tables."""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction

import pytest

from unitcalc.reference.records import CrosswalkRow, Quarter
from unitcalc.reference.store import Reference

NEWEST = Quarter(2026, 1)


def rows_of(reference: Reference, quarter: Quarter) -> list[CrosswalkRow]:
    return [row for row in reference.crosswalk() if row.first <= quarter <= row.last]


def test_placeholders(reference: Reference) -> None:
    units = [row for row in rows_of(reference, NEWEST) if re.search(r"\bI\.?U\b", row.dosage.upper())]
    of_one_unit = [row for row in units if row.dosage.upper() in ("1 IU", "PER FACTOR VIII IU", "1 I.U. VWF:RCO")]
    assert (len(units), len(of_one_unit)) == (167, 145)
    assert {(row.package_size, row.billing_units) for row in of_one_unit} == {(1, 1)}
    others = {row.code: row.billing_units for row in rows_of(reference, NEWEST)}
    assert [others[code] for code in ("J7177", "J7178")] == [1, 1]
    assert [others[code] for code in ("J0256", "J0257")] == [Fraction(1, 10)] * 2  # 1 mg for a vial of 10 mg units


@pytest.mark.parametrize(
    "quarter, wrong",
    [("2024Q1", 47), ("2024Q2", 45), ("2024Q3", 46), ("2024Q4", 45), ("2025Q1", 49), ("2025Q2", 49)],
)
def test_units_of_a_package_are_the_product_before_2025q3(quarter: str, wrong: int, reference: Reference) -> None:
    rows = rows_of(reference, Quarter.read(quarter))
    assert sum(product(row) != row.billing_units_package for row in rows) == wrong


@pytest.mark.parametrize("quarter, wrong", [("2025Q3", 50), ("2025Q4", 57), ("2026Q1", 60)])
def test_units_of_a_package_are_rounded_up_since_2025q3(quarter: str, wrong: int, reference: Reference) -> None:
    rows = rows_of(reference, Quarter.read(quarter))
    up = [row for row in rows if math.ceil(product(row)) == row.billing_units_package]
    assert len(rows) - len(up) == wrong
    assert sum(product(row) != row.billing_units_package for row in up) > 100


def product(row: CrosswalkRow) -> Fraction:
    assert row.billing_units is not None
    assert row.package_quantity is not None
    return row.billing_units * row.package_quantity


def test_naglazyme_s_package_is_kept_as_the_file_has_it(reference: Reference) -> None:
    (row,) = [row for row in reference.crosswalk_of_code("J1458") if row.last == NEWEST]
    assert (row.billing_units, row.package_quantity, row.billing_units_package) == (1, 1, 5)


def test_dosage_texts(reference: Reference) -> None:
    texts = {row.dosage for row in rows_of(reference, NEWEST)}
    assert texts >= {
        "1 MG", "1MG", "1  MG", ".625 GM", "100,000 UNITS", "UP TO 80 MG", "1 I.U. VWF:RCO", "PER FACTOR VIII IU",
        "300 MCG (1500 IU)", "5MG-1MG", "3 MG & 3 MG", "10 MG/3MG", "1 million\xa0PFU",
    }  # fmt: skip
    of_code = {row.dosage for row in rows_of(reference, NEWEST) if row.code == "J1580"}
    assert of_code == {"80 MG", "UP TO 80 MG"}


def test_the_one_cell_that_is_no_number(reference: Reference) -> None:
    (row,) = [row for row in reference.rejected() if row.code == "cell-no-number"]
    assert (row.table, row.period, row.column, row.message) == (
        "crosswalk", "2024Q2", "billunits", "'21.3125?' is not a number.",
    )  # fmt: skip


def test_rejected_rows_are_skin_substitutes(reference: Reference) -> None:
    counted = Counter(row.code for row in reference.rejected())
    assert counted == {"device-number": 6868, "ndc-not-valid": 327, "cell-no-number": 1}


def test_ndcs_on_several_codes(reference: Reference) -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(reference, NEWEST):
        codes[row.ndc].add(row.code)
    assert sum(len(found) > 1 for found in codes.values()) == 136


def test_priced_before_the_last_change_of_the_record(reference: Reference) -> None:
    changed = {row.code: row.changed for row in reference.codes() if row.changed}
    before = [
        (code, quarter)
        for code, day in changed.items()
        for row in reference.limits(code)
        for quarter in range(row.first.index, row.last.index + 1)
        if Quarter(quarter // 4, quarter % 4 + 1).first_day < day
    ]
    assert (len(before), len({code for code, _ in before})) == (1097, 239)


@pytest.mark.parametrize("code", ["J1411", "J1412", "J1413", "J1414", "J3399"])
def test_gene_therapies_are_in_neither_asp_file(code: str, reference: Reference) -> None:
    assert reference.code(code) is not None
    assert reference.crosswalk_of_code(code) == ()
    assert reference.limits(code) == ()


def test_clotting_factors_are_counted_by_line(reference: Reference) -> None:
    factors = {row.code: row for code in ("J7192", "J7211", "J7189") for row in reference.mue(code)}
    assert {row.indicator for row in factors.values()} == {1}
    assert {row.indicator for row in reference.mue("J1745")} == {3}


@pytest.mark.shared
def test_dosage_texts_and_bad_cells_counted_in_the_source(records: Callable[[str], list[list[str]]]) -> None:
    header, *rows = records("asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz")
    dosage, ndc, units = (header.index(name) for name in ("hcpcs_dosage", "ndc", "billunits"))
    assert len({row[dosage] for row in rows if row[0] == "2026Q1"}) == 134
    assert len({row[dosage] for row in rows}) == 191
    assert [row[1] for row in rows if not re.fullmatch(r"[0-9.]+", row[units])] == ["J7674"]
    assert sum(not re.fullmatch(r"[0-9]{5}-[0-9]{4}-[0-9]{2}", row[ndc]) for row in rows) == 6868 + 327


@pytest.mark.shared
def test_the_purple_book_repeats_its_rows(records: Callable[[str], list[list[str]]], reference: Reference) -> None:
    _, *rows = records("fda_purple_book_2025-05.csv")
    kept = {tuple(row[place].strip() for place in (0, 2, 3, 5, 6, 7, 8, 9)) for row in rows}
    (info,) = reference.periods("biologics")
    assert (len(rows), len(kept), info.rows) == (6085, 2031, 2031)


def test_the_committed_files_are_plain_utf8(reference: Reference) -> None:
    from unitcalc.reference.files import data_folder

    for path in (data_folder() / "reference").glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert not re.search(r"[\x80-\x9f]", content.decode("utf-8"))
        with path.open(encoding="utf-8", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) == 1
