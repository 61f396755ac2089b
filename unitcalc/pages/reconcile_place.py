"""Where the page 'Reconcile' stands among the others."""

import streamlit as st

from unitcalc.pages.places import PAGES


def reconcile_page() -> st.Page:
    """Reconcile: what was dispensed, given and billed, brought together."""
    return st.Page(PAGES / "reconcile.py", title="Reconcile", url_path="reconcile")
