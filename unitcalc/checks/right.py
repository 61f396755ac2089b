"""The lines of an account as they should be: by its record, else with every correction that is sure without one.

By a record the units are those of the day: what the administrations bill is added up, split where the payer has a limit
of a line, and marked for that day once (RULES 1.9, 4.3). JW, JZ and the modifier of a split follow from the units.
Every other modifier stays as it was billed, on all lines of the item (RULES 7), unless a check says that it does not
belong there. So does the NDC (RULES 5).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from unitcalc.account import BilledLine
from unitcalc.billing.lines import ClaimLine, NdcQuantity, split
from unitcalc.checks.gathering.gather import Gathered
from unitcalc.checks.model import Scope, Topic, Violation
from unitcalc.checks.modifiers import jg_ended
from unitcalc.checks.modifiers.words import SKIN, VEIN, is_one_of
from unitcalc.checks.registry import of_scope
from unitcalc.checks.right_quantities import with_billed_ndcs
from unitcalc.findings import Severity

Line = BilledLine | ClaimLine
"""A line as it was billed, or one that was made; both tell themselves alike."""
JW, JZ, FRACTION, TWICE = "JW", "JZ", "LU", "M12"
WASTE = (JW, JZ)
NEVER = 10**18
"""The limit of a line where units are never split."""
_OF_LINES = frozenset({Topic.UNITS, Topic.WASTE, Topic.MODIFIERS, Topic.NDC, Topic.LIMITS, Topic.CODE, Topic.DATES})
"""What can be wrong with lines beside a record; documents and the payer's conditions change no line."""


def right_lines(gathered: Gathered, violations: Sequence[Violation]) -> tuple[Line, ...] | None:
    """The lines of an account as they should be; None where nobody can say.

    With a record that can be billed in one way: by it, and as they were billed where no check finds them wrong. None
    where modifiers contradict each other or have no room on a line, so that a person has to choose. Without one: with
    the corrections of the checks that are sure, None where there is none.
    """
    if not gathered.facts.compared:
        return _mended(gathered, violations)
    if gathered.account.lines and not any(map(_is_of_lines, violations)):
        return gathered.account.lines
    return _by_record(gathered, violations)


def _is_of_lines(each: Violation) -> bool:
    severity, topic = each.check.severity, each.check.topic
    mild = severity is Severity.WARNING and topic in (Topic.MODIFIERS, Topic.UNITS)
    return topic in _OF_LINES and (severity is Severity.ERROR or mild)


def _by_record(gathered: Gathered, violations: Sequence[Violation]) -> tuple[Line, ...] | None:
    others = _others(gathered)
    if gathered.coded.catalogue.modifiers.conflicting(others):
        return None
    lines = [line for its in gathered.bills for line in its.lines]
    if any(FRACTION in line.modifiers for line in lines):  # fractions of one dose stay apart
        return _marked(gathered, lines, others)
    totals = _of_day(gathered, lines)
    if _keeps_jz(gathered, totals, violations):
        totals = [replace(line, modifiers=(JZ, *line.modifiers)) for line in totals]
    found = [part for line in with_billed_ndcs(gathered, totals) for part in _split(gathered, line)]
    return _marked(gathered, found, others)


def _of_day(gathered: Gathered, lines: Iterable[ClaimLine]) -> list[ClaimLine]:
    """One line for each kind of units: administered, with JZ or without, and JW last.

    Where one administration left billable waste and another none, nobody can say of the day that nothing was left:
    beside a JW line the administered line carries no JZ (RULES 1.7).
    """
    known = list(lines)
    wasted = any(JW in line.modifiers for line in known)
    gone = {gathered.facts.split_modifier} | ({JZ} if wasted else set())
    found: dict[tuple[str, ...], ClaimLine] = {}
    for line in known:
        marks = tuple(mark for mark in line.modifiers if mark not in gone)
        bare = replace(line, modifiers=marks, amount=None, payment=None, coinsurance=None)
        found[marks] = _sum(found[marks], bare) if marks in found else bare
    return sorted(found.values(), key=lambda line: JW in line.modifiers)


def _sum(one: ClaimLine, other: ClaimLine) -> ClaimLine:
    ndcs: dict[tuple[str, str], NdcQuantity] = {}
    for each in (*one.ndcs, *other.ndcs):
        known = ndcs.get((each.ndc, each.unit))
        ndcs[each.ndc, each.unit] = replace(each, quantity=each.quantity + known.quantity) if known else each
    return replace(one, units=one.units + other.units, ndcs=tuple(ndcs.values()))


def _keeps_jz(gathered: Gathered, totals: Sequence[ClaimLine], violations: Sequence[Violation]) -> bool:
    """Whether JZ was billed where it may stand and need not (RULES 1, the first half of 2023)."""
    told = any(set(WASTE) & set(line.modifiers) for line in totals)
    wrong = any(each.check.topic is Topic.WASTE and each.check.severity is Severity.ERROR for each in violations)
    return gathered.facts.jz_lines > 0 and not told and not wrong


