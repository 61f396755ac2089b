"""What the record of an administration must hold, by class of drug and by what was done, and which diagnoses fit.

The facts stand in `documents.yaml`. Nothing here judges a record: it says what is asked for, by whom, and when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.rules import BINDING, STANDING
from unitcalc.codes.icd10 import fits

DOCUMENT = "documents"


class When(StrEnum):
    """What must hold for an item to be needed."""

    ALWAYS = "always"
    WEIGHT_BASED = "weight-based"
    SINGLE_DOSE = "single-dose"
    DISCARD = "discard"
    STOPPED = "stopped"
    AUTHORIZATION = "authorization"
    NDC = "ndc"
    """The payer wants it on the claim."""
    PROPHYLAXIS = "prophylaxis"
    ON_DEMAND = "on-demand"
    PERIOPERATIVE = "perioperative"
    OPTIONAL = "optional"


USES = (When.PROPHYLAXIS, When.ON_DEMAND, When.PERIOPERATIVE)
"""What a clotting factor can be given for."""


class Shape(StrEnum):
    """How a record file holds an item."""

    TEXT = "text"
    LIST = "list"
    MAPPING = "mapping"


class Space(StrEnum):
    """How much room an item takes on paper."""

    SMALL = "small"
    HALF = "half"
    WIDE = "wide"
    COLUMN = "column"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something, where, and how sure that is (its tag)."""

    name: str
    who: str
    title: str
    tag: str
    rule: str = ""
    """Its number in the rule book."""
    address: str = ""
    opened: str = ""

    @property
    def standing(self) -> str:
        """How sure the source is, in words."""
        return STANDING[self.tag]

    def __str__(self) -> str:
        """As findings cite it; what is not primary says so."""
        said = self.title if self.who in self.title or self.tag == "K" else f"{self.who}: {self.title}"
        note = "" if self.tag in ("P", "P2") or self.standing in self.title else f" ({self.standing})"
        return f"{f'RULES {self.rule}: ' if self.rule else ''}{said}{note}"


