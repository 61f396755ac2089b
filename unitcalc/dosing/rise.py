"""What raises the level of a clotting factor: IU per kg for each IU/dL, by product and age (RULES 4.5, 4.6)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.usual import Rise
from unitcalc.dosing.formulas import Formulas
from unitcalc.dosing.subject import Subject
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.quantity import Amount, plain
from unitcalc.reference.names import plain_name
from unitcalc.reference.vials.model import FactSource

_DEFAULT = ""
"""Stands among the products for those of which nothing is stated."""


class Factor(NamedTuple):
    """IU per kg for a rise of 1 IU/dL, whose it is, and the source."""

    value: Fraction
    product: str
    source: str


def rise_factor(catalogue: Catalogue, subject: Subject, age: Amount | None, formulas: Formulas) -> Factor:
    """The one factor that the product (or all products of the code) and the age lead to; Refused for any other case."""
    drug = subject.drug
    if drug is None:
        message = "A rise is computed for a clotting factor's code or product, and none was named."
        raise Refused(Problem("drug-missing", message, "Give the code or the product, such as J7192.", field="code"))
    activity = drug.billing_unit.unit.of if drug.billing_unit else None
    if activity is None or not activity.startswith("factor"):
        # Units of von Willebrand factor are no units of factor VIII, though one vial holds both.
        message = f"{subject.called} ({drug.row.short}) is not counted by a factor whose level rises."
        hint = "Order it by weight or as an amount, in the units that the code counts."
        raise Refused(Problem("rise-not-for-drug", message, hint, field="order"))
    known = catalogue.rises(drug.code)
    rows = [row for row in known if subject.is_of(row.product)]
    default = Factor(formulas.rise_factor.value, _DEFAULT, str(formulas.rise_factor.source))
    has_default = activity == formulas.rise_activity
    if not rows and has_default:
        return default
    if not rows:
        raise _unknown(subject, activity, known)
    factors = [_factor(row, activity) for row in _of_age(rows, age, subject)]
    if not subject.names:
        covered = {plain_name(row.product) for row in rows}
        others = [name for name in _curated(catalogue, drug.code) if plain_name(name) not in covered]
        if others and has_default:
            factors.append(default)
        elif others:
            raise _differing(subject, factors, (*dict.fromkeys(row.product for row in rows), *others))
    if len({factor.value for factor in factors}) > 1:
        raise _differing(subject, factors, tuple(dict.fromkeys(row.product for row in rows)))
    return factors[0]


def unlikely_rise(rise: Fraction, formulas: Formulas) -> Iterator[Finding]:
    """A rise that is more than anyone usually wants, or so little that a share of one may be meant."""
    if rise < formulas.rise.least:
        percent = f"{plain(rise * 100)} %"
        message = f"A rise of {plain(rise)} IU/dL is less than {plain(formulas.rise.least)}: is {percent} meant?"
        yield Finding("rise-small", Severity.WARNING, message, str(formulas.rise.source))
    if rise > formulas.rise.most:
        message = f"A rise of {plain(rise)} IU/dL is more than {plain(formulas.rise.most)}: check it."
        yield Finding("rise-large", Severity.WARNING, message, str(formulas.rise.source))


def fact(source: FactSource) -> str:
    """A label fact's source as steps and findings print it: without the address, and what is unverified says so."""
    if source.file or not source.document:
        return str(source)
    return f"{source.document}, {source.place}" if source.place else source.document


def _factor(row: Rise, activity: str) -> Factor:
    rule = {"factor VIII": "RULES 4.5: ", "factor IX": "RULES 4.6: "}.get(activity, "")
    return Factor(row.factor, row.product, f"{rule}{row.product}, {fact(row.source)}")


def _of_age(rows: Sequence[Rise], age: Amount | None, subject: Subject) -> list[Rise]:
    """The rows that hold for an age. Without one, all of them if they say the same."""
    if age is not None:
        holding = [row for row in rows if row.age is None or row.age.holds(age)]
        if not holding:
            message = f"No factor of {subject.called} is stated for this age: {_told(rows)}."
            raise Refused(Problem("rise-factor-age", message, "Order in IU/kg, or check the age.", field="age"))
        return holding
    if any(row.age for row in rows) and len({row.factor for row in rows}) > 1:
        message = f"The factor of {subject.called} depends on the age: {_told(rows)}."
        raise Refused(Problem("age-missing", message, "State the age, such as 12 years.", field="age"))
    return list(rows)


def _told(rows: Sequence[Rise]) -> str:
    several = len({row.product for row in rows}) > 1
    spans = ((row, row.age or "at any age") for row in rows)
    return ", ".join(f"{f'{row.product} ' if several else ''}{plain(row.factor)} {span}" for row, span in spans)


def _curated(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(size.product for size in catalogue.curated(code)))


def _unknown(subject: Subject, activity: str, known: Sequence[Rise]) -> Refused:
    others = tuple(dict.fromkeys(row.product for row in known))
    message = f"How much {activity} of {subject.called} raises the level is not known here, and there is no default."
    hint = "Order in IU/kg by the label" + (f", or name the product: {', '.join(others)}." if others else ".")
    return Refused(Problem("rise-factor-unknown", message, hint, others, "product"))


def _differing(subject: Subject, factors: Sequence[Factor], products: Sequence[str]) -> Refused:
    values = {f"{factor.product or 'others'} {plain(factor.value)}": None for factor in factors}
    message = f"The products of {subject.code} are not dosed alike ({', '.join(values)}), and none is named."
    hint = f"Name the product: {' or '.join(products)}."
    return Refused(Problem("rise-factor-differs", message, hint, tuple(products), "product"))
