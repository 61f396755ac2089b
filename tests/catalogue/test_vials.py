from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.catalogue.vial_facts import Files, against
from unitcalc.catalogue import biologics
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.label_facts import Standing, counted, label_facts
from unitcalc.catalogue.presentations import Shelf
from unitcalc.catalogue.scale import same
from unitcalc.catalogue.vials import Curated, Vials, curated, merged
from unitcalc.quantity import Amount, amount
from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import OURS, YOURS, VialSize
from unitcalc.reference.vials.reading import read_vials

BOOK = "book 1286"


def product(**changes: object) -> dict[str, Any]:
    """A document with one product, and what a test makes different."""
    usual: dict[str, Any] = {
        "code": "J1745",
        "product": "Remicade",
        "potency": "labelled",
        "container_type": "single-dose",
        "source": BOOK,
        "sizes": [{"amount": "100 mg", "source": BOOK, "ndcs": [{"ndc": "57894-030-01", "source": BOOK}]}],
    }
    return {"files": {"book": "fda_purple_book_2025-05.csv"}, "products": [{**usual, **changes}]}


def size(**changes: object) -> list[dict[str, object]]:
    return [{"amount": "100 mg", "source": BOOK, **changes}]


def sizes_of(folder: Path, document: dict[str, Any], name: str) -> tuple[VialSize, ...]:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return read_vials(path, name).sizes


class _WithYours(Reference):
    """The embedded tables with a document of the user's."""

    def __init__(self, reference: Reference, yours: tuple[VialSize, ...]) -> None:
        self.__dict__ = dict(reference.__dict__)
        self.yours = yours

    def vials(self, code: str) -> tuple[VialSize, ...]:
        return (*(each for each in self.yours if each.code == code), *super().vials(code))

    def vial_codes(self, ndc: str) -> tuple[str, ...]:
        mine = (each.code for each in self.yours if any(entry.ndc == ndc for entry in each.ndcs))
        return tuple(sorted({*mine, *super().vial_codes(ndc)}))


class Yours:
    """Makes shelves with a user's document."""

    def __init__(self, reference: Reference, folder: Path) -> None:
        self.reference = reference
        self.folder = folder

    def shelf(self, document: dict[str, Any]) -> Shelf:
        return Shelf(_WithYours(self.reference, sizes_of(self.folder, document, YOURS)))

    def both(self, yours: dict[str, Any], ours: dict[str, Any]) -> tuple[Curated, ...]:
        read = (*sizes_of(self.folder, yours, YOURS), *sizes_of(self.folder, ours, OURS))
        return merged(curated(each) for each in read)


@pytest.fixture
def yours(reference: Reference, tmp_path: Path) -> Yours:
    return Yours(reference, tmp_path)


# --- a user's document -----------------------------------------------------------------------------------------------


def test_yours_comes_before_ours_and_keeps_our_ndcs(yours: Yours) -> None:
    (found,) = yours.both(product(container_type="multi-dose", sizes=size()), product(form="powder"))
    assert [entry.ndc for entry in found.ndcs] == ["57894-0030-01"]
    assert (found.document, found.container_type) == (YOURS, ContainerType.MULTI_DOSE)
    assert found.evidence().source.document == YOURS


def test_a_result_says_what_yours_replaces(yours: Yours) -> None:
    (found,) = yours.both(product(container_type="multi-dose", form="liquid"), product(form="powder"))
    (finding,) = found.findings
    assert (finding.check, finding.severity) == ("vials-yours", "info")
    assert "line" in finding.message
    assert "in place of ours (container type single-dose; form powder)" in finding.message


def test_yours_adds_a_size(yours: Yours) -> None:
    found = yours.both(product(sizes=size(amount="200 mg")), product())
    assert [(str(s.amount), s.document) for s in found] == [("200 mg", YOURS), ("100 mg", OURS)]


def test_another_container_is_another_size(yours: Yours) -> None:
    found = yours.both(product(container="syringe", sizes=size()), product(container="vial", sizes=size()))
    assert [(s.container, s.document) for s in found] == [("syringe", YOURS), ("vial", OURS)]


def test_an_ndc_belongs_to_the_size_that_you_state(yours: Yours) -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": "unverified"}]))
    found = yours.both(mine, product())
    # Our size had that NDC alone: nothing is left of it.
    assert [(str(s.amount), len(s.ndcs)) for s in found] == [("200 mg", 1)]


def test_your_label_amount_replaces_that_of_the_file(yours: Yours, day: date) -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": BOOK}]))
    (found,) = yours.shelf(mine).of_ndc("57894-0030-01", day)
    assert (found.label_amount, found.units_per_container) == (amount(200, "mg"), Fraction(20))
    assert [finding.check for finding in found.findings[:2]] == ["label-amount-curated", "vials-yours"]
    # CMS's own amount is told beside it: both are kept.
    assert "your vials.yaml; CMS's file comes to 100 mg" in found.findings[0].message


def test_what_nobody_verified_changes_no_label_amount(yours: Yours, day: date) -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": "unverified"}]))
    assert [p.label_amount for p in yours.shelf(mine).of_ndc("57894-0030-01", day)] == [amount(100, "mg")]


def test_what_nobody_verified_settles_no_form_and_no_volume(yours: Yours, day: date) -> None:
    sizes = size(volume="7 mL", source="unverified", ndcs=[{"ndc": "57894-0030-01", "source": BOOK}])
    (found,) = yours.shelf(product(form="liquid", source="unverified", sizes=sizes)).of_ndc("57894-0030-01", day)
    assert (found.form, found.volume) == ("powder", None)


