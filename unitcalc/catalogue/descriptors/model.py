"""What a descriptor says about one billing unit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from unitcalc.quantity import Amount


class Kind(StrEnum):
    """How the units of a code are counted (RULES R0).

    Where a unit stands for an amount, any part of it is a unit; where it stands for a whole dose or container, the
    amount selects the code and is never divided.
    """

    AMOUNT = "amount"
    """10 mg, 1 IU of factor VIII, 1 billion vector genomes."""
    UP_TO = "up-to"
    """Up to 80 mg: a unit is 80 mg, and 120 mg are two."""
    THRESHOLD = "threshold"
    """Greater than 100 mg: one unit a dose."""
    VOLUME = "volume"
    """Per mL, 1000 cc, 25 % in 50 mL."""
    DOSE = "dose"
    """Per therapeutic dose, study dose, treatment, infusion: one unit a dose."""
    CONTAINER = "container"
    """Per vial, implant, patch, applicator: one unit a container."""
    CELLS = "cells"
    """Up to 460 million cells: one unit a dose."""
    COMBINATION = "combination"
    """3 mg and 3 mg: counted on the total, in the descriptor's own basis."""
    AREA = "area"
    """Per square centimeter."""
    DURATION = "duration"
    """Less than or equal to 7 days of therapy: one unit a dose."""
    RADIOACTIVITY = "radioactivity"
    """Per millicurie."""
    UNCLASSIFIED = "unclassified"
    """Not otherwise classified, and no amount: one unit, with a narrative (RULES 4b)."""
    OTHER = "other"
    """No amount that a rule can count."""


class Part(NamedTuple):
    """A component of a combination."""

    amount: Amount
    substance: str
    """As the text names it; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A descriptor or dosage text, read."""

    text: str
    kind: Kind
    amount: Amount | None = None
    """What one billing unit stands for, in the basis in which doses are counted; None where a unit is a whole dose or
    container, or where there is no amount."""
    also: tuple[Amount, ...] = ()
    """The same unit in another dimension: 300 mcg (1500 IU); what one dose or container holds, where the text says."""
    parts: tuple[Part, ...] = ()
    at_most: Amount | None = None
    """The amount up to which the code applies: of a threshold, a dose, cells, days, or a range beside the unit."""
    above: Amount | None = None
    """The amount above which the code applies."""
