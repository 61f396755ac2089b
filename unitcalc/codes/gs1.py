"""Scanned barcodes of drug packages: the GTIN, the NDC inside it, and the lot, expiry and serial number beside it.

A scanner types what a GS1 symbol holds, with more or less around it: a prefix that names the symbol, separators or
what stands for them, parentheses. A US drug's GTIN is an indicator digit, 03, the ten digits of the NDC and a
check digit. Ten digits don't tell the NDC's layout, so all that they can mean are given.

>>> found = read_barcode("(01)00300263824253(17)270531(10)27NLXK1")
>>> [str(ndc) for ndc in found.ndcs]
['00026-3824-25', '00263-0824-25', '00263-8242-05']
>>> found.lot, found.expires
('27NLXK1', datetime.date(2027, 5, 31))
"""

import re
from datetime import date
from typing import NamedTuple

from unitcalc.codes.gs1_elements import (
    EXPIRY,
    GTIN,
    LOT,
    NDC,
    SERIAL,
    SSCC,
    Elements,
    begins_an_element,
    bracketed,
    check_gtin,
    day_of,
    elements,
    name_of,
    scanned_twice,
)
from unitcalc.codes.gs1_others import epc, foreign, is_article, is_epc, twice
from unitcalc.codes.ndc import Ndc, candidates
from unitcalc.findings import Problem, Refused

_MOST = 1000
"""Characters that a symbol can hold are fewer; longer text is no scan."""
_SYMBOLS = {
    "]d2": "GS1 DataMatrix",
    "]C1": "GS1-128",
    "]e0": "GS1 DataBar",
    "]Q3": "GS1 QR code",
    "]J1": "GS1 DotCode",
}
# Patterns are compiled at first use: most texts that are looked up begin like no barcode.
_PREFIX = r"\][A-Za-z][0-9A-Za-z]"
# Function 1 as scanners send it: the control character, its picture, or what they are set up to type for it. Single
# signs count only if no element of GS1 may hold them.
_FUNCTION_1 = r"(?i:[\x1d\u241d]|\^\]|<GS>|\{GS\}|\[GS\]|<0x1D>|\\x1d|\\u001d)"
_SEPARATOR = rf"(?:{_FUNCTION_1}|[|~^#@$])+"
_SENT = rf"{_FUNCTION_1}?[0-9]{{2}}\S*{_FUNCTION_1}"
_STARTS = rf"(?:{_FUNCTION_1})?(?:" + (
    r"\(0[0-3]\)|\([1-9][0-9]{1,3}\)\s*[0-9A-Za-z]|01\s?[0-9]{14}|"
    r"1[1357][0-9]{6}(?:01[0-9]{14}|(?:10|21)[0-9A-Za-z]))"
)
_LINK = r"(?i:https?://)"
_FIRST = frozenset("0123456789]([+*=&\x1d\u241d^<{\\")
_WIDTHS = {14: "GTIN-14", 13: "EAN-13", 12: "UPC-A"}
_SCAN_THE_DRUG = "Scan the barcode on the drug's own package, or type its NDC."


class Barcode(NamedTuple):
    """What a scanned barcode says of a drug's package."""

    gtin: str
    """Fourteen digits; empty where the barcode holds a bare NDC."""
    ndcs: tuple[Ndc, ...]
    """All NDCs that the ten digits inside the GTIN can mean; only the catalogue can tell which one there is."""
    level: int
    """The GTIN's indicator digit."""
    lot: str = ""
    expires: date | None = None
    serial: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Every other element, by its application identifier; a date as ISO text."""
    kind: str = "GS1 barcode"
    unclear: str = ""
    """Elements that can't be told apart because the scanner sent no separators; none of them is guessed."""

    @property
    def level_name(self) -> str:
        """What the indicator digit says. GS1 leaves the meaning of 1 to 8 to whoever packs.

        >>> read_barcode("50300263824258").level_name
        'another level of packaging (inner unit, bundle or case), as its maker numbers it'
        """
        if self.level == 0:
            return "the package that the NDC names"
        if self.level == 9:
            return "a variable quantity"
        return "another level of packaging (inner unit, bundle or case), as its maker numbers it"

    @property
    def remark(self) -> str:
        """What is to be said where elements can't be told apart; empty where all can."""
        if not self.unclear:
            return ""
        return (
            f"The scanner sent no separators, so '{self.unclear[:60]}' can be split in several ways: read lot, expiry "
            "and serial number from the label. (The scanner can be set to send FNC1 as ASCII 29.)"
        )


