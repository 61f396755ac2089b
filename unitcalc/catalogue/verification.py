"""Label amounts held against sources other than the row that they come from.

The crosswalk has no strength column, so that BILLUNITS times the dosage text is all it says. Four comparisons test
that: the product's licensed contents, its licensed concentrations in the container's volume, PKG SIZE for codes that
are counted in millilitres, and the same NDC in the other quarters. What can't be compared is counted as such; what
disagrees is named, with a class where the numbers show the likely cause.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from unitcalc.catalogue import biologics, content, labels
from unitcalc.catalogue.biologics import Licensed
from unitcalc.catalogue.content import COUNTED, Potency
from unitcalc.catalogue.presentations import Shelf, shelf
from unitcalc.catalogue.scale import in_unit
from unitcalc.findings import Source
from unitcalc.quantity import Amount
from unitcalc.reference.records import CrosswalkRow, Quarter
from unitcalc.reference.store import Reference


class Verdict(StrEnum):
    """What a comparison says of one presentation."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOT_COMPARABLE = "not comparable"


class Cause(StrEnum):
    """Why two sources may differ, as far as their numbers show it."""

    PACKAGE_ROW = "the row contradicts itself"
    """BILLUNITSPKG shows that CMS's row is wrong."""
    ROUNDED = "rounded billing units"
    """133.33 units for a third more than 133."""
    SEVERAL_CONTAINERS = "a multiple of a licensed size"
    """Several containers counted as one, or a larger size licensed since."""
    NEAR = "near a licensed size"
    """Within a quarter: overfill that one source counts, or a label that has changed."""
    PIECES = "PKG SIZE counts pieces"
    """PKG SIZE 1 for a bag or a tube."""
    OTHER = "another amount"
    """A size that the other source doesn't have, or a wrong row."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One presentation whose label amount another source contradicts."""

    ndc: str
    code: str
    product: str
    says: str
    """What the crosswalk comes to."""
    against: str
    """What the other source has."""
    cause: Cause
    source: Source


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of comparison over all presentations."""

    name: str
    agree: int
    not_comparable: int
    disagreements: tuple[Disagreement, ...]

    @property
    def disagree(self) -> int:
        """How many presentations are contradicted."""
        return len(self.disagreements)

    @property
    def causes(self) -> dict[Cause, int]:
        """How many disagreements there are of each class."""
        return dict(Counter(one.cause for one in self.disagreements))


@dataclass(frozen=True, slots=True)
class Verification:
    """All comparisons: the first three on the newest quarter, the last on every quarter."""

    quarter: Quarter
    assayed: int
    """Rows of the newest quarter that only hold the place of a potency printed on each lot."""
    contents: Comparison
    concentrations: Comparison
    volumes: Comparison
    quarters: Comparison

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Each of them."""
        return (self.contents, self.concentrations, self.volumes, self.quarters)


Result = tuple[Verdict, Disagreement | None]
_AGREES: Result = (Verdict.AGREES, None)
_NONE: Result = (Verdict.NOT_COMPARABLE, None)


def verify(reference: Reference) -> Verification:
    """Every label amount of the crosswalk against the other sources."""
    stand = shelf(reference)
    newest = stand.quarters[-1]
    runs: dict[tuple[str, str], list[CrosswalkRow]] = {}
    for row in reference.crosswalk():
        runs.setdefault((row.ndc, row.code), []).append(row)
    current = [row for rows in runs.values() for row in rows if row.last == newest]
    amounts = [(row, label_amount(stand, row)) for row in current]
    return Verification(
        newest,
        sum(stand.held(row, newest) for row in current),
        _comparison("Purple Book, content", (against_contents(stand, row, label) for row, label in amounts)),
        _comparison("Purple Book, concentration", (against_concentration(stand, row, label) for row, label in amounts)),
        _comparison("PKG SIZE in mL", (against_volume(row, label) for row, label in amounts)),
        _comparison("other quarters", (against_quarters(stand, rows) for rows in runs.values())),
    )


def _comparison(name: str, results: Iterator[Result]) -> Comparison:
    verdicts: Counter[Verdict] = Counter()
    found = []
    for verdict, disagreement in results:
        verdicts[verdict] += 1
        if disagreement:
            found.append(disagreement)
    return Comparison(name, verdicts[Verdict.AGREES], verdicts[Verdict.NOT_COMPARABLE], tuple(found))


