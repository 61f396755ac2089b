"""The values of a payer, each in force from a date on, with a source and how sure it is."""

from datetime import date, timedelta

import pytest

from unitcalc.catalogue import policies
from unitcalc.catalogue.policies import Policy
from unitcalc.findings import Refused
from unitcalc.reference.store import Reference

TAGS = {"P", "P2", "M", "C", "B", "K"}
MEDICARE_BEGAN = date(1966, 7, 1)


@pytest.fixture(scope="module")
def known(reference: Reference) -> dict[str, Policy]:
    return policies.policies(reference)


@pytest.fixture(scope="module")
def medicare(known: dict[str, Policy]) -> Policy:
    return known["medicare-part-b"]


def test_every_value_is_dated_sourced_and_tagged(known: dict[str, Policy]) -> None:
    for policy in known.values():
        assert policy.values
        for name, dated in policy.values.items():
            days = [value.from_ for value in dated]
            assert days == sorted(set(days)), name
            assert days[0] <= MEDICARE_BEGAN, f"{name} has no value for old dates"
            assert {value.tag for value in dated} <= TAGS, name
            assert all(value.source and value.rule for value in dated), name


def test_a_value_holds_from_its_day_on(medicare: Policy) -> None:
    for name, dated in medicare.values.items():
        assert medicare.value(name, date(1950, 1, 1)) == dated[0]
        for before, value in zip((None, *dated), dated, strict=False):
            assert medicare.value(name, value.from_) == value
            if before is not None:
                assert medicare.value(name, value.from_ - timedelta(days=1)) == before
        assert medicare.value(name, date(2100, 1, 1)) == dated[-1]


@pytest.mark.parametrize(
    "name, day, value",
    [
        ("discard-modifier", date(2016, 12, 31), "by-contractor"),
        ("discard-modifier", date(2017, 1, 1), "JW"),
        ("no-discard-modifier", date(2022, 12, 31), "none"),
        ("no-discard-modifier", date(2023, 1, 1), "JZ-allowed"),
        ("no-discard-modifier", date(2023, 7, 1), "JZ"),
        ("supplier-no-discard-modifier", date(2023, 12, 31), "none"),
        ("supplier-no-discard-modifier", date(2024, 1, 1), "JZ"),
        ("supplier-discard-modifier", date(2024, 12, 31), "none"),
        ("supplier-discard-modifier", date(2025, 1, 1), "JW"),
        ("esrd-discard", date(2024, 12, 31), "not-reported"),
        ("esrd-discard", date(2025, 1, 1), "reported"),
        ("skin-substitutes", date(2025, 12, 31), "subject"),
        ("skin-substitutes", date(2026, 1, 1), "not-subject"),
        ("modifier-340b", date(2024, 12, 31), "by-status"),
        ("modifier-340b", date(2025, 1, 1), "TB"),
    ],
)
def test_the_dates_of_the_rule_book(medicare: Policy, name: str, day: date, value: str) -> None:
    assert medicare.value(name, day).value == value


def test_what_is_not_primary_says_so(medicare: Policy) -> None:
    said = {value.tag: value.cite() for dated in medicare.values.values() for value in dated}
    assert "contractor guidance" in said["M"]
    assert "industry practice" in said["B"]
    assert "unverified" in said["K"]
    assert not any(word in said["P"] for word in ("guidance", "practice", "unverified"))


def test_settings_of_the_interface(medicare: Policy) -> None:
    names = {"office", "hospital-outpatient", "asc", "home", "esrd", "rhc", "inpatient"}
    assert set(medicare.settings) == names
    for name in names:
        setting = medicare.setting(name)
        assert setting.form in ("professional", "institutional")
        assert setting.mue in ("practitioner", "outpatient_hospital")
        assert setting.pays in ("limit", "by-status", "nothing")
    with pytest.raises(Refused) as raised:
        medicare.setting("moon")
    (problem,) = raised.value.problems
    assert set(problem.candidates) == names
    assert all(name in problem.hint for name in names)


def test_an_unknown_payer_is_refused_with_the_list(known: dict[str, Policy]) -> None:
    assert policies.choose(known, "medicare-part-b") is known["medicare-part-b"]
    with pytest.raises(Refused) as raised:
        policies.choose(known, "acme")
    (problem,) = raised.value.problems
    assert (problem.code, problem.candidates) == ("payer-unknown", tuple(known))


@pytest.mark.parametrize(
    "code, group",
    [
        ("Q4100", "skin-substitutes"),
        ("Q4101", "skin-substitutes"),
        ("Q4074", None),
        ("A9585", "imaging-agents"),
        ("Q9967", "imaging-agents"),
        ("Q2039", "vaccines"),
        ("Q2041", None),
        ("J1745", None),
    ],
)
def test_groups(medicare: Policy, code: str, group: str | None) -> None:
    assert medicare.group_of(code) == group


def test_every_status_of_the_rule_book_is_known(medicare: Policy) -> None:
    assert {"G", "K", "K1", "N", "A", "B", "E1", "E2", "M"} <= set(medicare.statuses)
    assert {name for name, status in medicare.statuses.items() if status.pays} == {"G", "K", "K1"}
    assert set(medicare.not_payable) == {"I", "M", "S"}
