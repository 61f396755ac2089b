"""Printing: results to standard output, everything else to standard error."""

import codecs
import csv
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from unitcalc.findings import Finding, Problem, Severity

SPELLED = {
    "…": "...",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "™": "(TM)",
    "®": "(R)",
    "©": "(C)",
    "µ": "u",
    "μ": "u",
    "×": "x",
    "·": ".",
    "≤": "<=",
    "≥": ">=",
    "\u00a0": " ",
}
"""What stands for a character that can't be printed; any other is shown by its number."""
NARROWEST = 8
"""Characters that a shortened column keeps."""


def width() -> int:
    """Characters a line, within reason: as the variable COLUMNS says, else the terminal's; 100 in a pipe."""
    stated = os.environ.get("COLUMNS", "")
    try:
        columns = int(stated) if stated.isdecimal() else 0
        columns = columns or os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except (OSError, ValueError, AttributeError):  # no terminal
        columns = 100
    return min(max(columns, 40), 140)


def print_anywhere() -> None:
    """Have characters that the locale can't print spelled out, in place of a failure half-way through a result."""
    codecs.register_error("unitcalc", _spelled_out)
    if sys.stderr is None:  # closed: what would be said there is not to end up in the result
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - open as long as the program runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="unitcalc")


def _spelled_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(SPELLED.get(sign) or _escaped(sign) for sign in text), error.end


def _escaped(sign: str) -> str:
    return sign.encode("ascii", "backslashreplace").decode("ascii")


def say(text: str) -> None:
    """One line on standard error. What can't be said is not: the status tells how it ended."""
    with suppress(OSError):
        print(text, file=sys.stderr)


def print_json(record: Any) -> None:
    """One JSON document; in escapes where standard output can't print every character."""
    everything = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(record, indent=2, ensure_ascii=not everything))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """One table; other keys of a row are left out."""
    writer = csv.DictWriter(sys.stdout, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def print_aside(findings: Iterable[Finding]) -> None:
    """What a table has no room for, on standard error: each error and warning on one line."""
    for finding in findings:
        if finding.severity is not Severity.INFO:
            say(f"{finding.severity.value.upper()} {finding.message} [{finding.source}]")


def things(number: int, name: str) -> str:
    """A number of things in words.

    >>> things(1, "unit"), things(1200, "unit")
    ('1 unit', '1,200 units')
    """
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def print_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: frozenset[int] = frozenset(),
    shorten: Sequence[int] = (),
) -> None:
    """Aligned columns; `right` names those that hold numbers, `shorten` those that may be cut to fit the width."""
    table = [headings, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(headings))]
    over = sum(widths) + 2 * len(widths) - width()
    while over > 0:
        widest = max(shorten, key=lambda column: widths[column], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
        over -= 1
    for row in table:
        cells = (
            cell.rjust(size) if column in right else shortened(cell, size).ljust(size)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join(cells).rstrip())


def shortened(text: str, size: int) -> str:
    """A text of at most so many characters; three dots stand for the rest."""
    return text if len(text) <= size else f"{text[: size - 1].rstrip()}…"


def print_problems(problems: Sequence[Problem], *, as_json: bool, of_files: bool = False) -> None:
    """Why an input can't be used: as JSON to standard output, as text to standard error.

    A problem's field is an option of the command or, with `of_files`, a file.
    """
    if as_json:
        records = [problem_record(problem) for problem in problems]
        print_json({"error": records[0], "errors": records})
        return
    for problem in problems:
        field = problem.field if of_files else f"--{problem.field.replace('_', '-')}"
        # A place inside a document (vials.yaml: products[1]) is in the message already.
        where = f"{field}: " if problem.field and (of_files or problem.field.isidentifier()) else ""
        _wrapped(f"{where}{problem.message}", "")
        if problem.hint:
            _wrapped(problem.hint, "  ")


def problem_record(problem: Problem) -> dict[str, Any]:
    """One problem as other programs read it."""
    return {
        "code": problem.code,
        "field": problem.field or None,
        "message": problem.message,
        "hint": problem.hint,
        "candidates": list(problem.candidates),
    }


def progress(text: str) -> None:
    """Say what takes long, on standard error."""
    say(f"unitcalc: {text} ...")


class Bar:
    """A progress bar on standard error, on a terminal only, once something takes more than a moment."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._bar: Any = None

    def tell(self, done: int, of: int | None) -> None:
        """So many are done, of so many; None where that is not known."""
        if self._bar is None:
            from tqdm import tqdm  # late: most commands are done at once

            self._bar = tqdm(total=of, desc=self.what, delay=1, leave=False, disable=None, unit="")
        self._bar.update(done - self._bar.n)
        if done == of:
            self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Bars:
    """The progress of work in several steps: one bar after the other."""

    def __init__(self) -> None:
        self._bar: Bar | None = None

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def tell(self, what: str, done: int, of: int | None) -> None:
        """So many of a step are done, of so many where that is known."""
        if self._bar is None or self._bar.what != what:
            if self._bar is not None:
                self._bar.close()
            self._bar = Bar(what)
        self._bar.tell(done, of)


def _wrapped(text: str, indent: str) -> None:
    lines = textwrap.wrap(
        text,
        width(),
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,  # a path or an NDC in two halves can't be copied
        break_long_words=False,
    )
    for line in lines:
        say(line)
