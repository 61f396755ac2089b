"""What a plan is asked for: the request with its fields read, and the containers that may be opened for it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from unitcalc.catalogue.basis import Basis, counts_amounts, told_mismatch
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.drugs import Drug, TableUse
from unitcalc.codes import read_code
from unitcalc.findings import Finding, Problem, Problems, Refused
from unitcalc.planning.onhand import OnHand
from unitcalc.planning.pools import Pool, basis_of, is_assayed, is_sold, pooled, to_buy
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.search import Objective
from unitcalc.quantity import Amount, read_positive


class Patient(NamedTuple):
    """A patient's turn, and the dose. The name is what was typed before the dose; else the number of the turn."""

    name: str
    dose: Amount


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a plan, read and looked up."""

    catalogue: Catalogue
    drug: Drug
    basis: Basis
    patients: tuple[Patient, ...]
    objective: Objective
    day: date
    pools: tuple[Pool, ...]
    from_stock: bool
    findings: tuple[Finding, ...]
    """On the drug and the stock."""

    @property
    def dose(self) -> Amount:
        """Of all patients together."""
        return self.basis.of(sum((each.dose.value for each in self.patients), Fraction(0)))

    @property
    def assayed(self) -> bool:
        """Whether the potency is printed on each lot."""
        return is_assayed(self.catalogue.of_code(self.drug))

    @property
    def tables(self) -> tuple[TableUse, ...]:
        """The tables that the plan rests on."""
        names = ("codes", "limits") if self.from_stock else ("codes", "crosswalk", "limits")
        return tuple(self.drug.use(name) for name in names)


def read_asked(catalogue: Catalogue, request: PlanRequest, today: date) -> Asked:
    """A request read and looked up. Refused with every problem that keeps it from being planned."""
    problems = Problems()
    day, objective = today, Objective.WASTE
    drug: Drug | None = None
    with problems.of("date"):
        day = read_date(request.date, today)
    with problems.of("code"):
        if not request.code.strip():
            raise Refused(Problem("drug-missing", "No drug was named.", "Give a HCPCS code, such as J9312."))
        drug = catalogue.drugs.on(read_code(request.code), day)
    with problems.of("objective"):
        if request.objective.strip():
            objective = read_choice(Objective, request.objective, "objective", "objective")
    patients: tuple[Patient, ...] = ()
    with problems.of("dose"):
        patients = _patients(request.doses)
    concentration = None
    with problems.of("concentration"):
        concentration = read_positive(request.concentration) if request.concentration.strip() else None
    problems.raise_any()
    assert drug is not None  # or its problem was raised
    unit = patients[0].dose.unit
    counted = counts_amounts(drug) and drug.billing_unit is not None
    if counted and drug.billing_unit is not None:
        # A dose of 35 g is planned in grams, though the code counts 500 mg.
        unit = unit if drug.billing_unit.fits(unit) and not unit.is_activity else drug.billing_unit.unit
    elif unit.symbol in ("dose", "container"):
        message = f"{drug.code} is billed per {unit.symbol}, and how much that is can't be planned."
        raise Refused(Problem("dose-not-planned", message, "State the dose as an amount: 300 mg.", field="dose"))
    basis = basis_of(drug, unit, concentration)
    counted_patients = []
    for patient in patients:
        with problems.of("dose"):
            try:
                counted_patients.append(patient._replace(dose=basis.amount(patient.dose)))
            except Refused as refused:
                told = [told_mismatch(catalogue, drug, problem, patient.dose) for problem in refused.problems]
                raise Refused(*told) from None
    problems.raise_any()
    at_hand = _on_hand(catalogue, drug, basis, day, request)
    pools = _in_stock(drug, at_hand) if at_hand else _on_sale(catalogue, drug, basis)
    return Asked(
        catalogue,
        drug,
        basis,
        tuple(counted_patients),
        objective,
        day,
        _chosen(pools, request.product, request.route),
        at_hand is not None,
        (*drug.findings, *(at_hand.findings if at_hand else ())),
    )


def _patients(texts: tuple[str, ...]) -> tuple[Patient, ...]:
    """`350 mg`, `bed 4: 420 mg`; Refused with every dose that can't be read."""
    problems = Problems()
    found: list[Patient] = []
    for number, text in enumerate(filter(str.strip, texts), 1):
        name, colon, stated = text.rpartition(":")
        with problems.of("dose"):
            found.append(Patient(name.strip() if colon else f"patient {number}", read_positive(stated)))
    problems.raise_any()
    if not found:
        raise Refused(Problem("dose-missing", "No dose was stated.", "State what is to be given: --dose '350 mg'."))
    names = [each.name for each in found]
    for name in dict.fromkeys(each for each in names if names.count(each) > 1):
        message = f"'{name}' stands twice."
        raise Refused(Problem("patient-twice", message, "Give each dose of the day a name of its own, such as 4 AM."))
    return tuple(found)


