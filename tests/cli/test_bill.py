"""`unitcalc bill`: exit status, text, JSON as the interface promises it, CSV."""

import csv
import io
import re
from datetime import date

import pytest

from tests.cli.conftest import Run

INFLIXIMAB = ("bill", "--code", "J1745", "--given", "350 mg", "--opened", "4 x 100 mg", "--date", "2025-03-01")
UNKNOWN_TYPE = ("bill", "--code", "J7191", "--given", "500 IU", "--opened", "1 x 600 IU", "--date", "2026-02-01")
NOTHING = ("bill", "--code", "J1745", "--given", "0 mg", "--opened", "1 x 100 mg", "--date", "2025-03-01")
WRONG = ("bill", "--code", "J17", "--given", "350", "--opened", "4 x 100 mg")

KEYS = {
    "code": str, "descriptor": str, "date": str, "payer": str, "billing_unit": dict, "given": dict, "opened": dict,
    "discarded": dict, "administered_units": int, "discarded_units": int, "lines": list, "steps": list,
    "alternatives": list, "findings": list, "data": list,
}  # fmt: skip
AMOUNT = re.compile(r"\d+(\.\d+)?|\d+/\d+")
MONEY = re.compile(r"\d+\.\d\d")


@pytest.mark.parametrize(
    "words, status",
    [
        (INFLIXIMAB, 0),
        (NOTHING, 0),
        (UNKNOWN_TYPE, 1),
        (WRONG, 2),
        (("bill",), 2),
        ((*INFLIXIMAB, "--setting", "x"), 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_exit_status(run: Run, words: tuple[str, ...], status: int, form: str) -> None:
    ended = run(*words, "--format", form)
    assert ended.status == status
    if status == 2 and form != "json":
        assert ended.out == ""
        assert ended.err
    elif status != 2 and form != "csv":
        assert ended.err == ""


def test_json_has_what_the_interface_names(run: Run) -> None:
    record = run(*INFLIXIMAB, "--format", "json").json
    assert {key: type(record[key]) for key in KEYS} == KEYS
    assert (record["code"], record["payer"], record["date"]) == ("J1745", "medicare-part-b", "2025-03-01")
    assert date.fromisoformat(record["date"])
    assert record["billing_unit"] == {"amount": "10", "unit": "mg"}
    assert record["given"] == {"amount": "350", "unit": "mg"}
    assert record["opened"] == {"amount": "400", "unit": "mg"}
    assert record["discarded"] == {"amount": "50", "unit": "mg"}
    assert (record["administered_units"], record["discarded_units"]) == (35, 5)
    assert record["alternatives"] == []
    first, second = record["lines"]
    assert (first["modifiers"], first["units"], first["ndc"], first["ndc_quantity"]) == ([], 35, None, None)
    assert (second["modifiers"], second["units"]) == (["JW"], 5)
    assert first["payment"] == "1068.38"  # 35 x 30.525 = 1,068.375
    assert second["payment"] == "152.63"  # 5 x 30.525 = 152.625
    for line in record["lines"]:
        assert set(line) >= {"code", "modifiers", "units", "ndc", "ndc_quantity", "amount", "payment"}
        assert AMOUNT.fullmatch(line["amount"]["amount"])
        assert MONEY.fullmatch(line["payment"])
    assert all(set(step) == {"label", "expression", "value", "source"} for step in record["steps"])
    assert all(isinstance(text, str) for step in record["steps"] for text in step.values())
    assert {finding["severity"] for finding in record["findings"]} <= {"error", "warning", "info"}
    assert all({"check", "severity", "message", "source"} <= set(finding) for finding in record["findings"])
    used = {use["table"]: use for use in record["data"]}
    limits = next(use for name, use in used.items() if "payment limits" in name.lower())
    assert (limits["period"], limits["covers"]) == ("2025Q1", True)


def test_json_of_alternatives(run: Run) -> None:
    record = run(*UNKNOWN_TYPE, "--format", "json").json
    assert record["lines"] == []
    single, multi = record["alternatives"]
    assert set(single) >= {"if", "administered_units", "discarded_units", "lines"}
    assert (single["administered_units"], single["discarded_units"]) == (500, 100)
    assert (multi["administered_units"], multi["discarded_units"]) == (500, 0)
    assert [line["modifiers"] for line in single["lines"]] == [[], ["JW"]]
    assert [line["modifiers"] for line in multi["lines"]] == [[]]
    assert any(finding["severity"] == "error" for finding in record["findings"])
    assert record["administered_units"] == 500


def test_json_of_an_ndc_line(run: Run) -> None:
    words = ("bill", "--code", "J9271", "--given", "200 mg", "--opened", "2 x 00006-3026-02", "--form", "liquid")
    record = run(*words, "--concentration", "25 mg/mL", "--date", "2025-03-01", "--format", "json").json
    (line,) = record["lines"]
    assert line["ndc"] == "00006-3026-02"
    assert line["ndc_quantity"] == {"amount": "8", "unit": "ML"}  # 200 / 25
    assert record["opened"] == {"amount": "200", "unit": "mg"}


def test_json_of_an_activity_says_of_what(run: Run) -> None:
    words = ("bill", "--code", "J7211", "--given", "1046 IU", "--opened", "1 x 1046 IU", "--date", "2025-08-01")
    record = run(*words, "--format", "json").json
    assert record["given"] == {"amount": "1046", "unit": "IU", "of": "factor VIII"}


def test_json_of_a_third(run: Run) -> None:
    """A value with no finite decimal is n/d."""
    words = ("bill", "--code", "J1745", "--given", "1/3 mg", "--opened", "1 x 100 mg", "--date", "2025-03-01")
    record = run(*words, "--format", "json").json
    assert record["given"] == {"amount": "1/3", "unit": "mg"}
    assert record["administered_units"] == 1


def test_json_of_what_cannot_be_used(run: Run) -> None:
    ended = run(*WRONG, "--format", "json")
    record = ended.json
    assert ended.err == ""
    assert set(record) == {"error", "errors"}
    assert record["errors"][0] == record["error"]
    assert {error["code"] for error in record["errors"]} == {"code-not-read", "amount-without-unit"}
    assert all(set(error) >= {"code", "message", "hint", "candidates"} for error in record["errors"])


def test_json_of_candidates(run: Run) -> None:
    words = ("bill", "--code", "J2505", "--given", "6 mg", "--opened", "6 mg", "--date", "2025-03-01")
    assert run(*words, "--format=json").json["error"]["candidates"] == ["J2506"]


def test_text_is_for_people(run: Run) -> None:
    out = run(*INFLIXIMAB).out
    for words in ("J1745-JW", "Units", "$1,068.38", "50 mg", "5 discarded units (JW)", "Worksheet", "RULES R4"):
        assert words in out
    assert "\x1b" not in out, "no colours in a pipe"
    assert all(len(line) <= 100 for line in out.splitlines())
    assert "Worksheet" not in run(*INFLIXIMAB, "--no-steps").out


def test_text_of_refusals_names_the_options(run: Run) -> None:
    ended = run(*WRONG)
    assert "--code: " in ended.err
    assert "--given: " in ended.err
    assert "Traceback" not in ended.err


def test_csv_is_the_lines(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*INFLIXIMAB, "--format", "csv").out)))
    assert [(row["code"], row["modifiers"], row["units"], row["amount"], row["unit"]) for row in rows] == [
        ("J1745", "", "35", "350", "mg"), ("J1745", "JW", "5", "50", "mg"),
    ]  # fmt: skip
    assert [row["payment"] for row in rows] == ["1068.38", "152.63"]
    header = run(*NOTHING, "--format", "csv").out.splitlines()
    assert len(header) == 1


