"""Wrong bills, each computed exactly and compared with what was billed: where several fit, each is named."""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.once import once
from unitcalc.units import no, whole


@once
def due(f: AccountFacts) -> Number:
    """Units that the dose makes: what most checks of units expect."""
    return f.expected_administered


@once
def billed(f: AccountFacts) -> Number:
    """Units of the lines without JW: what they find."""
    return f.administered


@once
def differ(f: AccountFacts) -> Truth:
    """Whether the record gives the administered units, and they are another number.

    Not if only rounded otherwise, nor where a payer wants given and discarded units in one line and they stand there.
    """
    with_waste = f.same_line & (f.administered == f.label_units)
    another = no(f.administered == f.expected_administered) & no(f.rounded_otherwise) & no(with_waste)
    # Units that are none, and a dose that was not given, have checks of their own.
    of_interest = (f.administered > 0) & (whole(f.administered, 1) == f.administered) & ((f.given > 0) | f.dispensed)
    return f.given_compared & of_interest & another


def is_wrong_bill(f: AccountFacts, wrong: Number) -> Truth:
    """Whether exactly a wrong bill was billed; `wrong` is its units, 0 where it can't be computed."""
    return differ(f) & (wrong > 0) & (f.administered == wrong)


@once
def is_label_bill(f: AccountFacts) -> Truth:
    """Whether all that was opened was billed as given; its last unit may be begun or left out."""
    whole_label = is_wrong_bill(f, f.label_units) | is_wrong_bill(f, f.begun_label_units)
    return whole_label & (f.administered > f.expected_administered)


@once
def is_rounded_down(f: AccountFacts) -> Truth:
    """Whether only the whole units of the dose were billed, and the begun one left out."""
    return is_wrong_bill(f, f.rounded_down) & (f.administered < f.expected_administered)


@once
def is_ordered_dose(f: AccountFacts) -> Truth:
    """RULES 1.10: whether the units are those that the order begins, though another amount was given."""
    # Without a division, so that an unknown unit, 0, does no harm: (A - 1) * u < ordered <= A * u.
    of_the_order = ((f.administered - 1) * f.unit < f.ordered) & (f.ordered <= f.administered * f.unit)
    return differ(f) & (f.ordered > 0) & (f.unit > 0) & of_the_order


@once
def has_named_cause(f: AccountFacts) -> Truth:
    """Whether a check of its own names the cause, so that the general ones are silent."""
    return (
        is_wrong_bill(f, f.given_number)
        | is_wrong_bill(f, f.opened_number)
        | is_wrong_bill(f, f.containers)
        | is_wrong_bill(f, f.ndc_number)
        | is_wrong_bill(f, f.hundredth)
        | is_wrong_bill(f, f.nominal_units)
        | is_wrong_bill(f, f.former_units)
        | is_wrong_bill(f, f.published_units)
        | is_label_bill(f)
        | is_rounded_down(f)
        | is_ordered_dose(f)
    )


@once
def is_above_label(f: AccountFacts) -> Truth:
    """RULES R6: whether more was billed as given than the label can make, without a cause of another name."""
    above = (f.begun_label_units > 0) & (f.administered > f.begun_label_units)
    return f.recorded & above & no(has_named_cause(f)) & no(f.rounded_otherwise)
