"""The note for the chart: a few lines of plain text, with exact amounts, in the words that a chart needs."""

from collections.abc import Iterator

from unitcalc.account import Status
from unitcalc.catalogue.template_examples import substance
from unitcalc.quantity import Amount
from unitcalc.reconcile.charting.balance import State
from unitcalc.reconcile.charting.chart import Chart, Container

STATUS = {Status.GIVEN: "Given", Status.STOPPED: "Given, stopped early", Status.NOT_GIVEN: "Not given"}


def note(chart: Chart) -> str:
    """The whole note. What does not balance says so; nothing that was not charted is made up."""
    return "\n".join(lines(chart))


def lines(chart: Chart) -> Iterator[str]:
    """The note, line by line."""
    request = chart.request
    yield _joined(f"{chart.day} {chart.drug.code} {name(chart)}", _numbered(chart))
    if chart.containers:
        opened = f" = {chart.balance.opened.short}" if chart.balance else ""
        yield f"Opened: {' + '.join(map(str, chart.containers))}{opened}, {type_words(chart)}"
        yield from (f"  {described(each)}" for each in chart.containers)
    yield _joined(given_words(chart), times(chart), request.route.strip(), separator=", ")
    if chart.discarded is not None:
        yield discard_words(chart)
    if chart.explained:
        yield f"Neither given nor discarded: {chart.explained.short}, {request.explained_reason.strip()}"
    if chart.balance:
        if chart.balance.left:
            yield f"Left in the multi-dose vial, not discarded: {chart.balance.left.short}"
        yield balance_words(chart)
    if people := _people(chart):
        yield people


def name(chart: Chart) -> str:
    """The product where its NDC tells it, else the substance."""
    products = dict.fromkeys(each.product for each in chart.containers if each.product)
    return " and ".join(products) or substance(chart.drug)


def described(each: Container) -> str:
    """One kind of container with everything that tells it from others."""
    parts = [
        str(each),
        f"NDC {each.ndc}" if each.ndc else "",
        f"lot {each.lot}" if each.lot else "",
        f"expires {each.expires}" if each.expires else "",
        f"container {each.number}" if each.number else "",
    ]
    return ", ".join(filter(None, parts))


def type_words(chart: Chart) -> str:
    """Single-dose or multi-dose, or that nobody knows."""
    if chart.asks_type:
        return "container type not known"
    return " and ".join(dict.fromkeys(each.type.value for each in chart.containers))


def given_words(chart: Chart) -> str:
    """What was given, and why not more where that was charted."""
    amount = _short(chart.given)
    reason = f" ({chart.request.status_reason.strip()})" if chart.request.status_reason.strip() else ""
    if chart.status is Status.NOT_GIVEN:
        return f"{STATUS[chart.status]}: {amount}{reason}"
    return f"{STATUS[chart.status]}: {amount}{reason if chart.status is Status.STOPPED else ''}"


def discard_words(chart: Chart) -> str:
    """What was discarded, when and why."""
    at = f" at {chart.discarded_at:%H:%M}" if chart.discarded_at else ""
    reason = f", {chart.request.discard_reason.strip()}" if chart.request.discard_reason.strip() else ""
    return f"Discarded: {_short(chart.discarded)}{at}{reason}"


def times(chart: Chart) -> str:
    """From when to when."""
    if chart.start and chart.stop:
        return f"{chart.start:%H:%M} to {chart.stop:%H:%M}"
    if chart.start:
        return f"from {chart.start:%H:%M}"
    return f"to {chart.stop:%H:%M}" if chart.stop else ""


def balance_words(chart: Chart) -> str:
    """The balance with its verdict, what does not balance in capitals."""
    assert chart.balance is not None  # its caller asked
    balanced = chart.balance.state is State.BALANCED
    return f"{'Balanced' if balanced else f'NOT BALANCED, {chart.balance.verdict}'}: {chart.balance}"


def _numbered(chart: Chart) -> str:
    request = chart.request
    parts = [
        f"encounter {request.encounter.strip()}" if request.encounter.strip() else "",
        f"administration {request.administration.strip()}" if request.administration.strip() else "",
    ]
    return ", ".join(filter(None, parts))


def _people(chart: Chart) -> str:
    by, witness = chart.request.by.strip(), chart.request.witness.strip()
    return _joined(f"Given by: {by}" if by else "", f"Discard witnessed by: {witness}" if witness else "")


def _joined(*parts: str, separator: str = "; ") -> str:
    return separator.join(filter(None, parts))


def _short(amount: Amount | None) -> str:
    return amount.short if amount is not None else "not charted"
