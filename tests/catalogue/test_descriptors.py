"""Descriptors and dosage texts against cases read by hand, and against each other in CMS's own files."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.cms_files import CODES, CROSSWALK, LIMITS, asp_codes, code_rows, records
from unitcalc.catalogue.descriptors import Descriptor, Kind, coverage, read_descriptor, read_dosage
from unitcalc.catalogue.drug_codes import is_drug_code
from unitcalc.quantity import Amount, read_amount

CASES = Path(__file__).parent / "cases"
Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    """The cases of a file."""
    loaded: list[Case] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return loaded


DESCRIPTORS = cases("descriptors.yaml")
DOSAGES = [(text, case) for case in cases("dosage_texts.yaml") for text in case["texts"]]
DISAGREEMENTS = cases("dosage_disagreements.yaml")
OTHERS = cases("other_drug_codes.yaml")


def amount(text: str | None) -> Amount | None:
    """An amount of a case file."""
    return read_amount(text) if text else None


def said(found: Descriptor) -> tuple[Any, ...]:
    """All that a case states about a descriptor but its parts."""
    return found.kind.value, found.amount, found.also, found.above, found.at_most


def expected(case: Case) -> tuple[Any, ...]:
    """The same, from the case."""
    also = tuple(amount(text) for text in case.get("also", []))
    return case["kind"], amount(case.get("unit")), also, amount(case.get("above")), amount(case.get("at_most"))


@pytest.mark.parametrize("case", DESCRIPTORS, ids=lambda case: case["code"])
def test_a_descriptor(case: Case) -> None:
    found = read_descriptor(case["text"])
    assert said(found) == expected(case)
    assert {part.substance: part.amount for part in found.parts} == {
        name: amount(text) for name, text in case.get("parts", {}).items()
    }
    assert found.text == case["text"]


@pytest.mark.parametrize("text, case", DOSAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_dosage_text(text: str, case: Case) -> None:
    found = read_dosage(text)
    assert said(found) == expected(case)
    assert [part.amount for part in found.parts] == [amount(part) for part in case.get("parts", [])]


def test_a_combination_counts_the_sum_of_its_parts_where_they_add_up() -> None:
    for case in (case for case in DESCRIPTORS if case["kind"] == "combination"):
        found = read_descriptor(case["text"])
        units = {part.amount.unit for part in found.parts}
        assert found.amount is not None
        if len(units) == 1:
            assert found.amount.value == sum(part.amount.value for part in found.parts)
        else:
            assert found.amount == found.parts[0].amount


def test_the_case_files_cover_every_kind() -> None:
    assert {case["kind"] for case in DESCRIPTORS} == {kind.value for kind in Kind}
    assert len(DOSAGES) == 202


def test_coverage_counts_every_kind() -> None:
    counts = coverage([read_descriptor("Injection, infliximab, 10 mg"), read_descriptor("Wig, any type")])
    assert counts[Kind.AMOUNT] == counts[Kind.OTHER] == 1
    assert list(counts) == list(Kind)


@pytest.mark.parametrize(
    "text", ["5/20 mg", "1/0 mg", "150-200 mg", "0 mg", "per mg/kg", "5 mg/kg", "10 mgs", "10", "mg"]
)
def test_what_is_no_plain_amount_is_not_guessed(text: str) -> None:
    assert read_descriptor(f"Injection, something, {text}").kind is Kind.OTHER


WORDS = st.sampled_from(
    ["10", "0", "1/0", "mg", "iu", "per", "up to", "and", "/", "(", ")", ",", "ml", "each", "x 10^9"]
)


@given(st.text(max_size=200) | st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_or_is_other(text: str) -> None:
    assert read_descriptor(text).kind in Kind
    assert read_dosage(text).kind in Kind


@given(st.sampled_from([case["text"] for case in DESCRIPTORS]))
def test_case_and_spaces_do_not_matter(text: str) -> None:
    shouted = read_descriptor("  " + text.upper().replace(" ", " \u00a0"))
    assert said(shouted) == said(read_descriptor(text))


def test_reading_needs_no_slow_library() -> None:
    program = "import sys, unitcalc.catalogue.descriptors as d; d.read_descriptor('x, 1 i.u.'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pint", "pydantic", "yaml", "streamlit"} & set(loaded)


@pytest.mark.shared
def test_the_cases_are_the_official_texts(shared: Path) -> None:
    official = {row.code: row.long for row in code_rows(shared)}
    wrong = {case["code"] for case in DESCRIPTORS + OTHERS if official[case["code"]] != case["text"]}
    assert wrong == set()


@pytest.mark.shared
def test_the_cases_are_all_dosage_texts(shared: Path) -> None:
    texts = {row["hcpcs_dosage"] for name in (CROSSWALK, LIMITS) for row in records(shared, name)}
    assert texts == {text for text, _ in DOSAGES}


@pytest.mark.shared
def test_every_drug_code_is_classified(shared: Path) -> None:
    priced = asp_codes(shared)
    drugs = {row.code: read_descriptor(row.long) for row in code_rows(shared) if is_drug_code(row, row.code in priced)}
    assert {code for code, found in drugs.items() if found.kind is Kind.OTHER} == {case["code"] for case in OTHERS}
    assert coverage(drugs.values()) == {
        Kind.AMOUNT: 1356,
        Kind.UP_TO: 108,
        Kind.THRESHOLD: 7,
        Kind.VOLUME: 66,
        Kind.DOSE: 86,
        Kind.CONTAINER: 24,
        Kind.CELLS: 13,
        Kind.COMBINATION: 29,
        Kind.AREA: 155,
        Kind.DURATION: 3,
        Kind.RADIOACTIVITY: 45,
        Kind.UNCLASSIFIED: 22,
        Kind.OTHER: 4,
    }


@pytest.mark.shared
def test_every_unit_of_activity_says_of_what(shared: Path) -> None:
    for row in records(shared, CODES):
        found = read_descriptor(row["LONG DESCRIPTION"])
        for stated in (found.amount, *found.also, found.at_most):
            assert stated is None or not stated.unit.is_activity or stated.unit.of, row["HCPC"]


@pytest.mark.shared
def test_descriptor_and_dosage_text_agree_but_for_the_codes_listed(shared: Path) -> None:
    official = {row.code: read_descriptor(row.long) for row in code_rows(shared)}
    seen: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for name, file in ((CROSSWALK, "crosswalk"), (LIMITS, "limits")):
        for row in records(shared, name):
            if row["hcpcs"] in official:  # J1246 was dropped before January 2026
                seen[row["hcpcs"], row["quarter"], row["hcpcs_dosage"]].add(file)
    agreed = 0
    differ: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for (code, quarter, text), files in seen.items():
        unit, dosage = official[code].amount, read_dosage(text).amount
        if unit is None or dosage is None:
            continue
        if dosage.fits(unit.unit) and dosage.bound_to(unit.unit) == unit:
            agreed += 1
            continue
        quarters, where = differ[code, text]
        quarters.add(quarter)
        where.update(files)
    assert agreed == 8032
    assert {key: (len(quarters), sorted(where)) for key, (quarters, where) in differ.items()} == {
        (case["code"], case["dosage"]): (case["quarters"], case["files"]) for case in DISAGREEMENTS
    }


def test_the_disagreements_are_read_as_listed() -> None:
    for case in DISAGREEMENTS:
        assert read_descriptor(case["descriptor"]).amount == amount(case["unit"])
        assert read_dosage(case["dosage"]).amount != amount(case["unit"])
