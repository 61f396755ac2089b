from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.catalogue.cms_files import records
from unitcalc.catalogue import biologics, content
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.presentations import Shelf
from unitcalc.catalogue.scale import same
from unitcalc.catalogue.vials import OURS, YOURS, Curated, FactSource, load, read_vials
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, amount, read_amount, read_number
from unitcalc.reference.store import Reference

BOOK = {"file": "fda_purple_book_2025-05.csv", "row": 1286}


def product(**changes: object) -> dict[str, Any]:
    """A document with one good product, and what a test makes wrong."""
    good: dict[str, Any] = {
        "code": "J1745",
        "product": "Remicade",
        "potency": "labelled",
        "container_type": "single-dose",
        "source": BOOK,
        "sizes": [{"amount": "100 mg", "source": BOOK, "ndcs": [{"ndc": "57894-030-01", "source": BOOK}]}],
    }
    return {"products": [{**good, **changes}]}


def size(**changes: object) -> list[dict[str, object]]:
    return [{"amount": "100 mg", "source": BOOK, **changes}]


def test_a_good_document() -> None:
    found = read_vials(product())
    assert [(s.code, s.amount, s.ndcs[0].ndc, s.document) for s in found] == [
        ("J1745", amount(100, "mg"), "57894-0030-01", OURS)
    ]


def test_no_document() -> None:
    assert read_vials(None) == ()


