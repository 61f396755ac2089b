"""What the units of a descriptor measure: factor VIII, heparin, one botulinum toxin.

Every biological activity is a dimension of its own, so each needs its name. The table is vocabulary: it holds what
descriptors write in several ways, or write after other words. Anything else takes its substance's own name.
"""

import re
from functools import cache

# What a text says beside the unit itself comes first: a complex of two factors is counted in the one that is named.
_SAID = (
    (r"\bper factor viii (?:iu|i\.u\.)", "factor VIII"),
    (r"\bvwf:rco\b", "VWF:RCo"),
    (r"\bof factor ix activity\b", "factor IX"),
)
_NAMED = (
    (r"\banti-inhibitor\b", "anti-inhibitor"),
    (r"\bfactor viii\b", "factor VIII"),
    (r"\bfactor ix\b", "factor IX"),
    (r"\bfactor xiii\b", "factor XIII"),
    (r"\bfactor x\b", "factor X"),
    (r"\bantithrombin\b", "antithrombin"),
    (r"\bprotein c\b", "protein C"),
    (r"\badamts13\b", "ADAMTS13"),
    (r"\bc-?1 esterase\b", "C1 esterase inhibitor"),
    (r"\brho ?\(?d\b", "Rho(D)"),
    (r"\bheparin\b", "heparin"),
    (r"\binsulin\b", "insulin"),
    (r"\bpenicillin g\b", "penicillin G"),
    (r"\bhyaluronidase\b", "hyaluronidase"),
    (r"\bepoetin alfa\b", "epoetin alfa"),
    (r"\burokinase\b", "urokinase"),
    (r"\baprotonin\b", "aprotinin"),
)
_TOXIN = r"\b([a-z]+botulinumtoxin) ?([ab])(?![a-z])"
_INTERFERON = r"\binterferon, ((?:alfa|beta|gamma)[- ][a-z0-9-]+)"
_SUBSTANCE = r"(?:(?:injection|infusion|instillation),? )?([^,(]+?)(?:,|\(| per\b| up to\b| \d|$)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def said(text: str) -> str | None:
    """The activity that a lower-case text names beside its unit; a dosage text says no more than that.

    >>> said("1 i.u. vwf:rco"), said("1 iu")
    ('VWF:RCo', None)
    """
    return next((name for pattern, name in _SAID if _compiled(pattern).search(text)), None)


def measured(text: str) -> str | None:
    """The activity that a lower-case descriptor counts.

    >>> measured("injection, incobotulinumtoxin a, 1 unit"), measured("injection, imiglucerase, 10 units")
    ('incobotulinumtoxinA', 'imiglucerase')
    """
    if found := said(text):
        return found
    if toxin := _compiled(_TOXIN).search(text):
        return toxin[1] + toxin[2].upper()
    if interferon := _compiled(_INTERFERON).search(text):
        return f"interferon {interferon[1]}"
    for pattern, name in _NAMED:
        if _compiled(pattern).search(text):
            return name
    substance = _compiled(_SUBSTANCE).match(text)
    return substance[1].strip() if substance else None
