"""A user's own payer files: what they state, what they take over, and every mistake in them with its line."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalogue.policies.conftest import Own
from unitcalc.catalogue.policies import Payers, Policy, choose
from unitcalc.catalogue.policies.choosing import assembled, called, read_policy
from unitcalc.catalogue.policies.page import unplaced
from unitcalc.catalogue.policies.reading import read_draft
from unitcalc.findings import Problem, Refused
from unitcalc.reference.documents import read_yaml

FOLDER = Path(__file__).resolve().parents[3]

HEAD = "policy: {name}\ntitle: T\nfrom: 2025-01-01\nsource: contract\nextends: {extends}\n"


def payer(name: str, body: str = "", extends: str = "medicare-part-b") -> str:
    return HEAD.format(name=name, extends=extends) + body


def valued(name: str, *dated: tuple[str, object]) -> str:
    """A section `values` with one name in it."""
    lines = [f'    - {{from: {day}, value: {value}, tag: C, rule: "4.3", source: contract}}\n' for day, value in dated]
    return f"values:\n  {name}:\n{''.join(lines)}"


def problems(known: Payers, name: str) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as raised:
        choose(known, name)
    return raised.value.problems


def said(found: tuple[Problem, ...]) -> dict[str, list[str]]:
    """The messages by their place."""
    by_line: dict[str, list[str]] = {}
    for problem in found:
        by_line.setdefault(problem.field.rpartition(" ")[2], []).append(problem.code)
    return by_line


def test_own_values_hold_from_their_day_and_inherited_ones_before(own: Own) -> None:
    """Medicare allows JZ from 2023-01-01 and requires it from 2023-07-01; the payer's own value begins in 2025."""
    mine = own(mine=payer("mine", valued("no-discard-modifier", ("2025-01-01", "none"))))["mine"]
    held = [
        mine.value("no-discard-modifier", day).value
        for day in (date(2022, 1, 1), date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2030, 1, 1))
    ]
    assert held == ["none", "JZ-allowed", "JZ", "none", "none"]
    assert mine.value("no-discard-modifier", date(2025, 1, 1)).policy == "mine"
    assert mine.value("line-modifiers", date(2025, 1, 1)).policy == "medicare-part-b"


def test_a_policy_may_extend_one_that_extends_another(own: Own) -> None:
    known = own(
        child=payer("child", valued("kx", ("2025-01-01", "required")), extends="parent"),
        parent=payer("parent", valued("split-modifier", ("2025-01-01", "59")), extends="uhc-community-md"),
    )
    day = date(2026, 1, 1)
    child = known["child"]
    assert child.value("kx", day).policy == "child"
    assert child.value("split-modifier", day).policy == "parent"
    assert child.value("line-per-ndc", day).policy == "uhc-community-md"
    assert child.value("filing-limit", day).policy == "medicare-part-b"


def test_settings_statuses_and_groups_are_taken_over_and_replaced_by_name(own: Own) -> None:
    body = (
        "settings:\n  clinic: {title: our clinic, form: professional, mue: practitioner, pays: nothing, "
        'subject: "yes"}\n'
        "statuses:\n  N: {subject: flag, pays: 'no', meaning: packaged}\n"
        "groups:\n  vaccines: [J9999]\n"
    )
    known = own(mine=payer("mine", body))
    mine, medicare = known["mine"], known["medicare-part-b"]
    assert set(mine.settings) == {*medicare.settings, "clinic"}
    assert (mine.statuses["N"].subject, medicare.statuses["N"].subject) == ("flag", "no")
    assert (mine.group_of("J9999"), medicare.group_of("J9999")) == ("vaccines", None)
    assert mine.group_of("Q2039") is None
    assert mine.group_of("Q4101") == "skin-substitutes"


def test_a_group_for_the_profile_decides_nothing_about_jw(own: Own) -> None:
    assert own(mine=payer("mine", "groups: {factor: [J7190-J7192]}\n"))["mine"].group_of("J7190") is None