@pytest.mark.parametrize(
    ("document", "place", "code"),
    [
        (product(colour="red"), "products[1].colour", "vials-unknown-key"),
        (product(code="99213"), "products[1].code", "code-level-one"),
        (product(potency="strong"), "products[1].potency", "vials-value"),
        (product(form="gas"), "products[1].form", "vials-value"),
        (product(sizes=size(container_type="jar")), "products[1].sizes[1].container_type", "vials-value"),
        (product(sizes=size(amount="a lot")), "products[1].sizes[1].amount", "amount-not-read"),
        (product(sizes=size(amount="0 mg")), "products[1].sizes[1].amount", "amount-zero"),
        (product(sizes=size(volume="10")), "products[1].sizes[1].volume", "amount-without-unit"),
        (product(sizes=[{"amount": "100 mg"}]), "products[1].sizes[1].source", "vials-missing"),
        (product(sizes=size() + size()), "products[1].sizes[2].amount", "vials-duplicate-size"),
        (product(sizes=size(source={"file": "a.csv"})), "products[1].sizes[1].source", "vials-source"),
        (product(sizes=size(source={"row": 7})), "products[1].sizes[1].source", "vials-source"),
        (product(source={**BOOK, "tag": "Z"}), "products[1].source", "vials-tag"),
        (
            product(source={"document": "Label", "address": "https://x.example", "opened": "yesterday"}),
            "products[1].source.opened",
            "vials-date",
        ),
        (
            product(sizes=size(ndcs=[{"ndc": "0123456789", "source": BOOK}])),
            "products[1].sizes[1].ndcs[1].ndc",
            "ndc-ambiguous",
        ),
        (
            product(sizes=size(ndcs=[{"ndc": "57894-030-01", "source": BOOK}] * 2)),
            "products[1].sizes[1].ndcs[2].ndc",
            "vials-duplicate-ndc",
        ),
        ({"vials": []}, "vials", "vials-unknown-key"),
        ({"products": "many"}, "products", "vials-shape"),
        (["a"], "", "vials-shape"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document: object, place: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_vials(document)
    assert [(p.code, p.field) for p in refused.value.problems] == [(code, f"{OURS}: {place}")]


def test_all_problems_of_both_documents_at_once() -> None:
    with pytest.raises(Refused) as refused:
        load(product(potency="strong", sizes=size(amount="0 mg")), product(colour="red"))
    assert [(p.code, p.field.partition(":")[0]) for p in refused.value.problems] == [
        ("vials-unknown-key", YOURS),
        ("vials-value", OURS),
        ("amount-zero", OURS),
    ]


# --- a user's document -----------------------------------------------------------------------------------------------


def test_yours_comes_before_ours_and_keeps_our_ndcs() -> None:
    both = load(product(), product(container_type="multi-dose", sizes=size()))
    found = both.of_ndc("57894-0030-01", "J1745")
    assert found is not None
    assert (found.document, found.container_type) == (YOURS, ContainerType.MULTI_DOSE)
    assert found.evidence().source.document == YOURS


def test_yours_adds_a_size() -> None:
    both = load(product(), product(sizes=size(amount="200 mg")))
    assert sorted(str(s.amount) for s in both.of_code("J1745")) == ["100 mg", "200 mg"]


def test_an_ndc_belongs_to_the_size_that_you_state() -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": "unverified"}]))
    found = load(product(), mine).of_ndc("57894-0030-01", "J1745")
    assert found is not None
    assert found.amount == amount(200, "mg")


class _WithYours(Reference):
    """The embedded tables with a document of the user's."""

    def __init__(self, reference: Reference, yours: object) -> None:
        self.__dict__ = dict(reference.__dict__)
        self.yours = yours

    def document(self, name: str) -> Any:
        return self.yours if name == "user/vials" else super().document(name)


def test_your_label_amount_replaces_that_of_the_file(reference: Reference, day: date) -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": BOOK}]))
    found = Shelf(_WithYours(reference, mine)).of_ndc("57894-0030-01", day)
    assert [(p.label_amount, p.units_per_container) for p in found] == [(amount(200, "mg"), Fraction(20))]
    assert found[0].findings[0].check == "label-amount-curated"
    assert "your vials.yaml" in found[0].findings[0].message


def test_what_nobody_verified_changes_no_label_amount(reference: Reference, day: date) -> None:
    mine = product(sizes=size(amount="200 mg", ndcs=[{"ndc": "57894-0030-01", "source": "unverified"}]))
    found = Shelf(_WithYours(reference, mine)).of_ndc("57894-0030-01", day)
    assert [p.label_amount for p in found] == [amount(100, "mg")]


def kovaltry(potency: str, source: object) -> dict[str, Any]:
    """A user's word on an NDC of which CMS's file only holds the place."""
    ndcs = [{"ndc": "00026-3824-25", "source": source}]
    sizes = [{"amount": "1000 IU", "source": BOOK, "ndcs": ndcs}]
    return product(code="J7211", product="Kovaltry", potency=potency, sizes=sizes)


@pytest.mark.parametrize(
    ("yours", "label"),
    [
        (kovaltry("assayed", BOOK), None),
        (kovaltry("labelled", "unverified"), None),
        (kovaltry("labelled", BOOK), amount(1000, "IU", "factor VIII")),
    ],
)
def test_a_placeholder_never_becomes_one_unit(
    reference: Reference, day: date, yours: dict[str, Any], label: Amount | None
) -> None:
    found = Shelf(_WithYours(reference, yours)).of_ndc("00026-3824-25", day)
    assert [p.label_amount for p in found] == [label]


def test_you_say_that_a_potency_is_assayed(reference: Reference, day: date) -> None:
    mine = product(potency="assayed", sizes=size(ndcs=[{"ndc": "57894-0030-01", "source": BOOK}]))
    found = Shelf(_WithYours(reference, mine)).of_ndc("57894-0030-01", day)
    assert [(p.label_amount, p.nominal_amount) for p in found] == [(None, amount(100, "mg"))]


def test_an_ndc_that_only_you_know(reference: Reference, day: date) -> None:
    mine = product(sizes=size(ndcs=[{"ndc": "99999-0001-01", "source": "unverified"}], amount="50 mg"))
    found = Shelf(_WithYours(reference, mine)).of_ndc("99999-0001-01", day)
    assert [(p.code, p.label_amount, p.first, p.source.document) for p in found] == [
        ("J1745", amount(50, "mg"), None, YOURS)
    ]


# --- our own facts against their sources -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours(reference: Reference) -> tuple[Curated, ...]:
    return read_vials(reference.document("vials"))


def test_the_first_products_are_there(ours: tuple[Curated, ...]) -> None:
    sizes = {code: sum(s.code == code for s in ours) for code in {s.code for s in ours}}
    assert sizes == {
        "J7211": 5,
        "J7210": 7,
        "J7207": 7,
        "J7212": 3,
        "J1411": 1,
        "J1459": 5,
        "J1745": 2,
        "J9312": 2,
        "J9355": 3,
        "J1458": 1,
    }


@pytest.mark.parametrize("code", ["J1459", "J7211", "J7210", "J7207", "J7212", "J9312", "J9355"])
def test_every_marketed_size_is_there(reference: Reference, ours: tuple[Curated, ...], code: str) -> None:
    mine = [s for s in ours if s.code == code]
    strengths = [biologics.read_strength(row.strength) for row in reference.biologics(mine[0].product)]
    contents = [s.content for s in strengths if s and s.content]
    assert contents
    assert all(any(same(content, s.amount) for s in mine) for content in contents)


def test_every_source_says_so(shared: Path, ours: tuple[Curated, ...]) -> None:
    """Each file and row resolves, and states the fact that it is the source of."""
    book = list(records(shared, "fda_purple_book_2025-05.csv"))
    prices = list(records(shared, "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz"))
    examples = {
        entry["id"]: entry
        for path in (shared / "examples").glob("*.yaml")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    types = {"Single-Dose Vial": ContainerType.SINGLE_DOSE, "Multi-Dose Vial": ContainerType.MULTI_DOSE}
    forms = {"For Injection": "powder", "Injection": "liquid"}
    checked = 0

    def of_book(source: FactSource) -> dict[str, str] | None:
        return book[source.row - 2] if source.file == "fda_purple_book_2025-05.csv" else None

    for s in ours:
        if row := of_book(s.described):
            assert s.product in row["Proprietary Name"] or s.product.lower() == row["Proper Name"], s
            assert types[row["Product Presentation"]] is s.container_type, s
            assert row["Route of Administration"].strip() == s.route
            assert s.form in ("unknown", forms[row["Dosage Form"].strip()]), s
            checked += 1
        elif s.described.id:
            assert examples[s.described.id]["multi_dose"] is True
            checked += 1
        if row := of_book(s.sized):
            strength = biologics.read_strength(row["Strength"])
            assert strength is not None
            assert strength.content is not None, s
            assert same(strength.content, s.amount), s
            assert s.volume in (None, strength.volume)
            assert s.concentration in (None, strength.concentration)
            assert row["Marketing Status"].startswith("Disc") == s.withdrawn, s
            checked += 1
        elif s.sized.id:
            entry = examples[s.sized.id]
            assert entry["hcpcs"] == s.code
            if s.volume:  # "10 g/100 mL"
                held_text, volume_text = entry["dose_text"].split(", ")[1].split("/")
                assert (same(read_amount(held_text), s.amount), read_amount(volume_text)) == (True, s.volume)
            else:
                assert same(read_amount(entry["containers"][0]["amount"]), s.amount)
            checked += 1
        for entry in s.ndcs:
            listed = prices[entry.listed.row - 2]
            assert (listed["ndc"], listed["hcpcs"]) == (entry.ndc, s.code), entry
            assert listed["drug_name"].lower() == s.product.lower()
            held = listed["pkg_size"] == listed["billunits"] == "1" and "IU" in listed["hcpcs_dosage"]
            assert held == (s.potency is Potency.ASSAYED)
            if entry.size == entry.listed:
                unit = content.dosage(listed["hcpcs_dosage"]).amount
                assert unit is not None
                assert same(unit * read_number(listed["billunits"]), s.amount), entry
            checked += 1
    assert checked == 105
