"""Which drug a dose is of: its code on the day, the product's names, and the unit that doses of it are counted in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from unitcalc.catalogue.basis import Basis, counts_amounts, told_mismatch
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import A_DOSE, Drug
from unitcalc.catalogue.scale import same
from unitcalc.dosing.telling import brief, told
from unitcalc.findings import Finding, Problem, Refused, Severity, Step
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name

_MOST_OFFERED = 8


class Subject(NamedTuple):
    """The drug of an order; nothing is known of it where neither code nor product was named."""

    drug: Drug | None = None
    product: str = ""
    """As the product that was named is called, or the only one of the code; else empty."""
    names: frozenset[str] = frozenset()
    """The plain names of the product in the tables; empty where any product of the code may be meant."""
    findings: tuple[Finding, ...] = ()

    @property
    def code(self) -> str:
        """The code; empty where none was named."""
        return self.drug.code if self.drug else ""

    @property
    def called(self) -> str:
        """As messages call it: the product, else the code."""
        return f"{self.product} ({self.code})" if self.product else self.code

    def is_of(self, product: str) -> bool:
        """Whether what is stated of a product is stated of this one."""
        return not self.names or plain_name(product) in self.names


def find_subject(catalogue: Catalogue, code: str, product: str, day: date) -> Subject:
    """The drug by code, by product, or by both. Refused, with candidates, where they do not name one code."""
    if not (code or product):
        return Subject()
    findings: tuple[Finding, ...] = ()
    if not code:
        code, findings = _code_of(catalogue, product, day)
    drug = catalogue.drugs.on(code, day)
    known = product_names(catalogue, code)
    if not product:
        return Subject(drug, known[0] if len(known) == 1 else "", findings=findings)
    names = _matching(product, known)
    if not names:
        if plain_name(product) in plain_name(drug.row.long):
            return Subject(drug, findings=findings)
        if findings and not (meant := _spelled_alike(product, known)):  # a brand that CMS's files do not list
            return Subject(drug, findings=findings)
        if findings:
            message = f"No product is called '{product[:40]}'."
            raise Refused(Problem("product-unknown", message, f"Did you mean {' or '.join(meant)}?", meant, "product"))
        some = tuple(known[:_MOST_OFFERED])
        products = f" Its products are {', '.join(some)}." if some else ""
        message = f"'{product[:40]}' is no product of {code} ({drug.row.short}) that is known here.{products}"
        raise Refused(Problem("product-of-another-code", message, "Correct the product or the code.", some, "product"))
    own = names[0] if len({plain_name(name) for name in names}) == 1 else product
    return Subject(drug, own, frozenset(map(plain_name, names)), findings)


def product_names(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    """The products under a code, as `vials.yaml` and then as CMS's files call them, each once."""
    named = (*(size.product for size in catalogue.curated(code)), *catalogue.product_names(code))
    known: dict[str, str] = {}
    for name in named:
        known.setdefault(plain_name(name), name)
    return tuple(known.values())


def _matching(product: str, known: Sequence[str]) -> tuple[str, ...]:
    """The names that are the product's: the same, else those that hold all its words or are held by it."""
    plain = plain_name(product)
    exact = tuple(name for name in known if plain_name(name) == plain)
    if exact:
        return exact
    words = set(plain.split())
    return tuple(name for name in known if words <= (own := set(plain_name(name).split())) or own <= words)


def _spelled_alike(product: str, known: Sequence[str]) -> tuple[str, ...]:
    """The code's products of which a name is probably a slip: a drug is never guessed from one."""
    from difflib import get_close_matches  # late: only a mistake needs it

    close = get_close_matches(plain_name(product), [plain_name(name) for name in known], 3, 0.6)
    return tuple(name for name in known if plain_name(name) in close)


