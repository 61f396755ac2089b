"""Charts by what was typed, with a nurse's usual answers."""

from datetime import date
from typing import Any

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reconcile.charting.chart import Chart, read_chart
from unitcalc.reconcile.charting.request import ChartRequest, ContainerText

TODAY = date(2026, 3, 2)
USUAL = {
    "code": "J1745",
    "date": "2026-03-02",
    "discard_reason": "rest of a single-dose container, not kept",
    "discard_time": "1120",
    "start": "0910",
    "stop": "11:10",
    "route": "IV",
    "encounter": "ENC-1042",
    "administration": "1",
    "by": "RN 12",
    "witness": "RN 7",
}


class Ask:
    """Reads a chart of infliximab, or of what is named."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __call__(self, *containers: str | tuple[str, ...], **fields: Any) -> Chart:
        texts = tuple(ContainerText(*([each] if isinstance(each, str) else each)) for each in containers)
        return read_chart(self.catalogue, ChartRequest(containers=texts, **{**USUAL, **fields}), TODAY)
