"""A bill on a page: the lines to copy, both wastes, the balance, the containers, and what is to be read."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.billing.bill import Bill
from unitcalc.billing.containers import Contents
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.policies import Policy
from unitcalc.findings import Severity
from unitcalc.pages import picture, places
from unitcalc.pages.buttons import copy_button
from unitcalc.pages.decisions import show_decisions
from unitcalc.pages.remarks import show_findings
from unitcalc.pages.telling import (
    balance,
    copied,
    in_the_bin,
    not_as_waste,
    on_the_claim,
    paid,
    stands_for,
    units,
    wasted,
)
from unitcalc.pages.words import counted, escaped, named_day, quiet, sentence
from unitcalc.quantity import dollars, grouped


def show(bill: Bill, request: BillRequest, policy: Policy) -> None:
    """The bill, without its worksheet."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{bill.code}, {named_day(bill.date)}", anchor=False, width="content")
        if st.button("About this drug", icon=":material/search:", type="tertiary"):
            st.session_state[places.ASKED] = bill.code
            st.switch_page(places.drug_page())
    st.markdown(
        quiet(f"One unit is {bill.billing_unit}. {sentence(policy.setting(bill.setting).title)}, {policy.title}.")
    )
    if bill.waits_for_a_person:
        show_decisions(bill)
    if bill.lines:
        show_lines(bill)
    elif not bill.alternatives:
        _no_line(bill)
    _wastes(bill, request)
    show_containers(bill)
    rest = [finding for finding in bill.findings if finding.severity is not Severity.ERROR]
    if rest:
        st.markdown("**To read before it goes out**")
        show_findings(rest)


def show_lines(bill: Bill) -> None:
    """The claim lines, and a button that copies them as text; none while a person must decide first."""
    lines = bill.lines
    if bill.waits_for_a_person:
        st.markdown(quiet("As it would be billed; to copy once it is decided:"))
    rows = [
        {
            "Line": f"**{'-'.join((line.code, *line.modifiers))}**",
            "Units": f"**{escaped(units(line))}**",
            "For": stands_for(bill, line),
            "NDC and quantity": ", ".join(f"N4{each.ndc.replace('-', '')} {each}" for each in line.ndcs),
            "Payment": escaped(dollars(line.payment)) if line.payment is not None else "",
        }
        for line in lines
    ]
    used = [name for name in rows[0] if any(row[name] for row in rows)]
    st.table(
        {name: [row[name] for row in rows] for name in used},
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt="Claim lines: code with modifiers, units, and what they stand for",
    )
    if not bill.waits_for_a_person:
        _copy(lines)


def _copy(lines: Sequence[ClaimLine]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        done = f"Copied: {'; '.join(str(line) for line in lines)}" if len(lines) < 3 else f"Copied {len(lines)} lines."
        copy_button(copied(lines), f"Copy {counted(len(lines), 'claim line')}", done, "copy-lines", primary=True)
        if total := paid(lines):
            st.markdown(quiet(f"Together {total} at the payment limit, before coinsurance."), width="content")


def _no_line(bill: Bill) -> None:
    reason = "Nothing was given: no line." if not bill.given else "No line."
    st.info(reason, icon=":material/block:")


def _wastes(bill: Bill, request: BillRequest) -> None:
    grid = st.grid(2, min_column_width=230)
    _metric(grid, "In the bin", in_the_bin(bill), _physical_note(bill, request))
    _metric(grid, "On the claim as waste (JW)", on_the_claim(bill), _billed_note(bill))
    if text := not_as_waste(bill):
        st.markdown(quiet(text))


def _metric(grid: st.delta_generator.DeltaGenerator, label: str, value: str, note: str) -> None:
    grid.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)


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


def _billed_note(bill: Bill) -> str:
    if bill.discarded_units is None:
        return " or ".join(grouped(each.discarded_units) for each in bill.alternatives) or "containers not stated"
    if bill.alternatives:
        return "depends on the decision"
    marks = {mark for line in bill.lines for mark in line.modifiers}
    if not bill.lines:
        return "no line"
    if "JW" in marks:
        return wasted(bill)
    if "JZ" in marks:
        return "JZ: no whole unit to bill"
    return "multi-dose: never payable" if bill.container_type == "multi-dose" else "neither JW nor JZ"


def show_containers(bill: Bill) -> None:
    """Each container opened, and how what was opened adds up."""
    if not bill.containers:
        return
    scale = picture.largest(bill.containers)
    with st.container(horizontal=True, gap="small"):
        for each in bill.containers:
            with st.container(width=144, gap="xxsmall"):
                words = ", ".join(picture.told(each))
                st.image(
                    picture.drawing(each, scale),
                    width=picture.WIDTH,
                    alt=f"{picture.title(each)}: {words}",
                    output_format="PNG",
                )
                st.markdown(f"**{escaped(picture.title(each))}**  \n{_under(each)}")
    if text := balance(bill):
        st.markdown(f":material/balance: {escaped(text)}")


def _under(each: Contents) -> str:
    lines = [*picture.told(each)]
    lines += [f"NDC {each.ndc}"] if each.ndc else []
    kind = "type unknown" if each.type is ContainerType.UNKNOWN else each.type.value
    return "  \n".join(quiet(line) for line in (*lines, kind))
