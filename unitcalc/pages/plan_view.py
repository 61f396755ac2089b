"""A plan on a page: what to open, drawn as the bill will show it, what is left, and what else could be opened."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from unitcalc.billing.bill import Bill
from unitcalc.dosing.telling import told
from unitcalc.pages import frontier_plot, order_form, result
from unitcalc.pages.dose_view import folded_label, show_grave, show_notes
from unitcalc.pages.words import counted, escaped, quiet
from unitcalc.pages.worksheet import show_steps
from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.rounding import Rounded
from unitcalc.quantity import Amount, dollars, grouped
from unitcalc.reference.names import plain_name


def chosen(planned: Planned) -> Plan:
    """The plan that a person chose; the best one where none of these was."""
    names = labels(planned)
    choice = st.session_state.get(order_form.PLAN)
    return planned.plans[names.index(choice)] if choice in names else planned.best


def labels(planned: Planned) -> list[str]:
    """Each plan's name in a choice: its number and what it opens."""
    return [f"{number}: {each.words}" for number, each in enumerate(planned.plans, 1)]


def show(planned: Planned, plan: Plan, its_bill: Bill | None, *, settled: bool) -> None:
    """The plan, and the button that bills it once nothing is left to settle."""
    with st.container(gap="xxsmall"):
        st.markdown(quiet(_source(planned, plan)))
        st.subheader(f"Open {escaped(plan.words)}", anchor=False)
        st.markdown(_follows(plan))
    _to_bill(settled=settled)
    if its_bill is not None:
        result.show_containers(its_bill)
    for number, each in enumerate(planned.rounded if settled else ()):
        _rounding(each, number)
    show_grave(planned.findings)
    if len(planned.plans) > 1:
        _others(planned, plan)
    with st.expander(folded_label("How the best plan was found", planned.findings)):
        show_notes(planned.findings)
        show_steps(planned.steps, "Steps of the plan, each with its value and its source")


def _source(planned: Planned, plan: Plan) -> str:
    where = "from what is at hand" if planned.from_stock else "from the sizes that are sold"
    named = ", ".join(filter(None, (plan.pool.product, plan.pool.route.lower())))
    rank = "Plan" if plan.openings == planned.best.openings else "Another plan"
    return f"{rank}, {where}{f': {named}' if named else ''}"


def _follows(plan: Plan) -> str:
    """What follows from a plan, in a line."""
    left = f"**{escaped(told(plan.left))}** left{' in it' if plan.pool.kept else ''} of {escaped(plan.opened.short)}"
    units = f"{counted(plan.administered_units, 'unit')}, JW {grouped(plan.discarded_units)}"
    parts = [left, escaped(units)]
    if plan.injections > 1:
        parts.append(counted(plan.injections, "injection"))
    if plan.cost is not None:
        parts.append(escaped(dollars(plan.cost)))
    return " · ".join(parts)


def _to_bill(*, settled: bool) -> None:
    if not settled:
        st.markdown(quiet("To be billed once what is marked “To decide” above is settled."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Bill this plan",
            key="bill-plan",
            on_click=order_form.press,
            args=(order_form.A_PLAN,),
            type="primary",
            icon=":material/arrow_forward:",
        )
        st.markdown(quiet("Puts the dose and these containers into the form."), width="content")


def _rounding(each: Rounded, number: int) -> None:
    """A proposal: both doses, what it saves, and the one press that changes what is given."""
    money = ""
    if each.money_saved:
        money = f", {dollars(abs(each.money_saved))} {'less' if each.money_saved > 0 else 'more'}"
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            f"**Dose rounding, a proposal: {escaped(each.dose.short)}** instead of {escaped(each.ordered.short)} "
            f"({escaped(each.percent)}). "
            + escaped(f"{each.plan.words}: no waste instead of {each.saved.short}{money}.")
            + f"  \n{quiet(each.source)}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                f"Give {escaped(each.dose.short)} instead",
                key=f"round-{number}",
                on_click=order_form.press,
                args=(each.dose.short,),
            )
            st.markdown(
                quiet("Changes what is given and opened in the form. The order stays: the prescriber must agree."),
                width="stretch",
            )


def _others(planned: Planned, plan: Plan) -> None:
    names = labels(planned)
    if st.session_state.get(order_form.PLAN) not in names:
        st.session_state.pop(order_form.PLAN, None)
    different = plan.openings != planned.best.openings or plan.pool != planned.best.pool
    with st.expander(f"Other plans ({len(planned.plans) - 1})", expanded=different):
        _table(planned.plans)
        st.selectbox("Plan to show and to bill", names, key=order_form.PLAN, persist_state="session")
        if more := more_than(plan, planned.best):
            st.markdown(f":orange-badge[:material/warning: Not the best plan] {escaped(more)}")
        if len(planned.frontier) >= frontier_plot.FEWEST:
            words = frontier_plot.in_words(planned.frontier, plan)
            dark = st.context.theme.type == "dark"
            st.markdown("**What is left, against the number of containers**")
            st.vega_lite_chart(frontier_plot.plot(planned.frontier, plan, dark=dark), alt=words, width="stretch")


def more_than(plan: Plan, best: Plan) -> str:
    """What a plan wastes and costs more than the best one, in words; empty where it does not waste more."""
    wasted, least = (0 if each.pool.kept else each.left.value for each in (plan, best))
    if plan.left.unit != best.left.unit or wasted <= least:
        return ""
    units = plan.discarded_units - best.discarded_units
    parts = [counted(units, "unit")] if units > 0 else []
    if plan.cost is not None and best.cost is not None and plan.cost > best.cost:
        parts.append(f"{dollars(plan.cost - best.cost)} of cost")
    more = f" ({', '.join(parts)})" if parts else ""
    return f"Wastes {Amount(Fraction(wasted - least), plan.left.unit).short} more than plan 1{more}."


def _table(plans: Sequence[Plan]) -> None:
    columns = {
        "": [str(number) for number in range(1, len(plans) + 1)],
        "Open": [f"**{escaped(each.words)}**" for each in plans],
        "Containers": [grouped(each.containers) for each in plans],
        "Left": [escaped(f"{each.left.short}{' kept' if each.pool.kept else ''}") for each in plans],
        "Units": [grouped(each.administered_units) for each in plans],
        "JW": [grouped(each.discarded_units) for each in plans],
        "Cost": [escaped(dollars(each.cost)) if each.cost is not None else "" for each in plans],
    }
    if len(set(map(_product, plans))) > 1:
        columns["Product"] = [escaped(_product(each)) for each in plans]
    used = {name: cells for name, cells in columns.items() if any(cells)}
    st.table(
        used, border="horizontal", hide_index=True, hide_header=False, alt="The plans side by side, the best first"
    )


def _product(plan: Plan) -> str:
    """The product; of a generic, which is named by its substance, the labeler too."""
    labelers = plan.pool.labelers
    maker = labelers[0] if len(labelers) == 1 and plain_name(labelers[0]) else ""
    return ", ".join(filter(None, (plan.pool.product, maker)))
