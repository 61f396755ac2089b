"""What a plan is asked for: the request with its fields read, and the containers that may be opened for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from unitcalc.catalogue.basis import Basis, counts_amounts, told_mismatch
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import Drug, TableUse
from unitcalc.catalogue.usual import UsualDose
from unitcalc.findings import Finding, Problem, Problems, Refused, Severity
from unitcalc.planning.onhand import OnHand
from unitcalc.planning.pools import (
    Pool,
    basis_of,
    doubted,
    in_basis,
    is_assayed,
    is_sold,
    pooled,
    product_of,
    to_buy,
    told_doubts,
)
from unitcalc.planning.request import PlanRequest
from unitcalc.planning.search import Objective
from unitcalc.planning.typed import Patient, Typed, read_route, read_typed
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name

_ORAL = re.compile(r"\boral\b", re.IGNORECASE)
"""In an official descriptor: a form to be swallowed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a plan, read and looked up."""

    catalogue: Catalogue
    typed: Typed
    basis: Basis
    patients: tuple[Patient, ...]
    """With their doses in the basis."""
    pools: tuple[Pool, ...]
    from_stock: bool
    findings: tuple[Finding, ...]
    """On the drug and the stock."""
    product: str = ""
    """The product that was named; empty where none was."""

    @property
    def drug(self) -> Drug:
        """What is planned."""
        return self.typed.drug

    @property
    def objective(self) -> Objective:
        """What the plan is chosen by."""
        return self.typed.objective

    @property
    def dose(self) -> Amount:
        """Of all patients together."""
        return self.basis.of(sum((each.dose.value for each in self.patients), Fraction(0)))

    @property
    def assayed(self) -> bool:
        """Whether the potency is printed on each lot."""
        return is_assayed(self.catalogue.of_code(self.drug))

    @property
    def unused(self) -> tuple[str, ...]:
        """What was said of rows of the stock that can't be used: expired, or not read."""
        return tuple(each.message for each in self.findings if each.check in ("stock-expired", "stock-row"))

    @property
    def unusual(self) -> frozenset[str]:
        """Products whose every usual dose can be compared with the doses and is another one, in lower case."""
        doses: dict[str, list[UsualDose]] = {}
        for row in self.catalogue.usual_doses(self.drug.code):
            doses.setdefault(plain_name(row.product), []).append(row)
        names = {pool.product.lower() for pool in self.pools}
        return frozenset(name for name in names if self._dosed_otherwise(doses.get(plain_name(name), ())))

    def _dosed_otherwise(self, rows: Sequence[UsualDose]) -> bool:
        bounds = []
        for row in rows:
            low, high = (each and in_basis(self.basis, each) for each in (row.low, row.high))
            if high is None or (row.low is not None and low is None):
                return False  # by weight or by surface: any dose may be one of these
            bounds.append((low or high, high))
        return bool(bounds) and any(
            not any(low.value <= patient.dose.value <= high.value for low, high in bounds) for patient in self.patients
        )

    @property
    def tables(self) -> tuple[TableUse, ...]:
        """The tables that the plan rests on."""
        return tables(self.drug, self.from_stock)


def read_asked(catalogue: Catalogue, request: PlanRequest, today: date) -> Asked:
    """A request read and looked up. Refused with every problem that keeps it from being planned."""
    typed = read_typed(catalogue, request, today)
    _refuse_oral(typed.drug)
    drug, basis = typed.drug, _basis(typed)
    patients = _counted(catalogue, typed, basis)
    at_hand = _on_hand(catalogue, typed, basis, request)
    if at_hand:
        pools, told = _in_stock(drug, at_hand), tuple(at_hand.findings)
    else:
        pools, told = _on_sale(catalogue, drug, basis, request.product)
    return Asked(
        catalogue,
        typed,
        basis,
        patients,
        _chosen(pools, request.product, request.route),
        at_hand is not None,
        tuple(dict.fromkeys((*drug.findings, *_outside(drug, at_hand is not None), *told))),
        request.product.strip(),
    )


def _refuse_oral(drug: Drug) -> None:
    """What is swallowed is counted out of a bottle that serves for long: nothing of it is opened for one dose."""
    if _ORAL.search(drug.row.long):
        message = f"{drug.code} is taken by mouth ({drug.row.short}): a bottle of it is no container of one dose."
        hint = "Count the capsules or tablets that make up the dose, and bill the amount given."
        raise Refused(Problem("oral-not-planned", message, hint, field="code"))


