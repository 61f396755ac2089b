"""What columns need of each row."""

from datetime import date

import pyarrow as pa

from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.days import number_of
from unitcalc.reconcile.plain.kinds import Kinds
from unitcalc.reconcile.plain.rows import Rows
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table


def test_containers_are_of_one_kind_however_many_they_are(tables: Tables) -> None:
    """Three rows of 60 mg, one, two and four of them; then 10 mg. Labels in millionths of a milligram."""
    rows = [("60", "1"), ("60", "2"), ("60", "4"), ("10", "1")]
    names = ("ndc", "container_type", "supply", "event", "expiry", "site")
    batch = pa.RecordBatch.from_pylist(
        [
            {
                **dict.fromkeys(names, ""),
                "code": "J9047",
                "day": number_of(date(2025, 5, 14)),
                "container_amount": size,
                "container_unit": "mg",
                "container_count": count,
            }
            for size, count in rows
        ]
    )
    kinded = Rows(Kinds(tables), Settings())
    added = dict(
        zip((name for name, _ in kinded.columns(Table.DISPENSED)), kinded.added(Table.DISPENSED, batch), strict=True)
    )
    assert added["kind"].to_pylist() == [0, 0, 0, 1]
    assert added["kind_bit"].to_pylist() == [1, 1, 1, 2]
    assert added["label"].to_pylist() == [60_000_000, 120_000_000, 240_000_000, 10_000_000]
    assert [each.each for each in kinded.of_bits(kinded.containers[0], 3)] == ["60 mg", "10 mg"]
