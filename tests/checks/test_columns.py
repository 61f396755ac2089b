"""Each check is written once: over columns it says of every row what it says of that row alone.

A column here is a list with operators and without a truth value, as those of a table are. So a check that says `and`,
`not`, `min` or `if` of its facts fails here.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest

from tests.checks.conftest import checked
from tests.checks.test_cases import FILES
from tests.reconcile.running import reconciled
from unitcalc import units
from unitcalc.checks.gathering.site import SiteKey, SiteTotals, add_account, site_facts
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, judge
from unitcalc.checks.model import Check, Scope
from unitcalc.checks.registry import checks
from unitcalc.reconcile import visits
from unitcalc.reference.documents import read_yaml


class Column:
    """Values of many rows."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def __bool__(self) -> bool:
        raise TypeError("a column has no truth value: use &, | and no")

    __hash__ = None  # type: ignore[assignment]


def _with(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Column]:
    def applied(a: Any, b: Any) -> Column:
        size = len(a.values if isinstance(a, Column) else b.values)
        left, right = (each.values if isinstance(each, Column) else [each] * size for each in (a, b))
        return Column([function(x, y) for x, y in zip(left, right, strict=True)])

    return applied


for name in ("add", "sub", "mul", "lt", "le", "gt", "ge", "eq", "ne", "and_", "or_"):
    of = _with(getattr(operator, name))
    setattr(Column, f"__{name.strip('_')}__", of)
    if name in ("add", "sub", "mul", "and_", "or_"):
        setattr(Column, f"__r{name.strip('_')}__", lambda a, b, of=of: of(b, a))
Column.__neg__ = lambda a: Column([-value for value in a.values])  # type: ignore[attr-defined]

for operation in (units.least, units.most, units.whole):
    operation.register(Column, _with(operation))
units.no.register(Column, lambda a: Column([units.no(value) for value in a.values]))
units.pick.register(
    Column,
    lambda truth, a, b: Column(
        [
            units.pick(
                value, a.values[at] if isinstance(a, Column) else a, b.values[at] if isinstance(b, Column) else b
            )
            for at, value in enumerate(truth.values)
        ]
    ),
)


@pytest.fixture(scope="module")
def rows(tables: Tables) -> dict[Scope, list[Any]]:
    """The facts of every case of every check."""
    found: dict[Scope, list[Any]] = {scope: [] for scope in Scope}
    for case in _cases():
        if "tables" in case:
            judged: Sequence[Judged] = _of_tables(tables, case["tables"])
        else:
            report = checked(tables, *(case["records"] if "records" in case else [case["record"]]))
            found[Scope.CELL] += [each.facts for each in report.cells_read]
            judged = report.judged
        for one in judged:
            gathered = one.gathered
            found[Scope.ACCOUNT].append(gathered.facts)
            found[Scope.LINE] += [facts for _, facts in gathered.lines]
            found[Scope.MODIFIER] += [facts for _, facts in gathered.modifiers]
            found[Scope.DOCUMENT] += gathered.documents
        totals: dict[SiteKey, SiteTotals] = {}
        for one in judged:
            add_account(totals, one.gathered)
        found[Scope.SITE] += [at.facts for at in site_facts(totals, tables.sites)]
    assert all(found.values())
    return found


def _cases() -> Iterator[dict[str, Any]]:
    for path in FILES.values():
        cases = read_yaml(path)
        yield from (*cases["fail"], *cases["pass"])


def _of_tables(tables: Tables, handed: dict[str, Any]) -> list[Judged]:
    """The accounts of three tables, as they are judged on their way through."""
    seen: list[Judged] = []

    def judge_and_keep(*given: Any) -> tuple[Judged, ...]:
        judged = judge(*given)
        seen.extend(judged)
        return judged

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visits, "judge", judge_and_keep)
        reconciled(tables, **handed)
    return seen


@pytest.mark.parametrize("check", checks().values(), ids=lambda check: check.name)
def test_a_check_judges_columns_as_it_judges_rows(rows: dict[Scope, list[Any]], check: Check) -> None:
    its = rows[check.scope]
    kind = type(its[0])
    columns = kind(**{field.name: Column([getattr(row, field.name) for row in its]) for field in fields(kind)})
    for part in (check.broken, check.expected, check.observed):
        alone = [part(row) for row in its]
        together = part(columns)
        assert alone == (together.values if isinstance(together, Column) else [together] * len(its))


def test_a_column_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(Column([True]) & Column([False]))
    assert (Column([Fraction(1, 2)]) + 1).values == [Fraction(3, 2)]
