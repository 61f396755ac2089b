"""What the checks of waste share: where JW and JZ have no place, and why a number of JW units is wrong.

One mistake is named by one check. So the checks of a number look only at JW lines that have a place, beside an
administered line; and where one of them knows the cause, the general one is silent.
"""

from dataclasses import replace

from unitcalc.account import BilledLine
from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.once import once
from unitcalc.units import most, no, pick


@once
def nothing_given(f: AccountFacts) -> Truth:
    """Whether the record says that nothing was given (RULES R7); a supplier that dispenses gives nothing itself."""
    return f.recorded & (f.given == 0) & no(f.dispensed)


@once
def is_not_subject(f: AccountFacts) -> Truth:
    """Whether JW and JZ surely do not apply to the drug, in the setting, on the day (RULES 3)."""
    return f.known & no(f.subject) & no(f.unsettled)


@once
def has_no_place(f: AccountFacts) -> Truth:
    """Whether neither JW nor JZ can stand on the code, whatever was discarded; or nothing is known of the code."""
    return no(f.known) | f.multi_dose | is_not_subject(f) | nothing_given(f)


@once
def jw_has_place(f: AccountFacts) -> Truth:
    """Whether JW is billed where and when it may be, beside an administered line, so that its units can be judged."""
    return (f.jw_lines > 0) & (f.administered_lines > 0) & f.jw_exists & no(has_no_place(f))


@once
def amount_discarded(f: AccountFacts) -> Number:
    """What was discarded; where it is not charted, what was neither given nor explained (RULES R4)."""
    rest = f.label - f.given - f.explained
    return pick(f.discard_charted, f.left, most(rest, rest * 0))


@once
def too_many(f: AccountFacts) -> Truth:
    """Whether more JW units were billed than the record leaves; not where the day was only rounded otherwise."""
    more = (f.discarded > f.expected_discarded) & no(f.rounded_otherwise)
    return jw_has_place(f) & f.compared & more


def are_whole_units(f: AccountFacts, units: Number, amount: Number) -> Truth:
    """Whether so many whole billing units are in an amount; without a division, as the unit may be unknown."""
    return (units * f.unit <= amount) & (amount < (units + 1) * f.unit)


@once
def is_round_up_again(f: AccountFacts) -> Truth:
    """Whether the discarded amount was divided alone, though rounding up has billed a part of it (RULES 1.3).

    Where given and discarded are above the label, that is the reason, not the rounding.
    """
    alone = f.discard_charted & (f.discarded == f.discard_units) & (f.given + f.left <= f.label)
    return too_many(f) & alone & (f.administered >= f.expected_administered)


@once
def is_explained_part(f: AccountFacts) -> Truth:
    """Whether what is explained (tubing, spill) was counted as discarded (RULES 2.8), by itself or with the dose."""
    away = amount_discarded(f) + f.explained
    by_itself = are_whole_units(f, f.discarded, away)
    with_dose = are_whole_units(f, f.expected_administered + f.discarded, f.given + away)
    # The charted discard alone makes as many units: then what is explained was not counted.
    alone = f.discard_charted & (f.discarded == f.discard_units)
    return too_many(f) & (f.explained > 0) & no(alone) & (by_itself | with_dose)


@once
def is_below_one_unit(f: AccountFacts) -> Truth:
    """Whether JW was billed for less than a unit (RULES 1.4, 1.5): of each administration, where there were several."""
    away = amount_discarded(f)
    small = (f.expected_discarded == 0) & (away > 0) & (away < f.unit * most(f.administrations, 1))
    return too_many(f) & small & no(is_round_up_again(f)) & no(is_explained_part(f))


@once
def is_above_label(f: AccountFacts) -> Truth:
    """Whether JW brings the account above the label (RULES 2.1), for no other reason that is named here.

    Where the administered units alone are above it, they are the mistake, and a check of the units says so.
    """
    above = (f.label_units > 0) & (f.administered + f.discarded > f.label_units)
    of_jw = (f.administered <= f.begun_label_units) & no(f.compared & (f.discarded <= f.expected_discarded))
    named = is_round_up_again(f) | is_explained_part(f) | is_below_one_unit(f) | f.rounded_otherwise
    return jw_has_place(f) & f.recorded & (f.discarded > 0) & above & of_jw & no(named)


@once
def has_named_cause(f: AccountFacts) -> Truth:
    """Whether a check of its own says why the JW units differ, so that the general one is silent."""
    return is_round_up_again(f) | is_explained_part(f) | is_below_one_unit(f) | is_above_label(f)


@once
def whole_label_billed(f: AccountFacts) -> Truth:
    """Whether all that was opened stands on the administered lines: a check of the units names that."""
    of_label = (f.administered == f.label_units) | (f.administered == f.begun_label_units)
    return (f.label_units > 0) & of_label


def without_jw(line: BilledLine) -> BilledLine | None:
    """The line where JW has no place: a JW line falls away. With JW and JZ on it nobody knows what it bills."""
    return None if line.is_discard and "JZ" not in line.modifiers else line


def without_jz(line: BilledLine) -> BilledLine:
    """The line where JZ has no place: it stands without JZ."""
    if line.is_discard:
        return line
    return replace(line, modifiers=tuple(each for each in line.modifiers if each != "JZ"))
