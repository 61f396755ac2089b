"""The accounts of a drug, cause, site, payer or month, the worst first."""

from collections.abc import Mapping

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.checks.registry import checks
from unitcalc.findings import Severity
from unitcalc.pages.check_words import badge, show_meaning, title
from unitcalc.pages.reconcile_listing import Kind, Listed, Listing
from unitcalc.pages.reconcile_view import PAGE, View, look
from unitcalc.pages.words import counted, escaped, quiet, short_day
from unitcalc.quantity import dollars, grouped
from unitcalc.reconcile.report.arithmetic import arithmetic

MOST_LOOSE = 50
MOST_CHECKS = 4


def show(listing: Listing, at: View, book: Mapping[str, Rule]) -> None:
    """A page of them."""
    assert at.group is not None
    back("All groups", View(at.run))
    st.subheader(escaped(at.words), anchor=False)
    known = checks().get(at.group.value) if at.group.kind is Kind.CAUSE else None
    if known is not None:
        show_meaning(known, book, f"What {known.code} means", sign="help")
        _loose(listing, known.code)
    _which(listing, at)


def back(label: str, to: View) -> None:
    """A button that leads back."""
    st.button(label, key=f"rc-back-{label}", icon=":material/arrow_back:", on_click=look, args=(to,), wrap=True)


def _which(listing: Listing, at: View) -> None:
    assert at.group is not None
    of_cause = at.group.kind is Kind.CAUSE
    total = listing.number(at.group, suspect=at.suspect)
    every = total if of_cause else listing.number(at.group, suspect=False)
    if not of_cause and every:
        words = {True: "Open, or with a finding", False: f"All {grouped(every)}"}
        key = f"rc-suspect-{at.run}-{at.group.kind.value}-{at.group.value}"
        st.session_state[key] = at.suspect

        def choose() -> None:
            look(at._replace(suspect=bool(st.session_state[key]), first=0))

        st.radio(
            "Accounts", [True, False], format_func=lambda each: words[each], horizontal=True, key=key, on_change=choose
        )
    if not total:
        if not of_cause:
            st.markdown(quiet("No account of it is open, and nothing was found in any."))
        return
    first = at.first if at.first < total else 0
    _turn(at, first, total, "above")
    for place, each in enumerate(listing.some(at.group, first, PAGE, suspect=at.suspect), first):
        _account(each, at._replace(first=first, account=place), place)
    if total > PAGE:
        _turn(at, first, total, "below")


def _turn(at: View, first: int, total: int, where: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if total > PAGE:
            for label, to, sign in (
                ("Previous", first - PAGE, "arrow_back"),
                ("Next", first + PAGE, "arrow_forward"),
            ):
                if 0 <= to < total:
                    st.button(
                        label,
                        key=f"rc-{label}-{where}",
                        on_click=look,
                        args=(at._replace(first=to),),
                        icon=f":material/{sign}:",
                    )
        last = min(first + PAGE, total)
        span = f"{grouped(first + 1)} to {grouped(last)} of " if total > PAGE else ""
        st.markdown(quiet(f"{span}{counted(total, 'account')}, the worst first."), width="content")


def _account(each: Listed, to: View, place: int) -> None:
    account = each.account
    day = short_day(account.day) if account.day else "no date"
    with st.container(border=True, key=f"rc-account-{place}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            name = escaped(f"{account.encounter}, {day}, {account.code}")
            st.button(
                name,
                wrap=True,
                key=f"rc-open-{place}",
                on_click=look,
                args=(to,),
                type="tertiary",
                icon=":material/search:",
            )
            if account.at_stake:
                st.markdown(f"**{escaped(dollars(account.at_stake))} at stake**", width="content")
            elif account.balanced and not each.checks:
                st.markdown(":green-badge[:material/check_circle: Balanced]", width="content")
        st.markdown(escaped(arithmetic(account)))
        if each.checks:
            st.markdown(quiet(_found(each.checks)))


def _found(found: tuple[str, ...]) -> str:
    known = checks()
    told = [title(known[code]) if code in known else code for code in found[:MOST_CHECKS]]
    more = len(found) - MOST_CHECKS
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def _loose(listing: Listing, check: str) -> None:
    """What belongs to no single account: fields that can't be used, and what a whole site shows."""
    number, found = listing.loose(check, MOST_LOOSE)
    if not number:
        return
    st.markdown(f"**What belongs to no single account: {escaped(counted(number, 'finding'))}**")
    st.table(
        {
            "How grave": [badge(Severity(each.severity)) for each in found],
            "What is wrong": [
                escaped(each.message) + (f" ({escaped(dollars(each.at_stake))} at stake)" if each.at_stake else "")
                for each in found
            ],
            "Expected": [escaped(each.expected) for each in found],
            "Found": [escaped(each.observed) for each in found],
            "Where": [escaped(each.rows) for each in found],
        },
        border="horizontal",
        hide_index=True,
        hide_header=False,
        height=420 if len(found) > 8 else "content",
        alt="Findings that belong to no single account",
    )
    if number > len(found):
        st.markdown(quiet(f"The first {len(found)} of {grouped(number)}; the tables of findings hold all of them."))
