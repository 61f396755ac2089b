"""One mistake is named by one check of waste, and what is right by none."""

from itertools import product
from typing import Any

import pytest

from tests.checks.conftest import checked
from unitcalc.checks.gathering.tables import Tables

OPENED, UNIT = 400, 10
"""Four vials of 100 mg of J1745, 10 mg a unit."""
AVOIDABLE = "W22"
"""It speaks of the vials, not of the claim."""

SINGLE: dict[str, Any] = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "discarded": "50 mg"}
WHOLE: dict[str, Any] = {"code": "J1745", "given": "400 mg", "opened": ["4 x 100 mg"], "discarded": "0 mg"}
UNCHARTED: dict[str, Any] = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"]}
MULTI: dict[str, Any] = {"code": "Q5116", "given": "350 mg", "opened": ["1 x 420 mg multi-dose"]}
NONE_GIVEN: dict[str, Any] = {"code": "J1745", "given": "0 mg", "opened": ["4 x 100 mg"], "discarded": "400 mg"}
INPATIENT: dict[str, Any] = {**SINGLE, "setting": "inpatient"}
CLAIM: dict[str, Any] = {}


def waste(tables: Tables, record: dict[str, Any]) -> list[str]:
    """The codes of the checks of waste that speak."""
    found = (each.check.code for each in checked(tables, {"date": "2025-03-01", **record}).violations)
    return [code for code in found if code.startswith("W") and code != AVOIDABLE]


@pytest.mark.parametrize("given", [1, 200, 305, 342, 350, 391, 395, 400])
def test_a_wrong_number_of_jw_units(tables: Tables, given: int) -> None:
    rest = OPENED - given
    administered = -(-given // UNIT)
    for share, billed in product((0, 3, 7, 10), range(13)):
        # A part of the rest is explained, what remains is discarded: the record balances.
        explained = rest * share // 10
        discarded = rest - explained
        right = max(0, (given + discarded) // UNIT - administered)
        record: dict[str, Any] = {
            "code": "J1745",
            "given": f"{given} mg",
            "opened": ["4 x 100 mg"],
            "discarded": f"{discarded} mg",
            "lines": [f"J1745{'' if right or billed else '-JZ'} {administered}"],
        }
        if billed:
            record["lines"].append(f"J1745-JW {billed}")
        if explained:
            record["explained"] = [f"{explained} mg tubing"]
        found = waste(tables, record)
        assert len(found) == (billed != right), f"{given} given, {discarded} discarded, JW {billed}: {found}"


@pytest.mark.parametrize(
    "record, lines, named",
    [
        (SINGLE, ["J1745 35", "J1745-JW 5"], ""),
        (SINGLE, ["J1745 35"], "W04"),
        (SINGLE, ["J1745-JZ 35"], "W11"),
        (SINGLE, ["J1745-JZ 35", "J1745-JW 5"], "W06"),
        (SINGLE, ["J1745 35", "J1745-JW-JZ 5"], "W02"),
        (SINGLE, ["J1745-JW 5"], "W03"),
        (SINGLE, ["J1745-JW 40"], "W03"),
        (SINGLE, ["J1745-JW-JZ 40"], "W02"),
        # Milligrams, containers and the whole label billed as administered units are the matter of other checks.
        (SINGLE, ["J1745 350", "J1745-JW 5"], ""),
        (SINGLE, ["J1745 4", "J1745-JW 5"], ""),
        (SINGLE, ["J1745 40"], ""),
        (WHOLE, ["J1745-JZ 40"], ""),
        (WHOLE, ["J1745 40"], "W05"),
        (WHOLE, ["J1745 40", "J1745-JW 5"], "W07"),
        (WHOLE, ["J1745-JZ 40", "J1745-JW 5"], "W07"),
        (UNCHARTED, ["J1745 35", "J1745-JW 5"], "W10"),
        (UNCHARTED, ["J1745 35", "J1745-JW 2"], "W10"),
        (UNCHARTED, ["J1745-JZ 35"], "W11"),
        (UNCHARTED, ["J1745 35"], "W04"),
        (MULTI, ["Q5116 35"], ""),
        (MULTI, ["Q5116-JZ 35"], "W21"),
        (MULTI, ["Q5116 35", "Q5116-JW 7"], "W01"),
        (MULTI, ["Q5116-JW 7"], "W01"),
        (MULTI, ["Q5116 35", "Q5116-JW 70"], "W01"),
        (NONE_GIVEN, [], ""),
        (NONE_GIVEN, ["J1745 40"], "W17"),
        (NONE_GIVEN, ["J1745-JZ 40"], "W17"),
        (NONE_GIVEN, ["J1745-JW 40"], "W17"),
        (INPATIENT, ["J1745 35"], ""),
        (INPATIENT, ["J1745-JZ 35"], "W15"),
        (INPATIENT, ["J1745 35", "J1745-JW 5"], "W15"),
        (CLAIM, ["J1745-JZ 40"], ""),
        (CLAIM, ["J1745 35", "J1745-JW 5"], ""),
        (CLAIM, ["J1745 35"], "W05"),
        (CLAIM, ["J1745-JZ 35"], "W12"),
        (CLAIM, ["J1745-JZ 35", "J1745-JW 5"], "W06"),
        (CLAIM, ["J1745 35", "J1745-JW 12"], "W08"),
        (CLAIM, ["J1745-JW 12"], "W03"),
        (CLAIM, ["Q5116 21", "Q5116-JW 9"], "W28"),
        ({**SINGLE, "discarded": "30 mg"}, ["J1745 35", "J1745-JW 3"], "W23"),
        ({**UNCHARTED, "stopped": "ask"}, ["J1745-JZ 35"], "W18"),
        ({**UNCHARTED, "code": "J0702", "given": "6 mg", "opened": ["1 x 30 mg"]}, ["J0702 1"], "W24"),
    ],
)
def test_one_mistake(tables: Tables, record: dict[str, Any], lines: list[str], named: str) -> None:
    assert waste(tables, {**record, "lines": lines}) == ([named] if named else [])


@pytest.mark.parametrize("payer", ["bcbs-nc", "uhc-community-md", "lifewise-premera", "unknown-payer"])
def test_no_payer_of_ours_makes_a_right_claim_wrong(tables: Tables, payer: str) -> None:
    assert waste(tables, {**SINGLE, "payer": payer, "lines": ["J1745 35", "J1745-JW 5"]}) == []
    assert waste(tables, {**WHOLE, "payer": payer, "date": "2025-06-01", "lines": ["J1745-JZ 40"]}) == []
