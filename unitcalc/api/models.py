"""The results that `import unitcalc` gives: pydantic models whose JSON is the command's.

Amounts are exact text (`Amount.value` is the `Fraction`); counts are whole numbers; money is decimal text in dollars.
"""

from datetime import date
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

Severity = Literal["error", "warning", "info"]


class Model(BaseModel):
    """A frozen result; what a command does not print is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Amount(Model):
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


class NdcLine(Model):
    """An NDC and how much of it a line carries."""

    ndc: str
    ndc_quantity: Amount


class ClaimLine(Model):
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
    charge: str | None
    """Dollars, only where the payer wants a nominal charge for a drug that was not purchased."""


class Step(Model):
    """One line of the worksheet."""

    label: str
    expression: str
    value: str
    source: str


class Alternative(Model):
    """One of the bills between which a person must choose."""

    if_: str = Field(alias="if")
    administered_units: int
    discarded_units: int
    lines: tuple[ClaimLine, ...]


class Finding(Model):
    """What a check says."""

    check: str
    severity: Severity
    message: str
    source: str


class TableUse(Model):
    """A table that was used, its period, and whether that covers the date."""

    table: str
    period: str
    covers: bool


class Rule(Model):
    """A rule that steps and findings cite: what it says, how sure its source is, and the source."""

    rule: str
    says: str
    standing: str
    source: str


class Bill(Model):
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


class PaymentLimit(Model):
    """Dollars a unit in a period; coinsurance in per cent."""

    amount: str
    period: str
    coinsurance: str | None


class Mue(Model):
    """A medically unlikely edit."""

    service: str
    units: int
    per: Literal["line", "day"]


class Limit(Mue):
    """A medically unlikely edit with its adjudication indicator (MAI) and CMS's reason."""

    indicator: int
    rationale: str


class Price(Model):
    """The payment limit in a quarter: dollars a unit, coinsurance in per cent, the change from the quarter before."""

    period: str
    amount: str | None
    coinsurance: str | None
    change: str | None
    dosage: str | None


class Pooling(Model):
    """Which containers of one product may make up one dose."""

    rule: Literal["any-size", "same-concentration", "no"]
    note: str | None
    verified: bool
    """Whether an opened source says so."""
    source: str


class Presentation(Model):
    """One NDC under a code."""

    ndc: str | None
    product: str
    labeler: str
    container_type: str
    container_type_source: str | None
    potency: Literal["labelled", "assayed"]
    label_amount: Amount | None
    label_at_most: Amount | None
    nominal_amount: Amount | None
    units_per_container: int | str | None
    containers_per_package: int | str | None
    form: str | None
    container: str | None
    """vial, syringe, bag, ...; None where nothing is curated."""
    route: str | None
    volume: Amount | None
    concentration: Amount | None
    pooling: Pooling | None
    first: str | None
    """The first quarter in which CMS's file states it so; None where only `vials.yaml` has it."""
    last: str | None
    curated: bool
    """Whether `vials.yaml` states its size or type."""
    withdrawn: bool
    chosen: bool
    """Whether it has the size, brand or firm asked for, and others of the code have not."""
    source: str


class Misdescription(Model):
    """What is widely published of a code, and what is official."""

    published: str
    official: str
    really: tuple[str, ...]
    """The codes whose official descriptor fits what is described."""
    source: str


class Example(Model):
    """A bill worked by hand; amounts are text as a person writes them."""

    code: str
    title: str
    date: date
    given: str
    opened: tuple[str, ...]
    discarded: str | None
    container_type: str | None
    administered_units: int
    discarded_units: int
    worked: str


class UsualDose(Model):
    """A dose that a product's label states for one use: one administration; or the level of a clotting factor."""

    product: str
    route: str | None
    indication: str
    use: Literal["prophylaxis", "on-demand", "surgery"] | None
    dose: str | None
    level: str | None
    every: str | None
    age: str | None
    weight: str | None
    max: Amount | None
    note: str | None
    verified: bool
    """Whether an opened source says so."""
    source: str


class Rise(Model):
    """What a rise of a clotting factor takes: IU per kg for 1 IU/dL."""

    product: str
    factor: str
    age: str | None
    verified: bool
    source: str


class PastCode(Model):
    """A code before or after another, and how that is known."""

    code: str
    relation: Literal["before", "after"]
    descriptor: str
    short_descriptor: str
    billing_unit: Amount | None
    effective_from: date
    effective_to: date | None
    how: str


class DosageText(Model):
    """A dosage text of the price files, and the quarters in which it stood."""

    text: str
    first: str
    last: str


class SimilarCode(Model):
    """A code of the same substance, and how it differs."""

    code: str
    short: str
    unit: Amount | None
    difference: str


class Match(Model):
    """A code that answers a look-up."""

    code: str
    descriptor: str
    short_descriptor: str
    billing_unit: Amount | None
    kind: str
    effective_from: date
    effective_to: date | None
    in_force: bool
    brands: tuple[str, ...]
    payment_limit: PaymentLimit | None
    prices: tuple[Price, ...]
    mue: tuple[Mue, ...]
    limits: tuple[Limit, ...]
    opps_status: str | None
    opps_status_meaning: str | None
    jw_jz_listed: bool
    presentations: tuple[Presentation, ...]
    usual_doses: tuple[UsualDose, ...]
    rises: tuple[Rise, ...]
    size_note: str | None
    """Which presentations hold the size asked for, or in which sizes it comes."""
    misdescribed: tuple[Misdescription, ...]
    examples: tuple[Example, ...]
    history: tuple[PastCode, ...]
    dosage_texts: tuple[DosageText, ...]
    similar: tuple[str, ...]
    similar_how: tuple[SimilarCode, ...]
    findings: tuple[Finding, ...]
    data: tuple[TableUse, ...]


class AskedSize(Model):
    """The size of a container that was asked for; a bare number has neither amount nor volume."""

    text: str
    amount: Amount | None
    volume: Amount | None


class BarcodeElement(Model):
    """Another element of a barcode, by its application identifier."""

    identifier: str
    value: str


class Barcode(Model):
    """What a scanned barcode says."""

    kind: str
    gtin: str | None
    ndcs: tuple[str, ...]
    level: int
    lot: str | None
    expires: date | None
    serial: str | None
    others: tuple[BarcodeElement, ...]


class Lookup(Model):
    """The result of `lookup`: the matches, the nearest to what was typed first, and how it was read."""

    matches: tuple[Match, ...]
    more: int
    """How many more there are."""
    read_as: str | None
    candidates: tuple[str, ...]
    size: AskedSize | None
    barcode: Barcode | None
    findings: tuple[Finding, ...]
