"""Writes the sources of the documentation site: `python -m docs.build FOLDER`; `make docs` does this and builds it.

Every page is made from the texts that the program itself reads: the checks' docstrings, the policies, the rule book,
what a record must hold. So nothing stands twice, and nothing that is made here is kept in git.
"""

import os
import sys
import tempfile
from pathlib import Path

from docs.generate import all_pages
from docs.generate.facts import Facts
from docs.generate.rst import table_styles


def write(folder: Path, facts: Facts) -> list[Path]:
    """Write every page, and the style that lets tables be read on a telephone."""
    written = []
    for page in all_pages(facts):
        path = folder / f"{page.name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
        written.append(path)
    static = folder / "static"
    static.mkdir(exist_ok=True)
    return [*written, _written(static / "tables.css", table_styles())]


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def main() -> None:
    """Write the sources with the embedded tables alone, whatever was imported on this machine."""
    with tempfile.TemporaryDirectory() as user:
        os.environ["UNITCALC_DATA"] = user
        facts = Facts.open()
        try:
            write(Path(sys.argv[1]), facts)
        finally:
            facts.close()


if __name__ == "__main__":
    main()
