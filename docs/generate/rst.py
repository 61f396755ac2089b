"""Pages in reStructuredText: text that can't be mistaken for markup, headings, links and tables.

A table says of each column how wide it is. On a telephone its rows become blocks, each cell with its column's heading
before it: the style for that is made from the headings, so it needs no script.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unitcalc.catalogue.rules import Rule

_MARKUP = re.compile(r"([\\*`_|<])")
_LISTED = re.compile(r"^(?=[-+•]\s|\(?[\w#]{1,4}[.)]\s|\.\.\s|:)")
_UNDERLINES = "=-~"
_KINDS: dict[tuple[str, ...], str] = {}
"""The headings of tables that were made, and the class that stands for each."""


class Page(NamedTuple):
    """A page: its path without ending, and its source."""

    name: str
    text: str


def plain(text: str) -> str:
    """Text as it is, whatever it looks like.

    >>> plain("1. up to 10* of_a kind")
    '\\\\1. up to 10\\\\* of\\\\_a kind'
    """
    return _LISTED.sub(r"\\", _escaped(" ".join(str(text).split())))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def code(text: str) -> str:
    """Text as it is typed; nothing for nothing."""
    return f":literal:`{_escaped(text)}`" if text.strip() else ""


def bold(text: str) -> str:
    """Text that stands out."""
    return f"**{plain(text)}**"


def link(text: str, label: str) -> str:
    """A link to a label of any page."""
    return f":ref:`{_escaped(text)} <{label}>`"


def outside(text: str, address: str) -> str:
    """A link to another site, which a person may follow; the page itself asks nothing of it."""
    return f"`{_escaped(text)} <{_escaped(address)}>`__" if address else plain(text)


def heading(text: str, level: int = 0, label: str = "") -> str:
    """A heading, and the label that links lead to."""
    words = plain(text)
    anchor = f".. _{label}:\n\n" if label else ""
    return f"{anchor}{words}\n{_UNDERLINES[level] * max(len(words), 4)}"


def listed(items: Iterable[str]) -> str:
    """A list; each item is markup."""
    return "\n".join(f"- {textwrap.indent(item, '  ').lstrip()}" for item in items)


def block(text: str, language: str = "text") -> str:
    """Text as typed or printed."""
    return f".. code-block:: {language}\n\n{textwrap.indent(text.rstrip(), '   ', lambda line: True)}"


def contents(pages: Iterable[str], caption: str = "", depth: int = 1, hidden: bool = True) -> str:
    """What stands below a page in the list at the side."""
    options = [f"   :maxdepth: {depth}"]
    options += ["   :hidden:"] if hidden else []
    options += [f"   :caption: {caption}"] if caption else []
    return "\n".join([".. toctree::", *options, "", *(f"   {name}" for name in pages)])


def table(columns: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are markup. Nothing where there is no row."""
    rows = [list(row) for row in rows]
    if not rows:
        return ""
    kind = _KINDS.setdefault(tuple(columns), f"columns-{len(_KINDS) + 1}")
    head = [
        ".. list-table::",
        "   :header-rows: 1",
        f"   :widths: {' '.join(map(str, widths))}",
        f"   :class: stacked {kind}",
        "",
    ]
    return "\n".join([*head, _row([plain(column) for column in columns]), *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    lines = []
    for at, cell in enumerate(cells):
        # A cell without text keeps its place.
        text = textwrap.indent(cell or "\\ ", "       ").lstrip()
        lines.append(f"   {'*' if at == 0 else ' '} - {text}")
    return "\n".join(lines)


def table_styles() -> str:
    """Each cell's heading, for narrow screens; for every table that was made."""
    rules = [
        f'  table.{kind} td:nth-child({at})::before {{ content: "{column}"; }}'
        for columns, kind in _KINDS.items()
        for at, column in enumerate(columns, 1)
    ]
    return "@media (max-width: 46em) {\n" + "\n".join(rules) + "\n}\n"


def page(name: str, *parts: str) -> Page:
    """A page of its parts; empty ones are left out."""
    return Page(name, "\n\n".join(part for part in parts if part) + "\n")


def rule_label(number: str) -> str:
    """Where a rule stands."""
    return f"rule-{number.lower()}"


def check_label(check: str) -> str:
    """Where a check stands."""
    return f"check-{check.lower()}"


def rule_link(number: str) -> str:
    """A link to a rule, by its number."""
    return link(number, rule_label(number))


def standing_of(rule: Rule) -> str:
    """How sure a rule's source is, and the source."""
    return f"{bold(rule.standing)}: {plain(rule.source)}"


def sure(standing: str, source: str) -> str:
    """A source, and how sure it is."""
    return f"{plain(source)} ({plain(standing)})"
