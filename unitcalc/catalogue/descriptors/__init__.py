"""Official descriptors and dosage texts, read into kinds and exact amounts (RULES R0).

>>> read_descriptor("Injection, infliximab, excludes biosimilar, 10 mg").amount.short
'10 mg'
>>> read_descriptor("Injection, garamycin, gentamicin, up to 80 mg").kind
<Kind.UP_TO: 'up-to'>
>>> str(read_descriptor("Anti-inhibitor, per i.u.").amount), str(read_dosage("1 IU").amount)
('1 IU of anti-inhibitor', '1 IU')
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from unitcalc.catalogue.descriptors.activities import measured, said
from unitcalc.catalogue.descriptors.mentions import find
from unitcalc.catalogue.descriptors.model import Descriptor, Kind, Part
from unitcalc.catalogue.descriptors.rules import RULES, Reading

__all__ = ["Descriptor", "Kind", "Part", "coverage", "read_descriptor", "read_dosage"]


def read_descriptor(long_descriptor: str) -> Descriptor:
    """What a code's official long descriptor says of one billing unit; its activity is named from the text."""
    return _read(long_descriptor, measured)


def read_dosage(dosage_text: str) -> Descriptor:
    """The same of a dosage text of an ASP file, which mostly leaves it to the code what a unit measures."""
    return _read(dosage_text, said)


def coverage(descriptors: Iterable[Descriptor]) -> Mapping[Kind, int]:
    """How many descriptors are of each kind; every kind is there."""
    counts = Counter(descriptor.kind for descriptor in descriptors)
    return {kind: counts[kind] for kind in Kind}


def _read(text: str, activity: Callable[[str], str | None]) -> Descriptor:
    lower = " ".join(text.split()).lower()
    mentions = find(lower, activity)
    reading = Reading(
        text,
        lower,
        tuple(mention for mention in mentions if mention.per is None),
        tuple(mention for mention in mentions if mention.per is not None),
    )
    return next((found for rule in RULES if (found := rule(reading))), Descriptor(text, Kind.OTHER))
