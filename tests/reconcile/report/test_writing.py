"""Files that appear whole or not at all, whatever goes wrong on the way."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unitcalc.findings import Refused
from unitcalc.reconcile.report import writing
from unitcalc.reconcile.report.writing import KEEP_SECONDS, PREFIX, whole, whole_folder


def names(folder: Path) -> list[str]:
    """Everything in a folder, at any depth."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def written(folder: Path, *files: str) -> None:
    """Files of new content."""
    for name in files:
        (folder / name).write_text("new")


def failing(number: int) -> Callable[..., Any]:
    """Something that the system refuses."""

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_takes_its_place_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "new" / "accounts.parquet"
    with whole(target) as path:
        path.write_text("new")
        assert path.suffix == ".parquet"
        assert not target.exists()
    assert target.read_text() == "new"
    assert names(target.parent) == ["accounts.parquet"]


@pytest.mark.parametrize("error", [ValueError("a fault"), KeyboardInterrupt(), MemoryError()], ids=repr)
def test_an_interruption_leaves_what_was_there(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "accounts.csv"
    target.write_text("old")
    with pytest.raises(type(error)), whole(target) as path:  # noqa: PT012 - the body is what is interrupted
        path.write_text("half")
        raise error
    assert target.read_text() == "old"
    assert names(tmp_path) == ["accounts.csv"]


@pytest.mark.parametrize("where", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, number: int) -> None:
    owner: Any = os if where == "fsync" else Path
    monkeypatch.setattr(owner, where, failing(number))
    with pytest.raises(Refused) as refused, whole(tmp_path / "accounts.csv") as path:
        path.write_text("whole")
    (problem,) = refused.value.problems
    assert problem.code == "not-written"
    assert "the disk is full" in problem.message
    assert "Free space" in problem.hint
    assert names(tmp_path) == []


FULL = """
import resource, sys
from pathlib import Path
from unitcalc.findings import Refused
from unitcalc.reconcile.report.writing import whole
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
target = Path(sys.argv[1])
try:
    with whole(target) as path:
        if sys.argv[2] == "python":
            path.write_bytes(bytes(1_000_000))
        else:
            import duckdb
            with duckdb.connect(config={"threads": 1}) as base:
                base.execute(f"COPY (SELECT hash(i) AS a FROM range(100000) t(i)) TO '{path}' (FORMAT parquet)")
except Refused as refused:
    print(refused.problems[0].code)
print(sorted(each.name for each in target.parent.iterdir()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("writer", ["python", "duckdb"])
def test_a_real_limit_of_the_system(tmp_path: Path, writer: str) -> None:
    """No file may become larger than 100 kB: what a full disk looks like to a program that writes more."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "accounts.parquet"), writer],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["not-written", "[]"], done.stderr


def test_what_a_database_says_of_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused, whole(tmp_path / "a.parquet"):
        raise RuntimeError('IO Error: Could not write file "a": No space left on device')
    assert "the disk is full" in refused.value.problems[0].message


def test_what_a_database_says_of_a_disk_that_fails(tmp_path: Path) -> None:
    class IOException(Exception):
        pass

    with pytest.raises(Refused) as refused, whole(tmp_path / "a.parquet") as path:
        raise IOException(f'IO Error: Could not write file "{path}": Input/output error')
    assert "Input/output error" in refused.value.problems[0].message


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "a.parquet"):
        raise ZeroDivisionError


def test_a_file_that_was_only_to_be_read_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole(tmp_path / "out" / "a.csv"):
        (tmp_path / "in" / "claims.csv").read_text()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Refused) as refused, whole(tmp_path / "out" / "a.csv") as path:
        path.write_text("whole")
    assert refused.value.problems[0].code == "not-written"
    assert refused.value.problems[0].field == "out"


@pytest.mark.parametrize("way", [whole, whole_folder])
def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Any) -> None:
    """As a user would meet it; whoever may do everything (root) meets it only so."""

    def forbidden(self: Path, *_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(Refused) as refused, way(tmp_path / "out" / "report"):
        pytest.fail("nothing may be computed for a place that can't be written")
    assert "Permission denied" in refused.value.problems[0].message
    assert "may write to" in refused.value.problems[0].hint


def test_what_a_killed_program_left_is_removed_after_a_day(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (f"{PREFIX}old", f"{PREFIX}young", "old.csv"))
    for path in (old, young, other):
        path.write_text("half")
    long_ago = time.time() - KEEP_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    with whole(tmp_path / "a.csv") as path:
        path.write_text("whole")
    assert names(tmp_path) == sorted([young.name, "a.csv", "old.csv"])


def test_a_new_folder_appears_at_once(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with whole_folder(target) as folder:
        (folder / "accounts.csv").write_text("a")
        (folder / "more").mkdir()
        (folder / "more" / "b.csv").write_text("b")
        assert not target.exists()
    assert names(tmp_path) == ["report", "report/accounts.csv", "report/more", "report/more/b.csv"]


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "accounts.csv").write_text("old")
    with whole_folder(tmp_path) as folder:
        (folder / "accounts.csv").write_text("new")
        (folder / "findings.csv").write_text("new")
    assert names(tmp_path) == ["accounts.csv", "findings.csv", "notes.txt"]
    assert (tmp_path / "accounts.csv").read_text() == "new"
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("there", [True, False])
def test_an_interruption_leaves_no_folder(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "report"
    if there:
        target.mkdir()
    before = names(tmp_path)
    with pytest.raises(KeyboardInterrupt), whole_folder(target) as folder:  # noqa: PT012 - the body is interrupted
        (folder / "accounts.csv").write_text("half")
        raise KeyboardInterrupt
    assert names(tmp_path) == before


def test_what_is_refused_inside_a_folder_names_the_place_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    target = tmp_path / "report"
    with pytest.raises(Refused) as refused, whole_folder(target) as folder, whole(folder / "a.csv") as path:
        path.write_text("a")
    (problem,) = refused.value.problems
    assert str(target / "a.csv") in problem.message
    assert PREFIX not in problem.message + problem.hint
    assert names(tmp_path) == []


def test_where_one_file_is_held_all_stay_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of three files is open elsewhere, as Excel does on Windows: the first two go back."""
    for name in ("a.csv", "c.xlsx"):
        (tmp_path / name).write_text("old")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == tmp_path / "c.xlsx" and self.parent.name.startswith(PREFIX):
            raise PermissionError(errno.EACCES, "it is open", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Refused) as refused, whole_folder(tmp_path) as folder:
        written(folder, "a.csv", "b.csv", "c.xlsx")
    assert "Close" in refused.value.problems[0].hint
    assert names(tmp_path) == ["a.csv", "c.xlsx"]
    assert [(tmp_path / name).read_text() for name in ("a.csv", "c.xlsx")] == ["old", "old"]


def test_a_file_is_for_everyone_who_may_read_the_folder(tmp_path: Path) -> None:
    with whole(tmp_path / "a.csv") as path:
        path.write_text("a")
    plain = tmp_path / "b.csv"
    plain.write_text("b")
    assert (tmp_path / "a.csv").stat().st_mode == plain.stat().st_mode


def test_the_disk_is_waited_for_before_the_file_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        order.append("replaced")
        return replace(self, target)

    monkeypatch.setattr(writing, "_to_disk", lambda path: order.append("folder" if path.is_dir() else "file"))
    monkeypatch.setattr(Path, "replace", replaced)
    with whole(tmp_path / "a.csv") as path:
        path.write_text("a")
    assert order == ["file", "replaced", "folder"]
