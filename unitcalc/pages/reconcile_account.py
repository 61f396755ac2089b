"""One account: its balance in words, the lines beside the right ones, what is wrong, its rows, and its worksheet."""

from collections.abc import Mapping, Sequence

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.pages import check_account, entry, worksheet
from unitcalc.pages.check_words import show_violation
from unitcalc.pages.problems import show_problems
from unitcalc.pages.reconcile_desk import Desk
from unitcalc.pages.reconcile_list import back
from unitcalc.pages.reconcile_listing import Listed, Listing
from unitcalc.pages.reconcile_template import EXAMPLES
from unitcalc.pages.reconcile_view import View, look
from unitcalc.pages.words import counted, escaped, quiet, sentence
from unitcalc.quantity import grouped
from unitcalc.reconcile.one import Entry, Key, One
from unitcalc.reconcile.report.arithmetic import balance, difference, units
from unitcalc.reconcile.report.model import Account
from unitcalc.reconcile.tabled import Table

_ALIKE = ("encounter_id", "service_date", "code")


def show(desk: Desk, listing: Listing, tables: Catalogue, at: View) -> None:
    """The account at a place of a list."""
    assert at.group is not None
    assert at.account is not None
    found = listing.some(at.group, at.account, 2, suspect=at.suspect)
    with st.container(horizontal=True, vertical_alignment="center"):
        back(escaped(at.words), at._replace(account=None))
        if at.account:
            _step("Previous account", at, at.account - 1, "arrow_upward")
        if len(found) > 1:
            _step("Next account", at, at.account + 1, "arrow_downward")
    if not found:
        st.markdown(quiet("This account is no longer there."))
        return
    _balance(found[0])
    account = found[0].account
    assert account.day is not None
    try:
        with st.spinner("Reading the rows of this account"):
            one = desk.account(Tables(tables, entry.today()), Key(account.encounter, account.day, account.code))
    except Refused as refused:
        show_problems(refused.problems)
        return
    name = f"rc-{at.run}-{at.account}"
    check_account.show(one.judged, tables.rules, name)
    _aside(one, tables)
    _rows(one)
    _worksheet(one, name)


def _step(label: str, at: View, to: int, sign: str) -> None:
    st.button(
        label,
        key=f"rc-step-{label}",
        icon=f":material/{sign}:",
        on_click=look,
        args=(at._replace(account=to),),
    )


def _balance(each: Listed) -> None:
    account = each.account
    state, sign, verdict = (
        ("rc-balanced", ":material/check_circle:", "Balanced")
        if account.balanced
        else ("rc-open", ":material/error:", _why(account))
    )
    with st.container(border=True, key=state, gap="xsmall"):
        st.subheader(f"{sign} {escaped(verdict)}", anchor=False)
        with st.container(key="rc-sum", gap="xxsmall"):
            st.markdown(escaped(in_words(account)))
            st.markdown(escaped(sentence(". ".join(filter(None, (units(account), difference(account))))) + "."))
        where = "; ".join(filter(None, (account.site, account.payer)))
        if where:
            st.markdown(quiet(where))


def _why(account: Account) -> str:
    if account.unexplained:
        return "Not balanced"
    if account.expected_administered is None:
        return "Not decided"
    return "The bill differs from the record"


def in_words(account: Account) -> str:
    """The balance with what nobody accounts for, though it be nothing.

    >>> from fractions import Fraction
    >>> in_words(Account(encounter="E", day=None, code="J1745", unit="mg", site="", payer="", balanced=True,
    ...     opened=Fraction(400), given=Fraction(350), discarded=Fraction(50), unexplained=Fraction(0)))
    '400 mg opened = 350 given + 50 discarded + 0 unexplained'
    """
    told = balance(account)
    if " = " in told and account.unexplained == 0:
        said, bracket, rest = told.partition(" (")
        return f"{said} + 0 unexplained{bracket}{rest}"
    return told


def _aside(one: One, tables: Catalogue) -> None:
    """Rows of the encounter that took no part, since something in them can't be used."""
    if one.aside:
        st.markdown("**Of the same encounter, and not usable**")
    for each in one.aside:
        show_violation(each, tables.rules)


def _rows(one: One) -> None:
    st.subheader("The rows that it came from", anchor=False)
    for table in (Table.DISPENSED, Table.ADMINISTERED, Table.CLAIMS):
        if table not in one.entries:
            st.markdown(f"**{table.value.capitalize()}** {quiet('was not handed over')}")
            continue
        entries, count = one.entries[table], one.counts[table]
        st.markdown(f"**{table.value.capitalize()}** {quiet(counted(count, 'row') if count else 'no row')}")
        if entries:
            _table(entries, table)
        if count > len(entries):
            st.markdown(quiet(f"The first {grouped(len(entries))} of {grouped(count)}."))


def _table(entries: Sequence[Entry], table: Table) -> None:
    """Rows as they were written; what is the same for the whole account stands above."""
    # In the order of the template, the rest behind it.
    known = {name for each in entries for name in each.fields}
    names = [*(name for name in EXAMPLES[table][0] if name in known), *sorted(known - set(EXAMPLES[table][0]))]
    shown = [name for name in names if name not in _ALIKE or len({each.fields.get(name) for each in entries}) > 1]
    columns: Mapping[str, list[str]] = {
        "Row": [escaped(str(each.place)) for each in entries],
        **{name: [escaped(each.fields.get(name, "")) for each in entries] for name in shown},
    }
    st.table(
        columns,
        border="horizontal",
        hide_index=True,
        hide_header=False,
        height=420 if len(entries) > 12 else "content",
        alt=f"Rows of {table.value}, as they were written",
    )


def _worksheet(one: One, name: str) -> None:
    bills = one.judged.gathered.bills
    if not bills:
        st.markdown(quiet("There is no worksheet: what was given and opened is not on record, or can't be billed."))
        return
    number = 0
    if len(bills) > 1:
        number = st.radio(
            "Administration",
            range(len(bills)),
            format_func=lambda each: f"{each + 1} of {len(bills)}: {escaped(bills[each].given.short)}",
            horizontal=True,
            key=f"{name}-administration",
        )
    worksheet.show(bills[number], one.judged.gathered.coded.policy)
