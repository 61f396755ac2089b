"""The text tables as one SQLite file in the cache folder, made again whenever one of them changes.

The file's name is the hash of everything it was made from: the embedded tables and policies, the user's, and the
version of its layout. All of them, 3 MB, are hashed at every start, in about 3 ms; times and sizes alone would miss
an upgrade whose files keep both.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from unitcalc.reference.files import cache_folder, data_folder, user_folder, user_tables

SCHEMA = 2
"""Goes up with every change of the tables' columns or of what is compiled."""

KEEP_SECONDS = 3600
"""Files of other keys are removed when they are older: a younger one may be about to be opened."""

Progress = Callable[[str], None]


def open_compiled(progress: Progress | None = None) -> sqlite3.Connection:
    """The compiled tables, read-only, compiled first where they are not yet; `progress` is told about that."""
    key = inputs_key()
    found = _opened(cache_folder() / f"reference-{key}.sqlite")
    if found is not None:
        return found
    folder = _writable_folder()
    path = folder / f"reference-{key}.sqlite"
    return _opened(path) or _compiled(path, key, progress)


def inputs() -> list[tuple[str, Path]]:
    """Everything that is compiled: what it is, and where it lies."""
    data, user = data_folder(), user_folder()
    found = [(f"embedded/{path.name}", path) for path in sorted((data / "reference").glob("*.csv"))]
    found.append(("embedded/SOURCES.yaml", data / "reference" / "SOURCES.yaml"))
    found += [(f"document/policies/{path.stem}", path) for path in sorted((data / "policies").glob("*.yaml"))]
    found += [("document/rules", data / "rules.yaml"), ("document/vials", data / "vials.yaml")]
    found += [("document/user/vials", user / "vials.yaml")]
    for folder in user_tables():
        found += [(f"user/{folder.name}/{path.name}", path) for path in sorted(folder.glob("[!.]*"))]
    return [(name, path) for name, path in found if path.is_file()]


def inputs_key() -> str:
    """A hash of all inputs and of the layout."""
    whole = hashlib.sha256(f"{SCHEMA}".encode())
    for name, path in inputs():
        content = path.read_bytes()
        whole.update(f"\n{name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()[:32]


def _opened(path: Path) -> sqlite3.Connection | None:
    """A compiled file, or None where there is none that can be used."""
    if not path.is_file():
        return None
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError:
        schema = None
    if schema == SCHEMA:
        return connection
    connection.close()
    return None


def _compiled(path: Path, key: str, progress: Progress | None) -> sqlite3.Connection:
    """Compile beside the file's place and move it there: of two processes at once, the later one's stays."""
    # Late: a start with a compiled file needs neither, nor yaml behind them.
    import tempfile

    from unitcalc.reference.compiling import compile_tables

    if progress:
        progress("preparing the reference tables (once after each update)")
    handle, name = tempfile.mkstemp(prefix=".reference-", suffix=".writing", dir=path.parent)
    os.close(handle)
    try:
        compile_tables(Path(name), SCHEMA)
        if inputs_key() != key:  # an import ended meanwhile: what was compiled is neither before nor after it
            return open_compiled(progress)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    _remove_others(path)
    found = _opened(path)
    if found is None:
        raise OSError(f"{path} was written and can't be opened")
    return found


def _remove_others(path: Path) -> None:
    before = time.time() - KEEP_SECONDS
    for other in [*path.parent.glob("reference-*.sqlite"), *path.parent.glob(".reference-*.writing")]:
        with suppress(OSError):  # in use on Windows, or removed by another process
            if other != path and other.stat().st_mtime < before:
                other.unlink()


def _writable_folder() -> Path:
    """The cache folder; where it can't be written, one for this user in the system's temporary folder."""
    import tempfile

    with suppress(OSError):
        cache_folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache_folder()):
            return cache_folder()
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"unitcalc-{user}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_symlink() and (not hasattr(os, "getuid") or folder.stat().st_uid == user):
            return folder
    # Someone else made a folder of that name: what lies in it is not to be trusted.
    return Path(tempfile.mkdtemp(prefix="unitcalc-"))
