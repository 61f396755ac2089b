"""Readings of a record and what each bills (RULES R1 to R4, 2.9): figures worked by hand."""

from fractions import Fraction
from typing import Any

import pytest

from tests.billing.asking import Ask, checks, finding, marked
from unitcalc.billing.compute import Group, Outcome, Reading, Terms, outcome, readings
from unitcalc.billing.request import Stopped
from unitcalc.catalogue.container import ContainerType
from unitcalc.findings import Severity

SINGLE, MULTI = ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE


def read(**changes: Any) -> list[Reading]:
    """The readings of 350 mg from one entry of 400 mg, 10 mg a unit, nothing charted."""
    record: dict[str, Any] = {
        "types": [SINGLE],
        "labels": [Fraction(400)],
        "shares": [None],
        "givens": [(Fraction(350), ())],
        "discarded": None,
        "explained": Fraction(0),
        "unit": Fraction(10),
        "stopped": None,
    }
    return list(readings(**{**record, **changes}))


def wastes(found: list[Reading]) -> list[tuple[int, int, int]]:
    return [(int(each.discarded), int(each.explained), int(each.rest)) for each in found]


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({}, [(50, 0, 0)]),
        ({"explained": Fraction(20)}, [(30, 20, 0)]),
        ({"discarded": Fraction(50)}, [(50, 0, 0)]),
        ({"discarded": Fraction(41)}, [(41, 0, 9)]),  # 9 mg of 10 mg a unit: nothing to ask
        ({"discarded": Fraction(40)}, [(50, 0, 0), (40, 0, 10)]),  # a whole unit: both
        ({"discarded": Fraction(30), "explained": Fraction(20)}, [(30, 20, 0)]),
        ({"stopped": Stopped.DISCARDED}, [(50, 0, 0)]),
        ({"stopped": Stopped.PART_OF_DOSE}, [(0, 50, 0)]),
        ({"stopped": Stopped.ASK}, [(50, 0, 0), (0, 50, 0)]),
        ({"types": [MULTI]}, [(0, 0, 0)]),
    ],
)
def test_what_became_of_the_rest(changes: dict[str, Any], expected: list[tuple[int, int, int]]) -> None:
    assert wastes(read(**changes)) == expected


def test_only_what_was_not_charted_is_assumed(ask: Ask) -> None:
    dose = {"code": "J1745", "opened": ["4 x 100 mg"], "date": "2025-03-01"}
    assert ask(given="350 mg", **dose).discard_assumed is True
    assert ask(given="350 mg", discarded="50 mg", **dose).discard_assumed is False
    assert ask(given="400 mg", **dose).discard_assumed is False  # nothing was left


@pytest.mark.parametrize("unknown", [ContainerType.UNKNOWN, ContainerType.KIT])
def test_an_unknown_type_is_read_both_ways(unknown: ContainerType) -> None:
    assert [each.types for each in read(types=[unknown])] == [(SINGLE,), (MULTI,)]
    assert all(each.reasons for each in read(types=[unknown]))


def test_containers_of_both_types_are_read_in_both_orders() -> None:
    """100 of 150 single-dose and 400 multi-dose: all from the first, or all from the second."""
    found = read(types=[SINGLE, MULTI], labels=[Fraction(150), Fraction(400)], shares=[None, None],
                 givens=[(Fraction(100), ())])  # fmt: skip
    assert [tuple(map(int, each.given)) for each in found] == [(100, 0), (0, 100)]
    known = read(types=[SINGLE, MULTI], labels=[Fraction(150), Fraction(400)],
                 shares=[Fraction(60), Fraction(40)], givens=[(Fraction(100), ())])  # fmt: skip
    assert [tuple(map(int, each.given)) for each in known] == [(60, 40)]


@pytest.mark.parametrize(
    "given, discarded, units, waste",
    [
        (350, 50, 35, 5),
        (350, 30, 35, 3),  # the rule book's own: 20 mg left in the tubing are not billed
        (305, 95, 31, 9),
        (391, 9, 40, 0),
        (400, 0, 40, 0),
        (405, 0, 40, 0),  # overfill
        (1, 399, 1, 39),
        (0, 400, 0, 0),
    ],
)
def test_units_of_a_reading(given: int, discarded: int, units: int, waste: int) -> None:
    reading = Reading((SINGLE,), (Fraction(given),), Fraction(discarded), Fraction(0), Fraction(0))
    found = outcome(reading, [Fraction(400)], Fraction(10), Terms(True))
    assert (found.administered_units, found.discarded_units) == (units, waste)
    assert outcome(reading, [Fraction(400)], Fraction(10), Terms(False)).discarded_units == 0


