"""`unitcalc plan`: exit status, text, JSON as the interface promises it, CSV, stock files."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

DAY = ("--date", "2026-02-01")
RITUXIMAB = ("plan", "--code", "J9312", "--dose", "750 mg", *DAY)
WASTEFUL = (*RITUXIMAB, "--objective", "containers")
FACTOR = ("plan", "--code", "J7211", "--dose", "2000 IU", *DAY)
TWO = ("plan", "--code", "J9312", "--dose", "bed 3: 420 mg", "--dose", "380 mg", *DAY)
WRONG = ("plan", "--code", "J93", "--dose", "750", "--objective", "speed", "--share", "maybe", "--round-within", "x")

KEYS = {
    "code": str, "descriptor": str, "date": str, "dose": dict, "objective": str, "from_stock": bool, "plans": list,
    "frontier": list, "rounding": list, "steps": list, "findings": list, "data": list, "rules": list,
}  # fmt: skip
PLAN_KEYS = {
    "product": str, "labelers": list, "route": str, "containers": list, "container_count": int, "injections": int,
    "given": dict, "opened": dict, "discarded": dict, "kept": bool, "administered_units": int, "discarded_units": int,
    "cost": str, "lines": list, "alternatives": list,
}  # fmt: skip
STOCK = (
    "NDC,Code,Potency,Unit,On Hand,Lot,Exp,Cost\n"
    "00026-3824-25,,1046,IU,2,A1,2027-05,900\n"
    ",J7211,523 IU,,1,B1,2026-12-31,\n"
    "00026-3824-25,,1032,IU,3,C1,2026-01,\n"
    ",J7211,523 IU,,some,D1,,\n"
)


def types(record: dict[str, object]) -> dict[str, type]:
    return {key: type(value) for key, value in record.items()}


def stock(folder: Path, text: str = STOCK) -> str:
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "words, status",
    [
        (RITUXIMAB, 0),
        ((*RITUXIMAB, "--round-within", "10%"), 0),
        (TWO, 0),
        ((*TWO, "--share", "yes"), 0),
        (WASTEFUL, 1),  # the bill asks why 20 units were wasted
        (("plan", "--code", "J9312", "--dose", "31 mg", "--dose", "32 mg", "--dose", "33 mg", "--share", "yes"), 1),
        (WRONG, 2),
        (("plan",), 2),
        ((*RITUXIMAB, "--setting", "x"), 2),
        ((*RITUXIMAB, "--payer", "x"), 2),
        ((*TWO, "--setting", "x"), 2),
        ((*TWO, "--payer", "x"), 2),
        ((*RITUXIMAB, "--dose"), 2),
        (FACTOR, 2),
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
    if form == "json":
        errors = [each for each in ended.json.get("findings", ()) if each["severity"] == "error"]
        assert bool(errors) is (status == 1)


def test_json_has_what_the_interface_names(run: Run) -> None:
    record = run(*RITUXIMAB, "--round-within", "10%", "--format", "json").json
    assert types(record) == KEYS
    assert (record["code"], record["date"], record["objective"]) == ("J9312", "2026-02-01", "waste")
    assert record["dose"] == {"amount": "750", "unit": "mg"}
    best, other = record["plans"]
    assert types(best) == PLAN_KEYS
    assert [(each["label_amount"], each["ndc"], each["count"]) for each in best["containers"]] == [
        ({"amount": "500", "unit": "mg"}, "50242-0053-06", 1),
        ({"amount": "100", "unit": "mg"}, "50242-0051-21", 3),
    ]
    assert (best["opened"], best["discarded"]) == ({"amount": "800", "unit": "mg"}, {"amount": "50", "unit": "mg"})
    assert (best["administered_units"], best["discarded_units"]) == (75, 5)
    assert best["cost"] == "5981.20"  # 80 units of $74.765
    assert [(line["modifiers"], line["units"]) for line in best["lines"]] == [([], 75), (["JW"], 5)]
    assert best["alternatives"] == []
    # The first is the best, and the frontier names its plans by their place.
    assert record["frontier"] == [
        {"containers": 2, "discarded": {"amount": "250", "unit": "mg"}, "plan": 1},
        {"containers": 4, "discarded": {"amount": "50", "unit": "mg"}, "plan": 0},
    ]
    assert other["container_count"] == 2
    (rounding,) = record["rounding"]
    assert (rounding["ordered"], rounding["dose"]) == (record["dose"], {"amount": "700", "unit": "mg"})
    assert rounding["change_percent"] == "-20/3"
    assert rounding["discarded_saved"] == {"amount": "50", "unit": "mg"}
    assert rounding["source"]
    assert all(set(step) == {"label", "expression", "value", "source"} for step in record["steps"])
    assert all(set(each) == {"check", "severity", "message", "source"} for each in record["findings"])
    assert {use["table"] for use in record["data"]} >= {"HCPCS Level II"}


def test_json_of_a_day(run: Run) -> None:
    record = run(*TWO, "--share", "yes", "--format", "json").json
    assert record["shared"] is True
    assert [(each["patient"], each["administered_units"]) for each in record["patients"]] == [
        ("bed 3", 42),
        ("patient 2", 38),
    ]
    first, second = record["patients"]
    assert [(each["count"], each["given"]["amount"]) for each in first["containers"]] == [(1, "420")]
    # 80 mg of the vial of 500 mg that is open already, then 3 x 100.
    assert [(each["count"], each["given"]["amount"]) for each in second["containers"]] == [(0, "80"), (3, "300")]
    assert record["other"]["shared"] is False
    assert record["other"]["container_count"] == 5
    assert any(each["check"] == "shared-container" for each in record["findings"])


def test_each_patient_has_claim_lines(run: Run) -> None:
    # 500 opened for 420 mg: 42 units and 8 of JW; 400 for 380: 38 and 2.
    record = run(*TWO, "--format", "json").json
    lines = [[(line["units"], *line["modifiers"]) for line in each["lines"]] for each in record["patients"]]
    assert lines == [[(42,), (8, "JW")], [(38,), (2, "JW")]]
    text = run(*TWO).out
    assert text.count("Claim lines, if the rest is discarded") == 2
    # In a hospital's inpatient stay no JW is billed, and the plan says none.
    inpatient = run(*TWO, "--setting", "inpatient", "--format", "json").json
    assert [each["discarded_units"] for each in inpatient["patients"]] == [0, 0]
    assert inpatient["plans"][0]["discarded_units"] == 0
    # Shared containers have no bill of one patient's own.
    shared = run(*TWO, "--share", "yes", "--format", "json").json
    assert [each["lines"] for each in shared["patients"]] == [[], []]


def test_json_where_a_person_must_choose(run: Run) -> None:
    words = ("plan", "--code", "A9585", "--dose", "7 mL", "--product", "Gadavist", *DAY)
    ended = run(*words, "--format", "json")
    assert ended.status == 1
    best = ended.json["plans"][0]
    assert best["lines"] == []
    assert [(each["administered_units"], each["discarded_units"]) for each in best["alternatives"]] == [
        (70, 5),
        (70, 0),
    ]
    text = run(*words).out
    assert "a person must choose" in text
    assert text.count("A9585-JW") == 1
    assert "ERROR" in text


def test_errors_all_at_once(run: Run, user: Path) -> None:
    ended = run(*WRONG, "--stock", str(user / "nope.csv"), "--have", "2 x", "--format", "json")
    assert ended.status == 2
    fields = [each["field"] for each in ended.json["errors"]]
    assert fields == ["stock", "code", "dose", "objective", "have", "round_within", "share"]
    assert ended.json["error"] == ended.json["errors"][0]
    assert all(each["message"] and each["hint"] for each in ended.json["errors"])
    told = run(*WRONG, "--stock", str(user / "nope.csv"), "--have", "2 x").err
    for option in ("--stock:", "--code:", "--dose:", "--objective:", "--have:", "--round-within:", "--share:"):
        assert option in told


@pytest.mark.parametrize(
    "words, option",
    [
        (("plan", "--code", "J9312"), "--dose"),
        (FACTOR, "--have"),
        (FACTOR, "--stock"),
        (("plan", "--code", "J9271", "--dose", "8 mL"), "--concentration"),
        ((*FACTOR[:3], "--dose", "a: 600 IU", "--dose", "b: 600 IU", "--have", "1 x 1300 IU"), "--share yes"),
    ],
)
def test_hints_name_the_option(run: Run, words: tuple[str, ...], option: str) -> None:
    ended = run(*words)
    assert ended.status == 2
    assert option in ended.err


def test_a_stock_list(run: Run, user: Path) -> None:
    record = run(*FACTOR, "--stock", stock(user), "--format", "json").json
    assert record["from_stock"] is True
    best = record["plans"][0]
    # 2 x 1,046 = 2,092 leaves 92; 1,046 + 523 is too little, and the lot of 1,032 IU has expired.
    assert [(each["count"], each["lot"], each["expires"]) for each in best["containers"]] == [(2, "A1", "2027-05-31")]
    assert best["discarded"] == {"amount": "92", "unit": "IU", "of": "factor VIII"}
    assert best["cost"] == "1800.00"
    messages = [each["message"] for each in record["findings"] if each["severity"] == "warning"]
    assert any("row 4" in text and "C1" in text and "expired on 2026-01-31" in text for text in messages)
    assert any("row 5" in text and "'some'" in text for text in messages)


def test_a_stock_list_as_excel(run: Run, user: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(STOCK)):
        book.active.append(row)
    book.save(user / "stock.xlsx")
    words = ("--format", "json")
    assert (
        run(*FACTOR, "--stock", str(user / "stock.xlsx"), *words).json["plans"]
        == (run(*FACTOR, "--stock", stock(user), *words).json["plans"])
    )


@pytest.mark.parametrize(
    "text, told",
    [
        ("", "is empty"),
        ("drug,vials\nRituxan,3\n", "no column 'ndc (or code)'"),
        ("ndc,code\n50242-0053-06,J9312\n", "no column 'count'"),
        ("ndc,count\n", "no rows"),
        ("code,amount,count\nJ9312,100 mg,2\n", "1 row is of other drugs"),
        ("code,amount,count\nJ7211,1046 IU,1\n", "1,046 IU"),
    ],
)
def test_stock_that_does_not_help(run: Run, user: Path, text: str, told: str) -> None:
    ended = run(*FACTOR, "--stock", stock(user, text))
    assert (ended.status, ended.out) == (2, "")
    assert told in " ".join(ended.err.split())


def test_a_folder_as_stock(run: Run, user: Path) -> None:
    ended = run(*FACTOR, "--stock", str(user))
    assert ended.status == 2
    assert "--stock:" in ended.err
    assert "is a folder" in ended.err


def test_csv(run: Run, user: Path) -> None:
    ended = run(*FACTOR, "--stock", stock(user), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ended.out))
    assert (row["plan"], row["count"], row["label_amount"], row["unit"]) == ("1", "2", "1046", "IU")
    assert (row["ndc"], row["lot"], row["expires"], row["left"]) == ("00026-3824-25", "A1", "2027-05-31", "92")
    assert (row["administered_units"], row["discarded_units"], row["cost"]) == ("2000", "92", "1800.00")
    assert "expired on 2026-01-31" in ended.err
    rows = list(csv.DictReader(io.StringIO(run(*RITUXIMAB, "--format", "csv").out)))
    assert [(each["plan"], each["count"], each["label_amount"]) for each in rows] == [
        ("1", "1", "500"),
        ("1", "3", "100"),
        ("2", "2", "500"),
    ]
    rows = list(csv.DictReader(io.StringIO(run(*TWO, "--format", "csv").out)))
    assert [(each["patient"], each["count"], each["label_amount"], each["left"]) for each in rows] == [
        ("bed 3", "1", "500", "80"),
        ("patient 2", "4", "100", "20"),
    ]


def test_text(run: Run) -> None:
    out = run(*RITUXIMAB).out
    assert "Open 1 x 500 mg and 3 x 100 mg  (Rituxan, intravenous)" in out
    assert "Discard    50 mg of 800 mg" in out
    assert "75 administered, 5 discarded (JW)" in out
    assert "J9312-JW" in out
    assert "of all combinations" in out  # the worksheet says that it is the best there is
    assert "Worksheet" not in run(*RITUXIMAB, "--no-steps").out
    rounded = run(*RITUXIMAB, "--round-within", "10%", "--no-steps").out
    assert "700 mg instead of 750 mg (-6.67 %)" in rounded
    assert "--dose '700 mg'" in rounded


def test_text_of_a_day(run: Run) -> None:
    shared = run(*TWO, "--share", "yes").out
    assert "80 mg of one already open" in shared
    assert "Not shared: 1 x 500 mg and 4 x 100 mg (1 more), 100 mg left" in shared
    assert "USP <797>" in " ".join(shared.split())
    apart = run(*TWO).out
    assert "Shared: 1 x 500 mg and 3 x 100 mg (1 fewer), 0 mg left" in apart
    assert "Given as" not in apart


@pytest.mark.parametrize("columns", [60, 100, 140])
@pytest.mark.parametrize("words", [RITUXIMAB, TWO, ("plan", "--code", "J1561", "--dose", "36 g", *DAY)])
def test_text_keeps_to_the_width(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run(*words).out.splitlines()
    # The claim lines are the bill's table: an NDC quantity in two halves can't be copied.
    assert [line for line in lines if len(line) > columns and "N4" not in line and "NDC quantity" not in line] == []


@pytest.mark.parametrize(
    "option, value, key, wanted",
    [
        ("--objective", "containers", "objective", "containers"),
        ("--have", "8 x 100 mg", "from_stock", True),
        ("--product", "rituxan", "from_stock", False),
        ("--route", "IV", "objective", "waste"),
        ("--round-within", "5", "rounding", []),
        ("--concentration", "10 mg/mL", "dose", {"amount": "750", "unit": "mg"}),
    ],
)
def test_every_option_is_taken(run: Run, option: str, value: str, key: str, wanted: object) -> None:
    assert run(*RITUXIMAB, option, value, "--format", "json").json[key] == wanted


def test_payer_and_setting_shape_the_bill(run: Run) -> None:
    record = run(*RITUXIMAB, "--setting", "inpatient", "--format", "json").json
    assert [line["modifiers"] for line in record["plans"][0]["lines"]] == [[]]


def test_the_date_is_today_where_none_is_stated(run: Run) -> None:
    record = run("plan", "--code", "J9312", "--dose", "750 mg", "--format", "json").json
    assert record["date"] == date.today().isoformat()


def test_an_option_twice(run: Run) -> None:
    assert "stated twice" in run(*RITUXIMAB, "--code", "J1745").err
