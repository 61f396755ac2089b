"""Sums of the accounts of a site: added one by one or in parts they are the same, and money is that of each day."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.conftest import checked
from unitcalc.account import Place
from unitcalc.checks.gathering.site import MOST_ROWS, SiteKey, SiteTotals, add_account, site_facts
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, judge_site, judge_totals
from unitcalc.checks.model import Scope
from unitcalc.checks.registry import check_of, checks

PARTS = st.builds(
    SiteTotals,
    accounts=st.integers(0, 9),
    waste=st.fractions(0, 99),
    avoidable_dollars=st.fractions(0, 99),
    jw_units=st.fractions(0, 99),
    over_rows=st.lists(st.builds(Place, st.just("claims.csv"), st.integers(2, 99)), max_size=3).map(tuple),
)


def _visit(
    day: date, *, given: int = 300, opened: str = "1 x 400 mg", jw: int = 10, site: str = "North"
) -> dict[str, Any]:
    """Bevacizumab, 10 mg a unit, in vials of 100 and 400 mg."""
    lines: list[dict[str, Any]] = [{"code": "J9035", "units": given // 10, "site": site}]
    lines[0] |= {} if jw else {"modifiers": "JZ"}
    lines += [{"code": "J9035", "modifiers": "JW", "units": jw, "site": site}] if jw else []
    record = {"date": day.isoformat(), "code": "J9035", "given": f"{given} mg", "opened": [opened], "lines": lines}
    return {**record, "discarded": f"{jw * 10} mg"}


def _summed(judged: Iterable[Judged]) -> dict[SiteKey, SiteTotals]:
    totals: dict[SiteKey, SiteTotals] = {}
    for each in judged:
        add_account(totals, each.gathered)
    return totals


@given(st.lists(PARTS, max_size=6), st.integers(0, 6))
def test_sums_of_parts_are_the_sum(parts: list[SiteTotals], at: int) -> None:
    whole = reduce(add, parts, SiteTotals())
    first, second = reduce(add, parts[:at], SiteTotals()), reduce(add, parts[at:], SiteTotals())
    assert first + second == whole
    assert whole + SiteTotals() == whole
    assert whole.waste == sum((each.waste for each in parts), Fraction(0))


def test_rows_are_kept_up_to_a_number() -> None:
    one = SiteTotals(accounts=1, waste_rows=(Place("claims.csv", 2),))
    many = reduce(add, [one] * (MOST_ROWS + 10))
    assert many.accounts == MOST_ROWS + 10
    assert len(many.waste_rows) == MOST_ROWS


def test_batches_in_any_order_say_what_all_together_say(tables: Tables) -> None:
    days = [date(2025, 3, 1) + timedelta(days=n) for n in range(30)]
    records = [_visit(day, site="North" if n % 3 else "South") for n, day in enumerate(days)]
    judged = list(checked(tables, *records).judged)
    wanted = judge_site(tables, judged)
    assert [(each.check.code, each.expected, each.observed) for each in wanted] == [("B09", "0", "200")]  # 20 at North
    random.Random(8).shuffle(judged)
    totals: dict[SiteKey, SiteTotals] = {}
    for batch in (judged[:7], judged[7:8], judged[8:]):
        for key, its in _summed(batch).items():
            totals[key] = totals.get(key, SiteTotals()) + its
    found = judge_totals(tables, totals)
    assert [(each.sentence, each.at_stake) for each in found] == [(each.sentence, each.at_stake) for each in wanted]


def test_dollars_are_those_of_each_day(tables: Tables) -> None:
    """10 units a visit in two quarters with two payment limits: 10 x 10 x the one + 10 x 10 x the other."""
    first, second = date(2025, 3, 3), date(2025, 8, 4)
    price = {day: tables.coded("J9035", day, "medicare-part-b", "office").price for day in (first, second)}
    assert price[first] != price[second]
    records = [_visit(day) for day in (first, second) for _ in range(10)]
    (found,) = judge_site(tables, checked(tables, *records).judged)
    assert found.unit_difference == 200
    assert found.payment_difference == 100 * price[first] + 100 * price[second]


def test_rows_named_are_those_it_speaks_of(tables: Tables) -> None:
    """Nineteen visits waste nothing that could be avoided; only the lines of the others are named."""
    wasteful = [_visit(date(2025, 3, 1) + timedelta(days=n)) for n in range(10)]
    right = [_visit(date(2025, 4, 1) + timedelta(days=n), opened="3 x 100 mg", jw=0) for n in range(19)]
    judged = checked(tables, *wasteful, *right).judged
    (at,) = site_facts(_summed(judged), tables.sites)
    assert (at.facts.decided, at.facts.waste, at.facts.least_waste) == (29, 100, 0)
    lines = [line.place for one in judged[:10] for line in one.account.lines]
    assert list(at.rows["unusual-waste"]) == lines
    assert not at.rows["unusual-jw-rate"]
    assert not at.rows["constant-multiplier"]


def test_a_record_without_lines_counts_for_waste_alone(tables: Tables) -> None:
    records = [{**_visit(date(2025, 3, 1) + timedelta(days=n)), "lines": []} for n in range(20)]
    (at,) = site_facts(_summed(checked(tables, *records).judged), tables.sites)
    assert (at.facts.accounts, at.facts.claimed, at.facts.decided, at.facts.waste) == (0, 0, 20, 200)


@pytest.mark.parametrize("given, opened", [(300, "1 x 400 mg multi-dose"), (0, "1 x 400 mg")])
def test_what_has_no_jw_line_is_not_counted(tables: Tables, given: int, opened: str) -> None:
    record = _visit(date(2025, 3, 1), given=given, opened=opened)
    found = list(site_facts(_summed(checked(tables, record).judged), tables.sites))
    assert all(at.facts.decided == 0 for at in found)


def test_every_check_of_a_site_has_its_rows_and_prices(tables: Tables) -> None:
    names = {check.name for check in checks().values() if check.scope is Scope.SITE}
    (at,) = site_facts(_summed(checked(tables, _visit(date(2025, 3, 1))).judged), tables.sites)
    assert set(at.rows) == set(at.prices) == names


def test_texts_state_the_thresholds_of_the_data(tables: Tables) -> None:
    sites = tables.sites
    for code, share in (("B09", sites.waste_share), ("B10", sites.jw_share)):
        told = check_of(code).text.exceptions
        assert f"{sites.fewest_accounts} accounts or more" in told
        assert f"more than {share * 100} %" in told
