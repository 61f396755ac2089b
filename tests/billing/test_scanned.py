"""Barcodes in place of NDCs, as a scanner types them. 00026-3824-25 is Kovaltry, 1,000 IU nominal (J7211)."""

import pytest

from tests.billing.asking import Ask

KOVALTRY = "0100300263824253"
"""AI 01 and the GTIN: 0, 03, the ten digits 0026382425, check digit 3."""


@pytest.mark.parametrize(
    "opened",
    [f"1 x {KOVALTRY} @ 1046 IU", f"{KOVALTRY}17270531 @ 1046 IU", f"]d2{KOVALTRY}17270531\x1d10AB12 @ 1046 IU"],
)
def test_a_package_is_scanned_where_it_was_opened(ask: Ask, opened: str) -> None:
    found = ask(given="900 IU", opened=[opened], date="2026-02-01")
    # 1,046 IU printed, 900 given: 146 were left.
    assert [(line.units, line.modifiers, line.ndcs[0].ndc) for line in found.lines] == [
        (900, (), "00026-3824-25"),
        (146, ("JW",), "00026-3824-25"),
    ]


def test_a_package_is_scanned_where_the_drug_is_named(ask: Ask) -> None:
    found = ask(code=KOVALTRY, given="900 IU", opened=["1 x 1046 IU"], date="2026-02-01")
    assert (found.code, found.lines[0].ndcs[0].ndc) == ("J7211", "00026-3824-25")


def test_an_expired_package_is_pointed_out(ask: Ask) -> None:
    found = ask(given="900 IU", opened=[f"{KOVALTRY}17250531 @ 1046 IU"], date="2026-02-01")
    assert "package-expired" in {finding.check for finding in found.findings}
    before = ask(given="900 IU", opened=[f"{KOVALTRY}17250531 @ 1046 IU"], date="2025-05-31")
    assert "package-expired" not in {finding.check for finding in before.findings}


def test_a_wrong_barcode_is_refused_at_its_field(ask: Ask) -> None:
    (problem,) = ask.refused(given="900 IU", opened=["0100300263824250 @ 1046 IU"], date="2026-02-01")
    assert problem.field == "opened"
    assert "check digit" in problem.message


@pytest.mark.parametrize("ndc", ["57894003001", "57894-0030-01"])
def test_an_ndc_without_hyphens_names_the_drug_too(ask: Ask, ndc: str) -> None:
    assert ask(given="350 mg", opened=[f"4 x {ndc}"], date="2026-02-01").code == "J1745"


def test_ten_digits_are_one_problem_and_not_two(ask: Ask) -> None:
    assert [p.code for p in ask.refused(given="350 mg", opened=["4 x 5789403001"], date="2026-02-01")] == [
        "ndc-ambiguous"
    ]
