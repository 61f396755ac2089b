import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from unitcalc.findings import Refused
from unitcalc.reference import compiled
from unitcalc.reference.compiled import KEEP_SECONDS, inputs, inputs_key, open_compiled
from unitcalc.reference.files import cache_folder
from unitcalc.reference.importer import import_files
from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import OURS, YOURS

MINE = """
products:
  - {code: J1745, product: Mine, potency: labelled, container_type: single-dose, source: unverified,
     sizes: [{amount: 123 mg, source: unverified, ndcs: [{ndc: 99999-0001-01, source: unverified}]}]}
"""


def test_the_tables_are_compiled_once(user: Path) -> None:
    told: list[str] = []
    open_compiled(told.append).close()
    (made,) = cache_folder().iterdir()
    stamp = made.stat().st_mtime_ns
    open_compiled(told.append).close()
    assert len(told) == 1
    assert [path.name for path in cache_folder().iterdir()] == [made.name]
    assert made.stat().st_mtime_ns == stamp


def test_every_input_is_part_of_the_key(user: Path) -> None:
    names = [name for name, _ in inputs()]
    assert "embedded/crosswalk.csv" in names
    assert "embedded/SOURCES.yaml" in names
    before = inputs_key()
    vials = user / "vials.yaml"
    user.mkdir()
    vials.write_text("a: 1\n")
    first = inputs_key()
    stamp = vials.stat()
    vials.write_text("a: 2\n")
    os.utime(vials, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # the same size and time, another content
    assert len({before, first, inputs_key()}) == 3


def test_files_of_other_keys_are_removed_when_nobody_can_be_about_to_open_them(user: Path) -> None:
    cache_folder().mkdir(parents=True)
    old, young = cache_folder() / "reference-old.sqlite", cache_folder() / "reference-young.sqlite"
    left, foreign = cache_folder() / ".reference-x.writing", cache_folder() / "notes.txt"
    for path in (old, young, left, foreign):
        path.write_text("x")
    for path in (old, left, foreign):
        os.utime(path, (time.time() - KEEP_SECONDS - 1,) * 2)
    open_compiled().close()
    assert [path.exists() for path in (old, young, left, foreign)] == [False, True, False, True]


def test_a_damaged_file_is_made_again(user: Path) -> None:
    open_compiled().close()
    (made,) = cache_folder().iterdir()
    for content in (b"", b"no database" * 999):
        made.write_bytes(content)
        reference = Reference.open()
        assert reference.code("J1745") is not None
        reference.close()


def test_a_cache_that_can_not_be_written_is_done_without(
    user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("UNITCALC_CACHE", str(tmp_path / "file" / "cache"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    told: list[str] = []
    for _ in range(2):
        reference = Reference.open(told.append)
        assert reference.code("J1745") is not None
        reference.close()
    assert len(told) == 1
    (folder,) = (tmp_path / "temporary").iterdir()
    assert folder.stat().st_mode & 0o077 == 0


def test_two_processes_at_once(user: Path) -> None:
    program = "from unitcalc.reference.store import Reference; print(Reference.open().code('J1745').short)"
    running = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert {process.communicate(timeout=120)[0] for process in running} == {"Infliximab not biosimil 10mg\n"}
    assert [path.suffix for path in cache_folder().iterdir()] == [".sqlite"]


def test_an_import_during_compiling_is_not_lost(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from unitcalc.reference import compiling

    compile_tables = compiling.compile_tables

    def meanwhile(path: Path, schema: int) -> None:
        compile_tables(path, schema)
        if not user.exists():
            user.mkdir()
            (user / "vials.yaml").write_text(MINE)

    monkeypatch.setattr(compiling, "compile_tables", meanwhile)
    assert Reference.open().vials("J1745")[0].amount == "123 mg"
    assert [path.name for path in cache_folder().iterdir()] == [f"reference-{inputs_key()}.sqlite"]


def test_the_file_is_only_read(user: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_compiled().execute("DELETE FROM codes")


def test_documents_are_stored_with_exact_values(user: Path) -> None:
    reference = Reference.open()
    policy = reference.document("policies/medicare-part-b")
    assert isinstance(policy, dict)
    assert "policies/medicare-part-b" in reference.documents()
    assert reference.document("none") is None


def test_your_sizes_come_before_ours(user: Path) -> None:
    user.mkdir()
    (user / "vials.yaml").write_text(MINE)
    reference = Reference.open()
    assert [(size.document, size.amount) for size in reference.vials("J1745")][:1] == [(YOURS, "123 mg")]
    assert {size.document for size in reference.vials("J1745")} == {YOURS, OURS}
    assert reference.vial_codes("99999-0001-01") == ("J1745",)
    assert reference.vials("J0000") == ()


def test_a_wrong_document_of_the_user_is_named(user: Path) -> None:
    user.mkdir()
    (user / "vials.yaml").write_text("a: 1\na: 2\n")
    with pytest.raises(Refused, match=r"vials\.yaml, line 2") as refused:
        Reference.open()
    assert refused.value.problems[0].code == "document-not-read"
    assert list(cache_folder().iterdir()) == []


def test_a_new_layout_makes_a_new_file(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inputs_key()
    monkeypatch.setattr(compiled, "SCHEMA", compiled.SCHEMA + 1)
    assert inputs_key() != before


def test_a_start_needs_neither_pint_nor_yaml_nor_openpyxl(user: Path) -> None:
    open_compiled().close()
    program = (
        "import sys; from unitcalc.reference.store import Reference; Reference.open().limits('J1745');"
        "print([name for name in ('pint', 'pydantic', 'yaml', 'openpyxl', 'csv', 'json') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_a_file_damaged_inside_is_made_again_at_the_look_up(user: Path) -> None:
    open_compiled().close()
    (made,) = cache_folder().iterdir()
    content = bytearray(made.read_bytes())
    at = 40 * 4096  # past the schema, so that it is opened
    content[at:] = bytes(len(content) - at)
    made.write_bytes(content)
    told: list[str] = []
    reference = Reference.open(told.append)
    assert reference.code("J1745") is not None
    assert len(reference.limits("J1745")) > 3
    assert len(list(reference.crosswalk())) > 7000
    assert len(told) == 1
    reference.close()
    with pytest.raises(sqlite3.ProgrammingError):
        reference.code("J0129")


def test_full_disks_leave_the_memory(user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from unitcalc.reference import compiling

    def full(path: Path, schema: int) -> None:
        tried.append(path.parent)
        raise sqlite3.OperationalError("database or disk is full")

    tried: list[Path] = []
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(compiling, "compile_tables", full)
    reference = Reference.open()
    assert reference.code("J1745") is not None
    assert [folder == cache_folder() for folder in tried] == [True, False]
    assert list(cache_folder().iterdir()) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reference._connection.execute("DELETE FROM codes")


def test_a_data_folder_that_can_not_be_read(user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    iterdir = Path.iterdir

    def forbidden(path: Path) -> Iterator[Path]:
        if user in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(Refused) as refused:
        Reference.open()
    (problem,) = refused.value.problems
    assert problem.code == "folder-not-read"
    assert str(user) in problem.message
    assert "Permission denied" in problem.message
    assert "UNITCALC_DATA" in problem.hint
    path = tmp_path / "jw_jz_2026-02-10.csv"
    path.write_text("hcpcs,single_dose\nJ1745,True\n")
    assert [problem.code for problem in import_files([path]).problems] == ["folder-not-read"]
