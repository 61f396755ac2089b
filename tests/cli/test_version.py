"""`--version`: which program, and how old what it knows is."""

from datetime import date
from importlib.metadata import version

import pytest

from tests.cli.conftest import Run
from unitcalc.cli.version import age
from unitcalc.reference.records import TableInfo


def test_the_newest_period_of_each_table_is_named(run: Run) -> None:
    ended = run("--version")
    assert ended.status == 0
    first, *lines = ended.out.splitlines()
    assert first == f"unitcalc {version('unitcalc')}"
    # The status lists every period of a table, the newest last.
    newest = {info["table"]: info["period"] for info in run("data", "status", "--format", "json").json["tables"]}
    assert len(lines) == len(newest)
    for line, (table, period) in zip(lines, newest.items(), strict=True):
        assert line.split("  ", 2)[1] == table
        assert period in line


QUARTER = TableInfo("limits", "2026Q1", date(2026, 1, 1), date(2026, 3, 31), 1, 0, "limits.csv", "0")
DAY = TableInfo("single-dose", "2025-06-20", date(2025, 6, 20), date(2025, 6, 30), 1, 0, "list.csv", "0")


@pytest.mark.parametrize(
    "info, today, says",
    [
        (QUARTER, date(2025, 12, 31), "not yet in force"),
        (QUARTER, date(2026, 1, 1), "current"),
        (QUARTER, date(2026, 3, 31), "current"),
        (QUARTER, date(2026, 4, 30), "less than a month old"),
        (QUARTER, date(2026, 5, 1), "1 month old"),
        (QUARTER, date(2026, 11, 21), "7 months old"),
        (QUARTER, date(2028, 3, 31), "24 months old"),
        (DAY, date(2025, 7, 19), "less than a month old"),
        (DAY, date(2025, 7, 20), "1 month old"),
    ],
)
def test_age(info: TableInfo, today: date, says: str) -> None:
    assert age(info, today) == says
