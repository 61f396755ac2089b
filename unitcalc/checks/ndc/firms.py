"""Whose product an NDC is: its first segment is the labeler's number."""

from unitcalc.checks.facts import LineFacts, Truth
from unitcalc.units import no


def of_another_firm(f: LineFacts) -> Truth:
    """Whether an NDC that no table has is of a firm that sells nothing under the code."""
    unknown = f.has_ndc & f.ndc_readable & no(f.ndc_known)
    return unknown & f.labelers_known & no(f.labeler_of_code)
