"""A bill on a page: lines to copy, both wastes, what a person must decide, findings, worksheet."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.billing.bill import Alternative, Bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.request import BillRequest
from unitcalc.billing.text import as_text
from unitcalc.findings import Finding, Severity
from unitcalc.pages.entry import LABELS
from unitcalc.pages.words import counted, escaped, in_words_of, quiet
from unitcalc.quantity import dollars, grouped

CHART_WIDTH = 90
_BADGES = {
    Severity.ERROR: ":red-badge[:material/error: To decide]",
    Severity.WARNING: ":orange-badge[:material/warning: Warning]",
    Severity.INFO: ":blue-badge[:material/info: Note]",
}
# What to do on this page about what a person must decide.
_HERE = {
    "amount-unexplained": "Correct “Discarded”, or state amount and reason under “Explained”; then bill again.",
    "container-type-unknown": "State “Container type” under “More about this dose”; then bill again.",
    "infusion-stopped": "Choose under “Stopped infusion”, with the reason; then bill again.",
    "shares-missing": "Write it with the containers: 1 x 100 mg multi-dose given 30 mg; then bill again.",
    "nominal-given": "Correct “Given” to what the vials held, or to what was given of them; then bill again.",
}


def show(bill: Bill, request: BillRequest) -> None:
    """The bill, without its worksheet."""
    st.subheader(f"{bill.code}, {bill.date}", anchor=False)
    st.markdown(escaped(bill.descriptor))
    st.markdown(quiet(_recap(bill, request)))
    _decisions(bill)
    _wastes(bill, request)
    if bill.lines:
        show_lines(bill.lines)
    elif not bill.alternatives:
        _no_line(bill)
    _findings([finding for finding in bill.findings if finding.severity is not Severity.ERROR])


def _recap(bill: Bill, request: BillRequest) -> str:
    """What this bill was made from, since the form may have been changed after it was sent."""
    dose = "Dispensed" if request.dispensed else f"Given {bill.given.short}"
    parts = [f"{dose} from {' and '.join(request.opened)}" if request.opened else f"{dose}, containers not stated"]
    parts.append(f"discarded {request.discarded.strip()}" if request.discarded.strip() else "discard not charted")
    parts += [f"explained {text}" for text in request.explained]
    known = f"One unit is {bill.billing_unit}. Container type: {bill.container_type}. Setting: {bill.setting}."
    return f"{', '.join(parts)}. {known}"


def _decisions(bill: Bill) -> None:
    """An unmistakable box for what a person must decide, with every bill that is possible."""
    errors = [finding for finding in bill.findings if finding.severity is Severity.ERROR]
    if not errors:
        return
    with st.container(border=True):
        text = "\n\n".join(_decision(finding) for finding in errors)
        title = "A person must decide before this is billed"
        st.error(text, title=title, icon=":material/front_hand:")
        st.markdown(quiet("Source: " + "; ".join(dict.fromkeys(finding.source for finding in errors))))
        if bill.alternatives:
            for column, each in zip(st.columns(min(len(bill.alternatives), 2)) * 99, bill.alternatives, strict=False):
                with column:
                    _alternative(each)


def _decision(finding: Finding) -> str:
    here = _HERE.get(finding.check, "")
    return f"{escaped(in_words_of(LABELS, finding.message))} {here}".strip()


def _alternative(each: Alternative) -> None:
    with st.container(border=True):
        st.markdown(f"If **{escaped(each.if_)}**")
        st.code(_copied(each.lines), language=None, wrap_lines=True)
        given, wasted = counted(each.administered_units, "unit"), counted(each.discarded_units, "unit")
        st.markdown(quiet(f"{given} administered, {wasted} discarded{_total(each.lines)}"))


def _wastes(bill: Bill, request: BillRequest) -> None:
    physical, billed = st.columns(2)
    with physical:
        value = bill.discarded.short if bill.discarded is not None and bill.opened is not None else "not known"
        _metric("In the bin (physical discard)", value, _physical_note(bill, request))
    with billed:
        _metric("On the claim (JW units)", _billed(bill), _billed_note(bill))


def _metric(label: str, value: str, note: str) -> None:
    st.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)


def _physical_note(bill: Bill, request: BillRequest) -> str:
    if request.discarded.strip():
        return f"as charted; {bill.unexplained.short} unexplained" if bill.unexplained else "as charted"
    if bill.opened is None:
        return "containers not stated"
    if request.dispensed:
        return "dispensed, not opened here"
    if bill.discarded is None:
        return "depends on the decision" if bill.alternatives else "discard not charted"
    return "assumed: discard not charted" if bill.discarded else "nothing was left"


def _billed(bill: Bill) -> str:
    if bill.discarded_units is None:
        return "undecided"
    return counted(bill.discarded_units if bill.lines or bill.alternatives else 0, "unit")


def _billed_note(bill: Bill) -> str:
    if bill.discarded_units is None:
        return " or ".join(grouped(each.discarded_units) for each in bill.alternatives) or "containers not stated"
    marks = {mark for line in bill.lines for mark in line.modifiers}
    if not bill.lines and not bill.alternatives:
        return "no line"
    if "JW" in marks:
        amounts = [line.amount.short for line in bill.lines if line.amount and "JW" in line.modifiers]
        return f"JW for {' and '.join(amounts)}" if amounts else "JW"
    if "JZ" in marks:
        return "JZ: no whole unit to bill"
    return "multi-dose: never payable" if bill.container_type == "multi-dose" else "neither JW nor JZ"


def _copied(lines: Sequence[ClaimLine]) -> str:
    return "\n".join(str(line) for line in lines) or "no line"


def _total(lines: Sequence[ClaimLine]) -> str:
    paid = [line.payment for line in lines if line.payment is not None]
    return f", {dollars(sum(paid[1:], paid[0]))}" if paid else ""


def show_lines(lines: Sequence[ClaimLine]) -> None:
    """The claim lines as a table, and as text to copy."""
    st.markdown("**Claim lines**")
    rows = [
        {
            "Code": line.code,
            "Modifiers": ", ".join(line.modifiers) or "none",
            "Units": grouped(line.units),
            "For": line.amount.short if line.amount else "",
            "NDC": " ".join(each.ndc for each in line.ndcs),
            "NDC quantity": " ".join(str(each) for each in line.ndcs),
            "Payment": escaped(dollars(line.payment)) if line.payment is not None else "",
        }
        for line in lines
    ]
    shown = [name for name in rows[0] if any(row[name] for row in rows)]
    st.table(
        {name: [row[name] for row in rows] for name in shown},
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt="Claim lines: code, modifiers, units and payment of each",
    )
    st.code(_copied(lines), language=None, wrap_lines=True)
    if total := _total(lines):
        st.markdown(quiet(f"Together{total.removeprefix(',')} at the payment limit, before coinsurance."))


def _no_line(bill: Bill) -> None:
    reason = "Nothing was given: no line." if not bill.given else "No line."
    st.info(reason, icon=":material/block:")


def _findings(findings: Sequence[Finding]) -> None:
    if not findings:
        return
    st.markdown("**To read before it goes out**")
    for finding in findings:
        with st.container(gap=None):
            st.markdown(f"{_BADGES[finding.severity]} {escaped(in_words_of(LABELS, finding.message))}")
            st.markdown(quiet(finding.source))


def show_worksheet(bill: Bill) -> None:
    """Every step with its source, for the screen and for the chart."""
    st.subheader("Worksheet", anchor=False, divider="gray")
    names = {"Step": "label", "How": "expression", "Value": "value", "Source": "source"}
    st.table(
        {name: [escaped(getattr(step, field)) for step in bill.steps] for name, field in names.items()},
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt="Worksheet: each step of the calculation, its value and its source",
    )
    with st.expander("Rules cited, each with its source"):
        st.table(
            {
                "Rule": [rule.number for rule in bill.rules],
                "What it says": [escaped(rule.says) for rule in bill.rules],
                "How sure": [rule.standing for rule in bill.rules],
                "Source": [escaped(rule.source) for rule in bill.rules],
            },
            border="horizontal",
            hide_index=True,
            hide_header=False,
            alt="The rules that the worksheet and the warnings cite, with their sources",
        )
    used = "; ".join(f"{use.table} {use.period}{'' if use.covers else ' (not of this date)'}" for use in bill.data)
    st.markdown(quiet(f"Tables used: {used}."))
    text = as_text(bill, CHART_WIDTH)
    st.download_button(
        "Worksheet as a text file",
        text,
        file_name=f"{bill.code}-{bill.date}-worksheet.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander("Worksheet as text, to copy into the chart"):
        st.code(text, language=None)
