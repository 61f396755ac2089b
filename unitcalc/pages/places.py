"""Which pages there are, in which order, and how one leads to another."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent
ASKED = "look-up-text"
"""Where the text of the look-up is kept while the pages are open."""


def bill_page() -> st.Page:
    """Bill a dose: what the pages open with."""
    return st.Page(PAGES / "bill.py", title="Bill a dose", icon=":material/receipt_long:", default=True)


def drug_page() -> st.Page:
    """Look up a drug."""
    return st.Page(PAGES / "drug.py", title="Look up a drug", icon=":material/search:", url_path="drug")
