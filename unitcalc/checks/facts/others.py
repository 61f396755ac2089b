"""The facts of a field as written, of an item that a record must hold, and of a site."""

from dataclasses import dataclass

from unitcalc.checks.facts.kinds import Number, Truth, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """One field as it was written: a cell of a table, a key of a record, or a whole row that can't be used."""

    column: Word
    text: Word
    required: Truth
    """The field must be there."""
    stated: Truth
    readable: Truth
    """Whether it could be read; false only where it is stated."""
    known: Truth
    """Whether it is a field that a table or a record has; a record's unknown key is a slip."""
    billable: Truth
    """Whether a record, all its fields readable, can be computed; true for all else."""
    problem: Word
    """What is wrong and what to do, as the reader says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """One item that the record of a drug must hold."""

    item: Word
    title: Word
    asked_by: Word
    needed: Truth
    """It applies to this drug, its use and what happened."""
    stated: Truth
    required: Truth
    """CMS, a contractor or the payer asks for it; else practice does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The lines of one code at one site (or by one biller), each compared with what its record gives."""

    code: Word
    site: Word
    accounts: Number
    """Accounts whose expected units are known."""
    wrong: Number
    """Of these, those that differ by one and the same ratio, the commonest."""
    ratio_billed: Number
    ratio_expected: Number
    """The ratio as billed to expected units, in lowest terms: 10 to 1."""
    difference: Number
    """Units too many or too few on these accounts together."""
    price: Number
