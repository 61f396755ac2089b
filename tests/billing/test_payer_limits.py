"""What payers' own settings leave of a bill: JW caps and thresholds, nominal lines, stopped infusions.

Expected units are worked out beside each case. J9035 (Avastin, vials of 100 and 400 mg): a unit is 10 mg.
"""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from tests.billing.asking import Ask, checks, finding, marked, units_of
from tests.billing.conftest import Payer
from tests.billing.records import Record, drawn
from unitcalc.billing.bill import Bill
from unitcalc.billing.text import as_text
from unitcalc.findings import Severity

AVASTIN: dict[str, Any] = {"code": "J9035", "opened": ["1 x 400 mg"], "date": "2025-03-01"}


def steps(found: Bill) -> dict[str, tuple[str, str]]:
    """Value and source of each step of the worksheet, by its label."""
    return {step.label: (step.value, step.source) for step in found.steps}


@pytest.mark.parametrize(
    "dose, discarded, medicare, capped",
    [
        # The smallest vial on sale, 100 mg, is 10 units.
        ("250 mg", "150 mg", 15, 10),  # 400 / 10 - 25 = 15, of which 10
        ("300 mg", "100 mg", 10, 10),  # 40 - 30 = 10: just the vial
        ("295 mg", "105 mg", 10, 10),  # 40 - 30 (29.5 rounded up) = 10
        ("290 mg", "110 mg", 11, 10),
        ("350 mg", "50 mg", 5, 5),
    ],
)
def test_discarded_units_are_capped_at_the_smallest_vial(
    ask: Ask, dose: str, discarded: str, medicare: int, capped: int
) -> None:
    record = {**AVASTIN, "given": dose, "discarded": discarded}
    of_medicare, found = ask(**record), ask(**record, payer="bcbs-nc")
    assert of_medicare.discarded_units == medicare
    assert found.discarded_units == capped == units_of(found.lines, discarded=True)
    assert found.administered_units == of_medicare.administered_units == units_of(found.lines, discarded=False)
    assert found.discarded == of_medicare.discarded, "what went into the bin is the same"
    assert ("discard-capped" in checks(found)) is (capped < medicare)
    if capped < medicare:
        said = finding(found, "discard-capped")
        assert f"{medicare} units were discarded" in said.message
        assert "(100 mg): 10" in said.message
        assert (said.severity, "bluecrossnc" in said.source) == (Severity.WARNING, True)
        assert steps(found)["Discarded units (JW)"][0] == f"{medicare} units"
        assert steps(found)["Payer's cap of JW"] == (f"{capped} units", said.source)
        # The line stands for what its units hold: 10 x 10 mg.
        assert str(found.lines[-1].amount) == "100 mg"
    else:
        assert "Payer's cap of JW" not in steps(found)


def test_the_cap_holds_in_each_of_the_bills(ask: Ask) -> None:
    """100 mg given, 100 charted, 200 unexplained: 40 - 10 = 30 units or 20 - 10 = 10; both at most 10: one bill."""
    record = {**AVASTIN, "given": "100 mg", "discarded": "100 mg"}
    assert [each.discarded_units for each in ask(**record).alternatives] == [30, 10]
    assert marked(ask(**record, payer="bcbs-nc").lines) == [(10, ()), (10, ("JW",))]


def test_a_smaller_vial_that_was_opened_is_on_sale(payer: Payer) -> None:
    """400 and 50 mg opened for 250 mg: 45 - 25 = 20 units, at most the 5 of the 50 mg."""
    mine = payer("discard-cap", "smallest-vial")
    found = mine(**{**AVASTIN, "opened": ["1 x 400 mg", "1 x 50 mg"]}, given="250 mg", payer="mine")
    assert found.discarded_units == 5


def test_without_sizes_the_cap_is_left_to_a_person(payer: Payer) -> None:
    """Kovaltry's vials are assayed: 1,046 - 500 = 546 units stand, and the payer's cap is said."""
    record = {"code": "J7211", "given": "500 IU", "opened": ["1 x 1046 IU single-dose"], "discarded": "546 IU"}
    found = payer("discard-cap", "smallest-vial")(**record, date="2025-08-01", payer="mine")
    assert found.discarded_units == 546
    assert "check the JW line" in finding(found, "discard-capped").message


