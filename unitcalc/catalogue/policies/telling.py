"""Values of policies in a person's words."""

from fractions import Fraction

from unitcalc.catalogue.policies.model import Value
from unitcalc.catalogue.policies.names import MONEY, PER_CENT, PERIOD, WHOLE, WORDS, Name
from unitcalc.quantity import dollars, grouped


def told(name: Name, value: Value) -> str:
    """What a value means.

    >>> from datetime import date
    >>> from unitcalc.catalogue.policies.names import NAMES
    >>> told(NAMES["line-charge-limit"], Value("99999.99", date(2025, 1, 1), "M", "4.4", ""))
    '$99,999.99'
    """
    text = value.text
    if text in name.words:
        return name.words[text]
    if name.kind == WORDS:
        return ", ".join(f"{word} {name.words[word]}" for word in value.words)
    if text == "none":
        return {PER_CENT: "not rounded", PERIOD: "no limit is known"}.get(name.kind, text)
    if name.kind == MONEY:
        return dollars(Fraction(text))
    if name.kind == WHOLE:
        return grouped(Fraction(text))
    return f"{text} %" if name.kind == PER_CENT else text
