"""A dose held against the label: the usual range for its use, the label's own cap, the basis that it is dosed on."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import UsualDose
from unitcalc.dosing.case import Case
from unitcalc.dosing.order import Per
from unitcalc.dosing.rise import fact
from unitcalc.dosing.surface import Surface, surface
from unitcalc.dosing.telling import brief, told
from unitcalc.findings import Finding, Severity
from unitcalc.quantity import Amount, Unit
from unitcalc.reference.names import plain_name

WARNING, INFO = Severity.WARNING, Severity.INFO
_MOST_TOLD = 3
_BASIS_WORDS = {"": "as an amount", "kg": "per kg", "m2": "per m2", "AUC": "by AUC", "level": "by the level wanted"}


def held_against_label(catalogue: Catalogue, case: Case, given: Amount) -> Iterator[Finding]:
    """What a dose is beside the usual ones of its label; nothing where none is known."""
    subject = case.subject
    if subject.drug is None:
        return
    known = [row for row in catalogue.usual_doses(subject.code) if subject.is_of(row.product)]
    if not known:
        return
    rows, strange = _of_route(case, known)
    yield from strange
    rows, outside = _of_age(case, rows)
    yield from outside
    rows = [row for row in rows if row.use in ("", case.typed.use or row.use)] or rows
    rows, unknown = _of_indication(case, rows)
    yield from unknown
    own = _own(case)
    stated = {amount.unit.dimension for amount in own}
    other = [amount for amount in _others(case, given) if amount.unit.dimension not in stated]
    if rows and all(_holds(case, row, own) is None for row in rows):
        yield from _basis_unusual(case, rows)
    # What a label states per kg or m2 may be what is meant by an amount, which is rounded to containers then.
    rounding = case.formulas.rounding.value
    compared = [(row, _any(_holds(case, row, own), _holds(case, row, other, rounding))) for row in rows]
    holding = [row for row, holds in compared if holds]
    against = [row for row, holds in compared if holds is False]
    if against and not holding:
        yield _outside(case, given, against, [row for row, holds in compared if holds is None])
    yield from _above_cap(given, holding or against)


def _of_route(case: Case, rows: Sequence[UsualDose]) -> tuple[list[UsualDose], tuple[Finding, ...]]:
    """The rows of the order's route, where both state one; all of them, and a finding, where the label has another."""
    route = case.order.route
    fitting = [row for row in rows if not (route and row.route) or route in row.route.lower()]
    if fitting:
        return fitting, ()
    theirs = " or ".join(dict.fromkeys(row.route.lower() for row in rows))
    message = f"The order is {route}, and the label of {case.subject.called} states doses that are {theirs}."
    return list(rows), (Finding("route-outside-label", WARNING, message, _sources(rows)),)


def _of_age(case: Case, rows: Sequence[UsualDose]) -> tuple[list[UsualDose], tuple[Finding, ...]]:
    """The rows that apply to age and weight, and the finding where none does."""
    age, weight = case.typed.age, case.typed.weight
    of_age = [row for row in rows if age is None or row.age is None or row.age.holds(age)]
    found: tuple[Finding, ...] = ()
    if not of_age and age is not None:
        spans = " or ".join(dict.fromkeys(str(row.age) for row in rows if row.age))
        message = f"No usual dose of {case.subject.called} is for the age of {brief(age)}: they are for ages {spans}."
        found = (Finding("age-outside-label", _severity(rows), message, _sources(rows)),)
    fitting = [row for row in of_age if weight is None or row.weight is None or row.weight.holds(weight.amount)]
    return fitting, found


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


def _own(case: Case) -> tuple[Amount, ...]:
    """What the order says in its own basis: one administration, and the rate where it is one."""
    order = case.order
    if order.unit is None:
        return ()
    each = Amount(order.value * case.times.factor, _per(_head(case, order.unit), order.basis))
    if order.time and not order.parts:
        return (each, Amount(order.value, _per(_head(case, order.unit), order.basis, order.time)))
    return (each,)


