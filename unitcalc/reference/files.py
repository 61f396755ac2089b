"""Where the program's data, the user's data and the cache lie. The only place that knows.

`UNITCALC_DATA` and `UNITCALC_CACHE` name other folders for the user's data and for the cache.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The tables that come with the program: `unitcalc/_data` of an installed wheel, `data` of a checkout."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def user_folder() -> Path:
    """The user's own data: imported tables and `vials.yaml`. It need not exist."""
    named = os.environ.get("UNITCALC_DATA")
    if named:
        return Path(named).expanduser()
    match sys.platform:
        case "win32":
            return _windows() / "unitcalc" / "Data"
        case "darwin":
            return Path.home() / "Library" / "Application Support" / "unitcalc"
        case _:
            return _xdg("XDG_DATA_HOME", ".local/share") / "unitcalc"


def overlooked() -> tuple[str, ...]:
    """What looks as if it were the user's data and is not read, in words."""
    folder = user_folder()
    if not folder.is_dir():
        named = os.environ.get("UNITCALC_DATA")
        return (f"UNITCALC_DATA names {folder}, which is no folder: no data of yours is used.",) if named else ()
    if (folder / "vials.yaml").is_file():
        return ()
    with suppress(OSError):
        near = sorted(path for path in folder.iterdir() if path.name.lower() in ("vials.yaml", "vials.yml"))
        return tuple(f"{path} is not read: it has to be a file named vials.yaml." for path in near)
    return ()


def user_tables() -> list[Path]:
    """The folders of imported tables, one for each period of each table or part of one."""
    folder = user_folder() / "reference"
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return []


def not_readable(error: OSError) -> Exception:
    """What to say where the user's data can't be read."""
    from unitcalc.findings import Problem, Refused  # late: a look-up needs it only when it fails

    return Refused(
        Problem(
            "folder-not-read",
            f"Your data folder {user_folder()} can't be read: {error.strerror} ({error.filename}).",
            "Check its permissions, or name another folder in UNITCALC_DATA.",
        )
    )


def cache_folder() -> Path:
    """What can be made again at any time. It need not exist."""
    named = os.environ.get("UNITCALC_CACHE")
    if named:
        return Path(named).expanduser()
    match sys.platform:
        case "win32":
            return _windows() / "unitcalc" / "Cache"
        case "darwin":
            return Path.home() / "Library" / "Caches" / "unitcalc"
        case _:
            return _xdg("XDG_CACHE_HOME", ".cache") / "unitcalc"


def _windows() -> Path:
    local = os.environ.get("LOCALAPPDATA")
    return Path(local) if local else Path.home() / "AppData" / "Local"


def _xdg(variable: str, otherwise: str) -> Path:
    named = os.environ.get(variable, "")
    # The XDG convention has relative paths ignored.
    return Path(named) if named.startswith("/") else Path.home() / otherwise
