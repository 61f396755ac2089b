"""The pages that are written by hand, in docs/text; what their commands print is printed anew each time.

A line `.. run:: bill --code J1745 ...` becomes the command with its output; `.. file:: record.yaml` shows a file that
stands beside the page, and commands run where it is.
"""

import re
from collections.abc import Iterator

from docs.generate.facts import TEXTS, Facts
from docs.generate.rst import Page, block

_LINE = re.compile(r"^\.\. (run|file):: (.+)$", re.MULTILINE)


WIDE = 84


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
        # A letter has the day on which it is printed; these pages do not change with the day.
        output = re.sub(
            r"^(Date +)\d{4}-\d\d-\d\d$", r"\1(the day of the letter)", facts.output(match[2], TEXTS), flags=re.M
        )
        return block(f"{_typed(match[2])}\n{output}")

    return _LINE.sub(shown, text)


def _typed(command: str) -> str:
    """A command on as many lines as a page is wide, each but the last with the sign that it goes on."""
    lines = ["$ unitcalc"]
    for part in re.split(r" (?=--)", command):
        if len(lines[-1]) + len(part) < WIDE:
            lines[-1] += f" {part}"
        else:
            lines.append(f"    {part}")
    return " \\\n".join(lines)
