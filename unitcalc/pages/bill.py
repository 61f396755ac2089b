"""The page 'Bill a dose': what is typed is billed at once, with every step and its source."""

import streamlit as st

from unitcalc.pages import (
    entry,
    foot,
    form,
    order_answer,
    order_form,
    order_view,
    result,
    waiting,
    worksheet,
)
from unitcalc.pages.answer import Stage, answer
from unitcalc.pages.tables import catalogue

SETTING_BEFORE = "bill-setting-before-the-example"


def example() -> None:
    """Fill the form with the worked example of the drug that stands in it, else with the usual one."""
    st.session_state.setdefault(SETTING_BEFORE, form.typed("setting"))
    own = catalogue().examples.get(form.typed("drug").upper())
    if own:
        form.fill_example(own[0])
    else:
        form.fill(form.EXAMPLE)


def example_order() -> None:
    """Fill the form with an example that begins with an order, up to the plan; what a person typed stays."""
    if not form.untouched() or order_form.used():
        return
    st.session_state.setdefault(SETTING_BEFORE, form.typed("setting"))
    form.fill(order_form.EXAMPLE_BILL)
    order_form.fill(order_form.EXAMPLE)


def clear() -> None:
    """Empty the form. The setting stays as the person chose it: it is the place's, not the patient's."""
    setting = st.session_state.pop(SETTING_BEFORE, form.typed("setting"))
    form.fill({"setting": setting} if setting else {})


def show() -> None:
    """The page."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title("Bill a dose", anchor=False, width="content")
        entry.show_buttons(example, clear)
    tables = catalogue()
    found = answer(tables, entry.today())
    ordered = order_answer.ordered(tables, entry.today(), found)
    # Before the fields are drawn: what a press asked for is what the order comes to now, not what it came to before.
    pressed = order_form.pressed()
    billed = order_view.bill_as_asked(ordered, pressed)
    if pressed and billed:
        found = answer(tables, entry.today())
    left, right = st.columns([5, 8], gap="large")
    with left:
        entry.show_form(tables, found, ordered)
    with right:
        if not billed:
            st.warning("**Not billed:** with what stands in the order now, this is no longer to be had. Look again.")
        if ordered.used or order_form.was_put():
            order_view.show(tables, found, ordered, entry.today())
        match found.stage:
            case Stage.EMPTY:
                if not ordered.used:
                    waiting.invite(example_order)
            case Stage.HALF if ordered.used and found.missing == ("given", "opened"):
                pass  # these follow from the order
            case Stage.HALF:
                waiting.show_needed(found)
            case Stage.WRONG:
                waiting.show_wrong(found)
            case Stage.BILLED:
                assert found.bill is not None
                result.show(found.bill, found.request, tables.policy(found.bill.payer))
    if found.bill is not None:
        worksheet.show(found.bill, tables.policy(found.bill.payer))
    foot.show(tables, None if found.bill else found.day)  # a bill warns by itself


if __name__ == "__main__":
    show()