def _on_hand(catalogue: Catalogue, drug: Drug, basis: Basis, day: date, request: PlanRequest) -> OnHand | None:
    """What is there, where something was said of it; None where anything sold may be bought."""
    if request.stock is None and not any(map(str.strip, request.have)):
        return None
    at_hand = OnHand(catalogue, drug, basis, day)
    at_hand.typed(request.have)
    at_hand.listed(request.stock or ())
    return at_hand


def _in_stock(drug: Drug, at_hand: OnHand) -> tuple[Pool, ...]:
    pools = pooled(at_hand.usable)
    if not pools:
        told = " ".join(finding.message for finding in at_hand.findings)
        message = f"The stock holds nothing of {drug.code} that can be used. {told}".strip()
        raise Refused(Problem("stock-empty", message, "Check the list and the date.", field="stock"))
    return pools


def _on_sale(catalogue: Catalogue, drug: Drug, basis: Basis) -> tuple[Pool, ...]:
    pools = to_buy(catalogue, drug.code, drug.day, basis.unit)
    if not pools:
        raise _no_size(catalogue, drug)
    return pools


def _no_size(catalogue: Catalogue, drug: Drug) -> Refused:
    """No size can be planned with: the potency is printed on each lot, or nothing is known of what is sold."""
    known = catalogue.of_code(drug)
    if is_assayed(known):
        nominal = sorted(
            {p.nominal_amount for p in known if is_sold(p) and p.nominal_amount}, key=lambda size: size.value
        )
        sizes = ", ".join(size.short for size in nominal)
        message = f"The potency of {drug.code} is printed on each vial; its nominal sizes ({sizes}) decide nothing."
        hint = "State the vials at hand: --have '2 x 1046 IU', or --stock FILE."
        return Refused(Problem("assay-missing", message, hint, field="have"))
    message = f"Which sizes of {drug.code} ({drug.row.short}) are sold on {drug.day} is not known."
    hint = "State what there is: --have '4 x 100 mg', or --stock FILE."
    return Refused(Problem("sizes-unknown", message, hint, field="have"))


def _chosen(pools: tuple[Pool, ...], product: str, route: str) -> tuple[Pool, ...]:
    """The pools of a product and a route, where they are named; Refused with what there is."""
    for field, wanted, name in (("product", product, "product"), ("route", route, "route")):
        word = wanted.strip().lower()
        if not word:
            continue
        found = tuple(pool for pool in pools if word in getattr(pool, name).lower())
        if not found:
            names = tuple(dict.fromkeys(getattr(pool, name) for pool in pools if getattr(pool, name)))
            known = f"There is {', '.join(names[:8])}." if names else "None is named."
            raise Refused(
                Problem(f"{name}-unknown", f"No {name} is called '{wanted.strip()[:40]}'.", known, names, field)
            )
        pools = found
    return pools
