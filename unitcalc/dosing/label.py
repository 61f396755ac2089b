"""A dose held against the label: the usual range for its use, the label's own cap, the basis that it is dosed on."""

from collections.abc import Iterator, Sequence

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import UsualDose
from unitcalc.dosing.case import Case
from unitcalc.dosing.compared import NO_ROUNDING, compared_amounts, holds
from unitcalc.dosing.levels import by_level, by_weight
from unitcalc.dosing.order import Per
from unitcalc.dosing.plausible import weights_of
from unitcalc.dosing.rise import fact
from unitcalc.dosing.routes import fatal_route, of_route
from unitcalc.dosing.telling import brief, near, told
from unitcalc.findings import Finding, Severity
from unitcalc.quantity import Amount
from unitcalc.quantity.ranges import Range
from unitcalc.reference.names import plain_name

WARNING, INFO = Severity.WARNING, Severity.INFO
_MOST_TOLD = 3
_BASIS_WORDS = {"": "as an amount", "kg": "per kg", "m2": "per m2", "AUC": "by AUC", "level": "by the level wanted"}


def held_against_label(catalogue: Catalogue, case: Case, given: Amount) -> Iterator[Finding]:
    """What a dose is beside the usual ones of its label; that it was not compared, where none is known."""
    subject = case.subject
    if subject.drug is None:
        return
    known = [row for row in catalogue.usual_doses(subject.code) if subject.is_of(row.product)]
    rows, strange = of_route(catalogue, case, known)
    deadly = tuple(fatal_route(case))
    yield from deadly or strange
    if not known:
        message = f"No usual dose of {subject.called} is known here: the dose was compared with none."
        yield Finding("dose-not-compared", INFO, message, "vials.yaml")
        return
    rows, outside = _of_patient(case, rows)
    yield from outside
    rows = [row for row in rows if row.use in ("", case.typed.use or row.use)] or rows
    rows, unknown = _of_indication(case, rows)
    yield from unknown
    as_stated = frozenset(rows)
    rows = by_weight(catalogue, case, rows)
    own, other = compared_amounts(case, rows, given)
    unusual = [] if any(holds(case, row, own) is not None for row in rows) else list(_basis_unusual(case, rows))
    yield from unusual
    # What a label states per kg or m2 may be what is meant by an amount, which is rounded to containers then.
    rounding = case.formulas.rounding.value
    # So is what follows from a level by a factor, which is an average.
    compared = [
        (row, holds(case, row, own, NO_ROUNDING if row in as_stated else rounding), holds(case, row, other, rounding))
        for row in rows
    ]
    holding = [row for row, *fits in compared if True in fits]
    against = [row for row, *fits in compared if False in fits and True not in fits]
    open_ = [row for row, *fits in compared if fits == [None, None]]
    if against and not holding:
        yield _outside(case, given, against, open_)
    elif rows and not holding and not unusual:
        yield _not_compared(case, rows)
    yield from _above_cap(case, given, [row for row, fits, _ in compared if fits] or holding or against)


def _of_patient(case: Case, rows: Sequence[UsualDose]) -> tuple[list[UsualDose], tuple[Finding, ...]]:
    """The rows that apply to age and weight, and the finding where none does."""
    age, weight, called = case.typed.age, case.typed.weight, case.subject.called
    of_age = [row for row in rows if age is None or row.age is None or row.age.holds(age)]
    if rows and not of_age and age is not None:
        spans = " or ".join(dict.fromkeys(str(row.age) for row in rows if row.age))
        message = f"No usual dose of {called} is for the age of {brief(age)}: they are for ages {spans}."
        return [], (Finding("age-outside-label", _severity(rows), message, _sources(rows)),)
    fitting = [row for row in of_age if weight is None or _of_weight(case, row, weight.amount)]
    if of_age and not fitting and weight is not None:
        spans = " or ".join(dict.fromkeys(_whom(row).strip(" ()") for row in of_age))
        message = f"No usual dose of {called} is for {brief(weight.amount)}: they are for {spans}."
        return [], (Finding("weight-outside-label", _severity(of_age), message, _sources(of_age)),)
    return fitting, ()


def _of_weight(case: Case, row: UsualDose, weight: Amount) -> bool:
    """Whether a dose is for a weight; without the age stated, also whether someone of its ages can weigh that."""
    if row.weight is not None and not row.weight.holds(weight):
        return False
    if case.typed.age is not None or row.age is None:
        return True
    low, high, kilograms = row.age.low, row.age.high, weight.value
    light = low is not None and kilograms < weights_of(case.formulas, low).least
    heavy = high is not None and kilograms > weights_of(case.formulas, high).most
    return not (light or heavy)


def _of_indication(case: Case, rows: list[UsualDose]) -> tuple[list[UsualDose], tuple[Finding, ...]]:
    """The rows of the indication that was named; all of them, and a finding, where none is called so."""
    named = plain_name(case.typed.indication)
    if not named or not rows:
        return rows, ()
    words = set(named.split())
    own = [row for row in rows if words <= (theirs := set(plain_name(row.indication).split())) or theirs <= words]
    if own:
        return own, ()
    listed = "; ".join(dict.fromkeys(row.indication for row in rows))
    message = f"No usual dose of {case.subject.called} is stated for '{case.typed.indication}'; there are: {listed}."
    return rows, (Finding("indication-unknown", INFO, message, _sources(rows)),)