@pytest.mark.parametrize(
    "dose, discarded, medicare, lines",
    [
        ("5 mg", "95 mg", 9, [(1, ())]),  # 100 / 10 - 1 = 9, but 5 mg is below 10 mg; JZ would be untrue
        ("9.99 mg", "90.01 mg", 9, [(1, ())]),
        ("10 mg", "90 mg", 9, [(1, ()), (9, ("JW",))]),  # a whole unit is not below one
        ("5 mg", "5 mg", 0, [(1, ("JZ",))]),  # floor(10 / 10) - 1 = 0: nothing to bill, whoever pays
    ],
)
def test_no_jw_for_a_dose_below_the_unit(
    ask: Ask, dose: str, discarded: str, medicare: int, lines: list[object]
) -> None:
    """UnitedHealthcare Community Plan MD; its claims carry JZ from 2025-05-01."""
    explained = ["90 mg spilled"] if discarded == "5 mg" else []
    record = {"given": dose, "opened": ["1 x 100 mg"], "discarded": discarded, "date": "2025-06-01"}
    assert ask.infliximab(**record, explained=explained).discarded_units == medicare
    found = ask.infliximab(**record, explained=explained, payer="uhc-community-md")
    assert marked(found.lines) == lines
    assert found.discarded_units == units_of(found.lines, discarded=True)
    denied = medicare > 0 and found.discarded_units == 0
    assert ("jw-threshold" in checks(found)) is denied
    assert ("Payer's threshold of JW" in steps(found)) is denied
    if denied:
        said = finding(found, "jw-threshold")
        assert "9 units discarded are not billed" in said.message
        assert steps(found)["Payer's threshold of JW"] == ("0 units", said.source)
        assert "does not permit JW" in finding(found, "discard-not-billed").message


@given(record=drawn(charted=True, balanced=True))
def test_a_cap_takes_from_discarded_units_alone(ask: Ask, record: Record) -> None:
    """The administered line stays; JW never rises; given and discarded stay below the label, and lines add up."""
    of_medicare, found = ask(**record.typed()), ask(**record.typed(), payer="bcbs-nc")
    assert found.administered_units == of_medicare.administered_units
    assert found.discarded_units is not None
    assert of_medicare.discarded_units is not None
    assert 0 <= found.discarded_units <= of_medicare.discarded_units
    assert (found.discarded_units == 0) is (of_medicare.discarded_units == 0)
    assert units_of(found.lines, discarded=True) == found.discarded_units
    opened = min(each for _, each in record.containers)
    if "discard-capped" in checks(found) and found.discarded_units < of_medicare.discarded_units:
        assert found.discarded_units * record.product.one <= max(opened, record.product.one)


@pytest.mark.parametrize("value, words", [("76", "76 from the second"), ("59", "59 from the second"),
                                          ("none", "no modifier from the second")])  # fmt: skip
def test_the_worksheet_tells_the_payers_split(payer: Payer, value: str, words: str) -> None:
    record = {"code": "J7211", "given": "22000 IU", "opened": ["22 x 1000 IU single-dose"], "date": "2025-03-01"}
    found = payer("split-modifier", value)(**record, payer="mine")
    (step,) = (step for step in found.steps if step.label == "Line split")
    assert step.expression == f"at most 9,999 units on a line; {words}"
    assert (step.value, step.source) == ("3 lines", "RULES 1.5: contract (payer page)")


@pytest.mark.parametrize("supply", ["white-bag", "free", "study"])
def test_a_nominal_line_where_the_payer_wants_one(payer: Payer, supply: str) -> None:
    """350 of 400 mg that somebody else paid for: 35 units at $0.01, and no waste of it."""
    mine = payer(not_purchased_line="nominal", nominal_charge='"0.01"')
    found = mine.infliximab(discarded="50 mg", supply=supply, payer="mine")
    assert marked(found.lines) == [(35, ())]
    (line,) = found.lines
    assert (line.charge, line.payment) == (Fraction(1, 100), None)
    assert line.as_json()["charge"] == "0.01"
    assert (found.administered_units, found.discarded_units) == (35, 0)
    assert "$0.01" in finding(found, "not-purchased").message
    assert steps(found)["Nominal charge"][0] == "$0.01"
    assert "J1745     35   $0.01" in as_text(found)
    assert not found.waits_for_a_person
    absent = mine.infliximab(discarded="50 mg", supply=supply)
    assert (absent.lines, absent.discarded_units) == ((), 0)


