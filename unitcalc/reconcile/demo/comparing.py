"""Holds what was found against what was planted: each fault once, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from unitcalc.reconcile.demo.generating import AtSite, Planted
from unitcalc.reconcile.demo.patterns import title_of

_COLUMNS = ["encounter_id", "code", "check", "severity", "message", "at_stake"]
MOST_BEYOND = 1000
"""Findings that nobody planted, of which more are only counted."""


@dataclass
class KindFound:
    """A kind of fault: how often it was planted, and how often every check said so that has to."""

    title: str
    checks: tuple[str, ...]
    at_site: bool = False
    """Whether it is told once of a site, of accounts that are told one by one too."""
    planted: int = 0
    found: int = 0
    at_stake: Fraction = Fraction(0)
    """Dollars, as the findings have them."""


class Missed(NamedTuple):
    """A fault of which a check did not speak."""

    place: str
    kind: str
    check: str


class Beyond(NamedTuple):
    """A finding that nobody planted."""

    encounter: str
    code: str
    check: str
    message: str


@dataclass
class Compared:
    """What was found of what was planted."""

    kinds: dict[str, KindFound] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)
    beyond: list[Beyond] = field(default_factory=list)
    more_beyond: int = 0

    @property
    def planted(self) -> int:
        """Faults, those that a site shows as a whole among them."""
        return sum(each.planted for each in self.kinds.values())

    @property
    def found(self) -> int:
        """How many of them were found."""
        return sum(each.found for each in self.kinds.values())

    @property
    def agrees(self) -> bool:
        """Whether each was found, and nothing else."""
        return not self.missed and not self.beyond


def compare(faults: Sequence[Planted], at_sites: Sequence[AtSite], findings: Path) -> Compared:
    """Compare with the Parquet file of findings. What is only for information counts on neither side."""
    compared, due = Compared(), _due(faults, at_sites)
    waiting = {(each.case, each.check): each for each in due.values()}
    stakes = dict.fromkeys((each.case for each in due.values()), Fraction(0))
    for row in _rows(findings):
        found = due.get((row["encounter_id"] or row["code"], row["check"]))
        if found is not None and found.is_told_by(row):
            waiting.pop((found.case, found.check), None)
            stakes[found.case] = max(stakes[found.case], Fraction(row["at_stake"] or 0))
        elif len(compared.beyond) < MOST_BEYOND:
            compared.beyond.append(Beyond(row["encounter_id"], row["code"], row["check"], row["message"]))
        else:
            compared.more_beyond += 1
    missed = {case for case, _ in waiting}
    for each in {each.case: each for each in due.values()}.values():
        kind = compared.kinds.setdefault(each.kind, KindFound(each.title, each.checks, bool(each.site)))
        kind.planted += 1
        kind.found += each.case not in missed
        kind.at_stake += stakes[each.case]
    compared.missed = [Missed(each.place, each.kind, each.check) for each in waiting.values()]
    return compared


class _Due(NamedTuple):
    """One check that has to speak, of one case."""

    case: int
    place: str
    kind: str
    title: str
    checks: tuple[str, ...]
    check: str
    site: str = ""
    """Of what is told once of a site."""

    def is_told_by(self, row: Mapping[str, Any]) -> bool:
        """A finding about a site has no account: its message names the site."""
        return not self.site or f" at {self.site} " in row["message"]


def _due(faults: Sequence[Planted], at_sites: Sequence[AtSite]) -> Mapping[tuple[str, str], _Due]:
    """By encounter and check; of a site by code and check."""
    due: dict[tuple[str, str], _Due] = {}
    for number, each in enumerate(faults):
        title = title_of(each.kind)
        for check in each.checks:
            told = _Due(number, each.encounters[0], each.kind, title, each.checks, check)
            for encounter in each.encounters if each.anywhere else each.encounters[:1]:
                due[encounter, check] = told
    for number, site in enumerate(at_sites, len(faults)):
        place, kind = f"{site.code} at {site.site}", f"{site.kind}, all"
        due[site.code, site.check] = _Due(number, place, kind, site.title, (site.check,), site.check, site.site)
    return due


def _rows(findings: Path) -> Iterator[dict[str, Any]]:
    """Errors and warnings."""
    from pyarrow import compute, parquet

    with parquet.ParquetFile(findings) as file:
        for batch in file.iter_batches(columns=_COLUMNS):
            yield from batch.filter(compute.not_equal(batch["severity"], "info")).to_pylist()
