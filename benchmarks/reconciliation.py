"""Three records of millions of rows reconciled, beside hand-written SQL that does the same joins and sums.

Goals: from the normal form to accounts, findings and reports at most twice the time of the SQL; two processors, 2 GiB.

The records are made by the generator of `unitcalc demo`: ten thousand visits worked out one by one, over and over, each
time other people; every kind of fault and oddity once in ten thousand accounts. Each run is a process of its own on two
processors; its memory is the sum over it and its children (PSS: what they share counts once), asked for four times a
second. Times are those of a clock: run it on a machine that does nothing else.

    python -m benchmarks.reconciliation 1 10 30      millions of accounts
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.gathering.tables import Tables
from unitcalc.reconcile.tabled import Table
from unitcalc.reference.store import Reference

SEED = 20260331
TODAY = date(2026, 3, 31)
PROCESSORS = 2
MILLION = 1_000_000
AGAIN = 0.25
"""Seconds between two looks at the memory."""


def main(millions: "list[float] | None" = None) -> None:
    """Measure and print."""
    print("reconciliation, seconds of a clock, two processors; memory is the most of all its processes together")
    for size in millions or [1.0]:
        with tempfile.TemporaryDirectory(prefix="unitcalc-bench-") as place:
            folder = Path(place)
            made = _apart("made", str(int(size * MILLION)), place)
            rows = ", ".join(f"{made['rows'][table.value]:,} {table.value}" for table in Table)
            print(f"  {int(size * MILLION):,} accounts ({rows}), made in {made['seconds']:.0f} s")
            ours = _apart("ours", place, str(folder / "out"))
            _apart("normal", place)
            hand = _apart("hand", place)
            _tell("read all columns of the files, and nothing else", _apart("read", place))
            for name, seconds in ours["stages"]:
                print(f"      {name:<44}{seconds:>9.1f} s{_most(ours, name):>8.2f} GiB")
            _tell("normalise", ours, ours["reading"])
            _tell("normal form to accounts and findings", ours, ours["rest"] - ours["reports"])
            _tell("and to reports", ours, ours["rest"])
            _tell("the same joins and sums as SQL by hand", hand)
            times = (ours["rest"] - ours["reports"]) / hand["seconds"]
            print(f"    {times:.1f} times the SQL, without reports; {ours['found']}")


def _tell(what: str, ran: Any, seconds: float | None = None) -> None:
    print(f"    {what:<46}{ran['seconds'] if seconds is None else seconds:>9.1f} s{ran['memory']:>8.2f} GiB")


def _most(ran: Any, stage: str) -> float:
    """The most memory in a stage."""
    times = [*ran["begun"], (time.time(), "")]
    spans = [(began, times[at + 1][0]) for at, (began, name) in enumerate(times[:-1]) if name == stage]
    looks = [memory for when, memory in ran["looks"] if any(began <= when < end for began, end in spans)]
    return max(looks, default=0) / 2**30


def _apart(*words: str) -> Any:
    """Run a part of this in a process of its own, and watch its memory."""
    command = [sys.executable, "-m", "benchmarks.reconciliation", *words]
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told)
        looks = [(time.time(), 0)]
        while process.poll() is None:
            looks.append((time.time(), sum(map(_memory, _family(process.pid)))))
            time.sleep(AGAIN)
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
        told.seek(0)
        most = max(memory for _, memory in looks)
        return {"memory": most / 2**30, "looks": looks, **json.loads(told.read())}


def _family(process: int) -> list[int]:
    found = [process]
    with suppress(OSError):  # it may have ended
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _family(int(child))
    return found


def _memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


# Each part, in a process of its own


def _made(accounts: str, place: str) -> dict[str, Any]:
    from pyarrow import parquet

    from unitcalc.reconcile.demo.generating import generate
    from unitcalc.reconcile.demo.hospital import read_hospital

    start = time.perf_counter()
    known = read_hospital()
    rare = known._replace(patterns=(), faults=dict.fromkeys(known.faults, 0), oddities=dict.fromkeys(known.oddities, 0))
    rows = dict.fromkeys((table.value for table in Table), 0)
    writers: dict[Table, Any] = {}
    for batch in generate(Catalogue(Reference.open()), int(accounts), SEED, rare).batches:
        for table, its in batch.tables.items():
            if table not in writers:
                writers[table] = parquet.ParquetWriter(_file(place, table), its.schema, compression="zstd")
            writers[table].write_batch(its)
            rows[table.value] += its.num_rows
    for writer in writers.values():
        writer.close()
    return {"seconds": time.perf_counter() - start, "rows": rows}


def _file(place: str, table: Table) -> Path:
    return Path(place) / f"{table.value}.parquet"


def _ours(place: str, out: str) -> dict[str, Any]:
    from unitcalc.reconcile.output import reconcile_into

    times: dict[str, float] = {}
    start = last = time.perf_counter()
    doing = "beginning"
    begun = [(time.time(), doing)]

    def told(what: str, done: int, of: int | None) -> None:
        nonlocal last, doing
        now = time.perf_counter()
        times[doing] = times.get(doing, 0.0) + now - last
        if what != doing:
            begun.append((time.time(), what))
        last, doing = now, what

    tables = Tables(Catalogue(Reference.open()), TODAY)
    found = reconcile_into(
        tables, {table: _file(place, table) for table in Table}, Path(out), told=told, jobs=PROCESSORS
    )
    told("", 0, None)
    seconds = time.perf_counter() - start
    reading = sum(spent for what, spent in times.items() if what.startswith("reading"))
    outcome = found.outcome
    return {
        "seconds": seconds,
        "reading": reading,
        "rest": seconds - reading,
        "reports": times["writing the reports"],
        "stages": [*times.items()],
        "begun": begun,
        "found": f"{outcome.accounts:,} accounts, {sum(outcome.findings.values()):,} findings",
    }


def _normal(place: str) -> dict[str, Any]:
    """The normal form that the SQL begins with."""
    from unitcalc.reconcile.batches import open_source
    from unitcalc.reconcile.normal import normalise
    from unitcalc.reconcile.plain.kinds import Kinds
    from unitcalc.reconcile.plain.rows import Rows
    from unitcalc.reconcile.settings import Settings

    start = time.perf_counter()
    tables = Tables(Catalogue(Reference.open()), TODAY)
    kinded = Rows(Kinds(tables), Settings())
    folder = Path(place) / "normal"
    folder.mkdir()
    for table in Table:
        path = folder / f"{table.value}.parquet"
        normalise(tables, open_source(table, _file(place, table)), path, lambda rows: None, kinded)
    return {"seconds": time.perf_counter() - start}


def _read(place: str) -> dict[str, Any]:
    from pyarrow import parquet

    start = time.perf_counter()
    for table in Table:
        for batch in parquet.ParquetFile(_file(place, table), pre_buffer=False).iter_batches():
            del batch
    return {"seconds": time.perf_counter() - start}


def _hand(place: str) -> dict[str, Any]:
    import duckdb

    start = time.perf_counter()
    folder = Path(place) / "by_hand"
    folder.mkdir()
    with duckdb.connect(str(folder / "work.duckdb")) as base:
        base.execute("SET memory_limit='1500MB'; SET preserve_insertion_order=false")
        for table in Table:
            path = Path(place) / "normal" / f"{table.value}.parquet"
            base.execute(f"CREATE VIEW {table.value} AS SELECT * FROM read_parquet('{path}')")
        base.execute(_BY_HAND.replace("$folder", str(folder)))
    return {"seconds": time.perf_counter() - start}


_BY_HAND = """
CREATE TEMP TABLE accounts AS
SELECT encounter_id, day, code, sum(opened) AS opened, sum(given) AS given, sum(discarded) AS discarded,
    sum(units) AS units, sum(waste) AS waste, sum(charge) AS charge, count(*) AS number
