"""What a look-up gives: each code that answers, with the presentations asked for, and how the text was read."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.examples import Example
from unitcalc.catalogue.history import DosageText, Past, dosage_texts, history
from unitcalc.catalogue.lookup.differences import Similar, brand_names, similar
from unitcalc.catalogue.lookup.misnamed import misnamed
from unitcalc.catalogue.lookup.prices import Price, prices, status_meaning
from unitcalc.catalogue.lookup.ranking import outside
from unitcalc.catalogue.lookup.typed import Size
from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.usual import Rise, UsualDose
from unitcalc.codes import Barcode
from unitcalc.findings import Finding

Fact = TypeVar("Fact", UsualDose, Rise)


@dataclass(frozen=True)
class Match:
    """A code that answers a look-up. What takes longer to work out is worked out when it is asked for."""

    drug: Drug
    presentations: tuple[Presentation, ...]
    """Those asked for (one NDC) or all of the code's, those that hold the size asked for first."""
    day: date
    """The day asked; the drug's own is the nearest on which the code was in force."""
    catalogue: Catalogue = field(repr=False, compare=False)
    chosen: tuple[Presentation, ...] = ()
    """Of several, those that have what was asked for beside the code: a size, a brand, a firm."""
    size_note: str = ""
    """Which of them hold the size asked for or, where none does, in which sizes it comes."""

    @property
    def outside(self) -> str:
        """Where the code was not in force on the day asked: until when, or from when it is."""
        return outside(self.drug.row, self.day)

    @cached_property
    def brands(self) -> tuple[str, ...]:
        """The brands of its presentations, each once."""
        return brand_names(each.product for each in self.presentations)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the code and of the presentations, each once."""
        found = [
            *self.drug.findings,
            *misnamed(self.catalogue.reference, self.drug.row, self.presentations),
            *(finding for each in self.presentations for finding in each.findings),
        ]
        return tuple(dict.fromkeys(found))

    @property
    def examples(self) -> tuple[Example, ...]:
        """Bills of the code worked by hand."""
        return self.catalogue.examples.get(self.drug.code, ())

    @cached_property
    def usual_doses(self) -> tuple[UsualDose, ...]:
        """What the labels of the code's products state; of the products that are shown, where some are chosen."""
        return self._of_products(self.catalogue.usual_doses(self.drug.code))

    @cached_property
    def rises(self) -> tuple[Rise, ...]:
        """What a rise takes of each clotting factor under the code; nothing where it counts another activity."""
        unit = self.drug.billing_unit
        if unit is None or not (unit.unit.of or "").startswith("factor"):
            return ()
        return self._of_products(self.catalogue.rises(self.drug.code))

    def _of_products(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        shown = {each.curated.product for each in self.chosen or self.presentations if each.curated}
        return tuple(fact for fact in facts if fact.product in shown)

    @cached_property
    def differences(self) -> tuple[Similar, ...]:
        """The similar codes in force on the day, and how each differs."""
        return similar(self.catalogue, self.drug, self.day)

    @property
    def similar(self) -> tuple[str, ...]:
        """The codes of the same substance in force on the day, the nearest first."""
        return tuple(each.code for each in self.differences)

    @cached_property
    def history(self) -> tuple[Past, ...]:
        """The codes before and after this one, the oldest first."""
        return history(self.catalogue.reference, self.drug.row)

    @cached_property
    def texts(self) -> tuple[DosageText, ...]:
        """The dosage texts that CMS's price files state for the code, where they changed."""
        return dosage_texts(self.catalogue.reference, self.drug.code)

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        """The payment limit in every quarter that is loaded, the oldest first."""
        return prices(self.catalogue.reference, self.drug.code)

    @cached_property
    def status_meaning(self) -> str:
        """What the OPPS status indicator means, in words; empty where the policy doesn't say."""
        if self.drug.status is None:
            return ""
        return status_meaning(self.catalogue.reference, self.drug.status.status)


class Found(NamedTuple):
    """The matches, those in force on the day and nearest to what was typed first, and how it was read."""

    matches: tuple[Match, ...]
    more: int = 0
    """How many more there are."""
    read_as: str = ""
    """How what was typed was read, where that is not plain; empty elsewhere."""
    candidates: tuple[str, ...] = ()
    """Other names that may have been meant."""
    size: Size | None = None
    barcode: Barcode | None = None
    findings: tuple[Finding, ...] = ()
    """What is to be known of the look-up itself: an expired package, a retired NDC."""
