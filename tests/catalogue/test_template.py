"""The templates of a record: valid YAML when it is filled, one self-contained sheet of paper, nothing forgotten."""

import re
import subprocess
from datetime import date
from html import escape
from pathlib import Path

import pytest

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES, When
from unitcalc.catalogue.template import Box, packed, template_html, template_yaml
from unitcalc.findings import Refused
from unitcalc.reference.documents import read_yaml

DAY = date(2026, 1, 15)
CASES = [
    *(("J7211", use) for use in ("", *USES)),
    *(("J7189", use) for use in ("", *USES)),
    *((code, "") for code in ("J1411", "J1459", "J9035", "J1745", "J3490", "J7192", "J7170", "Q2042", "J1571")),
]


def filled(text: str) -> str:
    """A template as somebody fills it: each example between the quotes below it."""
    lines = []
    comment = ""
    for line in text.splitlines():
        if line.lstrip().startswith("# "):
            comment = f"{comment} {line.strip('# ')}".strip()
        elif match := re.fullmatch(r'(.*)""  # (.*)', line):
            line = f'{match[1]}"{match[2]}"'
        elif line.endswith('""'):
            line = f'{line[:-1]}{comment.rpartition("Example: ")[2]}"'
        lines.append(line)
        if not line.lstrip().startswith("#") and not line.endswith(":"):
            comment = ""
    return "\n".join(lines)


def expected_fields(catalogue: Catalogue, code: str, use: str) -> set[str]:
    cases = set(When) - (set(USES) - {use} if use else set())
    needed = catalogue.documents.needed(catalogue.drugs.on(code, DAY), cases)
    return {each.item.field for each in needed}


@pytest.mark.parametrize("code, use", CASES)
def test_a_filled_template_is_yaml_and_holds_every_field(
    catalogue: Catalogue, tmp_path: Path, code: str, use: str
) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(filled(template_yaml(catalogue, code, DAY, use)))
    record = read_yaml(path)
    fields = {name for name in record if name != "documents"} | {f"documents.{name}" for name in record["documents"]}
    assert fields == expected_fields(catalogue, code, use)
    values = [*record.values(), *record["documents"].values()]
    values += [
        part
        for value in values
        if isinstance(value, dict | list)
        for part in (value.values() if isinstance(value, dict) else value)
    ]
    assert all(value for value in values)
    assert not any("{" in value for value in values if isinstance(value, str))
    assert (record["code"], record["date"]) == (code, "2026-01-15")
    assert record.get("use") in (use or "prophylaxis", None)


