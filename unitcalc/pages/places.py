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


def drug_page() -> st.Page:
    """Look up a drug."""
    return st.Page(PAGES / "drug.py", title="Look up a drug", url_path="drug")
