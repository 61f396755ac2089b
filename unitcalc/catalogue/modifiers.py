"""Modifiers on the line of a drug: what each means there, from when to when, and which can't stand together.

CMS's list (the table `modifiers`) says which exist, with their dates; `data/modifiers.yaml` says what rules make of
them on a drug. Facts only; what a line breaks is decided by the checks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any

from unitcalc.catalogue.rules import STANDING
from unitcalc.reference.records import ModifierRow
from unitcalc.reference.store import Reference

DOCUMENT = "modifiers"


class Role(StrEnum):
    """What a modifier has to do on the line of a drug."""

    YES = "yes"
    ONE_OF_GROUP = "one-of-group"
    """Exactly one of its group is asked for, on the codes that the group is about."""
    SPLIT_ONLY = "split-only"
    """Only on a line that continues another above a limit."""
    BY_POLICY = "by-policy"
    BY_PAYER = "by-payer"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a rule about modifiers was read: its number in the rule book, the document, and how sure that is."""

    rule: str
    title: str
    tag: str
    address: str = ""
    opened: str = ""

    def cite(self) -> str:
        """The source as results print it; what is not primary says so."""
        note = "" if self.tag in ("P", "P2") else f" ({STANDING[self.tag]})"
        return f"RULES {self.rule}: {self.title}{note}"


@dataclass(frozen=True, slots=True)
class DrugLineModifier:
    """What the rules say of one modifier on the line of a drug."""

    modifier: str
    name: str
    role: Role
    group: str
    """What it is about: waste, 340b, route, esa, liability, separate-service, ..."""
    reason: str
    source: Stated
    from_: date | None = None
    """The first day on which a rule allows it; None where only CMS's list dates it."""
    required_from: date | None = None
    """The day from which a rule asks for it, where it is true."""
    to: date | None = None
    """The last day on which a rule allows it."""
    settings: tuple[str, ...] = ()
    """Where it may be asked for; everywhere where none is named."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two modifiers that can't stand on one line."""

    pair: tuple[str, str]
    reason: str
    source: Stated

    def __str__(self) -> str:
        return " and ".join(self.pair)


@dataclass(frozen=True, slots=True)
class Esa:
    """A code of an erythropoiesis-stimulating agent."""

    code: str
    dialysis: bool
    """It is for patients with ESRD on dialysis."""
    one_of: tuple[str, ...]
    """The modifiers of which its lines carry exactly one; none where it is for dialysis."""
    descriptor: str
    row: int
    """Of the descriptor in HCPCS Level II 2026Q1."""
    source: Stated


class Modifiers:
    """Pure questions about modifiers, which are written as on a claim: two characters, in capitals."""

    def __init__(self, reference: Reference, document: Any) -> None:
        self.reference = reference
        read = _Reader(document)
        self.rules: Mapping[str, DrugLineModifier] = read.modifiers()
        self._conflicts = read.conflicts()
        self._esa = read.esa()

    def official(self, modifier: str) -> ModifierRow | None:
        """CMS's row of a Level II modifier, with its descriptors and dates; None for any other."""
        return self.reference.modifier(modifier)

    def known(self, modifier: str) -> bool:
        """Whether CMS's list has it or a rule speaks of it; of CPT's modifiers only the rules can."""
        return modifier in self.rules or self.official(modifier) is not None

    def of(self, modifier: str) -> DrugLineModifier | None:
        """What the rules say of it on the line of a drug; None where they are silent."""
        return self.rules.get(modifier)

    def span(self, modifier: str) -> tuple[date | None, date | None]:
        """The first and last day on which it may be used, by CMS's list and the rules, whichever is narrower."""
        row, rule = self.official(modifier), self.of(modifier)
        begins = [day for day in (row and row.added, rule and rule.from_) if day]
        ends = [day for day in (row and row.terminated, rule and rule.to) if day]
        return max(begins, default=None), min(ends, default=None)

    def in_force(self, modifier: str, day: date) -> bool:
        """Whether it exists on a day, by CMS's list and the rules; never for one that is not known."""
        first, last = self.span(modifier)
        return self.known(modifier) and (first is None or first <= day) and (last is None or day <= last)

    def group(self, name: str) -> tuple[str, ...]:
        """The modifiers of a group, as the document lists them."""
        return tuple(rule.modifier for rule in self.rules.values() if rule.group == name)

    def conflicting(self, modifiers: Iterable[str]) -> tuple[Conflict, ...]:
        """The pairs among a line's modifiers that can't stand together, as the document lists them."""
        found = set(modifiers)
        return tuple(conflict for conflict in self._conflicts if found.issuperset(conflict.pair))

    def esa(self, code: str) -> Esa | None:
        """What a code is as an erythropoiesis-stimulating agent; None for all other codes."""
        return self._esa.get(code)


