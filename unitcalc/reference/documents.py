"""YAML documents with exact values: a number with a decimal point stays text, a date is ISO text, a key stands once.

Only `true`, `false`, `null` and whole numbers without a leading zero are more than text, so that neither 0.35, nor
NO, nor 1:30, nor the NDC segment 0042 turns into something else.
"""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from unitcalc.findings import Problem, Refused


class _Exact(yaml.SafeLoader):
    """The plain loader with fewer ideas about what a scalar means."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (as the base has it)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: dict[Hashable, int] = {}
        for key, _ in node.value:
            value = self.construct_object(key, deep=True)
            line = key.start_mark.line + 1
            if value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{value}' stands twice, first in line {seen[value]}", key.start_mark
                )
            seen[value] = line
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"~|null|", [*"~n", ""]),
    ("tag:yaml.org,2002:bool", r"true|false", [*"tf"]),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", [*"-+0123456789"]),
):
    _Exact.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)


def read_yaml(path: Path) -> Any:
    """A document's content; Refused with file and line for one that is no YAML or has a key twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Exact)  # a safe loader, made stricter
    except UnicodeDecodeError:
        reason, line = "it is not UTF-8 text", ""
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        reason, line = error.problem or "it is no YAML", f", line {mark.line + 1}" if mark else ""
    except yaml.YAMLError as error:
        reason, line = str(error), ""
    raise Refused(Problem("document-not-read", f"{path.name}{line}: {reason}.", f"Correct {path}."))
