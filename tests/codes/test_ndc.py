"""NDCs in every layout, and what is refused or asked back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.codes import Ndc, candidates, looks_like_ndc, read_ndc
from unitcalc.findings import Problem, Refused

HYPHENS = "-‐‑‒–—− "
LAYOUTS = ((4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2), (6, 4, 2))

# Published conversions of ten digits to eleven. Pattern rows are filled with digits.
KEYSTONE = "https://keystonefirstchc.com/providers/pharmacy/ndc-examples.aspx"
PUBLISHED = [
    ("1234-5678-90", "01234-5678-90"),
    ("1111-2222-33", "01111-2222-33"),  # xxxx-xxxx-xx
    ("11111-222-33", "11111-0222-33"),  # xxxxx-xxx-xx
    ("11111-2222-3", "11111-2222-03"),  # xxxxx-xxxx-x
    ("01234567891", "01234-5678-91"),  # eleven digits, in no directory but well formed
]
PUBLISHED_WRONG = [("1111-1111-111", "ndc-layout"), ("3920293", "ndc-length")]


def digits(width: int) -> st.SearchStrategy[str]:
    """Text of so many digits."""
    return st.text("0123456789", min_size=width, max_size=width)


segments = st.sampled_from(LAYOUTS).flatmap(lambda layout: st.tuples(*(digits(width) for width in layout)))
ndcs = st.builds(Ndc, st.one_of(digits(5).map("0".__add__), digits(6)), digits(4), digits(2))


def refusal(text: str) -> Problem:
    """The one problem that an NDC is refused with."""
    with pytest.raises(Refused) as caught:
        read_ndc(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("text, expected", PUBLISHED)
def test_published_conversions(text: str, expected: str) -> None:
    assert str(read_ndc(text)) == expected


@pytest.mark.parametrize("text, code", PUBLISHED_WRONG)
def test_published_numbers_that_are_no_ndc(text: str, code: str) -> None:
    assert refusal(text).code == code


@pytest.mark.shared
def test_every_published_row_is_here(shared: Path) -> None:
    with (shared / "examples" / "published_ndc10_to_11.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(PUBLISHED) + len(PUBLISHED_WRONG)
    for row in rows:
        # A pattern stands for any digits: each block of x becomes a block of its own digit.
        typed, expected = (
            "-".join(part.replace("x", str(i)) for i, part in enumerate(row[column].split("-"), 1))
            for column in ("input", "expected")
        )
        if "reject" in expected:
            assert (typed, refusal(typed).code) in PUBLISHED_WRONG
        else:
            assert (typed, str(read_ndc(typed))) in PUBLISHED
            if "x" in row["input"] or "-" in row["expected"].strip("()").split(",")[0]:
                assert str(read_ndc(typed)) == expected


@given(segments, st.sampled_from(HYPHENS), st.sampled_from(["", "N4", "NDC ", "ndc: ", "NDC# ", "  "]))
def test_every_layout_with_every_hyphen(parts: tuple[str, str, str], hyphen: str, prefix: str) -> None:
    found = read_ndc(prefix + hyphen.join(parts))
    labeler, product, package = parts
    assert found == Ndc(labeler.zfill(6), product.zfill(4), package.zfill(2))


@given(ndcs)
def test_text_and_digits_are_read_back(ndc: Ndc) -> None:
    for text in (str(ndc), ndc.digits, ndc.twelve, ndc.twelve.replace("-", ""), f"N4{ndc.digits}"):
        assert read_ndc(text) == ndc
    assert len(ndc.digits) == (11 if ndc.labeler.startswith("0") else 12)
    assert len(ndc.twelve) == 14


@given(digits(10), st.sampled_from(["", "N4", "NDC "]))
def test_ten_bare_digits_list_all_three(ten: str, prefix: str) -> None:
    text = prefix + ten
    problem = refusal(text)
    assert problem.code == "ndc-ambiguous"
    # By hand: pad the labeler, the product, or the package.
    eleven = ["0" + ten, ten[:5] + "0" + ten[5:], ten[:9] + "0" + ten[9:]]
    assert [name.replace("-", "") for name in problem.candidates] == eleven
    assert all(name in problem.message for name in problem.candidates)
    assert "eleven digits" in problem.hint
    assert [str(ndc) for ndc in candidates(text)] == list(problem.candidates)


other_widths = st.lists(st.integers(min_value=1, max_value=7), min_size=2, max_size=5)


@given(other_widths.filter(lambda widths: tuple(widths) not in LAYOUTS))
def test_other_layouts_are_refused_by_their_widths(widths: list[int]) -> None:
    problem = refusal("-".join("1" * width for width in widths))
    assert problem.code == "ndc-layout"
    assert "-".join(map(str, widths)) in problem.message
    assert "5-4-2" in problem.hint


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "ndc-empty"),
        ("NDC", "ndc-empty"),
        ("---", "ndc-empty"),
        ("00026-38A4-25", "ndc-not-read"),
        ("Kovaltry", "ndc-not-read"),
        ("٠٠٠٢٦٣٨٢٤٢٥", "ndc-not-read"),
        ("123456789", "ndc-length"),
        ("1234567890123", "ndc-length"),
    ],
)
def test_what_is_no_ndc(text: str, code: str) -> None:
    problem = refusal(text)
    assert problem.code == code
    assert problem.hint


def outcome(text: str) -> Ndc | Problem:
    """The NDC, or why there is none."""
    try:
        return read_ndc(text)
    except Refused as refused:
        return refused.problems[0]


@given(st.one_of(st.text(), st.text("0123456789-N4 ", max_size=16)))
def test_any_text_is_an_ndc_or_refused(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Ndc):
        assert looks_like_ndc(text)
        assert read_ndc(str(found)) == found
    else:
        assert found.hint


@pytest.mark.parametrize("text", ["100 mg", "4 x 100", "infliximab", "J1745", "123456", "12345678901234"])
def test_what_does_not_look_like_an_ndc(text: str) -> None:
    assert not looks_like_ndc(text)