def test_yours_takes_the_place_of_ours_and_says_so(own: Own) -> None:
    """It may extend the very one that it replaces; ours that extend that one stay as they are."""
    text = payer("medicare-part-b", valued("split-modifier", ("2025-01-01", "59")))
    known = own(medicare_part_b=text, mine=payer("mine"))
    day = date(2026, 1, 1)
    assert known["medicare-part-b"].value("split-modifier", day).value == "59"
    assert known["medicare-part-b"].replaces
    assert known["medicare-part-b"].file.endswith("medicare-part-b.yaml")
    assert known["anthem"].value("split-modifier", day).value == "76"
    assert known["mine"].value("split-modifier", day).value == "59"
    assert not known["mine"].replaces
    assert not known["anthem"].file


def test_a_broken_file_keeps_nothing_else_from_being_used(own: Own) -> None:
    known = own(broken=payer("broken", "colour: red\n"), child=payer("child", extends="broken"), good=payer("good"))
    assert {"medicare-part-b", "good"} <= set(known)
    assert not {"broken", "child"} & set(known)
    assert [problem.code for problem in problems(known, "broken")] == ["payer-unknown-key"]
    assert problems(known, "child") == problems(known, "broken")
    assert known.problems == problems(known, "broken")


def test_ours_is_not_used_where_yours_of_that_name_is_broken(own: Own) -> None:
    known = own(anthem="- a list\n")
    assert "anthem" not in known
    assert problems(known, "anthem")[0].code == "payer-shape"


def test_what_is_no_yaml_is_told_with_its_line(own: Own) -> None:
    known = own(mine="policy: mine\ntitle: [\n")
    (problem,) = problems(known, "mine")
    assert "your policies/mine.yaml, line" in problem.message


def test_everything_wrong_is_told_at_once_with_its_line(own: Own) -> None:
    text = """policy: broken
title: Broken
from: 2025-13-01
source: x
extends: medicare
colour: red
values:
  split-modifer:
    - {from: 2025-01-01, value: 76, tag: C, rule: "4.3", source: x}
  split-modifier:
    - {from: 2025-02-01, value: 77, tag: Z, rule: "4.3", source: x}
    - {from: 2025-02-01, value: 76, tag: C, rule: "4.3", source: x}
    - {from: 2025-02-01, value: 59, tag: C, rule: "4.3", source: x}
  line-charge-limit:
    - {from: 2025-02-30, value: lots, tag: C, rule: "4.4"}
  line-modifiers:
    - {from: 2025-01-01, value: 2.5, tag: C, rule: "7", source: x}
  ndc-units:
    - {from: 2025-01-01, value: [UN, LB], tag: C, rule: "5.3", source: x}
  filing-limit:
    - {from: 2025-01-01, value: soon, tag: C, rule: "8", source: x}
  kx: only-by-policy
settings:
  clinic: {title: c, form: paper, mue: practitioner, pays: limit}
statuses:
  G: {subject: maybe, pays: "yes", meaning: m}
groups: {small: [J1-J2], wrong: [J7192-J7190]}
profile:
  authorization:
    - {for: nobody, from: 2025-01-01, required: maybe, tag: C, source: s}
  dose-limit:
    - {for: J1745, from: 2025-01-01, most: 10 wombats, tag: C, source: s}
  indications:
    - {for: all, from: 2025-01-01, icd-10: [haemophilia], tag: C, source: s}
  quantity-limit:
    - {for: all, from: 2025-01-01, units: 0, days: 28, tag: C, source: s}
  sites-of-care:
    - {for: all, from: 2025-01-01, settings: [moon], tag: C, source: s}
  patient-share:
    - {for: all, from: 2025-01-01, per-cent: 120, tag: C, source: s}
  colour: []
"""
    found = problems(own(broken=text), "broken")
    assert said(found) == {
        "3": ["payer-date"],
        "5": ["payer-unknown"],
        "6": ["payer-unknown-key"],
        "8": ["payer-unknown-value"],
        "11": ["payer-tag", "payer-value"],
        "13": ["payer-order"],
        "15": ["payer-missing", "payer-date", "payer-value"],
        "17": ["payer-value"],
        "19": ["payer-value"],
        "21": ["payer-value"],
        "22": ["payer-shape"],
        "24": ["payer-missing", "payer-value"],
        "26": ["payer-value"],
        "27": ["payer-value", "payer-value"],
        "30": ["payer-value", "payer-value"],
        "32": ["payer-value"],
        "34": ["payer-value"],
        "36": ["payer-value"],
        "38": ["payer-value"],
        "40": ["payer-value"],
        "41": ["payer-unknown-key"],
    }
    by_code = {problem.code: problem for problem in found}
    assert by_code["payer-unknown"].candidates[0] == "medicare-part-b"
    assert by_code["payer-unknown-value"].candidates[0] == "split-modifier"
    assert all(problem.message.startswith("your policies/broken.yaml, line ") for problem in found)


