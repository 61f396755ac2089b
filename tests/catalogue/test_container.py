from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue import content
from unitcalc.catalogue.container import ContainerType, Evidence, Witness, decide, said
from unitcalc.catalogue.presentations import of_code
from unitcalc.findings import Severity, Source
from unitcalc.reference.store import Reference

SINGLE, MULTI, UNKNOWN = ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE, ContainerType.UNKNOWN
BOOK, LISTED, VIALS, YOURS = Witness.PURPLE_BOOK, Witness.SINGLE_DOSE_LIST, Witness.VIALS, Witness.YOUR_VIALS


def says(kind: ContainerType, witness: Witness, tag: str = "P", aside: bool = False) -> Evidence:
    return Evidence(kind, witness, Source(f"document {witness}"), tag, aside=aside)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], UNKNOWN),
        ([says(SINGLE, LISTED)], SINGLE),
        ([says(SINGLE, LISTED), says(MULTI, BOOK)], MULTI),
        ([says(SINGLE, LISTED), says(MULTI, BOOK), says(SINGLE, VIALS)], SINGLE),
        ([says(SINGLE, VIALS), says(MULTI, YOURS)], MULTI),
        ([says(SINGLE, YOURS), said(MULTI)], MULTI),
        ([says(UNKNOWN, BOOK), says(SINGLE, LISTED)], SINGLE),
        ([says(MULTI, VIALS, tag="K"), says(SINGLE, LISTED)], SINGLE),
        ([says(MULTI, VIALS, tag="K")], UNKNOWN),
        ([says(MULTI, BOOK, aside=True)], UNKNOWN),
        ([says(MULTI, BOOK, aside=True), says(SINGLE, LISTED)], SINGLE),
        ([says(SINGLE, BOOK), says(MULTI, BOOK), says(SINGLE, LISTED)], UNKNOWN),
    ],
)
def test_order_of_evidence(evidence: list[Evidence], expected: ContainerType) -> None:
    decision = decide(evidence, "a vial")
    assert decision.type is expected
    assert (decision.by is None) == (expected is UNKNOWN)


def test_a_conflict_names_both_sources() -> None:
    decision = decide([says(SINGLE, LISTED), says(MULTI, BOOK)], "Herceptin 420 mg")
    assert [(f.check, f.severity) for f in decision.findings] == [("container-type-conflict", Severity.WARNING)]
    message = decision.findings[0].message
    assert "Herceptin 420 mg is taken as multi-dose (document 4)" in message
    assert "document 5 says single-dose" in message


def test_sources_of_one_rank_that_differ_wait_for_a_person() -> None:
    decision = decide([says(SINGLE, BOOK), says(MULTI, BOOK)], "Retacrit")
    assert [(f.check, f.severity) for f in decision.findings] == [("container-type-undecided", Severity.ERROR)]


def test_what_nobody_verified_is_told() -> None:
    decision = decide([says(MULTI, VIALS, tag="K")], "a vial")
    assert [f.check for f in decision.findings] == ["container-type-unverified"]
    assert "believed to be multi-dose" in decision.findings[0].message


def test_an_exception_to_cms_list_is_told() -> None:
    decision = decide([says(MULTI, BOOK, aside=True), says(SINGLE, BOOK), says(SINGLE, LISTED)], "a vial")
    assert [f.severity for f in decision.findings] == [Severity.INFO]


EVIDENCE = st.lists(
    st.builds(says, st.sampled_from(ContainerType), st.sampled_from(Witness), st.sampled_from("PK"), st.booleans()),
    max_size=6,
)


@given(EVIDENCE, st.randoms())
def test_no_order_of_telling_changes_the_answer(evidence: list[Evidence], random: object) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert decide(evidence, "it").type is decide(shuffled, "it").type


@given(EVIDENCE)
def test_the_answer_stands_on_evidence_that_may_decide(evidence: list[Evidence]) -> None:
    decision = decide(evidence, "it")
    if decision.by is not None:
        assert decision.by in evidence
        assert decision.by.decides
        assert decision.by.type is decision.type
        assert all(e.witness >= decision.by.witness for e in evidence if e.decides)
    else:
        assert decision.type is UNKNOWN


@given(EVIDENCE, st.sampled_from([SINGLE, MULTI]))
def test_what_the_person_says_wins(evidence: list[Evidence], kind: ContainerType) -> None:
    others = [e for e in evidence if e.witness is not Witness.SAID]
    assert decide([*others, said(kind)], "it").type is kind


def test_cms_list_and_purple_book_disagree_on_two_codes(tables: Reference, day: date) -> None:
    """Leukine (J2820) and Herceptin (J9355): both had a multi-dose vial that is withdrawn."""
    listed = sorted({row.code for row in tables.crosswalk() if tables.single_dose(row.code)})
    conflicts = set()
    for code in listed:
        row = tables.code(code)
        assert row is not None
        for p in of_code(tables, code, content.official(row.long), day):
            if p.first and p.in_force and any(f.check == "container-type-conflict" for f in p.findings):
                conflicts.add(code)
    assert conflicts == {"J2820", "J9355"}
