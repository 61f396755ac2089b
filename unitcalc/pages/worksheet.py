"""The worksheet of a bill: on the screen, to print, and as text."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.billing.bill import Bill
from unitcalc.billing.text import as_text
from unitcalc.catalogue.policies import Policy
from unitcalc.findings import Step
from unitcalc.pages.buttons import print_button
from unitcalc.pages.sheet import as_html
from unitcalc.pages.words import escaped, quiet

CHART_WIDTH = 90


def show(bill: Bill, policy: Policy) -> None:
    """Every step with its source."""
    st.subheader("Worksheet", anchor=False, divider="gray")
    text, html = as_text(bill, CHART_WIDTH), as_html(bill, policy)
    name = f"{bill.code}-{bill.date}-worksheet"
    with st.container(horizontal=True, vertical_alignment="center"):
        print_button(html, "Print the worksheet", "print-sheet")
        _download("To print, as a file (HTML)", html, f"{name}.html", "text/html")
        _download("As text", text, f"{name}.txt", "text/plain")
    show_steps(bill.steps, "Worksheet: each step of the calculation, its value and its source")
    with st.expander("Rules cited, each with its source"):
        _table(
            {
                "Rule": [escaped(rule.number) for rule in bill.rules],
                "What it says": [escaped(rule.says) for rule in bill.rules],
                "How sure, and by which source": [
                    f"{escaped(rule.standing)} {quiet(rule.source)}" for rule in bill.rules
                ],
            },
            "The rules that the worksheet and the warnings cite, with their sources",
        )
    with st.expander("As text, to copy into the chart"):
        st.code(text, language=None)
    used = "; ".join(use.told for use in bill.data)
    st.markdown(quiet(f"Tables used: {used}."))


def show_steps(steps: Sequence[Step], alt: str) -> None:
    """Steps as a table: what, the value, how and by which source."""
    _table(
        {
            "Step": [escaped(step.label) for step in steps],
            "Value": [f"**{escaped(step.value)}**" if step.value else "" for step in steps],
            "How, and by which source": [f"{escaped(step.expression)}  \n{quiet(step.source)}" for step in steps],
        },
        alt,
    )


def _download(label: str, content: str, name: str, kind: str) -> None:
    st.download_button(label, content, file_name=name, mime=kind, icon=":material/download:", on_click="ignore")


def _table(columns: dict[str, list[str]], alt: str) -> None:
    st.table(
        columns,
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt=alt,
    )
