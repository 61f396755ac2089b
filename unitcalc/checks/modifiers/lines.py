"""A claim line with other modifiers, for the checks that can say how it should read."""

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
    first = line.modifiers.index(modifier)
    kept = (each for at, each in enumerate(line.modifiers) if each != modifier or at == first)
    return replace(line, modifiers=tuple(kept))
