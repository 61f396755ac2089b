"""dosing.yaml: what it states is read as written, every value has its source, and what is wrong is refused."""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.dosing.formulas import DOCUMENT, UNOPENED, Formulas, read_formulas
from unitcalc.dosing.writing import remarked
from unitcalc.findings import Refused
from unitcalc.quantity import amount


@pytest.fixture
def document(catalogue: Catalogue) -> Any:
    """The document, for a test to break."""
    return copy.deepcopy(catalogue.reference.document(DOCUMENT))


def test_values_as_their_sources_state_them(formulas: Formulas) -> None:
    """RULES 4.5, 4.7 and 8; Devine, Du Bois, Mosteller, Calvert."""
    du_bois, mosteller = formulas.surfaces["du-bois"], formulas.surfaces["mosteller"]
    assert (du_bois.constant, du_bois.weight, du_bois.height) == tuple(map(Fraction, ("0.007184", "0.425", "0.725")))
    assert mosteller.constant**2 == Fraction(1, 3600)
    assert formulas.ideal.base == {"male": amount(50, "kg"), "female": amount(Fraction(91, 2), "kg")}
    assert formulas.ideal.each_inch == amount(Fraction("2.3"), "kg")
    assert formulas.ideal.at == amount(60, "in")
    assert formulas.adjusted.value == Fraction("0.4")
    assert (formulas.clearance_added.value, formulas.clearance_limit.value) == (25, 125)
    assert (formulas.rise_factor.value, str(formulas.rise_factor.source)[:9]) == (Fraction(1, 2), "RULES 4.5")
    assert formulas.rounding.value == Fraction(1, 10)
    assert formulas.factor_tolerance[:2] == (Fraction(1, 20), Fraction(1, 10))
    assert formulas.usual_decimals == 2
    assert formulas.pound_ratio[:2] == (Fraction("2.09"), Fraction("2.31"))


def entries(document: Any) -> Iterator[dict[str, Any]]:
    """Everything that states a source."""
    if isinstance(document, dict):
        if "source" in document:
            yield document
        for value in document.values():
            yield from entries(value)


def test_every_value_says_where_it_is_from(document: Any) -> None:
    found = list(entries(document))
    assert len(found) > 20
    for entry in found:
        assert (entry["tag"] == "K") == (entry["source"] == UNOPENED)
        if "address" in entry:
            assert entry["address"].startswith(("http://", "https://"))
            assert date.fromisoformat(entry["opened"]) <= date.today()


def test_the_rules_that_are_named_stand_in_the_book(document: Any, catalogue: Catalogue) -> None:
    assert {entry["rule"] for entry in entries(document) if "rule" in entry} <= set(catalogue.rules)


def test_every_misread_sign_has_its_better_writing(formulas: Formulas) -> None:
    kinds = {kind for text in ("5 U", "5 µg", "5.0", ".5", "QD", "QOD", "5 cc") for kind, _ in remarked(text)}
    assert kinds == set(formulas.writing)


def test_children_grow_from_row_to_row(formulas: Formulas) -> None:
    for earlier, later in zip(formulas.growth.rows, formulas.growth.rows[1:], strict=False):
        assert earlier.months < later.months
        assert earlier.weight < later.weight
        assert earlier.height < later.height


def _drop(document: Any) -> None:
    del document["limits"]["weight"]["most"]


def _unknown(document: Any) -> None:
    document["limits"]["weight"]["mots"] = "1 kg"


def _unknown_part(document: Any) -> None:
    document["bounds"] = {}


def _no_number(document: Any) -> None:
    document["formulas"]["calvert"]["added"] = "many"


def _wrong_tag(document: Any) -> None:
    document["formulas"]["calvert"]["tag"] = "X"


def _k_with_a_source(document: Any) -> None:
    document["limits"]["age"]["source"] = "a book"


def _no_address(document: Any) -> None:
    del document["formulas"]["devine"]["address"]


def _shape(document: Any) -> None:
    document["formulas"] = []


def _rows(document: Any) -> None:
    document["growth"]["table"]["rows"].reverse()


def _pair(document: Any) -> None:
    document["growth"]["table"]["rows"][0]["weight"] = [4, 2]


BROKEN: list[tuple[Callable[[Any], None], str]] = [
    (_drop, "'most' is missing"),
    (_unknown, "'mots' is not known"),
    (_unknown_part, "'bounds' is not known"),
    (_no_number, "'many' is no number"),
    (_wrong_tag, "'X' is no tag"),
    (_k_with_a_source, "tagged K"),
    (_no_address, "the document's address"),
    (_shape, "formulas' is missing"),
    (_rows, "the youngest first"),
    (_pair, "ends before it begins"),
]


@pytest.mark.parametrize("broken, words", BROKEN, ids=[broken.__name__.strip("_") for broken, _ in BROKEN])
def test_what_is_wrong_in_the_document_is_refused(document: Any, broken: Callable[[Any], None], words: str) -> None:
    broken(document)
    with pytest.raises(Refused) as caught:
        read_formulas(document)
    assert words in caught.value.problems[0].message
    assert "dosing.yaml" in caught.value.problems[0].hint
