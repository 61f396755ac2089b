"""Findings, sources, problems: collected all at once, with the field they belong to."""

import pytest

from unitcalc.findings import Problem, Problems, Refused, Severity, Source


def test_a_source_reads_as_a_citation() -> None:
    assert str(Source("ASP payment limits", "2025Q1", "row 97")) == "ASP payment limits 2025Q1, row 97"
    assert str(Source("RULES", "", "2.8")) == "RULES, 2.8"
    assert str(Source("the label")) == "the label"


def test_severities_are_their_words() -> None:
    assert [str(severity) for severity in Severity] == ["error", "warning", "info"]


def test_a_refusal_carries_every_problem_and_is_a_value_error() -> None:
    refused = Refused(Problem("a", "first"), Problem("b", "second"))
    assert isinstance(refused, ValueError)
    assert [problem.code for problem in refused.problems] == ["a", "b"]
    assert str(refused) == "first; second"


def test_problems_of_many_fields_are_kept_together() -> None:
    problems = Problems()
    with problems.of("given"):
        raise Refused(Problem("amount-empty", "nothing was typed"), Problem("unit-unknown", "no unit", field="opened"))
    with problems.of("code"):
        problems.add(Problem("date-not-read", "no date", field="date"))
    with pytest.raises(Refused) as caught:
        problems.raise_any()
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [
        ("given", "amount-empty"),
        ("opened", "unit-unknown"),
        ("date", "date-not-read"),
    ]


def test_nothing_found_is_nothing_refused() -> None:
    problems = Problems()
    with problems.of("given"):
        pass
    problems.raise_any()
    assert problems.found == []


def test_a_fault_of_the_program_is_not_collected() -> None:
    problems = Problems()
    with pytest.raises(KeyError), problems.of("given"):
        raise KeyError("given")
    assert problems.found == []
