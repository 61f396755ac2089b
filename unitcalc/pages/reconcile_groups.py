"""Where the money is: causes, drugs, sites, payers and months, each with its bar and the way to its accounts."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.checks.registry import checks
from unitcalc.findings import Severity
from unitcalc.pages.check_words import badge, show_meaning
from unitcalc.pages.reconcile_bars import Measure, Money, bar, most
from unitcalc.pages.reconcile_listing import Group, Kind
from unitcalc.pages.reconcile_view import into
from unitcalc.pages.words import counted, escaped, quiet
from unitcalc.quantity import dollars, grouped
from unitcalc.reconcile.report.model import Cause, Drug, Month, Summary, Sums
from unitcalc.reconcile.report.model import Group as Summed
from unitcalc.reconcile.report.plots import percent

BY, SHOW = "reconcile-by", "reconcile-measure"
MOST = 12
"""Rows that are shown at first."""
NAMES = {
    Kind.CAUSE: "Causes",
    Kind.DRUG: "Drugs",
    Kind.SITE: "Sites",
    Kind.PAYER: "Payers",
    Kind.MONTH: "Months",
}


class Line(NamedTuple):
    """A group as a row: its name, its dollars, and how many accounts it has."""

    group: Group | None
    """None for what stands for several."""
    name: str
    money: Money
    more: str
    accounts: str
    balanced: str = ""
    severity: str = ""


def show(summary: Summary, run: int, book: Mapping[str, Rule]) -> None:
    """The groups that are asked for."""
    with st.container(horizontal=True, gap="large"):
        kind = st.radio("By", list(NAMES), format_func=lambda each: NAMES[each], horizontal=True, key=BY)
        measures = [each for each in Measure if kind is not Kind.CAUSE or each is not Measure.WASTE]
        if st.session_state.get(SHOW) not in measures:
            st.session_state[SHOW] = measures[0]
        measure = st.radio("Dollars", measures, horizontal=True, key=SHOW)
    lines = tuple(_lines(summary, kind))
    if kind is not Kind.MONTH:
        lines = tuple(sorted(lines, key=lambda each: (each.group is None, -sum(each.money.of(measure)))))
    if not lines:
        st.markdown(quiet("Nothing was found." if kind is Kind.CAUSE else "There is no account."))
        return
    if kind is Kind.CAUSE:
        st.markdown(quiet("An account with findings of two checks counts under both."))
    _bars(lines, measure, run, kind, book)
    with st.expander("As a table"):
        _table(lines, kind)


def _bars(lines: Sequence[Line], measure: Measure, run: int, kind: Kind, book: Mapping[str, Rule]) -> None:
    key = f"reconcile-all-{run}-{kind.value}"
    shown = lines if st.session_state.get(key) else lines[:MOST]
    longest = most([each.money for each in lines], measure)
    for number, each in enumerate(shown):
        with st.container(key=f"rc-row-{number}", gap="xxsmall"):
            left, right = st.columns([5, 7], vertical_alignment="center", gap="medium")
            with left, st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
                if each.severity:
                    st.markdown(badge(Severity(each.severity)), width="content")
                _way(each, run, f"{kind.value}-{number}")
            with right:
                st.html(bar(each.money, measure, longest, each.more))
            if kind is Kind.CAUSE and each.group is not None and each.group.value in checks():
                code = each.group.value
                show_meaning(checks()[code], book, f"What {code} means", sign="help")
    if len(lines) > len(shown):
        st.button(f"Show all {grouped(len(lines))}", key=f"{key}-press", on_click=_show_all, args=(key,))


def _show_all(key: str) -> None:
    st.session_state[key] = True


def _way(each: Line, run: int, key: str) -> None:
    """The name of a group leads to its accounts."""
    if each.group is None:
        st.markdown(escaped(each.name), width="content")
        return
    st.button(
        escaped(each.name),
        wrap=True,
        width="stretch",
        key=f"rc-into-{run}-{key}",
        on_click=into,
        args=(run, each.group, each.name),
        type="tertiary",
    )


def _table(lines: Sequence[Line], kind: Kind) -> None:
    """Every figure, for who reads tables."""
    columns = {NAMES[kind][:-1]: [escaped(each.name) for each in lines]}
    if kind is Kind.CAUSE:
        columns["Findings"] = [each.accounts for each in lines]
    else:
        columns |= {"Accounts": [each.accounts for each in lines], "Balanced": [each.balanced for each in lines]}
    columns |= {
        "At stake": [escaped(dollars(each.money.at_stake)) for each in lines],
        "Over": [escaped(dollars(each.money.over)) for each in lines],
        "Under": [escaped(dollars(each.money.under)) for each in lines],
    }
    if kind is not Kind.CAUSE:
        columns["Waste"] = [escaped(dollars(each.money.waste or Fraction(0))) for each in lines]
    st.table(
        columns,
        border="horizontal",
        hide_index=True,
        hide_header=False,
        height=420 if len(lines) > MOST else "content",
        alt=f"Accounts and dollars: {NAMES[kind].lower()}",
    )


def _lines(summary: Summary, kind: Kind) -> Iterator[Line]:
    match kind:
        case Kind.CAUSE:
            yield from map(_of_cause, summary.causes)
        case Kind.DRUG:
            yield from map(_of_drug, summary.drugs)
        case Kind.MONTH:
            yield from map(_of_month, summary.months)
        case Kind.SITE:
            yield from (_of_group(each, kind) for each in summary.sites)
        case Kind.PAYER:
            yield from (_of_group(each, kind) for each in summary.payers)


def _of_cause(cause: Cause) -> Line:
    money = Money(cause.at_stake, cause.over, cause.under)
    name = f"{cause.check} {cause.title.rstrip('.')}".strip()
    found = counted(cause.findings, "finding")
    severity = cause.severity if cause.severity in set(Severity) else ""
    return Line(Group(Kind.CAUSE, cause.check), name, money, found, grouped(cause.findings), severity=severity)


def _of_drug(drug: Drug) -> Line:
    its = drug.amounts
    share = its.discarded_share
    wasted = (
        f"; {grouped(its.discarded)} {drug.unit} of {grouped(its.opened)} discarded, {percent(share)}" if share else ""
    )
    name = f"{drug.code} {drug.name}".strip()
    return _of_sums(None if drug.others else Group(Kind.DRUG, drug.code), name, drug.sums, drug.others, wasted)


def _of_group(each: Summed, kind: Kind) -> Line:
    return _of_sums(None if each.others else Group(kind, each.name), each.name, each.sums, each.others)


def _of_month(month: Month) -> Line:
    group = Group(Kind.MONTH, month.name if month.first else "")
    return _of_sums(group, month.name, month.sums, 0)


def _of_sums(group: Group | None, name: str, sums: Sums, others: int, more: str = "") -> Line:
    money = Money(sums.at_stake, sums.over, sums.under, sums.waste)
    told = f"{counted(sums.accounts, 'account')}, {grouped(sums.open)} open{more}"
    name = f"{name} ({grouped(others)})" if others else name
    return Line(group, name, money, told, grouped(sums.accounts), grouped(sums.balanced))
