"""RULES 1.9: a payer that rounds units once a day, against one that rounds each administration.

J1745: a unit is 10 mg, vials of 100 mg. Expected units are worked out beside each case.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.conftest import TODAY, checked
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.checking import Report
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reference.store import Reference

PAYER = """\
policy: by-day
title: By the day
from: 2020-01-01
source: made up
extends: medicare-part-b
values:
  rounding-per:
    - {from: 2020-01-01, value: day, tag: C, rule: "1.9", source: made up}
"""
Administration = tuple[str, str, str]
"""Given from a vial of 100 mg, discarded, explained; in mg."""


@pytest.fixture(scope="module")
def by_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    folder = tmp_path_factory.mktemp("by-day")
    (folder / "policies").mkdir()
    (folder / "policies" / "by-day.yaml").write_text(PAYER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNITCALC_DATA", str(folder))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        reference = Reference.open()
        yield Tables(Catalogue(reference), TODAY)
        reference.close()


def asked(tables: Tables, payer: str, times: list[Administration], *lines: str, **others: Any) -> Report:
    """A record of several administrations of a day, each from a vial of its own."""
    administrations = [
        {"given": f"{dose} mg", "opened": ["1 x 100 mg"], "discarded": f"{away} mg"}
        | ({"explained": [f"{kept} mg tubing"]} if kept != "0" else {})
        for dose, away, kept in times
    ]
    record = {"date": "2025-03-01", "code": "J1745", "payer": payer, "administrations": administrations}
    return checked(tables, {**record, "lines": list(lines), **others})


def lines(report: Report) -> list[str]:
    """The lines that the record gives."""
    (one,) = report.judged
    assert one.expected is not None
    return list(map(str, one.expected))


def wrong(report: Report) -> set[str]:
    """The codes of the checks of units and waste that speak; not the one about the vials."""
    return {each.check.code for each in report.violations if each.check.code[0] in "UW"} - {"W22"}


@pytest.mark.parametrize(
    "times, each_time, of_the_day",
    [
        # ceil(45 / 10) = 5 and floor(100 / 10) - 5 = 5, twice; or ceil(90 / 10) = 9 and floor(200 / 10) - 9 = 11
        ([("45", "55", "0")] * 2, (10, 10), (9, 11)),
        # ceil(95 / 10) = 10 and 10 - 10 = 0, twice: JZ; or ceil(190 / 10) = 19 and 20 - 19 = 1
        ([("95", "5", "0")] * 2, (20, 0), (19, 1)),
        # whole units: nothing to round
        ([("60", "40", "0"), ("30", "70", "0")], (9, 11), (9, 11)),
        # 33 + 33 + 33 = 99 mg: 4 + 4 + 4 units, or 10; 300 / 10 = 30 less these
        ([("33", "67", "0")] * 3, (12, 18), (10, 20)),
        # 4 mg stay in the tubing each time: floor(96 / 10) - 5 = 4, twice; or floor(192 / 10) - 9 = 10
        ([("45", "51", "4")] * 2, (10, 8), (9, 10)),
        # 20 mg charted of an empty vial are of no other: floor(100 / 10) - 10 = 0 and floor(90 / 10) - 5 = 4;
        # of the day floor(190 / 10) - 15 = 4, and not floor(200 / 10) - 15 = 5
        ([("100", "20", "0"), ("50", "40", "10")], (15, 4), (15, 4)),
    ],
)
def test_units_are_rounded_for_each_administration_or_once_a_day(
    by_day: Tables, times: list[Administration], each_time: tuple[int, int], of_the_day: tuple[int, int]
) -> None:
    def billed(administered: int, discarded: int) -> list[str]:
        return [f"J1745 {administered}", f"J1745-JW {discarded}"] if discarded else [f"J1745-JZ {administered}"]

    for payer, right, other in (("medicare-part-b", each_time, of_the_day), ("by-day", of_the_day, each_time)):
        report = asked(by_day, payer, times, *billed(*right))
        assert wrong(report) == set()
        (one,) = report.judged
        facts = one.gathered.facts
        assert (facts.expected_administered, facts.expected_discarded) == right
        if right != other:
            assert wrong(asked(by_day, payer, times, *billed(*other))), f"{payer} takes {other}"


def test_the_day_has_lines_of_its_own(by_day: Tables) -> None:
    times = [("95", "5", "0")] * 2
    assert lines(asked(by_day, "by-day", times, "J1745-JZ 20")) == ["J1745  19", "J1745-JW  1"]
    assert lines(asked(by_day, "medicare-part-b", times, "J1745-JZ 20")) == ["J1745-JZ  10", "J1745-JZ  10"]


def test_the_worksheet_tells_the_rounding(by_day: Tables) -> None:
    (one,) = asked(by_day, "by-day", [("45", "55", "0")] * 2, "J1745 9").judged
    steps = {step.label: step for its in one.gathered.bills for step in its.steps}
    administered, discarded = steps["Administered units of the day"], steps["Discarded units of the day (JW)"]
    assert (administered.expression, administered.value) == ("(45 mg + 45 mg) / 10 mg, rounded up once", "9")
    assert discarded.expression == "(45 mg + 45 mg given + 55 mg + 55 mg discarded) / 10 mg, rounded down once, - 9"
    assert (discarded.value, discarded.source) == ("11", "RULES 1.9: made up (payer page)")
    assert not any(step.label.startswith("Line ") for its in one.gathered.bills for step in its.steps)


def test_ndc_quantities_are_those_of_the_day(by_day: Tables) -> None:
    """95 of 100 mg twice: 0.95 + 0.95 vials given, 0.05 + 0.05 discarded, though each time no unit was."""
    administrations = [{"given": "95 mg", "opened": ["1 x 57894-0030-01"], "discarded": "5 mg", "form": "powder"}] * 2
    record = {"date": "2025-03-01", "code": "J1745", "payer": "by-day", "administrations": administrations}
    (one,) = checked(by_day, {**record, "lines": ["J1745 19", "J1745-JW 1"]}).judged
    assert one.expected is not None
    found = [(each.quantity, each.unit) for line in one.expected for each in line.ndcs]
    assert found == [(Fraction("1.9"), "UN"), (Fraction("0.1"), "UN")]


def test_one_administration_is_rounded_as_everywhere(by_day: Tables) -> None:
    one_time = [("45", "55", "0")]
    assert lines(asked(by_day, "by-day", one_time, "J1745 5")) == lines(
        asked(by_day, "medicare-part-b", one_time, "J1745 5")
    )


def test_what_is_open_is_not_rounded(by_day: Tables) -> None:
    """45 mg of the second vial are unexplained: a person chooses first."""
    (one,) = asked(by_day, "by-day", [("45", "55", "0"), ("45", "10", "0")], "J1745 9", "J1745-JW 11").judged
    assert one.expected is None


amounts = st.integers(0, 100 * 12).map(lambda part: Fraction(part, 12))


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=5))
def test_a_day_never_exceeds_label_or_chart(by_day: Tables, times: list[tuple[Fraction, Fraction]]) -> None:
    """R6 over the day: (A - 1) u < sum of d <= A u; (A + J) u <= sum of min(L, d + w); J u <= sum of w."""
    u, label = 10, 100
    known = [(dose, min(away, label - dose)) for dose, away in times]
    report = asked(by_day, "by-day", [(str(d), str(w), str(label - d - w)) for d, w in known], "J1745 1")
    facts = report.judged[0].gathered.facts
    administered, discarded = facts.expected_administered, facts.expected_discarded
    total, away = sum(d for d, _ in known), sum(w for _, w in known)
    assert (administered - 1) * u < total <= administered * u
    if discarded:
        assert (administered + discarded) * u <= total + away <= label * len(known)
        assert discarded * u <= away


def test_dates_before_the_payers_rule(by_day: Tables) -> None:
    """The value holds from 2020-01-01; before, Medicare's."""
    policy = by_day.catalogue.policy("by-day")
    assert policy.value("rounding-per", date(2019, 12, 31)).value == "administration"
    assert policy.value("rounding-per", date(2020, 1, 1)).value == "day"


@pytest.mark.parametrize(
    "payer, billed, found",
    [
        # 31 mg twice: 4 + 4 = 8 units and 6 + 6 = 12 discarded; for the day 62 mg, 7 units, and 20 - 7 = 13.
        ("medicare-part-b", ["J1745 8", "J1745-JW 12"], []),
        ("medicare-part-b", ["J1745 7", "J1745-JW 13"], ["U19"]),
        ("by-day", ["J1745 7", "J1745-JW 13"], []),
        ("by-day", ["J1745 8", "J1745-JW 12"], ["U19"]),
        ("by-day", ["J1745 8", "J1745-JW 13"], ["U02"]),
        ("medicare-part-b", ["J1745 8", "J1745-JW 13"], ["W07"]),
    ],
)
def test_lines_of_the_other_way_to_round_are_one_warning(
    by_day: Tables, payer: str, billed: list[str], found: list[str]
) -> None:
    report = asked(by_day, payer, [("31", "69", "0"), ("31", "69", "0")], *billed)
    assert [each.check.code for each in report.violations if each.check.code[0] in "UW"] == found
