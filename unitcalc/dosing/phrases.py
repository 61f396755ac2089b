"""The words that follow a dose in an order: route, times, how long, how it is divided, the most of it.

A closed vocabulary. Route and times change nothing: they are kept and shown. What is not in it is handed back, so that
no word of an order is lost.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from unitcalc.quantity import Amount, read_amount, read_number, read_positive
from unitcalc.quantity.grammar import SYMBOLS
from unitcalc.quantity.number import NUMBER

_WORDS = "|".join(
    re.escape(word).replace(r"\-", r"[\s-]") for word in sorted(SYMBOLS, key=lambda word: (-len(word), word))
)
UNIT = rf"(?:{_WORDS})(?:\s*(?:/|\bper\b)\s*(?:{_WORDS}))*(?![\w%^²])"
"""Every way of writing a unit or a quotient of units that the grammar of amounts reads."""
AMOUNT = rf"{NUMBER}\s*{UNIT}"

_TIME = r"(?:hours?|hrs?|h|minutes?|mins?|days?|d|weeks?|wks?|w|months?|mos?|years?|yrs?)"
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "once": 1, "twice": 2}
_COUNTS |= {"bid": 2, "tid": 3, "qid": 4}
_COUNT = r"(?:[0-9]{1,2}|one|two|three|four|five|six)"
_LIST = r"[0-9]+(?:(?:\s*(?:,\s*and|,|and|&|-|–|to|through)\s*)(?:days?\s+)?[0-9]+)*"
_DAYTIME = r"(?:\s+(?:a|per|each|every)\s+(?:day|week|month|year)|\s+(?:daily|weekly|monthly))"
_ABBREVIATED = r"(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d)\.?"

# Route: how it is written, and how a label calls it.
_ROUTES = (
    (
        r"(?:IV|I\.V\.|intravenous(?:ly)?)(?:\s+(?:push|bolus|infusion|piggyback|injection|drip))?|IVPB|IVP",
        "intravenous",
    ),
    (r"SC|SQ|S\.C\.|sub-?Q|sub-?cut\.?(?:aneous(?:ly)?)?", "subcutaneous"),
    (r"IM|I\.M\.|intramuscular(?:ly)?", "intramuscular"),
    (r"PO|P\.O\.|by mouth|oral(?:ly)?", "oral"),
    (r"IT|intrathecal(?:ly)?", "intrathecal"),
    (r"intravitreal(?:ly)?", "intravitreal"),
    (r"intradermal(?:ly)?", "intradermal"),
    (r"intra-?articular(?:ly)?", "intra-articular"),
    (r"intravesical(?:ly)?", "intravesical"),
    (r"intraperitoneal(?:ly)?", "intraperitoneal"),
    (r"intralesional(?:ly)?", "intralesional"),
    (r"inhaled|by inhalation|nebulized", "inhaled"),
    (r"topical(?:ly)?", "topical"),
)
# Which weight the order goes by, as the field of that name has it. ABW is not among them: it is actual to some and
# adjusted to others.
_BASES = (
    (r"(?:by\s+|of\s+)?(?:IBW|ideal(?:\s+body)?\s+weight)", "ideal"),
    (r"(?:by\s+|of\s+)?(?:AdjBW|AjBW|adjusted(?:\s+body)?\s+weight)", "adjusted"),
    (r"(?:by\s+|of\s+)?(?:TBW|(?:actual|total)(?:\s+body)?\s+weight)", "actual"),
)
_TIMES = (
    rf"q\.?\s*[0-9]+(?:\s*(?:-|–|to)\s*[0-9]+)?\s*{_TIME}",
    rf"every\s+(?:other\s+)?(?:[0-9]+(?:\s*(?:-|–|to)\s*[0-9]+)?\s*|{_COUNT}\s+)?{_TIME}",
    rf"(?:once|twice|thrice|{_COUNT}\s+times){_DAYTIME}?",
    r"daily|weekly|monthly|yearly|nightly|at bedtime|stat|now|today|prn|as needed",
    rf"{_ABBREVIATED}|q\.?\s?d\.?|q\.?o\.?d\.?|q\s?(?:day|week|wk|month|hs)",
    rf"(?:on\s+)?(?:days?|d)\s*{_LIST}",
    r"(?:of\s+)?(?:(?:each|every|a|an|per)\s+)?(?:[0-9]{1,3}[\s-]*(?:day|week)s?\s+)?cycles?(?:\s+[0-9]+)?",
    rf"(?:for|x|×)\s*{_COUNT}(?:\s+(?:doses?|days?|weeks?|months?|cycles?))?",
    r"(?:as\s+)?(?:a\s+|an\s+)?(?:single|loading|initial|maintenance|induction|first|continuous)(?:\s+dose)?",
    r"(?:each\s+)?dose|bolus|infusion|injection|infused|injected|given|administered|administer|give",
)
_DIVIDED = (
    rf"(?:given\s+)?(?:in|into|as)\s+(?P<count>{_COUNT})\s+(?:equal(?:ly)?\s+)?divided(?:\s+doses?)?",
    rf"(?:given\s+)?divided\s+(?:equally\s+)?(?:in|into|by)\s+(?P<count>{_COUNT})(?:\s+(?:equal\s+)?doses?)?",
    rf"(?:given\s+)?divided\s+(?P<count>once|twice|{_COUNT}\s+times|{_ABBREVIATED}){_DAYTIME}?",
    r"(?:given\s+)?divided\s+(?:every|q\.?)\s*(?P<hours>[0-9]{1,2})\s*(?:hours?|hrs?|h)",
)
_OVER = (
    rf"(?:(?:infused|given|administered)\s+)?over\s+(?P<low>{NUMBER})"
    rf"(?:\s*(?:-|–|to)\s*(?P<high>{NUMBER}))?\s*(?P<time>{_TIME})"
)
_FOR = rf"for\s+(?P<low>{NUMBER})(?P<high>)\s*(?P<time>hours?|hrs?|h|minutes?|mins?)"
"""Hours and minutes; `for 5 days` is how often."""
_CAP = (
    r"(?:\(\s*)?(?:(?:with\s+)?(?:a\s+)?max(?:imum)?\.?(?:\s+(?:single\s+)?dose)?(?:\s+of|\s*:)?|not\s+(?:to\s+)?exceed(?:ing)?|do\s+not\s+exceed"
    rf"|NTE|(?:dose\s+)?capped\s+at|cap\s+(?:at\s+|of\s+)?|up\s+to(?:\s+a)?(?:\s+max(?:imum)?(?:\s+of)?)?)\s*(?P<cap>{AMOUNT})"
    r"(?:\s*(?:/\s*dose|per\s+dose|a\s+dose))?"
)
_SEPARATOR = re.compile(r"[\s,;()]+|\.(?![0-9])")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?![\w%])", re.IGNORECASE)


_KINDS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    *(("route", _compiled(pattern), name) for pattern, name in _ROUTES),
    *(("times", _compiled(pattern), "") for pattern in _TIMES),
    *(("divided", _compiled(pattern), "") for pattern in _DIVIDED),
    ("over", _compiled(_OVER), ""),
    ("over", _compiled(_FOR), ""),
    *(("basis", _compiled(pattern), name) for pattern, name in _BASES),
    ("cap", _compiled(_CAP), ""),
)


class Phrases(NamedTuple):
    """What follows the dose, and the words that nobody knows."""

    route: str = ""
    """As a label calls it; empty where none is stated."""
    kept: tuple[str, ...] = ()
    """Everything that changes nothing, as written: route, times, for how long."""
    over: Amount | None = None
    """How long it runs; None where that is a range or not stated."""
    parts: int = 0
    """Into how many doses the order is divided; 0 where it is not."""
    hours: int = 0
    """Hours from one of the divided doses to the next, where that is what the order says."""
    caps: tuple[Amount, ...] = ()
    stated: tuple[Amount, ...] = ()
    """What the order itself says that it comes to."""
    bases: tuple[str, ...] = ()
    """Which weight the order goes by: actual, ideal, adjusted."""
    routes: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    """Further doses that the order states."""
    unknown: tuple[str, ...] = ()


def read_phrases(text: str) -> Phrases:
    """The phrases of what follows a dose, the longest first wherever several begin alike.

    >>> read_phrases("IV every 8 weeks, over 2 hours (max 2 mg)").kept
    ('IV', 'every 8 weeks', 'over 2 hours')
    """
    found = Phrases()
    for kind, name, match in _phrases(text):
        written = " ".join(match[0].split())
        match kind:
            case "route":
                kept = (*found.kept, written)
                found = found._replace(route=name, routes=tuple(dict.fromkeys((*found.routes, name))), kept=kept)
            case "times":
                found = found._replace(kept=(*found.kept, written))
            case "over":
                found = found._replace(over=_over(match), kept=(*found.kept, written))
            case "cap":
                found = found._replace(caps=(*found.caps, read_cap(match["cap"])))
            case "stated":
                found = found._replace(stated=(*found.stated, read_amount(match["inside"] or match["equal"])))
            case "basis":
                bases = tuple(dict.fromkeys((*found.bases, name)))
                found = found._replace(bases=bases, kept=(*found.kept, written))
            case "divided":
                hours, count = _divided(match)
                found = found._replace(hours=hours, parts=count)
            case "more":
                found = found._replace(more=(*found.more, written))
            case _:
                found = found._replace(unknown=(*found.unknown, written))
    return found


_A_DOSE = re.compile(r"\s*(?:/|\b(?:per|a|each)\b)\s*doses?\s*$", re.IGNORECASE)


def read_cap(text: str) -> Amount:
    """The most of one dose, which may say so: `400 mg`, `400 mg/dose`.

    >>> str(read_cap("400 mg/dose"))
    '400 mg'
    """
    return read_positive(_A_DOSE.sub("", text))


_STATED = re.compile(rf"[\s,]*(?:\(\s*=?\s*(?P<inside>{AMOUNT})\s*\)|=\s*(?P<equal>{AMOUNT}))", re.IGNORECASE)
"""What the prescriber's system made of the order: `5 mg/kg (350 mg)`."""
_MORE = re.compile(AMOUNT, re.IGNORECASE)
_WORD = re.compile(r"[^\s,;()]+")


