"""A code on a date: when it holds, what replaced it, by which text it is counted, where its sources disagree."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from unitcalc.catalogue.drugs import Drug, Drugs
from unitcalc.catalogue.substances import substance_words
from unitcalc.findings import Finding, Refused, Severity
from unitcalc.quantity import Unit, read_amount
from unitcalc.reference.records import Quarter
from unitcalc.reference.store import Reference

DISAGREEMENTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "dosage_disagreements.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def drugs(reference: Reference) -> Drugs:
    return Drugs(reference)


def refused(drugs: Drugs, code: str, day: date) -> tuple[str, tuple[str, ...], str]:
    with pytest.raises(Refused) as raised:
        drugs.on(code, day)
    (problem,) = raised.value.problems
    return problem.code, problem.candidates, problem.message + problem.hint


def said(drug: Drug, check: str) -> list[Finding]:
    return [finding for finding in drug.findings if finding.check == check]


@pytest.mark.parametrize(
    "old, new, last",
    [
        ("J2505", "J2506", date(2021, 12, 31)),
        ("J9310", "J9312", date(2018, 12, 31)),
        ("J1030", "J1010", date(2024, 3, 31)),
        ("J1170", "J1171", date(2024, 9, 30)),
    ],
)
def test_successor_and_predecessor(drugs: Drugs, old: str, new: str, last: date) -> None:
    following = last + timedelta(days=1)
    assert drugs.on(old, last).code == old
    assert drugs.on(new, following).code == new
    code, candidates, words = refused(drugs, old, following)
    assert code == "code-terminated"
    assert new in candidates
    assert str(last) in words
    code, candidates, words = refused(drugs, new, last)
    assert code == "code-not-yet-effective"
    assert old in candidates
    assert str(following) in words


def test_a_code_that_is_described_outside_its_days(drugs: Drugs) -> None:
    late = drugs.described("J2505", date(2025, 3, 1))
    assert (late.code, late.day) == ("J2505", date(2021, 12, 31))
    assert [finding.severity for finding in said(late, "code-terminated")] == [Severity.WARNING]
    early = drugs.described("J2506", date(2020, 3, 1))
    assert early.day == date(2022, 1, 1)
    assert "J2505" in said(early, "code-not-yet-effective")[0].message
    within = drugs.described("J2506", date(2025, 3, 1))
    assert within is drugs.on("J2506", date(2025, 3, 1))


def test_an_unknown_code_is_held_against_those_like_it(drugs: Drugs) -> None:
    code, candidates, words = refused(drugs, "J1754", date(2025, 3, 1))  # two digits exchanged
    assert code == "code-unknown"
    assert "J1745" in candidates
    assert "J1745" in words
    code, candidates, _ = refused(drugs, "J0001", date(2025, 3, 1))
    assert code == "code-unknown"
    assert all(sum(a != b for a, b in zip(each, "J0001", strict=True)) <= 2 for each in candidates)


@pytest.mark.parametrize(
    "code, day, proven",
    [
        ("A9606", date(2024, 12, 31), date(2025, 1, 1)),  # ACT EFF DT 2025-01-01, dosage text '1 microCurie' then
        ("J1885", date(2024, 7, 1), date(2025, 1, 1)),  # '15 MG'
        ("J1010", date(2024, 4, 1), date(2025, 1, 1)),  # '1 MG'
    ],
)
def test_before_its_proof_a_descriptor_is_held_against_the_dosage_text(
    drugs: Drugs, code: str, day: date, proven: date
) -> None:
    (finding,) = said(drugs.on(code, day), "descriptor-unproven")
    assert finding.severity is Severity.INFO
    assert str(proven) in finding.message
    assert "agrees" in finding.message
    assert said(drugs.on(code, proven), "descriptor-unproven") == []
    assert drugs.on(code, day).descriptor == drugs.on(code, proven).descriptor


def test_without_a_dosage_text_the_proof_is_missing(drugs: Drugs) -> None:
    """J1745's text dates from 2017; no ASP file before 2024 is held, and the nearest one is asked."""
    (finding,) = said(drugs.on("J1745", date(2016, 12, 31)), "descriptor-unproven")
    assert "2017-01-01" in finding.message
    assert said(drugs.on("J1745", date(2017, 1, 1)), "descriptor-unproven") == []


