"""Containers scanned or typed one by one: each adds one, with the lot, expiry and number that its barcode holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import look_up
from unitcalc.catalogue.presentations import Presentation
from unitcalc.codes import looks_like_ndc, looks_scanned
from unitcalc.findings import Problem, Refused

_COUNT = re.compile(r"(?P<count>[0-9]{1,3})\s*[x×*]\s*(?P<rest>.+)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scanned:
    """Containers of one NDC, lot and expiry; one container where it has a number of its own."""

    ndc: str
    words: str
    """What it is, for a person: product and size."""
    codes: tuple[str, ...]
    """The codes that its NDC is billed under."""
    count: int = 1
    lot: str = ""
    expires: date | None = None
    number: str = ""
    remark: str = ""
    """What the barcode leaves unclear."""


def read_scan(catalogue: Catalogue, text: str, code: str, day: date) -> Scanned:
    """One scan, or an NDC as typed (`2 x 57894-0030-01` counts two).

    Refused for what names no container, for several that it can mean, and for another drug than `code`, if one is
    known.
    """
    match = _COUNT.fullmatch(text.strip())
    count, what = (int(match["count"]), match["rest"]) if match else (1, text.strip())
    scanned = looks_scanned(what)
    if not (scanned or looks_like_ndc(what)) or not count:
        hint = "Scan the barcode, or type an NDC. Containers without either are written below: 4 x 100 mg."
        raise Refused(Problem("scan-not-read", f"'{what[:40]}' is neither a barcode nor an NDC.", hint))
    found = look_up(catalogue, what, day)
    named = [each for match in found.matches for each in match.presentations]
    ndcs = tuple(dict.fromkeys(each.ndc for each in named))
    if len(ndcs) != 1:
        message = f"This can mean {' or '.join(ndcs)}."
        raise Refused(Problem("barcode-ambiguous", message, "Compare the label, and type the NDC with hyphens.", ndcs))
    codes = tuple(dict.fromkeys(each.code for each in named))
    if code and code not in codes:
        message = f"{named[0].product} {ndcs[0]} is {' or '.join(codes)}, not {code}."
        raise Refused(Problem("scan-of-another-drug", message, "Not added. Look at the vial, or change the drug."))
    barcode = found.barcode
    lot, expires, number = (barcode.lot, barcode.expires, barcode.serial) if barcode else ("", None, "")
    if number and count > 1:
        raise Refused(Problem("scan-counted", "This barcode is of one container.", "Scan each one by itself."))
    remarks = [finding.message for finding in found.findings if finding.check != "package-expired"]
    return Scanned(ndcs[0], _words(named[0]), codes, count, lot, expires, number, " ".join(remarks))


def with_scan(before: Sequence[Scanned], new: Scanned) -> tuple[Scanned, ...]:
    """One container more; Refused where the very same one was scanned before."""
    if new.number and any(each.number == new.number and each.ndc == new.ndc for each in before):
        message = f"Container {new.number} is in the list already."
        raise Refused(Problem("container-twice", message, "It was not counted again."))
    alike = (new.ndc, new.lot, new.expires, "")
    for place, each in enumerate(before):
        if (each.ndc, each.lot, each.expires, each.number or new.number) == alike:
            return (*before[:place], replace(each, count=each.count + new.count), *before[place + 1 :])
    return (*before, new)


def _words(found: Presentation) -> str:
    amount = found.label_amount or found.nominal_amount
    return f"{found.product.strip()} {amount.short}" if amount else found.product.strip()