def _phrases(text: str) -> "Iterator[tuple[str, str, re.Match[str]]]":
    """Kind, name and match of one phrase after the other; unknown words one by one."""
    place = 0
    while place < len(text):
        if stated := _STATED.match(text, place):
            yield "stated", "", stated
            place = stated.end()
            continue
        if gap := _SEPARATOR.match(text, place):
            place = gap.end()
            continue
        known = [(kind, name, match) for kind, pattern, name in _KINDS if (match := pattern.match(text, place))]
        if known:
            kind, name, match = max(known, key=lambda each: each[2].end())
        else:
            more = _MORE.match(text, place)
            word = _WORD.match(text, place)
            assert word is not None  # whatever is no gap is a word
            kind, name, match = ("more", "", more) if more else ("unknown", "", word)
        yield kind, name, match
        place = match.end()


def _over(match: re.Match[str]) -> Amount | None:
    if match["high"]:
        return None
    time = "week" if match["time"].lower() == "w" else match["time"]
    return read_amount(f"{match['low']} {time}")


def _divided(match: re.Match[str]) -> tuple[int, int]:
    """Hours between the doses, and how many they are."""
    groups = match.groupdict()
    if groups.get("hours"):
        hours = int(groups["hours"])
        return hours, 24 // hours if hours and 24 % hours == 0 else 0
    word = groups["count"].lower().replace(".", "").split()[0]
    return 0, _COUNTS.get(word) or int(read_number(word) if word.isdigit() else Fraction(0))
