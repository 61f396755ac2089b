"""The normal form: whole columns are read as single rows are, and what can't be used is told and kept aside."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.reconcile.running import write_csv
from unitcalc.account import Place
from unitcalc.checks.gathering.tables import Tables
from unitcalc.codes import is_code
from unitcalc.reconcile.batches import open_source
from unitcalc.reconcile.days import day_of_number, number_of
from unitcalc.reconcile.normal import Normal, normalise
from unitcalc.reconcile.tabled import Table
from unitcalc.tables.claims import line_of
from unitcalc.tables.entries import administration_of, dispensing_of

DAYS = st.sampled_from(["2025-03-01", "03/01/2025", "20250301", "2025-13-01", "1.3.25", ""])
CODES = st.sampled_from(["J1745", "j9271", "Q5103", "J99", "", "9999Z"])
NUMBERS = st.sampled_from(["350", "1,000", "0.5", "-3", "many", "", "0", "12.25"])
UNITS = st.sampled_from(["mg", "g", "IU", "", "tabs", "mcg"])
FIELDS = {
    Table.DISPENSED: {
        "container_amount": NUMBERS,
        "container_unit": UNITS,
        "container_count": NUMBERS,
        "event": st.sampled_from(["", "opened", "returned", "lost", "Transferred In"]),
        "container_type": st.sampled_from(["", "single-dose", "bottle"]),
        "supply": st.sampled_from(["", "340b", "stolen"]),
        "ndc": st.sampled_from(["", "57894-0030-01", "123"]),
    },
    Table.ADMINISTERED: {
        "given_amount": NUMBERS,
        "given_unit": UNITS,
        "discarded_amount": NUMBERS,
        "discarded_unit": UNITS,
        "explained_amount": NUMBERS,
        "ordered_amount": st.sampled_from(["", "350", "350 mg", "much"]),
        "status": st.sampled_from(["", "given", "not-given", "Stopped", "perhaps"]),
    },
    Table.CLAIMS: {
        "claim_id": st.just("C1"),
        "line": st.just("1"),
        "modifiers": st.sampled_from(["", "JW", "JZ 76", "J", "JW:59"]),
        "units": NUMBERS,
        "charge": st.sampled_from(["", "$1,000.50", "free"]),
        "frequency": st.sampled_from(["", "7", "void", "2"]),
        "submitted_date": DAYS,
    },
}


def normal_of(tables: Tables, table: Table, path: Path) -> Normal:
    return normalise(tables, open_source(table, path), path.with_suffix(".normal"))


@pytest.mark.parametrize("table", Table)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_columns_are_read_as_single_rows_are(tables: Tables, tmp_path: Path, table: Table, data: st.DataObject) -> None:
    kinds = {"encounter_id": st.sampled_from(["E1", "E2", ""]), "service_date": DAYS, "code": CODES, **FIELDS[table]}
    rows = data.draw(st.lists(st.fixed_dictionaries(kinds), min_size=1, max_size=12))
    path = write_csv(tmp_path / "rows.csv", rows)
    found = normal_of(tables, table, path)
    usable, told = [], []
    for number, row in enumerate(rows, 2):
        place = Place("rows.csv", number)
        if table is Table.CLAIMS:
            read = line_of(place, row, tables.today)
            code = row["code"].upper()
            if read.others or (is_code(code) and code[:2] not in tables.prefixes):
                continue
            usable += [(number, line.day, line.code) for line in read.lines if row["encounter_id"]]
            told += [(number, cell.facts.column) for cell in read.cells]
            told += [(number, "encounter_id")] if not row["encounter_id"] else []
        else:
            of_row = dispensing_of if table is Table.DISPENSED else administration_of
            one = of_row(place, row, tables.today)
            if one.entry is not None:  # a row may name its drug by its NDC alone, which is Remicade's
                usable.append((number, one.entry.day, one.entry.code or "J1745"))
            told += [(number, cell.facts.column) for cell in one.cells]
    kept = parquet.read_table(found.path).to_pylist()
    assert sorted((row["row"], day_of_number(row["day"]), row["code"]) for row in kept) == sorted(usable)
    assert sorted((each.cell.place.row, each.cell.facts.column) for each in found.aside) == sorted(told)


def test_days_as_numbers() -> None:
    assert number_of(date(1970, 1, 1)) == 0
    assert day_of_number(number_of(date(2025, 3, 1))) == date(2025, 3, 1)


def test_a_thousand_bad_rows_are_a_thousand_findings(tables: Tables, tmp_path: Path) -> None:
    rows = [
        {
            "encounter_id": f"E{at}",
            "service_date": "2025-03-01",
            "code": "J1745",
            "given_amount": "much",
            "given_unit": "mg",
        }
        for at in range(1000)
    ]
    found = normal_of(tables, Table.ADMINISTERED, write_csv(tmp_path / "rows.csv", rows))
    assert (found.rows, found.used, len(found.aside)) == (1000, 0, 1000)
    assert {each.encounter for each in found.aside} == {f"E{at}" for at in range(1000)}
