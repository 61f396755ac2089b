"""What a record leaves to a person, in the bill's own words, where no other check tells it."""

import re
from collections.abc import Iterable

from unitcalc.billing.bill import Bill
from unitcalc.findings import Finding, Severity

TOLD = frozenset(
    {
        "amount-selects-code",
        "amount-unexplained",
        "avoidable-waste",
        "container-type-by-ndc",
        "container-type-unknown",
        "date-in-future",
        "infusion-stopped",
        "narrative-missing",
        "nominal-given",
        "record-above-label",
    }
)
"""Findings of a bill that have a check of their own."""


def nominal_question(its: Bill) -> str:
    """RULES 4.2: what is to be asked where the chart shows the sum of nominal sizes; empty where nothing is open."""
    return _told(each for each in its.findings if each.check == "nominal-given" and each.severity is Severity.ERROR)


def open_question(its: Bill, *, single_dose: bool, whole_doses: bool) -> str:
    """What else stands in the way of the bill; empty where nothing does.

    A rest that nobody accounts for is told here where not all containers are single-dose, since its check is silent
    there. Where whole doses are counted, the units are the same whatever was opened.
    """
    told = TOLD if single_dose else TOLD - {"amount-unexplained"}
    if whole_doses:
        told |= {"opened-missing"}
    return _told(each for each in its.findings if each.severity is Severity.ERROR and each.check not in told)


def not_combined(its: Bill) -> str:
    """RULES 2.4: why the containers opened can't make up one dose; empty where they can, or no source says so."""
    return _told(each for each in its.findings if each.check == "not-combined" and each.severity is Severity.WARNING)


def _told(findings: Iterable[Finding]) -> str:
    text = " ".join(each.message for each in findings)
    # Each bill is shown by `unitcalc bill`, not here.
    text = re.sub(r"Each bill is shown; (\w)", lambda found: found[1].upper(), text)
    return text.replace(" Each bill is shown.", "")
