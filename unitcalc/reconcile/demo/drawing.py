"""Draws visits by the shares of the hospital: drug, site, payer, day, person. The same seed draws the same ones."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from unitcalc.reconcile.demo.hospital import Hospital, Payer, Site, Stocked
from unitcalc.reconcile.demo.shelf import Opening, Shelf, quarter_of
from unitcalc.reconcile.demo.visits import Visit

LIGHTEST, HEAVIEST = 48, 112
SHORTEST, TALLEST = 150, 190
FEWEST_PEOPLE, MOST_PEOPLE, ACCOUNTS_OF_ONE = 40, 400, 25
"""Different bodies: the doses of each drug are worked out for each of them."""
POTENCIES = (1018, 1046, 1071, 1093)
"""In per mille of the nominal size: what is printed on the lots of an assayed product, one lot a quarter."""
MOST_DRAWN = 20_000
Shared = TypeVar("Shared", Stocked, Site, Payer)


class Drawing:
    """Draws visits from a hospital; the drugs of a pattern at their sites are left to it."""

    def __init__(self, hospital: Hospital, shelf: Shelf, seed: int, accounts: int) -> None:
        self.hospital, self.shelf = hospital, shelf
        self.random = random.Random(seed)
        pick, people = self.random, min(max(FEWEST_PEOPLE, accounts // ACCOUNTS_OF_ONE), MOST_PEOPLE)
        self.people = [
            (pick.randint(LIGHTEST, HEAVIEST), pick.randrange(SHORTEST, TALLEST + 1, 5)) for _ in range(people)
        ]
        first = date(shelf.year, 1, 2)
        days = (first + timedelta(days=number) for number in range((date(shelf.year, 12, 30) - first).days))
        self.days = [day for day in days if day.weekday() < 5]
        self.taken = {(pattern.code, pattern.site) for pattern in hospital.patterns}

    def visit(self, needs: Callable[[Visit], bool] = lambda visit: True) -> Visit:
        """A visit that is as it has to be, without its rows."""
        for _ in range(MOST_DRAWN):
            drug = self._one(self.hospital.drugs)
            site = self._one(self.hospital.sites)
            if (drug.code, site.name) in self.taken:
                continue
            visit = self.of(drug, site)
            if needs(visit):
                return visit
        raise AssertionError("no drug of demo.yaml is as this kind needs it")

    def of(
        self, drug: Stocked, site: Site, needs: Callable[[Visit], bool] = lambda visit: True, ndcs: tuple[str, ...] = ()
    ) -> Visit:
        """A visit for a drug at a site; `ndcs` where other sizes are in stock."""
        for _ in range(MOST_DRAWN):
            visit = self._any(drug, site, ndcs)
            if needs(visit):
                return visit
        raise AssertionError(f"no dose of {drug.code} is as this pattern needs it")

    def _any(self, drug: Stocked, site: Site, ndcs: tuple[str, ...]) -> Visit:
        pick, hospital = self.random, self.hospital
        day = pick.choice(self.days)
        ordered = self.shelf.ordered(drug, *pick.choice(self.people))
        known = self.shelf.known(drug, quarter_of(day))
        have, amount = ndcs or drug.ndcs, ordered.amount
        openings: tuple[Opening, ...]
        if known.assayed:
            potency = known.nominal * POTENCIES[quarter_of(day).number - 1] / 1000
            number = -(-amount // potency)
            amount, openings = potency * number, (Opening(have[0], potency, int(number)),)
            units = int(amount / known.unit), 0
        else:
            planned = self.shelf.planned(drug, amount, have)
            openings, units = planned.openings, (planned.administered, planned.discarded)
        nurses = pick.sample(range(1, hospital.nurses + 1), 2)
        visit = Visit(
            self.shelf,
            drug,
            day,
            site,
            self._one(hospital.payers),
            pick.choice(hospital.billers),
            (f"N{nurses[0]:02}", f"N{nurses[1]:02}"),
            pick.randrange(8 * 60, 16 * 60, 5),
            pick.randrange(30, 125, 5),
            hospital.charge,
            hospital.dearest,
            Fraction(amount),
            openings,
            *units,
            ordered.kilograms,
        )
        visit.with_ndc = self.shelf.catalogue.policy(visit.payer.policy).value("ndc-required", day).value == "yes"
        if visit.with_ndc and not all(line.ndc for line in visit.right_lines()):
            # A line has room for one NDC; what takes several is another payer's here.
            visit.payer, visit.with_ndc = hospital.payers[0], False
        return visit

    def _one(self, choices: tuple[Shared, ...]) -> Shared:
        return self.random.choices(choices, [each.share for each in choices])[0]
