"""What the record, the label and the sources say against each other: found, never billed in silence."""

import pytest

from tests.billing.asking import Ask, checks
from unitcalc.billing.bill import Bill
from unitcalc.findings import Refused, Severity


def lines(found: Bill) -> list[tuple[str, int]]:
    return [("-".join((line.code, *line.modifiers)), int(line.units)) for line in found.lines]


def refusal(ask: Ask, **typed: object) -> tuple[str, str, str]:
    with pytest.raises(Refused) as raised:
        ask(**({"date": "2025-03-01"} | typed))
    problem = raised.value.problems[0]
    return problem.code, problem.message, problem.hint


def errors(ask: Ask, **typed: object) -> tuple[set[str], Bill]:
    found = ask(**({"date": "2025-03-01"} | typed))
    return checks(found, Severity.ERROR), found


def test_containers_are_counted_however_they_are_written(ask: Ask) -> None:
    """R0: one unit a container. 2 of 3 vials given: two units, one whole vial discarded."""
    for opened in (["3 vials"], ["3 x 1 vial"], ["1 x 3 containers"]):
        found = ask(code="J1162", given="2 vials", opened=opened, date="2025-03-01", container_type="single-dose")
        assert lines(found) == [("J1162", 2), ("J1162-JW", 1)]


def test_several_containers_may_be_several_doses(ask: Ask) -> None:
    """R0: one unit a dose. 40 mg from two syringes of a code per dose: one knee or two."""
    syringes = {"code": "J7323", "opened": ["2 x 20 mg"], "container_type": "single-dose"}
    found, asked = errors(ask, given="40 mg", **syringes)
    assert "doses-not-stated" in found
    assert [(each.administered_units, each.discarded_units) for each in asked.alternatives] == [(1, 0), (2, 0)]
    stated = ask(code="J7323", given="2 doses", opened=["2 doses"], container_type="single-dose", date="2025-03-01")
    assert lines(stated) == [("J7323-JZ", 2)]


def test_more_doses_than_were_opened(ask: Ask) -> None:
    """RULES 2.12."""
    assert refusal(ask, code="J7321", given="3 doses", opened=["1 dose"])[0] == "given-above-label"


def test_a_share_above_its_container(ask: Ask) -> None:
    """160 mg can't come from a vial of 150 mg, though 440 and 150 mg together hold 300 mg."""
    opened = ["1 x 440 mg multi-dose given 140 mg", "1 x 150 mg single-dose given 160 mg"]
    code, message, _ = refusal(ask, code="J9355", given="300 mg", opened=opened)
    assert code == "share-above-label"
    assert "160 mg" in message
    assert "150 mg" in message


def test_what_is_explained_counts_too(ask: Ask) -> None:
    """350 + 50 + 1 is 401 of 400 mg (RULES 9)."""
    record = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"]}
    found, asked = errors(ask, discarded="50 mg", explained=["1 mg tubing"], **record)
    assert "record-above-label" in found
    message = next(each.message for each in asked.findings if each.check == "record-above-label")
    assert "401 mg" in message
    assert "record-above-label" in errors(ask, explained=["60 mg tubing"], **record)[0]
    assert "record-above-label" not in errors(ask, discarded="30 mg", explained=["20 mg tubing"], **record)[0]


def test_more_discarded_than_opened(ask: Ask) -> None:
    record = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"]}
    assert refusal(ask, discarded="500 mg", **record)[0] == "discarded-above-label"


def test_a_label_that_cms_states_otherwise(ask: Ask) -> None:
    """57894-0030-01 holds 100 mg by CMS's file; 500 mg would bill JW 40 for nothing."""
    found, _ = errors(ask, ndc="57894-0030-01", given="100 mg", opened=["1 x 500 mg"])
    assert "label-differs" in found


def test_a_size_that_is_not_listed(ask: Ask) -> None:
    """Infliximab comes in vials of 100 mg: 40 g is a slip, 400 mg a total typed as one vial."""
    for opened in ("1 x 40 g", "1 x 400 mg"):
        found = ask(code="J1745", given="350 mg", opened=[opened], date="2025-03-01")
        assert "size-not-listed" in checks(found, Severity.WARNING)
    usual = ask(code="J1745", given="350 mg", opened=["4 x 100 mg"], date="2025-03-01")
    assert "size-not-listed" not in checks(usual, Severity.WARNING)