def label_amount(stand: Shelf, row: CrosswalkRow) -> Amount | None:
    """What the row comes to, before any other source corrects it; None where it states no content."""
    descriptor = stand.descriptor(row)
    if descriptor.kind not in COUNTED:
        return None
    stated = content.content(row, descriptor, stand.held(row, row.last))
    return stated.label if stated.potency is Potency.LABELLED else None


def against_contents(stand: Shelf, row: CrosswalkRow, label: Amount | None) -> Result:
    """The licensed contents of the product: independent of every column of the crosswalk.

    What none of them holds is a disagreement, unless a bare concentration of the same product comes to it.
    """
    licensed = tuple(one for one in stand.licensed(row) if one.strength and one.strength.contents)
    result = _against_licensed(row, label, licensed, None)
    agrees_otherwise = result[1] is not None and biologics.fitting(stand.licensed(row), label, labels.volume_of(row))
    return _NONE if agrees_otherwise else result


def against_concentration(stand: Shelf, row: CrosswalkRow, label: Amount | None) -> Result:
    """Licensed bare concentrations in PKG SIZE; weaker, as it takes the volume from the same row."""
    bare = tuple(one for one in stand.licensed(row) if one.strength and not one.strength.contents)
    result = _against_licensed(row, label, bare, labels.volume_of(row))
    contents = any(one.strength and one.strength.contents for one in stand.licensed(row))
    return _NONE if contents and result[1] is not None else result


def _against_licensed(
    row: CrosswalkRow, label: Amount | None, licensed: tuple[Licensed, ...], volume: Amount | None
) -> Result:
    comparable = labels.strengths(licensed, label, volume) if label else ()
    if label is None or not comparable:
        return _NONE
    if biologics.fitting(comparable, label, volume):
        return _AGREES
    texts = ", ".join(dict.fromkeys(one.row.strength.strip() for one in comparable))
    contents = [
        converted
        for one in comparable
        if one.strength
        for held in biologics.counted(one.strength, volume)
        if (converted := in_unit(held, label.unit)) is not None
    ]
    return _differs(row, str(label), texts, _cause(row, label, contents))


def against_volume(row: CrosswalkRow, label: Amount | None) -> Result:
    """For codes that are counted in millilitres: BILLUNITS x mL against PKG SIZE."""
    volume = labels.volume_of(row)
    if label is None or volume is None or label.unit != volume.unit:
        return _NONE
    if label == volume:
        return _AGREES
    cause = Cause.PIECES if volume.value == 1 else Cause.OTHER
    return _differs(row, str(label), f"PKG SIZE {volume}", cause)


def against_quarters(stand: Shelf, rows: list[CrosswalkRow]) -> Result:
    """One NDC and code over all quarters; a pair that stands in one quarter only can't be compared."""
    newest = max(rows, key=lambda row: row.last)
    stated = [row for row in rows if content.stated(row) is not None]
    if sum(row.last.index - row.first.index + 1 for row in stated) < 2:
        return _NONE
    if stand.held(newest, newest.last):
        return _NONE
    found = content.changes(stated)
    if len(found) == 1:
        return _AGREES
    earlier = "; ".join(f"{amount} ({first} to {last})" for amount, first, last in found[:-1])
    return _differs(newest, f"{found[-1][0]} ({found[-1][1]} to {found[-1][2]})", earlier, Cause.OTHER)


def _cause(row: CrosswalkRow, label: Amount, contents: list[Amount]) -> Cause:
    if content.package_units(row) is not None:
        return Cause.PACKAGE_ROW
    counted = content.dosage(row.dosage).amount
    if counted and any(content.is_rounded(row, counted, held) for held in contents):
        return Cause.ROUNDED
    if any(label.value > held.value and (label.value / held.value).denominator == 1 for held in contents):
        return Cause.SEVERAL_CONTAINERS
    if any(abs(label.value - held.value) <= held.value * Fraction(1, 4) for held in contents):
        return Cause.NEAR
    return Cause.OTHER


def _differs(row: CrosswalkRow, says: str, against: str, cause: Cause) -> Result:
    disagreement = Disagreement(row.ndc, row.code, row.product, says, against, cause, content.source(row))
    return Verdict.DISAGREES, disagreement