@pytest.mark.parametrize(
    "name, text, code",
    [
        ("mine", "", "payer-missing"),
        ("mine", "policy: other\ntitle: T\nfrom: 2025-01-01\nsource: s\nextends: medicare-part-b\n", "payer-name"),
        ("mine", "policy: mine\ntitle: T\nsource: s\nextends: medicare-part-b\n", "payer-missing"),
        ("mine", "policy: mine\ntitle: T\nfrom: 2025-01-01\nsource: s\n", "payer-missing"),
        ("mine", payer("mine", extends="mine"), "payer-unknown"),
        ("mine", payer("mine", "values: {kx: [null]}\n"), "payer-missing"),
        ("mine", payer("mine", "values: {kx: []}\n"), "payer-missing"),
        ("mine", payer("mine", valued("ndc-units", ("2025-01-01", "[]"))), "payer-missing"),
        ("mine", payer("mine", "groups: {factor: []}\n"), "payer-missing"),
        ("mine", payer("mine", "profile: {authorization: [null]}\n"), "payer-missing"),
        (
            "mine",
            payer("mine", "profile: {preferred: [{for: all, from: 2025-01-01, codes: [], tag: C, source: s}]}\n"),
            "payer-missing",
        ),
    ],
)
def test_a_file_that_says_too_little(own: Own, name: str, text: str, code: str) -> None:
    assert code in {problem.code for problem in problems(own(**{name: text}), name)}


def test_a_policy_that_extends_none_is_told_how_to(own: Own) -> None:
    text = "policy: mine\ntitle: T\nfrom: 2025-01-01\nsource: s\n"
    found = problems(own(mine=text), "mine")
    assert any("extends: medicare-part-b" in problem.hint for problem in found)
    assert any("split-modifier" in problem.message for problem in found)


def test_a_circle_is_told_at_each_of_its_files(own: Own) -> None:
    known = own(
        one=payer("one", extends="two"),
        two=payer("two", extends="three"),
        three=payer("three", extends="one"),
        outside=payer("outside", extends="one"),
    )
    for name, circle in (
        ("one", "one extends two extends three extends one"),
        ("two", "two extends three extends one"),
    ):
        found = problems(known, name)
        assert {problem.code for problem in found} == {"payer-circle"}
        assert any(circle in problem.message for problem in found)
    assert "outside" not in known
    assert "medicare-part-b" in known


def test_a_file_with_the_wrong_ending_is_told(own: Own, tmp_path: Path) -> None:
    own(good=payer("good"))
    (tmp_path / "policies" / "mine.yml").write_text(payer("mine"), encoding="utf-8")
    known = own()
    assert problems(known, "mine")[0].code == "payer-file-name"


