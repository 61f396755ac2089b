"""The page 'Bill a dose': one form in, claim lines, both wastes, worksheet and findings out."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Problem, Refused
from unitcalc.pages import entry, result
from unitcalc.pages.tables import catalogue
from unitcalc.pages.words import quiet

ASKED = "bill-asked"
SETTING_BEFORE = "bill-setting-before-the-example"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the form came to: a bill, or what must be corrected first."""

    request: BillRequest
    bill: Bill | None = None
    problems: tuple[Problem, ...] = ()


def answer(tables: Catalogue, today: date) -> Answer:
    """Bill what was sent. Nothing of it is kept but in the form itself."""
    request = entry.request(today.isoformat())
    problems = entry.missing()
    made = None
    try:
        made = bill(tables, request, today)
    except Refused as refused:
        problems += [_with_names(tables, request, problem) for problem in refused.problems]
    return Answer(request, None, tuple(problems)) if problems else Answer(request, made)


def _with_names(tables: Catalogue, request: BillRequest, problem: Problem) -> Problem:
    """Where a name was typed in place of a code: the codes that go by it."""
    if problem.code != "code-not-read":
        return problem
    found = [row for code in tables.reference.search(request.code, 6) if (row := tables.reference.code(code))]
    named = "; ".join(f"{row.code} ({row.short})" for row in found)
    return replace(problem, hint=f"Codes of that name: {named}.") if named else problem


def send() -> None:
    """The form was sent."""
    st.session_state[ASKED] = True
    st.session_state.pop(SETTING_BEFORE, None)


def example() -> None:
    """Fill the form with the worked example and bill it."""
    before = st.session_state.get(entry.key("setting"))
    st.session_state.setdefault(SETTING_BEFORE, before)
    entry.fill(entry.EXAMPLE)
    st.session_state[ASKED] = True


def clear() -> None:
    """Empty the form. The setting stays as the person chose it: it is the place's, not the patient's."""
    setting = st.session_state.pop(SETTING_BEFORE, st.session_state.get(entry.key("setting")))
    entry.fill({"setting": setting} if setting else {})
    st.session_state[ASKED] = False


def show() -> None:
    """The page."""
    st.title("Bill a dose", anchor=False)
    st.markdown(quiet("From the containers opened and the dose given to claim lines, with every step and its source."))
    tables = catalogue()
    found = answer(tables, date.today()) if st.session_state.get(ASKED) else None
    wrong = entry.by_field(found.problems) if found else {}
    left, right = st.columns([5, 8], gap="large")
    with left:
        if found and found.problems:
            entry.show_summary(found.problems, wrong)
        entry.show_form(tables, wrong, send)
        with st.container(horizontal=True):
            st.button("Clear", on_click=clear, icon=":material/backspace:")
            st.button("Worked example", on_click=example, icon=":material/school:")
    with right:
        if found and found.bill:
            result.show(found.bill, found.request)
        else:
            _invite()
    if found and found.bill:
        result.show_worksheet(found.bill)


def _invite() -> None:
    with st.container(border=True):
        st.markdown(
            "**What you get**\n"
            "- the claim lines, ready to copy\n"
            "- both wastes: what went into the bin, and what may be billed\n"
            "- what a person must still decide, with every bill that is possible\n"
            "- the worksheet for the chart, each number with its source\n\n"
            "**How to write it**\n"
            "- date: `2025-03-01`, `03/01/2025` or `today`\n"
            "- containers: `4 x 100 mg`, each size on a line of its own\n"
            "- containers by NDC: `4 x 57894-0030-01`\n"
            "- clotting factor, with the potency printed on the vial: `1 x 00026-3824-25 @ 1046 IU`\n"
            "- discarded: as charted; where it is left empty, the rest is assumed and the bill says so"
        )
        st.markdown(quiet("Enter sends the form; among the containers, Ctrl+Enter. Nothing leaves this computer."))


if __name__ == "__main__":
    show()
