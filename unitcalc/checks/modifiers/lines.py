"""A claim line with other modifiers, for the checks that can say how it should read.

Where another check has already mended the line, it stays as it is.
"""

from dataclasses import replace

from unitcalc.account import BilledLine


def without(line: BilledLine, modifier: str) -> BilledLine:
    """The line without a modifier."""
    return replace(line, modifiers=tuple(each for each in line.modifiers if each != modifier))


def with_instead(line: BilledLine, modifier: str, other: str) -> BilledLine:
    """The line with another modifier in the place of one; each stands once."""
    return replace(line, modifiers=tuple(dict.fromkeys(other if each == modifier else each for each in line.modifiers)))


def each_once(line: BilledLine, modifier: str) -> BilledLine:
    """The line with a modifier where it first stood, and nowhere else."""
    kept: list[str] = []
    for each in line.modifiers:
        if each != modifier or each not in kept:
            kept.append(each)
    return replace(line, modifiers=tuple(kept))
