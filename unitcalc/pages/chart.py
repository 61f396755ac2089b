"""The page 'Chart a dose': one account as it happens, balanced while it is written."""

from datetime import date

import streamlit as st

from unitcalc.pages import chart_entry, chart_form, chart_result, foot
from unitcalc.pages.buttons import ASSETS
from unitcalc.pages.chart_answer import charted
from unitcalc.pages.tables import catalogue


def example() -> None:
    """Fill the form with the worked example."""
    chart_form.fill(chart_form.EXAMPLE, chart_form.EXAMPLE_SCANNED)


def show() -> None:
    """The page."""
    today = date.today()
    st.html(f"<style>{(ASSETS / 'chart.css').read_text(encoding='utf-8')}</style>")
    chart_form.begin(today)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Chart a dose", anchor=False, width="content")
        chart_entry.show_buttons(example, lambda: chart_form.clear(today))
    tables = catalogue()
    found = charted(tables, today)
    chart_result.show_balance(found)
    left, right = st.columns([6, 7], gap="large")
    with left:
        chart_entry.show_form(tables, found, today)
    with right:
        if chart_form.untouched(today):
            chart_result.invite()
        else:
            chart_result.show(found)
    foot.show(tables, found.day)


if __name__ == "__main__":
    show()