def test_what_was_purchased_has_no_nominal_charge(payer: Payer) -> None:
    mine = payer(not_purchased_line="nominal", nominal_charge='"0.01"')
    for supply in ("", "purchased", "340b"):
        found = mine.infliximab(discarded="50 mg", supply=supply, payer="mine")
        assert [line.charge for line in found.lines] == [None, None]
        assert found.lines[0].payment is not None


@pytest.mark.parametrize(
    "policy, stated, lines",
    [
        # 350 of 400 mg when it was stopped: 40 - 35 = 5 units, or the rest was part of the dose
        ("bill-rest-as-discarded", "ask", [(35, ()), (5, ("JW",))]),
        ("rest-was-dose", "ask", [(35, ("JZ",))]),
        ("rest-was-dose", "bill-rest-as-discarded", [(35, ()), (5, ("JW",))]),  # the person knows better
        ("ask", "ask", []),
        ("rest-was-dose", "", [(35, ()), (5, ("JW",))]),  # it was not stopped
    ],
)
def test_a_stopped_infusion_as_the_payer_has_it(payer: Payer, policy: str, stated: str, lines: list[object]) -> None:
    found = payer("stopped-infusion", policy).infliximab(stopped=stated, payer="mine")
    assert marked(found.lines) == lines
    assert bool(found.alternatives) is (policy == stated == "ask")
    if stated == "ask" and policy != "ask":
        said = finding(found, "infusion-stopped")
        assert f"billed as Mine has it: '{policy}'" in said.message
        assert (said.severity, said.source) == (Severity.INFO, "RULES 1.5: contract (payer page)")


@pytest.mark.parametrize(
    "value, marks, unsettled",
    [("subject", ("JZ",), False), ("not-subject", (), False), ("by-contractor", (), True)],
)
def test_unclassified_codes(payer: Payer, value: str, marks: tuple[str, ...], unsettled: bool) -> None:
    """One unit, whatever was given (RULES 4b): no unit is left to discard, so JZ where JW and JZ apply."""
    record = {"code": "J3490", "given": "50 mg", "opened": ["1 x 100 mg single-dose"], "narrative": "drug, 50 mg, IV"}
    found = payer("unclassified-discard", value)(**record, date="2025-03-01", payer="mine")
    assert marked(found.lines) == [(1, marks)]
    assert ("subject-unsettled" in checks(found)) is unsettled
    assert (steps(found)["JW and JZ"][0] == "apply") is (value == "subject")


@pytest.mark.parametrize(
    "code, opened, dose, discarded, billed",
    [
        # Abatacept for the vein: vials of 250 mg only, 25 units; 50 - 35 = 15 stay. The 50 mg syringe is for the skin.
        ("J0129", "2 x 250 mg", "350 mg", "150 mg", 15),
        # Emicizumab of 150 mg/mL: the smallest vial is 60 mg, 120 units of 0.5 mg; the 12 mg vial is 30 mg/mL. 30 stay.
        ("J7170", "1 x 150 mg", "135 mg", "15 mg", 30),
        # 300 - 150 mg = 150 mg, 300 units, of which the 120 of the 60 mg vial.
        ("J7170", "1 x 300 mg", "150 mg", "150 mg", 120),
    ],
)
def test_the_cap_is_the_smallest_vial_that_may_stand_for_what_was_opened(
    ask: Ask, code: str, opened: str, dose: str, discarded: str, billed: int
) -> None:
    found = ask(code=code, opened=[opened], given=dose, discarded=discarded, date="2025-03-01", payer="bcbs-nc")
    assert found.discarded_units == billed
