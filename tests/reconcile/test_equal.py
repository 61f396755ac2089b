"""One arithmetic: accounts judged as columns are, row for row, what they are when each is judged by itself."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.reconcile.planting import plant
from tests.reconcile.running import reconciled
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.demo.generating import generate
from unitcalc.reconcile.engines import in_duckdb
from unitcalc.reconcile.tabled import Table

KEY = ("encounter_id", "service_date", "code")


def sorted_rows(rows: Iterable[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows in an order of their own, every value as text."""
    return sorted(sorted((name, str(value)) for name, value in row.items()) for row in rows)


@pytest.mark.parametrize("seed", [5, 6])
def test_columns_and_single_accounts_agree_row_for_row(tables: Tables, seed: int) -> None:
    """Every kind of fault and oddity, among right accounts."""
    planted = plant(seed, accounts=700)
    rows = (planted.dispensed, planted.administered, planted.claims)
    whole, alone = (reconciled(tables, *rows, columns=columns) for columns in (True, False))
    assert len(alone.accounts) >= 700
    by_key = {tuple(str(row[name]) for name in KEY): row for row in whole.accounts}
    assert len(by_key) == len(whole.accounts)
    for row in alone.accounts:
        assert by_key[tuple(str(row[name]) for name in KEY)] == row
    assert len(whole.accounts) == len(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    for name in ("accounts", "balanced", "findings", "moved"):
        assert getattr(whole.outcome, name) == getattr(alone.outcome, name), name


@pytest.mark.parametrize("left_out", ["dispensed", "administered", "claims"])
def test_they_agree_where_a_table_was_not_handed_over(tables: Tables, left_out: str) -> None:
    planted = plant(7, accounts=150)
    rows = {name: getattr(planted, name) for name in ("dispensed", "administered", "claims") if name != left_out}
    whole, alone = (reconciled(tables, **rows, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


@pytest.mark.parametrize("seed", [3, 4])
def test_they_agree_on_the_demonstration(tables: Tables, seed: int) -> None:
    """NDC quantities, four payers, each container with its number or counted."""
    records: dict[str, list[dict[str, str]]] = {table.value: [] for table in Table}
    for batch in generate(tables.catalogue, 900, seed).batches:
        for table, rows in batch.tables.items():
            records[table.value] += rows.to_pylist()
    whole, alone = (reconciled(tables, **records, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


def test_they_agree_on_quantities_and_amounts_at_the_edge(tables: Tables) -> None:
    """NDC quantities of a thousand units a vial, right and wrong; an order of nothing; nothing in a unit of its own."""
    day, each = "2025-03-04", [
        # code, NDC, size, unit, count, given, discarded, ordered, units, NDC quantity
        ("J9176", "00003-4522-11", "400", "mg", "3", "1200", "0 mg", "", "1200", "3"),
        ("J7189", "00169-7208-01", "8000", "mcg", "1", "8000", "0 mcg", "", "8000", "1"),
        ("J1745", "57894-0030-01", "100", "mg", "4", "400", "0 mg", "", "40", "400"),
        ("J1745", "57894-0030-01", "100", "mg", "4", "400", "0 mg", "", "40", "4"),
        ("J1745", "", "100", "mg", "4", "400", "0 mg", "0", "40", ""),
        ("J7211", "", "1046", "IU", "1", "1046", "0 mg", "", "1046", ""),
    ]  # fmt: skip
    dispensed, administered, claims = [], [], []
    for at, (code, ndc, size, unit, count, given, away, ordered, units, quantity) in enumerate(each):
        key = {"encounter_id": f"E{at}", "service_date": day, "code": code}
        size_of = {"container_amount": size, "container_unit": unit, "container_count": count}
        discarded, in_unit = away.split()
        of_dose = {"given_amount": given, "given_unit": unit, "ordered_amount": ordered}
        dispensed.append({**key, "ndc": ndc, **size_of})
        administered.append({**key, **of_dose, "discarded_amount": discarded, "discarded_unit": in_unit})
        of_ndc = {"ndc": ndc, "ndc_quantity": quantity, "ndc_unit": "UN" if quantity else ""}
        claims.append({**key, "claim_id": f"C{at}", "line": "1", "modifiers": "JZ", "units": units, **of_ndc})
    whole, alone = (reconciled(tables, dispensed, administered, claims, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    checks = {(row["encounter_id"], row["check"]) for row in whole.findings}
    assert {("E2", "N04"), ("E4", "R02"), ("E5", "R04")} <= checks
    assert not [row for row in whole.findings if row["encounter_id"] in ("E0", "E1", "E3")]


def test_they_agree_on_what_every_line_of_a_kind_has(tables: Tables) -> None:
    """A modifier twice, an NDC that payers want, a code that is packaged: told as columns, with money and rows."""
    each = [
        # encounter, its claim lines: modifiers, units, and what else; the two last ones are judged by themselves
        ("right", [("", "35", {}), ("JW", "5", {})]),
        ("twice", [("LT LT", "35", {"biller": "", "site": "S2"}), ("JW", "5", {"biller": "B7", "site": "S2"})]),
        ("waste", [("", "35", {"biller": "B1"}), ("JW JW", "5", {"biller": "B2"})]),
        ("both", [("XX", "35", {}), ("JW XY", "5", {})]),
        ("billed", [("LT LT", "34", {}), ("JW", "5", {})]),
        ("late", [("LT LT", "35", {"submitted_date": "2026-12-05"}), ("JW", "5", {})]),
    ]
    key = {"service_date": "2025-03-04", "code": "J1745"}
    dispensed, administered, claims = [], [], []
    for encounter, lines in each:
        its = {**key, "encounter_id": encounter}
        dispensed.append({**its, "container_amount": "100", "container_unit": "mg", "container_count": "4"})
        administered.append({**its, "given_amount": "350", "given_unit": "mg", "discarded_amount": "50", "site": "S1"})
        for number, (modifiers, units, more) in enumerate(lines, 1):
            line = {**its, "claim_id": encounter, "line": str(number), "modifiers": modifiers, "units": units}
            claims.append({**line, **more})
    packaged = {"service_date": "2025-07-30", "code": "J9041", "encounter_id": "packaged"}
    dispensed.append(
        {**packaged, "ndc": "63020-0049-01", "container_amount": "3.5", "container_unit": "mg", "container_count": "1"}
    )
    administered.append({**packaged, "given_amount": "3.5", "given_unit": "mg", "discarded_amount": "0"})
    of_line = {"modifiers": "", "units": "35", "place_or_bill_type": "131", "form": "institutional"}
    claims.append({**packaged, "claim_id": "P", "line": "1", **of_line})
    whole, alone = (reconciled(tables, dispensed, administered, claims, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    assert whole.outcome.findings == alone.outcome.findings
    assert whole.outcome.balanced == alone.outcome.balanced
    assert whole.judged_as_columns == {"right", "twice", "waste", "both", "packaged"}
    found = {(row["encounter_id"], row["check"]): row for row in whole.findings}
    assert found["packaged", "C05"]["rows"] == "claims.csv, row 14"
    # 35 units at the payment limit of the quarter stand on the line.
    account = next(row for row in whole.accounts if row["encounter_id"] == "packaged")
    assert account["checks"] == "C05"
    assert account["at_stake"] == found["packaged", "C05"]["at_stake"] == account["billed_payment"]


def test_they_agree_on_containers_of_many_kinds(tables: Tables) -> None:
    """Four rows of three sizes; vials of a lot's own potency; a multi-dose vial of which the dose's part is billed."""
    each = [
        # encounter, code, NDC, sizes, unit, given, discarded, lines: modifiers, units, NDC quantity; as columns
        ("four", "J9047", "", "60 60 30 10", "mg", "151", "9", [("", "151", ""), ("JW", "9", "")], True),
        ("five", "J9047", "", "60 30 30 10 10", "mg", "131", "9", [("", "131", ""), ("JW", "9", "")], True),
        ("less", "J9047", "", "60 60 30 10", "mg", "151", "8", [("", "151", ""), ("JW", "8", "")], False),
        ("lots", "J7211", "00026-3824-25", "1046 1018", "IU", "2064", "0", [("JZ", "2064", "2")], False),
        ("vials", "J7211", "00026-3824-25", "1046 1046", "IU", "2092", "0", [("JZ", "2092", "2")], True),
        ("carton", "J7211", "00026-3824-25", "1046 1046", "IU", "2092", "0", [("JZ", "2092", "20")], False),
        ("dose", "Q5117", "55513-0132-01", "420 420", "mg", "486", "", [("", "49", "1.157")], True),
        ("whole", "Q5117", "55513-0132-01", "420 420", "mg", "486", "", [("", "49", "2")], False),
        ("off", "Q5117", "55513-0132-01", "420 420", "mg", "486", "", [("", "49", "1.16")], False),
    ]
    dispensed, administered, claims = [], [], []
    for encounter, code, ndc, sizes, unit, given, away, lines, _ in each:
        key = {"encounter_id": encounter, "service_date": "2025-05-14", "code": code}
        for size in sizes.split():
            one = {"container_amount": size, "container_unit": unit, "container_count": "1"}
            dispensed.append({**key, "ndc": ndc, **one})
        of_dose = {"given_amount": given, "given_unit": unit, "discarded_amount": away}
        administered.append({**key, **of_dose})
        for number, (modifiers, units, quantity) in enumerate(lines, 1):
            of_ndc = {"ndc": ndc, "ndc_quantity": quantity, "ndc_unit": "UN" if quantity else ""}
            of_claim = {"claim_id": encounter, "line": str(number)}
            claims.append({**key, **of_claim, "modifiers": modifiers, "units": units, **of_ndc})
    whole, alone = (reconciled(tables, dispensed, administered, claims, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    assert whole.judged_as_columns == {encounter for encounter, *_, judged in each if judged}


def test_absurd_numbers_do_not_stop_the_columns(tables: Tables) -> None:
    """What no column can compute with is judged by itself, and the right account beside it is not touched."""
    changes = [
        {},
        {"units": "1000000000000000"},
        {"units": "99999999999", "charge": "9999999999999.99"},
        {"container_amount": "1000000000", "given_amount": "1000000000", "ndc_quantity": "10000000"},
        {"container_count": "9999999"},
        {"ndc_quantity": "999999"},
        {"given_amount": "999999999"},
        {"ordered_amount": "999999999"},
    ]
    of_table = {
        "dispensed": {"container_amount": "100", "container_unit": "mg", "container_count": "4",
                      "ndc": "57894-0030-01"},
        "administered": {"given_amount": "400", "given_unit": "mg", "discarded_amount": "0", "ordered_amount": ""},
        "claims": {
            "claim_id": "C", "line": "1", "modifiers": "JZ", "units": "40", "ndc": "57894-0030-01",
            "ndc_quantity": "4", "ndc_unit": "UN", "charge": "",
        },
    }  # fmt: skip
    records: dict[str, list[dict[str, str]]] = {name: [] for name in of_table}
    for at, change in enumerate(changes):
        for name, row in of_table.items():
            key = {"encounter_id": f"E{at}", "service_date": "2025-03-04", "code": "J1745"}
            records[name].append({**key, **{field: change.get(field, text) for field, text in row.items()}})
    # An account of hundreds of lines and containers: their counts are packed into whole numbers.
    for name in ("dispensed", "claims"):
        row = {**records[name][0], "encounter_id": "M", "container_id": "V1" if name == "dispensed" else ""}
        records[name] += [{**row, "line": str(number)} for number in range(300)]
    whole, alone = (reconciled(tables, **records, columns=columns) for columns in (True, False))
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
    balanced = {row["encounter_id"]: row["balanced"] for row in whole.accounts}
    assert balanced["E0"]
    assert not balanced["E1"]


def test_they_agree_on_more_rows_than_are_plain(tables: Tables) -> None:
    """32 vials of a day, and one of the next day: nothing is missing on the first, so that nothing is brought to it."""
    key = {"encounter_id": "E", "code": "J1745"}
    vial = {**key, "container_amount": "100", "container_unit": "mg", "container_count": "1"}
    dispensed = [{**vial, "service_date": "2025-03-04"} for _ in range(32)]
    dispensed.append({**vial, "service_date": "2025-03-05"})
    day = {**key, "service_date": "2025-03-04"}
    administered = [{**day, "given_amount": "3200", "given_unit": "mg", "discarded_amount": "0"}]
    claims = [{**day, "claim_id": "C", "line": "1", "modifiers": "JZ", "units": "320"}]
    whole, alone = (reconciled(tables, dispensed, administered, claims, columns=columns) for columns in (True, False))
    assert len(alone.accounts) == 2
    assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
    assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


def test_they_agree_on_more_units_than_a_claim_has_lines_for(tables: Tables) -> None:
    """A million units of a factor; and, of a code that counts 100,000 units as one, more than the units given."""
    factor = {"service_date": "2025-03-04", "code": "J7211", "encounter_id": "F"}
    penicillin = {"service_date": "2025-03-04", "code": "J0561", "encounter_id": "P"}
    dispensed = [
        {**factor, "container_amount": "1046", "container_unit": "IU", "container_count": "1000"},
        {**penicillin, "container_amount": "1200000", "container_unit": "unit", "container_count": "1"},
    ]
    administered = [
        {**factor, "given_amount": "1046000", "given_unit": "IU", "discarded_amount": "0"},
        {**penicillin, "given_amount": "1200000", "given_unit": "unit", "discarded_amount": "0"},
    ]
    billed = [{**penicillin, "claim_id": "C", "line": "1", "units": "500000000", "modifiers": "JZ"}]
    for claims in (None, billed):
        whole, alone = (
            reconciled(tables, dispensed, administered, claims, columns=columns) for columns in (True, False)
        )
        assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
        assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
        assert "R04" in {row["check"] for row in whole.findings if row["encounter_id"] == "F"}


def test_groups_made_in_parts_are_the_same(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many for the memory; here some hundred rows are."""
    planted = plant(11, accounts=200)
    rows = (planted.dispensed, planted.administered, planted.claims)
    at_once = reconciled(tables, *rows, columns=True)
    monkeypatch.setattr(in_duckdb, "ROWS_OF_A_PART", 300)
    in_parts = reconciled(tables, *rows, columns=True)
    assert sorted_rows(in_parts.accounts) == sorted_rows(at_once.accounts)
    assert sorted_rows(in_parts.findings) == sorted_rows(at_once.findings)


def test_the_order_of_rows_makes_no_difference(tables: Tables) -> None:
    """Rows upside down: the same accounts, and the same findings but for the numbers of rows."""
    planted = plant(8, accounts=150, oddities=0)
    tables_ = (planted.dispensed, planted.administered, planted.claims)
    found = [reconciled(tables, *rows, columns=True) for rows in (tables_, tuple(rows[::-1] for rows in tables_))]
    assert sorted_rows(found[0].accounts) == sorted_rows(found[1].accounts)
    without = [[{name: row[name] for name in row if name != "rows"} for row in each.findings] for each in found]
    assert sorted_rows(without[0]) == sorted_rows(without[1])


def test_most_plain_accounts_are_judged_as_columns(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the columns would be of no use: of right accounts, nine in ten."""
    from unitcalc.reconcile import visits

    judged: list[int] = []
    judge = visits.judge
    monkeypatch.setattr(
        visits, "judge", lambda tables, accounts: (judged.append(len(accounts)), judge(tables, accounts))[1]
    )
    planted = plant(9, accounts=400, faults=0, oddities=0)
    found = reconciled(tables, planted.dispensed, planted.administered, planted.claims, columns=True)
    assert found.outcome.accounts >= 400
    assert sum(judged) <= found.outcome.accounts // 10
