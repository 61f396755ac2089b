"""Whether there is anything that a payer has to pay: shared by the checks against its profile."""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.units import most, pick


def is_used(f: AccountFacts) -> Truth:
    """Whether the code was billed, or will be: the record says that purchased drug was given."""
    return (f.lines > 0) | (f.recorded & f.purchased & (f.given > 0))


def counted_units(f: AccountFacts) -> Number:
    """Units of the day that count against an authorization: with the discarded ones where the payer counts them."""
    return f.administered + pick(f.counts_discard, f.discarded, f.discarded * 0)


def units_left(f: AccountFacts) -> Number:
    """Authorized units that earlier days have left; none where more than all are used."""
    rest = f.authorized_units - f.used_units
    return most(rest, rest * 0)
