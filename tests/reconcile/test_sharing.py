"""Containers that link accounts which have nothing in common."""

from tests.reconcile.running import reconciled
from unitcalc.checks.gathering.tables import Tables

DAY = "2025-03-04"


def test_a_container_number_that_another_drug_has_too(tables: Tables) -> None:
    """V2 is a vial of factor, and a dose of infliximab names it: the other patients are reconciled as they are."""

    def row(encounter: str, code: str, **rest: str) -> dict[str, str]:
        return {"encounter_id": encounter, "service_date": DAY, "code": code, **rest}

    def container(amount: str, unit: str, number: str = "") -> dict[str, str]:
        return {"container_amount": amount, "container_unit": unit, "container_count": "1", "container_id": number}

    def dose(amount: str, unit: str, number: str = "") -> dict[str, str]:
        return {"given_amount": amount, "given_unit": unit, "discarded_amount": "0", "container_id": number}

    found = reconciled(
        tables,
        [
            row("A", "J1745", **container("100", "mg", "V1")),
            row("B", "J7192", **container("1046", "IU", "V2")),
            row("C", "J1745", **container("100", "mg")),
        ],
        [
            row("A", "J1745", **dose("35", "mg", "V1")),
            row("D", "J1745", **dose("35", "mg", "V1")),
            row("D", "J1745", **dose("10", "mg", "V2")),
            row("B", "J7192", **dose("1046", "IU")),
            row("C", "J1745", **dose("100", "mg")),
        ],
        [
            row("A", "J1745", claim_id="1", line="1", modifiers="JZ", units="4"),
            row("B", "J7192", claim_id="2", line="1", modifiers="JZ", units="1046"),
            row("C", "J1745", claim_id="3", line="1", modifiers="JZ", units="10"),
        ],
    )
    balanced = {account["encounter_id"]: account["balanced"] for account in found.accounts}
    assert balanced["B"]
    assert balanced["C"]
    assert not balanced["D"]
    # 1,046 units of factor are none of the vial of infliximab that A and D shared.
    assert not [each for each in found.findings if each["check"] == "B05"]


def test_a_rest_handed_on_in_a_unit_that_does_not_fit(tables: Tables) -> None:
    """40 IU of a drug by weight: E1 is told, nothing is shared, and the patient beside it is reconciled."""
    key = {"service_date": DAY, "code": "J1745"}
    vial = {"container_amount": "100", "container_unit": "mg", "container_count": "1"}
    out = {**vial, "container_amount": "40", "container_unit": "IU", "event": "transferred_out", "container_id": "V1"}
    found = reconciled(
        tables,
        [
            {**key, "encounter_id": "E1", **vial, "container_id": "V1"},
            {**key, "encounter_id": "E1", **out},
            {**key, "encounter_id": "E2", **vial},
        ],
        [
            {**key, "encounter_id": "E1", "given_amount": "60", "given_unit": "mg"},
            {**key, "encounter_id": "E2", "given_amount": "100", "given_unit": "mg", "discarded_amount": "0"},
        ],
        [
            {**key, "encounter_id": "E1", "claim_id": "1", "line": "1", "units": "6"},
            {**key, "encounter_id": "E2", "claim_id": "2", "line": "1", "modifiers": "JZ", "units": "10"},
        ],
    )
    balanced = {account["encounter_id"]: account["balanced"] for account in found.accounts}
    assert balanced["E2"]
    assert not balanced["E1"]
    assert [each for each in found.findings if each["encounter_id"] == "E1"]