FROM (
    SELECT encounter_id, day, code, label AS opened, 0 AS given, 0 AS discarded, 0 AS units, 0 AS waste, 0 AS charge
    FROM dispensed
    UNION ALL SELECT encounter_id, day, code, 0, given, discarded, 0, 0, 0 FROM administered
    UNION ALL SELECT encounter_id, day, code, 0, 0, 0,
        CASE WHEN modifiers LIKE '%JW%' THEN 0 ELSE whole_units END,
        CASE WHEN modifiers LIKE '%JW%' THEN whole_units ELSE 0 END, cents
    FROM claims
)
GROUP BY ALL;
COPY accounts TO '$folder/accounts.parquet' (COMPRESSION zstd);
CREATE TEMP TABLE findings AS
SELECT encounter_id, day, code, opened - given - discarded AS unexplained FROM accounts
WHERE opened <> given + discarded OR units = 0 OR given = 0;
COPY findings TO '$folder/findings.parquet' (COMPRESSION zstd);
COPY (SELECT * FROM dispensed SEMI JOIN findings USING (encounter_id, day, code)) TO '$folder/dispensed.parquet';
COPY (SELECT * FROM administered SEMI JOIN findings USING (encounter_id, day, code)) TO '$folder/administered.parquet';
COPY (SELECT * FROM claims SEMI JOIN findings USING (encounter_id, day, code)) TO '$folder/claims.parquet';
"""

_PARTS: dict[str, Callable[..., dict[str, Any]]] = {
    "made": _made,
    "ours": _ours,
    "normal": _normal,
    "read": _read,
    "hand": _hand,
}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in _PARTS:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])
        print(json.dumps(_PARTS[sys.argv[1]](*sys.argv[2:])))
    else:
        main([float(each) for each in sys.argv[1:]])
