"""The whole catalogue behind one object: codes, presentations, policies, by date of service."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from unitcalc.catalogue import presentations
from unitcalc.catalogue.container import ContainerType, Decision, Evidence, decide
from unitcalc.catalogue.drugs import Drug, Drugs
from unitcalc.catalogue.presentations import Presentation
from unitcalc.quantity import Amount
from unitcalc.reference.store import Reference

if TYPE_CHECKING:
    from unitcalc.catalogue.documents import Documents
    from unitcalc.catalogue.examples import Example
    from unitcalc.catalogue.modifiers import Modifiers
    from unitcalc.catalogue.policies import Policy
    from unitcalc.catalogue.rules import Rule
    from unitcalc.catalogue.usual import Rise, UsualDose
    from unitcalc.catalogue.vials import Curated


class Catalogue:
    """Pure questions to the reference tables; every answer for a date is worked out once."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.drugs = Drugs(reference)
        self._sizes: dict[tuple[str, date], frozenset[Amount]] = {}
        self._usual: dict[str, tuple[UsualDose, ...]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process reads the same tables; what was worked out stays here."""
        return Catalogue, (self.reference,)

    @cached_property
    def policies(self) -> "dict[str, Policy]":
        """Every payer's policy, by name."""
        from unitcalc.catalogue import policies  # late: a look-up needs none

        return policies.policies(self.reference)

    def policy(self, name: str) -> "Policy":
        """A policy by name; Refused with the list for an unknown one."""
        from unitcalc.catalogue import policies

        return policies.choose(self.policies, name)

    @cached_property
    def rules(self) -> "dict[str, Rule]":
        """The rule book that results cite."""
        from unitcalc.catalogue import rules

        return rules.read_rules(self.reference.document("rules"))

    @cached_property
    def documents(self) -> "Documents":
        """What a record must hold, by class of drug."""
        from unitcalc.catalogue import documents, documents_reading  # late: a look-up and a bill need neither

        return documents_reading.read_documents(self.reference.document(documents.DOCUMENT))

    @cached_property
    def modifiers(self) -> "Modifiers":
        """Which modifiers exist, and what they mean on the line of a drug."""
        from unitcalc.catalogue import modifiers  # late: only claim lines have some

        return modifiers.modifiers(self.reference)

    @cached_property
    def examples(self) -> "dict[str, tuple[Example, ...]]":
        """The worked examples of each curated code."""
        from unitcalc.catalogue import examples  # late: few results show one

        return examples.read_examples(self.reference.document("examples"))

    def of_code(self, drug: Drug) -> tuple[Presentation, ...]:
        """Every presentation of a code on its date."""
        return presentations.of_code(self.reference, drug.code, drug.descriptor, drug.day)

    def of_ndc(self, ndc: str, day: date) -> tuple[Presentation, ...]:
        """An NDC's presentation under each code that it belongs to."""
        return presentations.of_ndc(self.reference, ndc, day)

    def curated(self, code: str) -> "tuple[Curated, ...]":
        """What `vials.yaml`, the user's and ours, has under a code."""
        return presentations.shelf(self.reference).vials.of_code(code)

    def usual_doses(self, code: str) -> "tuple[UsualDose, ...]":
        """The usual doses of a code's products by their labels."""
        from unitcalc.catalogue import usual  # late: only an order is held against them

        if code not in self._usual:
            self._usual[code] = usual.usual_doses(self.reference.usual_doses(code))
        return self._usual[code]

    def rises(self, code: str) -> "tuple[Rise, ...]":
        """What a rise takes of each clotting factor under a code."""
        from unitcalc.catalogue import usual

        return usual.rises(self.reference.rises(code))

    def listed_sizes(self, drug: Drug) -> frozenset[Amount]:
        """The label amounts of a code's presentations; empty where any of them is assayed or not stated."""
        key = (drug.code, drug.day)
        if key not in self._sizes:
            labels = [presentation.label_amount for presentation in self.of_code(drug)]
            self._sizes[key] = frozenset(label for label in labels if label is not None) if all(labels) else frozenset()
        return self._sizes[key]

    def agreed_type(self, drug: Drug, opened: Amount | None, stated: tuple[Evidence, ...], subject: str) -> Decision:
        """The type of a container without an NDC: as stated, else what the code's fitting presentations agree on."""
        agreed = presentations.container_type(self.of_code(drug), opened)
        if not stated:
            return agreed
        # What the person says wins; what the sources agree on is held against it.
        known = (agreed.by,) if agreed.by and agreed.type is not ContainerType.UNKNOWN else ()
        return decide((*stated, *known), subject)

    def codes_of_ndc(self, ndc: str, day: date) -> tuple[str, ...]:
        """The codes that an NDC belongs to on a day; where that day has none, in the nearest period."""
        return tuple(dict.fromkeys(presentation.code for presentation in self.of_ndc(ndc, day)))

    def product_names(self, code: str) -> tuple[str, ...]:
        """The brand names under a code, each once, as the newest file spells it."""
        rows = sorted(self.reference.crosswalk_of_code(code), key=lambda row: row.last)
        return tuple({row.product.strip().lower(): row.product.strip() for row in rows}.values())
