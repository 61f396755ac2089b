"""The summary of a reconciliation, from its two files: computed by DuckDB, however many accounts they hold."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unitcalc.reconcile.report import database, queries
from unitcalc.reconcile.report.database import Limits
from unitcalc.reconcile.report.model import (
    NOT_STATED,
    Account,
    Amounts,
    Cause,
    CauseMonth,
    Drug,
    Group,
    Month,
    Said,
    Summary,
    Sums,
    Worst,
)

if TYPE_CHECKING:  # late: a quarter of a second
    from duckdb import DuckDBPyConnection

MOST_GROUPS = 2_000
"""Drugs, sites or payers that are told one by one; a column of garbage could have as many as there are rows."""
MOST_WORST = 200
MOST_SAID = 20
"""Findings of one account: a million rows of one encounter must not fill the report."""
OTHERS = "all others"

Names = Callable[[str], str]
"""The drug's name for a code; empty where it is not known."""
Row = Sequence[Any]


def nameless(code: str) -> str:
    """No name is known."""
    return ""


def summarised(
    accounts: Path,
    findings: Path,
    *,
    names: Names = nameless,
    worst: int = MOST_WORST,
    limits: Limits | None = None,
) -> Summary:
    """The summary of `accounts.parquet` and `findings.parquet`, with so many of the worst accounts.

    Refused where a file is missing, can't be read or lacks a column.
    """
    with database.opened(limits or Limits(), accounts=accounts, findings=findings) as base:
        base.execute(queries.CELLS)
        base.execute(queries.FOUND)
        totals = _one(base, queries.TOTALS)
        severities = base.execute(queries.SEVERITIES).fetchall()
        return Summary(
            totals=_sums(totals),
            findings=sum(int(number) for _, number in severities),
            by_severity=tuple((severity, int(number)) for severity, number in severities),
            first_day=totals[-2],
            last_day=totals[-1],
            drugs=tuple(_drugs(base, names)),
            sites=tuple(_groups(base, "site")),
            payers=tuple(_groups(base, "payer")),
            months=tuple(Month(row[0], _sums(row[1:])) for row in base.execute(queries.MONTHS).fetchall()),
            causes=tuple(_causes(base)),
            causes_by_month=tuple(
                CauseMonth(month, check, int(number), Fraction(stake))
                for month, check, number, stake in base.execute(queries.CAUSE_MONTHS).fetchall()
            ),
            worst=tuple(_worst(base, names, worst)),
            with_findings=int(_one(base, queries.SUSPECTS)[0]),
        )


def _one(base: "DuckDBPyConnection", query: str) -> Row:
    row = base.execute(query).fetchone()
    assert row is not None  # sums without GROUP BY always have one
    return row


def _sums(row: Row) -> Sums:
    """From the columns of `queries.SUMS`, which stand first."""
    accounts, balanced, undecided, unpriced, at_stake, over, under, waste, *units = row[: len(queries.SUMS)]
    expected, expected_jw, billed, billed_jw = map(Fraction, units)
    return Sums(
        accounts=accounts,
        balanced=int(balanced),
        undecided=int(undecided),
        unpriced=int(unpriced),
        at_stake=Fraction(at_stake),
        over=Fraction(over),
        under=Fraction(under),
        waste=Fraction(waste),
        expected_administered=expected,
        expected_discarded=expected_jw,
        billed_administered=billed,
        billed_discarded=billed_jw,
    )


def _amounts(row: Row) -> Amounts:
    """From the columns of `queries.AMOUNTS`, which stand first."""
    opened, given, discarded, transferred, explained, unexplained, left_out = row[: len(queries.AMOUNTS)]
    return Amounts(
        opened=Fraction(opened),
        given=Fraction(given),
        discarded=Fraction(discarded),
        transferred=Fraction(transferred),
        explained=Fraction(explained),
        unexplained=Fraction(unexplained),
        left_out=int(left_out),
    )


