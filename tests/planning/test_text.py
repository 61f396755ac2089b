"""Plans as text and as JSON."""

import pytest

from tests.planning.asking import Ask
from unitcalc.planning.record import as_record, day_record
from unitcalc.planning.text import aligned, best_text, day_text, heading, rounded_text, table

RIGHT = frozenset({1})
ROWS = [
    ("Open", "Left", "Cost", "Product"),
    ("2 x 500 mg and 3 x 100 mg", "50 mg", "", "Rituxan, Genentech, intravenous"),
]


def test_columns_without_content_are_left_out() -> None:
    assert aligned(ROWS, 100, RIGHT) == [
        "  Open                        Left  Product",
        "  2 x 500 mg and 3 x 100 mg  50 mg  Rituxan, Genentech, intravenous",
    ]


def test_words_go_on_below_where_a_line_has_no_room() -> None:
    lines = aligned(ROWS, 50, RIGHT)
    assert all(len(line) <= 50 for line in lines)
    assert len(lines) > 2
    words = " ".join(" ".join(lines).split())
    assert all(word in words for word in ("Rituxan,", "Genentech,", "intravenous", "50 mg"))


def test_the_last_column_goes_below_where_that_is_not_enough() -> None:
    rows = [(*row[:3], *("x" * 8 for _ in range(3)), row[3]) for row in ROWS]
    right = frozenset({1, 3, 4, 5})
    lines = aligned(rows, 60, right)
    assert lines[-1] == "     Rituxan, Genentech, intravenous"
    assert "Product" not in lines[0]


@pytest.mark.parametrize("width", [40, 60, 100, 140])
def test_nothing_is_lost_at_any_width(ask: Ask, width: int) -> None:
    found = ask(code="J1561", dose="36 g", round_within="10%")
    text = " ".join([*table(found.plans, width), *best_text(found.best, width)])
    for plan in found.plans:
        for word in (*plan.words.split(), *plan.pool.product.split(), plan.left.short.split()[0]):
            assert word in text


def test_the_best_plan(ask: Ask) -> None:
    found = ask(
        code="J7211",
        dose="1501 IU",
        stock=[
            {"ndc": "00026-3824-25", "amount": "1046 IU", "lot": "A1", "expiry": "2027-05", "cost": "900"},
            {"code": "J7211", "amount": "523 IU", "cost": "450"},
        ],
    )
    assert best_text(found.best, 100) == [
        "Open 1 x 1,046 IU and 1 x 523 IU  (Kovaltry, intravenous)",
        "  Discard    68 IU of 1,569 IU",
        "  Units      1,501 administered, 68 discarded (JW)",
        "  Cost       $1,350.00",
        "  Take       1 x 1,046 IU: 00026-3824-25, lot A1, expires 2027-05-31, row 1",
        "             1 x 523 IU: row 2",
    ]


def test_what_was_typed_is_not_said_twice(ask: Ask) -> None:
    found = ask(code="J7211", dose="1501 IU", have=["1 x 1046 IU", "1 x 523 IU"])
    assert not any("Take" in line for line in best_text(found.best, 100))


def test_lots_of_one_size_are_opened_as_one_and_taken_apart(ask: Ask) -> None:
    found = ask(
        code="J9312",
        dose="300 mg",
        stock=[{"code": "J9312", "amount": "100 mg", "count": "2", "lot": lot} for lot in ("A", "B")],
    )
    lines = best_text(found.best, 100)
    assert lines[0].startswith("Open 3 x 100 mg ")
    assert [line.split(": ")[1] for line in lines if "lot" in line] == ["lot A, row 1", "lot B, row 2"]


def test_multi_dose_is_left_in_it(ask: Ask) -> None:
    lines = best_text(ask(code="J0885", dose="15000 units", product="Epogen").best, 100)
    assert lines[1] == "  Left in it 5,000 units of 20,000 units"


def test_many_ndcs_are_counted(ask: Ask) -> None:
    found = ask(code="J9000", dose="10 mg", product="solution")
    plan = max(found.plans, key=lambda plan: len(plan.openings[0].container.ndcs))
    count = len(plan.openings[0].container.ndcs)
    assert count > 3
    assert f"or {count - 3} more" in " ".join(best_text(plan, 200))


def test_rounding_is_a_proposal(ask: Ask) -> None:
    text = " ".join(" ".join(rounded_text(ask(code="J9312", dose="735 mg", round_within="10%").rounded, 80)).split())
    assert "a proposal: the order changes only if the prescriber agrees" in text
    # 735 mg opens 800 mg, 700 mg is 35 / 735 = 4.76 % less: 10 units of $74.765 less.
    assert (
        "700 mg instead of 735 mg (-4.76 %): 1 x 500 mg and 2 x 100 mg, no waste instead of 65 mg, $747.65 less."
        in text
    )
    assert list(rounded_text((), 80)) == []


def test_a_day_is_told_against_the_other_way(ask: Ask) -> None:
    doses = ["bed 3: 420 mg", "bed 4: 380 mg"]
    shared = ask.day(code="J9312", doses=doses, share="yes")
    assert list(day_text(shared, 100)) == [
        "  Patient   Given  From                                            Left  Units  JW",
        "  bed 3    420 mg  1 x 500 mg (420 mg)                             0 mg     42   0",
        "  bed 4    380 mg  80 mg of one already open, 3 x 100 mg (300 mg)  0 mg     38   0",
        "",
        "  Not shared: 1 x 500 mg and 4 x 100 mg (1 more), 100 mg left, $6,728.85",
    ]
    as_many = ask.day(code="J9312", doses=["500 mg", "100 mg"])
    assert list(day_text(as_many, 100))[-1] == (
        "  Shared: 1 x 500 mg and 1 x 100 mg (as many containers), 0 mg left, $4,485.90"
    )


def test_the_heading_keeps_to_the_width(ask: Ask) -> None:
    found = ask(code="J0129", dose="350 mg")
    assert all(len(line) <= 40 for line in heading(found, "to be given: 350 mg", 40))


def test_json_is_exact(ask: Ask) -> None:
    record = as_record(ask(code="J9023", dose="2000/3 mg", round_within="10%"))
    assert record["dose"] == {"amount": "2000/3", "unit": "mg"}
    assert record["plans"][0]["discarded"] == {"amount": "400/3", "unit": "mg"}
    assert record["rounding"][0]["change_percent"] == "-10"


def test_json_of_a_day(ask: Ask) -> None:
    record = day_record(ask.day(code="J9312", doses=["420 mg", "380 mg"]))
    assert record["shared"] is False
    assert record["dose"] == {"amount": "800", "unit": "mg"}
    assert record["other"]["shared"] is True
    assert [each["discarded_units"] for each in record["patients"]] == [8, 2]
