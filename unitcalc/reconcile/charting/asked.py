"""What must be charted for a drug, who asks for it, and whether it is there. The facts stand in `documents.yaml`."""

from dataclasses import dataclass
from typing import NamedTuple

from unitcalc.account import Status
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.documents import Documents, Needed
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Refused
from unitcalc.quantity import read_amount
from unitcalc.reconcile.charting.chart import Chart
from unitcalc.reconcile.charting.request import ChartRequest, with_unit


class Asked(NamedTuple):
    """One thing that is asked for."""

    title: str
    who: str
    required: bool
    """By somebody who pays or who rules; all else is advised."""
    charted: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is asked for of one administration, in the order of the work."""

    here: tuple[Asked, ...]
    """What is charted here."""
    elsewhere: tuple[Asked, ...]
    """What stands in other places of the record: order, diagnosis, course."""

    @property
    def missing(self) -> int:
        """How much that is required here is not charted yet."""
        return sum(each.required and not each.charted for each in self.here)


def checklist(documents: Documents, drug: Drug, request: ChartRequest, chart: Chart | None) -> Checklist:
    """What is asked for of this drug as things stand; `chart` is None while the fields can't be read."""
    types = {each.type for each in chart.containers} if chart else set()
    needed = documents.items_for(
        drug,
        single_dose=not types or bool(types & {ContainerType.SINGLE_DOSE, ContainerType.UNKNOWN, ContainerType.KIT}),
        discarded=_is_something(request),
        stopped=request.status == Status.STOPPED.value,
    )
    charted = _charted(request, chart)
    here = [_asked(each, charted[each.item.field]) for each in needed if each.item.field in charted]
    elsewhere = [_asked(each, False) for each in needed if each.item.field not in charted]
    return Checklist(tuple(here), tuple(elsewhere))


def _asked(needed: Needed, charted: bool) -> Asked:
    return Asked(needed.item.title, needed.who, needed.required, charted)


def _is_something(request: ChartRequest) -> bool:
    try:
        return bool(read_amount(with_unit(request.discarded, request.unit)))
    except Refused:
        return False


def _charted(request: ChartRequest, chart: Chart | None) -> dict[str, bool]:
    """What can be charted here, by the field of a record, and whether it is."""
    containers = chart.containers if chart else ()

    def all_have(name: str) -> bool:
        return bool(containers) and all(getattr(each, name) for each in containers)

    def has(*names: str) -> bool:
        return all(getattr(request, name).strip() for name in names)

    not_given = request.status == Status.NOT_GIVEN.value
    return {
        "encounter": has("encounter"),
        "date": has("date"),
        "code": True,
        "product": all_have("product"),
        "container_type": bool(containers) and chart is not None and not chart.asks_type,
        "opened": bool(containers),
        "ndc": all_have("ndc"),
        "lot": all_have("lot"),
        "expiry": all_have("expires"),
        "given": has("given") or not_given,
        "route": has("route"),
        "start": has("start"),
        "stop": has("stop"),
        "reason": has("status_reason"),
        "discarded": has("discarded"),
        "documents.discard-time": has("discard_time"),
        "discard_reason": has("discard_reason"),
        "explained": has("explained", "explained_reason"),
        "witness": has("witness"),
        "given_by": has("by"),
    }
