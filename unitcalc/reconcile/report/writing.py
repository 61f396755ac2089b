"""Files that appear whole or not at all.

A file is written beside its place under a name of its own, forced to the disk and renamed. What goes wrong on the way
(a full disk, a folder that can't be written, Ctrl-C) leaves the place as it was.
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from unitcalc.findings import Problem, Refused

PREFIX = ".unitcalc-writing-"
"""Of everything unfinished; nothing else may begin so."""
KEEP_SECONDS = 24 * 3600
"""Unfinished work of a program that was killed is removed when it is older: a younger one may still be written."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_WORDS = ("no space left", "disk quota", "not enough space", "file too large", "max_temp_directory_size")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """The name under which to write; the file takes its place at `target` when the block ends well.

    The name keeps the ending of the target, by which some programs choose a format. What stood at the target stays
    until then, and whatever was raised. Refused (`not-written`) where the disk or the folder does not allow it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "accounts.csv") as path:
    ...         _ = path.write_text("code", encoding="utf-8")
    ...     [each.name for each in Path(folder).iterdir()]
    ['accounts.csv']
    """
    with _telling(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        path = target.parent / f"{PREFIX}{secrets.token_hex(8)}{target.suffix}"
        try:
            yield path
            _to_disk(path)
            path.replace(target)
            _to_disk(target.parent)
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder in which to write several files that belong together; all take their places when the block ends well.

    A folder that is already there keeps its other files. Where one of the files can't take its place (it is open in
    Excel, on Windows), those before it go back, so that old and new are never mixed. Refused like `whole`.
    """
    with _telling(target):
        there = target.is_dir()
        if not there:
            target.parent.mkdir(parents=True, exist_ok=True)
        home = target if there else target.parent
        _sweep(home)
        folder = home / f"{PREFIX}{secrets.token_hex(8)}"
        folder.mkdir()
        try:
            with _as_if_in(target, folder):
                yield folder
            for path in sorted(folder.rglob("*")):
                _to_disk(path)
            if there:
                _exchanged(folder, target)
            else:
                folder.replace(target)
            _to_disk(target)
            _to_disk(home)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _as_if_in(target: Path, folder: Path) -> Iterator[None]:
    """What is refused inside the folder speaks of the place that a person named."""
    try:
        yield
    except Refused as refused:

        def told(text: str) -> str:
            return text.replace(str(folder), str(target))

        problems = (replace(each, message=told(each.message), hint=told(each.hint)) for each in refused.problems)
        raise Refused(*problems) from refused


def _exchanged(folder: Path, target: Path) -> None:
    """Every file of a folder moved to the target, or none."""
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    old = target / f".unitcalc-replaced-{secrets.token_hex(8)}"  # never swept: it may hold the only copy
    old.mkdir()
    moved: list[Path] = []
    try:
        for name in names:
            if (target / name).is_file():
                (old / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).replace(old / name)
            moved.append(name)
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target / name)
    except BaseException:
        for name in reversed(moved):
            with suppress(OSError):
                if (old / name).is_file():
                    (old / name).replace(target / name)
                elif not (folder / name).is_file():
                    (target / name).unlink(missing_ok=True)
        if not any(path.is_file() for path in old.rglob("*")):
            shutil.rmtree(old, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _to_disk(path: Path) -> None:
    """Wait until the disk has it: a rename may otherwise outlive the content after a power cut.

    Only a file's own content can be waited for on Windows, not a folder's names.
    """
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what a killed program left unfinished long ago."""
    for path in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > KEEP_SECONDS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    """What the disk or the database says of a file that can't be written, in a person's words."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        if not full and _of_another(error, target):
            raise
        raise _refused(target, error, full=full) from error
    except Exception as error:
        # DuckDB, Arrow and zip wrap what the disk says into errors of their own.
        full = any(words in str(error).lower() for words in _FULL_WORDS)
        if full or (type(error).__name__ == "IOException" and PREFIX in str(error)):
            raise _refused(target, error, full=full) from error
        raise


def _of_another(error: OSError, target: Path) -> bool:
    """Whether it speaks of a file that was only to be read."""
    if not isinstance(error.filename, str | Path):
        return False
    named, folder = Path(error.filename).absolute(), target.parent.absolute()
    return not named.is_relative_to(folder) and not folder.is_relative_to(named)


def _refused(target: Path, error: Exception, *, full: bool) -> Refused:
    # A database names the file under the name that it had while it was written.
    reason = (getattr(error, "strerror", None) or str(error).rpartition('": ')[2]).strip().splitlines()
    why = "the disk is full" if full else (reason[0][:160] if reason else type(error).__name__).rstrip(".")
    if full:
        hint = f"Free space in {target.parent}, or name another folder, and run it again."
    elif isinstance(error, PermissionError):
        hint = f"Close {target.name} where it is open, or name a folder that you may write to."
    else:
        hint = "Name another folder, and run it again."
    return Refused(Problem("not-written", f"{target} was not written: {why}. Nothing was changed.", hint, field="out"))
