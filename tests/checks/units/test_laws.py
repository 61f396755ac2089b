"""Laws of the checks of units, over random accounts: a wrong bill is always caught, a right one never accused."""

from fractions import Fraction
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from unitcalc.checks.model import Scope
from unitcalc.checks.registry import checks
from unitcalc.units import administered_units, begun, discarded_units, whole

GENERAL = {"U02", "U12"}
OF_UNITS = {code: check for code, check in checks().items() if code[0] == "U" and check.scope is Scope.ACCOUNT}


def account(
    dose: int, size: int, count: int, unit: int, billed: int, ordered: int, multi_dose: bool
) -> SimpleNamespace:
    """Facts of a record with one bill, each computed here from the dose and the containers."""
    label = size * count
    given = min(dose, label)
    return SimpleNamespace(
        code="J1745",
        recorded=True,
        compared=True,
        given_compared=True,
        dispensed=False,
        given=given,
        fits_an_alternative=True,
        multi_dose=multi_dose,
        claimed=True,
        lines=1,
        administered_lines=1,
        administered=billed,
        unit=unit,
        ordered=ordered,
        expected_administered=administered_units(given, label, unit),
        expected_discarded=discarded_units(given, label - given, label, unit),
        given_number=given,
        opened_number=label,
        containers=count,
        ndc_number=begun(given, size),
        hundredth=round(Fraction(given, 100)),
        nominal_units=0,
        former_units=0,
        published_units=0,
        rounded_down=whole(given, unit),
        label_units=whole(label, unit),
        begun_label_units=begun(label, unit),
        rounded_otherwise=False,
        same_line=False,
        nominal_question="",
        jw_by_contractor=False,
        multi_dose_multiple=False,
        jw_lines=0,
        both_lines=0,
    )


@st.composite
def accounts(draw: st.DrawFn, right: bool) -> SimpleNamespace:
    """A record, and a bill that is right or, as mostly happens, one of the common wrong numbers."""
    small = st.integers(1, 500)
    dose, size, count, unit = draw(small), draw(small), draw(st.integers(1, 6)), draw(st.integers(1, 100))
    facts = account(dose, size, count, unit, 0, draw(st.integers(0, 500)), draw(st.booleans()))
    if right:
        facts.administered = facts.expected_administered
        return facts
    common = [facts.given_number, facts.opened_number, facts.containers, facts.label_units, facts.rounded_down]
    # A line of no units at all is none: the check of each line (U01) tells it.
    wrong = max(draw(st.one_of(st.sampled_from([*common, facts.begun_label_units]), st.integers(1, 3000))), 1)
    facts.administered = wrong if wrong != facts.expected_administered else wrong + 1
    return facts


def found(facts: SimpleNamespace) -> set[str]:
    """Codes of the checks that are broken."""
    return {code for code, check in OF_UNITS.items() if check.broken(facts)}


@given(accounts(right=True))
def test_the_bill_that_the_dose_gives_is_never_accused(facts: SimpleNamespace) -> None:
    assert found(facts) == set()


@given(accounts(right=False))
def test_any_other_number_of_units_is_caught(facts: SimpleNamespace) -> None:
    assert found(facts)


@given(accounts(right=False))
def test_a_general_check_is_silent_where_another_names_the_cause(facts: SimpleNamespace) -> None:
    broken = found(facts)
    assert len(broken & GENERAL) == (0 if broken - GENERAL else 1)


@given(accounts(right=False))
def test_expected_and_found_are_the_units_of_dose_and_claim(facts: SimpleNamespace) -> None:
    for code in found(facts):
        check = OF_UNITS[code]
        assert (check.expected(facts), check.observed(facts)) == (facts.expected_administered, facts.administered)
        assert not check.message(facts).endswith(".")
