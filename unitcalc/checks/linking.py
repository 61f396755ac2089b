"""Visits of one patient in the same files: earlier doses, and what earlier visits used of an authorization.

They are linked by the patient's number where records state it, else by the encounter. What a record says itself, its
history or the units used, stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from unitcalc.account import Account, Earlier
from unitcalc.checks.gathering.tables import Tables

ZERO = Fraction(0)


def linked(tables: Tables, accounts: Sequence[Account]) -> Iterator[Account]:
    """The accounts in their order, each with what the earlier ones tell of it."""
    doses: dict[tuple[str, str], list[Earlier]] = defaultdict(list)
    used: dict[tuple[str, str], list[Earlier]] = defaultdict(list)
    for account in accounts:
        if account.lines and _who(account):
            units = sum((line.units for line in account.lines), ZERO)
            doses[_who(account), account.code].append(Earlier(day=account.day, code=account.code, units=units))
        if account.lines and (number := _authorization(account)):
            counted = Earlier(day=account.day, code=account.code, units=_counted(tables, account))
            used[number, account.code].append(counted)
    for account in accounts:
        yield _with_used(_with_doses(account, doses), used)


def _who(account: Account) -> str:
    """What links visits: the patient's number, else the encounter; empty where neither is stated."""
    return account.record.patient if account.record and account.record.patient else account.encounter


def _authorization(account: Account) -> str:
    stated = account.record.authorization if account.record else None
    return stated.number if stated else ""


def _counted(tables: Tables, account: Account) -> Fraction:
    """The units of an account that count against an authorization."""
    asked = tables.catalogue.policy(account.payer).profile.authorization(account.code, account.day)
    all_count = asked is not None and bool(asked.counts_discarded)
    return sum((line.units for line in account.lines if all_count or not line.is_discard), ZERO)


def _with_doses(account: Account, doses: dict[tuple[str, str], list[Earlier]]) -> Account:
    before = tuple(each for each in doses.get((_who(account), account.code), ()) if each.day < account.day)
    told = account.record is not None and account.record.history is not None
    return replace(account, earlier=before) if before and not told else account


def _with_used(account: Account, used: dict[tuple[str, str], list[Earlier]]) -> Account:
    record = account.record
    if record is None or record.authorization is None or record.authorization.used is not None:
        return account
    before = [each for each in used.get((record.authorization.number, account.code), ()) if each.day < account.day]
    if not record.authorization.number or not before:
        return account
    units = sum((each.units or ZERO for each in before), ZERO)
    return replace(account, record=replace(record, authorization=replace(record.authorization, used=units)))
