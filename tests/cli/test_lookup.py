"""`unitcalc lookup`: a code, an NDC in any layout, a brand, a substance."""

import csv
import io
import re
from datetime import date

import pytest

from tests.cli.conftest import Run

KEYS = {
    "code", "descriptor", "billing_unit", "kind", "effective_from", "effective_to", "payment_limit", "mue",
    "opps_status", "jw_jz_listed", "presentations", "misdescribed", "similar",
}  # fmt: skip
PRESENTATION_KEYS = {
    "ndc", "product", "labeler", "container_type", "container_type_source", "potency", "label_amount",
    "nominal_amount", "units_per_container", "containers_per_package", "source",
}  # fmt: skip
KINDS = "amount|up-to|threshold|volume|dose|container|cells|combination|area|duration|radioactivity|unclassified|other"


def test_the_interfaces_own_example(run: Run) -> None:
    ended = run("lookup", "J7211", "--date", "2026-02-01", "--format", "json")
    assert (ended.status, ended.err) == (0, "")
    (match,) = ended.json["matches"]
    assert set(match) >= KEYS
    assert match["billing_unit"] == {"amount": "1", "unit": "IU", "of": "factor VIII"}
    assert (match["effective_from"], match["effective_to"]) == ("2018-01-01", None)
    assert (match["payment_limit"]["amount"], match["payment_limit"]["period"]) == ("1.570", "2026Q1")
    assert {"service": "practitioner", "units": 22000, "per": "line"} in match["mue"]
    assert (match["opps_status"], match["jw_jz_listed"]) == ("K", True)
    kovaltry = next(each for each in match["presentations"] if each["ndc"] == "00026-3824-25")
    assert set(kovaltry) >= PRESENTATION_KEYS
    assert (kovaltry["product"], kovaltry["potency"], kovaltry["label_amount"]) == ("Kovaltry", "assayed", None)
    assert kovaltry["units_per_container"] is None


@pytest.mark.parametrize("code", ["J1745", "J7211", "Q2041", "J0702", "J1580", "A9606", "J9999", "Q4101", "J1411"])
def test_types(run: Run, code: str) -> None:
    (match,) = run("lookup", code, "--date", "2025-03-01", "--format", "json").json["matches"]
    assert match["code"] == code
    assert match["kind"] in KINDS.split("|")
    assert date.fromisoformat(match["effective_from"])
    assert match["billing_unit"] is None or isinstance(match["billing_unit"]["amount"], str)
    if match["payment_limit"]:
        assert re.fullmatch(r"\d+\.\d{3,}", match["payment_limit"]["amount"])
    assert all(type(each["units"]) is int and each["per"] in ("line", "day") for each in match["mue"])
    for each in match["presentations"]:
        assert set(each) >= PRESENTATION_KEYS
        assert each["potency"] in ("labelled", "assayed")
        assert each["label_amount"] is None or each["potency"] == "labelled"
        assert each["source"]


@pytest.mark.parametrize(
    "text", ["00026-3824-25", "0026-3824-25", "00026382425", "NDC 00026-3824-25", "000026-3824-25", "N400026382425"]
)
def test_an_ndc_in_any_layout(run: Run, text: str) -> None:
    (match,) = run("lookup", text, "--date", "2026-02-01", "--format", "json").json["matches"]
    assert match["code"] == "J7211"
    assert [each["ndc"] for each in match["presentations"]] == ["00026-3824-25"]


def test_ten_digits_are_ambiguous(run: Run) -> None:
    """RULES 5.1: 0026382425 is 4-4-2, 5-3-2 or 5-4-1, each padded to 5-4-2; none is picked."""
    ended = run("lookup", "0026382425", "--format", "json")
    assert ended.status == 2
    assert ended.json["error"]["candidates"] == ["00026-3824-25", "00263-0824-25", "00263-8242-05"]