def test_an_empty_template_is_yaml_and_says_what_is_known(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(template_yaml(catalogue, "J7211", DAY, "on-demand"))
    record = read_yaml(path)
    assert {name: value for name, value in record.items() if isinstance(value, str) and value} == {
        "code": "J7211",
        "date": "2026-01-15",
        "use": "on-demand",
        "product": "Kovaltry",
    }
    assert record["opened"] == [""]


def test_a_template_says_who_asks_for_what_and_how_it_is_written(catalogue: Catalogue) -> None:
    text = " ".join(template_yaml(catalogue, "J7211", DAY, "on-demand").replace("#", " ").split())
    assert "One unit of J7211 is 1 IU of factor VIII." in text
    assert "Amount given. Required: CMS (primary text, second-hand); First Coast (contractor guidance)" in text
    assert "Weighed on. Advised if the order is by weight: NCC MERP (industry practice). Example: 2026-01-15" in text
    assert "Expiry. Advised: practice (unverified). Example: 2027-06-30" in text
    assert "Witness of the discard. Optional: practice (unverified)." in text
    assert "Bleed: where. Advised: published code pages (industry practice)." in text
    assert "Bleeding history" not in text


@pytest.mark.parametrize(
    "code, opened, given, discarded, explained, units, waste",
    [
        # 3138 IU opened: 3128 given, none discarded, 10 spilled.
        ("J7211", "3 x 1046 IU", "3128 IU", "0 IU", "10 IU spilled", 3128, 0),
        # 400 mg opened: 350 given are 35 units of 10 mg; with 45 discarded 395 mg hold 39 whole units, 4 more.
        ("J9035", "4 x 100 mg", "350 mg", "45 mg", "5 mg tubing", 35, 4),
        # 7000 mcg opened, 6300 given, 690 discarded, 10 in the tubing, at 1 mcg a unit.
        ("J7189", "7 x 1000 mcg", "6300 mcg", "690 mcg", "10 mcg tubing", 6300, 690),
        ("J1411", "1 x 1 dose", "1 dose", "0 dose", "0 dose tubing", 1, 0),
    ],
)
def test_examples_are_in_the_unit_of_the_code_and_make_a_bill_that_balances(
    catalogue: Catalogue,
    tmp_path: Path,
    code: str,
    opened: str,
    given: str,
    discarded: str,
    explained: str,
    units: int,
    waste: int,
) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(filled(template_yaml(catalogue, code, DAY)))
    record = read_yaml(path)
    assert (record["opened"], record["given"], record["discarded"]) == ([opened], given, discarded)
    assert record["explained"] == [explained]
    request = BillRequest(
        code=record["code"],
        date=record["date"],
        payer=record["payer"],
        setting=record["setting"],
        opened=tuple(record["opened"]),
        given=record["given"],
        discarded=record["discarded"],
        explained=tuple(record["explained"]),
        container_type=record["container_type"],
        supply=record["supply"],
    )
    found = bill(catalogue, request, DAY)
    assert (found.administered_units, found.discarded_units) == (units, waste)
    assert found.alternatives == ()


@pytest.mark.parametrize("code, use", CASES)
def test_the_sheet_asks_for_everything_that_a_nurse_writes(catalogue: Catalogue, code: str, use: str) -> None:
    html = template_html(catalogue, code, DAY, use)
    fields = expected_fields(catalogue, code, use)
    for item in catalogue.documents.items:
        if item.space != "none":
            assert (escape(item.title) in html) == (item.field in fields), item.name
    assert not re.search("https?:", html)
    assert "<script" not in html
    assert "src=" not in html
    assert "default-src 'none'" in html


def test_the_sheet_prints_no_examples_that_could_be_taken_for_a_chart(catalogue: Catalogue) -> None:
    html = template_html(catalogue, "J7211", DAY, "prophylaxis")
    assert not any(text in html for text in ("1046", "3128", "70 kg", "ENC-1042", "PA-77120"))


def test_the_sheet_is_in_the_order_of_the_work(catalogue: Catalogue) -> None:
    html = template_html(catalogue, "J7211", DAY, "on-demand")
    titles = re.findall(r"<h2>(.*?)</h2>", html)
    assert titles == list(catalogue.documents.sections.values())
    marks = [
        html.index(text)
        for text in (
            "Patient or encounter",
            "Weight in kg",
            "Lot",
            "Amount given",
            "Amount discarded",
            "(signature, time)",
        )
    ]
    assert marks == sorted(marks)


def test_the_sheet_hints_at_diagnoses_that_more_than_practice_names(catalogue: Catalogue) -> None:
    assert "Diagnoses that fit: D66." in template_html(catalogue, "J7211", DAY)
    assert "Diagnoses that fit" not in template_html(catalogue, "J9035", DAY)


def test_boxes_are_packed_into_rows_of_twelve() -> None:
    boxes = [Box(str(width), "", "", "", "", width) for width in (3, 12, 6, 6, 3)]
    assert [[box.columns for box in row] for row in packed(boxes)] == [[3, 6, 3], [12], [6]]


@pytest.mark.parametrize("make", [template_yaml, template_html])
@pytest.mark.parametrize(
    "code, use, problem",
    [("J7211", "surgery", "use-unknown"), ("J0000", "", "code-unknown"), ("99213", "", "code-level-one")],
)
def test_what_is_not_known_is_refused(catalogue: Catalogue, make: object, code: str, use: str, problem: str) -> None:
    assert callable(make)
    with pytest.raises(Refused) as refused:
        make(catalogue, code, DAY, use)
    assert refused.value.problems[0].code == problem


@pytest.mark.browser
@pytest.mark.parametrize("code, use", CASES)
def test_the_sheet_prints_on_one_page(catalogue: Catalogue, tmp_path: Path, chromium: str, code: str, use: str) -> None:
    page, sheet = tmp_path / "record.html", tmp_path / "record.pdf"
    page.write_text(template_html(catalogue, code, DAY, use))
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-pdf-header-footer",
    ]
    command = [chromium, *options, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={sheet}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet.read_bytes())) == 1