def test_a_container_type_that_contradicts_the_files_is_shown_with_both(yours: Yours, day: date) -> None:
    (found,) = yours.shelf(product(container_type="multi-dose")).of_ndc("57894-0030-01", day)
    assert found.container_type is ContainerType.MULTI_DOSE
    conflicts = [finding.message for finding in found.findings if finding.check == "container-type-conflict"]
    assert any("FDA Purple Book" in message and "single-dose" in message for message in conflicts)


def kovaltry(potency: str, source: object) -> dict[str, Any]:
    """A user's word on an NDC of which CMS's file only holds the place."""
    ndcs = [{"ndc": "00026-3824-25", "source": source}]
    sizes = [{"amount": "1000 IU", "source": BOOK, "ndcs": ndcs}]
    return product(code="J7211", product="Kovaltry", potency=potency, sizes=sizes)


@pytest.mark.parametrize(
    ("document", "label"),
    [
        (kovaltry("assayed", BOOK), None),
        (kovaltry("labelled", "unverified"), None),
        (kovaltry("labelled", BOOK), amount(1000, "IU", "factor VIII")),
    ],
)
def test_a_placeholder_never_becomes_one_unit(
    yours: Yours, day: date, document: dict[str, Any], label: Amount | None
) -> None:
    assert [p.label_amount for p in yours.shelf(document).of_ndc("00026-3824-25", day)] == [label]


def test_you_say_that_a_potency_is_assayed(yours: Yours, day: date) -> None:
    mine = product(potency="assayed", sizes=size(ndcs=[{"ndc": "57894-0030-01", "source": BOOK}]))
    (found,) = yours.shelf(mine).of_ndc("57894-0030-01", day)
    assert (found.label_amount, found.nominal_amount) == (None, amount(100, "mg"))


def test_an_ndc_that_only_you_know(yours: Yours, day: date) -> None:
    mine = product(sizes=size(ndcs=[{"ndc": "99999-0001-01", "source": "unverified"}], amount="50 mg"))
    (found,) = yours.shelf(mine).of_ndc("99999-0001-01", day)
    assert (found.code, found.label_amount, found.first, found.source.document) == (
        "J1745", amount(50, "mg"), None, YOURS,
    )  # fmt: skip


# --- our own facts against their sources -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours(reference: Reference) -> tuple[Curated, ...]:
    return tuple(curated(each) for each in reference.all_vials() if each.document == OURS)


def test_every_clotting_factor_is_curated(reference: Reference, ours: tuple[Curated, ...]) -> None:
    """All codes that the payment file marks."""
    marked = {
        row.code for row in reference.codes() if any(limit.clotting_factor for limit in reference.limits(row.code))
    }
    assert len(marked) == 37
    assert marked <= {s.code for s in ours}


FOURTEEN = "J7179 J7192 J7198 J7170 J7189 J7205 J7208 J1556 J1459 J7211 J7212 J7210 J7207 J1411 J7204"
INFUSED = (
    "J1745 Q5103 Q5104 Q5121 J9312 J9311 Q5115 Q5119 Q5123 J9355 J9356 J9035 Q5107 Q5118 J9271 J9299 J3262 J0129 "
    "J2357 J0585 J0586 J0587 J0588 J9041 J9267 J9264 J1439 J1756 J2916 J1750 Q0138 J3380 J2350 J2323 J9145 J9022"
)
GLOBULINS = "J1459 J1551 J1552 J1554 J1555 J1556 J1557 J1558 J1559 J1561 J1566 J1568 J1569 J1575 J1576"


@pytest.mark.parametrize("code", sorted({*FOURTEEN.split(), *INFUSED.split(), *GLOBULINS.split()}))
def test_the_drugs_that_people_weigh_doses_for_are_curated(ours: tuple[Curated, ...], code: str) -> None:
    sizes = [s for s in ours if s.code == code]
    assert any(not s.withdrawn for s in sizes)
    assert all(s.pooling for s in sizes)


def test_every_marketed_size_of_a_curated_biologic_is_there(reference: Reference, ours: tuple[Curated, ...]) -> None:
    """What the Purple Book has on the market under a product's name is one of our sizes, in some container."""
    absent = []
    for code, name in sorted({(s.code, s.product) for s in ours if s.described.file == Files.BOOK}):
        mine = [s for s in ours if s.product == name]
        for row in reference.biologics(name):
            strength = biologics.read_strength(row.strength)
            routes = {route.strip() for s in mine for route in s.route.split(",")}
            sold = not row.marketing.startswith("Disc") and {r.strip() for r in row.route.split(",")} & routes
            if sold and strength and strength.content and not any(same(strength.content, s.amount) for s in mine):
                absent.append((code, name, row.strength, row.presentation, row.row))
    assert not absent


def test_every_source_says_so(shared: Path, ours: tuple[Curated, ...]) -> None:
    """Each file and row resolves, and states the fact that it is the source of."""
    files = Files(shared)
    found = [f"{fact}: {fact.source} says {said}" for fact in label_facts(ours) if (said := against(fact, files))]
    assert not found
    counts = counted(fact.source for fact in label_facts(ours))
    assert counts[Standing.ROW] > 1000


def test_the_user_s_sizes_of_a_code_are_read_once(reference: Reference) -> None:
    vials = Vials(reference)
    assert vials.of_code("J1745") is vials.of_code("J1745")
    assert vials.of_ndc("57894-0030-01", "J1745") is not None
    assert vials.codes_of_ndc("57894-0030-01") == ("J1745",)
