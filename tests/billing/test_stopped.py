"""An infusion stopped early (RULES 2.9): both readings of its rest, also where the rest was thrown away and charted.

400 mg of infliximab were opened (10 mg a unit), 200 mg given: 20 units; the other 200 mg are 20 units.
"""

from datetime import date

import pytest

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue


@pytest.mark.parametrize("discarded", ["", "200 mg"])
@pytest.mark.parametrize(
    "choice, lines",
    [
        ("bill-rest-as-discarded", [("J1745", (), 20), ("J1745", ("JW",), 20)]),
        ("rest-was-dose", [("J1745", ("JZ",), 20)]),
    ],
)
def test_the_choice_decides(
    catalogue: Catalogue, discarded: str, choice: str, lines: list[tuple[str, tuple[str, ...], int]]
) -> None:
    found = bill(catalogue, request(discarded, choice), date(2026, 11, 1))
    assert [(line.code, line.modifiers, line.units) for line in found.lines] == lines


@pytest.mark.parametrize("discarded", ["", "200 mg"])
def test_without_a_choice_both_are_shown(catalogue: Catalogue, discarded: str) -> None:
    found = bill(catalogue, request(discarded, "ask"), date(2026, 11, 1))
    assert found.lines == ()
    assert [(each.administered_units, each.discarded_units) for each in found.alternatives] == [(20, 20), (20, 0)]
    assert "infusion-stopped" in {finding.check for finding in found.findings}


def test_what_was_charted_went_into_the_bin(catalogue: Catalogue) -> None:
    found = bill(catalogue, request("200 mg", "rest-was-dose"), date(2026, 11, 1))
    assert found.discarded is not None
    assert found.discarded.short == "200 mg"


def request(discarded: str, choice: str) -> BillRequest:
    return BillRequest(
        code="J1745", given="200 mg", opened=("4 x 100 mg",), discarded=discarded, stopped=choice, date="2025-03-01"
    )
