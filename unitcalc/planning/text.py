"""Plans as text for a person."""

import textwrap
from collections.abc import Iterator, Sequence

from unitcalc.planning.plan import Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.rounding import Rounded
from unitcalc.planning.sharing import Day
from unitcalc.quantity import dollars, grouped
from unitcalc.reference.names import plain_name

RIGHT = frozenset({2, 3, 4, 5, 6})


def heading(result: Planned | Day, dose: str, width: int) -> list[str]:
    """What was asked."""
    source = "from what is at hand" if result.from_stock else "from the sizes that are sold"
    return [*textwrap.wrap(f"{result.code}  {result.descriptor}", width), f"{result.date}; {dose}, {source}"]


def best_text(plan: Plan) -> list[str]:
    """The plan to follow, in its own lines."""
    pool = plan.pool
    named = ", ".join(filter(None, (pool.product, pool.route.lower())))
    rows = [f"Open {plan.words}" + (f"  ({named})" if named else "")]
    rows.append(f"  {'Left in it' if pool.kept else 'Discard':<10} {plan.left.short} of {plan.opened.short}")
    rows.append(f"  {'Units':<10} {units_text(plan)}")
    if plan.injections > 1:
        rows.append(f"  {'Given as':<10} {plan.injections} injections")
    if plan.cost is not None:
        rows.append(f"  {'Cost':<10} {dollars(plan.cost)}")
    lots = [
        f"{each.count} x {each.container.each.short}: "
        + ", ".join(
            filter(
                None,
                (
                    " or ".join(each.container.ndcs[:3]),
                    f"lot {each.container.lot}" if each.container.lot else "",
                    f"expires {each.container.expires}" if each.container.expires else "",
                    each.container.place,
                ),
            )
        )
        for each in plan.openings
        if each.container.lot or each.container.expires or len(plan.openings) > 1 or each.container.ndcs
    ]
    return [*rows, *(f"  {'Take' if not number else '':<10} {text}" for number, text in enumerate(lots))]


def units_text(plan: Plan) -> str:
    """Administered and discarded units in a line."""
    return f"{grouped(plan.administered_units)} administered, {grouped(plan.discarded_units)} discarded (JW)"


def table(plans: Sequence[Plan]) -> list[str]:
    """Several plans side by side."""
    rows = [("", "Open", "Containers", "Left", "Units", "JW", "Cost", "Product")]
    for number, plan in enumerate(plans, 1):
        product = ", ".join(filter(None, (plan.pool.product, _maker(plan), plan.pool.route.lower())))
        rows.append(
            (
                str(number),
                plan.words,
                grouped(plan.containers),
                f"{plan.left.short}{' kept' if plan.pool.kept else ''}",
                grouped(plan.administered_units),
                grouped(plan.discarded_units),
                dollars(plan.cost) if plan.cost is not None else "",
                product,
            )
        )
    return aligned(rows, RIGHT)


def aligned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows in columns; the first row is the heading. A column without content is left out."""
    used = [n for n in range(len(rows[0])) if any(row[n] for row in rows[1:])]
    widths = {n: max(len(row[n]) for row in rows) for n in used}
    return [
        ("  " + "  ".join(row[n].rjust(widths[n]) if n in right else row[n].ljust(widths[n]) for n in used)).rstrip()
        for row in rows
    ]


def _maker(plan: Plan) -> str:
    """The labeler of a generic, which is named by its substance."""
    labelers = plan.pool.labelers
    return labelers[0] if len(labelers) == 1 and plain_name(labelers[0]) else ""


def rounded_text(rounded: Sequence[Rounded], width: int) -> Iterator[str]:
    """Proposals to round the dose: nothing is changed by them."""
    if not rounded:
        return
    yield "Dose rounding (a proposal: the order changes only if the prescriber agrees)"
    for each in rounded:
        money = ""
        if each.money_saved:
            money = f", {dollars(abs(each.money_saved))} {'less' if each.money_saved > 0 else 'more'}"
        text = (
            f"{each.dose.short} instead of {each.ordered.short} ({each.percent}): {each.plan.words}, no waste instead "
            f"of {each.saved.short}{money}. [{each.source}]"
        )
        yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ")
    yield f"  To accept it, plan the new dose: --dose '{rounded[0].dose.short}'"


def day_text(day: Day) -> Iterator[str]:
    """What each patient is given, and from what."""
    rows = [("Patient", "Given", "From", "Left", "Units", "JW")]
    for each in day.portions:
        taken = ", ".join(
            f"{opening} ({amount.short})" if opening.count else f"{amount.short} of one already open"
            for opening, amount in each.taken
        )
        rows.append(
            (
                each.patient,
                each.given.short,
                taken,
                each.left.short,
                grouped(each.administered_units),
                grouped(each.discarded_units),
            )
        )
    yield from aligned(rows, frozenset({1, 3, 4, 5}))
    if day.other is not None:
        how = "Not shared" if day.shared else "Shared"
        other, more = day.other, day.other.containers - day.plan.containers
        compared = f"{abs(more)} {'more' if more > 0 else 'fewer'}" if more else "as many"
        money = f", {dollars(other.cost)}" if other.cost is not None else ""
        yield ""
        yield f"  {how}: {other.words} ({compared} containers), {other.left.short} left{money}"
