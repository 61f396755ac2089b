"""What the repository as a whole holds to: nothing of one machine, pins that fit, files of a readable size."""

import csv
import gzip
import io
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[1]

# Written so that no pattern finds itself here.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~*-])/(?:wor[k]|roo[t]|far[m])/|/tmp/bash[_]jobs"),
    "an index address": re.compile(
        r"(?:--(?:extra-)?inde[x]-url|--find-link[s])\b|pypi\.or[g]/simple|pythonhoste[d]\.org"
    ),
    "a file address": re.compile(r"file:/{2}[/]"),
    "a note of unfinished work": re.compile(r"\b(?:TOD[O]|FIXM[E])\b"),
}
LONGEST_MODULE = 400
LOCKS = ("app.lock", "dev.lock")


def committed() -> list[Path]:
    """The files that git keeps, or will with the next commit; skips outside a checkout."""
    if not (PROJECT / ".git").exists() or not shutil.which("git"):
        pytest.skip("no git checkout: what is committed is not known")
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip(f"git does not list this checkout: {answer.stderr.strip()}")
    return [path for name in answer.stdout.split("\0") if name and (path := PROJECT / name).is_file()]


def text_of(path: Path) -> str | None:
    """A file's text, compressed or not; None where it is not text."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return None if b"\0" in content else content.decode("utf-8", errors="replace")


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, what is wrong, and the words that show it."""
    for reason, pattern in FORBIDDEN.items():
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, reason, match.group()


def test_nothing_of_one_machine_is_committed() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{line}: {reason}: {words}"
        for path in committed()
        if (text := text_of(path)) is not None
        for line, reason, words in faults(text)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "open('/wor" + "k/main/x')",
        "cd /roo" + "t/x",
        "see /tm" + "p/bash_jobs.0/1",
        "PYTHONPATH=/far" + "m/x",
        "--extra-inde" + "x-url https://example.org",
        "https://pypi.or" + "g/simple/pint",
        "file://" + "/opt/x",
        "# TOD" + "O later",
    ],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "../wor" + "k/x",
        "https://example.org/wor" + "k/1",
        "pip compile --no-emit-inde" + "x-url",
        "methods",
        "n/roo" + "t/x",
    ],
)
def test_what_is_harmless_is_not_found(text: str) -> None:
    assert not list(faults(text))


def level_one(text: str) -> list[str]:
    """Codes of a table that are not HCPCS Level II but CPT's (five digits, or four and a letter), which may not be
    given away."""
    rows = csv.DictReader(io.StringIO(text))
    return [code for row in rows if re.fullmatch(r"\d{4}[\dFMTU]", code := (row.get("code") or "").strip())]


def test_the_reference_tables_hold_no_cpt_codes() -> None:
    tables = sorted((PROJECT / "data" / "reference").glob("*.csv*"))
    if not tables:
        pytest.skip("no reference tables yet")
    found = {path.name: codes[:5] for path in tables if (text := text_of(path)) and (codes := level_one(text))}
    assert not found


def test_a_cpt_code_is_found() -> None:
    assert level_one("ndc,code\n1,J1745\n2,90371\n3,0001A\n4,0123T\n") == ["90371", "0123T"]


def test_modules_are_of_a_readable_size() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in (PROJECT / "unitcalc").rglob("*.py")
    }
    assert lengths
    found = [f"{path.relative_to(PROJECT)}: {length}" for path, length in lengths.items() if length > LONGEST_MODULE]
    assert not found, "longer than 400 lines, divide them:\n" + "\n".join(found)


PATHLIKE = re.compile(r"[\w.*-]*(?:/[\w.*/-]*|\.\w+),?")


