"""Words out of closed lists."""

from enum import StrEnum

import pytest

from unitcalc.catalogue.choices import read_choice
from unitcalc.findings import Refused


class Colour(StrEnum):
    """A closed list."""

    RED = "red"
    DARK_BLUE = "dark-blue"
    GREY = "grey"


@pytest.mark.parametrize("text, member", [("red", Colour.RED), (" DARK-Blue ", Colour.DARK_BLUE)])
def test_a_word_in_any_case(text: str, member: Colour) -> None:
    assert read_choice(Colour, text, "colour", "colour") is member


@pytest.mark.parametrize("text", ["blue", "", "dark blue", "re", "RED1", "x" * 500])
def test_another_word_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(Refused) as raised:
        read_choice(Colour, text, "colour", "shade of colour")
    (problem,) = raised.value.problems
    assert problem.code == "colour-unknown"
    assert problem.candidates == ("red", "dark-blue", "grey")
    assert "red, dark-blue, grey" in problem.hint
    assert problem.message == f"'{text[:30]}' is no shade of colour."


def test_some_of_the_list_alone() -> None:
    assert read_choice(Colour, "red", "colour", "colour", Colour.RED, Colour.GREY) is Colour.RED
    with pytest.raises(Refused) as raised:
        read_choice(Colour, "dark-blue", "colour", "colour", Colour.RED, Colour.GREY)
    assert raised.value.problems[0].candidates == ("red", "grey")
