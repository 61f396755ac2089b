"""A code on a date: its descriptor and billing unit, its price, limits and status, and where its sources disagree."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from unitcalc.catalogue import published
from unitcalc.catalogue.descriptors import Descriptor, Kind, read_descriptor
from unitcalc.catalogue.dosages import descriptor_on, disagreements, prices_the_unit
from unitcalc.catalogue.history import Past, followers, forerunners
from unitcalc.catalogue.substances import first_word, substance_words
from unitcalc.findings import Finding, Problem, Refused, Severity, Source
from unitcalc.quantity import Amount, Unit, amount
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import (
    OF_A_CODE,
    TABLES,
    CodeRow,
    CrosswalkRow,
    LimitRow,
    MueRow,
    Quarter,
    StatusRow,
    TableInfo,
)
from unitcalc.reference.store import Reference

A_DOSE = amount(1, "dose")
A_CONTAINER = amount(1, "container")
WHOLE_DOSE_KINDS = frozenset({Kind.DOSE, Kind.CELLS, Kind.THRESHOLD, Kind.DURATION, Kind.UNCLASSIFIED})
"""RULES R0: one unit a dose; the amount only selects the code."""

MOST_SIMILAR = 12
MOST_NAMED = 4


class TableUse(NamedTuple):
    """A table that a result rests on, the period that was used, and whether that period covers the date."""

    table: str
    period: str
    covers: bool
    file: str
    ended: bool
    """Whether the period ended before the date: only then may newer files hold it."""

    @property
    def told(self) -> str:
        """Table and period, and that the period is of another date where it is."""
        return f"{self.table} {self.period}{'' if self.covers else ' (not of this date)'}"

    def as_json(self) -> dict[str, str | bool]:
        """As other programs read it."""
        return {"table": self.table, "period": self.period, "covers": self.covers}


def unit_of(descriptor: Descriptor) -> Amount | None:
    """What one unit of a descriptor stands for; one dose or one container for the kinds that count those."""
    if descriptor.kind in WHOLE_DOSE_KINDS:
        return A_DOSE
    return A_CONTAINER if descriptor.kind is Kind.CONTAINER else descriptor.amount


@dataclass(frozen=True)
class Drug:
    """A HCPCS code as it stands on one date."""

    row: CodeRow
    day: date
    descriptor: Descriptor
    """What is counted by: the official text, or that quarter's dosage text before the official one is proven."""
    limit: LimitRow | None
    limit_is_per_unit: bool
    """Whether the payment file prices the billing unit: not where its dosage text is another amount."""
    limit_aside: str
    """Why the code's row of the payment file could not be read, with file and row; mostly empty."""
    mue: tuple[MueRow, ...]
    status: StatusRow | None
    on_single_dose_list: bool
    uses: tuple[TableUse, ...]
    misdescribed: tuple[published.Misdescription, ...]
    """What is widely published of the code and is not what CMS says."""
    findings: tuple[Finding, ...]

    @property
    def code(self) -> str:
        """The HCPCS code."""
        return self.row.code

    @property
    def kind(self) -> Kind:
        """How its units are counted (RULES R0)."""
        return self.descriptor.kind

    @cached_property
    def billing_unit(self) -> Amount | None:
        """What one unit stands for; one dose or one container for the kinds that count those; None where unknown."""
        return unit_of(self.descriptor)

    @cached_property
    def source(self) -> Source:
        """The row of the official descriptor."""
        return Source(TABLES["codes"], self.uses[0].period, f"row {self.row.row}")

    def use(self, table: str) -> TableUse:
        """The period of a table (by its short name) that stands for this date."""
        return next(use for use in self.uses if use.table == TABLES[table])


_KEPT = 20_000
"""How many codes on dates are remembered before all are forgotten."""


