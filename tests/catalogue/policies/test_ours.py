"""The policies that come with the program: complete, dated, sourced, and what the rule book says of each payer."""

from datetime import date
from pathlib import Path

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.policies import NAMES, Policy, policies
from unitcalc.catalogue.policies.choosing import assembled, called
from unitcalc.catalogue.policies.names import WORD, WORDS
from unitcalc.catalogue.policies.reading import read_draft
from unitcalc.catalogue.policies.telling import told
from unitcalc.catalogue.rules import cited
from unitcalc.reference.documents import read_marked
from unitcalc.reference.store import Reference

FOLDER = Path(__file__).resolve().parents[3] / "data" / "policies"
DAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def known(reference: Reference) -> dict[str, Policy]:
    return policies(reference)


def test_each_file_is_read_without_a_problem() -> None:
    drafts = [read_draft(read_marked(path), path.stem, path.name) for path in sorted(FOLDER.glob("*.yaml"))]
    found = assembled(drafts)
    assert not found.problems
    assert len(found) == len(drafts) > 1


def test_every_value_is_one_of_the_list_and_can_be_told(known: dict[str, Policy]) -> None:
    for policy in known.values():
        assert set(policy.values) == set(NAMES)
        for name, dated in policy.values.items():
            assert all(told(NAMES[name], value) for value in dated), name


def test_every_name_says_what_it_means_and_what_may_stand_there() -> None:
    for name in NAMES.values():
        assert name.means
        assert bool(name.words) is (name.kind in (WORD, WORDS)), name.name
        assert all(name.words.values())


def test_medicare_holds_everything_and_the_others_what_differs(known: dict[str, Policy]) -> None:
    assert [policy.name for policy in known.values() if not policy.extends] == ["medicare-part-b"]
    for policy in known.values():
        if policy.extends:
            own = {value.policy for dated in policy.values.values() for value in dated}
            assert own == {policy.name, "medicare-part-b"}
            assert policy.settings == known["medicare-part-b"].settings


@pytest.mark.parametrize(
    "payer, day, name, value",
    [
        ("medicare-part-b", DAY, "filing-limit", "1 year"),
        ("uhc-community-md", date(2025, 4, 30), "no-discard-modifier", "JZ-allowed"),
        ("uhc-community-md", date(2025, 5, 1), "no-discard-modifier", "JZ-professional"),
        ("uhc-community-md", date(2025, 4, 30), "line-per-ndc", "no"),
        ("uhc-community-md", DAY, "line-per-ndc", "yes"),
        ("uhc-community-md", DAY, "jw-threshold", "dose-below-unit"),
        ("bcbs-nc", date(2024, 10, 31), "no-discard-modifier", "JZ-allowed"),
        ("bcbs-nc", date(2024, 11, 1), "no-discard-modifier", "JZ"),
        ("bcbs-nc", DAY, "discard-cap", "smallest-vial"),
        ("bcbs-nc", DAY, "administered-lines-per-day", "one"),
        ("bcbs-nd", DAY, "no-discard-modifier", "JZ-allowed"),
        ("blue-cross-idaho", DAY, "discard-modifier", "none"),
        ("blue-cross-idaho", DAY, "no-discard-modifier", "none"),
        ("blue-cross-idaho", date(2011, 12, 31), "discard-modifier", "by-contractor"),
        ("horizon-bcbsnj", DAY, "containers-opened", "least-waste"),
        ("lifewise-premera", DAY, "ndc-quantity-required", "yes"),
        ("regence", DAY, "ndc-quantity-required", "yes"),
        ("regence", DAY, "short-stability-bulk", "single-use"),
        ("anthem", DAY, "dose-rounding-within", "10"),
        ("unknown-payer", DAY, "no-discard-modifier", "JZ-confirm"),
        ("unknown-payer", DAY, "discard-modifier", "JW"),
    ],
)
def test_what_the_rule_book_says(known: dict[str, Policy], payer: str, day: date, name: str, value: str) -> None:
    assert known[payer].value(name, day).text == value


def test_nothing_is_made_up_for_payers_of_which_nothing_was_found(known: dict[str, Policy]) -> None:
    text = " ".join(f"{policy.name} {policy.title}" for policy in known.values()).lower()
    assert not any(name in text for name in ("aetna", "cigna", "humana", "molina", "centene"))
    assert not any(policy.profile.entries for policy in known.values())


@pytest.mark.parametrize(
    "service, last",
    [
        (date(2025, 3, 1), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2009, 12, 31), None),
    ],
)
def test_medicares_last_day_to_file(known: dict[str, Policy], service: date, last: date | None) -> None:
    assert known["medicare-part-b"].last_day_to_file(service) == last


def test_every_value_cites_a_rule_of_the_book(known: dict[str, Policy], catalogue: Catalogue) -> None:
    for policy in known.values():
        for name, dated in policy.values.items():
            for value in dated:
                found = [rule.number for rule in cited(catalogue.rules, [value.cite()])]
                assert found == [value.rule], f"{policy.name}: {name} from {value.from_} cites {value.rule}"


@pytest.mark.parametrize(
    "name, rule", [("filing-limit", "8.2"), ("rounding-per", "1.9"), ("dose-rounding-within", "8")]
)
def test_values_whose_rules_are_alike_cite_their_own(known: dict[str, Policy], name: str, rule: str) -> None:
    """8 is about rounding a dose, 8.2 about the time to file; 1.1 about rounding, 1.9 about what is rounded."""
    assert {value.rule for policy in known.values() for value in policy.values[name]} == {rule}


@pytest.mark.parametrize(
    "name, policy",
    [
        ("BCBS of North Carolina", "bcbs-nc"),
        ("BCBSNC", "bcbs-nc"),
        ("Blue Cross & Blue Shield of North Dakota", "bcbs-nd"),  # its title, the sign left aside
        ("PREMERA", "lifewise-premera"),
        ("Regence BlueShield", "regence"),
        ("Blue Cross of Idaho", "blue-cross-idaho"),
        ("UHC Community Plan MD", "uhc-community-md"),
        ("Medicare Part B - Novitas", "medicare-part-b"),
        ("medicare part b (novitas)", "medicare-part-b"),
        ("Horizon BCBSNJ", "horizon-bcbsnj"),
        # Other companies, or a plan that may be another line of business.
        ("Blue Cross Blue Shield", ""),
        ("BCBS of Michigan", ""),
        ("UHC", ""),
        ("UHC Community Plan", ""),
        ("Horizon NJ Health", ""),
        ("Medicare Advantage", ""),
        ("Aetna", ""),
    ],
)
def test_what_claims_call_our_payers(known: dict[str, Policy], name: str, policy: str) -> None:
    found = called(known, name)
    assert (found.name if found else "") == policy
