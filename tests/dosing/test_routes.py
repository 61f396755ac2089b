"""Routes that kill, and routes that nobody could compare."""

import pytest

from tests.dosing.asking import Ask, checks, finding
from unitcalc.dosing.formulas import Formulas
from unitcalc.findings import Severity

FATAL = [
    ("J9370", "2 mg IT"),
    ("J9360", "10 mg intrathecally"),
    ("J9390", "30 mg intrathecal"),
    ("J9041", "2 mg intrathecal"),
    ("J0561", "2,400,000 units IV"),
]


@pytest.mark.parametrize("code, order", FATAL)
def test_a_route_that_has_killed_is_an_error(ask: Ask, code: str, order: str) -> None:
    for who in (ask, ask.by()):
        found = who(order, code=code)
        assert finding(found, "route-fatal").severity is Severity.ERROR
        assert found.waits_for_a_person
        assert "route-unchecked" not in checks(found)


@pytest.mark.parametrize(
    "code, order", [("J9370", "2 mg IV"), ("J9370", "2 mg"), ("J9041", "2 mg SC"), ("J0561", "2,400,000 units IM")]
)
def test_their_own_routes_are_no_error(ask: Ask, code: str, order: str) -> None:
    assert "route-fatal" not in checks(ask(order, code=code))


def test_what_may_be_given_intrathecally_is_no_error(ask: Ask) -> None:
    assert "route-fatal" not in checks(ask("12 mg IT", code="J9260"))


def test_every_fatal_route_has_a_source(formulas: Formulas) -> None:
    named = {name for fatal in formulas.fatal_routes for name in fatal.substances}
    assert {"vincristine", "vinblastine", "vinorelbine", "bortezomib"} <= named
    assert all(fatal.source.address and fatal.source.opened for fatal in formulas.fatal_routes)


def test_a_route_of_which_nothing_is_known(ask: Ask) -> None:
    found = finding(ask("20 mg IV", code="J2353"), "route-unchecked")
    assert found.severity is Severity.INFO
    assert "route-unchecked" not in checks(ask("20 mg", code="J2353"))


def test_the_containers_route_speaks_where_no_usual_dose_does(ask: Ask) -> None:
    """Remicade's vials are for intravenous use, whatever is known of its doses."""
    typed = {"weight": "70 kg", "code": "J1745", "product": "Remicade"}
    assert "route-outside-label" in checks(ask.by()("5 mg/kg IM", **typed))
    assert not {"route-outside-label", "route-unchecked"} & checks(ask.by()("5 mg/kg IV", **typed))
