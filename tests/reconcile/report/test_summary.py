"""The summary: sums worked out by hand in conftest, and laws on random accounts."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.reconcile.report.conftest import FIVE, FOUND, Files, account, cents, finding, units, written
from unitcalc.findings import Refused
from unitcalc.quantity import plain
from unitcalc.reconcile.report import summary as module
from unitcalc.reconcile.report.database import Limits, opened
from unitcalc.reconcile.report.model import NOT_STATED, Summary, Sums
from unitcalc.reconcile.report.summary import OTHERS, summarised


def test_totals(summary: Summary) -> None:
    totals = summary.totals
    assert (totals.accounts, totals.balanced, totals.open, totals.undecided, totals.unpriced) == (5, 1, 4, 1, 1)
    assert totals.at_stake == Fraction("13451.82")  # 13,379.60 + 72.22
    assert totals.over == Fraction("13379.60")
    assert totals.under == Fraction("72.22")
    assert totals.waste == Fraction("288.02")  # 215.80 + 72.22
    assert (summary.first_day, summary.last_day) == (date(2025, 3, 1), date(2025, 5, 1))
    assert summary.findings == 6
    assert summary.by_severity == (("error", 4), ("warning", 1), ("info", 1))
    assert summary.with_findings == 4


def test_drugs_with_most_at_stake_first(summary: Summary) -> None:
    assert [(each.code, each.name, each.unit) for each in summary.drugs] == [
        ("J1745", "Remicade", "mg"),
        ("J7192", "Advate", "IU"),
        ("J9271", "Keytruda", "mg"),
        ("J9999", "", "mg"),
    ]
    first, second, third, last = summary.drugs
    # J1745: 400 + 300 opened, 350 + 300 given, 50 discarded; 35 + 30 and JW 5 expected; 350 + 30 billed.
    assert (first.amounts.opened, first.amounts.given, first.amounts.discarded) == (700, 650, 50)
    assert first.amounts.discarded_share == Fraction(1, 14)
    assert (first.sums.expected_administered, first.sums.expected_discarded) == (65, 5)
    assert (first.sums.billed_administered, first.sums.billed_discarded) == (380, 0)
    assert second.amounts.discarded == Fraction("46.25")
    assert (third.amounts.unexplained, third.sums.undecided, third.sums.over) == (50, 1, 0)
    assert (last.amounts.opened, last.sums.unpriced) == (Fraction(1, 5), 1)


def test_sites_and_payers(summary: Summary) -> None:
    assert [(each.name, each.sums.accounts, each.sums.at_stake) for each in summary.sites] == [
        ("North", 2, Fraction("13451.82")),
        ("South", 3, 0),
    ]
    assert [(each.name, each.sums.accounts) for each in summary.payers] == [
        ("medicare-part-b", 2),
        (NOT_STATED, 1),
        ("anthem", 2),
    ]


def test_months(summary: Summary) -> None:
    assert [(each.name, each.sums.accounts, each.sums.waste) for each in summary.months] == [
        ("2025-03", 2, Fraction("215.80")),
        ("2025-04", 2, Fraction("72.22")),
        ("2025-05", 1, 0),
    ]


def test_causes_with_titles_of_the_checks(summary: Summary) -> None:
    found = {each.check: each for each in summary.causes}
    assert [each.check for each in summary.causes] == ["U03", "W04", "B09", "D08", "U02", "W23"]
    assert found["U03"].title == "The amount given was billed as units."
    assert (found["U03"].findings, found["U03"].over, found["U03"].under) == (1, Fraction("13595.40"), 0)
    assert (found["W04"].over, found["W04"].under) == (0, Fraction("72.22"))
    assert found["D08"].severity == "warning"
    assert [(each.month, each.check) for each in summary.causes_by_month] == [
        (None, "B09"),
        (date(2025, 3, 1), "U03"),
        (date(2025, 4, 1), "D08"),
        (date(2025, 4, 1), "W04"),
        (date(2025, 4, 1), "W23"),
        (date(2025, 5, 1), "U02"),
    ]


def test_the_worst_come_first_with_their_findings(summary: Summary) -> None:
    # E4 has no units expected, so 150 too many are counted; E5 has one.
    assert [each.account.encounter for each in summary.worst] == ["E1", "E3", "E4", "E5"]
    assert [[said.check for said in each.findings] for each in summary.worst] == [
        ["U03"],
        ["W04", "D08"],
        ["W23"],
        ["U02"],
    ]
    first = summary.worst[0]
    assert (first.name, first.more, first.account.difference) == ("Remicade", 0, Fraction("13379.60"))
    assert first.findings[0].rows == "claims.csv row 12; administered.xlsx row 7"
    assert summary.worst[2].account.difference is None


def test_only_so_many_of_the_worst(files: Files) -> None:
    summary = summarised(*files, worst=1)
    assert [each.account.encounter for each in summary.worst] == ["E1"]
    assert summary.with_findings == 4


def test_a_thousand_findings_of_one_account_are_counted_not_told(told: Callable[..., Summary]) -> None:
    of_one = [{**FOUND[0], "message": f"wrong {number}"} for number in range(1000)]
    (worst,) = told(FIVE[:1], of_one).worst
    assert (len(worst.findings), worst.more) == (20, 980)


def test_an_amount_that_does_not_add_exactly_is_left_out_and_said(told: Callable[..., Summary]) -> None:
    rows = [
        account(code="J1745", opened="1/3", given="0.1234567890123"),  # no decimal; 13 decimals
        account(code="J1745", opened="0.123456789012", given="123456789012345"),  # 12 decimals; 15 digits
        account(code="J1745", opened="100000000000000000000", given="0.000000001"),  # 21 digits
    ]
    amounts = told(rows).drugs[0].amounts
    assert amounts.opened == Fraction("0.123456789012")
    assert amounts.given == Fraction("123456789012345.000000001")
    assert amounts.left_out == 3


def test_an_account_without_amounts_joins_the_others_of_its_code(told: Callable[..., Summary]) -> None:
    """Billed, and nothing charted: the file names no unit."""
    nothing = account(code="J1745", unit="", discarded="", unexplained="", explained="", transferred="")
    (drug,) = told([FIVE[0], nothing]).drugs
    assert (drug.unit, drug.sums.accounts, drug.amounts.left_out) == ("mg", 2, 0)


def test_amounts_in_two_units_stand_apart(told: Callable[..., Summary]) -> None:
    rows = [
        account(code="J1745", opened="1", unit="g"),
        account(code="J1745", opened="400"),
        account(code="J1745", opened="2", unit=""),
    ]
    assert [(each.unit, each.amounts.opened) for each in told(rows).drugs] == [("", 2), ("g", 1), ("mg", 400)]


def test_units_may_be_numbers_or_fractions(told: Callable[..., Summary], tmp_path: Path) -> None:
    sums = told([account(code="Q2041", **units("0.5", "0", "1.25", "0"))]).totals
    assert (sums.expected_administered, sums.billed_administered) == (Fraction(1, 2), Fraction(5, 4))
    files = written(tmp_path)
    table = parquet.read_table(files.accounts)
    for number, name in enumerate(table.column_names):
        if name.endswith("_units"):
            table = table.set_column(number, name, table[name].cast(pa.int64()))
    parquet.write_table(table, files.accounts)
    assert summarised(*files).totals.billed_administered == 350 + 30 + 1000 + 150 + 3


def test_groups_beyond_the_limit_are_one(monkeypatch: pytest.MonkeyPatch, told: Callable[..., Summary]) -> None:
    monkeypatch.setattr(module, "MOST_GROUPS", 2)
    rows = [account(code=f"J100{n}", site=f"S{n}", opened="1", at_stake=cents(str(10 - n))) for n in range(5)]
    summary = told(rows)
    assert [(each.name, each.others, each.sums.at_stake) for each in summary.sites] == [
        ("S0", 0, 10),
        ("S1", 0, 9),
        (OTHERS, 3, 8 + 7 + 6),
    ]
    assert [(each.code, each.others, each.amounts.opened) for each in summary.drugs][2:] == [(OTHERS, 3, 0)]


def test_a_single_group_beyond_the_limit_is_one_too(
    monkeypatch: pytest.MonkeyPatch, told: Callable[..., Summary]
) -> None:
    monkeypatch.setattr(module, "MOST_GROUPS", 1)
    summary = told([account(site=site) for site in ("A", "B")])
    assert [(each.name, each.others) for each in summary.sites] == [("A", 0), (OTHERS, 1)]


def test_nothing_was_reconciled(told: Callable[..., Summary]) -> None:
    summary = told([], [])
    assert summary.totals == Sums()
    assert (summary.findings, summary.first_day, summary.worst, summary.drugs) == (0, None, (), ())


def test_an_account_without_a_date(told: Callable[..., Summary]) -> None:
    summary = told([account(code="J1745", encounter_id="E9")], [finding(code="J1745", encounter_id="E9", check="R01")])
    assert [each.name for each in summary.months] == ["no date"]
    assert [said.check for said in summary.worst[0].findings] == ["R01"]


def test_the_name_of_a_file_is_only_a_name(tmp_path: Path) -> None:
    """Signs that a database takes for a pattern, or for the end of a text."""
    files = written(tmp_path / "a*[1]'; drop")
    assert summarised(*files).totals.accounts == 5


def test_both_files_problems_at_once(tmp_path: Path) -> None:
    files = written(tmp_path)
    table = parquet.read_table(files.accounts).drop_columns(["opened", "site"])
    parquet.write_table(table, files.accounts)
    files.findings.write_text("no table")
    with pytest.raises(Refused) as refused:
        summarised(*files)
    first, second = refused.value.problems
    assert (first.code, first.candidates, first.field) == ("column-missing", ("opened", "site"), "accounts")
    assert (second.code, second.field) == ("parquet-not-read", "findings")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        summarised(tmp_path / "a.parquet", tmp_path / "b.parquet")
    assert [problem.code for problem in refused.value.problems] == ["file-not-found", "file-not-found"]


def test_within_bounded_memory_and_one_thread(files: Files, tmp_path: Path) -> None:
    limits = Limits("100MiB", threads=1, spill=tmp_path / "spill")
    assert summarised(*files, limits=limits) == summarised(*files)


AMOUNT = st.fractions(0, 10**6).map(lambda value: Fraction(round(value * 10**4), 10**4))
MONEY = st.none() | st.integers(0, 10**8).map(lambda number: Decimal(number).scaleb(-2))
COUNT = st.none() | st.integers(0, 10**9).map(str)
RANDOM = st.lists(
    st.builds(
        account,
        code=st.sampled_from(["J1745", "J7192", "J9271"]),
        site=st.sampled_from(["North", "South", "", None]),
        payer=st.sampled_from(["medicare-part-b", "anthem", None]),
        service_date=st.none() | st.dates(date(2024, 11, 1), date(2025, 2, 1)),
        balanced=st.booleans(),
        opened=AMOUNT.map(plain),
        given=AMOUNT.map(plain),
        expected_payment=MONEY,
        billed_payment=MONEY,
        discarded_payment=MONEY,
        at_stake=MONEY,
        expected_administered_units=COUNT,
        billed_administered_units=COUNT,
    ),
    max_size=30,
)


def added(parts: Iterable[Sums]) -> Sums:
    """The sums of many, each figure by itself."""
    parts = list(parts)
    return Sums(**{name: sum(getattr(each, name) for each in parts) for name in Sums.__dataclass_fields__})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RANDOM)
def test_drugs_sites_payers_and_months_add_up_to_the_totals(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    summary = summarised(*written(tmp_path, rows, ()))
    for parts in (summary.drugs, summary.sites, summary.payers, summary.months):
        assert added(each.sums for each in parts) == summary.totals
    # Against the rows themselves, added in Python.
    differences = [
        Fraction(row["billed_payment"]) - Fraction(row["expected_payment"])
        for row in rows
        if row["billed_payment"] is not None and row["expected_payment"] is not None
    ]
    assert summary.totals.accounts == len(rows)
    assert summary.totals.over - summary.totals.under == sum(differences)
    assert summary.totals.waste == sum(Fraction(row["discarded_payment"] or 0) for row in rows)
    assert sum(each.amounts.opened for each in summary.drugs) == sum(Fraction(row["opened"]) for row in rows)
    assert summary.totals.billed_administered == sum(int(row["billed_administered_units"] or 0) for row in rows)


def test_what_does_not_fit_into_memory_goes_beside_the_files_and_is_removed(files: Files) -> None:
    with opened(Limits("32MiB", threads=1), accounts=files.accounts, findings=files.findings) as base:
        base.execute("CREATE TEMP TABLE large AS SELECT hash(i) AS a, hash(i + 1) AS b FROM range(5000000) t(i)")
        beside = [path for path in files.accounts.parent.iterdir() if path.is_dir()]
        assert len(beside) == 1
        assert list(beside[0].iterdir())
    assert sorted(path.name for path in files.accounts.parent.iterdir()) == ["accounts.parquet", "findings.parquet"]
