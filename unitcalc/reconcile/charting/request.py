"""What a nurse types of one administration: every field as text. Empty means not charted."""

import re
from dataclasses import dataclass

from unitcalc.account import Status
from unitcalc.quantity.number import NUMBER

_ALONE = re.compile(NUMBER, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContainerText:
    """Containers of one kind, lot and expiry."""

    opened: str
    """As billing reads it: `4 x 100 mg`, `3 x 44206-0436-05`, `1 x 00026-3824-25 @ 1046 IU`."""
    lot: str = ""
    expiry: str = ""
    number: str = ""
    """Of one container: its serial number, or the house's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRequest:
    """One administration of one drug, in the order of the work. `by` and `witness` are initials or numbers."""

    code: str = ""
    ndc: str = ""
    date: str = ""
    containers: tuple[ContainerText, ...] = ()
    container_type: str = ""
    """Where no table knows it: single-dose or multi-dose."""
    given: str = ""
    discarded: str = ""
    discard_reason: str = ""
    discard_time: str = ""
    explained: str = ""
    explained_reason: str = ""
    start: str = ""
    stop: str = ""
    route: str = ""
    status: str = Status.GIVEN.value
    status_reason: str = ""
    """Why it was stopped, or not given."""
    encounter: str = ""
    administration: str = ""
    by: str = ""
    witness: str = ""
    unit: str = "mg"
    """Of amounts that are written as a number alone: the one that stands beside the field."""


def with_unit(text: str, unit: str) -> str:
    """An amount that is written as a number alone, with the unit that stands beside its field.

    >>> with_unit("350", "mg"), with_unit("0.35 g", "mg"), with_unit(" ", "mg")
    ('350 mg', '0.35 g', '')
    """
    text = text.strip()
    return f"{text} {unit}" if _ALONE.fullmatch(text) else text
