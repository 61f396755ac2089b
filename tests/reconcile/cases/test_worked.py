"""The worked cases by themselves: whole and in agreement with their own rows. The program has no part in it."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from unitcalc.reference.documents import read_yaml

FOLDER = Path(__file__).parent
PARTS = {"title", "worked", "dispensed", "administered", "claims", "accounts", "findings"}
CASES = [
    pytest.param(case, id=f"{path.stem}-{case['title']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in read_yaml(path)["cases"]
]


def _amount(account: dict[str, Any], name: str) -> Fraction:
    return Fraction(account.get(name, "0"))


def test_there_are_a_hundred() -> None:
    assert len(CASES) >= 100
    assert len({parameter.id for parameter in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_whole(case: dict[str, Any]) -> None:
    assert set(case) <= PARTS
    assert set(case) >= {"title", "worked", "accounts", "findings"}
    for table in ("dispensed", "administered"):
        assert all({"encounter_id", "service_date"} <= set(row) for row in case.get(table) or ())
        assert all("code" in row or "ndc" in row for row in case.get(table) or ())
    keys = [(str(row["claim_id"]), str(row.get("frequency", "1")), row["line"]) for row in case.get("claims") or ()]
    assert len(set(keys)) == len(keys), "a line number stands twice on one claim"


@pytest.mark.parametrize("case", CASES)
def test_an_account_adds_up(case: dict[str, Any]) -> None:
    """opened = given + discarded + explained + transferred + unexplained, but for what stays in a multi-dose vial."""
    if any(row.get("container_type") == "multi-dose" for row in case.get("dispensed") or ()):
        assert all(account.get("unexplained", "0") == "0" for account in case["accounts"])
        return
    for account in case["accounts"]:
        if all(account.get(name) for name in ("opened", "given", "discarded", "unexplained")):
            parts = ("given", "discarded", "explained", "transferred", "unexplained")
            assert _amount(account, "opened") == sum(_amount(account, name) for name in parts)


@pytest.mark.parametrize("case", CASES)
def test_balanced_says_what_the_numbers_say(case: dict[str, Any]) -> None:
    for account in case["accounts"]:
        stated = all(name in account for name in ("balanced", "expected", "billed", "unexplained"))
        if stated and None not in account["expected"]:
            agree = account["expected"] == account["billed"] and _amount(account, "unexplained") == 0
            assert account["balanced"] is agree


@pytest.mark.parametrize("case", CASES)
def test_billed_units_are_those_of_the_lines(case: dict[str, Any]) -> None:
    """Where no claim was replaced or voided, and the lines are of the account's own day."""
    lines = case.get("claims") or ()
    if any("frequency" in line for line in lines):
        return
    for account in case["accounts"]:
        own = [line for line in lines if _key(line) == _key(account)]
        if "billed" in account and own:
            units = [Fraction(str(line["units"]).replace(",", "")) for line in own]
            discarded = [str(line.get("modifiers", "")).replace(",", " ").split().count("JW") > 0 for line in own]
            jw = sum((one for one, is_jw in zip(units, discarded, strict=True) if is_jw), Fraction(0))
            assert account["billed"] == [sum(units) - jw, jw]


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return str(row["encounter_id"]), str(row["service_date"]), str(row["code"])
