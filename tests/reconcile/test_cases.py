"""Small accounts, each worked out by hand: the rows of three tables, and what must come of them."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.reconcile.running import Reconciled, reconciled
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reference.documents import read_yaml

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}-{case['title']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in read_yaml(path)["cases"]
]
KEY = ("encounter_id", "service_date", "code")


def run(tables: Tables, case: dict[str, Any]) -> Reconciled:
    """The case's tables, those that it states."""
    return reconciled(tables, *(case.get(name) for name in ("dispensed", "administered", "claims")))


@pytest.mark.parametrize("case", CASES)
def test_an_account_worked_by_hand(tables: Tables, case: dict[str, Any]) -> None:
    found = run(tables, case)
    stated = list(map(_wanted, _in_order(case["accounts"])))
    rows = _in_order(found.accounts)
    assert list(map(_key, rows)) == list(map(_key, stated))
    assert [_told(row, each) for row, each in zip(rows, stated, strict=True)] == stated
    wanted = case.get("findings") or []
    told = [row for row in found.findings if row["severity"] != "info"]
    assert Counter(row["check"] for row in told) == Counter(
        each["check"] for each in wanted if _is_told(each, found)
    ), [(row["check"], row["message"], row["expected"], row["observed"]) for row in told]
    for each in wanted:
        _compare(each, found)


def _in_order(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(accounts, key=_key)


def _key(account: dict[str, Any]) -> tuple[str, ...]:
    """What tells an account from all others."""
    return tuple(str(account[name]) for name in KEY)


def _told(row: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """What a row of the table of accounts says of what a case states."""
    told = {**row, "service_date": str(row["service_date"])}
    for name in ("expected", "billed"):
        pair = [row[f"{name}_{of}_units"] for of in ("administered", "discarded")]
        told[name] = pair
    return {name: told[name] for name in wanted}


def _wanted(each: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value if isinstance(value, bool) else str(value) for name, value in each.items()}
    for name in ("expected", "billed"):
        if name in each:
            plain[name] = [None if one is None else str(one) for one in each[name]]
    return plain


def _meant(each: dict[str, Any], found: Reconciled) -> list[dict[str, Any]]:
    """The findings of the check that a case names, of its encounter where it names one."""
    own = each.get("encounter_id")
    return [row for row in found.findings if row["check"] == each["check"] and own in (None, row["encounter_id"])]


def _is_told(each: dict[str, Any], found: Reconciled) -> bool:
    """Findings that are only for information need not be listed; those that are listed are compared one by one."""
    rows = _meant(each, found)
    return not rows or any(row["severity"] != "info" for row in rows)


def _compare(each: dict[str, Any], found: Reconciled) -> None:
    rows = _meant(each, found)
    assert rows, f"{each['check']} is not told"
    stated = {name: value for name, value in each.items() if name not in ("encounter_id", "check", "rows", "worked")}
    alike = [row for row in rows if all(_same(row[name], value) for name, value in stated.items())]
    assert alike, [{name: row[name] for name in stated} for row in rows]
    for wanted in each.get("rows", ()):
        table, _, number = wanted.partition(" row ")
        place = f"{table}.csv, row {int(number) + 1}"  # the heading is row 1
        assert any(re.search(rf"{re.escape(place)}(?!\d)", row["rows"]) for row in alike), (place, alike[0]["rows"])


def _same(found: Any, wanted: Any) -> bool:
    return str(found).replace(",", "") == str(wanted).replace(",", "")
