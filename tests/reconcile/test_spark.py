"""One plan on two engines: what DuckDB comes to, Spark comes to as well, row for row; and so does each account alone.

One session for all tests of this module: it takes some seconds to start. Without pyspark or Java they are skipped.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.reconcile.planted_kinds import FAULTS, ODDITIES
from tests.reconcile.planted_records import PAIRS
from tests.reconcile.planting import plant
from tests.reconcile.running import reconciled
from tests.reconcile.test_equal import sorted_rows
from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Refused
from unitcalc.reconcile.engine import Engine
from unitcalc.reconcile.engines.in_duckdb import duckdb
from unitcalc.reconcile.engines.on_spark import spark
from unitcalc.reconcile.engines.spark_session import spark_session
from unitcalc.reconcile.plain import arithmetic  # noqa: F401  columns take part in the arithmetic
from unitcalc.units import whole

pytestmark = pytest.mark.spark
EVERY_FAULT = len(FAULTS) + len(PAIRS)
OUTCOME = ("accounts", "balanced", "findings", "moved", "rows", "unknown_payers")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark on this machine. Whatever opens Spark meanwhile uses this session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("here"))
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")  # quicker where little is computed
        try:
            started = spark_session(tmp_path_factory.mktemp("spark"), "local[2]")
            started.__enter__()
        except Refused as refused:
            if refused.problems[0].code not in ("spark-missing", "java-missing"):
                raise
            pytest.skip(f"{refused} {refused.problems[0].hint}")
        yield
        started.__exit__(None, None, None)
        assert not [*Path.cwd().iterdir()]  # nothing of Spark's own is left where somebody works


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("seed", [21, 22])
def test_single_case_duckdb_and_spark_agree_row_for_row(tables: Tables, seed: int) -> None:
    """Every kind of fault and oddity, among right accounts."""
    planted = plant(seed, accounts=350, faults=EVERY_FAULT, oddities=2 * len(ODDITIES))
    assert len({name for names in planted.faults.values() for name in names.split(" + ")}) == len(FAULTS)
    rows = (planted.dispensed, planted.administered, planted.claims)
    alone = reconciled(tables, *rows, columns=False)
    assert len(alone.accounts) >= 350
    assert len(alone.findings) >= EVERY_FAULT
    for opens in (duckdb, spark):
        whole = reconciled(tables, *rows, columns=True, opens=opens)
        assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
        assert sorted_rows(whole.findings) == sorted_rows(alone.findings)
        for name in OUTCOME:
            assert getattr(whole.outcome, name) == getattr(alone.outcome, name), name


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("left_out", ["dispensed", "administered", "claims"])
def test_they_agree_where_a_table_was_not_handed_over(tables: Tables, left_out: str) -> None:
    planted = plant(23, accounts=120)
    rows = {name: getattr(planted, name) for name in ("dispensed", "administered", "claims") if name != left_out}
    alone = reconciled(tables, **rows, columns=False)
    for opens in (duckdb, spark):
        whole = reconciled(tables, **rows, columns=True, opens=opens)
        assert sorted_rows(whole.accounts) == sorted_rows(alone.accounts)
        assert sorted_rows(whole.findings) == sorted_rows(alone.findings)


# The engines


@pytest.fixture(params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine, in a folder whose name has a space."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    if request.param == "spark":
        request.getfixturevalue("session")
    with (spark if request.param == "spark" else duckdb)(folder) as opened:
        yield opened


def literal(engine: Engine, kinds: dict[str, str], *rows: tuple[Any, ...]) -> Any:
    return engine.literal([dict(zip(kinds, row, strict=True)) for row in rows], ibis.schema(kinds))


def fetched(engine: Engine, rows: Any) -> list[dict[str, Any]]:
    return [row for batch in engine.fetched(rows) for row in batch.to_pylist()]


def test_every_value_comes_back_as_it_was(engine: Engine) -> None:
    """Whole numbers above 2**53 beside nothing, which would be a float in a data frame."""
    kinds = {"text": "string", "whole": "int64", "small": "int32", "truth": "boolean", "money": "decimal(38, 9)"}
    rows = [
        ("a'\\n%s", 2**53 + 1, -1, True, Decimal("0.000000001")),
        ("", None, None, None, None),
        ("é😀", -(2**62), 2**31 - 1, False, Decimal("-12345678901234567890123456789.123456789")),
    ]
    its = literal(engine, kinds, *rows)
    expected = [dict(zip(kinds, row, strict=True)) for row in rows]
    for found in (its, engine.kept(its), engine.viewed(its)):
        told = sorted(fetched(engine, found), key=lambda row: str(row["small"]))
        assert told == sorted(expected, key=lambda row: str(row["small"]))
    assert fetched(engine, literal(engine, kinds)) == []


@pytest.mark.parametrize("places", [2, 9])
def test_decimals_of_whole_numbers(engine: Engine, places: int) -> None:
    numbers = [0, 1, -1, 10, -250, 2**53 + 1, 10**18 - 1, -(10**18) + 1]
    its = literal(engine, {"number": "int64"}, *((number,) for number in numbers))
    kind = "decimal(38, 9)" if places == 9 else "decimal(22, 2)"
    told = fetched(engine, its.select("number", amount=engine.decimal(its.number, places).cast(kind)))
    assert {row["number"]: row["amount"] for row in told} == {
        number: Decimal(number).scaleb(-places) for number in numbers
    }
    assert all(isinstance(row["amount"], Decimal) for row in told)


def test_whole_division_rounds_down_and_is_exact(engine: Engine) -> None:
    numbers = [0, 1, 7, 10, 10**9 - 1, 10**15 - 1, 10**15 - 2, 2**53 - 1]
    pairs = [(sign * a, b) for a in numbers for sign in (1, -1) for b in (1, 2, 3, 7, 10, 999_999_937, 10**14 + 1)]
    its = literal(engine, {"a": "int64", "b": "int64"}, *pairs)
    found = its.select("a", "b", quotient=whole(its.a, its.b))
    assert str(found.schema()["quotient"]) == "int64"
    told = {(row["a"], row["b"]): row["quotient"] for row in fetched(engine, found)}
    assert told == {(a, b): a // b for a, b in pairs}


def test_a_sum_beyond_64_bits_is_right_or_an_error(engine: Engine) -> None:
    its = literal(engine, {"number": "int64"}, (2**63 - 1,), (2**63 - 1,))
    try:
        ((total,),) = (row.values() for row in fetched(engine, its.aggregate(total=its.number.sum())))
    except Exception as error:
        assert re.search("overflow", str(error), re.I)  # noqa: PT017 - either way is right
    else:
        assert total == 2**64 - 2


def test_rows_in_order_while_others_are_read(engine: Engine) -> None:
    """Texts by their bytes, which is the order of Python; that of UTF-16 is another."""
    words = ["b", "a", "Z", "é", "10", "9", "", "￿", "😀", "a "]
    its = literal(engine, {"word": "string", "row": "int32"}, *((word, at) for word in words for at in (2, 1)))
    streams = [engine.in_order(its, ("word", "row")) for _ in range(2)]
    rows = [[(row["word"], row["row"]) for batch in stream for row in batch.to_pylist()] for stream in streams]
    first, second = (iter(each) for each in rows)
    together = [(next(first), next(second)) for _ in range(2 * len(words))]
    assert together == [((word, at),) * 2 for word in sorted(words) for at in (1, 2)]


def test_what_is_kept_is_computed_once(engine: Engine) -> None:
    its = literal(engine, {"at": "int64"}, *((at,) for at in range(20)))
    kept = engine.kept(its.mutate(random=ibis.random()))
    once, again = (sorted((row["at"], row["random"]) for row in fetched(engine, kept)) for _ in range(2))
    assert once == again


def test_hashes_differ_where_texts_do(engine: Engine) -> None:
    words = [f"patient {at}" for at in range(2000)]
    its = literal(engine, {"word": "string"}, *((word,) for word in [*words, *words]))
    number = engine.hashed(its.word)
    told = fetched(engine, its.group_by(number=number).aggregate(n=its.count()))
    assert [row["n"] for row in told] == [2] * 2000


def test_one_file_is_written_out_of_rows_and_a_file_elsewhere(engine: Engine, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "alone.parquet", tmp_path / "all.parquet"
    kinds = pa.schema([("day", pa.date32()), ("amount", pa.decimal128(38, 9)), ("units", pa.decimal128(18, 6))])
    parquet.write_table(
        pa.table({"day": [20000], "amount": [Decimal("1.5")], "units": [None]}, schema=kinds), elsewhere
    )
    its = engine.read(elsewhere)
    engine.write(its.union(its.mutate(amount=(its.amount + 1).cast("decimal(38, 9)"))), out)
    written = parquet.read_table(out)
    assert written.schema.remove_metadata().equals(kinds)
    assert sorted(written["amount"].to_pylist()) == [Decimal("1.5"), Decimal("2.5")]
    assert written["day"].cast(pa.int32()).to_pylist() == [20000] * 2


@pytest.mark.usefixtures("session")
def test_what_fails_in_spark_is_told_by_its_cause(tmp_path: Path) -> None:
    from py4j.protocol import Py4JError

    trace = "An error\n: org.apache.spark.SparkException: Job aborted.\n\tat x\nCaused by: java.io.IOException: No room"
    with pytest.raises(Refused, match=r"^Spark failed: No room\.$") as refused, spark_session(tmp_path):
        raise Py4JError(trace)
    assert refused.value.problems[0].code == "spark-failed"
