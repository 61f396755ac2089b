"""A bill for people and for programs: text, worksheet, record and findings of one bill say the same."""

from datetime import date

import pytest

from tests.billing.asking import Ask, checks, finding
from unitcalc.billing.record import as_record
from unitcalc.billing.text import as_text, lines_text
from unitcalc.catalogue.layout import worksheet_text
from unitcalc.findings import Severity

LONG = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "discarded": "30 mg",
        "explained": ["20 mg left in the tubing of the pump and its filter"], "date": "2025-03-01"}  # fmt: skip


def test_both_wastes_are_shown(ask: Ask) -> None:
    """70 of 100 mg at 100 mg a unit: one line with JZ although 30 mg went into the bin."""
    found = ask(code="J1745", given="70 mg", opened=["1 x 100 mg"], billing_unit="100 mg", date="2025-03-01")
    text = as_text(found)
    assert "J1745-JZ" in text
    assert "In the bin    30 mg" in text
    assert "0 discarded units (JW)" in text
    assert "30 mg" in finding(found, "discard-not-billed").message


def test_the_estimate_says_so(ask: Ask) -> None:
    found = ask.infliximab()
    assert "assumed: discard not charted" in as_text(found)
    assert finding(found, "discard-assumed").severity is Severity.WARNING
    assert as_record(found)["discard_assumed"] is True
    charted = ask.infliximab(discarded="50 mg")
    assert "assumed: discard not charted" not in as_text(charted)
    assert as_record(charted)["discard_assumed"] is False


def test_a_person_must_choose(ask: Ask) -> None:
    text = as_text(ask.infliximab(given="200 mg", stopped="ask"))
    assert "A PERSON MUST CHOOSE" in text
    assert text.count("If the rest of the stopped infusion") == 2
    assert "not decided" in text


def test_no_line(ask: Ask) -> None:
    assert "No line. Administered units: 0." in as_text(ask.infliximab(given="0 mg"))
    assert "No line. Administered units: 35." in as_text(ask.infliximab(supply="free"))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_asked_for(ask: Ask, width: int) -> None:
    """But for a table of claim lines, which is copied and not wrapped."""
    found = ask(**LONG)
    table = lines_text(found.lines)
    assert all(len(line) <= width for line in as_text(found, width).splitlines() if line not in table)


def test_the_worksheet_has_every_step_with_its_source(ask: Ask) -> None:
    found = ask(**LONG)
    labels = [step.label for step in found.steps]
    order = ["Billing unit", "Opened", "Container type", "Given", "Discarded", "Explained", "JW and JZ",
             "Administered units", "Discarded units (JW)", "Line 1", "Line 2"]  # fmt: skip
    assert [label for label in labels if label in order] == order
    assert all(step.source for step in found.steps)
    by_label = {step.label: step for step in found.steps}
    assert "350 mg / 10 mg = 35, rounded up" in by_label["Administered units"].expression
    assert by_label["Administered units"].value == "35 units"
    assert "(350 mg given + 30 mg discarded) / 10 mg = 38, rounded down, - 35" in (
        by_label["Discarded units (JW)"].expression
    )
    assert by_label["Discarded units (JW)"].value == "3 units"
    assert "35 x $30.525" in by_label["Payment, line 1"].expression
    assert by_label["Payment, line 1"].value == "$1,068.38"
    assert "2025Q1, row 3469" in by_label["Payment, line 1"].source
    text = " ".join(worksheet_text(found.steps, 400))
    assert all(step.expression in text and step.source in text for step in found.steps)


def test_the_label_cap_is_a_step(ask: Ask) -> None:
    found = ask.infliximab(given="405 mg", overfill="10 mg")
    labels = [step.label for step in found.steps]
    assert "Label cap" in labels
    assert "Overfill" in labels
    assert "overfill-given" in checks(found, Severity.WARNING)


def test_a_split_is_a_step(ask: Ask) -> None:
    found = ask(code="J7192", given="22000 IU", opened=["22 x 1000 IU"], date="2025-03-01")
    (step,) = (step for step in found.steps if step.label == "Line split")
    assert "9,999" in step.expression
    assert step.value == "3 lines"


def test_findings_are_sorted_and_said_once(ask: Ask) -> None:
    found = ask(code="A9606", given="100 mcCi", opened=["1 x 200 mcCi", "1 x 200 mcCi"], date="2023-03-01")
    rank = [("error", "warning", "info").index(each.severity.value) for each in found.findings]
    assert rank == sorted(rank)
    assert len(set(found.findings)) == len(found.findings)
    assert all(each.message and each.source for each in found.findings)


@pytest.mark.parametrize(
    "day, named",
    [("2023-12-31", "2024Q1"), ("2024-01-01", ""), ("2026-03-31", ""), ("2026-04-01", "2026Q1")],
)
def test_a_date_outside_a_table_names_table_and_period(ask: Ask, day: str, named: str) -> None:
    found = ask.infliximab(date=day)
    said = [each for each in found.findings if each.check == "date-outside-table"]
    assert bool(said) is bool(named)
    if said:
        assert said[0].severity is Severity.WARNING
        assert named in said[0].message
        assert "payment limits" in said[0].message
        assert "not of this date" in as_text(found)
    assert [use.covers for use in found.data if "limits" in use.table] == [not named]


def test_overcharted_discard_is_capped_and_flagged(ask: Ask) -> None:
    """350 given and 60 discarded of 400 mg: 40 units altogether, and the chart is doubted."""
    found = ask.infliximab(discarded="60 mg")
    assert sum(line.units for line in found.lines) == 40
    assert "10 mg more than the label" in finding(found, "discard-above-label").message


def test_a_combination_is_said_to_count_its_sum(ask: Ask) -> None:
    """RULES R0: 12 mg of J0702, 3 mg and 3 mg a unit, are 2 units."""
    found = ask(code="J0702", given="12 mg", opened=["1 x 30 mg"], date="2025-03-01", container_type="multi-dose")
    assert found.administered_units == 2
    assert "6 mg a unit" in finding(found, "combination-total").message


@pytest.mark.parametrize("given, units, severity", [("300 mg", 1, None), ("100 mg", 1, Severity.ERROR)])
def test_the_amount_selects_the_code_of_a_threshold(
    ask: Ask, given: str, units: int, severity: Severity | None
) -> None:
    """RULES R0: Q9992 stands for more than 100 mg; 300 mg are one unit, 100 mg are another code."""
    found = ask(code="Q9992", given=given, opened=[f"1 x {given}"], date="2025-08-01", container_type="single-dose")
    assert found.administered_units == units
    assert [each.severity for each in found.findings if each.check == "amount-selects-code"] == (
        [severity] if severity else []
    )


def test_the_record_is_of_plain_values(ask: Ask) -> None:
    record = as_record(ask(**LONG))
    assert date.fromisoformat(record["date"]) == date(2025, 3, 1)
    assert record["explained"] == {"amount": "20", "unit": "mg"}
    assert record["unexplained"] == {"amount": "0", "unit": "mg"}
    assert record["container_type"] == "single-dose"
    assert {type(value) for value in record.values()} <= {str, int, bool, dict, list}
