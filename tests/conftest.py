"""What all tests share: hypothesis profiles, the embedded tables, CMS's own files and a browser, where there are."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.reference.store import Reference

# No deadline in either: a slow machine is not a fault of the code. In continuous integration the same examples are
# tried each time, so that a change is judged by what it changes.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reference]:
    """The embedded tables and curated vials, without anything of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("reference")
        patch.setenv("UNITCALC_DATA", str(folder / "user"))
        patch.setenv("UNITCALC_CACHE", str(folder / "cache"))
        opened = Reference.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def catalogue(reference: Reference) -> Catalogue:
    """The same as a catalogue."""
    return Catalogue(reference)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of CMS's own files, which are too large for the repository: beside the checkout, or where
    UNITCALC_SHARED points."""
    named = os.environ.get("UNITCALC_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs CMS's own files: set UNITCALC_SHARED")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser's program, for Playwright's `executable_path`; UNITCALC_BROWSER names another one."""
    for name in (os.environ.get("UNITCALC_BROWSER", ""), *BROWSERS):
        program = shutil.which(name) if name else None
        # Some systems have a stub that only says where to get the browser.
        if program and subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0:
            return program
    pytest.skip("needs a browser: install chromium, or set UNITCALC_BROWSER")
