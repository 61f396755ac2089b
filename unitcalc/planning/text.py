"""Plans as text for a person."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from unitcalc.planning.plan import Opening, Plan
from unitcalc.planning.planner import Planned
from unitcalc.planning.rounding import Rounded
from unitcalc.planning.sharing import Day
from unitcalc.quantity import dollars, grouped
from unitcalc.reference.names import plain_name

RIGHT = frozenset({2, 3, 4, 5, 6})
MOST_NDCS = 3
"""NDCs of one size that are named."""
NARROWEST = 12
"""Characters that a column of words keeps."""


def heading(result: Planned | Day, dose: str, width: int) -> list[str]:
    """What was asked."""
    source = "from what is at hand" if result.from_stock else "from the sizes that are sold"
    return [
        *textwrap.wrap(f"{result.code}  {result.descriptor}", width),
        *textwrap.wrap(f"{result.date}; {dose}, {source}", width),
    ]


def best_text(plan: Plan, width: int, patients: int = 1) -> list[str]:
    """The plan to follow, in its own lines."""
    pool = plan.pool
    named = ", ".join(filter(None, (pool.product, pool.route.lower())))
    rows = textwrap.wrap(f"Open {plan.words}" + (f"  ({named})" if named else ""), width, subsequent_indent="     ")
    rows.append(f"  {'Left in it' if pool.kept else 'Discard':<10} {plan.left.short} of {plan.opened.short}")
    rows.append(f"  {'Units':<10} {units_text(plan)}")
    if plan.injections > patients:
        rows.append(f"  {'Given as':<10} {plan.injections} injections")
    if plan.cost is not None:
        rows.append(f"  {'Cost':<10} {dollars(plan.cost)}")
    for number, text in enumerate(filter(None, map(_place, plan.openings))):
        head = f"  {'' if number else 'Take':<10} "
        rows += textwrap.wrap(
            text, width, initial_indent=head, subsequent_indent=" " * 15, break_on_hyphens=False, break_long_words=False
        )
    return rows


def _place(opening: Opening) -> str:
    """Where containers are found: NDC, lot, expiry, row; empty where nothing is known of them but the amount."""
    container = opening.container
    more = len(container.ndcs) - MOST_NDCS
    named = " or ".join(container.ndcs[:MOST_NDCS]) + (f" or {more} more" if more > 0 else "")
    told = (
        named,
        f"lot {container.lot}" if container.lot else "",
        f"expires {container.expires}" if container.expires else "",
        container.place,
    )
    return f"{opening}: {', '.join(filter(None, told))}" if any(told) else ""


def units_text(plan: Plan) -> str:
    """Administered and discarded units in a line."""
    return f"{grouped(plan.administered_units)} administered, {grouped(plan.discarded_units)} discarded (JW)"


def table(plans: Sequence[Plan], width: int) -> list[str]:
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
    return aligned(rows, width, RIGHT)


def aligned(rows: Sequence[Sequence[str]], width: int, right: frozenset[int] = frozenset()) -> list[str]:
    """Rows in columns; the first row is the heading, and a column without content is left out.

    Where a line has no room, words go on below, the widest column first; where that is not enough, the last column goes
    below its row.
    """
    used = [n for n in range(len(rows[0])) if any(row[n] for row in rows[1:])]
    widths = {n: max(len(row[n]) for row in rows) for n in used}
    least = sum(size if n in right else min(size, NARROWEST) for n, size in widths.items()) + 2 * len(used)
    below = used.pop() if least > width else None
    over = sum(widths[n] for n in used) + 2 * len(used) - width
    words = [n for n in used if n not in right]
    while over > 0 and widths[wide := max(words, key=widths.__getitem__)] > NARROWEST:
        widths[wide] -= 1
        over -= 1
    lines: list[str] = []
    for row in rows:
        lines += _lines(row, {n: widths[n] for n in used}, right)
        if below is not None and row is not rows[0]:
            lines += textwrap.wrap(row[below], width, initial_indent=" " * 5, subsequent_indent=" " * 5)
    return lines


def _lines(row: Sequence[str], widths: Mapping[int, int], right: frozenset[int]) -> Iterator[str]:
    cells = {n: [row[n]] if n in right else textwrap.wrap(row[n], size) for n, size in widths.items()}
    for number in range(max(map(len, cells.values()))):
        line = ""
        for n, size in widths.items():
            text = cells[n][number] if number < len(cells[n]) else ""
            line += "  " + (text.rjust(size) if n in right else text.ljust(size))
        yield line.rstrip()


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


def day_text(day: Day, width: int) -> Iterator[str]:
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
    yield from aligned(rows, width, frozenset({1, 3, 4, 5}))
    if day.other is not None:
        how = "Not shared" if day.shared else "Shared"
        other, more = day.other, day.other.containers - day.plan.containers
        compared = f"{abs(more)} {'more' if more > 0 else 'fewer'}" if more else "as many containers"
        money = f", {dollars(other.cost)}" if other.cost is not None else ""
        text = f"{how}: {other.words} ({compared}), {other.left.short} left{money}"
        yield ""
        yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ")
