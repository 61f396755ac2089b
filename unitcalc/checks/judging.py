"""Every check over the facts of accounts and cells: what is broken, in words, with the money and the right lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from unitcalc.account import Account, BilledLine, Place
from unitcalc.billing.lines import ClaimLine
from unitcalc.checks.facts import AccountFacts
from unitcalc.checks.gathering.gather import Gathered, gather
from unitcalc.checks.gathering.site import SiteKey, SiteTotals, add_account, site_facts
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.model import Check, Right, Scope, Stake, Violation
from unitcalc.checks.registry import of_scope
from unitcalc.checks.right import right_lines
from unitcalc.findings import Problem, Severity
from unitcalc.quantity import grouped, rounded
from unitcalc.tables.cells import Cell, Reading

Progress = Callable[[int, int], None]
"""Told how many accounts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One account and what the checks say of it, the gravest first."""

    gathered: Gathered
    violations: tuple[Violation, ...]

    @property
    def account(self) -> Account:
        """The account."""
        return self.gathered.account

    @property
    def expected(self) -> tuple[ClaimLine, ...] | None:
        """The lines that the record gives; None without a record that can be billed in one way."""
        facts, bills = self.gathered.facts, self.gathered.bills
        return tuple(line for its in bills for line in its.lines) if facts.compared else None

    @property
    def corrected(self) -> tuple[str, ...] | None:
        """The lines as they should be: by the record, else with every correction that is sure; None without any."""
        right = right_lines(self.gathered, self.violations)
        return None if right is None else tuple(map(str, right))

    @property
    def at_stake(self) -> Fraction | None:
        """Dollars at stake: the most of any finding, as all are about the same lines; None without a price."""
        known = [each.at_stake for each in self.violations if each.at_stake is not None]
        return max(known) if known else None


class About(NamedTuple):
    """What a finding is about: the account's key and price, and the claim line where it is one."""

    encounter: str = ""
    day: str = ""
    code: str = ""
    price: Fraction = Fraction(0)
    line: BilledLine | None = None


def judge(tables: Tables, accounts: Sequence[Account], progress: Progress | None = None) -> tuple[Judged, ...]:
    """All accounts, each by itself, and then what only many of them together show."""
    found = []
    for done, account in enumerate(accounts, 1):
        gathered = gather(tables, account)
        found.append(_with_whole_answers(Judged(gathered, _gravest_first(_of_account(gathered)))))
        if progress is not None:
            progress(done, len(accounts))
    return tuple(found)


def _with_whole_answers(one: Judged) -> Judged:
    """The account with each finding knowing whether its own correction is all that the lines need.

    Else a person who mends one finding after the other would send lines that other findings still speak of.
    """
    if all(each.correct is None or each.line is None for each in one.violations):
        return one
    right = one.corrected
    told = (replace(each, whole=right is not None and _mended_alone(one, each) == right) for each in one.violations)
    return replace(one, violations=tuple(told))


def _mended_alone(one: Judged, each: Violation) -> tuple[str, ...] | None:
    """The lines of the account with one finding's correction."""
    if each.correct is None or each.line is None:
        return None
    its = each.correct(each.line)
    return tuple(str(part) for line in one.account.lines for part in (its if line == each.line else (line,)))


def judge_site(tables: Tables, judged: Iterable[Judged]) -> tuple[Violation, ...]:
    """What the accounts of a site show together."""
    totals: dict[SiteKey, SiteTotals] = {}
    for each in judged:
        add_account(totals, each.gathered)
    return judge_totals(tables, totals)


def judge_totals(tables: Tables, totals: Mapping[SiteKey, SiteTotals]) -> tuple[Violation, ...]:
    """The same of accounts that were added up one by one, since all of them can't be kept."""
    found = []
    for at in site_facts(totals, tables.sites):
        for check in of_scope(Scope.SITE):
            about = About(code=at.facts.code, price=at.prices[check.name])
            violation = violation_of(check, at.facts, at.rows[check.name], about)
            if violation is not None:
                found.append(violation)
    return tuple(found)


def judge_cells(cells: Iterable[Cell]) -> tuple[Violation, ...]:
    """What is wrong with fields as they were written."""
    known = of_scope(Scope.CELL)
    return tuple(
        violation
        for cell in cells
        for check in known
        if (violation := violation_of(check, cell.facts, (cell.place,), About())) is not None
    )


def _gravest_first(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(violations, key=lambda each: (each.check.severity.rank, each.check.code)))


