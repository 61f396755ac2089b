"""Barcodes in a record, typed by a scanner: each in place of the NDC that it holds."""

import re
from dataclasses import replace
from datetime import date

from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.opened import names_ndc
from unitcalc.codes import looks_scanned
from unitcalc.findings import Finding, Problem, Problems, Refused

# A count before it and a potency after it; a barcode itself never holds an @.
_ENTRY = re.compile(r"\s*(?P<count>[0-9]{1,4}\s*[x×*]\s*)?(?P<what>[^@]+?)\s*(?P<potency>@.*)?", re.DOTALL)


def without_barcodes(
    catalogue: Catalogue, request: BillRequest, today: date
) -> tuple[BillRequest, tuple[Finding, ...]]:
    """A request with NDCs in place of barcodes, and what the barcodes say: expired, another level of packaging.

    Refused with every barcode that is of no listed drug, or can mean several listed NDCs.
    """
    texts = (request.code, request.ndc, *request.opened)
    if not any(looks_scanned(_what(text)) for text in texts):
        return request, ()
    reader = _Reader(catalogue, _day(request, today))
    with reader.problems.of("code"):
        code = reader.read(request.code)
    with reader.problems.of("ndc"):
        ndc = reader.read(request.ndc)
    opened = []
    for text in request.opened:
        with reader.problems.of("opened"):
            opened.append(reader.read(text))
    reader.problems.raise_any()
    if code != request.code:  # a package scanned where the code stands
        code, ndc = "", ndc or code
    return replace(request, code=code, ndc=ndc, opened=tuple(opened)), tuple(dict.fromkeys(reader.findings))


def names_drug(opened: str) -> bool:
    """Whether an entry of the opened containers names its drug: by NDC, or by a barcode that holds one.

    >>> [names_drug(text) for text in ("4 x 57894003001", "1 x 0100300263824253 @ 1046 IU", "4 x 100 mg")]
    [True, True, False]
    """
    return names_ndc(opened) or looks_scanned(_what(opened))


class _Reader:
    """Reads barcodes on a day and collects what they say, and what is wrong with them."""

    def __init__(self, catalogue: Catalogue, day: date) -> None:
        self.catalogue = catalogue
        self.day = day
        self.problems = Problems()
        self.findings: list[Finding] = []

    def read(self, text: str) -> str:
        """A text with an NDC in place of a barcode."""
        what = _what(text)
        if not looks_scanned(what):
            return text
        from unitcalc.catalogue.lookup.ndcs import of_barcode  # late: few bills hold one

        found = of_barcode(self.catalogue, what, self.day)
        ndcs = tuple(dict.fromkeys(each.ndc for match in found.matches for each in match.presentations))
        if len(ndcs) > 1:
            message = f"The barcode can mean {' or '.join(ndcs)}."
            raise Refused(
                Problem("barcode-ambiguous", message, "Compare the label, and type the NDC with hyphens.", ndcs)
            )
        self.findings += found.findings
        match = _ENTRY.fullmatch(text)
        assert match  # it was read above
        return f"{match['count'] or ''}{ndcs[0]} {match['potency'] or ''}".strip()


def _what(text: str) -> str:
    match = _ENTRY.fullmatch(text)
    return match["what"] if match else ""


def _day(request: BillRequest, today: date) -> date:
    """The date of service; a wrong one is refused later, with everything else."""
    try:
        return read_date(request.date, today)
    except Refused:
        return today
