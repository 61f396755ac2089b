"""What a payer asks before it pays a drug: authorization, step therapy, limits, sites of care, the patient's share.

An entry is for a code, a group of codes, or all. The closest one counts (code before group before all), and of those
the newest that is in force on the day.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import ClassVar, TypeVar

from unitcalc.catalogue.rules import STANDING
from unitcalc.quantity import Amount, grouped, plain

ALL = "all"


@dataclass(frozen=True, slots=True)
class Entry(ABC):
    """One statement of a payer: for which codes, from which day, where it was read."""

    for_: str
    from_: date
    source: str
    tag: str
    policy: str

    title: ClassVar[str] = ""
    """What the statement is about, in a person's words."""

    @property
    @abstractmethod
    def says(self) -> str:
        """The statement in a person's words."""

    def cite(self) -> str:
        """The source, and how sure it is where it is not primary."""
        note = "" if self.tag in ("P", "P2") else f" ({STANDING[self.tag]})"
        return f"{self.policy}: {self.source}{note}"


@dataclass(frozen=True, slots=True)
class Authorization(Entry):
    """Whether an authorization is needed before the drug is given."""

    required: bool
    counts_discarded: bool | None
    """Whether JW units count against the authorized units; None where that is not stated."""

    title: ClassVar[str] = "authorization"

    @property
    def says(self) -> str:
        """In words."""
        if not self.required:
            return "not needed"
        if self.counts_discarded is None:
            return "needed"
        return f"needed; discarded units {'count' if self.counts_discarded else 'do not count'} against it"


@dataclass(frozen=True, slots=True)
class StepTherapy(Entry):
    """What is to be tried first: codes or names of products."""

    first: tuple[str, ...]

    title: ClassVar[str] = "to be tried first"

    @property
    def says(self) -> str:
        """In words."""
        return ", ".join(self.first)


@dataclass(frozen=True, slots=True)
class Preferred(Entry):
    """The codes that the payer prefers."""

    codes: tuple[str, ...]

    title: ClassVar[str] = "preferred"

    @property
    def says(self) -> str:
        """In words."""
        return ", ".join(self.codes)


@dataclass(frozen=True, slots=True)
class Indications(Entry):
    """The diagnoses that are covered, as beginnings of ICD-10-CM codes."""

    prefixes: tuple[str, ...]

    title: ClassVar[str] = "diagnoses covered"

    @property
    def says(self) -> str:
        """In words."""
        return ", ".join(self.prefixes)

    def cover(self, diagnosis: str) -> bool:
        """Whether a diagnosis code, with or without its point, is covered."""
        plain = diagnosis.replace(".", "").strip().upper()
        return any(plain.startswith(prefix.replace(".", "")) for prefix in self.prefixes)


@dataclass(frozen=True, slots=True)
class QuantityLimit(Entry):
    """The most units of the code within so many days."""

    units: int
    days: int

    title: ClassVar[str] = "quantity"

    @property
    def says(self) -> str:
        """In words."""
        return f"at most {grouped(Fraction(self.units))} units within {self.days} days"


@dataclass(frozen=True, slots=True)
class DoseLimit(Entry):
    """The most in one dose: an amount, or an amount for each kg or m2."""

    most: Amount

    title: ClassVar[str] = "dose"

    @property
    def says(self) -> str:
        """In words."""
        return f"at most {self.most.short}"


@dataclass(frozen=True, slots=True)
class SitesOfCare(Entry):
    """The settings in which the drug is covered."""

    settings: tuple[str, ...]

    title: ClassVar[str] = "sites of care"

    @property
    def says(self) -> str:
        """In words."""
        return ", ".join(self.settings)


@dataclass(frozen=True, slots=True)
class Network(Entry):
    """Whether the drug has to be given by a contracted provider."""

    required: bool

    title: ClassVar[str] = "network"

    @property
    def says(self) -> str:
        """In words."""
        return "contracted providers only" if self.required else "any provider"


@dataclass(frozen=True, slots=True)
class PatientShare(Entry):
    """The patient's part of the payment."""

    per_cent: Fraction | None
    """None: as the payment file states it for the code."""

    title: ClassVar[str] = "patient's share"

    @property
    def says(self) -> str:
        """In words."""
        return "as the payment file states it" if self.per_cent is None else f"{plain(self.per_cent)} %"


_Found = TypeVar("_Found", bound=Entry)


@dataclass(frozen=True, slots=True)
class Profile:
    """A payer's statements, asked by code and date of service; a day left out means the newest."""

    entries: tuple[Entry, ...] = ()
    groups: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def authorization(self, code: str, day: date = date.max) -> Authorization | None:
        """Whether an authorization is needed; None where nothing is stated."""
        return self._closest(Authorization, code, day)

    def step_therapy(self, code: str, day: date = date.max) -> StepTherapy | None:
        """What is to be tried first."""
        return self._closest(StepTherapy, code, day)

    def preferred(self, code: str, day: date = date.max) -> Preferred | None:
        """The codes preferred to this one."""
        return self._closest(Preferred, code, day)

    def indications(self, code: str, day: date = date.max) -> Indications | None:
        """The diagnoses covered."""
        return self._closest(Indications, code, day)

    def quantity_limit(self, code: str, day: date = date.max) -> QuantityLimit | None:
        """The most units within so many days."""
        return self._closest(QuantityLimit, code, day)

    def dose_limit(self, code: str, day: date = date.max) -> DoseLimit | None:
        """The most in one dose."""
        return self._closest(DoseLimit, code, day)

    def sites_of_care(self, code: str, day: date = date.max) -> SitesOfCare | None:
        """The settings covered."""
        return self._closest(SitesOfCare, code, day)

    def network(self, code: str, day: date = date.max) -> Network | None:
        """Whether a contracted provider is required."""
        return self._closest(Network, code, day)

    def patient_share(self, code: str, day: date = date.max) -> PatientShare | None:
        """The patient's part."""
        return self._closest(PatientShare, code, day)

    def _closest(self, kind: type[_Found], code: str, day: date) -> _Found | None:
        found = [
            (closeness, entry.from_, entry)
            for entry in self.entries
            if isinstance(entry, kind) and entry.from_ <= day and (closeness := self._closeness(entry.for_, code))
        ]
        return max(found, key=lambda each: each[:2])[2] if found else None

    def _closeness(self, for_: str, code: str) -> int:
        if for_ == code:
            return 3
        if any(low <= code <= high for low, high in self.groups.get(for_, ())):
            return 2
        return 1 if for_ == ALL else 0
