"""The templates of a record: valid YAML when it is filled, one self-contained sheet of paper, nothing forgotten."""

import re
import subprocess
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES, When
from unitcalc.catalogue.template import Box, packed, template_html, template_yaml
from unitcalc.findings import Refused
from unitcalc.reference.documents import read_yaml
from unitcalc.tables.record import Written, read_records

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
            line = f'{line[:-1]}{comment.partition("Example: ")[2] or "?"}"'
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


def examples(text: str) -> dict[str, str]:
    """The example of every field of a template; empty where it has none."""
    found, comment = {}, ""
    for line in text.splitlines():
        if line.lstrip().startswith("# "):
            comment = f"{comment} {line.strip('# ')}".strip()
        elif match := re.match(r"\s*([\w-]+):", line):
            found[match[1]] = comment.partition("Example: ")[2]
            comment = ""
    return found


@pytest.mark.parametrize(
    "code, order, weight, opened, given, discarded, ndc, units",
    [
        # The worked bills of examples.yaml: 40 IU/kg x 26 kg = 1,040 IU out of a vial of 1,046 IU.
        ("J7211", "40 IU/kg", "26 kg", "1 x 00026-3824-25 @ 1046 IU", "1040 IU", "6 IU", "00026-3824-25", "1040"),
        # Immune globulin is dosed in grams: 0.4 g/kg x 74 kg = 29.6 g.
        ("J1459", "0.4 g/kg", "74 kg", "1 x 20 g", "29.6 g", "0.4 g", "44206-0438-20", "60"),
        ("J1756", "0.5 mg/kg", "36 kg", "1 x 50 mg", "18 mg", "32 mg", "00517-2325-10", "18"),
        # By body surface, which is no weight.
        ("J9312", "375 mg/m2", "... kg", "1 x 500 mg", "682.5 mg", "17.5 mg", "50242-0053-06", "69"),
        # A whole dose is one unit, whatever it holds.
        ("J1411", "1 dose", "... kg", "1 x 1 dose", "1 dose", "0 dose", "11 digits", "1"),
    ],
)
def test_examples_of_amounts_are_the_drugs_own(
    catalogue: Catalogue,
    code: str,
    order: str,
    weight: str,
    opened: str,
    given: str,
    discarded: str,
    ndc: str,
    units: str,
) -> None:
    text = template_yaml(catalogue, code, DAY)
    found = examples(text)
    assert found["order"].startswith(order)
    assert (found["weight"], found["given"], found["discarded"]) == (weight, given, discarded)
    assert found["opened"].startswith(opened)
    assert found["ndc"].startswith(ndc)
    assert f'  units: ""  # {units}\n' in text


AMOUNT = re.compile(r"\d[\d.,]* ?(?:mg|g|mcg|mL|IU|unit|mCi|vg|kg|m2)\b")