def _basis(typed: Typed) -> Basis:
    """What containers and doses are counted in. Refused where the dose says of a whole-dose code how many, not how
    much."""
    drug, unit = typed.drug, typed.patients[0].dose.unit
    if counts_amounts(drug) and drug.billing_unit is not None:
        # A dose of 35 g is planned in grams, though the code counts 500 mg.
        unit = unit if drug.billing_unit.fits(unit) and not unit.is_activity else drug.billing_unit.unit
    elif unit.symbol in ("dose", "container"):
        message = f"{drug.code} is billed per {unit.symbol}, and how much that is can't be planned."
        raise Refused(Problem("dose-not-planned", message, "State the dose as an amount: 300 mg.", field="dose"))
    return basis_of(drug, unit, typed.concentration)


def _counted(catalogue: Catalogue, typed: Typed, basis: Basis) -> tuple[Patient, ...]:
    """The patients' doses in the basis; Refused with every dose that can't be counted in it."""
    problems = Problems()
    counted = []
    for patient in typed.patients:
        with problems.of("dose"):
            try:
                counted.append(patient._replace(dose=basis.amount(patient.dose)))
            except Refused as refused:
                told = [told_mismatch(catalogue, typed.drug, problem, patient.dose) for problem in refused.problems]
                raise Refused(*told) from None
    problems.raise_any()
    return tuple(counted)


def _outside(drug: Drug, from_stock: bool) -> Iterator[Finding]:
    """A date outside a table is a warning that names the table and the period used instead."""
    outside = [use for use in tables(drug, from_stock) if not use.covers]
    if outside:
        names = ", ".join(f"{use.table} {use.period}" for use in outside)
        message = f"{drug.day} lies outside {names}; the nearest period was used."
        if any(use.ended for use in outside):
            message += " Newer files: unitcalc data import."
        files = "; ".join(use.file for use in outside)
        yield Finding("date-outside-table", Severity.WARNING, message, files)


def tables(drug: Drug, from_stock: bool) -> tuple[TableUse, ...]:
    """The tables that a plan rests on."""
    names = ("codes", "limits") if from_stock else ("codes", "crosswalk", "limits")
    return tuple(drug.use(name) for name in names)


def _on_hand(catalogue: Catalogue, typed: Typed, basis: Basis, request: PlanRequest) -> OnHand | None:
    """What is there, where something was said of it; None where anything sold may be bought."""
    if request.stock is None and not typed.have:
        return None
    at_hand = OnHand(catalogue, typed.drug, basis, typed.day)
    at_hand.typed(typed.have)
    at_hand.listed(request.stock or ())
    return at_hand


def _in_stock(drug: Drug, at_hand: OnHand) -> tuple[Pool, ...]:
    pools = pooled(at_hand.usable)
    if not pools:
        told = " ".join(finding.message for finding in at_hand.findings)
        message = f"The stock holds nothing of {drug.code} that can be used. {told}".strip()
        raise Refused(Problem("stock-empty", message, "Check the list and the date.", field="stock"))
    return pools


def _on_sale(
    catalogue: Catalogue, drug: Drug, basis: Basis, product: str
) -> tuple[tuple[Pool, ...], tuple[Finding, ...]]:
    """What may be bought, and what is said of sizes in doubt: they are used where there is no other."""
    pools = to_buy(catalogue, drug.code, drug.day, basis.unit)
    doubts = doubted(catalogue, drug.code, drug.day, basis.unit)
    used = not pools
    pools = pools or pooled(doubts)
    if not pools:
        raise _no_size(catalogue, drug)
    word = product.strip().lower()
    named = [each for each in doubts if word in product_of(each[0]).lower()]
    return pools, tuple(told_doubts(named, used=used))


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
    """The pools of a product and a route, where they are named; Refused with what there is, for both at once."""
    problems = Problems()
    for field, wanted, word in (("product", product, product.strip().lower()), ("route", route, read_route(route))):
        if not word:
            continue
        found = tuple(pool for pool in pools if word in getattr(pool, field).lower())
        if not found:
            names = tuple(dict.fromkeys(getattr(pool, field) for pool in pools if getattr(pool, field)))
            known = f"There is {', '.join(names[:8])}." if names else "None is named: leave it out."
            message = f"No {field} is called '{wanted.strip()[:40]}'."
            problems.add(Problem(f"{field}-unknown", message, known, names, field))
        pools = found or pools
    problems.raise_any()
    return pools