def _split(gathered: Gathered, line: ClaimLine) -> tuple[ClaimLine, ...]:
    """RULES 4.3; an NDC whose quantity is not known stands on each line."""
    facts, coded = gathered.facts, gathered.coded
    whole_vials = coded.policy.value("powder-ndc-quantity", coded.day).value == "whole"
    bare = tuple(each for each in line.ndcs if not each.unit)
    counted = replace(line, ndcs=tuple(each for each in line.ndcs if each.unit))
    limit = int(facts.split_limit) or NEVER
    parts = split(counted, limit, str(facts.split_modifier), whole_vials=whole_vials)
    return tuple(replace(part, ndcs=(*part.ndcs, *bare)) for part in parts)


def _marked(gathered: Gathered, lines: Sequence[ClaimLine], others: Sequence[str]) -> tuple[ClaimLine, ...] | None:
    """Lines with their own modifiers and those that were billed and stay; None where a line has no room for them."""
    facts, coded = gathered.facts, gathered.coded
    repeated, most = str(facts.split_modifier), int(coded.policy.value("line-modifiers", coded.day).value)
    found = tuple(replace(line, modifiers=_in_order((*others, *line.modifiers), repeated)) for line in lines)
    return None if most and any(len(line.modifiers) > most for line in found) else found


def _in_order(marks: Iterable[str], repeated: str) -> tuple[str, ...]:
    """JW or JZ first, the others as they stand, the modifier of a split last; each once."""
    return tuple(sorted(dict.fromkeys(marks), key=lambda mark: (mark not in WASTE, mark == repeated)))


def _others(gathered: Gathered) -> tuple[str, ...]:
    """The modifiers that were billed and say nothing of waste and splits, as far as they belong on the drug."""
    found: dict[str, None] = {}
    of_modifiers = [each for each in of_scope(Scope.MODIFIER) if each.code != TWICE]
    known = gathered.coded.catalogue.modifiers
    following = {*WASTE, *known.group("repeat"), *known.group("separate-service"), gathered.facts.split_modifier}
    vein, skin = (is_one_of(gathered.facts.route, words) for words in (VEIN, SKIN))
    for _, facts in gathered.modifiers:
        mark = str(facts.modifier)
        if mark in following:
            continue
        if jg_ended.broken(facts):
            found["TB"] = None
        elif mark in known.group("route") and (vein or skin):
            found["JA" if vein else "JB"] = None
        elif not any(each.broken(facts) for each in of_modifiers):
            found[mark] = None
    return tuple(found)


def _mended(gathered: Gathered, violations: Sequence[Violation]) -> tuple[Line, ...] | None:
    """The lines with the sure corrections, one after the other; limits last, as they are about what is left."""
    mends = [each for each in violations if each.correct is not None]
    lines: list[BilledLine] = []
    for line in gathered.account.lines:
        versions: tuple[BilledLine, ...] = (line,)
        for each in mends:
            if each.correct is not None and each.check.topic is not Topic.LIMITS and each.line in (None, line):
                versions = tuple(right for version in versions for right in each.correct(version))
        lines += versions
    above = any(each.check.topic is Topic.LIMITS for each in mends)
    found: list[Line] = list(_split_again(gathered, lines)) if above else [*lines]
    return None if list(map(str, found)) == list(map(str, gathered.account.lines)) else tuple(found)


def _split_again(gathered: Gathered, lines: Sequence[BilledLine]) -> Iterator[Line]:
    """Lines of which one is above the limit, with those that go on with it, filled to the limit anew."""
    limit = gathered.facts.split_limit
    for group in _continued(lines, str(gathered.facts.split_modifier)):
        if not limit or all(line.units <= limit for line in group) or any(line.units % 1 for line in group):
            yield from group
            continue
        repeated = gathered.facts.split_modifier
        total = _total(group)
        for part in _split(gathered, total):
            yield replace(part, modifiers=_in_order(part.modifiers, str(repeated)))


def _continued(lines: Sequence[BilledLine], repeated: str) -> list[list[BilledLine]]:
    """Lines of units that are one: alike but for the units, or marked as going on with those before."""
    groups: list[list[BilledLine]] = []
    for line in lines:
        same = [each for each in groups if (each[0].is_discard, each[0].ndc) == (line.is_discard, line.ndc)]
        goes_on = bool(repeated) and repeated in line.modifiers
        own = next((each for each in reversed(same) if goes_on or each[0].modifiers == line.modifiers), None)
        if own is None:
            groups.append([line])
        else:
            own.append(line)
    return groups


def _total(group: Sequence[BilledLine]) -> ClaimLine:
    """The units of a group as one line, with the NDC quantity where each line states one of the same unit."""
    first = group[0]
    units = sum((line.units for line in group), first.units * 0)
    quantities = [line.ndc_quantity for line in group if line.ndc_quantity is not None and line.ndc_unit]
    known = len(quantities) == len(group) and len({line.ndc_unit for line in group}) == 1
    ndcs: tuple[NdcQuantity, ...] = ()
    if first.ndc:
        none = first.units * 0
        ndcs = (NdcQuantity(first.ndc, sum(quantities, none) if known else none, first.ndc_unit if known else ""),)
    return ClaimLine(first.code, first.modifiers, units, None, ndcs)
