"""Modifiers of a claim's cell: what stands between them, what is refused, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.codes.modifier import is_modifier, read_modifiers
from unitcalc.findings import Problems, Refused

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another."""


@pytest.mark.parametrize(
    "text, modifiers",
    [
        ("", ()),
        (" \n", ()),
        ("JW", ("JW",)),
        ("JW 76", ("JW", "76")),
        ("JZ:TB", ("JZ", "TB")),
        ("JZ,76", ("JZ", "76")),
        ("JZ, 76; tb", ("JZ", "76", "TB")),
        ("jw-76", ("JW", "76")),
        ("KX/LU/76", ("KX", "LU", "76")),
        ("-JW", ("JW",)),
        ("JZ::", ("JZ",)),
        ("76 76", ("76", "76")),
        ("G0 GO Q0 PO L1", ("G0", "GO", "Q0", "PO", "L1")),
    ],
)
def test_a_cell_is_read(text: str, modifiers: tuple[str, ...]) -> None:
    assert read_modifiers(text) == modifiers


@pytest.mark.parametrize(
    "text, code, said, meant",
    [
        ("JWZ", "modifier-length", "'JWZ' has 3 characters; a modifier has two.", ()),
        ("J", "modifier-length", "'J' has 1 character; a modifier has two.", ()),
        ("J1745-JW", "modifier-length", "'J1745' has 5 characters; a modifier has two.", ()),
        ("jw76", "modifier-length", "'JW76' has 4 characters; a modifier has two.", ("JW 76",)),
        ("5O", "modifier-letter-for-digit", "'5O' has a letter beside a digit where both are digits.", ("50",)),
        ("I2", "modifier-letter-for-digit", "'I2' has a letter beside a digit where both are digits.", ("12",)),
        ("\u00df", "modifier-not-read", "'\u00df' is no modifier: it has other signs than letters and digits.", ()),
        ("J?", "modifier-not-read", "'J?' is no modifier: it has other signs than letters and digits.", ()),
        ("JW+76", "modifier-not-read", "'JW+76' is no modifier: it has other signs than letters and digits.", ()),
        ("\u0408W", "modifier-not-read", "'\u0408W' is no modifier: it has other signs than letters and digits.", ()),
    ],
)
def test_what_is_no_modifier_is_refused(text: str, code: str, said: str, meant: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as raised:
        read_modifiers(text)
    (problem,) = raised.value.problems
    assert (problem.code, problem.message, problem.candidates) == (code, said, meant)
    assert problem.hint


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as raised:
        read_modifiers("JW JWZ 5O")
    assert [problem.code for problem in raised.value.problems] == ["modifier-length", "modifier-letter-for-digit"]


@given(
    st.lists(st.text(SIGNS, min_size=2, max_size=2), min_size=1, max_size=6),
    st.sampled_from([" ", ",", ":", ";", "-", "/", ", ", " / "]),
)
def test_what_is_written_is_read_back(modifiers: list[str], between: str) -> None:
    assert read_modifiers(between.join(modifiers)) == tuple(modifiers)
    assert read_modifiers(between.join(modifiers).lower()) == tuple(modifiers)


@given(st.text(max_size=12))
def test_any_text_gives_modifiers_or_a_refusal(text: str) -> None:
    problems = Problems()
    with problems.of("modifiers"):
        assert all(is_modifier(modifier) for modifier in read_modifiers(text))
    assert all(problem.message and problem.hint for problem in problems.found)