def modifiers(reference: Reference) -> Modifiers:
    """The modifiers of the embedded document."""
    return Modifiers(reference, reference.document(DOCUMENT))


class _Reader:
    """Reads the document strictly: ValueError, with the place, for whatever it should not say."""

    def __init__(self, document: Any) -> None:
        self._document = _entry("modifiers.yaml", document, {"sources", "modifiers", "conflicts", "esa"})
        self._sources = {
            name: _entry(f"source {name}", entry, {"title", "tag"}, {"address", "opened"})
            for name, entry in self._document["sources"].items()
        }
        for name, entry in self._sources.items():
            if entry["tag"] not in STANDING:
                raise ValueError(f"source {name}: no tag is called {entry['tag']!r}")

    def modifiers(self) -> dict[str, DrugLineModifier]:
        return {str(name): self._modifier(str(name), entry) for name, entry in self._document["modifiers"].items()}

    def _modifier(self, name: str, entry: Any) -> DrugLineModifier:
        needed = {"name", "on-a-drug-line", "group", "rule", "source", "reason"}
        _entry(name, entry, needed, {"from", "required-from", "to", "settings"})
        return DrugLineModifier(
            modifier=name,
            name=str(entry["name"]),
            role=Role(entry["on-a-drug-line"]),
            group=str(entry["group"]),
            reason=entry["reason"],
            source=self._stated(name, entry["rule"], entry["source"]),
            from_=_day(entry.get("from")),
            required_from=_day(entry.get("required-from")),
            to=_day(entry.get("to")),
            settings=tuple(entry.get("settings", ())),
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        found = []
        for number, entry in enumerate(self._document["conflicts"], 1):
            place = f"conflict {number}"
            said = {"any-two-of"} if "any-two-of" in entry else {"of", "with"}
            _entry(place, entry, {"rule", "source", "reason"} | said)
            if "any-two-of" in entry:
                pairs = list(combinations(map(str, entry["any-two-of"]), 2))
            else:
                pairs = [(str(one), str(other)) for one in entry["of"] for other in entry["with"]]
            source = self._stated(place, entry["rule"], entry["source"])
            found += [Conflict(pair, entry["reason"], source) for pair in pairs]
        return tuple(found)

    def esa(self) -> dict[str, Esa]:
        esa = _entry("esa", self._document["esa"], {"one-of", "rule", "codes"})
        found = {}
        for code, entry in esa["codes"].items():
            _entry(code, entry, {"dialysis", "row", "source", "says"})
            if entry["dialysis"] not in ("yes", "no"):
                raise ValueError(f"{code}: dialysis is yes or no, not {entry['dialysis']!r}")
            dialysis = entry["dialysis"] == "yes"
            one_of = () if dialysis else tuple(esa["one-of"])
            source = self._stated(code, esa["rule"], entry["source"])
            found[code] = Esa(code, dialysis, one_of, entry["says"], entry["row"], source)
        return found

    def _stated(self, place: str, rule: Any, source: str) -> Stated:
        if source not in self._sources:
            raise ValueError(f"{place}: no source is called {source!r}")
        return Stated(rule=str(rule), **self._sources[source])


def _entry(place: str, entry: Any, needed: set[str], allowed: Iterable[str] = ()) -> Mapping[str, Any]:
    """A mapping that has the keys it needs and no others but those allowed; ValueError otherwise."""
    if not isinstance(entry, Mapping):
        raise ValueError(f"{place}: a list of names and values is expected")
    missing, unknown = needed - entry.keys(), entry.keys() - needed - set(allowed)
    if missing or unknown:
        raise ValueError(f"{place}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    return entry


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
