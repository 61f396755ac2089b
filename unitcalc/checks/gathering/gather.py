"""All facts of an account, gathered from its lines, its record, the tables and the payer's policy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from unitcalc.account import Account, BilledLine
from unitcalc.billing.bill import Bill
from unitcalc.billing.case import Case
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import Kind
from unitcalc.checks.facts import AccountFacts, DocumentFacts, LineFacts, ModifierFacts
from unitcalc.checks.gathering.billed import billed
from unitcalc.checks.gathering.charted import charted
from unitcalc.checks.gathering.coded import Coded
from unitcalc.checks.gathering.documents import document_facts
from unitcalc.checks.gathering.lines import line_facts, modifier_facts
from unitcalc.checks.gathering.patient import asked_by_payer, before, diagnosed, given_code, kilograms_of, ordered
from unitcalc.checks.gathering.reconciled import reconciled
from unitcalc.checks.gathering.recorded import BARE, recorded
from unitcalc.checks.gathering.tables import Tables
from unitcalc.codes import read_ndc
from unitcalc.findings import Problem, Refused

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one account, and the bills that its record gives."""

    account: Account
    coded: Coded
    facts: AccountFacts
    lines: tuple[tuple[BilledLine, LineFacts], ...]
    modifiers: tuple[tuple[BilledLine, ModifierFacts], ...]
    documents: tuple[DocumentFacts, ...]
    bills: tuple[Bill, ...]
    """Empty where the record can't be billed, or is of another code."""
    problems: tuple[Problem, ...]
    """Why the record can't be billed."""
    unread: tuple[Problem, ...] = ()
    """Why the order can't be computed, so that what was given is not compared with it."""


def gather(tables: Tables, account: Account) -> Gathered:
    """The facts of an account. Refused where its payer or its setting is not known."""
    coded = tables.coded(account.code, account.day, account.payer, account.setting)
    problems: list[Problem] = []
    unread: list[Problem] = []
    other, name = given_code(tables, account, coded)
    of_record: dict[str, Any] = BARE
    bills: tuple[Bill, ...] = ()
    cases: tuple[Case, ...] = ()
    if coded.drug is not None and not other:
        try:
            of_record, bills, cases = recorded(
                tables.catalogue, account.record, account.lines, account.code, tables.today
            )
        except Refused as refused:
            problems += refused.problems
    try:
        of_order = ordered(tables, account, coded, cases)
    except Refused as refused:
        unread += refused.problems
        of_order = ordered(tables, _without_order(account), coded, cases)
    of_lines = billed(account.lines, tables.catalogue.modifiers)
    stated = {kind for case in cases for kind in case.types}
    ndcs = tuple(_ndcs(account.lines))
    types = stated or coded.types(ndcs)
    of_code = coded.facts(types, of_lines["administered"], dispensed=of_record["dispensed"])
    if coded.named_types(ndcs) == {ContainerType.SINGLE_DOSE}:
        of_code["multi_dose_multiple"] = False  # the NDC billed says which of the containers it was
    facts: dict[str, Any] = {
        "code": account.code,
        "day": account.day,
        "setting": account.setting,
        "claimed": account.claimed,
        **of_lines,
        **of_code,
        **of_record,
        **of_order,
        **diagnosed(tables, account, coded),
        **before(tables, account),
        **asked_by_payer(account, coded, cases, kilograms_of(account, tables.formulas)),
        "given_code": other,
        "given_name": name,
        **charted(account),
        **reconciled(account),
        "day_text": _billed_day(account).isoformat(),
        "recorded_on": str(account.recorded_on or ""),
        "other_code": _other(tables, account, coded),
    }
    return Gathered(
        account,
        coded,
        AccountFacts(**facts),
        tuple(line_facts(tables, account, coded, facts)),
        tuple(modifier_facts(tables, account, coded)),
        tuple(document_facts(tables, account, coded, facts)),
        bills,
        tuple(dict.fromkeys(problems)),
        tuple(dict.fromkeys(unread)),
    )


def _billed_day(account: Account) -> date:
    """The day of the lines, where it is not that of the record; else the account's."""
    return next((line.day for line in account.lines if line.day != account.recorded_on), account.day)


def _without_order(account: Account) -> Account:
    assert account.record is not None
    return replace(account, record=replace(account.record, order=None))


def _ndcs(lines: tuple[BilledLine, ...]) -> Iterator[str]:
    for line in lines:
        try:
            yield str(read_ndc(line.ndc))
        except Refused:
            continue  # a check of its own tells what is wrong with it


def _other(tables: Tables, account: Account, coded: Coded) -> str:
    """Another code of the same substance that was billed that day."""
    if coded.drug is None or not account.beside:
        return ""
    if coded.drug.kind is not Kind.AMOUNT:  # bags of saline of two sizes have two codes
        return ""
    alike = {row.code for row in tables.catalogue.drugs.similar(coded.drug)}
    return next((code for code in account.beside if code in alike), "")