@pytest.mark.parametrize("words", [("kovaltry",), ("Kovaltry",), ("KOVALTRY",)])
def test_a_brand(run: Run, words: tuple[str, ...]) -> None:
    found = run("lookup", *words, "--format", "json").json["matches"]
    assert [match["code"] for match in found] == ["J7211"]


def test_a_substance_has_every_code(run: Run) -> None:
    codes = {match["code"] for match in run("lookup", "trastuzumab", "--format", "json").json["matches"]}
    assert {"J9355", "Q5112", "Q5113", "Q5114", "Q5116", "Q5117"} <= codes
    two = {match["code"] for match in run("lookup", "trastuzumab", "dttb", "--format", "json").json["matches"]}
    assert two == {"Q5112"}


@pytest.mark.parametrize(
    "word, code", [("99213", "code-level-one"), ("J0001", "code-unknown"), ("xyzzy", "lookup-nothing"),
                   ("12345-678", "ndc-layout"), ("99999-9999-99", "ndc-unknown"), (" ", "lookup-empty")],
)  # fmt: skip
def test_what_is_not_found(run: Run, word: str, code: str) -> None:
    ended = run("lookup", word, "--format", "json")
    assert (ended.status, ended.json["error"]["code"]) == (2, code)
    assert ended.json["error"]["hint"]
    text = run("lookup", word)
    assert (text.status, text.out) == (2, "")


def test_text(run: Run) -> None:
    out = run("lookup", "J1745", "--date", "2025-03-01").out
    for words in ("Injection, infliximab", "10 mg (amount)", "$30.525", "2025Q1", "150 units a day", "57894-0030-01"):
        assert words in out
    several = run("lookup", "trastuzumab").out
    assert "J9355" in several
    assert all(len(line) <= 100 for line in several.splitlines())


def test_csv_has_a_row_for_each_presentation(run: Run) -> None:
    found = run("lookup", "J1745", "--date", "2025-03-01", "--format", "json").json["matches"][0]["presentations"]
    rows = list(csv.DictReader(io.StringIO(run("lookup", "J1745", "--date", "2025-03-01", "--format", "csv").out)))
    assert [row["ndc"] for row in rows] == [each["ndc"] or "" for each in found]
    remicade = next(row for row in rows if row["ndc"] == "57894-0030-01")
    assert (remicade["code"], remicade["label_amount"], remicade["unit"]) == ("J1745", "100", "mg")


def test_a_code_that_ended_is_shown_with_what_replaced_it(run: Run) -> None:
    (match,) = run("lookup", "J2505", "--date", "2025-03-01", "--format", "json").json["matches"]
    assert match["effective_to"] == "2021-12-31"
    (said,) = (finding for finding in match["findings"] if finding["check"] == "code-terminated")
    assert "J2506" in said["message"]


