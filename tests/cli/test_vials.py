"""A user's own `vials.yaml`, from its draft to results that say so."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

YOURS = """
documents:
  label: {title: The label in my hand, address: kept in the pharmacy, opened: 2026-01-31, tag: P}
products:
  - code: J1745
    product: Remicade
    container_type: multi-dose
    potency: labelled
    source: label
    sizes:
      - {amount: 200 mg, source: label, ndcs: [{ndc: 57894-0030-01, source: label}]}
"""


def written(user: Path, text: str) -> Path:
    user.mkdir(parents=True, exist_ok=True)
    path = user / "vials.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_draft_is_a_vials_file(run: Run, user: Path) -> None:
    drafted = run("data", "draft", "J9271", "J3262")
    assert drafted.status == 0
    assert str(user / "vials.yaml") in drafted.err
    written(user, drafted.out)
    found = run("lookup", "J9271", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    assert "vials-yours" in {finding["check"] for finding in found["findings"]}


def test_every_wrong_code_is_named(run: Run) -> None:
    ended = run("data", "draft", "J9271", "J000", "J0000")
    assert (ended.status, ended.out) == (2, "")
    assert "'J000' is not a HCPCS code." in ended.err
    assert "J0000 is not in the HCPCS release" in ended.err


def test_yours_against_cms_shows_both(run: Run, user: Path) -> None:
    """CMS's file comes to 100 mg and the Purple Book to a single-dose vial; the user says 200 mg and multi-dose."""
    written(user, YOURS)
    found = run("lookup", "57894-0030-01", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    (presentation,) = found["presentations"]
    assert presentation["label_amount"] == {"amount": "200", "unit": "mg"}
    assert presentation["container_type"] == "multi-dose"
    said = {finding["check"]: finding["message"] for finding in found["findings"]}
    assert "CMS's file comes to 100 mg" in said["label-amount-curated"]
    assert "single-dose" in said["container-type-conflict"]
    assert "your vials.yaml, line 11" in said["vials-yours"]


def test_a_bill_says_that_it_rests_on_yours(run: Run, user: Path) -> None:
    written(user, YOURS)
    asked = ("--given", "350 mg", "--opened", "2 x 57894-0030-01", "--date", "2026-02-01", "--format", "json")
    ended = run("bill", *asked)
    said = {finding["check"]: finding["message"] for finding in ended.json["findings"]}
    assert {"vials-yours", "label-amount-curated", "container-type-conflict"} <= said.keys()
    assert [line["modifiers"] for line in ended.json["lines"]] == [[]]


def test_a_broken_one_is_refused_by_every_command_with_file_and_line(run: Run, user: Path) -> None:
    path = written(user, YOURS.replace("potency", "potence"))
    for words in (("lookup", "J9271"), ("bill", "--code", "J9271", "--given", "1 mg"), ("data", "status")):
        ended = run(*words)
        assert (ended.status, ended.out) == (2, "")
        assert "your vials.yaml, line 8: 'potence' is not known here." in " ".join(ended.err.split())
        assert str(path) in ended.err  # never broken over two lines


def test_a_row_that_says_nothing_of_the_drug_is_refused(run: Run, user: Path) -> None:
    """Row 1 of the Purple Book is its heading, row 1526 is Herceptin; the crosswalk has no row of that number."""
    text = YOURS.replace("source: label\n    sizes", "source: book 1\n    sizes").replace(
        "source: label, ndcs: [{ndc: 57894-0030-01, source: label}]",
        "source: book 1526, ndcs: [{ndc: 57894-0030-01, source: prices 99999999}]",
    )
    files = "files: {book: fda_purple_book_2025-05.csv, prices: asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz}\n"
    written(user, text.replace("products:", f"{files}products:").replace("99999999", "9999999"))
    ended = run("lookup", "J1745")
    said = " ".join(ended.err.split())
    assert ended.status == 2
    assert "row 1, but there is no such row" in said
    assert "row 1526, but that row is Herceptin" in said
    assert "row 9999999, but there is no such row" in said


def test_what_is_overlooked_is_said(run: Run, user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (user / "vials.yml").write_text(YOURS, encoding="utf-8")
    assert "vials.yml is not read: it has to be a file named vials.yaml." in run("lookup", "J9271").err
    monkeypatch.setenv("UNITCALC_DATA", str(user / "nowhere"))
    assert "which is no folder: no data of yours is used." in run("lookup", "J9271").err


def test_a_draft_that_powershell_wrote_is_read(run: Run, user: Path) -> None:
    drafted = run("data", "draft", "J9271")
    (user / "vials.yaml").write_text(drafted.out, encoding="utf-16")
    assert run("lookup", "J9271").status == 0
