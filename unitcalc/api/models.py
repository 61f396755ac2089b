"""The results that `import unitcalc` gives: pydantic models whose JSON is the command's.

Amounts are exact text (`Amount.value` is the `Fraction`); counts are whole numbers; money is decimal text in dollars.
"""

from datetime import date
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

Severity = Literal["error", "warning", "info"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Amount(_Model):
    """An exact amount: `amount` is a decimal, or `n/d` where no decimal is finite; `of` names an activity."""

    amount: str
    unit: str
    of: str | None = None

    @property
    def value(self) -> Fraction:
        """The number, exactly."""
        return Fraction(self.amount)

    @model_serializer(mode="wrap")
    def _as_printed(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        record: dict[str, Any] = dump(self)
        if self.of is None:
            record.pop("of", None)
        return record


class NdcLine(_Model):
    """An NDC and how much of it a line carries."""

    ndc: str
    ndc_quantity: Amount


class ClaimLine(_Model):
    """One line of the claim."""

    code: str
    modifiers: tuple[str, ...]
    units: int | str
    """A decimal text only where LU stands."""
    ndc: str | None
    ndc_quantity: Amount | None
    ndcs: tuple[NdcLine, ...]
    amount: Amount | None
    payment: str | None
    coinsurance: str | None


class Step(_Model):
    """One line of the worksheet."""

    label: str
    expression: str
    value: str
    source: str


class Alternative(_Model):
    """One of the bills between which a person must choose."""

    if_: str = Field(alias="if")
    administered_units: int
    discarded_units: int
    lines: tuple[ClaimLine, ...]


class Finding(_Model):
    """What a check says."""

    check: str
    severity: Severity
    message: str
    source: str


class TableUse(_Model):
    """A table that was used, its period, and whether that covers the date."""

    table: str
    period: str
    covers: bool


class Rule(_Model):
    """A rule that steps and findings cite: what it says, how sure its source is, and the source."""

    rule: str
    says: str
    standing: str
    source: str


class Bill(_Model):
    """The result of `bill`."""

    code: str
    descriptor: str
    kind: str
    date: date
    payer: str
    setting: str
    billing_unit: Amount
    given: Amount
    opened: Amount | None
    discarded: Amount | None
    discard_assumed: bool
    explained: Amount
    unexplained: Amount | None
    container_type: str
    administered_units: int | None
    discarded_units: int | None
    lines: tuple[ClaimLine, ...]
    steps: tuple[Step, ...]
    alternatives: tuple[Alternative, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]
    rules: tuple[Rule, ...]


class PaymentLimit(_Model):
    """Dollars a unit in a period; coinsurance in per cent."""

    amount: str
    period: str
    coinsurance: str | None


class Mue(_Model):
    """A medically unlikely edit."""

    service: str
    units: int
    per: Literal["line", "day"]


class Presentation(_Model):
    """One NDC under a code."""

    ndc: str | None
    product: str
    labeler: str
    container_type: str
    container_type_source: str | None
    potency: Literal["labelled", "assayed"]
    label_amount: Amount | None
    nominal_amount: Amount | None
    units_per_container: int | str | None
    containers_per_package: int | str | None
    form: str | None
    concentration: Amount | None
    source: str


class Misdescription(_Model):
    """What is widely published of a code, and what is official."""

    published: str
    official: str


class Match(_Model):
    """A code that answers a look-up."""

    code: str
    descriptor: str
    short_descriptor: str
    billing_unit: Amount | None
    kind: str
    effective_from: date
    effective_to: date | None
    payment_limit: PaymentLimit | None
    mue: tuple[Mue, ...]
    opps_status: str | None
    jw_jz_listed: bool
    presentations: tuple[Presentation, ...]
    misdescribed: tuple[Misdescription, ...]
    similar: tuple[str, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]


class Lookup(_Model):
    """The result of `lookup`: the matches, those in force first, and how many more there are."""

    matches: tuple[Match, ...]
    more: int