@pytest.mark.parametrize(
    "potency, check", [("10460 IU", "potency-implausible"), ("250 IU", "potency-implausible"), ("1046 IU", None)]
)
def test_a_potency_far_from_the_nominal_size(ask: Ask, potency: str, check: str | None) -> None:
    """RULES 4.2: nominally 1,000 IU."""
    found, _ = errors(ask, code="J7211", given="200 IU", opened=[f"1 x 00026-3824-25 @ {potency}"])
    assert ("potency-implausible" in found) is (check is not None)


def test_a_dose_in_another_dimension_than_its_bound(ask: Ask) -> None:
    """Axicabtagene is up to 200 million cells: 5 mEq is no amount of that."""
    code, message, hint = refusal(ask, code="Q2041", given="5 mEq", opened=["1 dose"])
    assert code == "dimension-mismatch"
    assert "cells" in message + hint


def test_the_amount_names_the_code_it_selects(ask: Ask) -> None:
    """Sublocade: up to 100 mg is Q9991, above it Q9992."""
    _, found = errors(ask, code="Q9992", given="100 mg", opened=["1 x 100 mg"], container_type="single-dose")
    message = next(each.message for each in found.findings if each.check == "amount-selects-code")
    assert "Q9991" in message


def test_one_part_of_a_combination(ask: Ask) -> None:
    """Vyxeos: 44 units of 1 mg and 2.27 mg in a vial. 44 mg is its daunorubicin, or 14 units of both together."""
    found, asked = errors(ask, code="J9153", given="44 mg", opened=["1 x 68727-0745-02"], container_type="single-dose")
    assert "part-charted" in found
    assert [each.administered_units for each in asked.alternatives] == [44, 14]


def test_the_discard_of_two_types(ask: Ask) -> None:
    """R2: 50 mg is what the single-dose vial had left, so it is its discard; 30 mg can be of either."""
    opened = ["1 x 440 mg multi-dose given 200 mg", "1 x 150 mg single-dose given 100 mg"]
    balanced = ask(code="J9355", given="300 mg", opened=opened, discarded="50 mg", date="2025-03-01")
    assert [units for name, units in lines(balanced) if name == "J9355-JW"] == [5]
    found, _ = errors(ask, code="J9355", given="300 mg", opened=opened, discarded="30 mg")
    assert "discard-from-which" in found


def test_a_concentration_against_the_label(ask: Ask) -> None:
    """Rituxan is 10 mg/mL (Purple Book row 1480 and 1481)."""
    found, _ = errors(ask, code="J9312", given="73.7 mL", opened=["8 x 50242-0051-21"], concentration="5 mg/mL")
    assert "concentration-differs" in found


def test_containers_that_the_dose_did_not_need(ask: Ask) -> None:
    """RULES 2.3: 300 mg needs three vials of 100 mg; the fourth is avoidable waste. 350 mg needs four."""
    found, bill = errors(ask, code="J1745", given="300 mg", opened=["4 x 100 mg"])
    assert "avoidable-waste" in found
    assert lines(bill) == [("J1745", 30), ("J1745-JW", 10)]
    message = next(each.message for each in bill.findings if each.check == "avoidable-waste")
    assert "10 discarded units ($305.25)" in message  # 10 x $30.525, CMS's limit of 2025Q1
    assert "avoidable-waste" not in errors(ask, code="J1745", given="350 mg", opened=["4 x 100 mg"])[0]
    stopped = errors(ask, code="J1745", given="200 mg", opened=["4 x 100 mg"], stopped="bill-rest-as-discarded")
    assert "avoidable-waste" not in stopped[0]


def test_a_package_is_no_container(ask: Ask) -> None:
    """00310-0720-10 is a package of two syringes (CMS's PKG QTY)."""
    code, _, hint = refusal(ask, code="J9395", given="500 mg", opened=["1 x 00310-0720-10"])
    assert code == "given-above-label"
    assert "2 x 00310-0720-10" in hint


def test_a_price_of_another_unit_is_left_open(ask: Ask) -> None:
    """CMS's payment file of 2024Q4 prices J2404 per 1 MG, the descriptor counts 0.1 mg."""
    found = ask(code="J2404", given="25 mg", opened=["1 x 25 mg"], container_type="single-dose", date="2024-11-01")
    assert [line.payment for line in found.lines] == [None]
    assert {"dosage-disagrees", "no-payment-limit"} <= checks(found, Severity.WARNING)


def test_another_activity_is_not_this_one(ask: Ask) -> None:
    """IU of factor IX given under a code of factor VIII."""
    _, message, hint = refusal(ask, code="J7192", given="3000 IU of factor IX", opened=["3 x 1000 IU"])
    assert "factor IX" in message
    assert "State the amount in IU" not in hint
