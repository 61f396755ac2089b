"""The presentations of a code as a table, with what all of them have in common below it."""

import textwrap
from collections.abc import Sequence

from unitcalc.catalogue.lookup import Match
from unitcalc.catalogue.lookup.sizes import is_withdrawn
from unitcalc.catalogue.lookup.words import holds, pack
from unitcalc.catalogue.presentations import Presentation
from unitcalc.cli.output import NARROWEST, print_table, shortened, width

MOST_ROWS = 30
_NARROW = 60
_SHORTENED = ("Product", "Labeler")
_LEAST_TELLING = ("Labeler", "Pack", "Until", "Container")


def print_presentations(match: Match, everything: bool) -> None:
    """The table; those that were asked for have a mark, and stand first."""
    presentations = match.presentations
    if match.size_note:
        _wrapped(match.size_note)
        print()
    shown = presentations if everything else presentations[:MOST_ROWS]
    newest = max((each.last for each in presentations if each.last), default=None)
    marked = 0 < len(match.chosen) < len(presentations)
    headings = ["", "NDC", "Product", "Holds", "Container", "Pack", "Until", "Labeler"]
    rows = [
        [
            ">" if each in match.chosen else "",
            each.ndc or "-",
            shortened(each.product, 28),
            holds(each) if width() >= _NARROW else holds(each).replace(" nominal, assayed", " nom."),
            each.container_type.value,
            pack(each),
            _until(each, newest),
            shortened(each.labeler, 24),
        ]
        for each in shown
    ]
    _drop_empty(headings, rows, marked)
    dropped = _drop_for_room(headings, rows)
    print_table(headings, rows, shorten=[headings.index(name) for name in _SHORTENED if name in headings])
    if dropped:
        _wrapped(f"No room for: {', '.join(dropped)}. A wider window shows it.")
    if len(presentations) > len(shown):
        print(f"  and {len(presentations) - len(shown)} more: --all shows them.")
    _print_common(presentations)


def _until(each: Presentation, newest: object) -> str:
    if is_withdrawn(each):
        return "withdrawn"
    if each.last is None:
        return "not in CMS's file"
    return "" if each.last == newest else str(each.last)


def _drop_empty(headings: list[str], rows: list[list[str]], marked: bool) -> None:
    """Columns in which nothing stands say nothing."""
    for column in range(len(headings) - 1, -1, -1):
        empty = not any(row[column] for row in rows)
        if (empty and headings[column] != "Labeler") or (column == 0 and not marked):
            for row in (headings, *rows):
                del row[column]


def _drop_for_room(headings: list[str], rows: list[list[str]]) -> list[str]:
    """Drop columns that a narrow window has no room for, the least telling first; gives their names."""
    dropped = []
    for name in _LEAST_TELLING:
        sizes = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
        needed = sum(
            min(size, NARROWEST) if heading in _SHORTENED else size
            for heading, size in zip(headings, sizes, strict=True)
        )
        if needed + 2 * len(headings) <= width():
            break
        if name in headings:
            column = headings.index(name)
            dropped.append(name)
            for row in (headings, *rows):
                del row[column]
    return dropped


def _print_common(presentations: Sequence[Presentation]) -> None:
    """What settled each container type; form, route and concentration where all have the same."""
    told: dict[str, str] = {}
    for each in presentations:
        if each.type_by is not None:
            told.setdefault(each.container_type, str(each.type_by))
    for evidence in told.values():
        _wrapped(evidence)
    facts: list[set[str | None]] = [
        {each.form for each in presentations},
        {each.route for each in presentations},
        {each.concentration.short if each.concentration else None for each in presentations},
    ]
    common = [next(iter(values)) for values in facts if len(values) == 1]
    if any(common):
        _wrapped(f"{'All' if len(presentations) > 1 else 'It is'}: {', '.join(each for each in common if each)}.")
    for text in dict.fromkeys(each.curated.pooling_words for each in presentations if each.curated):
        if text:
            _wrapped(text)


def _wrapped(text: str) -> None:
    print("\n".join(textwrap.wrap(text, width(), initial_indent="  ", subsequent_indent="    ")))
