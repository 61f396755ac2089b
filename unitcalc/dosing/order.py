"""An order as a prescriber writes it, read without evaluating or guessing anything.

>>> read_order("5 mg/kg IV every 8 weeks").words
'5 mg for each kg of body weight (IV, every 8 weeks)'
>>> read_order("100 mg/kg/day divided every 6 hours").words
'100 mg for each kg of body weight and day, in 4 doses (the dose is one of them)'
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from unitcalc.dosing.phrases import AMOUNT, UNIT, Phrases, read_phrases
from unitcalc.dosing.telling import short
from unitcalc.dosing.writing import remarked
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit, grouped, read_amount, read_number
from unitcalc.quantity.number import NUMBER
from unitcalc.quantity.registry import UNITS


class Per(StrEnum):
    """What an order is multiplied by."""

    FLAT = "flat"
    WEIGHT = "body weight"
    SURFACE = "body surface"
    AREA = "area under the curve"
    RISE = "rise"


@dataclass(frozen=True, slots=True)
class Order:
    """One dose, as ordered."""

    text: str
    per: Per
    value: Fraction
    """The number of the amount, of the area under the curve, or of the rise."""
    unit: Unit | None = None
    """What is given (mg); None for an area and a rise."""
    time: str = ""
    """The unit of time of a rate; empty where the order is no rate."""
    parts: int = 0
    """Into how many doses the amount is divided; 0 where it is not."""
    cap: Amount | None = None
    over: Amount | None = None
    """How long it runs, where the order says so."""
    route: str = ""
    stated: Amount | None = None
    """What the order itself says that it comes to: `5 mg/kg (350 mg)`."""
    weight_basis: str = ""
    """Which weight it goes by, where the order says so: actual, ideal, adjusted."""
    kept: tuple[str, ...] = ()
    """Route and times as written; they change nothing."""
    wanted: Fraction | None = None
    """The level that a rise is to reach, in IU/dL, where that is how it is ordered."""
    measured: Fraction | None = None
    remarks: tuple[tuple[str, str], ...] = field(default=())
    """What could be misread: the kind, and what was written."""

    @property
    def basis(self) -> str:
        """The unit of what is multiplied: kg, m2; empty for a flat order, an area and a rise."""
        return {Per.WEIGHT: "kg", Per.SURFACE: "m2"}.get(self.per, "")

    @property
    def amount(self) -> Amount:
        """The ordered amount with all it is per: 15 mg/kg/h."""
        assert self.unit is not None  # only an area and a rise have none
        return Amount(self.value, Unit("/".join(filter(None, (self.unit.symbol, self.basis, self.time)))))

    @property
    def short(self) -> str:
        """The dose alone, as it is written: 15 mg/kg/h, AUC 5, rise 60 IU/dL."""
        if self.per is Per.AREA:
            return f"AUC {grouped(self.value)}"
        if self.per is Per.RISE:
            return f"rise {grouped(self.value)} IU/dL"
        return short(self.amount)

    @property
    def words(self) -> str:
        """The order read back in plain words."""
        kept = f" ({', '.join(self.kept)})" if self.kept else ""
        return f"{self._dose()}{self._divided()}{self._capped()}{kept}"

    def _dose(self) -> str:
        if self.per is Per.AREA:
            return f"the dose for an area under the curve (AUC) of {grouped(self.value)} mg/mL x min"
        if self.per is Per.RISE:
            way = ""
            if self.wanted is not None and self.measured is not None:
                way = f", from {grouped(self.measured)} to {grouped(self.wanted)}"
            return f"a rise of {grouped(self.value)} IU/dL{way}"
        assert self.unit is not None
        each = {Per.WEIGHT: "kg of body weight", Per.SURFACE: "m2 of body surface"}.get(self.per, "")
        time = _TIME_WORDS.get(self.time, self.time)
        joined = " and ".join(filter(None, (each, time)))
        return f"{short(Amount(self.value, self.unit))}{f' for each {joined}' if joined else ''}"

    def _divided(self) -> str:
        return f", in {self.parts} doses (the dose is one of them)" if self.parts else ""

    def _capped(self) -> str:
        return f", at most {self.cap.short}" if self.cap else ""


_TIME_WORDS = {"h": "hour", "min": "minute", "s": "second"}
_LONGEST = 300
_LEVEL = r"(?:%|percent\b|(?:IU|units?|U)\s*/\s*dL\b)"
_SIGNED = rf"(?P<sign>[-−–]\s*)?(?P<rise>{NUMBER})"
_RISING = r"(?:rise|raise|increase|increment)"
_RISES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_RISING}(?:\s+(?:the\s+)?level)?\s+(?:to\s+)(?P<wanted>{NUMBER})\s*{_LEVEL}?\s+from\s+(?P<measured>{NUMBER})\s*{_LEVEL}?",
        rf"(?:{_RISING}\s+)?(?:level\s+)?from\s+(?P<measured>{NUMBER})\s*{_LEVEL}?\s+to\s+(?P<wanted>{NUMBER})\s*{_LEVEL}?",
        rf"{_RISING}(?:\s+(?:the\s+)?level)?\s+to\s+(?P<wanted>{NUMBER})\s*{_LEVEL}?",
        rf"{_RISING}(?:\s+(?:of|by))?\s*{_SIGNED}\s*{_LEVEL}?",
        rf"{_SIGNED}\s*{_LEVEL}(?:\s+{_RISING})?",
    )
)
_AREA = re.compile(
    rf"(?:target\s+)?AUC\s*(?:of|=|:)?\s*(?P<area>{NUMBER})"
    r"(?:\s*mg\s*(?:/\s*mL\s*[/x×*·]?\s*min|[x×*·]\s*min\s*/\s*mL)\b)?",
    re.IGNORECASE,
)
_DOSE = re.compile(rf"(?P<number>{NUMBER})\s*(?P<unit>{UNIT})", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:AUC\s*)?(?P<low>{NUMBER})\s*(?P<first>{UNIT})?\s*(?:-|–|—|\bto\b)\s*(?P<high>{NUMBER})\s*(?P<unit>{_LEVEL}|{UNIT})?",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"(?:give|administer|dose:?|start)\s+(?=[0-9.A])", re.IGNORECASE)


def read_order(text: str) -> Order:
    """An order; Refused, with what to do, for anything that is not plainly one dose."""
    text = re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()
    if not text:
        raise _refused("order-missing", "No order was given.", "Write it as ordered, such as 5 mg/kg.")
    if len(text) > _LONGEST:
        raise _refused("order-not-read", f"'{text[:40]}...' is too long for an order.", "Write one dose: 5 mg/kg IV.")
    plain = text[_begun.end() :] if (_begun := _BEGUN.match(text)) else text
    _refuse_range(plain)
    for pattern in _RISES:
        if match := pattern.match(plain):
            return _rise(text, match, plain[match.end() :])
    if match := _AREA.match(plain):
        return _finished(Order(text, Per.AREA, _number(match["area"])), plain[match.end() :])
    match = _DOSE.match(plain)
    if match is None:
        raise _not_a_dose(plain)
    return _finished(_dose(text, match), plain[match.end() :])


def read_level(text: str) -> Fraction:
    """A level of a clotting factor, or its rise, in IU/dL: `60`, `60 %`, `60 IU/dL`, below zero too.

    >>> read_level("60 %"), read_level("-5")
    (Fraction(60, 1), Fraction(-5, 1))
    """
    match = re.fullmatch(rf"{_SIGNED}\s*{_LEVEL}?", text.strip(), re.IGNORECASE)
    if match is None:
        hint = "Write it in IU/dL (which is %), such as 60; below 1 % is 0."
        raise _refused("level-not-read", f"'{text.strip()[:40]}' is no level of a clotting factor.", hint)
    return -_number(match["rise"]) if match["sign"] else _number(match["rise"])


def rising(text: str, value: Fraction, wanted: Fraction | None = None, measured: Fraction | None = None) -> Order:
    """An order for a rise that fields state; whether it is more than nothing is asked where it is computed."""
    return Order(text, Per.RISE, value, wanted=wanted, measured=measured)


def _rise(text: str, match: re.Match[str], rest: str) -> Order:
    groups = match.groupdict()
    if groups.get("wanted") is None:
        value = _number(groups["rise"])
        return _finished(Order(text, Per.RISE, -value if groups["sign"] else value), rest)
    wanted = _number(groups["wanted"])
    measured = _number(groups["measured"]) if groups.get("measured") else None
    return _finished(Order(text, Per.RISE, wanted - (measured or 0), wanted=wanted, measured=measured), rest)


def _dose(text: str, match: re.Match[str]) -> Order:
    if "Mg" in re.split(r"[\s/]+", match["unit"]):
        message = f"'Mg' in '{match[0]}' can be megagrams or magnesium."
        raise _refused("unit-ambiguous", message, f"Write {match['number']} {match['unit'].replace('Mg', 'mg')}.")
    amount = read_amount(f"{match['number']} {match['unit']}")
    head, *per = amount.unit.symbol.split("/")
    bodies = [each for each in per if UNITS[each][0] in ("body weight", "body surface")]
    times = [each for each in per if UNITS[each][0] == "time"]
    others = [each for each in per if each not in (*bodies, *times, "dose")]
    if len(bodies) > 1 or len(times) > 1:
        twice = " and ".join(bodies if len(bodies) > 1 else times)
        raise _refused("order-basis", f"'{match[0]}' is per {twice}.", "An order is per kg or per m2, once: 5 mg/kg/h.")
    if UNITS[head][0] in ("body weight", "body surface", "body height", "time", "containers"):
        message = f"'{match[0]}' is no amount of a drug."
        raise _refused("order-not-a-dose", message, "Write what is to be given: 5 mg/kg, 400 mg, 50 IU/kg.")
    if others:
        message = f"'{match[0]}' is a concentration, not a dose."
        raise _refused("order-basis", message, "Write the amount; the concentration has a field of its own.")
    if bodies and bodies[0] not in ("kg", "m2"):
        message = f"'{match[0]}' is per {bodies[0]}; doses are ordered per kg."
        raise _refused("order-basis", message, "Ask the prescriber for the dose per kg.")
    per_what = Per.FLAT if not bodies else Per.WEIGHT if bodies[0] == "kg" else Per.SURFACE
    return Order(text, per_what, amount.value, Unit(head), times[0] if times else "")


def _finished(order: Order, rest: str) -> Order:
    """The order with the phrases that follow its dose; Refused for words that nobody knows, and for a second dose."""
    if rest and (rest[0].isalnum() or rest[0] in "/%^*"):
        raise _not_a_dose(order.text)
    phrases = read_phrases(rest)
    _refuse_rest(order, phrases)
    if order.per is not Per.RISE and not order.value:
        raise _refused("order-zero", f"'{order.text[:60]}' orders nothing.", "State a dose above zero.")
    cap = min(phrases.caps) if phrases.caps else None
    return Order(
        order.text,
        order.per,
        order.value,
        order.unit,
        order.time,
        phrases.parts,
        cap,
        phrases.over,
        phrases.route,
        phrases.stated[0] if phrases.stated else None,
        phrases.bases[0] if phrases.bases else "",
        phrases.kept,
        order.wanted,
        order.measured,
        remarked(order.text),
    )


def _refuse_rest(order: Order, phrases: Phrases) -> None:
    problems = []
    flat = [each for each in phrases.stated if "/" not in each.unit.symbol and order.per is not Per.FLAT]
    more = [*phrases.more, *(each.short for each in phrases.stated if each not in flat[:1])]
    if more:
        message = f"The order states more than one dose: {order.short}, and {', '.join(more)}."
        problems.append(Problem("order-several", message, "Compute each dose by itself."))
    unknown = [word for word in phrases.unknown if word != "ABW"]
    if unknown:
        words = " ".join(unknown)[:60]
        hint = (
            "Leave it out if it changes nothing, or write it in full: 5 mg/kg IV every 8 weeks, max 2 mg, over 2 hours."
        )
        problems.append(Problem("order-words", f"'{words}' in the order is not understood.", hint))
    if "ABW" in phrases.unknown:
        hint = "ABW is the actual weight to some and the adjusted one to others: write which, or use the field for it."
        problems.append(Problem("order-weight", "Which weight 'ABW' means is not sure.", hint))
    if len(phrases.bases) > 1:
        told = " and ".join(phrases.bases)
        problems.append(Problem("order-weight", f"The order goes by {told} weight.", "State one of them."))
    if len(phrases.routes) > 1:
        message = f"The order names several routes: {', '.join(phrases.routes)}."
        problems.append(Problem("order-routes", message, "Compute each by itself."))
    if phrases.caps and not _alike(phrases.caps):
        told = " and ".join(cap.short for cap in phrases.caps)
        problems.append(Problem("order-caps", f"{told} can't both be the most.", "State one, as an amount."))
    if phrases.hours and not phrases.parts:
        message = f"A day has no whole number of {phrases.hours} hours."
        problems.append(Problem("order-divided", message, "State in how many doses: in 4 divided doses."))
    elif phrases.parts and order.per in (Per.AREA, Per.RISE):
        problems.append(Problem("order-divided", f"{order.short} is not divided.", "State one dose."))
    elif phrases.hours and order.time != "day":
        message = f"{order.short} is not per day, so every {phrases.hours} hours doesn't say how it is divided."
        hint = f"Write {order.short}/day if it is for a day, or in how many doses: in 2 divided doses."
        problems.append(Problem("order-divided", message, hint))
    if problems:
        raise Refused(*problems)


def _alike(caps: tuple[Amount, ...]) -> bool:
    return all(cap.fits(caps[0].unit) for cap in caps)


def _refuse_range(text: str) -> None:
    match = _RANGE.match(text)
    if match is None:
        return
    unit = match["unit"] or match["first"] or ""
    written = "AUC {}" if text.lower().startswith("auc") else f"{{}} {unit}".strip()
    hint = f"State one of them, such as {written.format(match['low'])} or {written.format(match['high'])}."
    raise _refused("order-range", f"'{match[0].strip()[:60]}' is a range; an order is one dose.", hint)


_NUMBER_AND_WORD = re.compile(
    r"(?P<number>[-−–+]?[0-9.,]+)\s*(?P<unit>[^\s,;()]*(?:\s+per\s+[^\s,;()]+)*)", re.IGNORECASE
)


def _not_a_dose(text: str) -> Refused:
    """Why a text begins with no dose, in the words of the grammar of amounts where it has some."""
    found = _AREA.search(text) or re.search(AMOUNT, text, re.IGNORECASE)
    if found and found.start() and re.match(r"[a-z]", text, re.IGNORECASE):
        words = text[: found.start()].strip()
        hint = f"Write the dose first: {found[0]}. The drug has a field of its own."
        return _refused("order-words", f"'{words[:60]}' before the dose is not understood.", hint)
    if text.lower().startswith("auc"):
        return _refused("order-not-read", f"'{text[:60]}' names no area under the curve.", "Write AUC 5.")
    chunk = _NUMBER_AND_WORD.match(text)
    try:
        read_amount(chunk[0] if chunk and chunk["unit"][:1] not in ("x", "×", "*") else text)
    except Refused as refused:
        return refused
    hint = "Write it as 5 mg/kg, 75 mg/m2, 400 mg, AUC 5, or rise 60."
    return _refused("order-not-read", f"'{text[:60]}' is not a dose.", hint)


def _number(text: str) -> Fraction:
    try:
        return read_number(text)
    except ValueError:
        raise _refused("order-not-read", f"'{text[:40]}' is no number.", "Write it as 5 mg/kg.") from None


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))