def _of_account(gathered: Gathered) -> Iterator[Violation]:
    account = gathered.account
    about = About(account.encounter, account.day.isoformat(), account.code, gathered.coded.price)
    places = (
        account.rows
        or tuple(dict.fromkeys(line.place for line in account.lines))
        or ((account.record.place,) if account.record else ())
    )
    of_lines: list[tuple[Scope, Sequence[tuple[BilledLine, Any]]]] = [
        (Scope.MODIFIER, gathered.modifiers),
        (Scope.LINE, gathered.lines),
    ]
    for scope, rows in of_lines:
        for check in of_scope(scope):
            for line, facts in rows:
                found = violation_of(check, facts, (line.place,), about._replace(line=line))
                if found is not None:
                    yield found
    whole = _with_whole_numbers(gathered.facts)
    for check in of_scope(Scope.ACCOUNT):
        found = violation_of(check, gathered.facts, places, about) if check.broken(whole) else None
        if found is not None:
            yield found
    record = (account.record.place,) if account.record else places
    for check in of_scope(Scope.DOCUMENT):
        for item in gathered.documents:
            found = violation_of(check, item, record, about)
            if found is not None:
                yield found
    for problem in (*gathered.problems, *gathered.unread):
        yield from judge_cells(_of_record(account, problem, billable=problem in gathered.unread))


def _with_whole_numbers(facts: AccountFacts) -> AccountFacts:
    """The facts with whole numbers as such: the same values, of which checks are told much sooner."""
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    whole = {name: int(value) for name, value in values.items() if _is_whole(value)}
    return AccountFacts(**{**values, **whole})


def _is_whole(value: object) -> bool:
    return isinstance(value, Fraction) and value.denominator == 1


def _of_record(account: Account, problem: Problem, *, billable: bool) -> list[Cell]:
    """A problem of a record as a fact of the field that it is about; options of the command become fields."""
    record, column = account.record, problem.field or "record"
    row = record.where.get(column, record.place.row) if record else 0
    reading = Reading(Place(record.place.file if record else "", row))
    told = replace(problem, message=_FLAG.sub(_field, problem.message), hint=_FLAG.sub(_field, problem.hint))
    reading.add(column, record.said.get(column, "") if record else "", told, billable=billable)
    return reading.found


_FLAG = re.compile(r"--([a-z][a-z-]*)")


def _field(flag: re.Match[str]) -> str:
    return f"{flag[1].replace('-', '_')}:"


def violation_of(check: Check, facts: Any, places: tuple[Place, ...], about: About) -> Violation | None:
    """What a check says of a row of its facts; None where nothing is wrong."""
    if not check.broken(facts):
        return None
    expected, observed = check.expected(facts), check.observed(facts)
    difference = None
    if check.difference is not None:
        difference = Fraction(check.difference(facts))
    elif check.stake is Stake.DIFFERENCE and not isinstance(expected, str) and not isinstance(observed, str):
        difference = Fraction(observed) - Fraction(expected)
    price, line = about.price, about.line
    units = _units_at_stake(check.stake, facts, line, difference)
    return Violation(
        check=check,
        message=check.message(facts),
        expected=_shown(expected),
        observed=_shown(observed),
        measure=check.measure(facts) if check.measure is not None else "",
        places=places,
        encounter=about.encounter,
        day=about.day,
        code=about.code,
        unit_difference=difference,
        payment_difference=rounded(difference * price, 2) if difference is not None and price else None,
        at_stake=rounded(units * price, 2) if units is not None and price else None,
        correct=None if check.corrected is None else partial(_corrected, check.corrected, facts),
        line=line,
    )


def _corrected(correct: Callable[[Any, BilledLine], Right], facts: Any, line: BilledLine) -> tuple[BilledLine, ...]:
    right = correct(facts, line)
    return () if right is None else right if isinstance(right, tuple) else (right,)


def _units_at_stake(stake: Stake, facts: Any, line: BilledLine | None, difference: Fraction | None) -> Fraction | None:
    if stake is Stake.NOTHING:
        return None
    if stake is Stake.DIFFERENCE:
        return abs(difference) if difference is not None else None
    if line is not None:
        return line.units
    administered = Fraction(getattr(facts, "administered", 0))
    discarded = Fraction(getattr(facts, "discarded", 0))
    return {Stake.ADMINISTERED: administered, Stake.DISCARDED: discarded}.get(stake, administered + discarded)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else grouped(Fraction(value))


def worst(violations: Iterable[Violation]) -> Severity | None:
    """The gravest severity; None where nothing was found."""
    found = [each.check.severity for each in violations]
    return min(found, key=lambda severity: severity.rank) if found else None
