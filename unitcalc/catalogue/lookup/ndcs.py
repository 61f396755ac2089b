"""An NDC as it was typed or scanned: the presentations that it is, under each of its codes."""

import re
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup.match import Found, Match
from unitcalc.codes import Barcode, Ndc, ambiguous, candidates, read_barcode
from unitcalc.codes.gs1_others import is_article
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.reference.records import TABLES
from unitcalc.reference.store import Reference

MOST_NEAR = 6
# Hyphens or spaces between three groups, or ten to twelve digits in a row; an asterisk stands for a padding zero.
_HYPHEN = r"\s?[-‐‑‒–—−]\s?"
_NDC = re.compile(
    rf"(?<![\w*])(?:[\d*]{{4,6}}{_HYPHEN}[\d*]{{3,4}}{_HYPHEN}[\d*]{{1,2}}"
    r"|[\d*]{4,6} [\d*]{3,4} [\d*]{1,2}|\d{10,12})(?![\w*])"
)
# The letter that some systems set before the eleven digits.
_LETTER = re.compile(r"(?<![A-Z0-9])N(?=[0-9]{11}(?![0-9]))", re.IGNORECASE)
_PRODUCT = re.compile(r"(?:NDC\s*:?\s*)?(\d{4,6})-(\d{3,4})", re.IGNORECASE)


def inside(text: str) -> tuple[str, str]:
    """The NDC inside a text and the rest of it; both empty where there is none."""
    text = _LETTER.sub("", text)
    found = _NDC.search(text)
    if found is None:
        return "", ""
    rest = re.sub(
        r"\b(?:NDC|N4)\b\s*[:#]?", " ", text[: found.start()] + " " + text[found.end() :], flags=re.IGNORECASE
    )
    return found[0].replace("*", "0"), " ".join(rest.split())


def of_ndc(catalogue: Catalogue, text: str, day: date) -> Found:
    """The matches of an NDC. Refused for ten digits that can mean several, and for one that no source lists."""
    meant = candidates(text)
    if len(meant) > 1:
        raise _ambiguous(catalogue, text, meant, day)
    ndc = str(meant[0])
    matches = _matches(catalogue, ndc, day)
    if not matches:
        if is_article(text.strip()):
            raise _an_article(text.strip(), ndc)
        near = near_ndcs(catalogue.reference, ndc)
        listed = "The crosswalk does not list every NDC; look up the code or the brand."
        hint = f"Check the digits. Close to it: {', '.join(near)}. {listed}" if near else listed
        raise Refused(Problem("ndc-unknown", f"NDC {ndc} is in no quarter of CMS's crosswalk.", hint, near))
    return Found(matches, read_as=_retired(catalogue, ndc))


def _an_article(digits: str, ndc: str) -> Refused:
    """Twelve digits in no list, of which the last is a right check digit, are those of a shop's barcode."""
    message = f"{digits} is the barcode of an article (UPC) and of no US drug, whose number begins with 3."
    hint = f"Scan the drug's own package. If it was meant as NDC {ndc}: that is in no quarter of CMS's crosswalk."
    return Refused(Problem("barcode-not-us-drug", message, hint))


def of_product(catalogue: Catalogue, text: str, day: date) -> Found | None:
    """The packages of an NDC without its last part (44206-436); None where there are none."""
    found = _PRODUCT.fullmatch(text.strip())
    if found is None:
        return None
    begins = {f"{found[1].zfill(5)}-{found[2].zfill(4)}-"}
    ndcs = sorted({row.ndc for row in catalogue.reference.crosswalk() if row.ndc[:11] in begins})
    matches = tuple(match for ndc in ndcs for match in _matches(catalogue, ndc, day))
    read_as = f"{text.strip()} is an NDC without its last part; every package of it that is listed is shown."
    return Found(matches, read_as=read_as) if matches else None