@dataclass(frozen=True, slots=True)
class Need:
    """Who asks for an item, when, and of which classes or codes; of all where it names none."""

    by: tuple[Source, ...]
    when: When = When.ALWAYS
    of: tuple[str, ...] = ()

    def concerns(self, code: str, class_name: str) -> bool:
        """Whether it is about a code, or the class that the code belongs to."""
        return not self.of or code in self.of or class_name in self.of


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a record holds."""

    name: str
    title: str
    example: str
    examples: Mapping[str, str]
    """Examples of classes and codes for which another one is better."""
    field: str
    """Where a record file holds it: `weight`, or `documents.severity`."""
    section: str
    shape: Shape
    parts: Mapping[str, str]
    """The keys of a mapping, each with an example."""
    space: Space
    needs: tuple[Need, ...]
    choices: Mapping[str, str]
    """What can be written in a file, each with the words to tick on paper."""


@dataclass(frozen=True, slots=True)
class Needed:
    """An item that is asked for in a situation, and by whom, the surest first."""

    item: Item
    by: tuple[Source, ...]
    when: tuple[When, ...]

    @property
    def required(self) -> bool:
        """Whether somebody who pays or who rules asks for it; all else is advised."""
        return any(source.tag in BINDING for source in self.by) and not self.optional

    @property
    def optional(self) -> bool:
        """Whether nobody misses it."""
        return self.when == (When.OPTIONAL,)

    @property
    def who(self) -> str:
        """Who asks for it, each once, with how sure that is.

        >>> practice = Source("practice", "practice", "practice, unverified", "K")
        >>> item = Item("lot", "Lot", "A1", {}, "lot", "product", Shape.TEXT, {}, Space.SMALL, (), {})
        >>> Needed(item, (Source("cms", "CMS", "manual", "P2"), practice), (When.ALWAYS,)).who
        'CMS (primary text, second-hand); practice (unverified)'
        """
        return "; ".join(dict.fromkeys(f"{source.who} ({source.standing})" for source in self.by))


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of drugs, and how a drug is known to belong to it."""

    name: str
    title: str
    codes: tuple[str, ...]
    families: tuple[str, ...]
    begins: tuple[str, ...]
    excluded: tuple[str, ...]
    clotting_factor: bool

    def holds(self, drug: Drug) -> bool:
        """Whether a drug belongs to it: by its code, its descriptor, or CMS's mark of clotting factors."""
        if drug.code in self.excluded:
            return False
        marked = self.clotting_factor and drug.limit is not None and drug.limit.clotting_factor
        described = drug.row.long.lower().startswith(tuple(each.lower() for each in self.begins))
        return marked or described or drug.code in self.codes or drug.code.startswith(self.families)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis, the beginning of one, or a range, and who says that it fits, or that it does not."""

    code: str
    title: str
    by: tuple[Source, ...]

    @property
    def verified(self) -> bool:
        """Whether anything but practice says so."""
        return any(source.tag != "K" for source in self.by)


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """Which diagnoses fit a drug."""

    of: tuple[str, ...]
    example: str
    """A code that can be billed; empty where no diagnosis is listed."""
    closed: bool
    """Whether any other diagnosis is surely wrong; else another one asks for a look."""
    fits: tuple[Diagnosis, ...]
    never: tuple[Diagnosis, ...]
    """Surely wrong, although the list is open."""
    asks: bool = True
    """Whether a diagnosis outside is asked about; not where the list is known to be far from complete."""

    def fitting(self, code: str) -> Diagnosis | None:
        """The entry that a diagnosis (as `read_diagnosis` gives it) fits, the most exact one."""
        return _nearest(self.fits, code)

    def wrong(self, code: str) -> Diagnosis | None:
        """The entry that says that a diagnosis is surely wrong."""
        return _nearest(self.never, code)

    def surely_wrong(self, code: str) -> bool:
        """Whether a diagnosis is surely wrong: not in a closed list, or named as wrong in an open one."""
        if self.fitting(code):
            return False
        return self.closed or self.wrong(code) is not None

    def doubts(self, code: str) -> bool:
        """Whether a diagnosis asks for a look, or more: outside the list, or named as wrong."""
        return not self.fitting(code) and (self.asks or self.surely_wrong(code))


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything in `documents.yaml`."""

    sources: Mapping[str, Source]
    classes: tuple[DrugClass, ...]
    """In the order in which they are tried; the last takes every other drug."""
    sections: Mapping[str, str]
    """The parts of a record and their titles, in the order of the work."""
    amounts: Mapping[str, Mapping[str, str]]
    """Examples of amounts by unit; `other` for the rest."""
    items: tuple[Item, ...]
    diagnoses: tuple[Diagnoses, ...]

    def class_of(self, drug: Drug) -> DrugClass:
        """The class of a drug."""
        return next((each for each in self.classes if each.holds(drug)), self.classes[-1])

    def item(self, name: str) -> Item:
        """An item by its name; KeyError for an unknown one."""
        for each in self.items:
            if each.name == name:
                return each
        raise KeyError(name)

    def items_for(
        self,
        drug: Drug,
        *,
        use: str = "",
        weight_based: bool = False,
        single_dose: bool = True,
        discarded: bool = False,
        stopped: bool = False,
        authorization: bool = False,
        ndc: bool = False,
    ) -> tuple[Needed, ...]:
        """What a record of this drug must hold, in the order of the work, with those who ask for each.

        `use` is one of USES, or empty; `discarded`: something was; `authorization`: the payer asks for one;
        `ndc`: the payer wants it on the claim.
        """
        holding = {
            When.ALWAYS: True,
            When.WEIGHT_BASED: weight_based,
            When.SINGLE_DOSE: single_dose,
            When.DISCARD: discarded,
            When.STOPPED: stopped,
            When.AUTHORIZATION: authorization,
            When.NDC: ndc,
        }
        return self.needed(drug, {when for when, holds in holding.items() if holds} | {use})

    def needed(self, drug: Drug, situation: Iterable[str]) -> tuple[Needed, ...]:
        """The items that are asked for in any of these cases (names of `When`), in the order of the work."""
        name, cases = self.class_of(drug).name, frozenset(situation)
        found = []
        for item in self.items:
            needs = [need for need in item.needs if need.when in cases and need.concerns(drug.code, name)]
            if needs:
                by = dict.fromkeys(source for need in needs for source in need.by)
                surest = sorted(by, key=lambda source: list(STANDING).index(source.tag))
                found.append(Needed(item, tuple(surest), tuple(dict.fromkeys(need.when for need in needs))))
        order = list(self.sections)
        return tuple(sorted(found, key=lambda each: order.index(each.item.section)))

    def diagnoses_for(self, drug: Drug) -> Diagnoses | None:
        """The diagnoses that fit a drug: of its code, else of its class; None where nothing is listed."""
        for name in (drug.code, self.class_of(drug).name):
            for each in self.diagnoses:
                if name in each.of:
                    return each if each.fits else None
        return None


def document_names(documents: Documents) -> frozenset[str]:
    """What a record may hold below `documents`: the names of all items that have no field of their own."""
    split = (item.field.partition(".") for item in documents.items)
    return frozenset(name for head, _, name in split if head == "documents")


def _nearest(entries: tuple[Diagnosis, ...], code: str) -> Diagnosis | None:
    return max((each for each in entries if fits(code, each.code)), key=lambda each: len(each.code), default=None)
