"""`unitcalc reconcile --engine spark`: the same result in the same files, a quiet terminal, and clear errors."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from unitcalc.cli.main import main
from unitcalc.reconcile import reconciling
from unitcalc.reconcile.engines import spark_session

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
FILES = [
    word
    for table, name in (("dispensed", "dispensed"), ("administered", "administered"), ("claims", "billed"))
    for word in (f"--{table}", str(EXAMPLES / f"{name}.csv"))
]


def rows(path: Path) -> list[Mapping[str, str]]:
    return sorted(csv.DictReader(path.open(encoding="utf-8")), key=lambda row: tuple(row.values()))


@pytest.mark.spark
def test_spark_leaves_what_duckdb_leaves(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the files to the folder; nothing else stays, neither files where somebody works nor a process."""
    pytest.importorskip("pyspark", reason="needs pyspark: pip install 'unitcalc[spark]'")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")  # quicker where little is computed
    monkeypatch.setattr(reconciling, "MANY", 1)  # as columns, like a large file
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = {}
    for engine in ("duckdb", "spark"):
        out = tmp_path / engine
        status = main(["reconcile", *FILES, "--out", str(out), "--engine", engine])
        told = capfd.readouterr()
        if status == 2 and "Spark needs Java" in told.err + told.out:
            pytest.skip("needs Java")
        assert status == 1
        said[engine] = (told.out.replace(str(out), "OUT"), told.err)
    assert said["spark"] == said["duckdb"]
    for name in ("accounts.csv", "findings.csv"):
        assert rows(tmp_path / "spark" / name) == rows(tmp_path / "duckdb" / name)
    assert len(rows(tmp_path / "spark" / "accounts.csv")) == 5
    assert sorted(path.name for path in (tmp_path / "spark").iterdir()) == sorted(
        path.name for path in (tmp_path / "duckdb").iterdir()
    )
    assert not [*Path.cwd().iterdir()]


def error(capsys: pytest.CaptureFixture[str], *words: str) -> Mapping[str, str]:
    assert main(["reconcile", *FILES, *words, "--format", "json"]) == 2
    (found,) = json.loads(capsys.readouterr().out)["errors"]
    return found


def test_without_pyspark(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    found = error(capsys, "--engine", "spark")
    assert (found["code"], found["field"]) == ("spark-missing", "engine")
    assert "pip install 'unitcalc[spark]'" in found["hint"]
    assert "Java 17 or 21" in found["hint"]


@pytest.mark.spark
@pytest.mark.parametrize("home", ["", "nowhere"])
def test_without_java(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str
) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark: pip install 'unitcalc[spark]'")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / home) if home else "")
    found = error(capsys, "--engine", "spark")
    assert found["code"] == "java-missing"
    assert "JAVA_HOME" in found["hint"]


@pytest.mark.spark
def test_a_master_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark: pip install 'unitcalc[spark]'")
    found = error(capsys, "--engine", "spark", "--master", "nonsense")
    if found["code"] == "java-missing":
        pytest.skip("needs Java")
    assert found["code"] == "spark-not-started"
    assert found["message"].startswith("Spark did not start on nonsense: Master must")
    assert "local[*]" in found["hint"]


def test_a_master_is_of_spark(capsys: pytest.CaptureFixture[str]) -> None:
    found = error(capsys, "--master", "local[2]")
    assert (found["code"], found["field"]) == ("master-without-spark", "master")
