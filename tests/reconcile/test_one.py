"""One account by its key: the same as the batch tells of it, and everything that it came from."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.reconcile.planting import plant
from tests.reconcile.running import write_csv
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile.normal import Normal
from unitcalc.reconcile.one import MOST_LINKED, Key, One, normals_of, one_account
from unitcalc.reconcile.reconciling import Sink, reconcile
from unitcalc.reconcile.results import finding_rows
from unitcalc.reconcile.tabled import Table

DAY = "2025-03-01"
Rows = list[dict[str, Any]]


def dispensed(encounter: str, **more: Any) -> dict[str, Any]:
    """Four vials of 100 mg, unless it is said otherwise."""
    row = {"encounter_id": encounter, "service_date": DAY, "code": "J1745"}
    return {**row, "container_amount": 100, "container_unit": "mg", "container_count": 4, **more}


def given(encounter: str, amount: int, **more: Any) -> dict[str, Any]:
    row = {"encounter_id": encounter, "service_date": DAY, "code": "J1745"}
    return {**row, "given_amount": amount, "given_unit": "mg", **more}


def line(encounter: str, units: int | str, modifiers: str = "", **more: Any) -> dict[str, Any]:
    row = {"claim_id": f"C-{encounter}", "encounter_id": encounter, "line": 1, "service_date": DAY, "code": "J1745"}
    return {**row, "modifiers": modifiers, "units": units, **more}


def normals(tables: Tables, folder: Path, **rows: Rows) -> tuple[Normal, ...]:
    """Tables in their normal form."""
    files = {table: write_csv(folder / f"{table.value}.csv", rows[table.value]) for table in Table if table in rows}
    kept = folder / "kept"
    kept.mkdir(exist_ok=True)
    return normals_of(tables, files, kept)


def one(tables: Tables, folder: Path, encounter: str, **rows: Rows) -> One:
    """The account of an encounter on the day."""
    return one_account(tables, normals(tables, folder, **rows), Key(encounter, date(2025, 3, 1), "J1745"))


def found(one: One) -> list[str]:
    return [each.check.code for each in one.judged.violations if each.check.severity.value != "info"]


def test_an_account_with_its_rows_its_bill_and_what_is_wrong(tables: Tables, tmp_path: Path) -> None:
    """350 mg of 4 x 100 mg: 35 units of 10 mg and JW 5 of the 50 mg left; 350 were billed, 315 too many."""
    its = one(
        tables,
        tmp_path,
        "E2",
        dispensed=[dispensed("E1"), dispensed("E2", lot="L7")],
        administered=[given("E1", 400), given("E2", 350, discarded_amount=50, discarded_unit="mg", by="RN 12")],
        claims=[line("E1", 40, "JZ"), line("E2", 350)],
    )
    assert (its.row["opened"], its.row["given"]) == ("400", "350")
    assert (its.row["discarded"], its.row["unexplained"], its.row["unit"]) == ("50", "0", "mg")
    assert its.judged.corrected == ("J1745  35", "J1745-JW  5")
    assert found(its) == ["U03", "W04"]
    assert its.judged.violations[0].unit_difference == 315
    assert [str(each.place) for each in its.entries[Table.CLAIMS]] == ["claims.csv, row 3"]
    assert its.entries[Table.DISPENSED][0].fields["lot"] == "L7"
    charted = its.entries[Table.ADMINISTERED][0].fields
    assert (charted["given_amount"], charted["by"], charted["service_date"]) == ("350", "RN 12", DAY)
    assert its.counts == {Table.DISPENSED: 1, Table.ADMINISTERED: 1, Table.CLAIMS: 1}
    (bill,) = its.judged.gathered.bills
    assert (bill.administered_units, bill.discarded_units) == (35, 5)


def test_a_rest_that_came_from_another_encounter(tables: Tables, tmp_path: Path) -> None:
    """V1: E1 had 40 of 100 mg, E2 had 50: 4 units; 5 units, and floor(100 / 10) - 9 = 1 unit with JW for the last."""
    its = one(
        tables,
        tmp_path,
        "E2",
        dispensed=[dispensed("E1", container_count=1, container_id="V1"), dispensed("E9", container_id="V9")],
        administered=[
            given("E1", 40, discarded_amount=0, discarded_unit="mg", start="09:00", container_id="V1"),
            given("E2", 50, discarded_amount=10, discarded_unit="mg", start="11:00", container_id="V1"),
            given("E9", 400, container_id="V9"),
        ],
        claims=[line("E1", 4, "JZ"), line("E2", 5), line("E2", 1, "JW", line=2), line("E9", 40, "JZ")],
    )
    units = [its.row[f"expected_{name}_units"] for name in ("administered", "discarded")]
    assert units == ["5", "1"]
    assert its.row["balanced"]
    assert its.counts == {Table.DISPENSED: 0, Table.ADMINISTERED: 1, Table.CLAIMS: 2}


def test_a_claim_that_was_voided_under_another_encounter_does_not_stand(tables: Tables, tmp_path: Path) -> None:
    rows = [line("E1", 350), line("E1", 40, "JZ", claim_id="C2")]
    void = line("E8", 350, claim_id="C9", frequency=8, original_claim_id="C-E1")
    its = one(tables, tmp_path, "E1", dispensed=[dispensed("E1")], administered=[given("E1", 400)], claims=rows)
    assert its.row["billed_administered_units"] == "390"
    its = one(
        tables, tmp_path, "E1", dispensed=[dispensed("E1")], administered=[given("E1", 400)], claims=[*rows, void]
    )
    assert its.row["billed_administered_units"] == "40"
    assert its.row["balanced"]


def test_what_was_billed_by_another_code_has_the_rows_of_what_was_given(tables: Tables, tmp_path: Path) -> None:
    """Infliximab was given, and a biosimilar billed, whose unit is 10 mg too."""
    its = one_account(
        tables,
        normals(
            tables,
            tmp_path,
            dispensed=[dispensed("E1")],
            administered=[given("E1", 400)],
            claims=[line("E1", 40, "JZ", code="Q5103")],
        ),
        Key("E1", date(2025, 3, 1), "Q5103"),
    )
    assert "C04" in found(its)
    assert its.counts == {Table.DISPENSED: 1, Table.ADMINISTERED: 1, Table.CLAIMS: 1}


def test_fields_of_the_encounter_that_cannot_be_used_stand_beside_it(tables: Tables, tmp_path: Path) -> None:
    its = one(
        tables,
        tmp_path,
        "E1",
        dispensed=[dispensed("E1")],
        administered=[given("E1", 400)],
        claims=[line("E1", 40, "JZ"), line("E1", "4o", line=2), line("E2", "x")],
    )
    assert [str(each.places[0]) for each in its.aside] == ["claims.csv, row 3"]
    assert (its.aside[0].check.code, its.aside[0].observed) == ("R02", "4o")


def test_tables_of_one_workbook_keep_their_rows_apart(tables: Tables, tmp_path: Path) -> None:
    """All three lie in one file: row 2 of one sheet is not row 2 of another."""
    from openpyxl import Workbook

    book = Workbook()
    sheets: dict[str, Rows] = {
        "dispensed": [dispensed("E9"), dispensed("E1")],
        "administered": [given("E1", 400)],
        "claims": [line("E1", 40, "JZ")],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.remove(book.worksheets[0])
    path = tmp_path / "records.xlsx"
    book.save(path)
    kept = tmp_path / "kept"
    kept.mkdir()
    its = one_account(
        tables, normals_of(tables, dict.fromkeys(Table, path), kept), Key("E1", date(2025, 3, 1), "J1745")
    )
    assert {table: [each.place.row for each in rows] for table, rows in its.entries.items()} == {
        Table.DISPENSED: [3],
        Table.ADMINISTERED: [2],
        Table.CLAIMS: [2],
    }


def test_a_table_that_was_not_handed_over_is_not_missed(tables: Tables, tmp_path: Path) -> None:
    its = one(tables, tmp_path, "E1", dispensed=[dispensed("E1")], administered=[given("E1", 400)])
    assert found(its) == []
    assert its.counts == {Table.DISPENSED: 1, Table.ADMINISTERED: 1}


def test_a_key_that_no_row_has_is_refused(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no account of J1745 on 2025-03-01 in encounter E7"):
        one(tables, tmp_path, "E7", claims=[line("E1", 40)])


def test_files_that_cannot_be_used_are_refused_together(tables: Tables, tmp_path: Path) -> None:
    claims, administered = tmp_path / "claims.csv", tmp_path / "administered.csv"
    claims.write_text("claim_id,encounter_id\nC1,E1\n")
    administered.write_text("encounter_id,service_date,code\n")
    with pytest.raises(Refused) as refused:
        normals_of(tables, {Table.ADMINISTERED: administered, Table.CLAIMS: claims}, tmp_path)
    assert {problem.field for problem in refused.value.problems} >= {"administered", "claims"}


def test_a_number_that_stands_in_every_row_links_no_thousand_encounters(tables: Tables, tmp_path: Path) -> None:
    rows = [given(f"E{number}", 100, container_id="1") for number in range(MOST_LINKED + 2)]
    with pytest.raises(Refused, match="link encounter E5 with more than"):
        one(tables, tmp_path, "E5", administered=rows)


@pytest.fixture(scope="module")
def batch(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """Planted faults and oddities, as the batch tells them."""
    planted = plant(3, 240)
    folder = tmp_path_factory.mktemp("planted")
    files = {table: write_csv(folder / f"{table.value}.csv", getattr(planted, table.value)) for table in Table}
    accounts: Rows = []
    findings: Rows = []
    reconcile(tables, files, Sink(accounts.extend, findings.extend))
    kept = folder / "kept"
    kept.mkdir()
    return planted, accounts, findings, normals_of(tables, files, kept)


def test_it_is_the_same_as_the_batch_tells(tables: Tables, batch: tuple[Any, ...]) -> None:
    """An account of every kind of fault and of every legitimate oddity, row for row."""
    planted, accounts, findings, kept = batch
    kinds = {**planted.faults, **planted.oddities}
    of_kind = {kind: encounter for encounter, kind in kinds.items() if " + " not in kind}
    chosen = [row for row in accounts if row["encounter_id"] in set(of_kind.values())]
    assert len(chosen) >= len(of_kind) > 40
    for row in chosen:
        key = Key(row["encounter_id"], row["service_date"], row["code"])
        its = one_account(tables, kept, key)
        assert its.row == row
        told = [
            each for each in findings if tuple(each[name] for name in ("encounter_id", "service_date", "code")) == key
        ]
        assert [dict(each) for each in finding_rows(its.judged.violations, its.rows)] == told