class Drugs:
    """Every code of the reference tables, by date of service."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._drugs: dict[tuple[str, date], Drug] = {}
        self._infos: dict[tuple[str, date], TableInfo] = {}

    @cached_property
    def misdescribed(self) -> dict[str, tuple[published.Misdescription, ...]]:
        """What is published of codes and is not what CMS says, by code."""
        return published.read_published(self.reference.document("published"))

    def on(self, code: str, day: date) -> Drug:
        """The code on a day. Refused, with candidates, for a code that is unknown, ended or not yet in force then."""
        return self._drugs.get((code, day)) or self._made(self._in_force(code, day), day)

    def described(self, code: str, day: date) -> Drug:
        """The code on a day or, if it was not in force then, on the nearest day on which it was; a finding says so."""
        row = self.reference.code(code)
        if row is None:
            raise self._unknown(code)
        nearest = min(max(day, row.added), row.terminated or date.max)
        drug = self._drugs.get((code, nearest)) or self._made(row, nearest)
        if nearest == day:
            return drug
        problem = (self._ended(row, day) if day > nearest else self._not_begun(row, day)).problems[0]
        finding = Finding(problem.code, Severity.WARNING, f"{problem.message} {problem.hint}", str(drug.source))
        return replace(drug, findings=(finding, *drug.findings))

    def _made(self, row: CodeRow, day: date) -> Drug:
        if len(self._drugs) > _KEPT:
            self._drugs.clear()
        drug = self._drugs[row.code, day] = self._build(row, day)
        return drug

    def info(self, table: str, day: date) -> TableInfo:
        """The period of a table that covers a day, or the nearest one."""
        found = self._infos.get((table, day))
        if found is None:
            found = self._infos[table, day] = self.reference.info(table, day)
        return found

    def _in_force(self, code: str, day: date) -> CodeRow:
        row = self.reference.code(code)
        if row is None:
            raise self._unknown(code)
        if row.terminated and day > row.terminated:
            raise self._ended(row, day)
        if day < row.added:
            raise self._not_begun(row, day)
        return row

    def _ended(self, row: CodeRow, day: date) -> Refused:
        names = _rows(followers(self.reference, row))
        hint = f"See {_named(names)}." if names else "Look for the code that replaced it."
        message = f"{row.code} ({row.short}) ended on {row.terminated}; {day} is after that."
        return Refused(Problem("code-terminated", message, hint, tuple(other.code for other in names)))

    def _not_begun(self, row: CodeRow, day: date) -> Refused:
        names = _rows(forerunners(self.reference, row))
        hint = f"Before that, see {_named(names)}." if names else "Use the code in force on that day."
        message = f"{row.code} ({row.short}) begins on {row.added}; {day} is before that."
        return Refused(Problem("code-not-yet-effective", message, hint, tuple(other.code for other in names)))

    def _unknown(self, code: str) -> Refused:
        info = self.info("codes", date.max)
        # Two digits exchanged are the commonest slip, one wrong digit the next.
        exchanged, wrong = [], []
        for row in self.reference.codes():
            differing = [i for i in range(5) if row.code[i] != code[i]]
            if len(differing) == 1:
                wrong.append(row.code)
            elif len(differing) == 2 and sorted(row.code) == sorted(code):
                exchanged.append(row.code)
        close = tuple(exchanged + wrong)[:6]
        hint = f"Check the digits. Close to it: {', '.join(close)}." if close else "Check the digits."
        return Refused(
            Problem("code-unknown", f"{code} is not in the HCPCS release of {info.period}.", hint, close),
        )

    def similar(self, drug: Drug, unit: Unit | None = None, day: date | None = None) -> tuple[CodeRow, ...]:
        """The codes in force that name the same substance, the nearest first: counted alike, then by words in common.

        With `unit` only those that are counted in its dimension and share most words. In force on `day`; without it
        on the drug's own.
        """
        shared = self._sharing(drug, day or drug.day)
        if unit is not None:
            return _most({row: count for row, count in shared.items() if _counts_in(row, unit)})
        own, name = drug.descriptor.amount, first_word(drug.row.long)
        ranked = []
        for row, count in shared.items():
            counted = read_descriptor(row.long).amount
            if _one_activity(drug.row, own, row, counted):
                alike = own is not None and counted is not None and own.unit == counted.unit
                first = first_word(row.long) == name
                if alike or first:  # else the name is a part of something else: a potassium salt, an insulin pump
                    ranked.append((not alike, not first, -count, row.code, row))
        return tuple(row for *_, row in sorted(ranked, key=lambda rank: rank[:4]))[:MOST_SIMILAR]

    def selected_by(self, drug: Drug, given: Amount) -> tuple[CodeRow, ...]:
        """The codes of the same substance whose bounds hold an amount (RULES R0: the amount selects the code)."""
        nearest = _most(self._sharing(drug, drug.day))
        return tuple(row for row in nearest if _holds(read_descriptor(row.long), given))

    def _sharing(self, drug: Drug, day: date) -> dict[CodeRow, int]:
        """The codes in force that share the substance's name, with the number of words in common, by code."""
        words, name = substance_words(drug.row.long), first_word(drug.row.long)
        # Without the name itself in common, only a salt or a labeler is shared: another drug altogether.
        return {
            other: len(words & substance_words(other.long))
            for other in (self.reference.codes_saying(name) if name else ())
            if other.code != drug.code
            and name in substance_words(other.long)
            and other.added <= day
            and not (other.terminated and other.terminated < day)
        }

    def unit_name(self, row: CodeRow) -> str:
        """What a code is counted in, as a word: micrograms, IU."""
        unit = read_descriptor(row.long).amount
        return {"mcg": "micrograms", "mg": "milligrams"}.get(unit.unit.symbol, unit.unit.symbol) if unit else ""

    def _build(self, row: CodeRow, day: date) -> Drug:
        reference = self.reference
        limits = reference.limits(row.code)
        limit = _in_force(limits, self._quarter_used("limits", day))
        rows = reference.crosswalk_of_code(row.code)
        crosswalk = tuple(r for r in rows if _covers(r, self._quarter_used("crosswalk", day)))
        descriptor, findings = descriptor_on(row, day, limit, crosswalk)
        uses = tuple(
            TableUse(TABLES[table], info.period, _table_covers(table, info, row, day), info.file, info.last_day < day)
            for table in OF_A_CODE
            for info in (self.info(table, day),)
        )
        misdescribed = self.misdescribed.get(row.code, ())
        return Drug(
            row=row,
            day=day,
            descriptor=descriptor,
            limit=limit,
            limit_aside=self._aside("limits", row.code, day) if limit is None else "",
            limit_is_per_unit=limit is None or prices_the_unit(limit, descriptor),
            mue=reference.mue(row.code),
            status=reference.status(row.code),
            on_single_dose_list=reference.single_dose(row.code) is not None,
            uses=uses,
            misdescribed=misdescribed,
            findings=(
                *findings,
                *disagreements(row, descriptor, limit, crosswalk),
                *published.findings(misdescribed, row.long, self._names(misdescribed)),
            ),
        )

    def _names(self, misdescribed: tuple[published.Misdescription, ...]) -> dict[str, str]:
        rows = (self.reference.code(code) for one in misdescribed for code in one.really)
        return {row.code: row.short for row in rows if row}

    def _aside(self, table: str, code: str, day: date) -> str:
        period = self.info(table, day).period
        rows = (row for row in self.reference.rejected_of(code) if (row.table, row.period) == (table, period))
        return next((f"{row.file}, row {row.row}: {row.message}" for row in rows), "")

    def _quarter_used(self, table: str, day: date) -> Quarter:
        return Quarter.of(self.info(table, day).first_day)


