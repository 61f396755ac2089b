"""A user's own payer files: `policies/*.yaml` in the user's data folder, with the line of every value.

Few and small: they are read as they lie, not compiled, so that a mistake in one is told with its line and concerns
nobody but that payer.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.reference.files import user_folder

if TYPE_CHECKING:
    from unitcalc.reference.documents import Entry

FOLDER = "policies"


class PayerFile(NamedTuple):
    """One file: its content, or why it can't be read."""

    name: str
    """The file's name without `.yaml`."""
    path: str
    content: "Entry | None"
    problems: tuple[Problem, ...] = ()

    @property
    def shown(self) -> str:
        """What messages call it."""
        return f"your {FOLDER}/{Path(self.path).name}"


def own_payers() -> tuple[PayerFile, ...]:
    """The user's payer files, by name; none where there is no such folder."""
    folder = user_folder() / FOLDER
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        problem = Problem("payer-not-read", f"{folder} can't be read: {error.strerror}.", "Check its permissions.")
        return (PayerFile("", str(folder), None, (problem,)),)
    return tuple(_read(path) for path in paths if not path.name.startswith("."))


def _read(path: Path) -> PayerFile:
    from unitcalc.reference.documents import read_marked  # late: most users have no such file, and it needs yaml

    found = PayerFile(path.stem, str(path), None)
    if path.suffix != ".yaml":
        message = f"{found.shown} is not read: its name has to end in .yaml."
        return found._replace(problems=(Problem("payer-file-name", message, f"Rename {path}.", field=found.shown),))
    try:
        return found._replace(content=read_marked(path, found.shown))
    except Refused as refused:
        return found._replace(problems=refused.problems)
    except OSError as error:
        message = f"{found.shown} can't be read: {error.strerror}."
        return found._replace(problems=(Problem("payer-not-read", message, f"Check {path}.", field=found.shown),))