def of_barcode(catalogue: Catalogue, text: str, day: date) -> Found:
    """The matches of a scanned barcode: of the NDCs that it can mean, those that a source lists."""
    barcode = read_barcode(text, today=day)
    by_ndc = {str(ndc): _matches(catalogue, str(ndc), day) for ndc in barcode.ndcs}
    known = {ndc: matches for ndc, matches in by_ndc.items() if matches}
    if not known:
        names = tuple(by_ndc)
        message = f"{_article(barcode)} is not listed: it can mean NDC {_or(names)}."
        hint = "CMS's crosswalk does not list every NDC; look up the code or the brand. Scan the drug's own package."
        raise Refused(Problem("barcode-unknown", message, hint, names))
    matches = tuple(match for each in known.values() for match in each)
    said = f"{barcode.kind} {_contents(barcode)}: NDC {_or(tuple(known))}."
    if len(known) > 1:
        said += " Several of the NDCs that it can mean are listed; compare the hyphens on the label."
    retired = " ".join(filter(None, (_retired(catalogue, ndc) for ndc in known)))
    return Found(matches, read_as=f"{said} {retired}".strip(), barcode=barcode, findings=_findings(barcode, day))


def near_ndcs(reference: Reference, ndc: str) -> tuple[str, ...]:
    """NDCs of the crosswalk with two digits exchanged, with one other digit, and other packages of the product."""
    near: dict[str, int] = {}
    for known in (row.ndc for row in reference.crosswalk()):
        if len(known) != len(ndc) or known in near:
            continue
        wrong = [place for place, (is_, was) in enumerate(zip(known, ndc, strict=True)) if is_ != was]
        if len(wrong) == 2 and all(known[a] == ndc[b] for a, b in (wrong, wrong[::-1])):
            near[known] = 0
        elif len(wrong) == 1:
            near[known] = 1
        elif known[:-3] == ndc[:-3]:
            near[known] = 2
    return tuple(sorted(near, key=lambda known: (near[known], known)))[:MOST_NEAR]


def _matches(catalogue: Catalogue, ndc: str, day: date) -> tuple[Match, ...]:
    return tuple(
        Match(catalogue.drugs.described(each.code, day), (each,), day, catalogue)
        for each in catalogue.of_ndc(ndc, day)
        if catalogue.reference.code(each.code) is not None
    )


def _retired(catalogue: Catalogue, ndc: str) -> str:
    """Until when CMS's file listed an NDC that the newest quarter does not have."""
    rows = catalogue.reference.crosswalk_of_ndc(ndc)
    newest = catalogue.reference.periods("crosswalk")[-1].period
    if not rows or any(str(row.last) == newest for row in rows):
        return ""
    last = max(row.last for row in rows)
    return f"NDC {ndc} is no longer listed: the {TABLES['crosswalk']} has it until {last}, not in {newest}."


def _ambiguous(catalogue: Catalogue, text: str, meant: tuple[Ndc, ...], day: date) -> Refused:
    """Ten digits: all that they can mean are named, and which of them are listed; none is picked (RULES 5.1)."""
    (problem,) = ambiguous(text, meant).problems
    listed = [
        f"{ndc} ({', '.join(f'{match.presentations[0].product} {match.drug.code}' for match in matches)})"
        for ndc in meant
        if (matches := _matches(catalogue, str(ndc), day))
    ]
    known = f"Listed by CMS: {_and(listed)}. " if listed else "None of them is listed by CMS. "
    return Refused(Problem(problem.code, problem.message, known + problem.hint, problem.candidates))


def _article(barcode: Barcode) -> str:
    return f"GTIN {barcode.gtin}" if barcode.gtin else "The barcode"


def _contents(barcode: Barcode) -> str:
    stated = [f"GTIN {barcode.gtin}" if barcode.gtin else "", f"lot {barcode.lot}" if barcode.lot else ""]
    stated.append(f"expires {barcode.expires}" if barcode.expires else "")
    stated.append(f"serial {barcode.serial}" if barcode.serial else "")
    return ", ".join(filter(None, stated))


def _findings(barcode: Barcode, day: date) -> tuple[Finding, ...]:
    found = []
    source = "the scanned barcode"
    if barcode.expires and barcode.expires < day:
        message = f"The package expired on {barcode.expires}, before {day}. Do not give it; check the label."
        found.append(Finding("package-expired", Severity.WARNING, message, source))
    if barcode.level not in (0, 3) and barcode.gtin:
        message = f"The barcode is of {barcode.level_name}, not of one vial."
        found.append(Finding("barcode-level", Severity.INFO, message, source))
    if barcode.remark:
        found.append(Finding("barcode-unclear", Severity.WARNING, barcode.remark, source))
    return tuple(found)


def _or(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
