"""Container types: which one a presentation has, on what evidence, and where the evidence disagrees.

The order of evidence is RULES section 3: what the person says, label facts of the product (the user's, then ours),
the FDA Purple Book, CMS's list of single-dose codes. What no source stands behind (tag K) never decides. Unknown is a
legal answer: the bill then shows both ways and asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from unitcalc.findings import Finding, Severity, Source
from unitcalc.reference.vials.model import UNVERIFIED, ContainerType

__all__ = ["UNVERIFIED", "ContainerType", "Decision", "Evidence", "Witness", "decide", "said"]


class Witness(IntEnum):
    """Who testifies, the strongest first."""

    SAID = 1
    YOUR_VIALS = 2
    VIALS = 3
    PURPLE_BOOK = 4
    SINGLE_DOSE_LIST = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about a container's type, with its source.

    `aside` marks what is told but never decides: a withdrawn size, another strength of the same product.
    """

    type: ContainerType
    witness: Witness
    source: Source
    tag: str = "P"
    note: str = ""
    aside: bool = False

    @property
    def decides(self) -> bool:
        """Whether it may settle the type at all."""
        return self.type is not ContainerType.UNKNOWN and self.tag != UNVERIFIED and not self.aside

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        return f"{self.type}: {self.source}{note}"


class Decision(NamedTuple):
    """The type, the evidence that settled it (None where it stays unknown), and every conflict as a finding."""

    type: ContainerType
    by: Evidence | None
    findings: tuple[Finding, ...] = ()


def said(container_type: ContainerType) -> Evidence:
    """What the person who bills says, from the label in hand."""
    return Evidence(container_type, Witness.SAID, Source("your statement"), "user")


def decide(evidence: Iterable[Evidence], subject: str) -> Decision:
    """The type by the strongest evidence; `subject` names the container in findings (`Herceptin 50242-0132-01`)."""
    known = sorted((e for e in evidence if e.type is not ContainerType.UNKNOWN), key=lambda e: (e.witness, e.aside))
    deciding = [e for e in known if e.decides]
    if not deciding:
        return Decision(ContainerType.UNKNOWN, None, _unverified(known, subject))
    best = deciding[0]
    equals = [e for e in deciding if e.witness is best.witness]
    if any(e.type is not best.type for e in equals):
        return Decision(ContainerType.UNKNOWN, None, (_undecided(equals, subject),))
    return Decision(best.type, best, _conflicts(known, best, subject))


def _conflicts(known: list[Evidence], best: Evidence, subject: str) -> tuple[Finding, ...]:
    """What applies here and says otherwise; and where CMS's list, which speaks for all of a code, has an exception."""
    against = [_conflict(best, e, subject) for e in _one_of_each(known) if not e.aside and e.type is not best.type]
    listed = next((e for e in known if e.witness is Witness.SINGLE_DOSE_LIST), None)
    if listed is not None:
        others = [e for e in _one_of_each(known) if e.aside and e.type is not listed.type]
        against += [_exception(listed, e, subject) for e in others]
    return tuple(against)


def _exception(listed: Evidence, other: Evidence, subject: str) -> Finding:
    return Finding(
        "container-type-conflict",
        Severity.INFO,
        f"{subject}: CMS's list has every container of this code as {listed.type}, but there is or was a {other.type} "
        f"one ({_told(other)}). If that one was opened, state its type.",
        f"{listed.source}; {other.source}",
    )


def _one_of_each(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The first of those that say the same on the same authority: three syringes are one contradiction."""
    return tuple({(e.witness, e.type, e.aside): e for e in reversed(tuple(evidence))}.values())[::-1]


def _conflict(best: Evidence, other: Evidence, subject: str) -> Finding:
    return Finding(
        "container-type-conflict",
        Severity.INFO if other.tag == UNVERIFIED else Severity.WARNING,
        f"{subject} is taken as {best.type} ({_told(best)}), but {_told(other)} says {other.type}. "
        "Read the type on the label; if it differs, state it.",
        f"{best.source}; {other.source}",
    )


def _undecided(equals: list[Evidence], subject: str) -> Finding:
    told = " and ".join(f"{e.type} ({_told(e)})" for e in _one_of_each(equals))
    return Finding(
        "container-type-undecided",
        Severity.ERROR,
        f"{subject} may be {told}. Read the type on the label and state it.",
        "; ".join(dict.fromkeys(str(e.source) for e in _one_of_each(equals))),
    )


def _unverified(known: list[Evidence], subject: str) -> tuple[Finding, ...]:
    hints = [e for e in known if e.tag == UNVERIFIED and not e.aside]
    if not hints:
        return ()
    return (
        Finding(
            "container-type-unverified",
            Severity.WARNING,
            f"{subject} is believed to be {hints[0].type}, but no label was opened to verify it. State the type.",
            str(hints[0].source),
        ),
    )


def _told(evidence: Evidence) -> str:
    return f"{evidence.source}: {evidence.note}" if evidence.note else str(evidence.source)
