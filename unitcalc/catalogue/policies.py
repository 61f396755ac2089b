"""A payer's rules as dated values, each with its source and tag. Facts only; what they mean is decided in `billing`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unitcalc.catalogue.rules import STANDING
from unitcalc.findings import Problem, Refused
from unitcalc.reference.store import Reference


@dataclass(frozen=True, slots=True)
class Value:
    """A rule's value from a date on, with the rule's number, its source, and how sure that source is (its tag)."""

    value: str | int
    from_: date
    tag: str
    rule: str
    source: str

    @property
    def text(self) -> str:
        """The value as a word."""
        return str(self.value)

    def cite(self) -> str:
        """The source as a worksheet prints it; what is not primary says so."""
        note = "" if self.tag in ("P", "P2") else f" ({STANDING[self.tag]})"
        return f"RULES {self.rule}: {self.source}{note}"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the drug was given: it decides the form, the MUE table, what pays, and whether JW and JZ apply."""

    name: str
    title: str
    form: str
    mue: str
    pays: str
    subject: str


@dataclass(frozen=True, slots=True)
class Status:
    """What an OPPS status indicator means for a drug line."""

    status: str
    subject: str
    pays: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One payer's rules."""

    name: str
    title: str
    from_: date
    source: str
    values: Mapping[str, tuple[Value, ...]]
    settings: Mapping[str, Setting]
    statuses: Mapping[str, Status]
    not_payable: Mapping[str, str]
    groups: Mapping[str, tuple[tuple[str, str], ...]]
    _seen: dict[tuple[str, date], Value] = field(default_factory=dict, repr=False, compare=False)

    def value(self, name: str, day: date) -> Value:
        """The value in force on a day (the earliest one for days before all of them)."""
        found = self._seen.get((name, day))
        if found is None:
            dated = self.values[name]
            found = next((value for value in reversed(dated) if value.from_ <= day), dated[0])
            self._seen[name, day] = found
        return found

    def setting(self, name: str) -> Setting:
        """A setting by name; Refused with the list for an unknown one."""
        if name not in self.settings:
            names = tuple(self.settings)
            raise Refused(
                Problem("setting-unknown", f"'{name[:40]}' is no setting.", f"Choose one of {', '.join(names)}.", names)
            )
        return self.settings[name]

    def group_of(self, code: str) -> str | None:
        """The group of codes with a rule of its own that a code belongs to."""
        for name, ranges in self.groups.items():
            if any(low <= code <= high for low, high in ranges):
                return name
        return None


def policies(reference: Reference) -> dict[str, Policy]:
    """Every policy, by name."""
    documents = (reference.document(name) for name in reference.documents() if name.startswith("policies/"))
    return {policy.name: policy for policy in map(read_policy, documents)}


def choose(known: Mapping[str, Policy], name: str) -> Policy:
    """A policy by its name; Refused with the list for an unknown one."""
    if name not in known:
        names = tuple(known)
        raise Refused(
            Problem("payer-unknown", f"No policy is called '{name[:40]}'.", f"Choose one of {', '.join(names)}.", names)
        )
    return known[name]


def read_policy(document: Any) -> Policy:
    """A policy from its document; KeyError or ValueError where the file is not a policy."""
    return Policy(
        name=document["policy"],
        title=document["title"],
        from_=date.fromisoformat(document["from"]),
        source=document["source"],
        values={name: tuple(_value(entry) for entry in entries) for name, entries in document["values"].items()},
        settings={name: Setting(name=name, **entry) for name, entry in document["settings"].items()},
        statuses={
            name: Status(name, entry["subject"], entry["pays"] == "yes", entry["meaning"])
            for name, entry in document["statuses"].items()
        },
        not_payable=document["not-payable-coverage"],
        groups={name: tuple(tuple(span.split("-")) for span in spans) for name, spans in document["groups"].items()},
    )


def _value(entry: Mapping[str, Any]) -> Value:
    return Value(entry["value"], date.fromisoformat(entry["from"]), entry["tag"], entry["rule"], entry["source"])
