"""A dose as text for a person: on a terminal, in a chart, on paper."""

import textwrap
from collections.abc import Iterator

from unitcalc.catalogue.layout import rules_text, worksheet_text
from unitcalc.dosing.dose import Dose
from unitcalc.dosing.telling import told

WIDTH = 100


def as_text(dose: Dose, width: int = WIDTH, *, worksheet: bool = True) -> str:
    """The dose first, then the order and findings and (unless not wanted) every step; `width` in characters."""
    of = f" of {dose.dose.unit.of}" if dose.dose.unit.of else ""
    amount = f"{told(dose.dose)}{of}"
    parts = [
        [*_indented(amount, width), f"  {'=' * min(len(amount), width - 2)}"],
        list(_headed(dose, width)),
        [line for finding in dose.findings for line in finding.wrapped(width)],
        ["Worksheet", *worksheet_text(dose.steps, width)] if worksheet else [],
        list(rules_text(dose.rules, width)) if worksheet else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _headed(dose: Dose, width: int) -> Iterator[str]:
    drug = f"{dose.code} {dose.product}".strip()
    for text in filter(None, (drug, dose.order)):
        yield from _indented(text, width)


def _indented(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