def test_numbers_stay_exact(own: Own) -> None:
    mine = own(
        mine=payer(
            "mine",
            valued("nominal-charge", ("2025-01-01", "0.01"))
            + valued("dose-rounding-within", ("2025-01-01", "7.5")).removeprefix("values:\n"),
        )
    )["mine"]
    day = date(2025, 6, 1)
    assert mine.value("nominal-charge", day).number == Fraction(1, 100)
    assert mine.value("dose-rounding-within", day).number == Fraction(15, 2)
    assert mine.value("dose-rounding-within", date(2020, 1, 1)).number is None


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.text(max_size=12),
    st.just([]),
    st.just({}),
    st.just({"from": "2025-01-01"}),
    st.lists(st.text(max_size=5), max_size=3),
)


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every value of a document stands."""
    yield at
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*at, key))


@settings(max_examples=200)
@given(st.data())
def test_whatever_stands_in_a_file_it_is_used_or_refused(data: st.DataObject) -> None:
    """The example with one value of it replaced by anything: never a fault, and never a loss for other payers."""
    document = read_yaml(FOLDER / "docs" / "example-payer.yaml")
    *above, last = data.draw(st.sampled_from([place for place in places(document) if place]))
    parent = document
    for key in above:
        parent = parent[key]
    parent[last] = data.draw(JUNK)
    medicare = read_draft(
        unplaced(read_yaml(FOLDER / "data" / "policies" / "medicare-part-b.yaml")), "medicare-part-b", ""
    )
    known = assembled([medicare, read_draft(unplaced(document), "example-payer", "")])
    assert "medicare-part-b" in known
    assert ("example-payer" in known) is not ("example-payer" in known.refused)
    if "example-payer" in known:
        assert all(entry.says for entry in known["example-payer"].profile.entries)
        known["example-payer"].last_day_to_file(date(2026, 1, 1))
    else:
        assert all(problem.message for problem in known.refused["example-payer"])


@pytest.mark.parametrize("document", [None, [], "text", {"policy": "x"}, {"policy": "x", "values": {"kx": 1}}])
def test_a_document_that_is_no_policy_is_refused(document: Any) -> None:
    with pytest.raises(Refused):
        read_policy(document)


def test_a_complete_policy_needs_no_other(own: Own) -> None:
    known = own()
    assert isinstance(known["medicare-part-b"], Policy)
    assert known["medicare-part-b"].extends == ""


@pytest.mark.parametrize("name", ["Mine", "Our Plan, East", "OUR PLAN (EAST)", "t"])
def test_a_claim_calls_a_payer_by_its_name_its_title_or_one_of_its_names(own: Own, name: str) -> None:
    known = own(mine=payer("mine", "names: [Our Plan East, Our Plan West]\n"))
    found = called(known, name)
    assert found is not None
    assert found.name == "mine"
    assert called(known, "Our Plan") is None
    assert called(known, "") is None


def test_own_files_are_called_before_ours_and_keep_the_names_of_what_they_replace(own: Own) -> None:
    known = own(premera=payer("premera", "names: [Premera]\n"), regence=payer("regence", "names: [R.]\n", "regence"))
    assert [found.name for name in ("Premera", "Premera Blue Cross") if (found := called(known, name))] == [
        "premera",
        "lifewise-premera",
    ]
    replaced = called(known, "Regence BlueShield")
    assert replaced is not None
    assert replaced.replaces
    assert replaced.names[0] == "R."


@pytest.mark.parametrize("names", ["[A, a.]", "[12]", "[[A]]", "[]", "{a: b}"])
def test_names_that_are_none_or_stand_twice_are_told(own: Own, names: str) -> None:
    assert said(problems(own(mine=payer("mine", f"names: {names}\n")), "mine")).keys() == {"6"}


def test_a_name_stands_for_one_policy(own: Own) -> None:
    known = own(mine=payer("mine", "names: [Plan]\n"), other=payer("other", "names: [PLAN]\n"), third=payer("third"))
    assert "'Plan' is a name of 'other' too" in problems(known, "mine")[0].message
    assert "'PLAN' is a name of 'mine' too" in problems(known, "other")[0].message
    assert "third" in known
