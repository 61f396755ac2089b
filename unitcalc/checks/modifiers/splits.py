"""When units have to be split over lines, and into how many (RULES 4.3)."""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.units import begun, most, pick


def needs_split(f: AccountFacts) -> Truth:
    """Whether the administered or the discarded units are more than one line may carry."""
    return (f.split_limit > 0) & ((f.administered > f.split_limit) | (f.discarded > f.split_limit))


def further_lines(f: AccountFacts) -> Number:
    """How many lines of those billed have to follow a first one because of the limit: each carries 76.

    Administered and discarded units are split each for themselves. Units that stand on one line, above the limit, are
    not split yet: another check says so.
    """
    return _further(f, f.administered, f.administered_lines) + _further(f, f.discarded, f.jw_lines)


def lines_after_first(f: AccountFacts) -> Number:
    """How many of the billed lines follow a first one of units above the limit: at most these carry 76.

    More can be billed than `further_lines` needs, where a payer wants a line for each NDC as well.
    """
    return _after_first(f, f.administered, f.administered_lines) + _after_first(f, f.discarded, f.jw_lines)


def _further(f: AccountFacts, units: Number, lines: Number) -> Number:
    # A limit of 0 means that lines are never split; 1 only keeps the division possible where it does not count.
    needed = begun(units, most(f.split_limit, 1)) - 1
    return pick((f.split_limit > 0) & (lines > 1) & (needed > 0), needed, needed * 0)


def _after_first(f: AccountFacts, units: Number, lines: Number) -> Number:
    return pick((f.split_limit > 0) & (units > f.split_limit) & (lines > 1), lines - 1, lines * 0)
