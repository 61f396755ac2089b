"""Sizes in a look-up: the number that was typed is read whole, and what it can mean is told apart."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import Match, look_up
from unitcalc.catalogue.lookup.typed import read, without_number
from unitcalc.catalogue.lookup.typed_numbers import take
from unitcalc.catalogue.presentations import Presentation
from unitcalc.catalogue.scale import same
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, Unit, plain, read_positive
from unitcalc.reference.store import Reference

DAY = date(2026, 3, 1)
ML = Unit("mL")


def match(catalogue: Catalogue, typed: str) -> Match:
    return look_up(catalogue, typed, DAY).matches[0]


def marked(catalogue: Catalogue, typed: str, code: str) -> tuple[Presentation, ...]:
    try:
        found = look_up(catalogue, typed, DAY)
    except Refused:
        return ()
    return next((match.chosen for match in found.matches if match.drug.code == code), ())


def is_number(each: Presentation, amount: Amount) -> bool:
    """Whether a container holds that number of something: mg, g, mcg, its own unit, or mL."""
    held = [known for known in (each.label_amount, each.nominal_amount, each.volume) if known is not None]
    units = [Unit(symbol) for symbol in ("mg", "g", "mcg", "mL")]
    return any(same(Amount(amount.value, unit), known) for known in held for unit in (known.unit, *units))


def written(amount: Amount) -> list[str]:
    """The number as people write it: plain, and with thousands separated."""
    whole, dot, decimals = plain(amount.value).partition(".")
    return list(dict.fromkeys([f"{whole}{dot}{decimals}", f"{int(whole):,}{dot}{decimals}"]))


def test_a_bare_number_marks_what_it_marks_with_its_unit_and_never_another_number(
    catalogue: Catalogue, reference: Reference
) -> None:
    tried = 0
    for size in reference.all_vials():
        amount = read_positive(size.amount)
        # A name with a number of its own (Kenalog-40, Gentamicin 10 mg/mL) is another question.
        if amount.unit.symbol in ("vg", "cells", "cm2") or any(sign.isdigit() for sign in size.product):
            continue
        typed_with = f"{size.product} {size.amount.partition(' of ')[0]}"
        with_unit = {id(each) for each in marked(catalogue, typed_with, size.code)}
        for number in written(amount):
            bare = marked(catalogue, f"{size.product} {number}", size.code)
            assert all(is_number(each, amount) for each in bare), (size.product, number)
            assert with_unit <= {id(each) for each in bare}, (size.product, number)
            tried += 1
    assert tried > 500


@pytest.mark.parametrize("typed", ["octagam 2,5", "octagam 2,5 g", "advate 1,50", "gamunex-c 1,0000"])
def test_a_number_that_is_none_marks_nothing_and_is_said(catalogue: Catalogue, typed: str) -> None:
    found = look_up(catalogue, typed, DAY)
    assert not any(match.size_note for match in found.matches)
    assert "is no number as sizes are written" in found.read_as


def test_mass_comes_before_volume_and_each_is_named_for_what_it_is(catalogue: Catalogue) -> None:
    """Gamunex-C is 0.1 g/mL: 10 g are 100 mL, and 10 mL hold 1 g."""
    found = match(catalogue, "gamunex-c 10")
    assert found.chosen
    assert all(each.label_amount and same(each.label_amount, read_positive("10 g")) for each in found.chosen)
    by_mass, _, by_volume = found.size_note.partition("; ")
    assert by_mass.startswith("10 g: Gamunex-C 13533-0800-71")
    assert by_volume.startswith("10 mL (1 g): Gamunex-C 13533-0800-12")


def test_a_number_that_only_volumes_have_is_named_in_ml(catalogue: Catalogue) -> None:
    """Gamunex-C 2.5 g is in 25 mL; no size of 25 g is sold."""
    found = match(catalogue, "gamunex-c 25")
    assert found.size_note.startswith("25 mL (2.5 g): ")
    assert all(each.volume == Amount(read_positive("25 mL").value, ML) for each in found.chosen)


def test_a_concentration_is_no_size(catalogue: Catalogue) -> None:
    """Keytruda: 100 mg in 4 mL are 25 mg in each."""
    note = match(catalogue, "keytruda 25 mg/ml").size_note
    assert note.startswith("25 mg/mL is a concentration, not a size. Keytruda has it")
    assert "No container is known" in match(catalogue, "keytruda 7 mg/ml").size_note


@pytest.mark.parametrize(
    "typed, size",
    [("leqembi 500/5", "500 in 5 mL"), ("keytruda 100/4", "100 in 4 mL"), ("zosyn 3.375", "3.375")],
)
def test_one_token(typed: str, size: str) -> None:
    asked = without_number(read(typed)).size
    assert asked is not None
    assert asked.name == size


def test_a_brand_with_a_number_is_not_taken_apart(catalogue: Catalogue) -> None:
    assert match(catalogue, "J3301 kenalog-40").chosen
    assert without_number(read("keytruda")).size is None


@pytest.mark.parametrize("typed", ["4 x remicade 100", "remicade 100mg vial x4", "remicade 100 mg x 4"])
def test_a_count_is_said_to_be_unused(catalogue: Catalogue, typed: str) -> None:
    found = look_up(catalogue, typed, DAY)
    assert "the count is not used" in found.read_as
    assert [str(each.label_amount) for each in found.matches[0].chosen] == ["100 mg"]


def test_which_of_two_numbers_is_the_count_is_not_guessed(catalogue: Catalogue) -> None:
    found = look_up(catalogue, "advate 1000 x 4", DAY)
    assert found.size is None
    assert "can be read in two ways" in found.read_as


def test_a_second_amount_is_said_to_be_left_out() -> None:
    assert take("keytruda 100 mg 50 mg").remarks == ("Only 100 mg is looked for; left out: 50 mg.",)
