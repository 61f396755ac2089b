"""The rows that a `vials.yaml` names, held against the loaded tables: a row that is not there, or is of another drug.

Only a file that is loaded can be asked. Of the crosswalk a run of equal quarters is kept by its newest row, so that a
row in between is not there to be compared; that it exists is all that is asked of it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unitcalc.findings import Problem, Refused
from unitcalc.reference.names import plain_name, proprietary_names
from unitcalc.reference.vials.model import YOURS, FactSource, VialSize

_QUESTIONS = {
    "biologics": "SELECT row, proprietary, proper FROM biologics",
    "crosswalk": "SELECT row, ndc, code FROM crosswalk",
    "single-dose": 'SELECT row, code, code FROM "single-dose"',
}


@dataclass(frozen=True)
class _File:
    """A loaded file: what its rows are about, by number."""

    table: str
    rows: dict[int, tuple[str, str]]
    last: int


def check_rows(connection: sqlite3.Connection, sizes: Iterable[VialSize]) -> None:
    """Refused with every source of the user's document that names a row which says nothing of the drug."""
    yours = [size for size in sizes if size.document == YOURS]
    files = _files(connection, {source.file for size in yours for source, _ in _sources(size)})
    problems = [problem for size in yours for problem in _of_size(size, files)]
    if problems:
        raise Refused(*dict.fromkeys(problems))


def _files(connection: sqlite3.Connection, named: set[str]) -> dict[str, _File]:
    found = {}
    for table, file in connection.execute('SELECT DISTINCT "table", file FROM info').fetchall():
        if file in named and table in _QUESTIONS:
            answers = connection.execute(_QUESTIONS[table]).fetchall()
            rows = {int(row): (first, second) for row, first, second in answers}
            found[file] = _File(table, rows, max(rows, default=1))
    return found


def _sources(size: VialSize) -> Iterator[tuple[FactSource, str]]:
    """Each source with the NDC that it is about, if it is about one."""
    yield from ((source, "") for source in (size.described, size.typed, size.sized))
    for entry in size.ndcs:
        yield entry.listed, entry.ndc
        yield entry.size, entry.ndc


def _of_size(size: VialSize, files: dict[str, _File]) -> Iterator[Problem]:
    for source, ndc in _sources(size):
        file = files.get(source.file)
        if file is None or not source.row:
            continue
        about = file.rows.get(source.row)
        if about is None:
            if file.table != "crosswalk" or not 1 < source.row <= file.last:
                yield _problem(size, source, f"there is no such row; its rows are 2 to {file.last:,}")
        elif file.table == "biologics":
            if not _same_name(size.product, *about):
                yield _problem(size, source, f"that row is {about[0] or about[1]}")
        elif about[-1] != size.code or (ndc and file.table == "crosswalk" and about[0] != ndc):
            yield _problem(size, source, f"that row is {' '.join(dict.fromkeys(about))}")


def _same_name(product: str, proprietary: str, proper: str) -> bool:
    names = {word for name in (*proprietary_names(proprietary), plain_name(proper)) for word in name.split()[:1]}
    return not names.isdisjoint(plain_name(product).split())


def _problem(size: VialSize, source: FactSource, said: str) -> Problem:
    place = f"{size.document}, line {size.line}"
    message = f"{place}: {size.product} {size.amount} names {source}, but {said}."
    return Problem("vials-source-row", message, "Correct the row, or write 'unverified'.", field=place)
