"""What a person must decide, with every bill that is possible; and what is to be read before a bill goes out."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.billing.bill import Alternative, Bill
from unitcalc.findings import Finding, Severity
from unitcalc.pages.buttons import copy_button
from unitcalc.pages.form import LABELS
from unitcalc.pages.telling import copied, paid
from unitcalc.pages.words import counted, escaped, in_words_of, quiet

_BADGES = {
    Severity.ERROR: ":red-badge[:material/error: To decide]",
    Severity.WARNING: ":orange-badge[:material/warning: Warning]",
    Severity.INFO: ":blue-badge[:material/info: Note]",
}
# What to do on this page about what a person must decide.
_HERE = {
    "amount-unexplained": "Correct “Discarded”, or state amount and reason under “Explained”.",
    "container-type-unknown": "State “Container type” under “More about this dose”.",
    "infusion-stopped": "Choose under “Stopped infusion”, with the reason.",
    "shares-missing": "Write it with the containers: 1 x 100 mg multi\\-dose given 30 mg.",
    "nominal-given": "Correct “Given” to what the vials held, or to what was given of them.",
}


def show_decisions(bill: Bill) -> None:
    """An unmistakable box for what a person must decide, with every bill that is possible."""
    errors = [finding for finding in bill.findings if finding.severity is Severity.ERROR]
    with st.container(border=True):
        text = "\n\n".join(_decision(finding) for finding in errors)
        st.error(text, title="A person must decide before this is billed", icon=":material/front_hand:")
        st.markdown(quiet("Source: " + "; ".join(dict.fromkeys(finding.source for finding in errors))))
        if bill.alternatives:
            grid = st.grid(2, min_column_width=260)
            for number, each in enumerate(bill.alternatives):
                with grid.cell():
                    _alternative(each, number)


def _decision(finding: Finding) -> str:
    here = _HERE.get(finding.check, "")
    return f"{escaped(in_words_of(LABELS, finding.message))} {here}".strip()


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


def show_findings(findings: Sequence[Finding]) -> None:
    """Warnings and notes, each with its source."""
    if not findings:
        return
    st.markdown("**To read before it goes out**")
    for finding in findings:
        with st.container(gap=None):
            st.markdown(f"{_BADGES[finding.severity]} {escaped(in_words_of(LABELS, finding.message))}")
            st.markdown(quiet(finding.source))
