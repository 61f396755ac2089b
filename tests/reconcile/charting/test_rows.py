"""The rows: the columns that other programs rely on, and read back, the same amounts."""

import csv
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.charting.asking import Ask
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, plain, read_amount
from unitcalc.reconcile.charting.chart import Chart
from unitcalc.reconcile.charting.rows import (
    ADMINISTERED,
    DISPENSED,
    administered,
    as_csv,
    as_workbook,
    dispensed,
)

VIALS = (("3 x 57894-0030-01", "A1", "05/2027"), ("1 x 57894-0030-01", "B2", "2027-06-30", "771"))
TENTHS = st.integers(0, 6000).map(lambda tenths: plain(Fraction(tenths, 10)))


def read(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))


def total(rows: list[dict[str, str]]) -> Amount:
    found = [
        read_amount(f"{row['container_amount']} {row['container_unit']}") * int(row["container_count"]) for row in rows
    ]
    return sum(found[1:], found[0])


def both(chart: Chart) -> tuple[dict[str, str], list[dict[str, str]]]:
    (one,) = read(as_csv(ADMINISTERED, administered(chart)))
    return one, read(as_csv(DISPENSED, dispensed(chart)))


def test_the_columns_are_those_of_the_interface(shared: Path) -> None:
    for table, columns in (("dispensed", DISPENSED), ("administered", ADMINISTERED)):
        (line,) = (
            line
            for line in (shared / "INTERFACE.md").read_text(encoding="utf-8").splitlines()
            if line.startswith(f"| {table} |")
        )
        said = line.split("|")[2]
        named = [word.strip(" *") for word in _without_brackets(said).replace(" or ", ", ").split(",")]
        assert list(columns) == named


def _without_brackets(text: str) -> str:
    while "(" in text:
        head, _, rest = text.partition("(")
        text = head + rest.partition(")")[2]
    return text


def test_every_field_of_a_row(chart: Ask) -> None:
    one, opened = both(chart(*VIALS, given="350", discarded="30", explained="20", explained_reason="tubing"))
    assert {name: value for name, value in one.items() if value} == {
        "encounter_id": "ENC-1042",
        "service_date": "2026-03-02",
        "code": "J1745",
        "ndc": "57894-0030-01",
        "given_amount": "350",
        "given_unit": "mg",
        "discarded_amount": "30",
        "discarded_unit": "mg",
        "explained_amount": "20",
        "explained_unit": "mg",
        "explained_reason": "tubing",
        "reason": "rest of a single-dose container, not kept",
        "status": "given",
        "administration_id": "1",
        "start": "09:10",
        "stop": "11:10",
        "route": "IV",
        "by": "RN 12",
        "witness": "RN 7",
    }
    assert [(row["container_count"], row["lot"], row["expiry"], row["container_id"]) for row in opened] == [
        ("3", "A1", "2027-05-31", ""),
        ("1", "B2", "2027-06-30", "771"),
    ]
    assert {(row["event"], row["container_type"], row["administration_id"]) for row in opened} == {
        ("opened", "single-dose", "1")
    }


def test_one_vial_is_named_in_both_tables(chart: Ask) -> None:
    one, _ = both(chart(("1 x 57894-0030-01", "B2", "", "771"), given="100"))
    assert (one["lot"], one["container_id"]) == ("B2", "771")


def test_what_was_not_charted_is_empty_and_not_zero(chart: Ask) -> None:
    one, _ = both(chart("1 x 420 mg", code="J9355", given="400", discarded=""))
    assert (one["discarded_amount"], one["discarded_unit"], one["explained_amount"]) == ("", "", "")


def test_stopped_tells_both_reasons(chart: Ask) -> None:
    one, _ = both(chart(*VIALS, given="100", discarded="300", status="stopped", status_reason="rigors"))
    assert (one["status"], one["reason"]) == ("stopped", "rest of a single-dose container, not kept; rigors")


@given(TENTHS, TENTHS, TENTHS, st.integers(1, 5), st.integers(1, 5))
def test_rows_read_back_give_the_same_balance(
    chart: Ask, given_: str, discarded: str, explained: str, first: int, second: int
) -> None:
    charted = chart(
        (f"{first} x 57894-0030-01", "A"),
        (f"{second} x 100 mg", "B"),
        given=given_,
        discarded=discarded,
        explained=explained,
        explained_reason="tubing",
    )
    one, opened = both(charted)
    balance = charted.balance
    assert balance is not None
    assert total(opened) == balance.opened
    for name, amount in (("given", balance.given), ("discarded", balance.discarded), ("explained", balance.explained)):
        assert read_amount(f"{one[f'{name}_amount']} {one[f'{name}_unit']}") == amount


def test_the_workbook_holds_both_tables_as_text(chart: Ask) -> None:
    """Also what a spreadsheet would run as a formula."""
    charted = chart(*VIALS, given="0.1", discarded="50", by="=1+1")
    book = openpyxl.load_workbook(BytesIO(as_workbook(charted)))
    assert book.sheetnames == ["administered", "dispensed"]
    for title, columns, rows in (
        ("administered", ADMINISTERED, administered(charted)),
        ("dispensed", DISPENSED, dispensed(charted)),
    ):
        head, *body = book[title].iter_rows()
        assert [cell.value for cell in head] == list(columns)
        assert [[cell.value or "" for cell in line] for line in body] == [
            [row[name] for name in columns] for row in rows
        ]
        assert {cell.data_type for line in body for cell in line if cell.value} == {"s"}


def test_a_row_needs_an_encounter_and_what_was_given(chart: Ask) -> None:
    with pytest.raises(Refused) as refused:
        administered(chart("4 x 100 mg", given="", encounter=" "))
    assert [problem.field for problem in refused.value.problems] == ["encounter", "given"]
