"""Where in the drill-down a visitor stands: all of it, the accounts of a group, one account. Never in the address."""

from typing import NamedTuple

import streamlit as st

from unitcalc.pages.reconcile_listing import Group

PAGE = 10
"""Accounts on a page."""
_VIEW = "reconcile-view"


class View(NamedTuple):
    """What is looked at."""

    run: int = 0
    """Which reconciliation; the view of another one does not hold."""
    group: Group | None = None
    words: str = ""
    """What the group is called."""
    suspect: bool = True
    """Only accounts that do not balance or have a finding."""
    first: int = 0
    """The place of the first account that is listed."""
    account: int | None = None
    """The place of the account that is looked into."""


def view(run: int) -> View:
    """What is looked at of a reconciliation."""
    found = st.session_state.get(_VIEW)
    return found if isinstance(found, View) and found.run == run else View(run)


def look(to: View) -> None:
    """Look at something else: for a button's use."""
    st.session_state[_VIEW] = to


def into(run: int, group: Group, words: str) -> None:
    """Look at the accounts of a group."""
    look(View(run, group, words))
