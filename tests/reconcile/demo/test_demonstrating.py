"""Everything planted is found, and nothing else; files of a folder of their own; a balance that can fail."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile.demo.comparing import compare
from unitcalc.reconcile.demo.demonstrating import Demonstrated, command, demonstrate
from unitcalc.reconcile.demo.generating import AtSite, Planted, generate
from unitcalc.reconcile.demo.telling import as_text
from unitcalc.reconcile.demo.writing import write_set
from unitcalc.reconcile.results import FINDINGS, schema
from unitcalc.reconcile.tabled import Table

FAULT = Planted("jw-missing", ("E1",), "J1745", "Main", "2025-03-01", ("W04",), "", anywhere=False)
SHARED = Planted("opened-twice", ("E2", "E3"), "J1745", "Main", "2025-03-01", ("B04",), "", anywhere=True)
TWICE = Planted("sent-twice", ("E4",), "J9271", "Main", "2025-03-01", ("T01", "U12"), "", anywhere=False)
SITE = AtSite("jz-by-default", "J3262", "West", "B10", "")


def test_every_fault_is_found_and_nothing_else_is_told(demonstrated: Demonstrated) -> None:
    assert demonstrated.compared.missed == []
    assert demonstrated.compared.beyond == []
    assert demonstrated.compared.found == demonstrated.compared.planted > 100
    assert len(demonstrated.made.oddities) >= 60


def test_so_it_is_with_another_seed(tables: Tables, tmp_path: Path) -> None:
    compared = demonstrate(tables, tmp_path / "other", 300, 77).compared
    assert (compared.missed, compared.beyond) == ([], [])
    assert compared.planted > 70


def test_reconciling_counts_the_same_accounts(demonstrated: Demonstrated) -> None:
    assert demonstrated.written.outcome.accounts == demonstrated.made.accounts == 600


def test_the_files_are_there(demonstrated: Demonstrated) -> None:
    files = [*demonstrated.made.files.values(), demonstrated.planted, *demonstrated.written.files]
    assert all(path.is_file() for path in files)
    folder = demonstrated.planted.parent
    assert {path.name for path in folder.iterdir()} == {
        "dispensed.parquet",
        "administered.xlsx",
        "claims.csv",
        "what-was-planted.txt",
        "reconciled",
    }


def test_the_list_names_every_fault(demonstrated: Demonstrated) -> None:
    lines = demonstrated.planted.read_text(encoding="utf-8").splitlines()
    for each in (*demonstrated.made.faults, *demonstrated.made.oddities):
        told = [line for line in lines if line.startswith(f"{each.encounters[0]} ") and each.told in line]
        assert len(told) == 1, each
        assert f"  {' '.join(each.checks) or 'none'} " in told[0]


def test_the_list_is_aligned(demonstrated: Demonstrated) -> None:
    lines = demonstrated.planted.read_text(encoding="utf-8").splitlines()
    told = {line.index(each.told) for each in demonstrated.made.faults for line in lines if each.told in line}
    assert len(told) == 1


def _findings(path: Path, rows: list[tuple[str, str, str, str, str]]) -> Path:
    """A table of findings: encounter, code, check, severity, message."""
    columns = ("encounter_id", "code", "check", "severity", "message")
    kept = [dict.fromkeys(FINDINGS) | dict(zip(columns, row, strict=True)) for row in rows]
    parquet.write_table(pa.Table.from_pylist(kept, schema(FINDINGS)), path)
    return path


RIGHT = [
    ("E1", "J1745", "W04", "error", ""),
    ("E3", "J1745", "B04", "error", ""),
    ("E4", "J9271", "T01", "error", ""),
    ("E4", "J9271", "U12", "error", ""),
    ("", "J3262", "B10", "warning", "16 of 22 accounts of J3262 at West have a JW line"),
    ("E9", "J9271", "C05", "info", ""),
]


@pytest.mark.parametrize("left_out", range(len(RIGHT)))
def test_a_finding_that_is_missing_is_missed(tmp_path: Path, left_out: int) -> None:
    rows = [row for place, row in enumerate(RIGHT) if place != left_out]
    compared = compare([FAULT, SHARED, TWICE], [SITE], _findings(tmp_path / "findings.parquet", rows))
    wanted = [] if RIGHT[left_out][3] == "info" else [RIGHT[left_out][2]]
    assert [each.check for each in compared.missed] == wanted
    assert compared.found == 4 - len(wanted)
    assert compared.agrees is not bool(wanted)


@pytest.mark.parametrize(
    "more",
    [
        ("E1", "J1745", "U03", "error", ""),  # another check of a faulty account
        ("E2", "J1745", "W04", "error", ""),  # another account's fault
        ("E7", "J1745", "D01", "warning", ""),  # a right account
        ("", "J3262", "B10", "warning", "3 of 22 accounts of J3262 at Main have a JW line"),  # another site
    ],
)
def test_a_finding_too_many_is_told(tmp_path: Path, more: tuple[str, str, str, str, str]) -> None:
    path = _findings(tmp_path / "findings.parquet", [*RIGHT, more])
    compared = compare([FAULT, SHARED, TWICE], [SITE], path)
    assert [(each.encounter, each.check) for each in compared.beyond] == [(more[0], more[2])]
    assert compared.missed == []
    assert not compared.agrees


def test_the_text_tells_what_was_found_and_what_to_type(demonstrated: Demonstrated) -> None:
    told = as_text(demonstrated, 100)
    before_files = told.partition("\nFiles\n")[0].splitlines()
    assert max(map(len, before_files)) <= 100
    assert f"All {demonstrated.compared.planted} were found, and nothing else was told" in " ".join(told.split())
    assert command(demonstrated) in told
    assert "reconciliation.html" in told
    # What is told at a glance stays on a screen.
    assert len(told.splitlines()) < 50


def test_the_text_tells_what_was_not_found(demonstrated: Demonstrated, tmp_path: Path) -> None:
    nothing = _findings(tmp_path / "findings.parquet", [("E7", "J1745", "D01", "warning", "An item is missing")])
    compared = compare(demonstrated.made.faults, (), nothing)
    told = as_text(demonstrated._replace(compared=compared), 100)
    assert f"0 of {compared.planted} were found; 1 findings are of nothing planted" in " ".join(told.split())
    assert "Not planted: D01 at E7: An item is missing" in told
    assert "Not found: " in told


def test_many_accounts_are_charted_in_parquet(tables: Tables, tmp_path: Path) -> None:
    made = generate(tables.catalogue, 60_000, 1)
    written = write_set(tmp_path, made, 60_000, 1, lambda what, done, of: None)
    assert written.files[Table.ADMINISTERED].name == "administered.parquet"
    with parquet.ParquetFile(written.files[Table.ADMINISTERED]) as file:
        assert file.metadata.num_rows == written.rows[Table.ADMINISTERED] > 59_000


def test_a_folder_that_holds_something_is_left_alone(tables: Tables, tmp_path: Path) -> None:
    kept = tmp_path / "mine.txt"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        demonstrate(tables, tmp_path)
    assert refused.value.problems[0].code == "demo-folder-taken"
    assert "--out" in refused.value.problems[0].hint
    with pytest.raises(Refused):
        demonstrate(tables, kept)
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text(encoding="utf-8") == "mine"


def test_nothing_appears_where_it_fails_midway(tables: Tables, tmp_path: Path) -> None:
    def told(what: str, done: int, of: int | None) -> None:
        if what.startswith("reading"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demonstrate(tables, tmp_path / "set", 200, told=told)
    assert list(tmp_path.iterdir()) == []
