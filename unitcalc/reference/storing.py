"""One period of one table into the user's data folder, at once or not at all, also by several programs at a time."""

import errno
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from unitcalc.findings import Problem, Refused
from unitcalc.reference.cells import ROWS
from unitcalc.reference.files import user_folder
from unitcalc.reference.parse import Parsed
from unitcalc.reference.records import RejectedRow
from unitcalc.reference.sources import SourceEntry, folder_name, write_sources
from unitcalc.reference.tables import write_table

TRIES = 100
"""How often a place is taken that another program takes at the same time."""

_TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES)
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def store(parsed: Parsed, entry: SourceEntry) -> None:
    """Write a period; Refused, with the old one as it was, where that is not possible."""
    folder = user_folder() / "reference"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder, ignore_cleanup_errors=True) as name:
            new = Path(name) / "new"
            write_table(new / "rows.csv", ROWS[entry.table], parsed.rows)
            write_table(new / "rejected.csv", RejectedRow, parsed.rejected)
            write_sources(new / "source.yaml", [entry])
            _take_place(new, folder / folder_name(entry), Path(name))
    except OSError as error:
        full = error.errno in _FULL
        reason = "the disk is full" if full else error.strerror or "the system gave no reason"
        raise Refused(
            Problem(
                "folder-not-written",
                f"Your data folder {folder} can't be written: {reason}.",
                f"{'Make room' if full else 'Check its permissions'}, or name another folder in UNITCALC_DATA.",
            )
        ) from error


def _take_place(new: Path, place: Path, aside: Path) -> None:
    """Move a folder to its place. A folder can't be replaced in one step: the old one steps aside first, and comes
    back if the new one can't. Where another program was faster, its folder is the old one."""
    for number in range(TRIES):
        old = aside / f"old-{number}"
        with suppress(FileNotFoundError):
            place.rename(old)
        try:
            new.rename(place)
        except OSError as error:
            with suppress(OSError):
                old.rename(place)
            if error.errno in _TAKEN and number + 1 < TRIES:
                continue
            raise
        shutil.rmtree(old, ignore_errors=True)
        return
