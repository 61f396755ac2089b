"""`unitcalc plan` from an order: the dose first, then its plan."""

import json

import pytest

from tests.cli.conftest import Run

DAY = ("--date", "2026-02-03", "--weight-date", "2026-02-01")


def test_from_the_order_to_the_vials(run: Run) -> None:
    """170 cm x 70 kg / 3600 = 3.3056, its root 1.8181, rounded 1.82 m2; x 375 = 682.5 mg. 500 + 2 x 100 = 700 mg, 17.5
    are left. 682.5 / 10 rounded up is 69; 700 / 10 - 69 = 1."""
    found = run("plan", "--code", "J9312", "--order", "375 mg/m2", "--weight", "70 kg", "--height", "170 cm", *DAY,
                "--format", "json")  # fmt: skip
    assert found.status == 0
    record = json.loads(found.out)
    assert record["order"]["dose"] == {"amount": "682.5", "unit": "mg"}
    assert record["order"]["surface"]["amount"] == "1.82"
    best = record["plans"][0]
    assert [(each["count"], each["label_amount"]["amount"]) for each in best["containers"]] == [(1, "500"), (2, "100")]
    assert (best["discarded"]["amount"], best["administered_units"], best["discarded_units"]) == ("17.5", 69, 1)


def test_a_rise_of_a_product_without_its_code(run: Run) -> None:
    """60 kg x 40 IU/dL x 1.3 = 3,120 IU; 3,040 + 260 = 3,300 IU, 180 left; the other 260 would leave 440."""
    found = run("plan", "--product", "BeneFIX", "--rise", "40", "--weight", "60 kg", "--age", "30", "--have",
                "1 x 3040 IU", "--have", "2 x 260 IU", *DAY)  # fmt: skip
    assert found.status == 0
    assert found.out.startswith("  3,120 IU of factor IX\n")
    assert "Open 1 x 3,040 IU and 1 x 260 IU  (BeneFIX, intravenous)" in found.out


def test_what_waits_in_the_dose_waits_in_the_plan(run: Run) -> None:
    """70 kg against 154 kg before: a ratio of 2.2, kg and lb."""
    found = run("plan", "--code", "J1745", "--order", "5 mg/kg", "--weight", "70 kg", "--last-weight", "154 kg", *DAY)
    assert found.status == 1
    assert "kg and lb may be confused" in " ".join(found.out.split())


@pytest.mark.parametrize(
    "words, says",
    [
        (("--order", "5 mg/kg", "--dose", "350 mg", "--weight", "70 kg"), "--dose: A dose and an order were stated."),
        (("--order", "5 mg/kg"), "--weight: The order goes by body weight, and none was stated."),
    ],
)
def test_refused(run: Run, words: tuple[str, ...], says: str) -> None:
    found = run("plan", "--code", "J1745", *words)
    assert found.status == 2
    assert says in found.err
    assert not found.out
