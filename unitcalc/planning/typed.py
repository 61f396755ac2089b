"""What was typed of a plan, field by field: read, or refused with every problem at once."""

import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.opened import OpenedText, read_opened
from unitcalc.codes import read_code
from unitcalc.dosing.formulas import formulas_of
from unitcalc.dosing.measures import read_concentration
from unitcalc.dosing.phrases import read_phrases
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.search import Objective
from unitcalc.quantity import Amount, grouped, read_number, read_positive

_PERCENT = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?P<sign>%|percent)?", re.IGNORECASE)
MOST = Fraction(25)
"""A proposal farther from the order than this many percent is no rounding; it is refused as a slip."""


class Patient(NamedTuple):
    """A patient's turn, and the dose. The name is what was typed before the dose; else the number of the turn."""

    name: str
    dose: Amount


class Typed(NamedTuple):
    """A request's fields, read; its drug looked up."""

    day: date
    drug: Drug
    patients: tuple[Patient, ...]
    objective: Objective
    concentration: Amount | None
    have: tuple[OpenedText, ...]
    """The containers at hand that were typed."""
    percent: Fraction | None
    """How far a rounded dose may be from the ordered one."""
    share: bool


def read_typed(catalogue: Catalogue, request: PlanRequest, today: date) -> Typed:
    """The fields of a request. Refused with every problem of every field, those of its stock list included."""
    problems = Problems(list(request.stock_problems))
    day, objective, concentration, percent = today, Objective.WASTE, None, None
    drug: Drug | None = None
    patients: tuple[Patient, ...] = ()
    with problems.of("date"):
        day = read_date(request.date, today)
    with problems.of("code"):
        if not request.code.strip():
            raise Refused(Problem("drug-missing", "No drug was named.", "Give a HCPCS code, such as J9312."))
        drug = catalogue.drugs.on(read_code(request.code), day)
    with problems.of("dose"):
        patients = _patients(request.doses)
    with problems.of("objective"):
        if request.objective.strip():
            objective = read_choice(Objective, request.objective, "objective", "objective")
    with problems.of("concentration"):
        if request.concentration.strip():
            concentration = read_concentration(request.concentration)
    have = []
    for text in filter(str.strip, request.have):
        with problems.of("have"):
            have.append(_at_hand(text))
    with problems.of("round_within"):
        if request.round_within.strip():
            percent = _percent(catalogue, request.round_within)
    share = request.share.strip().lower()
    if share not in ("", "yes", "no"):
        problems.add(
            Problem("share-unknown", f"'{share[:20]}' is no choice.", "Write yes or no.", ("yes", "no"), "share")
        )
    problems.raise_any()
    assert drug is not None  # or its problem was raised
    return Typed(day, drug, patients, objective, concentration, tuple(have), percent, share == "yes")


def read_route(text: str) -> str:
    """A route as labels call it, in lower case; what is none is left as it stands.

    >>> [read_route(text) for text in ("IV", "SubQ", "Intravitreal", "subc")]
    ['intravenous', 'subcutaneous', 'intravitreal', 'subc']
    """
    return read_phrases(text).route or text.strip().lower()


def _patients(texts: tuple[str, ...]) -> tuple[Patient, ...]:
    """`350 mg`, `bed 4: 420 mg`; Refused with every dose that can't be read."""
    problems = Problems()
    found: list[Patient] = []
    for number, text in enumerate(filter(str.strip, texts), 1):
        name, _, stated = text.rpartition(":")
        with problems.of("dose"):
            found.append(Patient(name.strip() or f"patient {number}", _dose(stated)))
    problems.raise_any()
    if not found:
        raise Refused(Problem("dose-missing", "No dose was stated.", "State what is to be given: --dose '350 mg'."))
    names = [each.name for each in found]
    for name in dict.fromkeys(each for each in names if names.count(each) > 1):
        message = f"'{name}' stands twice."
        hint = "Give each dose of the day a name of its own, such as '4 AM: 350 mg'."
        problems.add(Problem("patient-twice", message, hint, field="dose"))
    problems.raise_any()
    return tuple(found)


def _dose(text: str) -> Amount:
    stated = read_positive(text)
    if "/" in stated.unit.symbol:  # mg/kg, mg/m2, mL/h
        message = f"{stated.short} is no dose yet: it depends on a weight, a body surface or a time."
        hint = f"State the order and what it is given by, --order '{stated.short}' --weight '70 kg'; or the amount."
        raise Refused(Problem("dose-not-an-amount", message, hint))
    return stated


def _at_hand(text: str) -> OpenedText:
    opened = read_opened(text)
    if opened.ndc is None and opened.each is not None and opened.each.unit.symbol in ("container", "dose"):
        message = f"'{text.strip()[:40]}' does not say what one holds."
        raise Refused(Problem("have-without-amount", message, "Write 3 x 100 mg, or 3 x and the NDC."))
    return opened


def _percent(catalogue: Catalogue, text: str) -> Fraction:
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        message = f"'{text.strip()[:20]}' is no percentage."
        raise Refused(Problem("round-within-not-read", message, "Write 10%."))
    percent = read_number(match["number"])
    if percent < 1 and not match["sign"]:
        message = f"'{text.strip()}' may be a percentage or a part of one."
        raise Refused(
            Problem("round-within-not-read", message, f"Write {grouped(percent * 100)}% or {grouped(percent)}%.")
        )
    if percent > MOST:
        usual = formulas_of(catalogue.reference).rounding.value
        hint = f"The usual policy is {grouped(usual * 100)} %."
        raise Refused(Problem("round-within-too-much", f"{grouped(percent)} % is no rounding of a dose.", hint))
    return percent
