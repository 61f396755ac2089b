"""What is known of a code and its containers, in words: the same in the command's text and on the pages."""

from fractions import Fraction

from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.lookup.sizes import label
from unitcalc.catalogue.presentations import Presentation
from unitcalc.quantity import grouped, plain


def holds(each: Presentation) -> str:
    """What a container holds, as far as it is known."""
    known = label(each)
    if known is not None:
        return known.short if each.label_amount is not None else f"{known.short} nominal, assayed"
    if each.label_at_most is not None:
        return f"up to {each.label_at_most.short}"
    return "assayed" if each.potency.value == "assayed" else "not stated"


def pack(each: Presentation) -> str:
    """How many containers are in a package, where it is more than one."""
    count = each.containers_per_package
    return plain(count) if count is not None and count != 1 else ""


def price(drug: Drug) -> str:
    """The payment limit of the day's quarter, in dollars; of what, where that is not the billing unit."""
    limit, period = drug.limit, drug.use("limits").period
    if drug.limit_aside:
        return f"could not be read in {period}"
    if limit is None or limit.limit is None:
        return f"none in {period}: contractors price it"
    share = f", coinsurance {grouped(limit.coinsurance)} %" if limit.coinsurance is not None else ""
    of = "a unit" if drug.limit_is_per_unit else f"for '{limit.dosage}', which is not the billing unit"
    return f"{dollars_of(limit.limit)} {of}{share} ({period})"


def money_text(limit: Fraction) -> str:
    """A payment limit as CMS prints it: at least three decimals.

    >>> money_text(Fraction("1.57"))
    '1.570'
    """
    whole, _, decimals = plain(limit).partition(".")
    return f"{whole}.{decimals.ljust(3, '0')}"


def dollars_of(limit: Fraction) -> str:
    """A payment limit for the eye.

    >>> dollars_of(Fraction("1998.533"))
    '$1,998.533'
    """
    whole, _, decimals = money_text(limit).partition(".")
    return f"${int(whole):,}.{decimals}"
