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

from unitcalc.reference.files import cache_folder, data_folder, not_readable, user_folder, user_tables

SCHEMA = 11
"""Goes up with every change of the tables' columns or of what is compiled."""

KEEP_SECONDS = 3600
"""Files of other keys are removed when they are older: a younger one may be about to be opened."""

Progress = Callable[[str], None]


def open_compiled(progress: Progress | None = None) -> sqlite3.Connection:
    """The compiled tables, read-only, compiled first where they are not yet; `progress` is told about that.

    Refused for a damaged table or document, and for a data folder that can't be read.
    """
    try:
        key = inputs_key()
    except OSError as error:
        raise not_readable(error) from error
    return opened(cache_folder() / _name(key)) or _compiled(key, progress)


def recompiled(damaged: sqlite3.Connection, progress: Progress | None = None) -> sqlite3.Connection:
    """The tables once more, in place of a compiled file in which a look-up failed."""
    with suppress(sqlite3.Error):
        for _, _, name in damaged.execute("PRAGMA database_list").fetchall():
            if name:
                Path(name).unlink(missing_ok=True)
    damaged.close()
    for folder in (cache_folder(), _own_temporary()):
        with suppress(OSError):
            (folder / _name(inputs_key())).unlink(missing_ok=True)
    return open_compiled(progress)


def _name(key: str) -> str:
    return f"reference-{key}.sqlite"


def inputs() -> list[tuple[str, Path]]:
    """Everything that is compiled: what it is, and where it lies."""
    data, user = data_folder(), user_folder()
    found = [(f"embedded/{path.name}", path) for path in sorted((data / "reference").glob("*.csv"))]
    found.append(("embedded/SOURCES.yaml", data / "reference" / "SOURCES.yaml"))
    found += [(f"document/policies/{path.stem}", path) for path in sorted((data / "policies").glob("*.yaml"))]
    names = ("rules", "dosing", "documents", "published", "examples", "abbreviations", "modifiers", "places", "sites")
    found += [(f"document/{name}", data / f"{name}.yaml") for name in names]
    found += [("vials/yours", user / "vials.yaml"), ("vials/ours", data / "vials.yaml")]
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


def opened(path: Path) -> sqlite3.Connection | None:
    """A compiled file, or None where there is none that can be used."""
    connection = None
    try:
        if path.is_file():
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            # The second question reads the whole schema.
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT * FROM info LIMIT 1").fetchone()
            if schema == SCHEMA:
                return connection
    except (sqlite3.DatabaseError, OSError):  # damaged, or a folder that can't be looked into
        pass
    if connection:
        connection.close()
    return None


def _compiled(key: str, progress: Progress | None) -> sqlite3.Connection:
    """Compile into the cache folder; where it can't be written or is full, into one for this user among the
    temporary ones; where that is so too, into memory."""
    from unitcalc.findings import Refused

    told = False
    for folder in (cache_folder, _temporary_folder):
        with suppress(OSError, sqlite3.OperationalError):
            path = _writable(folder()) / _name(key)
            found = opened(path)
            if found:
                return found
            if progress and not told:
                progress("preparing the reference tables (once after each update)")
                told = True
            try:
                _compile_to(path)
            except Refused:
                # A table that another program was just replacing is no damaged one.
                if inputs_key() == key:
                    raise
            if inputs_key() != key:  # an import ended meanwhile: what was compiled is neither before nor after it
                path.unlink(missing_ok=True)
                return open_compiled(progress)
            _remove_others(path)
            found = opened(path)
            if found:
                return found
    return _in_memory()


def _compile_to(path: Path) -> None:
    """Compile beside a file's place and move it there: of two processes at once, the later one's stays."""
    # Late: a start with a compiled file needs neither, nor yaml behind them.
    import tempfile

    from unitcalc.reference.compiling import compile_tables

    handle, name = tempfile.mkstemp(prefix=".reference-", suffix=".writing", dir=path.parent)
    os.close(handle)
    try:
        compile_tables(Path(name), SCHEMA)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _in_memory() -> sqlite3.Connection:
    from unitcalc.reference.compiling import compile_into

    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    compile_into(connection, SCHEMA)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _remove_others(path: Path) -> None:
    before = time.time() - KEEP_SECONDS
    for other in [*path.parent.glob("reference-*.sqlite"), *path.parent.glob(".reference-*.writing")]:
        with suppress(OSError):  # in use on Windows, or removed by another process
            if other != path and other.stat().st_mtime < before:
                other.unlink()


def _writable(folder: Path) -> Path:
    """A folder, made if it is not there; OSError where nothing can be written into it."""
    import tempfile

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        return folder


def _own_temporary() -> Path:
    """This user's folder among the temporary ones. It need not exist, nor be theirs."""
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"unitcalc-{user}"


def _temporary_folder() -> Path:
    import tempfile

    folder = _own_temporary()
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_symlink() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()):
            return folder
    # Someone else made a folder of that name: what lies in it is not to be trusted.
    return Path(tempfile.mkdtemp(prefix="unitcalc-"))