def test_a_list_says_what_is_not_in_force_and_how_many_more(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    lines = run("lookup", "pegfilgrastim", "--date", "2026-02-01").out.splitlines()
    assert lines[0].split() == ["Code", "Unit", "Brands", "In", "force", "Descriptor"]
    assert "to 2021-12-31" in next(line for line in lines if "J2505" in line)
    early = run("lookup", "pegfilgrastim", "--date", "2020-06-01").out
    assert "from 2022-01-01" in next(line for line in early.splitlines() if "J2506" in line)
    assert "In force" not in run("lookup", "infliximab", "axxq", "--date", "2026-02-01").out.splitlines()[0]
    many = run("lookup", "injection", "--date", "2026-02-01").out.splitlines()
    assert sum(bool(re.match(r"  [A-V]\d{4} ", line)) for line in many) == 20
    assert many[-1].strip().startswith("and ")
    assert many[-1].endswith(" more; narrow the words.")


@pytest.mark.parametrize("columns", ["80", "120"])
def test_a_list_has_whole_brands_and_descriptors(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run("lookup", "trastuzumab", "--date", "2026-02-01").out
    for words in ("Herceptin Hylecta", "Kadcyla", "Ontruzant", "trastuzumab-qyyp, biosimilar, (trazimera), 10 mg"):
        assert words in " ".join(out.split())
    assert "…" not in out


def test_json_says_how_many_more(run: Run) -> None:
    assert run("lookup", "trastuzumab", "--format", "json").json["more"] == 0
    many = run("lookup", "injection", "--format", "json").json
    assert len(many["matches"]) == 50
    assert many["more"] > 1000


@pytest.mark.parametrize("word", ["00026-3824-26", "J1745-JW", "0026382425"])
def test_refusals_help(run: Run, word: str) -> None:
    error = run("lookup", word, "--format", "json").json["error"]
    assert error["candidates"]
    text = run("lookup", word)
    assert (text.status, text.out) == (2, "")
    assert all(each in text.err for each in error["candidates"])


@pytest.mark.parametrize("what", ["J7211", "Q5114", "J9355", "J1745", "factor viii", "00026-3824-25"])
@pytest.mark.parametrize("columns", [80, 100, 120])
def test_text_fits_the_columns(run: Run, monkeypatch: pytest.MonkeyPatch, what: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("lookup", what, "--date", "2026-02-01").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0]


def test_evidence_of_the_container_type(run: Run) -> None:
    words = ("lookup", "Q5114", "--date", "2026-02-01")
    (match,) = run(*words, "--format", "json").json["matches"]
    sources = {each["container_type"]: each["container_type_source"] for each in match["presentations"]}
    assert set(sources) == {"single-dose", "multi-dose"}
    assert all(re.match(r"FDA Purple Book 2025-05, row \d+|vials.yaml, Q5114 ", source) for source in sources.values())
    out = run(*words).out
    for kind, source in sources.items():
        assert " ".join(out.split()).count(f"{kind}: {source}") == 1
    (unknown,) = run("lookup", "J3373", "--date", "2026-02-01", "--format", "json").json["matches"]
    types = {each["container_type"]: each["container_type_source"] for each in unknown["presentations"]}
    assert types["unknown"] is None


def test_csv_leaves_what_is_to_be_read_on_standard_error(run: Run) -> None:
    words = ("lookup", "J9355", "--date", "2026-02-01", "--format")
    findings = run(*words, "json").json["matches"][0]["findings"]
    wanted = [each for each in findings if each["severity"] != "info"]
    assert wanted
    lines = run(*words, "csv").err.splitlines()
    assert lines == [f"{each['severity'].upper()} {each['message']} [{each['source']}]" for each in wanted]


def test_one_is_singular(run: Run) -> None:
    assert "1 unit a day, practitioner" in run("lookup", "J1411", "--date", "2026-02-01").out


def test_how_it_was_read_stands_first(run: Run) -> None:
    ended = run("lookup", "kovaltri", "--date", "2026-02-01")
    assert ended.status == 0
    assert ended.out.startswith("Nothing is spelled 'kovaltri'; shown is Kovaltry.\n\nJ7211  ")
    found = run("lookup", "kovaltri", "--date", "2026-02-01", "--format", "json").json
    assert found["read_as"] == "Nothing is spelled 'kovaltri'; shown is Kovaltry."
    assert "Nothing is spelled" in run("lookup", "kovaltri", "--date", "2026-02-01", "--format", "csv").err


def test_the_size_asked_for_is_marked(run: Run) -> None:
    out = run("lookup", "privigen", "10g", "--date", "2026-02-01").out
    assert "  10 g: Privigen 44206-0437-10.\n" in out
    marked = [line for line in out.splitlines() if line.startswith("  >  ")]
    assert len(marked) == 1
    assert "44206-0437-10" in marked[0]
    rows = csv.DictReader(io.StringIO(run("lookup", "privigen", "10g", "--format", "csv").out))
    assert [row["ndc"] for row in rows if row["chosen"] == "yes"] == ["44206-0437-10"]


def test_sizes_of_several_codes(run: Run) -> None:
    out = run("lookup", "rituximab", "500mg", "--date", "2026-02-01").out
    assert "  J9312  500 mg: Rituxan 50242-0053-06.\n" in out
    assert "  Against J9312:\n" in out


def test_sections_of_one_code(run: Run) -> None:
    out = run("lookup", "J2505", "--date", "2026-02-01").out
    assert re.search(r"  After +J2506  2022-01-01 to now: Injection, pegfilgrastim", out)
    assert re.search(r"  Similar codes +J2506  Neulasta; unit 0.5 mg, not 6 mg\n", out)
    out = run("lookup", "J7211", "--date", "2026-02-01").out
    assert re.search(r"  Prices +2024Q1  \$1\.\d{3} ", out)
    assert "2025Q3  $1.580 +6.3 %" in out
    assert "OPPS status       K, separately paid drug (2025Q4)" in out
    assert "22,000 units a line, practitioner and outpatient hospital (MAI 1)" in " ".join(out.split())


def test_all_leaves_nothing_out(run: Run) -> None:
    short = run("lookup", "J7211", "--date", "2026-02-01").out
    assert "--all shows them" in short
    assert "and J7208 J7209" in short
    everything = run("lookup", "J7211", "--date", "2026-02-01", "--all").out
    assert "--all shows them" not in everything
    assert "J7205  Eloctate; same unit" in everything
    (match,) = run("lookup", "J7211", "--date", "2026-02-01", "--format", "json").json["matches"]
    words = " ".join(everything.split())
    assert all(f"Kovaltry {each['ndc']}: the potency is printed" in words for each in match["presentations"])


def test_an_expired_package_is_said_before_the_code(run: Run) -> None:
    out = run("lookup", "010030026382425317250531", "--date", "2026-02-01").out
    assert out.index("WARNING  The package expired on 2025-05-31") < out.index("J7211  ")
    found = run("lookup", "010030026382425317250531", "--date", "2026-02-01", "--format", "json").json
    assert [each["check"] for each in found["findings"]] == ["package-expired"]
    assert found["barcode"]["expires"] == "2025-05-31"


@pytest.mark.parametrize("what", ["kovaltri", "privigen 12g", "ivig 10 g", "J2505", "epinephrine hcl", "Q5114"])
@pytest.mark.parametrize("columns", [80, 120])
def test_what_is_said_fits_the_columns(run: Run, monkeypatch: pytest.MonkeyPatch, what: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in ((), ("--all",)):
        lines = run("lookup", what, "--date", "2026-02-01", *words).out.splitlines()
        assert max(map(len, lines)) <= columns


def test_a_price_above_a_thousand_is_grouped_in_text_and_plain_in_json(run: Run) -> None:
    ended = run("lookup", "Q2041", "--date", "2026-02-01", "--format", "json")
    (match,) = ended.json["matches"]
    whole, _, decimals = match["payment_limit"]["amount"].partition(".")
    assert len(whole) == 6
    text = run("lookup", "Q2041", "--date", "2026-02-01").out
    assert f"${whole[:3]},{whole[3:]}.{decimals} a unit" in text
    assert f"${whole}" not in text


def test_grams_are_shown_as_the_label_says_them(run: Run) -> None:
    text = run("lookup", "privigen", "10", "--date", "2026-03-01").out
    assert "  10 g " in text
    assert "10,000 mg" not in text


def test_a_narrow_window_is_kept_to(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for typed in ("privigen 10", "J7192", "rocephin 1g"):
        lines = run("lookup", typed, "--date", "2026-03-01").out.splitlines()
        assert max(map(len, lines)) <= 40


def test_a_long_answer_is_cut_and_says_by_how_much(run: Run) -> None:
    ended = run("lookup", "injection", "--format", "json")
    every = run("lookup", "injection", "--format", "json", "--all")
    assert len(ended.json["matches"]) == 50
    assert ended.json["more"] + 50 == every.json["more"] + len(every.json["matches"])
