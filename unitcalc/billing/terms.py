"""What a payer's own limits leave of a discard: the smallest vial on sale, the dose below a billing unit (RULES 11)."""

from collections.abc import Iterator
from fractions import Fraction

from unitcalc.billing.case import Case
from unitcalc.billing.compute import Group, Outcome, Terms
from unitcalc.billing.least_waste import may_be
from unitcalc.billing.subject import Subject
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.policies import Value
from unitcalc.findings import Finding, Severity, Step
from unitcalc.planning.pools import to_buy
from unitcalc.quantity import Amount, grouped
from unitcalc.units import most, whole


def terms_of(catalogue: Catalogue, case: Case, subject: Subject) -> Terms:
    """What may be billed of a case's discard, by R3 and by the payer."""
    if not (subject.applies and subject.discard):
        return Terms(False)
    unit = case.billing_unit.value if case.counted.physical else Fraction(1)
    smallest = smallest_vial(catalogue, case) if discard_cap(case) else None
    # A vial of less than a unit is billed as one.
    cap = most(whole(case.counted.basis.number(smallest), unit), 1) if smallest is not None else None
    return Terms(True, cap, unit if jw_threshold(case) else None)


def discard_cap(case: Case) -> Value | None:
    """The payer's cap of discarded units, where it has one of its own."""
    value = case.policy.value("discard-cap", case.day)
    return value if value.value == "smallest-vial" else None


def jw_threshold(case: Case) -> Value | None:
    """The payer's threshold of JW, where it has one of its own."""
    value = case.policy.value("jw-threshold", case.day)
    return value if value.value == "dose-below-unit" else None


def smallest_vial(catalogue: Catalogue, case: Case) -> Amount | None:
    """The smallest container that may stand for what was opened; None where no such size is known.

    Only what may be combined with it counts: the same product, route, form and concentration (RULES 2.4). If it may be
    of several products, the one counts whose smallest container is the largest, as nothing is taken away that another
    of them would have had to waste. Multi-dose containers are left out: their waste is never billed.
    """
    if not case.counted.physical:
        return None
    multi = (ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK)
    opened = [entry for entry in case.entries if entry.type.type not in multi]
    pools = [pool for pool in to_buy(catalogue, case.drug.code, case.day, case.counted.basis.unit) if not pool.kept]
    fitting = [pool for pool in pools if may_be(opened, pool)]
    # Containers that can't be combined: each by itself.
    fitting = fitting or [pool for pool in pools if any(may_be([entry], pool) for entry in opened)]
    smallest = [min((each.each for each in pool.containers), key=lambda each: each.value) for pool in fitting]
    if not smallest:
        return None
    # A smaller one that was opened was to be had, though no table lists it.
    stated = [case.counted.basis.amount(entry.each) for entry in opened]
    return min((max(smallest, key=lambda each: each.value), *stated), key=lambda each: each.value)


def limited(case: Case, group: Group, smallest: Amount | None) -> Step | None:
    """The worksheet's step where the payer takes discarded units away."""
    if not group.withheld:
        return None
    shown = case.counted.basis.of
    billed = f"{grouped(Fraction(group.discarded_units))} {'unit' if group.discarded_units == 1 else 'units'}"
    threshold, cap = jw_threshold(case), discard_cap(case)
    if group.discarded_units == 0 and threshold is not None:
        text = f"{shown(group.given).short} given is below the billing unit of {case.billing_unit.short}: no JW"
        return Step("Payer's threshold of JW", text, billed, threshold.cite())
    assert cap is not None
    size = f" ({smallest.short})" if smallest is not None else ""
    return Step("Payer's cap of JW", f"no more than the smallest vial on sale has{size}", billed, cap.cite())


def payer_limits(case: Case, outcome: Outcome, smallest: Amount | None) -> Iterator[Finding]:
    """What the payer's limits took away, in words; and where a limit could not be applied."""
    threshold, cap, title = jw_threshold(case), discard_cap(case), case.policy.title
    for group in outcome.groups:
        left = group.discarded_units + group.withheld
        if group.withheld and group.discarded_units == 0 and threshold is not None:
            message = (
                f"{title} does not permit JW where the dose is below one billing unit: {_units(left)} discarded "
                f"{'is' if left == 1 else 'are'} not billed. JZ would say that nothing was discarded, so neither "
                "stands; ask the payer."
            )
            yield Finding("jw-threshold", Severity.WARNING, message, threshold.cite())
        elif group.withheld and cap is not None and smallest is not None:
            message = (
                f"{_units(left)} were discarded, but {title} pays no more JW units than the smallest vial on sale has "
                f"({smallest.short}): {grouped(Fraction(group.discarded_units))}. The rest is not billed."
            )
            yield Finding("discard-capped", Severity.WARNING, message, cap.cite())
        elif cap is not None and smallest is None and group.discarded_units:
            message = (
                f"{title} pays no more JW units than the smallest vial on sale has. The sizes on sale of "
                f"{case.drug.code} are not all known: check the JW line."
            )
            yield Finding("discard-capped", Severity.WARNING, message, cap.cite())


def _units(count: int) -> str:
    return f"{grouped(Fraction(count))} {'unit' if count == 1 else 'units'}"