def test_each_type_is_counted_by_itself() -> None:
    """R2: 145 mg of 150 single-dose is 15 units, 5 mg of 420 multi-dose is 1: 16 lines' worth, not 15."""
    reading = Reading((SINGLE, MULTI), (Fraction(145), Fraction(5)), Fraction(5), Fraction(0), Fraction(0))
    found = outcome(reading, [Fraction(150), Fraction(420)], Fraction(10), Terms(True))
    assert found == Outcome(
        reading,
        (
            Group(True, Fraction(150), Fraction(145), Fraction(5), 15, 0),
            Group(False, Fraction(420), Fraction(5), Fraction(0), 1, 0),
        ),
    )


def test_both_types_in_one_dose_through_a_bill(ask: Ask) -> None:
    """120 of 150 mg single-dose with JW 3, 40 of 420 mg multi-dose with neither."""
    found = ask(
        code="J9355",
        given="160 mg",
        opened=["1 x 150 mg single-dose given 120 mg", "1 x 420 mg multi-dose given 40 mg"],
        discarded="30 mg",
        date="2025-03-01",
    )
    assert marked(found.lines) == [(12, ()), (3, ("JW",)), (4, ())]
    asked = ask(
        code="J9355",
        given="160 mg",
        opened=["1 x 150 mg single-dose", "1 x 420 mg multi-dose"],
        date="2025-03-01",
    )
    assert checks(asked, Severity.ERROR) == {"shares-missing"}
    assert [marked(each.lines) for each in asked.alternatives] == [
        [(15, ("JZ",)), (1, ())],
        [(16, ())],
    ]


def test_an_unexplained_unit_waits_and_less_does_not(ask: Ask) -> None:
    waits = ask.infliximab(discarded="40 mg")
    assert [marked(each.lines) for each in waits.alternatives] == [
        [(35, ()), (5, ("JW",))],
        [(35, ()), (4, ("JW",))],
    ]
    assert "10 mg" in finding(waits, "amount-unexplained").message
    assert (str(waits.discarded), str(waits.unexplained)) == ("40 mg", "10 mg")
    settled = ask.infliximab(discarded="41 mg")
    assert marked(settled.lines) == [(35, ()), (4, ("JW",))]
    assert finding(settled, "amount-unexplained").severity is Severity.INFO
    explained = ask.infliximab(discarded="30 mg", explained=["20 mg tubing"])
    assert marked(explained.lines) == [(35, ()), (3, ("JW",))]
    assert str(explained.unexplained) == "0 mg"


def test_where_the_bill_does_not_depend_on_the_rest_the_chart_is_shown(ask: Ask) -> None:
    """A setting without JW: 30 mg charted as discarded and 20 mg unexplained are not 50 mg discarded."""
    found = ask.infliximab(discarded="30 mg", setting="rhc")
    assert not found.alternatives
    assert (str(found.discarded), str(found.unexplained)) == ("30 mg", "20 mg")


def test_a_stopped_infusion_waits_for_a_choice_with_a_reason(ask: Ask) -> None:
    waits = ask.infliximab(given="200 mg", stopped="ask")
    assert checks(waits, Severity.ERROR) == {"infusion-stopped"}
    assert [marked(each.lines) for each in waits.alternatives] == [[(20, ()), (20, ("JW",))], [(20, ("JZ",))]]
    chosen = ask.infliximab(given="200 mg", stopped="rest-was-dose")
    assert marked(chosen.lines) == [(20, ("JZ",))]
    assert finding(chosen, "infusion-stopped").severity is Severity.WARNING
    reasoned = ask.infliximab(given="200 mg", stopped="bill-rest-as-discarded", reason="reaction at 10:40")
    assert marked(reasoned.lines) == [(20, ()), (20, ("JW",))]
    said = finding(reasoned, "infusion-stopped")
    assert said.severity is Severity.INFO
    assert "reaction at 10:40" in said.message


def test_the_nominal_sum_of_assayed_vials_is_asked_about(ask: Ask) -> None:
    """RULES 4.2: 3,000 IU charted from three vials of 1,046 IU: whole vials (3,138 JZ), or 3,000 and JW 138."""
    found = ask(code="J7211", given="3000 IU", opened=["3 x 00026-3824-25 @ 1046 IU"], date="2025-08-01")
    assert checks(found, Severity.ERROR) == {"nominal-given"}
    assert [marked(each.lines) for each in found.alternatives] == [
        [(3138, ("JZ",))],
        [(3000, ()), (138, ("JW",))],
    ]
