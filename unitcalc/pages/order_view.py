"""The dose and the plan beside the form: open until something is billed, then in short above the bill."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.opened import read_opened
from unitcalc.dosing import Dose
from unitcalc.dosing.telling import brief
from unitcalc.findings import Refused, Severity
from unitcalc.pages import dose_view, form, order_form, plan_view
from unitcalc.pages.answer import Answer
from unitcalc.pages.form import WORDS
from unitcalc.pages.order_answer import Ordered, bill_if_planned
from unitcalc.pages.words import counted, escaped, in_words_of
from unitcalc.planning.plan import Plan
from unitcalc.quantity import Amount, read_amount


class Taken(NamedTuple):
    """What stands in the form of a bill, to be held against a plan."""

    given: str
    opened: tuple[str, ...]


def show(tables: Catalogue, found: Answer, ordered: Ordered, today: date) -> None:
    """The dose and the plan; what is still needed for them; in short once given or opened are stated."""
    taken = Taken(form.typed("given"), found.request.opened)
    order_form.mark_put(order_form.was_put() and any(taken))
    if ordered.dose is None:
        if order_form.was_put():
            st.markdown(
                ":orange-badge[:material/warning: Not from this order] "
                "What is given and opened no longer follows from an order that can be computed."
            )
        if ordered.used:
            _needed(ordered)
        return
    if not any(taken):
        _whole(tables, ordered, today)
        return
    with st.container():
        with st.container():  # a box of its own: a remark that comes must not close what stands open below
            for text in remarks(ordered, taken):
                st.markdown(f":orange-badge[:material/warning: Not the plan] {escaped(text)}")
            dose_view.show_grave(ordered.dose.findings)
        with st.expander(_short(ordered)):
            _whole(tables, ordered, today)


def bill_as_asked(ordered: Ordered, what: str) -> bool:
    """Put into the form of the bill what a press asked for, as it stands now; whether it is still to be had."""
    if not what:
        return True
    found = _asked_for(ordered, what)
    if found is None:
        return False
    form.fill_given(*found) if what != order_form.A_DOSE else form.put("given", found[0])
    order_form.mark_put(True)
    return True


def _asked_for(ordered: Ordered, what: str) -> tuple[str, tuple[str, ...]] | None:
    """What is given and opened; None where the order no longer leads to it, or a person has to decide first."""
    its_dose, planned = ordered.dose, ordered.planned
    if its_dose is None or its_dose.waits_for_a_person:
        return None
    if what == order_form.A_DOSE:
        return its_dose.dose.short, ()
    if planned is None or planned.waits_for_a_person:
        return None
    if what == order_form.A_PLAN:
        plan = plan_view.chosen(planned)
        return plan.given.short, plan.opened_texts
    rounded = next((each for each in planned.rounded if each.dose.short == what), None)
    return (rounded.dose.short, rounded.plan.opened_texts) if rounded else None


def _whole(tables: Catalogue, ordered: Ordered, today: date) -> None:
    assert ordered.dose is not None
    # One box for the dose: the button of the plan then has the place that the copying of its bill takes next, and a
    # Tab after its press goes there.
    with st.container():
        dose_view.show(ordered.dose)
        if whose := _whose_factor(tables, ordered.dose):
            st.markdown(f":material/info: {escaped(whose)}")
    if ordered.planned is not None:
        plan = plan_view.chosen(ordered.planned)
        settled = not (ordered.dose.waits_for_a_person or ordered.planned.waits_for_a_person)
        its_bill = bill_if_planned(tables, ordered.planned, plan, today)
        plan_view.show(ordered.planned, plan, its_bill, settled=settled)
        return
    if ordered.plan_needs:
        _plan_needs(ordered)
    elif ordered.wrong:
        _look_at(ordered)
    if not ordered.dose.waits_for_a_person and "drug" not in ordered.plan_needs:
        put = (order_form.A_DOSE,)
        st.button("Give this dose, whatever is opened", key="give-dose", on_click=order_form.press, args=put)


def _whose_factor(tables: Catalogue, its_dose: Dose) -> str:
    """Whose factor a rise was computed by, where nobody named a product and the code may stand for others too."""
    step = next((each for each in its_dose.steps if each.label == "Factor"), None)
    if step is None or order_form.typed("product") or not its_dose.code:
        return ""
    row = tables.drugs.described(its_dose.code, its_dose.date).row
    if "not otherwise" not in row.long.lower():
        return ""
    products = dict.fromkeys(each.product for each in tables.rises(its_dose.code))
    whose = next((name for name in products if f"{name}, " in step.source), "")
    if not whose:
        return ""
    return (
        f"The factor {step.value} is that of {whose}. {its_dose.code} is “not otherwise specified”: "
        "another product of it may have another one."
    )


def _short(ordered: Ordered) -> str:
    assert ordered.dose is not None
    parts = [f"Dose {brief(ordered.dose.dose)}"]
    if ordered.planned is not None:
        parts.append(f"plan {plan_view.chosen(ordered.planned).words}")
    findings = ordered.dose.findings
    numbers = [
        (sum(each.severity is Severity.ERROR for each in findings), "thing", " to decide"),
        (sum(each.severity is Severity.WARNING for each in findings), "warning", ""),
    ]
    grave = ", ".join(f"{counted(number, thing)}{to}" for number, thing, to in numbers if number)
    return escaped(": ".join(parts)) + (f" ({grave})" if grave else "")


def _needed(ordered: Ordered) -> None:
    """What keeps the dose away."""
    if ordered.wrong:
        _look_at(ordered)
        return
    with st.container(border=True):
        names = ordered.missing or ("order",)
        st.markdown(f"**{counted(len(names), 'field')} to go until the dose**")
        for name in names:
            st.markdown(f":material/radio_button_unchecked: {WORDS[name]}{_why(ordered, name)}")


def _why(ordered: Ordered, name: str) -> str:
    begun = ordered.begun.get(name)
    if begun is None or begun.code == "order-missing":
        return ""
    return f": {escaped(in_words_of(WORDS, f'{begun.message} {begun.hint}'))}"


def _plan_needs(ordered: Ordered) -> None:
    with st.container(border=True):
        st.markdown(f"**{counted(len(ordered.plan_needs), 'field')} to go until the plan**")
        for name in ordered.plan_needs:
            st.markdown(f":material/radio_button_unchecked: {WORDS[name]}{_why(ordered, name)}")


def _look_at(ordered: Ordered) -> None:
    number = sum(map(len, ordered.wrong.values()))
    with st.container(border=True):
        st.markdown(f"**{counted(number, 'thing')} to correct in the order**")
        st.markdown("Look at " + ", ".join(f"“{WORDS[name]}”" for name in ordered.wrong) + ".")


def remarks(ordered: Ordered, taken: Taken) -> Iterator[str]:
    """Where what is given or opened is no longer what the order and the plan say."""
    if ordered.dose is None:
        return
    given, ordered_dose = _read(taken.given), ordered.dose.dose
    if ordered.planned is None:
        if given is not None and not _same(given, ordered_dose):
            yield f"Given is {given.short}; the order comes to {ordered_dose.short}."
        return
    rounding = next((each for each in ordered.planned.rounded if given and _same(given, each.dose)), None)
    plans: list[Plan] = [rounding.plan] if rounding else [*ordered.planned.plans]
    if rounding:
        yield f"Given is {rounding.dose.short}, rounded from {rounding.ordered.short} ({rounding.percent})."
    elif given is not None and not _same(given, ordered_dose):
        yield f"Given is {given.short}; the order comes to {ordered_dose.short}."
    opened = _kinds(taken.opened)
    if opened and not any(opened in (_kinds(each.opened_texts), _sizes(each)) for each in plans):
        words = rounding.plan.words if rounding else plan_view.chosen(ordered.planned).words
        yield f"What is opened is not what the plan opens: {words}."


def _read(text: str) -> Amount | None:
    try:
        return read_amount(text) if text else None
    except Refused:
        return None


def _same(given: Amount, dose: Amount) -> bool:
    return given.fits(dose.unit) and given.bound_to(dose.unit) == dose


def _kinds(texts: Iterable[str]) -> Counter[object]:
    """How many of each kind, without the NDC: by what one holds."""
    found: Counter[object] = Counter()
    for text in texts:
        try:
            entry = read_opened(text)
        except Refused:
            return Counter({text: 1})
        what = (entry.each.value, entry.each.unit.symbol) if entry.each else str(entry.ndc)
        found[what] += entry.count
    return found


def _sizes(plan: Plan) -> Counter[object]:
    """The same of a plan, by NDC where the form states no amount."""
    found: Counter[object] = Counter()
    for opening in plan.openings:
        found[opening.container.ndcs[0] if len(opening.container.ndcs) == 1 else ""] += opening.count
    return found
