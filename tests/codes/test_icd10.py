"""ICD-10-CM codes: their shape, what is refused and why, and which fit a prefix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.codes.icd10 import fits, is_prefix, read_diagnosis
from unitcalc.findings import Refused


@pytest.mark.parametrize(
    "text, code",
    [
        ("D66", "D66"),
        (" d67\n", "D67"),
        ("D68.311", "D68.311"),
        ("D68311", "D68.311"),
        ("d80.1", "D80.1"),
        ("C4A.9", "C4A.9"),  # Merkel cell carcinoma: the third sign is a letter
        ("S52.001A", "S52.001A"),  # seven signs
        ("O36.0110", "O36.0110"),  # begins with the letter O
        ("U07.1", "U07.1"),
    ],
)
def test_a_code_is_read(text: str, code: str) -> None:
    assert read_diagnosis(text) == code


@pytest.mark.parametrize(
    "text, problem, said",
    [
        ("", "diagnosis-empty", "No diagnosis"),
        ("286.0", "diagnosis-icd-9", "ICD-9-CM"),
        ("2860", "diagnosis-icd-9", "ICD-9-CM"),
        ("279.04", "diagnosis-icd-9", "ICD-9-CM"),
        ("D8O.1", "diagnosis-letter-for-digit", "a letter where"),
        ("DO6", "diagnosis-letter-for-digit", "a letter where"),
        ("D68.3l1", "diagnosis-letter-for-digit", "a letter where"),
        ("haemophilia", "diagnosis-not-read", "second sign is a digit"),
        ("D6", "diagnosis-not-read", "at least three"),
        ("D6.8", "diagnosis-not-read", "after the third sign"),
        ("D68.", "diagnosis-not-read", "nothing follows"),
        ("D68.31111", "diagnosis-not-read", "at most seven"),
        ("D66, D67", "diagnosis-not-read", "letters, digits and one point"),
        ("6D6", "diagnosis-not-read", "begins with a letter"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(text: str, problem: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_diagnosis(text)
    (found,) = refused.value.problems
    assert found.code == problem
    assert said in found.message
    assert found.hint


def test_a_letter_for_a_digit_names_what_was_meant() -> None:
    with pytest.raises(Refused) as refused:
        read_diagnosis("D8O.1")
    assert refused.value.problems[0].candidates == ("D80.1",)


@given(st.from_regex(r"[A-Z][0-9][0-9AB](\.[0-9A-HJKMNP-Z]{1,4})?", fullmatch=True))
def test_with_and_without_the_point_are_one_code(code: str) -> None:
    assert read_diagnosis(code) == read_diagnosis(code.replace(".", "").lower()) == code
    assert fits(code, code)
    assert fits(code, code[:3])
    assert fits(code, f"{code[:3]}-{code[:3]}")
    assert is_prefix(code)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        code = read_diagnosis(text)
    except Refused:
        return
    assert read_diagnosis(code) == code


@pytest.mark.parametrize(
    "code, prefix, expected",
    [
        ("D66", "D66", True),
        ("D67", "D66", False),
        ("D68.00", "D68.0", True),
        ("D68.01", "D68.0", True),
        ("D68.2", "D68.0", False),
        ("D68", "D68.0", False),  # less than the prefix says
        ("C00.0", "C00-D49", True),
        ("D49.9", "C00-D49", True),
        ("D50.0", "C00-D49", False),
        ("C4A.9", "C00-D49", True),
    ],
)
def test_a_code_fits_below_a_prefix_or_in_a_range(code: str, prefix: str, *, expected: bool) -> None:
    assert fits(code, prefix) is expected