def layout(readme: str) -> list[str]:
    """The paths that a README's section on the layout names: the words that look like paths at the beginning of the
    lines of its first block, each below the folder that it is indented under."""
    section = re.search(r"^#+ [^\n]*\b(?:layout|where things are)\b[^\n]*\n(.*?)(?=^#|\Z)", readme, re.M | re.S | re.I)
    block = section and re.search(r"^```\w*\n(.*?)^```", section[1], re.M | re.S)
    if not block:
        return []
    paths: list[str] = []
    above: list[tuple[int, str]] = []
    for line in re.sub("[│├└─]", " ", block[1]).splitlines():
        indent = len(line) - len(line.lstrip())
        above = [(depth, folder) for depth, folder in above if depth < indent]
        parent = above[-1][1] if above else ""
        named = [parent + word.rstrip(",") for word in takewhile(PATHLIKE.fullmatch, line.split())]
        if len(named) == 1 and named[0].endswith("/"):
            above.append((indent, named[0]))
        paths += named
    return paths


def test_the_readme_names_paths_that_exist() -> None:
    paths = layout((PROJECT / "README.md").read_text(encoding="utf-8"))
    if not paths:
        pytest.skip("the README has no section on the layout")
    assert [path for path in paths if not any(PROJECT.glob(path.rstrip("/")))] == []


def test_the_layout_is_read() -> None:
    readme = (
        "# x\n## Layout\nText.\n```\napp.py      opens the pages\nunitcalc/\n  cli/  pages/   seen by people\n"
        "  billing/       units, waste\n    lines.py     claim lines\ntests/cases/*.yaml   words\n```\n"
        "## Next\n```\nno.py\n```\n"
    )
    assert layout(readme) == [
        "app.py",
        "unitcalc/",
        "unitcalc/cli/",
        "unitcalc/pages/",
        "unitcalc/billing/",
        "unitcalc/billing/lines.py",
        "tests/cases/*.yaml",
    ]


def pins(lock: str) -> dict[str, list[Version]]:
    """Package to its pinned versions (one for each range of Python versions) in a lock file."""
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", (PROJECT / "requirements" / lock).read_text(), re.M):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_files_fit_the_project(lock: str) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = project["project"]["dependencies"] + groups["build"] + (groups["dev"] if lock == "dev.lock" else [])
    pinned = pins(lock)
    missing = [
        text
        for text in wanted
        if not (versions := pinned.get(canonicalize_name((need := Requirement(text)).name)))
        or not all(need.specifier.contains(version) for version in versions)
    ]
    assert not missing, f"requirements/{lock} does not fit pyproject.toml: run `make lock`"


def test_the_lock_file_of_spark_fits_the_project_and_the_tests() -> None:
    """All that `make spark` adds to what the tests have."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    spark, dev = pins("spark.lock"), pins("dev.lock")
    for text in project["project"]["dependencies"] + project["project"]["optional-dependencies"]["spark"]:
        need = Requirement(text)
        versions = spark.get(canonicalize_name(need.name))
        assert versions, f"{text}: run `make lock`"
        assert all(need.specifier.contains(version) for version in versions), f"{text}: run `make lock`"
    assert {name: its for name, its in spark.items() if name in dev and its != dev[name]} == {}
    assert {"setuptools", "wheel"} <= dev.keys()  # what builds pyspark


@pytest.mark.parametrize("lock", [*LOCKS, "spark.lock"])
def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=\w)", (PROJECT / "requirements" / lock).read_text(), flags=re.M)
    assert [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


def test_one_environment_can_hold_both_lock_files() -> None:
    app, dev = (pins(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in app} == app


def test_a_wheel_holds_all_that_the_program_reads(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs the build tool: make test installs it")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    outside = [PROJECT / ".streamlit" / "config.toml", PROJECT / "app.py", *(PROJECT / "data").rglob("*.*")]
    wanted = {
        "unitcalc/_data/"
        + path.relative_to(PROJECT / "data" if path.is_relative_to(PROJECT / "data") else PROJECT).as_posix()
        for path in outside
        if path.is_file() and path.suffix in {".csv", ".gz", ".py", ".toml", ".yaml"}
    }
    missing = sorted((wanted | {"unitcalc/py.typed"}) - held)
    assert not missing, "say in pyproject.toml where these lie in a wheel (a single file: force-include)"
