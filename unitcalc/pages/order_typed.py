"""What an order asks for while it is being written, and whether a text of it is only begun."""

import re
from collections.abc import Sequence

from unitcalc.dosing.order import Order, Per, read_order
from unitcalc.findings import Problem, Refused
from unitcalc.pages.unfinished import unfinished
from unitcalc.quantity.grammar import SYMBOLS

WEIGHED = frozenset({Per.WEIGHT, Per.SURFACE, Per.RISE})
_BETWEEN = re.compile(r"[\s,;()/]+")
_NUMBER = re.compile(r"[0-9][0-9.,]*%?")
_LAST_WORD = re.compile(r"[^\d\s,.][^\d]*$")
# Words of orders; units are known to the core. Only for what is being written: the core alone reads orders.
_TEXT = """
auc target rise raise increase increment level the to from of by per iv ivpb intravenous intravenously push infusion
bolus im intramuscular intramuscularly sc sq subq subcutaneous subcutaneously po intravitreal intrathecal every other
each q daily weekly monthly once twice one two three four five six times max maximum not exceed nte up cap capped at
single dose doses over divided in into equally on day days hours weeks months cycle cycles for loading maintenance
initial give administer stat now today prn as needed bid tid qid
"""
_WORDS = tuple(_TEXT.split())
_UNITS = {
    "weight": ("kg", "kilograms", "g", "grams", "lb", "lbs", "pounds", "oz", "ounces"),
    "height": ("cm", "centimeters", "m", "meters", "metres", "in", "inches", "ft", "feet"),
    "age": ("years", "yr", "months", "mo", "weeks", "days", "old"),
    "gfr": ("ml/min",),
    "duration": ("hours", "hrs", "h", "minutes", "min", "days", "weeks"),
    "level_measured": ("iu/dl", "%"),
}
_UNITS["last_weight"] = _UNITS["weight"]
_UNIT_CODES = frozenset({"unit-unknown", "unit-ambiguous"})
_ORDER_CODES = frozenset({*_UNIT_CODES, "order-words", "order-not-read", "amount-not-read", "amount-without-unit"})


def begun_order(text: str) -> Order | None:
    """The order that a text is, or its longest beginning that is one.

    >>> begun_order("5 mg/kg IV ev").short, begun_order("15 mg/kg/").short, begun_order("AUC")
    ('5 mg/kg', '15 mg/kg', None)
    """
    ends = [len(text), *(match.start() for match in reversed(list(_BETWEEN.finditer(text))))]
    for end in ends:
        try:
            return read_order(text[:end])
        except Refused:
            continue
    return None


def asked(order: Order | None, basis: str) -> tuple[str, ...]:
    """The fields that an order needs, and those that belong to them; `basis` is the weight to dose by.

    >>> asked(read_order("75 mg/m2"), "")
    ('weight', 'weight_date', 'last_weight', 'age', 'height', 'bsa_formula')
    >>> asked(read_order("AUC 5"), ""), asked(read_order("750 mg"), "")
    (('gfr',), ())
    """
    if order is None:
        return ()
    weighed = order.per in WEIGHED
    needed = {
        "weight": weighed,
        "weight_date": weighed,
        "last_weight": weighed,
        "age": weighed,
        "height": order.per is Per.SURFACE or (weighed and basis),
        "bsa_formula": order.per is Per.SURFACE,
        "sex": weighed and basis,
        "gfr": order.per is Per.AREA,
        "duration": order.time and not order.parts,
        "level_measured": order.wanted is not None and order.measured is None,
    }
    return tuple(name for name, wanted in needed.items() if wanted)


def only_begun(name: str, problem: Problem, text: str) -> bool:
    """Whether what can't be used yet could become what can, by going on.

    >>> from unitcalc.findings import Problem
    >>> [only_begun("order", Problem("order-words", ""), text) for text in ("5 mg/kg IV eve", "5 mg/kg blue")]
    [True, False]
    >>> [only_begun("weight", Problem("weight-not-read", ""), text) for text in ("154 l", "70 mg")]
    [True, False]
    """
    if name == "order":
        if problem.code == "order-several":  # in 4 d: of days, or divided doses
            return _starts(_BETWEEN.split(text.lower())[-1], _WORDS) and _going_on(text)
        return problem.code in _ORDER_CODES and _going_on(text)
    if name in _UNITS:
        return _measure_begun(name, problem.code, text)
    return unfinished(problem, text)


def _going_on(text: str) -> bool:
    """Whether all that is not understood yet are numbers and words of orders, the last one perhaps cut short."""
    whole = [end for end in (0, *(m.start() for m in _BETWEEN.finditer(text))) if _reads(text[:end])]
    words = [word.lower() for word in _BETWEEN.split(text[max(whole, default=0) :]) if word]
    *before, last = words or [""]
    return all(_known(word) for word in before) and (_known(last) or _starts(last, (*_WORDS, *SYMBOLS)))


def _reads(text: str) -> bool:
    try:
        read_order(text)
    except Refused:
        return False
    return True


def _known(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) or word in _WORDS or word in SYMBOLS


def _measure_begun(name: str, code: str, text: str) -> bool:
    if code.endswith("-without-unit"):
        return True
    if code not in _UNIT_CODES and not code.endswith("-not-read"):
        return False
    if text.strip()[-1:].isdigit():  # 11 lb 4
        return code == "unit-unknown"
    last = _LAST_WORD.search(text.strip())
    return last is not None and _starts(last[0].lower(), _UNITS[name])


def _starts(begun: str, words: Sequence[str]) -> bool:
    return any(word.lower().startswith(begun) for word in words)
