"""An encounter that a whole export fell into: it is told, and all others are reconciled."""

import pytest

from tests.reconcile.running import reconciled
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile import reconciling

DAY = "2025-03-04"


def test_the_charge_of_another_code_stays_where_the_dose_is_not_judged(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Q5103 was given and J1745 billed: of one substance, so that they are held together. But the dose has 41 rows."""
    monkeypatch.setattr(reconciling, "MOST_ROWS", 40)
    key = {"encounter_id": "E1", "service_date": DAY}
    dose = {**key, "code": "Q5103", "given_amount": "400", "given_unit": "mg", "discarded_amount": "0"}
    found = reconciled(
        tables,
        [{**key, "code": "Q5103", "container_amount": "100", "container_unit": "mg", "container_count": "4"}],
        [{**dose, "start": f"{at // 10:02}:1{at % 10}"} for at in range(41)],
        [{**key, "code": "J1745", "claim_id": "C", "line": "1", "modifiers": "JZ", "units": "40"}],
    )
    assert [account["code"] for account in found.accounts] == ["J1745"]
    assert any("41 rows of Q5103" in str(each.values()) for each in found.findings)


@pytest.mark.parametrize("columns", [True, False])
def test_too_many_rows_of_one_account(tables: Tables, monkeypatch: pytest.MonkeyPatch, columns: bool) -> None:
    monkeypatch.setattr(reconciling, "MOST_ROWS", 40)
    one = {"service_date": DAY, "code": "J1745"}
    of_both = [{**one, "encounter_id": encounter} for encounter in ("E1", "E2")]
    vials = {"container_amount": "100", "container_unit": "mg", "container_count": "4"}
    dose = {"given_amount": "400", "given_unit": "mg", "discarded_amount": "0"}
    found = reconciled(
        tables,
        [{**each, **vials} for each in of_both],
        [{**each, **dose} for each in of_both]
        + [{**of_both[0], **dose, "start": f"0{at % 10}:10"} for at in range(40)],
        [{**each, "claim_id": "C", "line": "1", "modifiers": "JZ", "units": "40"} for each in of_both],
        columns=columns,
    )
    # 41 rows of E1, of which 40 may be: it has no account. 400 mg / 10 = 40 units of E2.
    assert [(account["encounter_id"], account["balanced"]) for account in found.accounts] == [("E2", True)]
    (told,) = found.findings
    assert told["encounter_id"] == "E1"
    assert told["rows"] == "administered.csv, row 2"
    assert "41 rows of J1745 on 2025-03-04" in told["message"] + told["observed"] + told["expected"]
