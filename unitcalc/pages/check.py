"""The page 'Check a claim': lines and records held against every rule, and the lines as they should be."""

import streamlit as st

from unitcalc.pages import check_form, check_result, check_running, check_template, entry, foot
from unitcalc.pages.tables import catalogue
from unitcalc.pages.words import quiet


def clear() -> None:
    """Empty the form, and forget what was found."""
    check_form.clear()
    check_running.forget()


def show() -> None:
    """The page."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Check a claim", anchor=False, width="content")
        _buttons()
    tables, today = catalogue(), entry.today()
    day, wrong = check_form.day_for_lines(today)
    left, right = st.columns([5, 8], gap="large")
    with left:
        sent = check_form.show(tables, wrong)
        check_template.show(tables, today)
    with right:
        if (check_form.asked() or sent) and not wrong:
            check_running.run(
                tables,
                check_form.typed("text"),
                check_form.files(),
                day,
                check_form.typed("payer"),
                check_form.typed("setting"),
                today,
            )
        elif check_running.interrupted():
            st.warning("The check was interrupted by another press. Press “Check” to begin again.")
        outcome = check_running.outcome()
        if outcome is not None:
            check_result.show(outcome, tables.rules)
        elif not check_running.interrupted():
            _invite()
    foot.show(tables, None)


def _buttons() -> None:
    with st.container(horizontal=True, horizontal_alignment="right", width="content"):
        st.button(
            "Worked example", on_click=check_form.put, args=(check_form.EXAMPLE_RECORD,), icon=":material/school:"
        )
        st.button("Clear", on_click=clear, icon=":material/restart_alt:")


def _invite() -> None:
    """What to expect. The second example's button is behind all fields: no Tab between two of them meets it."""
    with st.container(border=True):
        st.markdown(
            "**What is wrong appears here after a press on “Check”**\n"
            "- every rule that is broken: what was expected, what was found, and the money at stake\n"
            "- the lines as they should be, ready to copy\n"
            "- what it means, what to do, and by which source\n"
            "- cells that can't be read, each with its row\n"
            "- a letter of appeal where the record proves the lines right"
        )
        st.markdown(
            quiet(
                "Lines alone show much; with a record of what was opened, given and discarded the units themselves are "
                "proved. Nothing leaves this computer, and nothing is kept."
            )
        )
    st.button(
        "Try an example of pasted lines",
        on_click=check_form.put,
        args=(check_form.EXAMPLE_LINES,),
        icon=":material/school:",
        type="tertiary",
    )


if __name__ == "__main__":
    show()
