"""Bills a second on one core, from text to result, look-up included, nothing serialised (goal 2,000).

A fixed random list of 4,000 requests: every drug code that counts an amount, doses, containers, units and dates
drawn with a fixed seed; a third names an NDC of the crosswalk. The first pass warms what a running program has warm
(the tables' rows, conversion factors); three passes follow, and the median is quoted.
"""

import random
import statistics
import time
from datetime import date, timedelta
from fractions import Fraction

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind
from unitcalc.findings import Refused
from unitcalc.quantity import plain
from unitcalc.reference.store import Reference

COUNT, PASSES, GOAL = 4_000, 3, 2_000
TODAY = date(2026, 3, 31)


def main() -> None:
    """Measure and print."""
    catalogue = Catalogue(Reference.open())
    requests = _requests(catalogue)
    rates = []
    refused = 0
    for number in range(PASSES + 1):
        start = time.process_time()
        refused = sum(_refused(catalogue, request) for request in requests)
        seconds = time.process_time() - start
        if number == 0:
            print(f"first pass, nothing warm     {len(requests) / seconds:>8,.0f} bills a second")
        else:
            rates.append(len(requests) / seconds)
    print(f"bills, median of {PASSES} passes   {statistics.median(rates):>8,.0f} a second (goal {GOAL:,})")
    print(f"  {len(requests):,} requests, {refused:,} of them refused with their problems; processor time of one core")


def _refused(catalogue: Catalogue, request: BillRequest) -> bool:
    try:
        bill(catalogue, request, TODAY)
    except Refused:
        return True
    return False


def _requests(catalogue: Catalogue) -> list[BillRequest]:
    dice = random.Random(20260331)
    drugs = [
        (row.code, drug.billing_unit)
        for row in catalogue.reference.codes()
        if row.terminated is None and row.added <= date(2025, 1, 1)
        if (drug := catalogue.drugs.on(row.code, TODAY)).kind in (Kind.AMOUNT, Kind.UP_TO, Kind.VOLUME)
        if drug.billing_unit is not None
    ]
    ndcs: dict[str, list[str]] = {}
    for row in catalogue.reference.crosswalk():
        ndcs.setdefault(row.code, []).append(row.ndc)
    found = []
    for _ in range(COUNT):
        code, unit = dice.choice(drugs)
        each = unit * dice.choice((1, 5, 10, 25, 50))
        count = dice.randint(1, 6)
        given = min(unit * Fraction(dice.randint(1, 500), 10), each * count)
        day = date(2025, 1, 1) + timedelta(days=dice.randrange(450))
        named = dice.random() < 1 / 3 and ndcs.get(code)
        found.append(
            BillRequest(
                code=code,
                given=f"{plain(given.value)} {given.unit.symbol}",
                opened=(f"{count} x {plain(each.value)} {each.unit.symbol}",),
                date=day.isoformat(),
                discarded="" if dice.random() < 0.5 else f"{plain((each * count - given).value)} {given.unit.symbol}",
                setting=dice.choice(("", "hospital-outpatient")),
                ndc=dice.choice(named) if named else "",
                container_type=dice.choice(("", "single-dose")),
            )
        )
    return found


if __name__ == "__main__":
    main()
