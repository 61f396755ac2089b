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
    """The accounts of one code at one site (or by one biller), each compared with what its record gives."""

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
    # Waste: of the accounts to which JW and JZ apply and whose record gives it
    fewest: Number
    """Accounts below which nothing is said of the waste at a site."""
    decided: Number
    """How many such accounts there are."""
    used: Number
    """Their administered units, by the records."""
    waste: Number
    """Their discarded units, by the records."""
    least_waste: Number
    """Units that the containers that waste least would have left of the same doses."""
    waste_share: Number
    """How far the share of units discarded may lie above the least."""
    claimed: Number
    """How many of them have claim lines."""
    jw_due: Number
    """Of the claimed accounts, those whose record gives a JW line."""
    jw_billed: Number
    """Those that have one."""
    jw_units_due: Number
    jw_units: Number
    jw_share: Number
    """How far the share of accounts with a JW line may lie from that of those whose record gives one."""
