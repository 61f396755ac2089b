"""Errors: every one with code, field and hint, all of them at once, in terms of the drug."""

from typing import Any

import pytest

from tests.billing.asking import Ask
from unitcalc.findings import Problem


def named(problems: tuple[Problem, ...]) -> set[tuple[str, str]]:
    assert all(problem.message and problem.hint for problem in problems)
    return {(problem.field, problem.code) for problem in problems}


@pytest.mark.parametrize(
    "typed, expected",
    [
        ({"given": "350"}, {("given", "amount-without-unit")}),
        ({"given": "350 mg", "discarded": "-5 mg"}, {("discarded", "amount-negative")}),
        ({"given": ""}, {("given", "given-missing")}),
        ({"dispensed": True}, {("given", "given-and-dispensed")}),
        ({"given": "", "dispensed": True, "opened": []}, {("opened", "opened-missing")}),
        ({"code": "", "opened": ["4 x 100 mg"]}, {("code", "drug-missing")}),
        ({"code": "", "opened": ["4 x 100 mg single-dose"]}, {("code", "drug-missing")}),
        ({"code": "99213"}, {("code", "code-level-one")}),
        ({"code": "Z1745"}, {("code", "code-not-read")}),
        ({"code": "J0001"}, {("code", "code-unknown")}),
        ({"date": "2025-02-30"}, {("date", "date-not-read")}),
        ({"date": "1066-10-14"}, {("date", "date-implausible")}),
        ({"form": "gas"}, {("form", "form-unknown")}),
        ({"supply": "stolen"}, {("supply", "supply-unknown")}),
        ({"stopped": "maybe"}, {("stopped", "stopped-unknown")}),
        ({"container_type": "can"}, {("container_type", "container-type-unknown")}),
        ({"payer": "acme"}, {("payer", "payer-unknown")}),
        ({"setting": "moon"}, {("setting", "setting-unknown")}),
        ({"ndc": "12345"}, {("ndc", "ndc-length")}),
        ({"opened": ["4 x 1234567890"]}, {("opened", "ndc-ambiguous")}),
        ({"opened": ["4 x 99999-9999-99"]}, {("opened", "ndc-unknown")}),
        ({"concentration": "10 mg"}, {("concentration", "concentration-not-read")}),
        ({"explained": ["20 mg"]}, {("explained", "explained-without-reason")}),
        ({"billing_unit": "0 mg"}, {("billing_unit", "amount-zero")}),
        ({"given": "500 mg"}, {("given", "given-above-label")}),
    ],
)
def test_one_wrong_field(ask: Ask, typed: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    record = {"code": "J1745", "given": "350 mg", "opened": ["4 x 100 mg"], "date": "2025-03-01"}
    assert named(ask.refused(**{**record, **typed})) == expected


def test_all_wrong_fields_at_once(ask: Ask) -> None:
    found = ask.refused(
        code="J17",
        given="350",
        opened=["4 x 100", "-1 x 100 mg", "4 x 100 mg"],
        date="13/13/2025",
        discarded="much",
        explained=["20 mg"],
        overfill="NaN",
        form="gas",
        supply="stolen",
    )
    assert {problem.field for problem in found} == {
        "code", "given", "opened", "date", "discarded", "explained", "overfill", "form", "supply",
    }  # fmt: skip
    assert sum(problem.field == "opened" for problem in found) == 2


def test_unknown_payer_setting_and_code_are_told_together(ask: Ask) -> None:
    found = ask.refused(code="J0001", given="350 mg", payer="acme", setting="moon", date="2025-03-01")
    assert named(found) == {("payer", "payer-unknown"), ("setting", "setting-unknown"), ("code", "code-unknown")}
    by_field = {problem.field: problem for problem in found}
    assert {"medicare-part-b", "unknown-payer"} <= set(by_field["payer"].candidates)
    assert by_field["setting"].candidates == (
        "office", "hospital-outpatient", "asc", "home", "esrd", "rhc", "inpatient",
    )  # fmt: skip


@pytest.mark.parametrize(
    "code, day, problem, candidate, dates",
    [
        ("J2505", "2022-01-01", "code-terminated", "J2506", ("2021-12-31", "2022-01-01")),
        ("J9310", "2019-01-01", "code-terminated", "J9312", ("2018-12-31", "2019-01-01")),
        ("J1030", "2024-04-01", "code-terminated", "J1010", ("2024-03-31", "2024-04-01")),
        ("J2506", "2021-12-31", "code-not-yet-effective", "J2505", ("2022-01-01", "2021-12-31")),
        ("J1754", "2025-03-01", "code-unknown", "J1745", ()),
    ],
)
def test_codes_that_do_not_stand_then(
    ask: Ask, code: str, day: str, problem: str, candidate: str, dates: tuple[str, ...]
) -> None:
    (found,) = ask.refused(code=code, given="6 mg", opened=["6 mg"], date=day)
    assert (found.field, found.code) == ("code", problem)
    assert candidate in found.candidates
    assert candidate in found.hint
    assert all(each in found.message for each in (code, *dates))


@pytest.mark.parametrize("day", ["2021-12-31", "2022-01-01"])
def test_a_code_holds_on_its_last_and_first_day(ask: Ask, day: str) -> None:
    """6 mg of pegfilgrastim: one unit of J2505 (6 mg) until 2021, twelve of J2506 (0.5 mg) from 2022."""
    code, units = ("J2505", 1) if day == "2021-12-31" else ("J2506", 12)
    assert ask(code=code, given="6 mg", opened=["6 mg"], date=day).administered_units == units


def test_an_ndc_of_another_code_names_both(ask: Ask) -> None:
    (found,) = ask.refused(code="J1745", given="350 mg", opened=["1 x 00026-3824-25 @ 1046 IU"], date="2025-03-01")
    assert (found.field, found.code, found.candidates) == ("opened", "ndc-of-another-code", ("J7211",))
    assert "J7211 (Kovaltry)" in found.message
    assert "J1745" in found.message


def test_the_code_of_an_ndc_alone(ask: Ask) -> None:
    found = ask(ndc="00026-3824-25", given="1046 IU", opened=["1 x 1046 IU"], date="2025-08-01")
    assert (found.code, found.administered_units) == ("J7211", 1046)
    opened = ask(given="1046 IU", opened=["1 x 00026-3824-25 @ 1046 IU"], date="2025-08-01")
    assert (opened.code, opened.administered_units) == ("J7211", 1046)


def test_an_assay_is_asked_for(ask: Ask) -> None:
    (found,) = ask.refused(code="J7211", given="1000 IU", opened=["1 x 00026-3824-25"], date="2025-08-01")
    assert (found.field, found.code) == ("opened", "assay-missing")
    assert "@" in found.hint


def test_a_wrong_dimension_names_product_and_codes(ask: Ask) -> None:
    """The design's own example: Kovaltry is counted in IU; factor VIIa is counted in micrograms."""
    found = ask.refused(code="J7211", given="250 mg", opened=["1 x 1046 IU"], date="2025-08-01")
    (problem,) = found
    assert (problem.field, problem.code, problem.candidates) == ("given", "dimension-mismatch", ("J7189", "J7212"))
    assert all(word in problem.message for word in ("J7211", "IU of factor VIII", "250 mg", "Kovaltry"))
    assert "micrograms" in problem.hint
    several = ask.refused(code="J7211", given="250 mg", opened=["1 x 5 mL"], discarded="5 mg", date="2025-08-01")
    assert {(each.field, each.code) for each in several} == {
        (name, "dimension-mismatch") for name in ("given", "opened", "discarded")
    }


def test_activities_never_mix(ask: Ask) -> None:
    (problem,) = ask.refused(code="J7211", given="500 IU of factor IX", opened=["1 x 1046 IU"], date="2025-08-01")
    assert (problem.field, problem.code) == ("given", "dimension-mismatch")


def test_a_volume_asks_for_the_concentration(ask: Ask) -> None:
    (problem, *_) = ask.refused(code="J9271", given="8 mL", opened=["2 x 100 mg"], date="2025-03-01")
    assert "--concentration" in problem.hint
    found = ask(code="J9271", given="8 mL", opened=["2 x 100 mg"], concentration="25 mg/mL", date="2025-03-01")
    assert (found.administered_units, str(found.given)) == (200, "200 mg")  # 8 x 25


@pytest.mark.parametrize("overfill, refused", [("", True), ("4 mg", True), ("5 mg", False), ("10 mg", False)])
def test_given_above_the_label_needs_a_stated_overfill(ask: Ask, overfill: str, refused: bool) -> None:
    """RULES 2.12: 405 mg from 400 mg labelled; within a stated overfill the label is billed."""
    if refused:
        (problem,) = ask.refused(
            code="J1745", given="405 mg", opened=["4 x 100 mg"], overfill=overfill, date="2025-03-01"
        )
        assert (problem.field, problem.code) == ("given", "given-above-label")
        assert "5 mg" in problem.hint
    else:
        found = ask.infliximab(given="405 mg", overfill=overfill)
        assert [(line.units, line.modifiers) for line in found.lines] == [(40, ("JZ",))]


def test_shares_must_add_up(ask: Ask) -> None:
    (problem,) = ask.refused(
        code="J9355",
        given="160 mg",
        opened=["1 x 150 mg single-dose given 150 mg", "1 x 420 mg multi-dose given 20 mg"],
        date="2025-03-01",
    )
    assert (problem.field, problem.code) == ("opened", "shares-differ")
    assert "170 mg" in problem.message
    assert "160 mg" in problem.message
