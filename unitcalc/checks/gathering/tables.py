"""The tables that facts are gathered from, each read once, and each code on a day for a payer looked up once."""

from datetime import date
from functools import cached_property

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.places import DOCUMENT as PLACES
from unitcalc.catalogue.places import Places, read_places
from unitcalc.checks.gathering.coded import Coded
from unitcalc.dosing.formulas import Formulas, formulas_of
from unitcalc.findings import Refused


class Tables:
    """A catalogue with what else the facts rest on."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.catalogue = catalogue
        self.today = today
        self._coded: dict[tuple[str, date, str, str], Coded] = {}

    @cached_property
    def formulas(self) -> Formulas:
        """Formulas and bounds of dosing."""
        return formulas_of(self.catalogue.reference)

    @cached_property
    def places(self) -> Places:
        """Settings by place of service and type of bill."""
        return read_places(self.catalogue.reference.document(PLACES))

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