def _basis(row: UsualDose) -> str:
    if row.area:
        return "AUC"
    if row.high is None:
        return "level"
    parts = row.high.unit.symbol.split("/")
    return next((part for part in parts if part in ("kg", "m2")), "")


def _basis_unusual(case: Case, rows: Sequence[UsualDose]) -> Iterator[Finding]:
    if not rows or case.order.per is Per.RISE:  # a rise comes to IU/kg
        return
    own = "AUC" if case.order.per is Per.AREA else case.order.basis
    bases = dict.fromkeys(_basis(row) for row in rows)
    if own in bases:
        return
    theirs = " or ".join(_BASIS_WORDS[basis] for basis in bases)
    message = (
        f"{case.subject.called} is usually dosed {theirs} ({_ranges(rows)}); the order is "
        f"{_BASIS_WORDS[own]}: {case.order.short}."
    )
    yield Finding("basis-unusual", INFO, message, _sources(rows))


def _outside(case: Case, given: Amount, rows: Sequence[UsualDose], open_: Sequence[UsualDose]) -> Finding:
    """A dose outside every range that it can be compared with; `open_` are those that need a weight or a height."""
    doubt = "" if any(row.source.verified for row in rows) else " The range is unverified."
    each = f" ({told(given)})" if case.order.per is not Per.FLAT or case.order.parts else ""
    message = f"{case.order.short}{each} is outside the usual dose of {case.subject.called}: {_ranges(rows)}.{doubt}"
    needed = _missing(case, open_)
    if needed and case.order.per is Per.FLAT:
        message += f" State the {' and the '.join(needed)} to have it compared with {_ranges(open_)}."
        return Finding("dose-outside-usual", INFO, message, _sources([*rows, *open_]))
    return Finding("dose-outside-usual", _severity(rows), message, _sources(rows))


def _missing(case: Case, rows: Sequence[UsualDose]) -> list[str]:
    """The measures that are needed to compare an amount with doses per kg or m2, and were not stated."""
    bases, found = {_basis(row) for row in rows}, []
    if bases & {"kg", "m2"} and case.typed.weight is None:
        found.append("weight")
    if "m2" in bases and case.typed.height is None:
        found.append("height")
    return found


def _not_compared(case: Case, rows: Sequence[UsualDose]) -> Finding:
    """That no usual dose could be held against the order, and what would let it be."""
    needed = _missing(case, rows)
    hint = f" State the {' and the '.join(needed)}." if needed else ""
    message = (
        f"{case.order.short} could not be compared with the usual doses of {case.subject.called}: "
        f"{_ranges(rows)}.{hint}"
    )
    return Finding("dose-not-compared", INFO, message, _sources(rows))


def _above_cap(case: Case, given: Amount, rows: Sequence[UsualDose]) -> Iterator[Finding]:
    """Above a label's own cap: told, and not applied. Where no age is stated, the doses of adults come first."""
    adult = case.formulas.adult
    if case.typed.age is None:
        rows = [row for row in rows if row.age is None or row.age.holds(adult) or row.age.high is None] or rows
    passed = [row for row in rows if row.cap is not None and row.cap.fits(given.unit) and given > _bound(row, given)]
    if not passed:
        return
    most = max(_bound(row, given) for row in passed)
    whose = "; ".join(list(dict.fromkeys(row.indication for row in passed))[:_MOST_TOLD])
    doubt = "" if any(row.source.verified for row in passed) else " (unverified)"
    message = f"{told(given)} is above the most that is given at once for {whose}, {most.short}{doubt}."
    yield Finding("dose-above-label-cap", _severity(passed), f"{message} The dose is not changed.", _sources(passed))


def _bound(row: UsualDose, given: Amount) -> Amount:
    assert row.cap is not None
    return row.cap.bound_to(given.unit)


def _ranges(rows: Sequence[UsualDose]) -> str:
    texts = list(dict.fromkeys(f"{_words(row)} for {row.indication}{_whom(row)}" for row in rows))
    more = len(texts) - _MOST_TOLD
    return "; ".join(texts[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")


def _words(row: UsualDose) -> str:
    if row.low is None or row.high is None or not by_level(row):
        return row.words
    low, high = (Amount(near(each.value, 3), each.unit) for each in (row.low, row.high))
    about = "" if (low, high) == (row.low, row.high) else "about "
    return f"{about}{Range(low, high)}, to a level of {row.level} IU/dL,"


def _whom(row: UsualDose) -> str:
    parts = [f"age {row.age}" if row.age else "", f"weight {row.weight}" if row.weight else ""]
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


def _severity(rows: Sequence[UsualDose]) -> Severity:
    """What nobody has verified is told, and warns of nothing."""
    return WARNING if any(row.source.verified for row in rows) else INFO


def _sources(rows: Sequence[UsualDose]) -> str:
    return "; ".join(list(dict.fromkeys(fact(row.source) for row in rows))[:_MOST_TOLD])
