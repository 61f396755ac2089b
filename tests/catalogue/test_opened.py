"""Containers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.opened import names_ndc, read_opened
from unitcalc.findings import Refused
from unitcalc.quantity import read_amount


@pytest.mark.parametrize(
    "text, count, each, kind, given",
    [
        ("4 x 100 mg", 4, "100 mg", None, None),
        ("4x100mg", 4, "100 mg", None, None),
        ("4 × 100 mg", 4, "100 mg", None, None),
        ("4 * 100 mg", 4, "100 mg", None, None),
        ("1,000 x 1,000 IU", 1000, "1000 IU", None, None),
        ("100 mg", 1, "100 mg", None, None),
        ("2 x 10^13 vg", 1, "20000000000000 vg", None, None),
        ("2 x 2 x 10^13 vg", 2, "20000000000000 vg", None, None),
        ("1 x 440 mg multi-dose", 1, "440 mg", ContainerType.MULTI_DOSE, None),
        ("1 x 440 mg MDV", 1, "440 mg", ContainerType.MULTI_DOSE, None),
        ("1 x 440 mg multiple dose", 1, "440 mg", ContainerType.MULTI_DOSE, None),
        ("1 x 440 mg, single dose", 1, "440 mg", ContainerType.SINGLE_DOSE, None),
        ("1 x 440 mg multi-dose given 30 mg", 1, "440 mg", ContainerType.MULTI_DOSE, "30 mg"),
        ("1 x 440 mg given 0 mg", 1, "440 mg", None, "0 mg"),
    ],
)
def test_containers(text: str, count: int, each: str, kind: ContainerType | None, given: str | None) -> None:
    found = read_opened(text)
    assert (found.count, found.each, found.type) == (count, read_amount(each), kind)
    assert found.given == (read_amount(given) if given else None)
    assert found.ndc is None


@pytest.mark.parametrize(
    "text, count, ndc, each",
    [
        ("3 x 44206-0436-05", 3, "44206-0436-05", None),
        ("3 x 44206-436-05", 3, "44206-0436-05", None),
        ("44206043605", 1, "44206-0436-05", None),
        ("1 x 00026-3824-25 @ 1046 IU", 1, "00026-3824-25", "1046 IU"),
        ("1 x NDC 0026-3824-25 @ 1,046 IU", 1, "00026-3824-25", "1046 IU"),
        ("2 x 00026-3824-25@1046 IU single-dose", 2, "00026-3824-25", "1046 IU"),
    ],
)
def test_containers_by_ndc(text: str, count: int, ndc: str, each: str | None) -> None:
    found = read_opened(text)
    assert (found.count, str(found.ndc)) == (count, ndc)
    assert found.each == (read_amount(each) if each else None)


@pytest.mark.parametrize(
    "text, code",
    [
        ("0 x 100 mg", "count-not-read"),
        ("1000000000 x 100 mg", "count-not-read"),
        ("-1 x 100 mg", "amount-negative"),
        ("1.5 x 100 mg", "amount-not-read"),
        ("4 x 0 mg", "amount-zero"),
        ("4 x", "opened-not-read"),
        ("4 x 100", "amount-without-unit"),
        ("100 mg @ 5 mg", "opened-not-read"),
        ("1 x @ 5 mg", "opened-not-read"),
        ("3 x 1234567890", "ndc-ambiguous"),
        ("1 x 00026-3824-25 @ 0 IU", "amount-zero"),
        ("1 x 100 mg given 5", "amount-without-unit"),
        ("9**9 x 100 mg", "amount-expression"),
    ],
)
def test_what_is_no_container(text: str, code: str) -> None:
    with pytest.raises(Refused) as raised:
        read_opened(text)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.hint


@pytest.mark.parametrize("text", ["2 x 100 mg and 1 x 400 mg", "2 x 100 mg, 1 x 400 mg", "2x100mg+1x400mg"])
def test_several_kinds_in_one_entry(text: str) -> None:
    with pytest.raises(Refused, match="several kinds"):
        read_opened(text)


@pytest.mark.parametrize("text", ["100 mg x 4", "100 mg * 4", "100mg×4", "4 x 100 mg"])
def test_the_count_may_stand_behind(text: str) -> None:
    found = read_opened(text)
    assert (found.count, found.each) == (4, read_amount("100 mg"))


@pytest.mark.parametrize(
    "text, names",
    [("4 x 57894003001", True), ("57894-0030-01", True), ("4 x 100 mg", False), ("100", False), ("", False)],
)
def test_whether_an_ndc_is_named(text: str, names: bool) -> None:
    assert names_ndc(text) is names


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{0,3} ?[x*@] ?[0-9.]{0,4} ?(mg|IU|dose)?", fullmatch=True))
def test_any_text_is_read_or_refused_with_what_to_do(text: str) -> None:
    try:
        found = read_opened(text)
    except Refused as refused:
        told = [(problem.code, problem.message, problem.hint) for problem in refused.problems]
    else:
        told = []
        assert found.count >= 1
        assert found.ndc or found.each
    assert all(all(each) for each in told)
