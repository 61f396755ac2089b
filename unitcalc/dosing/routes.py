"""The route that is ordered: one that kills, one that the label does not have, one that nobody could compare."""

from collections.abc import Iterator, Sequence

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import UsualDose
from unitcalc.dosing.case import Case
from unitcalc.dosing.rise import fact
from unitcalc.findings import Finding, Severity
from unitcalc.reference.names import plain_name

_MOST_TOLD = 3


def fatal_route(case: Case) -> Iterator[Finding]:
    """An error for a substance ordered by a route that has killed, whatever the usual doses say."""
    drug, route = case.subject.drug, case.order.route
    if drug is None or not route:
        return
    official = f" {plain_name(drug.row.long)} "
    for fatal in case.formulas.fatal_routes:
        substance = next((name for name in fatal.substances if f" {plain_name(name)} " in official), "")
        if substance and route in fatal.routes:
            called = f"{substance[0].upper()}{substance[1:]}"
            message = f"{called} by the {route} route has killed. Do not give it: ask the prescriber."
            yield Finding("route-fatal", Severity.ERROR, message, str(fatal.source))


def of_route(
    catalogue: Catalogue, case: Case, rows: Sequence[UsualDose]
) -> tuple[list[UsualDose], tuple[Finding, ...]]:
    """The rows of the order's route, or all of them, and what is to be said of that route."""
    route, subject = case.order.route, case.subject
    if not route or subject.drug is None:
        return list(rows), ()
    fitting = [row for row in rows if not row.route or route in row.route.lower()]
    if any(row.route for row in fitting):
        return fitting, ()
    stated = {row.route.lower(): fact(row.source) for row in rows if row.route}
    if not rows:
        sizes = (size for size in catalogue.curated(subject.code) if subject.is_of(size.product))
        stated = {size.route.lower(): "" for size in sizes if size.route}
        if any(route in each for each in stated):
            return [], ()
    if fitting or not stated:
        message = f"The order is {route}, and no route of {subject.called} is known here: check the route."
        return fitting, (Finding("route-unchecked", Severity.INFO, message, "vials.yaml"),)
    message = f"The order is {route}, and the label of {subject.called} states doses that are {' or '.join(stated)}."
    source = "; ".join(list(dict.fromkeys(filter(None, stated.values())))[:_MOST_TOLD]) or "vials.yaml"
    return list(rows), (Finding("route-outside-label", Severity.WARNING, message, source),)
