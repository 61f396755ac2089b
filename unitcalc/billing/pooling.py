"""Containers of one dose that must not be combined: another concentration, another route (RULES 2.4)."""

from collections.abc import Iterator, Sequence
from itertools import product

from unitcalc.billing.case import Case
from unitcalc.catalogue.entries import Entry
from unitcalc.catalogue.scale import same
from unitcalc.catalogue.vials import Curated
from unitcalc.findings import Finding, Severity
from unitcalc.reference.vials.model import Pooling

MOST_KINDS = 6
"""More kinds of containers than this in one dose are not compared: no curated product has so many."""


def not_combined(case: Case, curated: Sequence[Curated]) -> Iterator[Finding]:
    """The finding on containers of which no curated product allows that they make up one dose.

    Nothing is said where one of them is not curated. Only what an opened source says is a warning.
    """
    entries = case.entries
    if not 1 < len(entries) <= MOST_KINDS:
        return
    kinds = [_sizes_of(entry, curated) for entry in entries]
    if not all(kinds) or any(_together(chosen) for chosen in product(*kinds)):
        return
    first = min((each[0] for each in kinds), key=lambda size: not size.pooled.verified)
    told = " and ".join(dict.fromkeys(_told(entry, each[0]) for entry, each in zip(entries, kinds, strict=True)))
    note = f" {first.pooling_note.rstrip('.')}." if first.pooling_note else ""
    yield Finding(
        "not-combined",
        Severity.WARNING if first.pooled.verified else Severity.INFO,
        f"{told} are not to be combined in one dose.{note} Check which containers were opened, and for what.",
        str(first.source(first.pooled)),
    )


def _sizes_of(entry: Entry, curated: Sequence[Curated]) -> tuple[Curated, ...]:
    """The curated sizes that an entry can be, those with a rule for pooling."""
    known = entry.presentation.curated if entry.presentation else None
    found = (known,) if known else tuple(size for size in curated if same(size.amount, entry.each))
    return tuple(size for size in found if size.pooling)


def _together(sizes: Sequence[Curated]) -> bool:
    """Whether sizes are of one product and route, and of concentrations that may be mixed."""
    first = sizes[0]
    if any((size.product, size.route) != (first.product, first.route) for size in sizes):
        return False
    if Pooling.SAME_CONCENTRATION in {size.pooling for size in sizes}:
        return len({size.concentration for size in sizes}) == 1
    return True


def _told(entry: Entry, size: Curated) -> str:
    facts = ", ".join(filter(None, (size.concentration.short if size.concentration else "", size.route.lower())))
    return f"{size.product} {entry.each.short} ({facts})" if facts else f"{size.product} {entry.each.short}"
