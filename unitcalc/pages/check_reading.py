"""What was pasted and uploaded, as claim lines and records; a file that can't be used never stops the others."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.tables.claims import NOTHING, Claims, pasted, read_claims
from unitcalc.tables.record import KNOWN, Written, read_records

TABLES = ("csv", "tsv", "xlsx", "parquet", "zip")
RECORDS = ("yaml", "yml")
TEXTS = ("txt",)
KINDS = (*TABLES, *RECORDS, *TEXTS)
MOST_RECORD_BYTES = 5_000_000
"""A file of records is read whole before its first record is known; some thousand records are below this."""
LONGEST_NAME = 60
"""Signs of a file's name that are kept, its kind among them: no computer takes more than 255 bytes."""
PASTED = "pasted lines"
PASTED_RECORD = "pasted.yaml"
_FIELD = re.compile(rf"^[ \t]*(?:-[ \t]+)?(?:{'|'.join(sorted(KNOWN))})[ \t]*:(?:\s|$)", re.MULTILINE)

_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\ud800-\udfff]')
"""What some computer takes in no name of a file."""


class Upload(NamedTuple):
    """A file as it was handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to check, and what could not be used."""

    claims: Claims = NOTHING
    records: tuple[Written, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[str, ...] = ()
    """What was read, in a person's words."""

    @property
    def empty(self) -> bool:
        """Whether nothing in it can be checked and nothing is wrong with any row."""
        return not self.records and not self.claims.rows

    def __add__(self, other: "Material") -> "Material":
        return Material(
            self.claims + other.claims,
            self.records + other.records,
            self.problems + other.problems,
            self.sources + other.sources,
        )


def is_record(text: str) -> bool:
    """Whether a text is a record in YAML, not lines of a claim.

    >>> is_record("date: 2025-03-01\\ngiven: 350 mg"), is_record("J1745-JW 5")
    (True, False)
    """
    return _FIELD.search(text) is not None


def read_all(text: str, uploads: Sequence[Upload], today: date, day: date | None) -> Material:
    """Everything that was handed over. `day` is the date of service of lines that state none."""
    total = Material()
    if text.strip():
        total += _pasted(text, today, day, alone=not uploads)
    for upload in uploads:
        total += read_upload(upload, today, day)
    return total


def _pasted(text: str, today: date, day: date | None, *, alone: bool) -> Material:
    if is_record(text):
        return replace(
            read_upload(Upload(PASTED_RECORD, text.encode(errors="replace")), today, day), sources=("a pasted record",)
        )
    try:
        return Material(pasted(text, today, day, "" if alone else PASTED), sources=(PASTED,))
    except Refused as refused:
        return Material(problems=refused.problems)


def read_upload(upload: Upload, today: date, day: date | None) -> Material:
    """One file by its kind; what is wrong with it names it and no path of this computer."""
    name = _UNSAFE.sub("_", upload.name.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:] or "file"
    kind = Path(name).suffix.lower().removeprefix(".")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        try:
            _look_at(name, kind, upload.content)
            path.write_bytes(upload.content)
            return replace(_of_kind(path, kind, today, day), sources=(name,))
        except Refused as refused:
            return Material(problems=tuple(_without(folder, refused.problems)))


def _look_at(name: str, kind: str, content: bytes) -> None:
    """Refuse what is plainly not to be used before anything reads it."""
    if kind not in KINDS:
        hint = f"Save it as {', '.join(KINDS[:-1])} or {KINDS[-1]}; an old xls as xlsx."
        raise Refused(Problem("file-kind", f"{name} is no kind of file that can be checked.", hint))
    if not content.strip():
        raise Refused(Problem("file-empty", f"{name} is empty.", "Export it once more."))
    if kind in RECORDS and len(content) > MOST_RECORD_BYTES:
        hint = f"Split it into files below {MOST_RECORD_BYTES // 1_000_000} MB, or hand over the lines as a table."
        raise Refused(Problem("file-too-large", f"{name} is too large for a file of records.", hint))
    if kind in (*RECORDS, *TEXTS) and b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "It was renamed, perhaps: hand over the file as it was exported."
        raise Refused(Problem("file-not-text", f"{name} is no text.", hint))


def _of_kind(path: Path, kind: str, today: date, day: date | None) -> Material:
    if kind in RECORDS:
        return Material(records=read_records(path, today))
    if kind in TEXTS:
        return _text(path, today, day)
    return Material(read_claims(path, today, day))


def _text(path: Path, today: date, day: date | None) -> Material:
    content = path.read_bytes()
    try:
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        hint = "Save it as CSV, or as UTF-8 text."
        raise Refused(Problem("file-not-text", f"{path.name} is no UTF-8 text.", hint)) from None
    if is_record(text):
        return Material(records=read_records(path, today))
    return Material(pasted(text, today, day, path.name))


def _without(folder: str, problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        message, hint = (text.replace(folder + os.sep, "") for text in (problem.message, problem.hint))
        yield replace(problem, message=message, hint=hint)
