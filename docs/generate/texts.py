"""The pages that are written by hand, in docs/text; what their commands print is printed anew each time.

A line `.. run:: bill --code J1745 ...` becomes the command with its output; `.. file:: record.yaml` shows a file that
stands beside the page, and commands run where it is.
"""

import re
from collections.abc import Iterator

from docs.generate.facts import TEXTS, Facts
from docs.generate.rst import Page, block

_LINE = re.compile(r"^\.\. (run|file):: (.+)$", re.MULTILINE)


def pages(facts: Facts) -> Iterator[Page]:
    """Every text."""
    for path in sorted(TEXTS.glob("*.rst")):
        yield Page(path.stem, expanded(facts, path.read_text(encoding="utf-8")))


def expanded(facts: Facts, text: str) -> str:
    """A text with the output of its commands and the files that it shows."""

    def shown(match: re.Match[str]) -> str:
        if match[1] == "file":
            name = match[2].strip()
            return block((TEXTS / name).read_text(encoding="utf-8"), "yaml" if name.endswith(".yaml") else "text")
        return block(f"$ unitcalc {match[2]}\n{facts.output(match[2], TEXTS)}")

    return _LINE.sub(shown, text)
