"""Worksheets and rules as lines of text, for every result that has some."""

import textwrap
from collections.abc import Iterator, Sequence

from unitcalc.catalogue.rules import Rule
from unitcalc.findings import Step

WIDEST_VALUE = 30
NARROWEST_EXPRESSION = 30


def worksheet_text(steps: Sequence[Step], width: int) -> Iterator[str]:
    """Label, value, expression and source of every step, in columns; on a narrow terminal each expression has lines of
    its own."""
    first = max(len(step.label) for step in steps)
    second = min(max(len(step.value) for step in steps), WIDEST_VALUE)
    indent = first + second + 6
    narrow = width - indent < NARROWEST_EXPRESSION
    for step in steps:
        head = f"  {step.label:<{first}}  {step.value:<{second}}  "
        text = f"{step.expression} [{step.source}]"
        if narrow:
            told = f"{step.label}: {step.value}"
            yield from textwrap.wrap(told, width, initial_indent="  ", subsequent_indent="    ")
            yield from textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="    ")
        else:
            yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * indent)


def rules_text(rules: Sequence[Rule], width: int) -> Iterator[str]:
    """The rules that were cited, with how sure each one's source is."""
    if rules:
        yield "Rules cited"
    for rule in rules:
        head = f"  {rule.number:<5} "
        text = f"{rule.says} [{rule.standing}: {rule.source}]"
        yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
