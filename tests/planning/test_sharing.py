"""Several patients' day: where containers can't be shared, in which order stock is given out, injections."""

from tests.planning.asking import Ask, checks, finding, said
from unitcalc.findings import Severity


def test_injections_are_counted_for_each_patient(ask: Ask) -> None:
    # 330 mg are 2.2 mL at 150 mg/mL, two injections of 2 mL at most; 60 mg are one.
    day = ask.day(code="J7170", doses=["a: 330 mg", "b: 60 mg"])
    assert day.plan.injections == 3
    assert finding(day, "several-injections").message == "a: 330 mg are 2 injections of Hemlibra."
    alone = ask.day(code="J7170", doses=["a: 150 mg", "b: 60 mg"])
    assert alone.plan.injections == 2
    assert "several-injections" not in checks(alone)


def test_a_multi_dose_vial_serves_all_without_a_note(ask: Ask) -> None:
    day = ask.day(code="J0885", doses=["4000 units", "5000 units"], share="yes", product="Epogen")
    # One vial of 20,000 units keeps 11,000 for others.
    assert day.plan.words == "1 x 20,000 units"
    assert day.plan.pool.kept
    assert day.portions[-1].discarded_units == 0
    assert "shared-container" not in checks(day)
    assert "shared-above-label" not in checks(day)


def test_one_concentration_for_all(ask: Ask) -> None:
    # The day is of one pool: 12 mg and 150 mg both of 150 mg/mL, or both of 30 mg/mL.
    day = ask.day(code="J7170", doses=["12 mg", "150 mg"])
    assert len({opening.container for opening in day.plan.openings}) == len(day.plan.openings)
    assert day.plan.pool.concentration is not None
    assert day.plan.injections >= 2


def test_whole_dose_codes_count_one_unit_each(ask: Ask) -> None:
    day = ask.day(code="Q9992", doses=["300 mg", "300 mg"], have=["2 x 300 mg"], share="yes")
    assert [portion.administered_units for portion in day.portions] == [1, 1]
    assert day.portions[-1].discarded_units == 0


def test_stock_is_given_out_once(ask: Ask) -> None:
    day = ask.day(code="J9312", doses=["a: 400 mg", "b: 400 mg"], have=["4 x 100 mg", "1 x 500 mg"])
    # One has 4 x 100, for the other the vial of 500 mg is left: 100 mg of waste.
    assert [[str(opening) for opening, _ in portion.taken] for portion in day.portions] == [
        ["4 x 100 mg"],
        ["1 x 500 mg"],
    ]
    assert day.plan.left.short == "100 mg"


def test_the_last_of_the_stock_is_found_in_another_order(ask: Ask) -> None:
    # 600 would take 400 + 200, and nothing would be left for the third: 2 x 300, 400, 200.
    day = ask.day(
        code="J7211", doses=["a: 600 IU", "b: 400 IU", "c: 200 IU"], have=["1 x 400 IU", "2 x 300 IU", "1 x 200 IU"]
    )
    assert [portion.patient for portion in day.portions] == ["a", "b", "c"]
    assert not day.plan.left


def test_too_little_for_all(ask: Ask) -> None:
    (problem,) = ask.refused(code="J9312", doses=["400 mg", "400 mg"], have=["7 x 100 mg"])
    assert problem.code == "stock-too-small"
    assert "800 mg is more than the stock of Rituxan holds: 700 mg" in problem.message


def test_enough_only_if_shared_is_said_so(ask: Ask) -> None:
    (problem,) = ask.refused(code="J9312", doses=["250 mg", "250 mg"], have=["1 x 500 mg"])
    assert "by itself" in problem.message
    assert "Shared, 1 x 500 mg would do (--share yes)" in problem.hint
    shared = ask.day(code="J9312", doses=["250 mg", "250 mg"], have=["1 x 500 mg"], share="yes")
    assert shared.plan.words == "1 x 500 mg"
    assert shared.other is None


def test_more_units_than_the_label_wait_for_a_person(ask: Ask) -> None:
    day = ask.day(code="J1745", doses=["31 mg", "31 mg", "31 mg"], share="yes", product="Remicade")
    told = finding(day, "shared-above-label")
    assert told.severity is Severity.ERROR
    assert "12 units" in told.message
    assert "hold 10" in told.message
    assert day.waits_for_a_person


def test_rounding_of_a_day_is_left_to_each_dose(ask: Ask) -> None:
    day = ask.day(code="J9312", doses=["420 mg", "380 mg"], round_within="10%")
    assert "one dose at a time" in said(day, "rounding-none")


def test_the_units_of_each_patient_may_be_written_in_their_own_unit(ask: Ask) -> None:
    day = ask.day(code="J9312", doses=["420 mg", "0.38 g"], share="yes")
    assert [portion.given.short for portion in day.portions] == ["420 mg", "380 mg"]
    assert not day.plan.left