def _others(case: Case, given: Amount) -> tuple[Amount, ...]:
    """The dose in other bases: as an amount, and per kg where the weight is known."""
    flat = Amount(given.value, _head(case, given.unit))
    found = [flat]
    if case.kilograms:
        found.append(Amount(flat.value / case.kilograms.value, _per(flat.unit, "kg")))
    if body := _surface(case):
        found.append(Amount(flat.value / body.amount.value, _per(flat.unit, "m2")))
    return tuple(found)


def _surface(case: Case) -> Surface | None:
    """The body surface; also where the order does not go by it, if weight and height were stated."""
    typed = case.typed
    if case.surface or typed.weight is None or typed.height is None:
        return case.surface
    return surface(typed.formula, typed.weight.amount.value, typed.height.amount.value, typed.decimals)


def _head(case: Case, unit: Unit) -> Unit:
    """The unit without the activity's name, as IU or as units by what the code counts."""
    counted = case.subject.drug.billing_unit if case.subject.drug else None
    if unit.is_activity and counted is not None and counted.unit.is_activity:
        return Unit(counted.unit.symbol)
    return Unit(unit.symbol)


def _per(head: Unit, *per: str) -> Unit:
    return Unit("/".join(filter(None, (head.symbol, *per))))


def _any(*known: bool | None) -> bool | None:
    """Whether any of several answers is yes; None where there is none."""
    told = [each for each in known if each is not None]
    return any(told) if told else None


def _holds(case: Case, row: UsualDose, amounts: Iterable[Amount], rounding: Fraction = Fraction(0)) -> bool | None:
    """Whether a dose lies within a usual one, give or take a share of it; None where the two can't be compared."""
    order = case.order
    if order.per is Per.AREA:
        return row.area.low <= order.value <= row.area.high if row.area else None
    if order.per is Per.RISE and row.level:
        # Without the level measured a rise may start anywhere: it reaches at least itself.
        reached = order.wanted if order.wanted is not None else max(order.value, row.level.low)
        return row.level.low <= reached <= row.level.high
    if row.high is None:
        return None
    for amount in amounts:
        if amount.unit.dimension == row.high.unit.dimension:
            return (row.low is None or amount >= row.low * (1 - rounding)) and amount <= row.high * (1 + rounding)
    return None


def _basis(row: UsualDose) -> str:
    if row.area:
        return "AUC"
    if row.high is None:
        return "level"
    parts = row.high.unit.symbol.split("/")
    return next((part for part in parts if part in ("kg", "m2")), "")


def _basis_unusual(case: Case, rows: Sequence[UsualDose]) -> Iterator[Finding]:
    if case.order.per is Per.RISE:  # a rise comes to IU/kg
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


def _above_cap(given: Amount, rows: Sequence[UsualDose]) -> Iterator[Finding]:
    """Above the label's own cap: told, and not applied. Only where every row that may be meant has one."""
    caps = [row.cap for row in rows if row.cap is not None and _comparable(given, row.cap)]
    if not caps or len(caps) != len(rows):
        return
    most = max(caps, key=lambda cap: cap.bound_to(given.unit).value).bound_to(given.unit)
    if given > most:
        doubt = "" if any(row.source.verified for row in rows) else " (unverified)"
        message = f"{told(given)} is above the most that the label lets be given at once, {most.short}{doubt}."
        yield Finding("dose-above-label-cap", _severity(rows), f"{message} The dose is not changed.", _sources(rows))


def _comparable(given: Amount, cap: Amount) -> bool:
    return cap.fits(given.unit)


def _ranges(rows: Sequence[UsualDose]) -> str:
    texts = list(dict.fromkeys(f"{row.words} for {row.indication}{_whom(row)}" for row in rows))
    more = len(texts) - _MOST_TOLD
    return "; ".join(texts[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")


def _whom(row: UsualDose) -> str:
    parts = [f"age {row.age}" if row.age else "", f"weight {row.weight}" if row.weight else ""]
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


def _severity(rows: Sequence[UsualDose]) -> Severity:
    """What nobody has verified is told, and warns of nothing."""
    return WARNING if any(row.source.verified for row in rows) else INFO


def _sources(rows: Sequence[UsualDose]) -> str:
    return "; ".join(list(dict.fromkeys(fact(row.source) for row in rows))[:_MOST_TOLD])