def looks_scanned(text: str) -> bool:
    """Whether a text looks as if it came from a barcode, of a drug or of something else.

    Ten and eleven digits are NDCs, and so are twelve unless they begin with 3, as the barcode of a drug does.

    >>> [looks_scanned(text) for text in ("]d20100300263824253", "300263824253", "00026-3824-25", "factor 8")]
    [True, True, False, False]
    """
    text = text.strip(" \t\r\n")
    if is_epc(text):
        return True
    if text[:1] not in _FIRST and text[:4].lower() != "http":
        return False
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        if len(text) == 8:
            return is_article(text)
        return len(digits) >= 13 or (len(text) == 12 and text.startswith("3"))
    return bool(foreign(text)) or any(re.match(start, text) for start in (_PREFIX, _LINK, _STARTS, _SENT))


def read_barcode(text: str, *, today: date | None = None) -> Barcode:
    """What a scanned text says; Refused, by name, if it is no barcode of a US drug.

    `today` decides which century a year of two digits is in.
    """
    text = text.strip(" \t\r\n")
    if not text:
        raise _refused("barcode-empty", "Nothing was scanned.", _SCAN_THE_DRUG)
    if len(text) > _MOST:
        raise _refused("barcode-too-long", f"{len(text):,} characters are no barcode.", _SCAN_THE_DRUG)
    year = (today or date.today()).year
    prefix = text[:3] if re.match(_PREFIX, text) else ""
    # With the shift lock on, a prefix comes in the other case; ]E0 is another symbol than ]e0.
    kind = _SYMBOLS.get(prefix) or _SYMBOLS.get(prefix if prefix == "]E0" else prefix.swapcase()) or "GS1 barcode"
    text = text[len(prefix) :].strip(" \t\r\n")
    if is_epc(text):
        gtin, serial = epc(text)
        return _barcode(Elements({GTIN: gtin, SERIAL: serial}), "EPC tag (SGTIN)", year)
    if re.match(_LINK, text):
        return _barcode(_linked(text, year), "GS1 Digital Link", year)
    other = foreign(text)
    if other:
        raise _refused("barcode-other-system", f"This is {other}; it holds no NDC.", _SCAN_THE_DRUG)
    digits = text.replace(" ", "")
    if len(digits) < 16 and digits.isascii() and digits.isdigit() and kind == "GS1 barcode":
        return _number(digits, year)
    try:
        return _barcode(_elements(text, digits, year), kind, year)
    except Refused:
        both = twice(digits)
        if both:
            raise _refused("barcode-twice", both, "Clear the field and scan once.") from None
        raise


def _number(digits: str, year: int) -> Barcode:
    """A barcode that holds one number and nothing else."""
    match len(digits):
        case 12 | 13 | 14:
            check_gtin(digits)
            return _barcode(Elements({GTIN: digits.zfill(14)}), _WIDTHS[len(digits)], year)
        case 8 if is_article(digits):
            message = (
                f"{digits} is an article number of eight digits (EAN-8), as small goods carry it; it holds no NDC."
            )
            raise _refused("barcode-not-us-drug", message, _SCAN_THE_DRUG)
        case 10 | 11:
            return Barcode("", candidates(digits), 0, kind="NDC in a plain barcode")
        case count:
            raise _refused(
                "barcode-not-read",
                f"'{digits}' has {count} digits, which is no length of an article number (14, 13 or 12).",
                f"It may be a wristband or an order. {_SCAN_THE_DRUG}",
            )


def _elements(text: str, close: str, year: int) -> Elements:
    """The elements of a text, of which `close` is the form without spaces: GS1 has none inside an element."""
    if text.startswith("("):
        return bracketed(re.sub(_SEPARATOR, "", text), year)
    parts = re.split(_SEPARATOR, close)
    separated = len(parts) > 1
    parts = [part for part in parts if part] or [""]
    if not begins_an_element(parts[0]):
        raise _refused("barcode-not-read", f"'{_shown(text)}' is not what a GS1 barcode says.", _SCAN_THE_DRUG)
    # A separator at the very end or start proves, too, that the scanner sends them.
    return elements([*parts, ""] if separated else parts, year)


