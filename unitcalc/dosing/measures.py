"""A patient's measures as people write them: weight, height, age, sex, clearance, how long."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from unitcalc.dosing.formulas import Formulas, Range
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, Unit, grouped, plain, read_amount, read_number, rounded
from unitcalc.quantity.number import NUMBER

KG, CM, IN, YEAR = Unit("kg"), Unit("cm"), Unit("in"), Unit("year")


class Measure(NamedTuple):
    """A measure in the unit that is computed with, and how it was converted."""

    amount: Amount
    expression: str
    source: str


STATED = "your statement"
_POUND = "exact, by definition (1959)"
_BARE = re.compile(NUMBER, re.IGNORECASE)
_PARTS = re.compile(
    rf"(?P<first>{NUMBER}\s*[^\d\s,.]+)\s*(?:,|and)?\s*(?P<second>{NUMBER}\s*[^\d\s,.]+\.?)", re.IGNORECASE
)
_METERS = re.compile(rf"(?P<meters>{NUMBER})\s*(?:m|meters?|metres?)", re.IGNORECASE)
_FEET = re.compile(
    rf"(?P<feet>[0-9]+)\s*(?:'|’|′|ft\.?|feet|foot)\s*(?:,|and)?\s*(?:(?P<inches>{NUMBER})\s*(?:''|\"|”|″|in\.?|inch|inches)?)?",
    re.IGNORECASE,
)
_INCHES = re.compile(rf"(?P<inches>{NUMBER})\s*(?:''|\"|”|″)")
_OLD = re.compile(r"(?<=\S)\s*-?(?:old|of age)$|(?<=y)\s*/?o$", re.IGNORECASE)
_AGE_UNITS = {"y": "year", "yo": "year", "y/o": "year", "w": "week"}
_NORMALISED = re.compile(r"/?\s*(?:per\s*)?1\.73\s*(?:m2|m²|m\^2)?", re.IGNORECASE)


def read_weight(text: str, bounds: Range) -> Measure:
    """A body weight in kg. Refused without a unit, with both readings; and beyond what a body can weigh."""
    text = " ".join(text.split())
    if _BARE.fullmatch(text):
        value = _number(text, "weight", "70 kg")
        pounds = Amount(value, Unit("lb")).to(KG)
        hint = f"Write {text} kg, or {text} lb (which is {_shown(pounds.value, 1)} kg)."
        raise _refused("weight-without-unit", f"'{text}' has no unit: kg or lb?", hint, (f"{text} kg", f"{text} lb"))
    parts = _PARTS.fullmatch(text)
    amounts = [read_amount(part.rstrip(".")) for part in parts.groups()] if parts else [read_amount(text)]
    symbols = [each.unit.symbol for each in amounts]
    if len(amounts) == 2 and symbols != ["lb", "oz"]:
        raise _refused("weight-not-read", f"'{text[:40]}' is no weight.", "Write 70 kg, 3200 g, 154 lb or 11 lb 4 oz.")
    if any(symbol not in ("kg", "g", "lb", "oz") for symbol in symbols):
        hint = "Write 70 kg, 3200 g, 154 lb or 11 lb 4 oz."
        raise _refused("weight-not-read", f"'{text[:40]}' is no body weight.", hint)
    if len(amounts) == 2 and amounts[1].value >= 16:
        message = f"'{text}': a pound has 16 ounces."
        raise _refused("weight-not-read", message, "Check the weight: 11 lb 4 oz.")
    kilograms = sum((_kilograms(each) for each in amounts), Fraction(0))
    if not kilograms:
        raise _refused("weight-zero", f"'{text}' is no weight of a body.", "State the weight, such as 70 kg.")
    found = Amount(kilograms, KG)
    if not bounds.least <= kilograms <= bounds.most:
        limit = (
            f"at most {grouped(bounds.most)} kg" if kilograms > bounds.most else f"at least {plain(bounds.least)} kg"
        )
        told = "" if symbols == ["kg"] else f" ({_shown(kilograms, 3)} kg)"
        message = f"{text}{told} is no weight of a body: {limit} is known."
        raise _refused("weight-impossible", message, f"Check number and unit. [{bounds.source}]")
    if symbols == ["kg"]:
        return Measure(found, "as stated", STATED)
    expression = " + ".join(map(_converted, amounts))
    return Measure(found, expression, _POUND if "lb" in symbols or "oz" in symbols else "1 kg = 1,000 g")


def _kilograms(amount: Amount) -> Fraction:
    return amount.value / 1000 if amount.unit.symbol == "g" else amount.to(KG).value


def _converted(amount: Amount) -> str:
    if amount.unit.symbol == "g":
        return f"{amount.short} / 1,000 g/kg"
    rate = Amount(Fraction(1), amount.unit).to(KG).value
    return amount.short if amount.unit == KG else f"{amount.short} x {plain(rate)} kg/{amount.unit.symbol}"


def read_height(text: str, bounds: Range) -> Measure:
    """A body height in cm. Refused without a unit, and beyond what a body can measure."""
    text = " ".join(text.split())
    if _BARE.fullmatch(text):
        hint = f"Write {text} cm, or {text} in."
        raise _refused("height-without-unit", f"'{text}' has no unit: cm or in?", hint, (f"{text} cm", f"{text} in"))
    found = _height(text)
    if not found.amount:
        raise _refused("height-zero", f"'{text}' is no height of a body.", "State the height, such as 170 cm.")
    if not bounds.least <= found.amount.value <= bounds.most:
        high = found.amount.value > bounds.most
        limit = f"at most {_shown(bounds.most, 0)} cm" if high else f"at least {plain(bounds.least)} cm"
        message = f"{text} is no height of a body: {limit} is known."
        raise _refused("height-impossible", message, f"Check number and unit. [{bounds.source}]")
    return found


def _height(text: str) -> Measure:
    if match := _METERS.fullmatch(text):
        value = _number(match["meters"], "height", "1.70 m")
        return Measure(Amount(value * 100, CM), f"{plain(value)} m x 100 cm/m", "1 m = 100 cm")
    inches, expression = None, ""
    if match := _INCHES.fullmatch(text):
        inches = _number(match["inches"], "height", "67 in")
        expression = f"{plain(inches)} in"
    elif match := _FEET.fullmatch(text):
        feet, rest = int(match["feet"]), _number(match["inches"] or "0", "height", "5 ft 7 in")
        if rest >= 12:
            raise _refused("height-not-read", f"'{text}': a foot has 12 inches.", "Check the height: 5 ft 7 in.")
        inches = feet * 12 + rest
        expression = f"({feet} ft x 12 in/ft + {plain(rest)} in)" if rest else f"{feet} ft x 12 in/ft"
    if inches is not None:
        return Measure(Amount(inches, IN).to(CM), f"{expression} x 2.54 cm/in", _POUND)
    amount = read_amount(text)
    if amount.unit.symbol == "ft":  # 5 ft was read above: these have a fraction
        whole = int(amount.value)
        hint = f"Write {whole} ft {text.partition('.')[2][:1] or 0} in if that is meant, or the height in inches or cm."
        raise _refused("height-not-read", f"'{text[:40]}': feet are written with inches.", hint)
    if amount.unit.dimension != CM.dimension:
        hint = "Write 170 cm, 1.70 m, 67 in or 5 ft 7 in."
        raise _refused("height-not-read", f"'{text[:40]}' is no height.", hint)
    if amount.unit == CM:
        return Measure(amount, "as stated", STATED)
    return Measure(amount.to(CM), f"{amount.short} x 2.54 cm/in", _POUND)


def read_age(text: str, formulas: Formulas) -> Amount:
    """An age; a bare number is years. Refused beyond what anyone lives."""
    text = _OLD.sub("", " ".join(text.split()))
    if text.startswith(("-", "−", "–")):
        raise _refused("age-not-read", f"'{text[:30]}' is no age.", "An age is zero or more: 12 years, 6 months.")
    if _BARE.fullmatch(text):
        age = Amount(_number(text, "age", "12 years"), YEAR)
    else:
        age = _time(text, "age", "12 years, 6 months, 3 weeks or 10 days")
    if age > formulas.age:
        message = f"{text} is no age: at most {formulas.age.short} is known."
        raise _refused("age-impossible", message, f"Check the age. [{formulas.age_source}]")
    return age


def read_duration(text: str) -> Amount:
    """How long an infusion runs; Refused without a unit, and for no time at all."""
    text = " ".join(text.split())
    if _BARE.fullmatch(text):
        hint = f"Write {text} h, or {text} min."
        raise _refused("duration-without-unit", f"'{text}' has no unit: h or min?", hint, (f"{text} h", f"{text} min"))
    found = _time(text, "duration", "4 h, 30 min or 3 days")
    if not found:
        raise _refused("duration-zero", f"'{text}' is no time.", "State how long, such as 4 h.")
    return found


def _time(text: str, what: str, examples: str) -> Amount:
    parts = _PARTS.fullmatch(text)
    amounts = [_time_part(part, what, examples) for part in (parts.groups() if parts else (text,))]
    first, *more = amounts
    # In the smaller unit, so that 1 h 30 min are 90 min.
    return Amount(first.to(more[0].unit).value + more[0].value, more[0].unit) if more else first


def _time_part(text: str, what: str, examples: str) -> Amount:
    word = re.sub(rf"^{NUMBER}\s*", "", text, count=1, flags=re.IGNORECASE).strip().lower().rstrip(".")
    named = _AGE_UNITS.get(word)
    amount = read_amount(f"{text[: len(text) - len(word)].rstrip('.')} {named}" if named else text)
    if amount.unit.dimension != YEAR.dimension:
        raise _refused(f"{what}-not-read", f"'{text[:30]}' is no {what}.", f"Write {examples}.")
    return amount


def read_clearance(text: str, bounds: Range) -> Fraction:
    """A glomerular filtration rate in mL/min; a bare number is that. Refused where it is per 1.73 m2."""
    text = " ".join(text.split())
    if _NORMALISED.search(text):
        hint = "State it for this patient's own body surface, in mL/min: multiply by the surface and divide by 1.73."
        message = f"'{text[:40]}' is per 1.73 m2, and the formula takes mL/min."
        raise _refused("gfr-normalised", message, hint)
    bare = _BARE.fullmatch(text)
    amount = read_amount(f"{text} mL/min" if bare else text)
    if amount.unit.dimension != Unit("mL/min").dimension:
        raise _refused("gfr-not-read", f"'{text[:30]}' is no clearance.", "Write it in mL/min, such as 90.")
    value = amount.to(Unit("mL/min")).value
    if value > bounds.most:
        message = f"{text} is no clearance: kidneys filter at most {plain(bounds.most)} mL/min."
        raise _refused("gfr-impossible", message, f"Check number and unit. [{bounds.source}]")
    return value


def read_sex(text: str) -> str:
    """female or male."""
    word = text.strip().lower()
    for sex in ("female", "male"):
        if word in (sex, sex[0]):
            return sex
    raise _refused("sex-unknown", f"'{text.strip()[:20]}' is neither female nor male.", "Write female or male.")


def read_concentration(text: str) -> Amount:
    """A content per volume: 10 mg/mL."""
    found = read_amount(text)
    if not found or not found.unit.dimension.endswith(" per volume") or found.unit.symbol.count("/") > 1:
        message = f"'{text.strip()[:40]}' is not a content per volume."
        raise _refused("concentration-not-read", message, "Write 10 mg/mL.")
    return found


def _number(text: str, what: str, example: str) -> Fraction:
    try:
        return read_number(text)
    except ValueError:
        raise _refused(f"{what}-not-read", f"'{text[:40]}' is no number.", f"Write {example}.") from None


def _shown(value: Fraction, places: int) -> str:
    return plain(rounded(value, places))


def _refused(code: str, message: str, hint: str, candidates: Sequence[str] = ()) -> Refused:
    return Refused(Problem(code, message, hint, tuple(candidates)))
