"""A dose as text for a person: on a terminal, in a chart, on paper."""

import textwrap
from collections.abc import Iterator, Sequence

from unitcalc.catalogue.rules import Rule
from unitcalc.dosing.dose import Dose
from unitcalc.dosing.telling import told
from unitcalc.findings import Step

WIDTH = 100


def as_text(dose: Dose, width: int = WIDTH, *, worksheet: bool = True) -> str:
    """The dose first, then the order and findings and (unless not wanted) every step; `width` in characters."""
    of = f" of {dose.dose.unit.of}" if dose.dose.unit.of else ""
    amount = f"{told(dose.dose)}{of}"
    parts = [
        [*_indented(amount, width), f"  {'=' * min(len(amount), width - 2)}"],
        list(_headed(dose, width)),
        [line for finding in dose.findings for line in finding.wrapped(width)],
        ["Worksheet", *_steps(dose.steps, width)] if worksheet else [],
        list(_rules(dose.rules, width)) if worksheet else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _headed(dose: Dose, width: int) -> Iterator[str]:
    drug = f"{dose.code} {dose.product}".strip()
    for text in filter(None, (drug, dose.order)):
        yield from _indented(text, width)


def _indented(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _steps(steps: Sequence[Step], width: int) -> Iterator[str]:
    """Label, value, expression, source, in columns; on a narrow terminal the expression has a line of its own."""
    first = max(len(step.label) for step in steps)
    second = min(max(len(step.value) for step in steps), 36)
    indent = first + second + 6
    narrow = width - indent < 30
    for step in steps:
        head = f"  {step.label:<{first}}  {step.value:<{second}}  "
        text = f"{step.expression} [{step.source}]"
        if narrow:
            yield from textwrap.wrap(
                f"{step.label}: {step.value}", width, initial_indent="  ", subsequent_indent="    "
            )
            yield from textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="    ")
        else:
            yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * indent)


def _rules(rules: Sequence[Rule], width: int) -> Iterator[str]:
    """The rules that were cited, with how sure each one's source is."""
    if rules:
        yield "Rules cited"
    for rule in rules:
        head = f"  {rule.number:<5} "
        text = f"{rule.says} [{rule.standing}: {rule.source}]"
        yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
