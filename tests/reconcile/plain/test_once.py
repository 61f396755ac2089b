"""Parts of expressions as columns: the values stay what they are, and what occurs twice is computed once."""

from pathlib import Path

import ibis
import pytest

from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.plain.once import with_columns

ROWS = [{"a": a, "b": b} for a in range(-3, 4) for b in range(1, 4)]


@pytest.mark.parametrize("deep", [1, 4])
def test_values_are_those_of_the_expressions(tmp_path: Path, deep: int) -> None:
    with duckdb(tmp_path) as engine:
        rows = engine.literal(ROWS, ibis.schema({"a": "int64", "b": "int64"}))
        part = rows.a * rows.b + 1
        for _ in range(deep):
            part = part * 2 - part
        values = {"x": part + rows.a, "y": (part > rows.b) & (part < 100), "z": part}
        found = engine.few(with_columns(engine, rows, values))
    # part * 2 - part is part again: a * b + 1.
    for row in found:
        a, b = row["a"], row["b"]
        part = a * b + 1
        assert (row["x"], row["y"], row["z"]) == (part + a, b < part < 100, part)
    assert len(found) == len(ROWS)


def test_parts_that_differ_in_minus_one_and_two_stay_apart(tmp_path: Path) -> None:
    """Python gives -1 and -2 one hash, so a column can't be named after that."""
    with duckdb(tmp_path) as engine:
        rows = engine.literal(ROWS, ibis.schema({"a": "int64", "b": "int64"}))
        one, two = rows.a * -1, rows.a * -2
        found = engine.few(with_columns(engine, rows, {"w": one + 3, "x": one - 3, "y": two + 3, "z": two - 3}))
    for row in found:
        a = row["a"]
        assert (row["w"], row["x"], row["y"], row["z"]) == (3 - a, -a - 3, 3 - 2 * a, -2 * a - 3)


def test_what_occurs_twice_becomes_a_column(tmp_path: Path) -> None:
    with duckdb(tmp_path) as engine:
        rows = engine.literal(ROWS, ibis.schema({"a": "int64", "b": "int64"}))
        product = rows.a * rows.b
        found = with_columns(engine, rows, {"x": product + 1, "y": product - 1, "z": rows.a + 7})
        added = set(found.columns) - {"a", "b", "x", "y", "z"}
        assert len(added) == 1  # the product; not a + 7, which stands once
        (name,) = added
        assert all(row[name] == row["a"] * row["b"] for row in engine.few(found))
