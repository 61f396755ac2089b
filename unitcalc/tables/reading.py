"""What there is to check, by its kind: files of claim lines and of records, and text that a person pasted."""

import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from unitcalc.findings import Problem, Refused
from unitcalc.tables.claims import NOTHING, Claims, pasted, read_claims
from unitcalc.tables.record import KNOWN, Written, read_records

Read = tuple[Claims, tuple[Written, ...]]
"""Claim lines, and records."""
RECORDS = (".yaml", ".yml")
TEXTS = (".txt", "")
"""Endings of files that hold lines, or a record, as a person writes them; a file without an ending is one."""
Source = TypeVar("Source")
TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".zip")
STANDARD_INPUT = "-"
_FIELD = re.compile(rf"^[ \t]*(?:-[ \t]+)?(?:{'|'.join(sorted(KNOWN))})[ \t]*:(?:\s|$)", re.MULTILINE)


def is_record(text: str) -> bool:
    """Whether a text is a record in YAML, not lines of a claim.

    >>> is_record("date: 2025-03-01\\ngiven: 350 mg"), is_record("J1745-JW 5")
    (True, False)
    """
    return _FIELD.search(text) is not None


def names_file(text: str) -> bool:
    """Whether a text is the name of a file rather than what stands in one.

    >>> names_file("claims.csv"), names_file("J1745-JZ 40"), names_file("date: 2025-03-01\\ngiven: 350 mg")
    (True, False, False)
    """
    if "\n" in text or "\0" in text or len(text) > 250:
        return False
    return Path(text).suffix.lower() in (*RECORDS, *TABLES, ".txt") or (bool(text.strip()) and Path(text).exists())


def read_text(text: str, today: date, day: date | None = None, name: str = "") -> Read:
    """Pasted text: lines of a claim, or a record. `name` is what findings call it.

    `day` is the date of service of lines that state none. Refused where it is neither.
    """
    if not is_record(text):
        return pasted(text, today, day, name), ()
    with tempfile.TemporaryDirectory() as folder:  # records keep the lines of a file
        path = Path(folder) / (name if name.endswith(RECORDS) else "pasted.yaml")
        path.write_text(text, encoding="utf-8")
        try:
            return NOTHING, read_records(path, today)
        except Refused as refused:
            message = refused.problems[0].message
            raise Refused(Problem(refused.problems[0].code, message, "Correct the record.")) from None


def read_file(path: Path, today: date, day: date | None = None) -> Read:
    """A file by its ending: a record as YAML, text as it would be pasted, anything else as a table."""
    if path.is_dir() or not path.exists():
        what = "is a folder" if path.is_dir() else "is not there"
        raise Refused(Problem("file-not-found", f"{path} {what}.", "Name a file of claim lines or a record."))
    ending = path.suffix.lower()
    if ending in RECORDS:
        return NOTHING, read_records(path, today)
    if ending not in TEXTS:
        return read_claims(path, today, day), ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = f"{path} is no UTF-8 text."
        raise Refused(Problem("file-not-text", message, "Save it as CSV or as UTF-8 text.")) from None
    return (NOTHING, read_records(path, today)) if is_record(text) else (pasted(text, today, day, path.name), ())


def read_files(names: Iterable[str | Path], today: date, day: date | None, standard_input: Callable[[], str]) -> Read:
    """What all the files hold, `-` for standard input; Refused with the problems of all that can't be used."""

    def read(name: str | Path) -> Read:
        if str(name) == STANDARD_INPUT:
            return read_text(standard_input(), today, day, "standard input")
        return read_file(Path(name), today, day)

    return together(names, read)


def together(sources: Iterable[Source], read: Callable[[Source], Read]) -> Read:
    """Several sources, each read; Refused with the problems of all that can't be used."""
    claims, problems = NOTHING, list[Problem]()
    records: tuple[Written, ...] = ()
    for source in sources:
        try:
            its_claims, its_records = read(source)
        except Refused as refused:
            problems += refused.problems
        else:
            claims, records = claims + its_claims, records + its_records
    if problems:
        raise Refused(*problems)
    return claims, records