def _code_of(catalogue: Catalogue, product: str, day: date) -> tuple[str, tuple[Finding, ...]]:
    """The one code in force that a product answers to."""
    from unitcalc.catalogue.lookup import look_up  # late: most requests name the code

    found = look_up(catalogue, product, day)
    matches = [match for match in found.matches if not match.outside]
    codes = tuple(dict.fromkeys(match.drug.code for match in matches))
    if len(codes) != 1:
        told_of = ", ".join(f"{match.drug.code} ({match.drug.row.short})" for match in matches[:_MOST_OFFERED])
        why = f"answers to {len(codes)} codes: {told_of}" if codes else "answers to no code in force on that day"
        message = f"'{product[:40]}' {why}."
        problem = Problem("product-on-several-codes", message, "Name the code too.", codes[:_MOST_OFFERED], "product")
        raise Refused(problem)
    message = f"'{product}' is {codes[0]}. {found.read_as}".strip()
    severity = Severity.WARNING if found.read_as else Severity.INFO
    return codes[0], (Finding("product-looked-up", severity, message, str(matches[0].drug.source)),)


class Bound(NamedTuple):
    """A dose in the drug's own terms, and the step that led there, if any."""

    amount: Amount
    steps: tuple[Step, ...] = ()


def bind(catalogue: Catalogue, subject: Subject, dose: Amount, concentration: Amount | None) -> Bound:
    """A dose as one of the drug: IU become IU of factor VIII, mL become mg where the content of a mL is known.

    Refused where no exact way leads from the dose to what the code counts.
    """
    drug = subject.drug
    if drug is None:
        return Bound(dose)
    if not counts_amounts(drug) or drug.billing_unit is None:
        _within_bounds(drug, dose)
        return Bound(dose)
    unit = drug.billing_unit.unit
    if dose.fits(unit):
        return Bound(dose.bound_to(unit) if unit.is_activity else dose)
    if any(dose.fits(also.unit) for also in drug.descriptor.also):
        return Bound(dose)
    content, source = concentration, "your statement"
    volumes = "volume" in (dose.unit.dimension, unit.dimension)
    if content is None and volumes:
        content, source = _only_concentration(catalogue, subject)
    try:
        found = Basis(drug.billing_unit, drug.descriptor.also, content, drug.code).amount(dose)
    except Refused as refused:
        problems = (told_mismatch(catalogue, drug, problem, dose) for problem in refused.problems)
        raise Refused(*(replace(problem, field=problem.field or "order") for problem in problems)) from None
    assert content is not None  # nothing else leads from one dimension to another
    sign = "x" if dose.unit.dimension == "volume" else "/"
    step = Step("Content", f"{brief(dose)} {sign} {content.short}", told(found), source)
    return Bound(found, (step,))


def _only_concentration(catalogue: Catalogue, subject: Subject) -> tuple[Amount | None, str]:
    """What a mL of the product holds, where all its presentations are liquids of one concentration."""
    assert subject.drug is not None
    sold = [each for each in catalogue.of_code(subject.drug) if subject.is_of(each.product)]
    stated = [each for each in sold if each.concentration is not None]
    contents = [each.concentration for each in stated if each.concentration is not None]
    # What a mL of a powder holds is not the label's but the preparer's; what no source calls a liquid may be one.
    liquid = all(each.form == "liquid" or (each.form is None and each.concentration is not None) for each in sold)
    if not contents or not liquid:
        return None, ""
    if not all(same(contents[0], each) for each in contents):
        return None, ""
    return contents[0], str(stated[0].source)


def _within_bounds(drug: Drug, dose: Amount) -> None:
    """A dose whose descriptor states a bound (up to 600 million cells) can't be stated in another dimension."""
    bound = drug.descriptor.at_most or drug.descriptor.above
    if bound is None or dose.unit in (A_DOSE.unit, bound.unit) or dose.unit.dimension == "volume":
        return
    if not dose.fits(bound.unit):
        message = f"{drug.code} is one unit a dose, of {bound.unit}; {brief(dose)} is no amount of that."
        hint = f"State the dose in {bound.unit.symbol}."
        raise Refused(Problem("dimension-mismatch", message, hint, field="order"))
