"""HCPCS codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.codes import is_code, is_level_one, read_code
from unitcalc.findings import Refused

level_two = st.from_regex(r"[A-V][0-9]{4}", fullmatch=True)


@given(level_two, st.sampled_from(["{}", " {} ", "{}\n", "\t{}"]), st.booleans())
def test_every_level_two_code_is_read(code: str, frame: str, lower: bool) -> None:
    typed = frame.format(code.lower() if lower else code)
    assert read_code(typed) == code
    assert is_code(typed)
    assert not is_level_one(typed)


@pytest.mark.parametrize(
    "text, code, words",
    [
        ("", "code-empty", "No code"),
        ("   ", "code-empty", "No code"),
        ("99213", "code-level-one", "CPT"),
        ("0591T", "code-level-one", "CPT"),
        ("3006f", "code-level-one", "CPT"),
        ("J174", "code-not-read", "'J174'"),
        ("J17455", "code-not-read", "'J17455'"),
        ("W1745", "code-not-read", "'W1745'"),
        ("JI745", "code-not-read", "'JI745'"),
        ("J1745-JW", "code-not-read", "'J1745-JW'"),
        ("infliximab", "code-not-read", "'infliximab'"),
        ("J٣٣٣٣", "code-not-read", "J"),
        ("J1745" * 4000, "code-not-read", "not a HCPCS code"),
    ],
)
def test_what_is_no_code(text: str, code: str, words: str) -> None:
    assert not is_code(text)
    with pytest.raises(Refused) as caught:
        read_code(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message
    assert "J1745" in problem.hint
    assert len(problem.message) < 200


@given(st.text())
def test_any_text_is_a_code_or_refused(text: str) -> None:
    if is_code(text):
        code = read_code(text)
        assert code == text.strip().upper()
        assert read_code(code) == code
    else:
        with pytest.raises(Refused) as caught:
            read_code(text)
        assert caught.value.problems[0].hint
