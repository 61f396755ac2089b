"""What the page 'Reconcile' keeps for one visitor: a folder of this computer, removed when the page is closed."""

import shutil
import tempfile
from collections import OrderedDict
from datetime import date
from pathlib import Path

import streamlit as st

from unitcalc.checks.gathering.tables import Tables
from unitcalc.pages.reconcile_job import Files, Found, Job
from unitcalc.reconcile.one import Key, One, one_account
from unitcalc.reconcile.settings import Settings

MOST_READ = 20
"""Accounts that are kept after they were looked into."""
_DESK = "reconcile-desk"


class Desk:
    """The visitor's folder, the last reconciliation in it, and the accounts that were looked into."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="unitcalc-page-", ignore_cleanup_errors=True)
        self._read: OrderedDict[Key, One] = OrderedDict()
        self.job: Job | None = None
        self.number = 0
        self.closed = False

    @property
    def folder(self) -> Path:
        """Where everything lies."""
        return Path(self._folder.name)

    @property
    def found(self) -> Found | None:
        """What the last reconciliation came to."""
        return self.job.found if self.job is not None and self.job.ended else None

    def begin(
        self, tables: Tables, files: Files, settings: Settings, today: date, *, demonstration: bool = False
    ) -> Job:
        """Reconcile, in place of what was reconciled before."""
        self.forget()
        self.number += 1
        folder = self.folder / f"run-{self.number}"
        self.job = Job(self.number, folder, tables, files, settings, today=today, demonstration=demonstration)
        self.job.start()
        return self.job

    def forget(self) -> None:
        """Stop what runs, and remove everything."""
        if self.job is not None:
            self.job.stop()
        self.job = None
        self._read.clear()
        for path in self.folder.glob("run-*"):
            shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """The page was closed: nothing of it stays on this computer."""
        self.closed = True
        self.forget()
        self._folder.cleanup()

    def account(self, tables: Tables, key: Key) -> One:
        """One account with all that is known of it. Refused where it can't be told."""
        assert self.found is not None
        if key not in self._read:
            self._read[key] = one_account(tables, self.found.normals, key, self.found.settings)
            if len(self._read) > MOST_READ:
                self._read.popitem(last=False)
        return self._read[key]


def desk() -> Desk:
    """The visitor's own."""
    found = st.session_state.get(_DESK)
    if not isinstance(found, Desk) or found.closed:
        found = st.session_state[_DESK] = Desk()
    return _until_the_end(found.folder.name, found)


@st.cache_resource(scope="session", on_release=Desk.close, show_spinner=False)
def _until_the_end(name: str, _desk: Desk) -> Desk:
    """Nobody else's: kept by the name of its folder for this visit alone, and closed when the visit ends."""
    return _desk