def _table_covers(table: str, info: TableInfo, row: CodeRow, day: date) -> bool:
    # The HCPCS release holds every code's own dates, so an earlier date of service is covered by it too.
    return info.first_day <= day <= info.last_day or (table == "codes" and day <= info.last_day)


def _covers(row: LimitRow | CrosswalkRow, quarter: Quarter) -> bool:
    return row.first <= quarter <= row.last


def _in_force(rows: tuple[LimitRow, ...], quarter: Quarter) -> LimitRow | None:
    return next((row for row in rows if _covers(row, quarter)), None)


def _most(shared: dict[CodeRow, int]) -> tuple[CodeRow, ...]:
    """Those with most words in common."""
    most = max(shared.values(), default=0)
    return tuple(row for row, count in shared.items() if count == most > 0)[:6]


def _one_activity(row: CodeRow, own: Amount | None, other: CodeRow, counted: Amount | None) -> bool:
    """Whether both name every activity that either is counted in: "factor" alone makes no factor IX of factor VIII."""
    if own is not None and counted is not None and own.unit == counted.unit:
        return True
    texts = [set(plain_name(each.long).split()) for each in (row, other)]
    activities = (amount.unit.of for amount in (own, counted) if amount is not None and amount.unit.of)
    return all(set(plain_name(name).split()) <= words for name in activities for words in texts)


def _counts_in(row: CodeRow, unit: Unit) -> bool:
    counted = read_descriptor(row.long).amount
    return counted is not None and Amount(counted.value, unit).fits(counted.unit)


def _holds(descriptor: Descriptor, given: Amount) -> bool:
    bounds = [bound for bound in (descriptor.above, descriptor.at_most) if bound is not None]
    if not bounds or not all(given.fits(bound.unit) for bound in bounds):
        return False
    low, high = descriptor.above, descriptor.at_most
    return not (low and given.bound_to(low.unit) <= low) and not (high and given.bound_to(high.unit) > high)


def _rows(past: Iterable[Past]) -> tuple[CodeRow, ...]:
    return tuple(each.row for each in past)[:MOST_NAMED]


def _named(rows: tuple[CodeRow, ...]) -> str:
    return " or ".join(f"{row.code} ({row.short})" for row in rows)
