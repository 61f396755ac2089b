"""`import unitcalc`: the commands as functions, whose results are models with the command's JSON."""

import datetime
import inspect
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import unitcalc
from unitcalc.cli import main
from unitcalc.findings import Refused


@pytest.fixture(scope="module", autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A user who has no data of their own."""
    from unitcalc import api

    folder = tmp_path_factory.mktemp("api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        api._catalogue.cache_clear()
        yield
        api._catalogue.cache_clear()


def command(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """The JSON that the command prints."""
    capsys.readouterr()
    assert main([*words, "--format", "json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


BILLS: dict[str, dict[str, Any]] = {
    "two lines": {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "date": "2025-03-01"},
    "alternatives": {"code": "J7191", "given": "500 IU", "opened": ["1 x 600 IU"], "date": "2026-02-01"},
    "activity and NDC": {"code": "J7211", "given": "1046 IU", "opened": ["1 x 00026-3824-25 @ 1046 IU"],
                         "date": "2025-08-01", "form": "powder"},
    "nothing given": {"code": "J1745", "given": "0 mg", "opened": ["1 x 100 mg"], "date": "2025-03-01"},
    "no containers": {"code": "J1745", "given": "350 mg", "date": "2025-03-01"},
    "fractions": {"code": "Q2041", "given": "1 dose", "opened": ["1 x 1 dose"], "date": "2025-03-01",
                  "container_type": "multi-dose"},
    "a third": {"code": "J1745", "given": "1/3 mg", "opened": ["1 x 100 mg"], "date": "2025-03-01"},
    "everything": {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "date": "2025-03-01",
                   "discarded": "20 mg", "explained": ["25 mg tubing"], "overfill": "1 mg", "setting": "esrd",
                   "supply": "340b", "container_type": "single-dose", "payer": "medicare-part-b"},
    "dispensed": {"code": "J7211", "dispensed": True, "opened": ["3 x 1046 IU"], "date": "2025-08-01",
                  "setting": "home"},
}  # fmt: skip


def words_of(request: dict[str, Any]) -> list[str]:
    """The options that state the same request."""
    words = []
    for name, value in request.items():
        option = f"--{name.replace('_', '-')}"
        for each in value if isinstance(value, list) else [value]:
            words += [option] if each is True else [option, each]
    return words


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_is_the_commands_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "bill", *words_of(BILLS[name]))
    found = unitcalc.bill(**BILLS[name])
    assert isinstance(found, BaseModel)
    assert json.loads(found.model_dump_json()) == wanted
    assert found.model_dump(mode="json", by_alias=True) == wanted


@pytest.mark.parametrize("what", ["J7211", "J1745", "trastuzumab", "00026-3824-25", "J9999", "J2505", "Q4101"])
def test_a_look_up_is_the_commands_json(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = command(capsys, "lookup", what, "--date", "2026-02-01")
    found = unitcalc.lookup(what, date="2026-02-01")
    assert json.loads(found.model_dump_json()) == wanted
    assert found.model_dump(mode="json", by_alias=True) == wanted


def test_values_have_types() -> None:
    found = unitcalc.bill(**BILLS["two lines"])
    assert (found.administered_units, found.discarded_units) == (35, 5)
    assert found.given.value == Fraction(350)
    assert found.date == datetime.date(2025, 3, 1)
    assert [(line.units, line.modifiers) for line in found.lines] == [(35, ()), (5, ("JW",))]
    third = unitcalc.bill(**BILLS["a third"])
    assert third.given.value == Fraction(1, 3)
    choice = unitcalc.bill(**BILLS["alternatives"])
    assert choice.lines == ()
    assert [each.if_ for each in choice.alternatives] == [
        "the containers are single-dose",
        "the containers are multi-dose",
    ]


def test_a_date_may_be_a_date() -> None:
    as_text = unitcalc.bill(**BILLS["two lines"])
    as_date = unitcalc.bill(**{**BILLS["two lines"], "date": datetime.date(2025, 3, 1)})
    assert as_text == as_date
    assert unitcalc.lookup("J1745", datetime.date(2025, 3, 1)) == unitcalc.lookup("J1745", "2025-03-01")


def test_a_date_may_have_a_time() -> None:
    noon = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)
    assert unitcalc.bill(**{**BILLS["two lines"], "date": noon}).date == datetime.date(2025, 3, 1)


NO_TEXT = [
    ("given", 0.35, 'given is text with its unit, such as "350 mg"'),
    ("given", None, 'given is text with its unit, such as "350 mg"'),
    ("given", Fraction(350), 'given is text with its unit, such as "350 mg"'),
    ("code", 1745, 'code is text, such as "J1745"'),
    ("opened", 400, 'opened is text with its unit, such as "4 x 100 mg"'),
    ("opened", [100, 100], 'opened is text with its unit, such as "4 x 100 mg"'),
    ("opened", b"4 x 100 mg", 'opened is text with its unit, such as "4 x 100 mg"'),
    ("explained", [("20 mg", "tubing")], 'explained is text with its unit, such as "20 mg tubing"'),
    ("date", 20250301, 'date is text, such as "2025-03-01"'),
    ("ndc", 57894003001, 'ndc is text, such as "57894-0030-01"'),
    ("dispensed", "yes", "dispensed is True or False"),
]


@pytest.mark.parametrize("name, value, says", NO_TEXT)
def test_what_is_no_text_is_a_type_error(name: str, value: object, says: str) -> None:
    with pytest.raises(TypeError) as raised:
        unitcalc.bill(**{**BILLS["two lines"], name: value})
    assert str(raised.value) == says


@pytest.mark.parametrize("name", sorted(set(inspect.signature(unitcalc.bill).parameters) - {"dispensed"}))
def test_every_field_is_text(name: str) -> None:
    with pytest.raises(TypeError, match=f"^{name} is text"):
        unitcalc.bill(**{name: 1.5})  # type: ignore[arg-type]


def test_a_look_up_is_of_text() -> None:
    with pytest.raises(TypeError, match='what is text, such as "J1745"'):
        unitcalc.lookup(1745)  # type: ignore[arg-type]


def test_one_entry_may_stand_alone() -> None:
    alone = unitcalc.bill(**{**BILLS["two lines"], "opened": "4 x 100 mg", "explained": "25 mg tubing"})
    listed = unitcalc.bill(**{**BILLS["two lines"], "explained": ["25 mg tubing"]})
    assert alone == listed
    assert unitcalc.bill(**{**BILLS["no containers"], "opened": ""}) == unitcalc.bill(**BILLS["no containers"])


def test_near_names_reach_the_caller() -> None:
    with pytest.raises(Refused) as raised:
        unitcalc.lookup("00026-3842-25")
    assert raised.value.problems[0].candidates[0] == "00026-3824-25"


def test_results_are_frozen_and_closed() -> None:
    found = unitcalc.bill(**BILLS["two lines"])
    with pytest.raises(ValidationError):
        found.code = "J0000"
    with pytest.raises(ValidationError):
        type(found).model_validate({**found.model_dump(by_alias=True), "more": 1})
    assert type(found).model_validate_json(found.model_dump_json(by_alias=True)) == found


def test_problems_are_raised_together() -> None:
    with pytest.raises(Refused) as raised:
        unitcalc.bill(code="J17", given="350")
    assert {problem.field for problem in raised.value.problems} == {"code", "given"}
    assert isinstance(raised.value, ValueError)
    assert unitcalc.Refused is Refused
    with pytest.raises(unitcalc.Refused):
        unitcalc.lookup("xyzzy")


def test_names_that_are_none() -> None:
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = unitcalc.nothing_of_ours
    assert {"Refused", "bill", "lookup"} <= set(dir(unitcalc))
    with pytest.raises(TypeError):
        unitcalc.bill("J1745", "350 mg")  # type: ignore[misc]


def test_importing_costs_nothing(tmp_path: Path) -> None:
    program = "import sys, unitcalc; dir(unitcalc); print(*sorted(name.partition('.')[0] for name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    heavy = {"pint", "pydantic", "streamlit", "yaml", "openpyxl", "sqlite3", "pandas"}
    assert set(answer.stdout.split()) & heavy == set()


@pytest.mark.parametrize("words", [["--help"], ["lookup", "J1745"], ["lookup", "kovaltry"]])
def test_a_look_up_needs_no_heavy_module(words: list[str], tmp_path: Path) -> None:
    program = f"import sys; from unitcalc.cli import main\ntry: main({words!r})\nexcept SystemExit: pass\n"
    program += "print(*sorted(name.partition('.')[0] for name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = set(answer.stdout.splitlines()[-1].split())
    assert loaded & {"pint", "pydantic", "streamlit", "openpyxl", "pandas"} == set()
