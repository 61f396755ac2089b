"""Which pages there are, in which order, and how one leads to another."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent
ASKED = "look-up-text"
"""Where the text of the look-up is kept while the pages are open."""


# No icons: the browser's tab would fetch a page's icon from elsewhere.
def bill_page() -> st.Page:
    """Bill a dose: what the pages open with."""
    return st.Page(PAGES / "bill.py", title="Bill a dose", default=True)


def chart_page() -> st.Page:
    """Chart a dose: what a nurse opened, gave and discarded."""
    return st.Page(PAGES / "chart.py", title="Chart a dose", url_path="chart")


def check_page() -> st.Page:
    """Check a claim: lines and records against every rule."""
    return st.Page(PAGES / "check.py", title="Check a claim", url_path="check")


def reconcile_page() -> st.Page:
    """Reconcile: what was dispensed, given and billed, brought together."""
    return st.Page(PAGES / "reconcile.py", title="Reconcile", url_path="reconcile")


def drug_page() -> st.Page:
    """Look up a drug."""
    return st.Page(PAGES / "drug.py", title="Look up a drug", url_path="drug")


def checks_page() -> st.Page:
    """All checks, and what each payer asks for."""
    return st.Page(PAGES / "checks.py", title="Checks and payers", url_path="checks")
