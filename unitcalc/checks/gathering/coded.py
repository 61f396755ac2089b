"""A code on a day for a payer and a setting: what tables and policy answer, worked out once for all its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from math import lcm
from typing import Any

from unitcalc.billing.subject import Subject, subject_to
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.policies import Policy, Setting
from unitcalc.catalogue.presentations import Presentation
from unitcalc.checks.gathering.intervals import interval_of
from unitcalc.checks.gathering.multi_dose import ENTERED_OFTEN, is_whole_multiple, multi_dose_sold
from unitcalc.findings import Problem
from unitcalc.planning.pools import to_buy
from unitcalc.units import begun, whole

ZERO = Fraction(0)
WHOLE_DOSES = frozenset({Kind.CELLS, Kind.DOSE, Kind.THRESHOLD, Kind.DURATION, Kind.CONTAINER})
"""Kinds of codes that count a dose or a container as a unit, whatever is in it."""
LARGEST_SEARCH = 100_000
"""Units above which it is not tried whether whole containers make them: no such claim comes from a few vials."""


@dataclass(frozen=True)
class Coded:
    """What is known of a code; `drug` is None where it is not in force, and `problem` says why."""

    catalogue: Catalogue
    policy: Policy
    setting: Setting
    code: str
    day: date
    drug: Drug | None
    problem: Problem | None

    def subject(self, *, dispensed: bool) -> Subject | None:
        """Whether JW and JZ apply where the drug is administered, or dispensed and not administered."""
        if self.drug is None:
            return None
        return subject_to(self.drug, self.policy, self.setting, self.day, dispensed=dispensed)

    @cached_property
    def presentations(self) -> tuple[Presentation, ...]:
        """The containers on the market that day, or all that are known."""
        known = self.catalogue.of_code(self.drug) if self.drug else ()
        return tuple(each for each in known if each.in_force or each.first is not None) or known

    @cached_property
    def price(self) -> Fraction:
        """Dollars a unit; 0 where the setting does not pay by the limit, or CMS states none."""
        drug, subject = self.drug, self.subject(dispensed=False)
        if drug is None or subject is None or not subject.pays or drug.limit is None or not drug.limit_is_per_unit:
            return ZERO
        return drug.limit.limit or ZERO

    def mue(self, *indicators: int) -> int:
        """The edit of the setting's table with one of the adjudication indicators; 0 where there is none."""
        edits = self.drug.mue if self.drug else ()
        return next((e.units for e in edits if e.service == self.setting.mue and e.indicator in indicators), 0)

    @property
    def form_width(self) -> int:
        """The most units of a line of the setting's form."""
        return int(self.policy.value(f"{self.setting.form}-line-width", self.day).value)

    @property
    def line_limit(self) -> int:
        """What splits a line (RULES 4.3): the MUE where it is per line, or the form's width; 0 where it is per day."""
        per_line = self.mue(1)
        return 0 if self.mue(2, 3) else min(per_line, self.form_width) if per_line else self.form_width

    def types(self, ndcs: Iterable[str] = ()) -> set[ContainerType]:
        """The container types that the code's containers, or those of the NDCs, can have; unknown is one of them."""
        if self.drug is None:
            return {ContainerType.UNKNOWN}
        return self.named_types(ndcs) or {self.catalogue.agreed_type(self.drug, None, (), self.code).type}

    def named_types(self, ndcs: Iterable[str]) -> set[ContainerType]:
        """The types of the containers whose NDCs are named; empty where none of them is of the code."""
        named = [found for ndc in ndcs for found in self.catalogue.of_ndc(ndc, self.day) if found.code == self.code]
        return {each.container_type for each in named}

    @cached_property
    def sizes(self) -> tuple[Fraction, ...]:
        """What a container of each single-dose size holds, in units of the code; empty where one is not known."""
        single = (each for each in self.presentations if each.container_type is ContainerType.SINGLE_DOSE)
        return self._in_units(single)

    @cached_property
    def all_sizes(self) -> tuple[Fraction, ...]:
        """The same for containers of every type."""
        return self._in_units(self.presentations)

    @cached_property
    def multi_dose_sizes(self) -> tuple[Fraction, ...]:
        """What a container of each multi-dose size holds that may have been sold that day."""
        return self._in_units(multi_dose_sold(self.catalogue.of_code(self.drug) if self.drug else ()))

    @cached_property
    def smallest_that_fits(self) -> Fraction:
        """The smallest single-dose container of those that may be combined (RULES 2.4), in units; 0 where unknown.

        Of several products the one whose smallest is the largest: it may be the one that was opened.
        """
        unit = self.drug.billing_unit if self.drug and self.drug.kind in (Kind.AMOUNT, Kind.VOLUME) else None
        if unit is None:
            return ZERO
        pools = to_buy(self.catalogue, self.code, self.day, unit.unit)
        smallest = (min(each.each.value for each in pool.containers) for pool in pools if not pool.kept)
        return max(smallest, default=ZERO) / unit.value

    @cached_property
    def several_a_day(self) -> bool:
        """Whether a label gives more than one dose a day."""
        return any(0 < interval_of(row.every) < 1 for row in self.catalogue.usual_doses(self.code))

    def whole_multi_dose(self, units: Fraction) -> bool:
        """Whether the units are those of whole multi-dose containers, and no sum of single-dose ones."""
        sizes, only = self.multi_dose_sizes, len(self.all_sizes) == 1
        if not is_whole_multiple(units, sizes, only_size=only):
            return False
        return not (self.sizes and self.can_be_whole(units))

    def _in_units(self, presentations: Iterable[Presentation]) -> tuple[Fraction, ...]:
        unit = self.drug.billing_unit if self.drug and self.drug.kind in (Kind.AMOUNT, Kind.VOLUME) else None
        labels = [each.label_amount for each in presentations]
        if unit is None or not all(label is not None and label.fits(unit.unit) for label in labels):
            return ()
        return tuple(sorted({label.bound_to(unit.unit).value / unit.value for label in labels if label}))

    def can_be_whole(self, units: Fraction) -> bool:
        """Whether some whole containers hold so much that these units leave less than one (RULES 1.5); true if unsure.

        Of a label of L units, A are billed with JZ where floor(L) <= A <= ceil(L).
        """
        if not self.sizes or not 0 < units <= LARGEST_SEARCH:
            return True
        scale = reduce(lcm, (size.denominator for size in self.sizes), 1)
        most = int(units + 1) * scale
        # Bit n: whole containers hold n parts of a unit together.
        sums, mask = 1, (1 << (most + 1)) - 1
        for size in self.sizes:
            step = int(size * scale)
            while step <= most:
                sums |= (sums << step) & mask
                step *= 2
        return any(
            sums >> total & 1 and whole(total, scale) <= units <= begun(total, scale)
            for total in range(int(units - 1) * scale + 1, most + 1)
            if total > 0
        )

    def facts(self, types: set[ContainerType], units: Fraction, *, dispensed: bool) -> dict[str, Any]:
        """The facts of an account that code and payer answer; `types` are those of the containers that are meant."""
        policy, day, drug = self.policy, self.day, self.drug
        subject = self.subject(dispensed=dispensed)
        supplier = "supplier-" if dispensed else ""
        no_discard = policy.value(f"{supplier}no-discard-modifier", day).text
        discard = policy.value(f"{supplier}discard-modifier", day).text
        applies = subject is not None and subject.applies
        settled = subject is None or not any(f.check == "subject-unsettled" for f in subject.findings)
        types_sold = {each.container_type for each in self.presentations}
        return {
            "known": drug is not None,
            "price": self.price,
            "subject": applies,
            "unsettled": not settled,
            "subject_reason": subject.why if subject else "",
            "jw_exists": discard != "none",
            "jw_by_contractor": discard == "by-contractor",
            "jz_exists": no_discard != "none",
            "jz_required": subject is not None and bool(subject.no_discard) and settled,
            "jz_unsure": no_discard == "JZ-confirm",
            "single_dose": types == {ContainerType.SINGLE_DOSE},
            "multi_dose": bool(types) and types <= {ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK},
            "both_types": ContainerType.SINGLE_DOSE in types_sold and bool(types_sold & ENTERED_OFTEN),
            "whole_doses": drug is not None and drug.kind in WHOLE_DOSES,
            "on_single_dose_list": drug is not None and drug.on_single_dose_list,
            "several_a_day": self.several_a_day,
            "smallest_container": whole(self.smallest_that_fits, 1),
            "multi_dose_multiple": self.whole_multi_dose(units),
            "can_be_whole": self.can_be_whole(units),
            "day_limit": self.mue(2, 3),
            "split_limit": self.line_limit,
            "split_modifier": policy.value("split-modifier", day).text.replace("none", ""),
            "same_line": policy.value("discard-line", day).value == "same-line",
            "one_line_a_day": policy.value("administered-lines-per-day", day).value == "one",
            "esa": (esa := self.catalogue.modifiers.esa(self.code)) is not None and bool(esa.one_of),
            "car_t_parts": self.car_t_parts,
        }

    @property
    def car_t_parts(self) -> int:
        """Fractions of a dose of cells on a professional claim (RULES 1.12)."""
        if self.drug is None or self.drug.kind is not Kind.CELLS or self.setting.form != "professional":
            return 0
        return int(self.policy.value("car-t-fractions", self.day).value)
