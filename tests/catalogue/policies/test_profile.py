"""What a payer asks before it pays: the example of the documentation, and which entry counts."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tests.catalogue.policies.conftest import Own
from unitcalc.catalogue.policies import Policy
from unitcalc.catalogue.policies.profile import Profile
from unitcalc.quantity import amount

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "example-payer.yaml"
DAY = date(2025, 6, 1)


@pytest.fixture
def example(own: Own) -> Policy:
    return own(example_payer=EXAMPLE.read_text(encoding="utf-8"))["example-payer"]


def test_the_example_says_that_it_is_made_up(example: Policy) -> None:
    assert "made up" in example.title
    assert "made-up" in EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    own = {value.source for dated in example.values.values() for value in dated if value.policy == example.name}
    assert own == {entry.source for entry in example.profile.entries} == {"made up"}


def test_the_example_shows_every_section(example: Policy) -> None:
    profile = example.profile
    authorization = profile.authorization("J1745", DAY)
    assert authorization is not None
    assert (authorization.required, authorization.counts_discarded) == (True, True)
    first, preferred = profile.step_therapy("J1745", DAY), profile.preferred("J1745", DAY)
    assert first
    assert first.first == ("methotrexate", "Q5103")
    assert preferred
    assert preferred.codes == ("Q5103", "Q5104")
    quantity = profile.quantity_limit("J1745", DAY)
    assert quantity
    assert (quantity.units, quantity.days) == (105, 56)
    by_weight, flat = profile.dose_limit("J1745", DAY), profile.dose_limit("J9271", DAY)
    assert by_weight
    assert by_weight.most == amount(10, "mg/kg")
    assert flat
    assert flat.most == amount(400, "mg")
    sites, network = profile.sites_of_care("J1745", DAY), profile.network("J1745", DAY)
    assert sites
    assert sites.settings == ("office", "home")
    assert network
    assert network.required
    share, from_file = profile.patient_share("J1745", DAY), profile.patient_share("J7211", DAY)
    assert share
    assert share.per_cent == Fraction(20)
    assert from_file
    assert from_file.per_cent is None
    assert all(entry.says and entry.title and entry.cite() for entry in profile.entries)


def test_the_closest_entry_counts(example: Policy) -> None:
    """J1745 by its code, J7211 by its group, J9271 by what is said of all."""
    found = {code: example.profile.authorization(code, DAY) for code in ("J1745", "J7211", "J9271")}
    assert [entry.for_ if entry else "" for entry in found.values()] == ["J1745", "factor-viii", "all"]
    assert [entry.required if entry else None for entry in found.values()] == [True, True, False]


def test_nothing_is_stated_before_its_day_or_of_other_codes(example: Policy) -> None:
    assert example.profile.authorization("J1745", date(2024, 12, 31)) is None
    assert example.profile.step_therapy("J9271", DAY) is None
    assert Profile().authorization("J1745") is None


@pytest.mark.parametrize(
    "diagnosis, covered",
    [("M05.79", True), ("M0579", True), ("M06.09", True), ("M06.1", False), ("K50.00", True), ("D66", False)],
)
def test_diagnoses_by_their_beginning(example: Policy, diagnosis: str, covered: bool) -> None:
    indications = example.profile.indications("J1745", DAY)
    assert indications is not None
    assert indications.cover(diagnosis) is covered


def test_an_own_entry_replaces_the_inherited_one_from_its_day(own: Own) -> None:
    text = (
        "policy: child\ntitle: C\nfrom: 2025-07-01\nsource: s\nextends: example-payer\nprofile:\n"
        "  authorization:\n    - {for: J1745, from: 2025-07-01, required: 'no', tag: C, source: s}\n"
    )
    child = own(example_payer=EXAMPLE.read_text(encoding="utf-8"), child=text)["child"]
    before = child.profile.authorization("J1745", date(2025, 6, 30))
    after = child.profile.authorization("J1745", date(2025, 7, 1))
    assert before
    assert before.required
    assert before.policy == "example-payer"
    assert after
    assert not after.required
    assert after.policy == "child"
    assert child.profile.authorization("J1745") == after  # no day: the newest
    kept = child.profile.authorization("J7211", date(2026, 1, 1))
    assert kept
    assert kept.required