def _barcode(found: Elements, kind: str, year: int) -> Barcode:
    known = dict(found.known)
    gtin = known.pop(GTIN, "")
    if not gtin:
        raise _without_gtin(known)
    lot, serial, expires = known.pop(LOT, ""), known.pop(SERIAL, ""), known.pop(EXPIRY, "")
    if any(GTIN + gtin in text for text in (lot, serial, found.unclear)):
        raise scanned_twice(gtin)
    stated = known.get(NDC, "")
    return Barcode(
        gtin,
        candidates(stated) if stated else _ndcs(gtin),
        int(gtin[0]),
        lot,
        day_of(expires, year),
        serial,
        tuple((ai, _plain(ai, value, year)) for ai, value in known.items()),
        kind,
        found.unclear,
    )


def _ndcs(gtin: str) -> tuple[Ndc, ...]:
    if gtin[1:3] == "03":
        return tuple(dict.fromkeys(candidates(gtin[3:13])))
    prefix = gtin[1:4]
    match prefix:
        case "978" | "979":
            raise _refused("barcode-book", f"{gtin[1:]} is a book (ISBN): no NDC inside.", _SCAN_THE_DRUG)
        case "977":
            raise _refused("barcode-book", f"{gtin[1:]} is a periodical (ISSN): no NDC inside.", _SCAN_THE_DRUG)
        case _ if prefix[:2] in ("02", "04") or prefix[0] == "2":
            what = f"a number of a house's own (GS1 prefix {prefix}), which says nothing elsewhere"
        case _:
            what = f"an article number, but not a US drug's: its GS1 prefix is {prefix}, and an NDC's is 03"
    hint = f"It may be a device, or a drug of another country. {_SCAN_THE_DRUG}"
    raise _refused("barcode-not-us-drug", f"{gtin} is {what}. No NDC inside.", hint)


def _without_gtin(known: dict[str, str]) -> Refused:
    if SSCC in known:
        message = f"{known[SSCC]} is the number of a shipment (SSCC), such as a pallet or a case; it names no drug."
        return _refused("barcode-shipment", message, _SCAN_THE_DRUG)
    if "8018" in known or "8017" in known:
        return _refused("barcode-person", "This is the number of a person, such as a wristband's.", _SCAN_THE_DRUG)
    says = ", ".join(f"({ai}) {value[:20]}" for ai, value in known.items())
    says = f" It says only {says}." if says else ""
    hint = "The package may have a second barcode: scan that one, or type the NDC."
    return _refused("barcode-no-gtin", f"This barcode holds no article number (01).{says}", hint)


def _linked(text: str, year: int) -> Elements:
    """The elements of a GS1 Digital Link: identifiers and values alternate in its path, and stand in its query."""
    from urllib.parse import parse_qsl, unquote, urlsplit  # late: links are rare

    try:
        address = urlsplit(text)
    except ValueError:
        raise _refused("barcode-link", f"'{_shown(text)}' is no web address.", _SCAN_THE_DRUG) from None
    words = [unquote(word) for word in address.path.split("/")]
    if GTIN not in words:
        message = f"'{_shown(text)}' is a web address without an article number (/01/)."
        raise _refused("barcode-link", message, _SCAN_THE_DRUG)
    words = words[words.index(GTIN) :]
    pairs = [*zip(words[::2], words[1::2], strict=False), *parse_qsl(address.query)]
    # A query may hold anything else besides.
    pairs = [(ai, value.zfill(14) if ai == GTIN else value) for ai, value in pairs if name_of(ai) and value]
    if not pairs or pairs[0][0] != GTIN:
        raise _refused("barcode-link", f"'{_shown(text)}' holds no article number.", _SCAN_THE_DRUG)
    # An empty part at the end stands for a separator: each pair is read by itself.
    return elements([f"{ai}{value}" for ai, value in pairs] + [""], year)


def _plain(ai: str, value: str, year: int) -> str:
    day = day_of(value, year) if ai in ("11", "12", "13", "15", "16") else None
    return day.isoformat() if day else value


def _shown(text: str) -> str:
    return "".join(sign if sign.isprintable() else "<GS>" if sign == "\x1d" else "?" for sign in text[:40])


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))
