"""What a payer's own limits leave of JW, in the checks: the bill that the payer takes is no mistake."""

from typing import Any

import pytest

from tests.checks.conftest import checked
from unitcalc.checks.gathering.tables import Tables

AVASTIN: dict[str, Any] = {
    "date": "2025-06-01",
    "code": "J9035",
    "given": "250 mg",
    "opened": ["1 x 400 mg"],
    "discarded": "150 mg",
}
"""10 mg a unit: 40 - 25 = 15 discarded units, of which bcbs-nc pays the 10 of the smallest vial (100 mg)."""
SMALL: dict[str, Any] = {
    "date": "2025-06-01",
    "code": "J1745",
    "given": "5 mg",
    "opened": ["1 x 100 mg"],
    "discarded": "95 mg",
}
"""Half a unit: 10 - 1 = 9 discarded units, which uhc-community-md does not permit."""


@pytest.mark.parametrize(
    "payer, record, lines, named",
    [
        ("medicare-part-b", AVASTIN, ["J9035 25", "J9035-JW 15"], ""),
        ("medicare-part-b", AVASTIN, ["J9035 25", "J9035-JW 10"], "jw-differs"),
        ("bcbs-nc", AVASTIN, ["J9035 25", "J9035-JW 10"], ""),
        ("bcbs-nc", AVASTIN, ["J9035 25", "J9035-JW 15"], "jw-differs"),
        ("bcbs-nc", AVASTIN, ["J9035 25"], "jw-missing"),
        ("medicare-part-b", SMALL, ["J1745 1", "J1745-JW 9"], ""),
        ("medicare-part-b", SMALL, ["J1745 1"], "jw-missing"),
        ("uhc-community-md", SMALL, ["J1745 1"], ""),  # neither JW nor JZ
        ("uhc-community-md", SMALL, ["J1745 1", "J1745-JW 9"], "jw-differs"),
    ],
)
def test_jw_by_payer(tables: Tables, payer: str, record: dict[str, Any], lines: list[str], named: str) -> None:
    report = checked(tables, {**record, "payer": payer, "lines": lines})
    found = [each.check.name for each in report.violations if each.check.code[0] in "UW"]
    assert [name for name in found if name != "avoidable-waste"] == ([named] if named else [])
