"""YAML documents with exact values: a number with a decimal point stays text, a date is ISO text, a key stands once.

Only `true`, `false`, `null` and whole numbers without a leading zero are more than text, so that neither 0.35, nor
NO, nor 1:30, nor the NDC segment 0042 turns into something else.
"""

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from unitcalc.findings import Problem, Refused

DEEPEST = 20
"""How far a document may be nested: one that refers to itself is endless."""


class Entry(NamedTuple):
    """A value and the line it begins on: mappings and lists hold entries, all else is a plain value."""

    value: Any
    line: int

    @property
    def text(self) -> str:
        """A plain value as it was written, near enough: true, 5, a date."""
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return "" if self.value is None else str(self.value).strip()


# PyYAML's own parser in C, eight times as fast, where it was built with one.
if TYPE_CHECKING:
    from yaml import SafeLoader as _Loader
else:
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Exact(_Loader):
    """The plain loader with fewer ideas about what a scalar means."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (as the base has it)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"~|null|", [*"~n", ""]),
    ("tag:yaml.org,2002:bool", r"true|false", [*"tf"]),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", [*"-+0123456789"]),
):
    _Exact.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


def read_yaml(path: Path) -> Any:
    """A document's content; Refused with file and line for one that is no YAML or has a key twice."""
    return _plain(read_marked(path))


def read_marked(path: Path, name: str = "") -> Entry:
    """A document's content with the line of every value; `name` is what messages call it. Refused as `read_yaml`."""
    try:
        loader = _Exact(_text(path))
        try:
            node = loader.get_single_node()
            return Entry(None, 1) if node is None else _marked(loader, node, DEEPEST)
        finally:
            loader.dispose()
    except UnicodeDecodeError:
        reason, line = "it is not UTF-8 text; save it as UTF-8", ""
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        reason, line = _plain_reason(error), f", line {mark.line + 1}" if mark else ""
    except yaml.YAMLError as error:
        reason, line = str(error), ""
    raise Refused(Problem("document-not-read", f"{name or path.name}{line}: {reason}.", f"Correct {path}."))


_REASONS = (
    ("found a tab character", "it begins with a tab; use spaces"),
    (
        "cannot start any token",
        "it begins with a tab or a sign that must stand in quotes; use spaces, and '...' around it",
    ),
    (
        "could not find expected ':'",
        "a name is expected, then a colon and a space; look at this line and the one before",
    ),
    (
        "did not find expected key",
        "it is indented otherwise than the lines before it, or a quote or bracket is not closed",
    ),
    ("expected the node content", "a value is expected here, or '- ' before an entry of a list"),
    (
        "but found another document",
        "a second document begins with ---; write several records as a list, each after '- '",
    ),
    (
        "mapping values are not allowed",
        "there are two colons on a line, or a text with a colon that must stand in quotes",
    ),
    ("expected ',' or ']'", "a list in [ ] is not closed, or a comma is missing"),
    ("expected ',' or '}'", "a set in { } is not closed, or a comma is missing"),
    ("found unexpected end of stream", "a quote or a bracket is not closed before the end of the file"),
)
"""What the parser says, and what it means to a person."""


def _plain_reason(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or "it is no YAML"
    return next((means for sign, means in _REASONS if sign in said), said)


def _text(path: Path) -> str:
    """A file's text: UTF-8, or UTF-16 with its mark, as Windows PowerShell writes what a command prints."""
    content = path.read_bytes()
    marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return content.decode("utf-16" if marked else "utf-8-sig")


def _marked(loader: _Exact, node: yaml.Node, deeper: int) -> Entry:
    line = node.start_mark.line + 1
    if not deeper:
        raise yaml.constructor.ConstructorError(None, None, "it is nested too deeply", node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_marked(loader, each, deeper - 1) for each in node.value], line)
    if not isinstance(node, yaml.MappingNode):
        return Entry(loader.construct_object(node, deep=True), line)
    found: dict[Any, Entry] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a name is expected here", key_node.start_mark)
        key = loader.construct_object(key_node)
        if key in found:
            where = f"first in line {found[key].line}"
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' stands twice, {where}", key_node.start_mark)
        # The key's line: what is wrong with a list or a mapping is looked for where its name stands.
        found[key] = _marked(loader, value_node, deeper - 1)._replace(line=key_node.start_mark.line + 1)
    return Entry(found, line)


def _plain(entry: Entry) -> Any:
    if isinstance(entry.value, dict):
        return {key: _plain(value) for key, value in entry.value.items()}
    if isinstance(entry.value, list):
        return [_plain(value) for value in entry.value]
    return entry.value
