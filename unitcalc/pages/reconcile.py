"""The page 'Reconcile': three records in, every account out: balanced, or by how much and why not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Problem
from unitcalc.pages import (
    entry,
    foot,
    reconcile_account,
    reconcile_demo,
    reconcile_form,
    reconcile_list,
    reconcile_progress,
    reconcile_result,
)
from unitcalc.pages.buttons import ASSETS
from unitcalc.pages.problems import show_problems
from unitcalc.pages.reconcile_desk import Desk, desk
from unitcalc.pages.reconcile_job import Told
from unitcalc.pages.reconcile_listing import Listing
from unitcalc.pages.reconcile_view import view
from unitcalc.pages.tables import catalogue
from unitcalc.pages.words import quiet
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

AT_ONCE = 1
"""Seconds in which a small reconciliation ends without a bar."""
KEPT = (
    "Files lie in a temporary folder of this computer while this page is open; closing or reloading it, or “Clear”, "
    "removes them and all that was found. No other visitor sees them."
)
_DEMONSTRATION, _NOTHING = "reconcile-demonstration", "reconcile-nothing"


def ask_for_demonstration() -> None:
    """Reconcile the demonstration set at the next drawing."""
    st.session_state[_DEMONSTRATION] = True


def clear() -> None:
    """Forget files and findings."""
    reconcile_form.clear()
    desk().forget()
    st.session_state.pop(_NOTHING, None)


def show() -> None:
    """The page."""
    st.html(f"<style>{(ASSETS / 'reconcile.css').read_text(encoding='utf-8')}</style>")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Reconcile", anchor=False, width="content")
        with st.container(horizontal=True, horizontal_alignment="right", width="content"):
            st.button("Demonstration", icon=":material/school:", on_click=ask_for_demonstration)
            st.button("Clear", icon=":material/restart_alt:", on_click=clear)
    own, tables, today = desk(), catalogue(), entry.today()
    with st.expander("Files and settings", expanded=own.found is None):
        pressed = reconcile_form.show(tables)
    _begin(own, tables, today, pressed)
    _show(own, tables)
    foot.show(tables, None)


def _begin(own: Desk, tables: Catalogue, today: date, pressed: bool) -> None:
    """Begin what was asked for."""
    asked, handed = Tables(tables, today), reconcile_form.uploads()

    def made(folder: Path, told: Told) -> Mapping[Table, Path]:
        return reconcile_demo.demonstration(asked, folder, told)

    def uploaded(folder: Path, told: Told) -> Mapping[Table, Path]:
        return reconcile_form.saved(handed, folder)

    if st.session_state.pop(_DEMONSTRATION, False):
        job = own.begin(asked, made, Settings(), today, demonstration=True)
    elif pressed and handed:
        job = own.begin(asked, uploaded, reconcile_form.settings(), today)
    else:
        if pressed:
            own.forget()
        st.session_state[_NOTHING] = pressed
        return
    st.session_state[_NOTHING] = False
    if job.wait(AT_ONCE):
        st.rerun()  # the files are folded away


def _show(own: Desk, tables: Catalogue) -> None:
    job, found = own.job, own.found
    if job is None:
        if st.session_state.get(_NOTHING):
            hint = "Hand over two or three tables; what one that is missing would show is not missed."
            show_problems((Problem("reconcile-nothing", "There is nothing to reconcile.", hint),))
        _invite()
    elif not job.ended:
        reconcile_progress.show(own, job)
    elif job.failure is not None:
        own.forget()
        raise job.failure
    elif found is None:
        show_problems(job.problems)
    else:
        at, listing = view(job.number), Listing(found.accounts, found.findings)
        if at.group is None:
            reconcile_result.show(found, job.number, tables.rules)
        elif at.account is None:
            reconcile_list.show(listing, at, tables.rules)
        else:
            reconcile_account.show(own, listing, tables, at)
        st.markdown(quiet(KEPT))


def _invite() -> None:
    """What to expect."""
    with st.container(border=True):
        st.markdown(
            "**Every account appears here after a press on “Reconcile”**: one code of one encounter on one day\n"
            "- whether it balances: opened = given + discarded + explained, and the lines that were billed for it\n"
            "- if not, by how many units and dollars, why, and from which rows\n"
            "- the causes by dollars, by drug, site, payer and month; each leads to its accounts, the worst first\n"
            "- everything to take along: CSV, Parquet, an Excel workbook, a report to print"
        )
        st.markdown(quiet(f"A table that you do not have may be left out. {KEPT}"))


if __name__ == "__main__":
    show()
