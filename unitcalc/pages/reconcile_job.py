"""A reconciliation that runs beside the page, which answers meanwhile: how far it is, and what came of it."""

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.checks.gathering.tables import Tables
from unitcalc.findings import Problem, Refused
from unitcalc.pages.telling import installed_version
from unitcalc.reconcile.normal import Normal
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from unitcalc.reconcile.output import Written

Told = Callable[[str, int, int | None], None]
Files = Callable[[Path, Told], Mapping[Table, Path]]
"""Puts the tables into a folder, and tells how far it is."""
WAITS = "waiting for another reconciliation on this computer"
_PATIENCE = 0.2
_turn = Lock()
"""One at a time: each may take a gigabyte and more."""


class Progress(NamedTuple):
    """What is done, how many rows or accounts of it, of how many where that is known, and since when."""

    what: str
    done: int = 0
    of: int | None = None
    since: float | None = None

    @property
    def seconds_left(self) -> int | None:
        """How long it still takes at this pace; None where that is not known."""
        if self.since is None or not self.of or not self.done:
            return None
        taken = time.monotonic() - self.since
        if taken < 2:
            return None
        return int(taken * max(self.of - self.done, 0) / self.done)


@dataclass(frozen=True)
class Found:
    """What a reconciliation came to, and where it lies."""

    written: "Written"
    normals: tuple[Normal, ...]
    """The tables in their normal form, out of which one account is read again."""
    settings: Settings
    demonstration: tuple[Path, ...] = ()
    """What was made up for it; of a person's own files nothing stays."""

    @property
    def accounts(self) -> Path:
        """The table of accounts."""
        return self.file("accounts.parquet")

    @property
    def findings(self) -> Path:
        """The table of findings."""
        return self.file("findings.parquet")

    def file(self, name: str) -> Path:
        """One of the files that were written."""
        return next(path for path in self.written.files if path.name == name)


class _Stopped(Exception):
    """A person stopped it, or closed the page."""


class Job:
    """One reconciliation, in a folder of its own."""

    def __init__(
        self,
        number: int,
        folder: Path,
        tables: Tables,
        files: Files,
        settings: Settings,
        *,
        today: date,
        demonstration: bool = False,
    ) -> None:
        self.number, self.settings, self.demonstration = number, settings, demonstration
        self.progress = Progress("reading")
        self.found: Found | None = None
        self.problems: tuple[Problem, ...] = ()
        self.failure: Exception | None = None
        self._folder, self._tables, self._today = folder, tables, today
        self._stop, self._ended = Event(), Event()
        self._thread = Thread(target=self._run, args=(files,), name=f"reconcile-{number}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; whether it has ended."""
        return self._ended.wait(seconds)

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to come."""
        return self._ended.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before it ended."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Let it end at the next opportunity; nothing of it stays."""
        self._stop.set()

    def _run(self, files: Files) -> None:
        try:
            self.found = self._reconciled(files)
        except Refused as refused:
            self.problems = refused.problems
        except _Stopped:
            pass
        except Exception as error:  # told by the page, in the thread that draws it
            if not self.stopped:
                self.failure = error
        finally:
            if self.stopped or self.found is None:
                shutil.rmtree(self._folder, ignore_errors=True)
                with suppress(OSError):  # the page was closed meanwhile, and its folder made anew
                    self._folder.parent.rmdir()
            self._ended.set()

    def _reconciled(self, files: Files) -> Found:
        from unitcalc.reconcile.one import normals_of
        from unitcalc.reconcile.output import reconcile_into
        from unitcalc.reconcile.pool import processors

        self._wait_for_the_turn()
        try:
            self._tell("reading", 0, None)
            handed, kept = self._folder / "handed", self._folder / "kept"
            handed.mkdir(parents=True)
            kept.mkdir()
            tables = files(handed, self._tell)
            out = self._folder / "out"
            written = reconcile_into(
                self._tables,
                tables,
                out,
                self.settings,
                told=self._tell,
                made=self._today,
                version=installed_version(),
                jobs=processors(),
            )
            normals = normals_of(self._tables, tables, kept, self._tell)
            made_up = tuple(sorted(handed.iterdir())) if self.demonstration else ()
            if not self.demonstration:
                shutil.rmtree(handed)
            return Found(written, normals, self.settings, made_up)
        finally:
            _turn.release()

    def _wait_for_the_turn(self) -> None:
        while not _turn.acquire(timeout=_PATIENCE):
            self._tell(WAITS, 0, None)

    def _tell(self, what: str, done: int, of: int | None) -> None:
        if self.stopped:
            raise _Stopped
        before = self.progress
        since = before.since if before.what == what else time.monotonic()
        self.progress = Progress(what, done, of, since)
