"""What else comes out of a scanner: labels of other systems, radio tags, and two scans in one field."""

import re

from unitcalc.codes.gs1_elements import check_gtin
from unitcalc.findings import Problem, Refused

# Other systems of labels in hospitals, by how they begin.
_HIBC = r"\*?\+[A-Z][A-Z0-9]{3}"
_ISBT = r"[=&][A-Z0-9<>(){};,%*+!?$-][0-9A-Z]{4}"
_ENVELOPE = "[)>"
_EPC = "urn:epc:"
_SGTIN = r"(?i:urn:epc:(?:id:sgtin|tag:sgtin-\d+:\d):)(\d{6,12})\.(\d{1,7})\.(\S+)"
_ARTICLES = (8, 12, 13, 14)
_NDCS = (10, 11)


def foreign(text: str) -> str:
    """What a barcode of another system is called; empty for one of GS1's or none."""
    if text.startswith(_ENVELOPE):
        return "a barcode of the ASC format ([)>), as devices and packages of other countries carry it"
    if re.match(_HIBC, text):
        return "a HIBC barcode (it begins with +), as devices carry it"
    if re.match(_ISBT, text):
        return "a blood product's barcode (ISBT 128)"
    return ""


def is_epc(text: str) -> bool:
    """Whether a text is what a radio tag says."""
    return text[: len(_EPC)].lower() == _EPC


def epc(text: str) -> tuple[str, str]:
    """The GTIN and serial number of a radio tag; Refused for a tag of something else.

    The indicator digit stands at the beginning of the item's number, and the check digit is not on the tag.

    >>> epc("urn:epc:id:sgtin:030026.0382425.1001")
    ('00300263824253', '1001')
    """
    from stdnum import ean  # late: only a barcode needs it

    found = re.fullmatch(_SGTIN, text)
    if found is None or len(found[1]) + len(found[2]) != 13:
        message = f"'{text[:40]}' is a radio tag's number (EPC), but not of an article (sgtin)."
        raise Refused(Problem("barcode-not-us-drug", message, "Scan the drug's own package, or type its NDC."))
    company, item, serial = found.groups()
    thirteen = f"{item[0]}{company}{item[1:]}"
    return thirteen + ean.calc_check_digit(thirteen), serial


def is_article(digits: str) -> bool:
    """Whether a number has a length and the check digit of an article number.

    >>> is_article("96385074"), is_article("036000291452"), is_article("036000291453")
    (True, True, False)
    """
    if len(digits) not in _ARTICLES or not (digits.isascii() and digits.isdigit()):
        return False
    try:
        check_gtin(digits)
    except Refused:
        return False
    return True


def twice(digits: str) -> str:
    """What is said of digits that are two scans in a row; empty where they are not."""
    half = len(digits) // 2
    first, second = digits[:half], digits[half:]
    if not (digits.isascii() and digits.isdigit()) or len(first) != len(second):
        return ""
    if first == second and half in (*_ARTICLES, *_NDCS):
        return f"{first} stands there two times in a row: was it scanned twice?"
    if half in (13, 14) and is_article(first) and is_article(second):
        return f"These are two barcodes in a row, {first} and {second}: was it scanned twice?"
    return ""
