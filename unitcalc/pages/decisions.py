"""What a person must decide, with every bill that is possible, and a button where a press decides."""

import streamlit as st

from unitcalc.billing.bill import Alternative, Bill
from unitcalc.findings import Finding, Severity
from unitcalc.pages import form
from unitcalc.pages.buttons import copy_button
from unitcalc.pages.form import LABELS
from unitcalc.pages.telling import copied, paid
from unitcalc.pages.words import counted, escaped, in_words_of, quiet

# What to do on this page about what a person must decide.
_HERE = {
    "amount-unexplained": "Correct “Discarded”, or state amount and reason under “Explained”.",
    "infusion-stopped": "Give the reason under “More about this dose”.",
    "shares-missing": "Write it with the containers: 1 x 100 mg multi\\-dose given 30 mg.",
    "nominal-given": "Correct “Given” to what the vials held, or to what was given of them.",
}

# What is decided by one press: the field, and what each button puts into it.
_ANSWERS = {
    "container-type-unknown": (
        "container_type",
        {"The label says single\\-dose": "single-dose", "The label says multi\\-dose": "multi-dose"},
    ),
    "infusion-stopped": (
        "stopped",
        {"The rest was discarded": "bill-rest-as-discarded", "The rest was part of the dose": "rest-was-dose"},
    ),
}


def show_decisions(bill: Bill) -> None:
    """An unmistakable box for what a person must decide, with every bill that is possible."""
    errors = [finding for finding in bill.findings if finding.severity is Severity.ERROR]
    with st.container(border=True):
        text = "\n\n".join(_decision(finding) for finding in errors)
        st.error(text, title="A person must decide before this is billed", icon=":material/front_hand:")
        st.markdown(quiet("Source: " + "; ".join(dict.fromkeys(finding.source for finding in errors))))
        for finding in errors:
            _answers(finding)
        if bill.alternatives:
            grid = st.grid(2, min_column_width=260)
            for number, each in enumerate(bill.alternatives):
                with grid.cell():
                    _alternative(each, number)


def _decision(finding: Finding) -> str:
    here = _HERE.get(finding.check, "")
    return f"{escaped(in_words_of(LABELS, finding.message))} {here}".strip()


def _answers(finding: Finding) -> None:
    """The buttons that decide, where a press can."""
    name, answers = _ANSWERS.get(finding.check, ("", {}))
    if answers:
        with st.container(horizontal=True, gap="small"):
            for words, value in answers.items():
                st.button(words, key=f"decide-{value}", on_click=form.put, args=(name, value))


def _alternative(each: Alternative, number: int) -> None:
    with st.container(border=True):
        st.markdown(f"If **{escaped(each.if_)}**")
        text = copied(each.lines)
        total = f", {paid(each.lines)}" if paid(each.lines) else ""
        st.code(text, language=None, wrap_lines=True)
        given, wasted = counted(each.administered_units, "unit"), counted(each.discarded_units, "unit")
        st.markdown(quiet(f"{given} administered, {wasted} discarded{total}"))
        if each.lines:
            copy_button(text, "Copy these lines", "Copied.", f"copy-alternative-{number}")
