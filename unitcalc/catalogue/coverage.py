"""What the catalogue covers, counted: descriptors by kind, container types, label amounts against other sources."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unitcalc.catalogue import descriptors
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import Kind, read_descriptor, read_dosage
from unitcalc.catalogue.drug_codes import is_drug_code
from unitcalc.catalogue.label_facts import Standing, counted, label_facts
from unitcalc.catalogue.verification import Comparison, Verification, verify
from unitcalc.catalogue.vials import curated
from unitcalc.reference.records import Quarter
from unitcalc.reference.store import Reference


@dataclass(frozen=True, slots=True)
class Coverage:
    """The counts; every exception is named in the record."""

    drug_codes: Mapping[Kind, int]
    """Official descriptors of drug codes, by kind."""
    dosages: Mapping[Kind, int]
    """Distinct dosage texts of all quarters, by kind."""
    container_types: Mapping[str, int]
    """Presentations of the newest quarter, by container type."""
    verification: Verification
    curated: Mapping[str, Mapping[Standing, int]]
    """Label facts of `vials.yaml` and of the user's own, by what stands behind them."""

    def lines(self) -> Iterator[str]:
        """As text for a person."""
        yield f"Descriptors of {sum(self.drug_codes.values()):,} drug codes: {_counts(self.drug_codes)}"
        yield f"Dosage texts of all quarters, {sum(self.dosages.values()):,}: {_counts(self.dosages)}"
        quarter = self.verification.quarter
        yield f"Presentations of {quarter}, {sum(self.container_types.values()):,}: {_counts(self.container_types)}"
        yield "Label amounts held against other sources:"
        for each in self.verification.comparisons:
            yield (
                f"  {each.name:<28} {each.agree:>6,} agree, {each.disagree:>4,} disagree, "
                f"{each.not_comparable:>6,} not comparable"
            )
        yield "  (what disagrees is named by --format json, and wherever the NDC appears)"
        for document, counts in self.curated.items():
            yield f"Label facts of {document}, {sum(counts.values()):,}: {_counts(counts)}"

    def of_table(self, table: str) -> str:
        """The coverage that belongs to one table, in a sentence."""
        match table:
            case "codes":
                read = sum(count for kind, count in self.drug_codes.items() if kind is not Kind.OTHER)
                return f"{read} of {sum(self.drug_codes.values())} drug codes have a kind that units are counted by"
            case "crosswalk" | "limits":
                read = sum(count for kind, count in self.dosages.items() if kind is not Kind.OTHER)
                return f"{read} of {sum(self.dosages.values())} dosage texts have a kind that units are counted by"
            case "biologics":
                agree = self.verification.contents.agree + self.verification.concentrations.agree
                return f"{agree} label amounts agree with a licensed strength"
            case _:
                return ""

    def as_record(self) -> dict[str, Any]:
        """As other programs read it, every exception by name."""
        return {
            "drug_codes": {kind.value: count for kind, count in self.drug_codes.items()},
            "dosage_texts": {kind.value: count for kind, count in self.dosages.items()},
            "container_types": dict(self.container_types),
            "verification": [_comparison(each) for each in self.verification.comparisons],
            "label_facts": {
                document: {standing.name.lower(): count for standing, count in counts.items()}
                for document, counts in self.curated.items()
            },
        }


def coverage(reference: Reference, progress: Callable[[str], None] | None = None) -> Coverage:
    """Count everything: some seconds, which `progress` is told before."""
    if progress:
        progress("reading every descriptor and holding every label amount against other sources")
    asp = {code for _, codes in reference.dosages() for code in codes}
    official = (read_descriptor(row.long) for row in reference.codes() if is_drug_code(row, row.code in asp))
    catalogue = Catalogue(reference)
    day = reference.periods("crosswalk")[-1].last_day
    newest = Quarter.of(day)
    types = Counter(
        presentation.container_type.value
        for code in sorted({row.code for row in reference.crosswalk()})
        if reference.code(code)
        for presentation in catalogue.of_code(catalogue.drugs.described(code, day))
        if presentation.first and presentation.last and presentation.first <= newest <= presentation.last
    )
    return Coverage(
        descriptors.coverage(official),
        descriptors.coverage(read_dosage(text) for text, _ in reference.dosages()),
        dict(sorted(types.items(), key=lambda pair: -pair[1])),
        verify(reference),
        _curated(reference),
    )


def _curated(reference: Reference) -> dict[str, Mapping[Standing, int]]:
    sizes = [curated(size) for size in reference.all_vials()]
    doses = [(dose.document, dose.source) for dose in reference.all_usual_doses()]
    doses += [(rise.document, rise.source) for rise in reference.all_rises()]
    return {
        document: counted(
            [
                *(fact.source for fact in label_facts(size for size in sizes if size.document == document)),
                *(source for of, source in doses if of == document),
            ]
        )
        for document in dict.fromkeys(size.document for size in sizes)
    }


def _counts(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{key} {count:,}" for key, count in counts.items() if count)


def _comparison(each: Comparison) -> dict[str, Any]:
    return {
        "name": each.name,
        "agree": each.agree,
        "disagree": each.disagree,
        "not_comparable": each.not_comparable,
        "causes": {cause.value: count for cause, count in each.causes.items()},
        "disagreements": [
            {
                "ndc": one.ndc,
                "code": one.code,
                "product": one.product,
                "says": one.says,
                "against": one.against,
                "cause": one.cause.value,
                "source": str(one.source),
            }
            for one in each.disagreements
        ],
    }
