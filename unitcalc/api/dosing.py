"""The result that `unitcalc.dose` gives: a pydantic model whose JSON is the command's."""

from datetime import date
from typing import Literal

from unitcalc.api.models import Amount, Finding, Model, Rule, Step


class Weight(Amount):
    """The weight that was computed with, and which one it is."""

    basis: Literal["actual", "ideal", "adjusted"]


class Surface(Amount):
    """The body surface that was computed with: by which formula, rounded to how many decimals."""

    formula: str
    precision: int


class Dose(Model):
    """The result of `dose`."""

    dose: Amount
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    code: str | None
    product: str | None
    order: str
    date: date
    weight: Weight | None
    surface: Surface | None
    rules: tuple[Rule, ...]
