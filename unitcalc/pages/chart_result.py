"""A chart on a page: its balance in large type, what must be charted, the note to paste, the sheet, the rows."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from unitcalc.findings import Problem, Refused, Severity
from unitcalc.pages import chart_sheet
from unitcalc.pages.buttons import copy_button, print_button
from unitcalc.pages.chart_answer import Charted
from unitcalc.pages.chart_form import LABELS
from unitcalc.pages.problems import show_problems
from unitcalc.pages.remarks import show_findings
from unitcalc.pages.words import counted, escaped, quiet, sentence
from unitcalc.reconcile.charting.asked import Asked, Checklist
from unitcalc.reconcile.charting.balance import State
from unitcalc.reconcile.charting.chart import Chart
from unitcalc.reconcile.charting.note import note
from unitcalc.reconcile.charting.rows import (
    ADMINISTERED,
    DISPENSED,
    administered,
    as_csv,
    as_workbook,
    dispensed,
)

KEPT_NOWHERE = "Nothing is stored: what stands here is gone when the page is closed or reloaded."
_SIGNS = {
    State.BALANCED: ("chart-balanced", ":material/check_circle:"),
    State.OPEN: ("chart-open", ":material/help:"),
    State.ABOVE: ("chart-above", ":material/error:"),
}
WORDS = {Severity.ERROR: "Stop", Severity.WARNING: "Look again", Severity.INFO: "Note"}
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def invite() -> None:
    """Nothing was typed yet."""
    with st.container(border=True):
        st.markdown(
            "**The balance appears here as you type**\n"
            "- opened = given + discarded + explained, and what nobody accounts for\n"
            "- what must be charted for this drug, and who asks for it\n"
            "- a note to paste into the chart, a sheet to print, rows to download"
        )
        st.markdown(quiet(f"Tab goes from field to field. {KEPT_NOWHERE}"))


def show(found: Charted) -> None:
    """The balance, what is still needed or wrong, and once it can be read: the note, the sheet, the rows."""
    show_problems(found.wrong.get("", ()))
    chart = found.chart
    if chart is not None:
        for text in _remarks(chart):
            st.markdown(text)
    if found.missing or found.begun or found.wrong:
        _needed(found)
    if chart is not None:
        show_findings(chart.findings, WORDS)
        if found.ready:
            _note(chart)
    if found.asked is not None:
        _asked(found.asked)
    st.markdown(quiet(KEPT_NOWHERE))


def show_balance(found: Charted) -> None:
    """The balance in large type: a sign, a word, and the sum. It is there from the first moment, and stays in sight."""
    chart = found.chart
    balance = chart.balance if chart is not None else None
    if chart is None or not chart.containers:
        name, sign, verdict, total = (
            "chart-waiting",
            ":material/balance:",
            "Nothing opened yet",
            "opened = given + discarded",
        )
    elif balance is None:
        name, sign, verdict = "chart-open", ":material/help:", "Not comparable"
        total = "what was opened and what was given are counted in different units"
    elif chart.given is None:
        name, sign = _SIGNS[State.OPEN]
        verdict, total = f"{balance.opened.short} to account for", f"opened {balance.opened.short}"
    else:
        name, sign = _SIGNS[balance.state]
        verdict, total = sentence(balance.verdict), str(balance)
    with (
        st.container(key="chart-strip"),
        st.container(
            border=True, key=name, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ),
    ):
        st.header(f"{sign} {escaped(verdict)}", anchor=False, width="content")
        with st.container(key="chart-sum", width="content"):
            st.markdown(escaped(total))


def _remarks(chart: Chart) -> list[str]:
    """What the balance means, and what to do where it does not hold."""
    balance = chart.balance
    told = []
    if chart.multi_dose:
        told.append("Multi-dose: what is left stays in the vial for others. It is no discard.")
    if balance is None or chart.given is None:
        return told
    if balance.state is State.OPEN:
        told.append("Discarded, or in the tubing, spilled, kept? Chart it, and it balances.")
    if balance.state is State.ABOVE:
        told.append("Check the amounts, and count the containers again. Overfill is not charted as given or discarded.")
    if chart.bills_no_waste and balance.state is not State.ABOVE and chart.discarded and chart.drug.billing_unit:
        unit = chart.drug.billing_unit.short
        told.append(
            f"Chart the {escaped(chart.discarded.short)} discarded all the same: it adds no whole billing unit "
            f"({escaped(unit)}), so the claim bills none of it, and the record must still say it."
        )
    return told


def _needed(found: Charted) -> None:
    """What keeps the note from being written."""
    wrong = [name for name in LABELS if found.wrong.get(name)]
    missing = [LABELS[name] for name in found.missing if name not in wrong]
    begun = [LABELS.get(name, sentence(name)) for name in found.begun if name not in found.missing]
    if wrong:
        st.markdown(f":red-badge[:material/error: To correct] {escaped(', '.join(LABELS[name] for name in wrong))}")
    if missing or begun:
        text = ", ".join(dict.fromkeys([*missing, *begun]))
        st.markdown(f":material/radio_button_unchecked: Still needed for the note: **{escaped(text)}**")


def _note(chart: Chart) -> None:
    text = note(chart)
    st.subheader("Note for the chart", anchor=False)
    with st.container(key="chart-note"):
        st.code(text, language=None, wrap_lines=True)
    paper = chart_sheet.as_html(chart)
    name = f"{chart.drug.code}-{chart.day}"
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_button(text, "Copy the note", "Copied the note.", "copy-chart-note", of="chart", primary=True)
        print_button(paper, "Print the sheet", "print-chart")
    tables: tuple[tuple[str, bytes | Callable[[], bytes], str, str], ...]
    try:
        tables = (
            ("administered (CSV)", as_csv(ADMINISTERED, administered(chart)), f"{name}-administered.csv", "text/csv"),
            ("dispensed (CSV)", as_csv(DISPENSED, dispensed(chart)), f"{name}-dispensed.csv", "text/csv"),
            # Made when it is asked for: a workbook takes longer than everything else here together.
            ("Both (Excel)", partial(as_workbook, chart), f"{name}-chart.xlsx", _SHEET),
        )
    except Refused as refused:
        _no_rows(refused.problems)
        return
    with st.container(horizontal=True):
        for label, content, file, kind in tables:
            st.download_button(
                label,
                content,
                file_name=file,
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"chart-download-{label}",
            )


def _no_rows(problems: Sequence[Problem]) -> None:
    needed = ", ".join(LABELS.get(problem.field, problem.field) for problem in problems)
    st.markdown(f":material/radio_button_unchecked: Still needed for the rows to download: **{escaped(needed)}**")


def _asked(asked: Checklist) -> None:
    done = sum(each.charted for each in asked.here)
    st.subheader("What must be charted", anchor=False)
    missing = (
        f"{counted(asked.missing, 'required item')} still to chart"
        if asked.missing
        else "all that is required is there"
    )
    st.markdown(f"{done} of {len(asked.here)} charted; {missing}.")
    with st.container(gap="xxsmall"):
        for each in asked.here:
            st.markdown(_line(each))
    with st.expander(f"Asked for elsewhere in the record ({len(asked.elsewhere)})"):
        for each in asked.elsewhere:
            st.markdown(f"- {escaped(each.title)} {_who(each)}")


def _line(each: Asked) -> str:
    if each.charted:
        return f":material/check: {escaped(each.title)} {quiet('charted')}"
    return f":material/radio_button_unchecked: **{escaped(each.title)}** {_who(each)}"


def _who(each: Asked) -> str:
    return quiet(f"{'required' if each.required else 'advised'}: {each.who}")
