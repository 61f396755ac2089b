"""The tables that facts are gathered from, each read once, and each code on a day for a payer looked up once."""

from datetime import date
from functools import cached_property
from typing import Any

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.places import DOCUMENT as PLACES
from unitcalc.catalogue.places import Places, read_places
from unitcalc.catalogue.sites import DOCUMENT as SITES
from unitcalc.catalogue.sites import Sites, read_sites
from unitcalc.checks.gathering.coded import Coded
from unitcalc.dosing.formulas import Formulas, formulas_of
from unitcalc.dosing.subject import find_subject
from unitcalc.findings import Refused


class Tables:
    """A catalogue with what else the facts rest on."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.catalogue = catalogue
        self.today = today
        self._coded: dict[tuple[str, date, str, str], Coded] = {}
        self._fits: dict[tuple[str, str, date], bool] = {}
        self._named: dict[tuple[str, date], str] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gathers from the same catalogue; what was worked out stays here."""
        return Tables, (self.catalogue, self.today)

    @cached_property
    def formulas(self) -> Formulas:
        """Formulas and bounds of dosing."""
        return formulas_of(self.catalogue.reference)

    @cached_property
    def repeating(self) -> frozenset[str]:
        """Modifiers that say that a line repeats another on purpose."""
        known = self.catalogue.modifiers
        return frozenset((*known.group("repeat"), *known.group("separate-service")))

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """What the codes of the tables begin with: they hold drugs, so that others are of something else."""
        return frozenset(row.code[:2] for row in self.catalogue.reference.codes())

    def product_fits(self, code: str, product: str, day: date) -> bool:
        """Whether a name is that of a product of a code."""
        key = (code, product, day)
        if key not in self._fits:
            try:
                find_subject(self.catalogue, code, product, day)
                self._fits[key] = True
            except Refused:
                self._fits[key] = False
        return self._fits[key]

    def code_of_product(self, product: str, day: date) -> str:
        """The one code that a product's name answers to; empty where there is none, or several."""
        if (product, day) not in self._named:
            try:
                self._named[product, day] = find_subject(self.catalogue, "", product, day).code
            except Refused:
                self._named[product, day] = ""
        return self._named[product, day]

    @cached_property
    def places(self) -> Places:
        """Settings by place of service and type of bill."""
        return read_places(self.catalogue.reference.document(PLACES))

    @cached_property
    def sites(self) -> Sites:
        """From when on the accounts of a site together are worth a look."""
        return read_sites(self.catalogue.reference.document(SITES))

    def coded(self, code: str, day: date, payer: str, setting: str) -> Coded:
        """A code for a payer and a setting. Refused where payer or setting is not known."""
        key = (code, day, payer, setting)
        if key not in self._coded:
            policy = self.catalogue.policy(payer)
            chosen = policy.setting(setting)
            drug, problem = None, None
            try:
                drug = self.catalogue.drugs.on(code, day)
            except Refused as refused:
                problem = refused.problems[0]
            self._coded[key] = Coded(self.catalogue, policy, chosen, code, day, drug, problem)
        return self._coded[key]
