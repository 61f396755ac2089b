"""What `vials.yaml` states: one size of one product, with the source of each fact. Amounts stay text, as written."""

import re
from enum import StrEnum
from typing import NamedTuple

OURS = "vials.yaml"
YOURS = "your vials.yaml"
UNVERIFIED = "K"
"""The tag of what no opened source stands behind: shown as unverified, and never decides a bill alone."""

_AREA = re.compile(r"AUC\s+", re.IGNORECASE)

TAGS = ("P", "P2", "M", "C", "B")
"""How sure a source is, the surest first: primary text, the same quoted by others, Medicare's contractors, payers,
societies and vendors (RULES, tags)."""


class ContainerType(StrEnum):
    """What a container's label says of how often it may be entered."""

    SINGLE_DOSE = "single-dose"
    MULTI_DOSE = "multi-dose"
    PHARMACY_BULK = "pharmacy-bulk"
    KIT = "kit"
    UNKNOWN = "unknown"


class Potency(StrEnum):
    """Whether every container of a size holds the same."""

    LABELLED = "labelled"
    ASSAYED = "assayed"
    """Printed on each lot; the size is nominal."""


class Pooling(StrEnum):
    """Which containers of one product may make up one dose together (RULES 2.4)."""

    ANY_SIZE = "any-size"
    SAME_CONCENTRATION = "same-concentration"
    NO = "no"
    """One container is one dose."""


FORMS = ("liquid", "powder", "unknown")
CONTAINERS = ("vial", "syringe", "autoinjector", "cartridge", "ampule", "bag", "bottle", "kit", "unknown")


class FactSource(NamedTuple):
    """Where a fact was read: a row (or named entry) of a file, a place in a document that was opened, or nowhere."""

    file: str = ""
    row: int = 0
    id: str = ""
    document: str = ""
    place: str = ""
    address: str = ""
    opened: str = ""
    """The day on which the document was opened, as ISO text."""
    tag: str = "P"

    @property
    def verified(self) -> bool:
        """Whether an opened source stands behind it."""
        return self.tag != UNVERIFIED

    def __str__(self) -> str:
        if self.file:
            return f"{self.file} {self.id or f'row {self.row}'}"
        if self.document:
            place = f", {self.place}" if self.place else ""
            return f"{self.document}{place}, {self.address}, opened {self.opened}"
        return "unverified"


UNSOURCED = FactSource(tag=UNVERIFIED)


class VialNdc(NamedTuple):
    """An NDC of a size: `listed` sources that it is the product, `size` that it is this size."""

    ndc: str
    """5-4-2 with hyphens."""
    listed: FactSource
    size: FactSource


class VialSize(NamedTuple):
    """One size of one product, in its document's order."""

    code: str
    product: str
    labeler: str
    route: str
    form: str
    """One of FORMS; empty where the document leaves it to the other sources."""
    container: str
    """One of CONTAINERS; empty where it is not said."""
    container_type: str
    potency: str
    amount: str
    """The label amount; the nominal one where the potency is assayed."""
    volume: str
    concentration: str
    withdrawn: bool
    note: str
    described: FactSource
    """Source of route, form, container and potency."""
    typed: FactSource
    """Source of the container type; the same, unless another is named."""
    sized: FactSource
    """Source of amount, volume and concentration."""
    pooling: str
    """A `Pooling`; empty where nothing is said."""
    pooling_note: str
    pooled: FactSource
    injection: str
    """The most volume of one injection; empty where nothing is said."""
    injected: FactSource
    ndcs: tuple[VialNdc, ...]
    document: str
    """OURS or YOURS."""
    line: int


USES = ("prophylaxis", "on-demand", "surgery")
"""What a clotting factor is given for."""


class UsualDose(NamedTuple):
    """A dose that a product's label states for one use, one administration; texts as written or empty."""

    code: str
    product: str
    route: str
    indication: str
    use: str
    """One of USES, of clotting factors."""
    dose: str
    """`3 to 10 mg/kg`, `up to 8 mg`, `AUC 4 to 6`."""
    level: str
    """Of clotting factors: the level wanted after the dose, in IU/dL."""
    every: str
    age: str
    """Whom it is for: `>= 12 years`."""
    weight: str
    cap: str
    """The most in one administration."""
    note: str
    source: FactSource
    document: str
    line: int


class Rise(NamedTuple):
    """How a clotting factor's dose follows from a rise: IU per kg for 1 IU/dL, or its inverse, the recovery."""

    code: str
    product: str
    route: str
    factor: str
    recovery: str
    """IU/dL for each IU/kg; one of the two is empty."""
    age: str
    note: str
    source: FactSource
    document: str
    line: int


class VialFacts(NamedTuple):
    """Everything that a `vials.yaml` states."""

    sizes: tuple[VialSize, ...]
    doses: tuple[UsualDose, ...]
    rises: tuple[Rise, ...]


def is_area(dose: str) -> str:
    """The numbers of `AUC 4 to 6`; empty where a dose is an amount.

    >>> is_area("AUC 4 to 6"), is_area("3 mg/kg")
    ('4 to 6', '')
    """
    return _AREA.sub("", dose, count=1) if _AREA.match(dose) else ""