@pytest.mark.parametrize("case", DISAGREEMENTS, ids=lambda case: f"{case['code']}-{case['dosage']}")
def test_the_descriptor_wins_where_a_file_disagrees(drugs: Drugs, case: dict[str, Any]) -> None:
    """In as many quarters as the case says, and in no other, the file's text is told; never used."""
    wanted = read_amount(case["unit"]) if case["unit"] else None
    told = 0
    quarters = [Quarter(2024 + index // 4, index % 4 + 1) for index in range(9)]
    for quarter in quarters:
        day = quarter.first_day
        try:
            drug = drugs.on(case["code"], day)
        except Refused:
            continue
        texts = [each.message for each in said(drug, "dosage-disagrees") if f"'{case['dosage']}'" in each.message]
        told += bool(texts)
        assert all("the descriptor is used" in text for text in texts)
        if wanted is not None and drug.descriptor.amount is not None:
            assert drug.descriptor.amount.value == wanted.bound_to(drug.descriptor.amount.unit).value
    # The importer keeps the rows of Q4246 aside: they name a device in place of an NDC.
    assert told == (0 if case["code"] == "Q4246" else case["quarters"])


@pytest.mark.parametrize(
    "day, period, covers",
    [
        (date(2023, 12, 31), "2024Q1", False),
        (date(2024, 1, 1), "2024Q1", True),
        (date(2024, 12, 31), "2024Q4", True),
        (date(2026, 3, 31), "2026Q1", True),
        (date(2026, 4, 1), "2026Q1", False),
    ],
)
def test_the_period_of_a_date_or_the_nearest(drugs: Drugs, day: date, period: str, covers: bool) -> None:
    assert drugs.info("limits", day).period == period
    use = drugs.on("J1745", day).use("limits")
    assert (use.period, use.covers) == (period, covers)


def test_the_release_of_codes_covers_earlier_dates(drugs: Drugs) -> None:
    assert drugs.on("J1745", date(2018, 3, 1)).use("codes").covers
    assert not drugs.on("J1745", date(2026, 4, 1)).use("codes").covers


@pytest.mark.parametrize(
    "day, limit", [(date(2025, 3, 31), "30.525"), (date(2025, 4, 1), "30.523"), (date(2026, 12, 1), "32.423")]
)
def test_the_limit_of_a_date(drugs: Drugs, day: date, limit: str) -> None:
    found = drugs.on("J1745", day).limit
    assert found is not None
    assert found.limit == read_amount(f"{limit} mg").value


def test_similar_codes_share_the_substance(drugs: Drugs) -> None:
    kovaltry = drugs.on("J7211", date(2025, 8, 1))
    micrograms = [row.code for row in drugs.similar(kovaltry, Unit("mg"))]
    assert micrograms == ["J7189", "J7212"]
    trastuzumab = {row.code for row in drugs.similar(drugs.on("J9355", date(2025, 8, 1)))}
    assert trastuzumab
    assert "J9355" not in trastuzumab
    assert all("trastuzumab" in row.long.lower() for row in drugs.similar(drugs.on("J9355", date(2025, 8, 1))))
    for row in drugs.similar(drugs.on("J2506", date(2025, 8, 1))):
        assert row.added <= date(2025, 8, 1)
        assert row.terminated is None or row.terminated >= date(2025, 8, 1)


@pytest.mark.parametrize(
    "text, words",
    [
        ("Injection, infliximab, excludes biosimilar, 10 mg", {"infliximab"}),
        ("Injection, pegfilgrastim-jmdb (fulphila), biosimilar, 0.5 mg", {"pegfilgrastim", "jmdb", "fulphila"}),
    ],
)
def test_words_that_name_a_substance(text: str, words: set[str]) -> None:
    assert substance_words(text) == words


def test_every_code_is_built_on_its_first_and_last_day(drugs: Drugs) -> None:
    for row in drugs.reference.codes():
        for day in {row.added, row.terminated or date(2026, 2, 1)}:
            drug = drugs.on(row.code, day)
            assert drug.descriptor.text
            assert drug.source.place == f"row {row.row}"
