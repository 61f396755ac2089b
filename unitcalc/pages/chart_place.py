"""Where the page 'Chart a dose' stands among the others."""

import streamlit as st

from unitcalc.pages.places import PAGES


def chart_page() -> st.Page:
    """Chart a dose: what a nurse opened, gave and discarded."""
    return st.Page(PAGES / "chart.py", title="Chart a dose", url_path="chart")
