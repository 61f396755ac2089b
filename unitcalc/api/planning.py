"""The results that `unitcalc.plan` gives: pydantic models whose JSON is the command's."""

import datetime
from typing import Literal

from pydantic import Field

from unitcalc.api.models import Alternative, Amount, ClaimLine, Finding, Model, Rule, Step, TableUse

Objective = Literal["waste", "containers", "cost", "expiry"]


class Containers(Model):
    """Containers of one kind; `ndc` only where no other NDC is the same size."""

    count: int
    label_amount: Amount
    ndc: str | None
    ndcs: tuple[str, ...]
    container_type: str
    lot: str | None
    expires: datetime.date | None
    source: str


class Plan(Model):
    """Containers that cover the dose, and what follows from opening them."""

    product: str | None
    labelers: tuple[str, ...]
    route: str | None
    containers: tuple[Containers, ...]
    container_count: int
    injections: int
    given: Amount
    opened: Amount
    discarded: Amount
    kept: bool
    """Whether what is left stays in a multi-dose container, and is no waste."""
    administered_units: int
    discarded_units: int
    cost: str | None


class BilledPlan(Plan):
    """A plan with the claim lines that follow from it, if the rest is discarded."""

    lines: tuple[ClaimLine, ...]
    alternatives: tuple[Alternative, ...]
    """Each of the bills, where a person must choose between them; then `lines` is empty."""


class FrontierPoint(Model):
    """A plan that no other beats in both waste and number of containers, by its place among the plans."""

    containers: int
    discarded: Amount
    plan: int


class Rounding(Model):
    """A dose of whole containers near the ordered one: a proposal."""

    ordered: Amount
    dose: Amount
    change_percent: str
    discarded_saved: Amount
    cost_saved: str | None
    plan: Plan
    source: str


class Plans(Model):
    """The result of `plan` for one dose: the best first."""

    code: str
    descriptor: str
    date: datetime.date
    dose: Amount
    objective: Objective
    from_stock: bool
    plans: tuple[BilledPlan, ...]
    frontier: tuple[FrontierPoint, ...]
    rounding: tuple[Rounding, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]


class Taken(Containers):
    """Containers that a patient's dose is taken from, and how much of it."""

    given: Amount


class Patient(Model):
    """What one patient is given."""

    patient: str
    given: Amount
    containers: tuple[Taken, ...]
    discarded: Amount
    administered_units: int
    discarded_units: int
    lines: tuple[ClaimLine, ...]
    """If the rest is discarded; empty where containers are shared, or a person must choose."""


class OtherWay(Plan):
    """The day shared, where it was asked not to be, or the reverse."""

    shared: bool


class DayPlan(Model):
    """The result of `plan` for the doses of several patients."""

    code: str
    descriptor: str
    date: datetime.date
    dose: Amount
    objective: Objective
    from_stock: bool
    shared: bool
    plans: tuple[Plan, ...] = Field(min_length=1, max_length=1)
    patients: tuple[Patient, ...]
    other: OtherWay | None
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]