def test_where_nothing_is_known_of_a_drug_its_amounts_are_left_open(catalogue: Catalogue) -> None:
    unknown = [
        row.code
        for row in catalogue.reference.codes()
        if row.code not in catalogue.examples and not catalogue.usual_doses(row.code)
    ]
    assert unknown
    for code in unknown[:: len(unknown) // 40]:
        if not catalogue.of_code(catalogue.drugs.described(code, DAY)):
            text = template_yaml(catalogue, code, DAY).partition("# --- Patient ---")[2]
            assert not AMOUNT.search(text), code


@pytest.mark.parametrize(
    "code, order, frequency",
    [
        # Their labels give 375 mg/m2 once and weekly, 5 mg/kg of infliximab every 6 and every 8 weeks.
        ("J9312", "375 mg/m2", "every ..."),
        ("J1745", "5 mg/kg", "every ..."),
        ("J7170", "1.5 mg/kg every week", "every week"),
    ],
)
def test_how_often_is_shown_where_the_label_says_one_thing_of_the_dose(
    catalogue: Catalogue, code: str, order: str, frequency: str
) -> None:
    found = examples(template_yaml(catalogue, code, DAY))
    assert (found["order"], found["frequency"]) == (order, frequency)


@pytest.mark.parametrize(
    "code, diagnosis",
    [("J7211", "D66"), ("J1411", "D67"), ("J1459", ""), ("J9312", ""), ("J1756", ""), ("J7188", ""), ("J7199", "")],
)
def test_a_diagnosis_is_an_example_only_where_a_source_names_it_for_the_code(
    catalogue: Catalogue, code: str, diagnosis: str
) -> None:
    assert examples(template_yaml(catalogue, code, DAY))["diagnosis"] == diagnosis


def test_an_ndc_is_required_only_where_the_payer_wants_it(catalogue: Catalogue) -> None:
    text = " ".join(template_yaml(catalogue, "J1459", DAY).replace("#", " ").split())
    assert "NDC. Advised: practice (unverified). Required if the payer wants it: payers (payer page)." in text
    html = template_html(catalogue, "J1459", DAY)
    assert '○ NDC <span class="note">(required if the payer wants it)</span>' in html


def without_hashes(text: str) -> str:
    """A template of which the fields behind a # are used."""
    return "\n".join(re.sub(r"^#(?=[a-z]| +- )", "", line) for line in text.splitlines())


def read(tmp_path: Path, text: str) -> Written:
    path = tmp_path / "record.yaml"
    path.write_text(text)
    (found,) = read_records(path, DAY)
    return found


def test_what_some_visits_need_is_behind_a_hash_and_can_be_used(catalogue: Catalogue, tmp_path: Path) -> None:
    text = template_yaml(catalogue, "J1745", DAY)
    assert "lines" not in read_yaml_text(tmp_path, text)
    used = read_yaml_text(tmp_path, without_hashes(text))
    assert used["lines"] == ["J1745 37", "J1745-JW 3"]
    extras = {"administrations", "dispensed", "overfill", "shortage", "patient_id", "history"}
    assert extras <= set(used)
    assert {"network"} <= set(used["documents"])
    found = read(tmp_path, without_hashes(text).replace('overfill: "... mg"', "").replace('shortage: "..."', ""))
    assert [cell.facts for cell in found.cells] == []
    assert [(line.code, int(line.units)) for line in found.claims.lines] == [("J1745", 37), ("J1745", 3)]
    assert [each.given for each in found.record.administrations] == ["365 mg"]


def read_yaml_text(tmp_path: Path, text: str) -> dict[str, Any]:
    path = tmp_path / "plain.yaml"
    path.write_text(text)
    return dict(read_yaml(path))


def sampled(catalogue: Catalogue) -> list[str]:
    """Codes over every class and every way of counting, and a spread over all the others."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for row in catalogue.reference.codes():
        drug = catalogue.drugs.described(row.code, DAY)
        by_kind.setdefault((catalogue.documents.class_of(drug).name, drug.descriptor.kind), []).append(row.code)
    return [code for codes in by_kind.values() for code in dict.fromkeys((*codes[:: len(codes) // 4 + 1], codes[-1]))]


def test_an_unfilled_template_is_read_without_a_finding(catalogue: Catalogue, tmp_path: Path) -> None:
    codes = sampled(catalogue)
    assert len(codes) > 60
    for code in codes:
        found = read(tmp_path, template_yaml(catalogue, code, DAY))
        assert not found.cells, code
        assert (found.code, found.day, found.claims.lines) == (code, catalogue.drugs.described(code, DAY).day, ())
        html = template_html(catalogue, code, DAY)
        assert f"<h1>{code}, " in html


def test_claim_lines_of_an_example_are_those_of_its_bill(catalogue: Catalogue, tmp_path: Path) -> None:
    for code in list(catalogue.examples)[::12]:
        text = without_hashes(template_yaml(catalogue, code, DAY))
        worked = catalogue.examples[code][0]
        request = BillRequest(
            code=code,
            date=str(worked.date),
            given=worked.given,
            opened=worked.opened,
            discarded=worked.discarded,
            container_type=worked.container_type,
        )
        billed = bill(catalogue, request, DAY)
        shown = read_yaml_text(tmp_path, text)["lines"]
        assert shown == [f"{'-'.join((line.code, *line.modifiers))} {line.units}" for line in billed.lines], code


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


def test_the_sheet_leads_nobody_to_a_diagnosis_and_tells_the_biller_which_ones_pages_name(
    catalogue: Catalogue,
) -> None:
    html = template_html(catalogue, "J7211", DAY)
    assert "D66" not in html.partition("<h2>Payer</h2>")[0]
    assert "diagnosis codes that payers, contractors or makers name: D66." in html.partition("<h2>Payer</h2>")[2]
    assert "diagnosis codes" not in template_html(catalogue, "J9035", DAY)


def test_the_sheet_has_boxes_to_tick_and_a_printed_name(catalogue: Catalogue) -> None:
    html = template_html(catalogue, "J1756", DAY)
    assert "<h1>J1756, Venofer</h1>" in html or "<h1>J1756, iron sucrose</h1>" in html
    for word in ("purchased", "340B", "white bag", "part of the dose", "hospital outpatient"):
        assert f"<span><i></i>{word}</span>" in html
    for title in ("Payer", "Printed name"):
        assert f'<div class="name">{title}</div>' in html


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