def _groups(base: "DuckDBPyConnection", column: str) -> Iterator[Group]:
    for place, row in enumerate(base.execute(queries.groups(column), [MOST_GROUPS]).fetchall()):
        if place == MOST_GROUPS:
            yield Group(OTHERS, _sums(row[1:]), others=int(row[-1]))
        else:
            yield Group(row[0] or NOT_STATED, _sums(row[1:]))


def _drugs(base: "DuckDBPyConnection", names: Names) -> Iterator[Drug]:
    for place, row in enumerate(base.execute(queries.DRUGS, [MOST_GROUPS]).fetchall()):
        code, unit, rest = row[0], row[1], row[2:]
        if place == MOST_GROUPS:  # amounts in different units have no sum
            yield Drug(OTHERS, "", "", _sums(rest), Amounts(), others=int(row[-1]))
        else:
            yield Drug(code or NOT_STATED, names(code), unit, _sums(rest), _amounts(rest[len(queries.SUMS) :]))


def _causes(base: "DuckDBPyConnection") -> Iterator[Cause]:
    from unitcalc.checks.registry import checks  # late: every check is a file of its own

    known = checks()
    for check, severity, number, *dollars in base.execute(queries.CAUSES).fetchall():
        at_stake, over, under = map(Fraction, dollars)
        title = known[check].text.title if check in known else ""
        yield Cause(
            check=check or NOT_STATED,
            title=title,
            severity=severity or "",
            findings=int(number),
            at_stake=at_stake,
            over=over,
            under=under,
        )


def _worst(base: "DuckDBPyConnection", names: Names, number: int) -> Iterator[Worst]:
    base.execute(queries.WORST, [number])
    said: dict[int, list[Said]] = defaultdict(list)
    together: dict[int, int] = {}
    for place, all_of_it, *rest in base.execute(queries.SAID, [MOST_SAID]).fetchall():
        said[place].append(_said(rest))
        together[place] = all_of_it
    for place, row in enumerate(base.execute(queries.WORST_ROWS).fetchall(), 1):
        its = tuple(said[place])
        yield Worst(_account(row), names(row[2] or ""), its, together.get(place, 0) - len(its))


def _said(row: Row) -> Said:
    check, severity, message, expected, observed, rows, units, payment, stake = row
    return Said(
        check=check or "",
        severity=severity or "",
        message=message or "",
        expected=expected or "",
        observed=observed or "",
        rows=rows or "",
        unit_difference=number_of(units),
        payment_difference=number_of(payment),
        at_stake=number_of(stake),
    )


def _account(row: Row) -> Account:
    encounter, day, code, unit, site, payer, balanced, *rest = row
    opened, given, discarded, transferred, explained, unexplained, *rest = rest
    expected, expected_jw, billed, billed_jw, expected_payment, billed_payment, at_stake = rest
    return Account(
        encounter=encounter or "",
        day=day,
        code=code or "",
        unit=unit or "",
        site=site or "",
        payer=payer or "",
        balanced=balanced,
        opened=number_of(opened),
        given=number_of(given),
        discarded=number_of(discarded),
        transferred=number_of(transferred),
        explained=number_of(explained),
        unexplained=number_of(unexplained),
        expected_administered=number_of(expected),
        expected_discarded=number_of(expected_jw),
        billed_administered=number_of(billed),
        billed_discarded=number_of(billed_jw),
        expected_payment=number_of(expected_payment),
        billed_payment=number_of(billed_payment),
        at_stake=number_of(at_stake),
    )


def number_of(value: str | int | Decimal | None) -> Fraction | None:
    """An exact number of a cell; None for an empty one, and for a text that is no number.

    >>> number_of("0.5"), number_of("1/3"), number_of(""), number_of("unknown")
    (Fraction(1, 2), Fraction(1, 3), None, None)
    """
    if value is None or value == "":
        return None
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None
