"""What every line of a kind has, and which checks have to be asked of each."""

from dataclasses import replace

import pytest

from unitcalc.account import Account, BilledLine, Place
from unitcalc.checks.gathering.gather import gather
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.registry import checks
from unitcalc.reconcile.plain.kinds import Kinds, LineKind
from unitcalc.reconcile.plain.steady import Varies, steady
from unitcalc.tables.claims import line_of

STATED = {"encounter_id": "E", "service_date": "2025-07-30", "code": "J9041", "units": "1"}
PLACE = ("medicare-part-b", "hospital-outpatient")


def line(tables: Tables, **more: str) -> BilledLine:
    (found,) = line_of(Place(""), {**STATED, **more}, tables.today).lines
    return found


def kind(tables: Tables, **more: str) -> LineKind:
    found = Kinds(tables).lines(line(tables, **more), *PLACE)
    assert found is not None
    return found


def test_a_packaged_code_is_packaged_on_every_line(tables: Tables) -> None:
    """Status N; all units of the line are at stake. Of the dates and the MUE each line has to be asked."""
    found = kind(tables)
    assert [(each.check, each.staked, each.expected) for each in found.told] == [("C05", True, "no payment of its own")]
    assert "C05" not in found.asked
    assert {"T03", "T05", "N04"} <= found.asked
    assert not found.wrong


def test_a_modifier_twice_is_told_of_the_modifier(tables: Tables) -> None:
    assert "M12" in {each.check for each in kind(tables, modifiers="LT LT").told}
    assert not kind(tables, modifiers="LT LT").wrong


def test_what_depends_on_units_varies(tables: Tables) -> None:
    its = line(tables, ndc="63020-0049-01", ndc_quantity="1", ndc_unit="UN")
    account = Account(
        encounter="E", day=its.day, code=its.code, payer=PLACE[0], setting=PLACE[1], lines=(its,), claimed=True
    )
    ((_, facts),) = gather(tables, account).lines
    with pytest.raises(Varies, match="quantity"):
        steady(checks()["N04"], facts, its)
    # A finding that says by how much is one of each line, though its condition is not.
    of_difference = replace(checks()["C05"], difference=lambda its: 1)
    with pytest.raises(Varies, match="C05"):
        steady(of_difference, facts, its)