def test_csv_leaves_what_is_to_be_read_on_standard_error(run: Run) -> None:
    ended = run(*UNKNOWN_TYPE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert {row["if"] for row in rows} == {"the containers are single-dose", "the containers are multi-dose"}
    told = ended.err.splitlines()
    assert told[0].startswith("ERROR Whether the containers (600 IU) are single- or multi-dose is not known;")
    assert told[-2:] == [
        "If the containers are single-dose: 500 administered units, 100 discarded units.",
        "If the containers are multi-dose: 500 administered units, 0 discarded units.",
    ]
    found = run(*UNKNOWN_TYPE, "--format", "json").json["findings"]
    assert len(told) == 2 + sum(each["severity"] != "info" for each in found)
    one = ("bill", "--code", "J7191", "--given", "1 IU", "--opened", "1 x 2 IU", "--date", "2026-02-01")
    assert "1 administered unit, 1 discarded unit." in run(*one, "--format", "csv").err
    assert run(*INFLIXIMAB, "--discarded", "50 mg", "--format", "csv").err == ""


@pytest.mark.parametrize(
    "option, value, key, wanted",
    [
        ("--discarded", "30 mg", "discarded", {"amount": "30", "unit": "mg"}),
        ("--explained", "20 mg tubing", "explained", {"amount": "20", "unit": "mg"}),
        ("--container-type", "multi-dose", "discarded_units", 0),
        ("--container-type", "single-dose", "discarded_units", 5),
        ("--billing-unit", "100 mg", "billing_unit", {"amount": "100", "unit": "mg"}),
        ("--setting", "inpatient", "setting", "inpatient"),
        ("--supply", "free", "lines", []),
        ("--stopped", "rest-was-dose", "discarded_units", 0),
        ("--stopped", "bill-rest-as-discarded", "discarded_units", 5),
    ],
)
def test_every_option_counts(run: Run, option: str, value: str, key: str, wanted: object) -> None:
    assert run(*INFLIXIMAB, option, value, "--format", "json").json[key] == wanted


def test_opened_is_repeatable(run: Run) -> None:
    words = ("bill", "--code", "J9355", "--given", "500 mg", "--opened", "1 x 420 mg", "--opened", "1 x 150 mg")
    record = run(*words, "--date", "2025-03-01", "--container-type", "single-dose", "--format", "json").json
    assert record["opened"]["amount"] == "570"
    assert (record["administered_units"], record["discarded_units"]) == (50, 7)


def test_dispensed(run: Run) -> None:
    words = ("bill", "--code", "J7211", "--dispensed", "--opened", "3 x 1046 IU", "--date", "2025-08-01")
    record = run(*words, "--setting", "home", "--format", "json").json
    assert [(line["units"], line["modifiers"]) for line in record["lines"]] == [(3138, ["JZ"])]
    both = run(*words, "--given", "5 IU", "--format", "json")
    assert (both.status, both.json["error"]["code"]) == (2, "options")


def test_the_date_is_today_where_none_is_stated(run: Run) -> None:
    record = run(*INFLIXIMAB[:-2], "--format", "json").json
    assert record["date"] == date.today().isoformat()
    assert any(finding["check"] == "date-outside-table" for finding in record["findings"])
