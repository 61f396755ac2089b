"""What a check is: one coded rule about billed lines or a record, and what it says of what it finds.

Condition, expected and observed are written once, over facts whose fields are exact numbers, words and truths of one
row, or whole columns of a table. So they use `+ - *`, comparisons, `&`, `|` and the operations of `unitcalc.units`
(`least`, `most`, `whole`, `no`, `pick`), and never `if`, `and`, `or`, `not`, `min`, `max` or `in`. The message is
written for one row that was found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from unitcalc.account import BilledLine, Place
from unitcalc.checks.facts import Number, Truth, Word
from unitcalc.checks.text import Text, read_text
from unitcalc.findings import Severity
from unitcalc.quantity import dollars, grouped

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Topic(StrEnum):
    """What a check is about; the first letter of its code."""

    UNITS = "U"
    WASTE = "W"
    MODIFIERS = "M"
    NDC = "N"
    LIMITS = "L"
    CODE = "C"
    DATES = "T"
    DOCUMENTS = "D"
    PAYER = "P"
    BALANCE = "B"
    DATA = "R"

    @property
    def words(self) -> str:
        """As people read it: `waste`."""
        return self.name if self is Topic.NDC else self.name.lower()


class Scope(StrEnum):
    """What one row of a check's facts is."""

    CELL = "a field as it was written"
    MODIFIER = "a modifier of a claim line"
    LINE = "a claim line"
    ACCOUNT = "a code of one encounter on one day"
    DOCUMENT = "an item that the record must hold"
    SITE = "all accounts of a code at one site"


class Needs(StrEnum):
    """What a check needs besides claim lines; without it, it is silent."""

    RECORD = "the record of what was opened, given and discarded"
    DOCUMENTS = "what else stands in the record"
    HISTORY = "earlier doses of the patient"
    PAYER = "the payer's profile"
    SITE = "many lines of one site"
    TABLES = "the tables of what was dispensed, given and billed"


class Stake(StrEnum):
    """Which money a finding puts at stake."""

    DIFFERENCE = "the units too many or too few"
    ADMINISTERED = "the administered lines"
    DISCARDED = "the JW lines"
    ALL = "all lines of the code"
    NOTHING = "none by itself"


Right = BilledLine | tuple[BilledLine, ...] | None
"""A line as it should be: another one, several, or none at all."""


@dataclass(frozen=True)
class Check:
    """A check. `broken`, `expected` and `observed` take a row of the facts that its scope names, or columns of them."""

    code: str
    """`W05`: the topic's letter and a number; it never changes its meaning."""
    name: str
    """`jz-missing`."""
    severity: Severity
    scope: Scope
    broken: Callable[[Any], Truth]
    expected: Callable[[Any], Number | Word]
    observed: Callable[[Any], Number | Word]
    message: Callable[[Any], str]
    """What is wrong with one row, in a biller's words, without expected and observed, which stand beside it."""
    doc: str
    """The docstring of its file: see `Text`."""
    stake: Stake = Stake.NOTHING
    difference: Callable[[Any], Number] | None = None
    """Units too many, where that is not observed less expected."""
    needs: tuple[Needs, ...] = ()
    measure: Callable[[Any], str] | None = None
    """What expected and observed are counted in, where they are amounts: mg."""
    corrected: Callable[[Any, BilledLine], Right] | None = None
    """A line as it should be, where that is sure without a record. Of an account each line is asked for."""

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return Topic(self.code[0])

    @property
    def text(self) -> Text:
        """What it is, why it matters, an example, what to do, exceptions, source."""
        return read_text(self.doc)


Correction = Callable[[BilledLine], tuple[BilledLine, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What a check says of one row: the finding of `unitcalc check`."""

    check: Check
    message: str
    expected: str
    observed: str
    places: tuple[Place, ...]
    """The rows of the files that it speaks of."""
    encounter: str = ""
    day: str = ""
    code: str = ""
    measure: str = ""
    """What expected and observed are counted in; empty for units and words."""
    unit_difference: Fraction | None = None
    """Units too many (above zero) or too few."""
    payment_difference: Fraction | None = None
    """Dollars paid too much (above zero) or too little, by the payment limit."""
    at_stake: Fraction | None = None
    """Dollars that may be denied or taken back; None where no price is known."""
    correct: Correction | None = None
    """What this finding changes of a line; None where that can't be said without a person."""
    line: BilledLine | None = None
    """The line that it speaks of, where it is one."""
    whole: bool = False
    """Whether what it changes of that line is all that the lines of its account need."""

    @property
    def title(self) -> str:
        """The check's title."""
        return self.check.text.title

    @property
    def corrected(self) -> tuple[BilledLine, ...] | None:
        """The line that it speaks of as it should be; None where that can't be said, or the account needs more."""
        return self.correct(self.line) if self.whole and self.correct is not None and self.line is not None else None

    @property
    def sentence(self) -> str:
        """The message with what was expected and found, and by how much it differs."""
        if self.check.scope is Scope.CELL:  # the message tells it already
            return self.message if self.message.endswith(("?", ".")) else f"{self.message}."
        counted = f" {self.measure}" if self.measure else ""
        return f"{self.message}: expected {self.expected}{counted}, found {self.observed}{counted}{self._difference}."

    @property
    def _difference(self) -> str:
        units, dollars_ = self.unit_difference, self.payment_difference
        if not units:
            return ""
        money = f", {dollars(abs(dollars_))} {'over' if dollars_ > 0 else 'under'}" if dollars_ else ""
        return f" ({grouped(abs(units))} too {'many' if units > 0 else 'few'}{money})"


Registry = Mapping[str, Check]
"""All checks, by code."""
