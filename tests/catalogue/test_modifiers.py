"""Modifiers on the line of a drug: RULES 7, 1.7, 1.12, 4.3, and the dates of CMS's list."""

from copy import deepcopy
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.modifiers import Modifiers, Role
from unitcalc.catalogue.rules import STANDING
from unitcalc.codes.modifier import is_cpt_modifier
from unitcalc.reference.store import Reference


@pytest.fixture(scope="module")
def modifiers(catalogue: Catalogue) -> Modifiers:
    return catalogue.modifiers


@pytest.mark.parametrize(
    "names, role",
    [
        ("JW JZ TB JG PO PN GA GZ GY GX", Role.YES),
        ("EA EB EC", Role.ONE_OF_GROUP),
        ("76", Role.SPLIT_ONLY),
        ("KX LU AY", Role.BY_POLICY),
        ("JA JB RT LT 59 XE XS XP XU", Role.BY_PAYER),
        ("91 22 25 26 50 51 52 53 73 74", Role.NO),
    ],
)
def test_the_table_of_rules_7(names: str, role: Role, modifiers: Modifiers) -> None:
    for name in names.split():
        rule = modifiers.of(name)
        assert rule is not None
        assert rule.role is role, name


@pytest.mark.parametrize(
    "name, day, in_force",
    [
        ("JZ", date(2022, 12, 31), False),
        ("JZ", date(2023, 1, 1), True),
        ("JG", date(2017, 12, 31), False),
        ("JG", date(2024, 12, 31), True),
        ("JG", date(2025, 1, 1), False),
        ("TB", date(2025, 1, 1), True),
        ("JW", date(2002, 12, 31), False),  # CMS's list: added 2003-01-01
        ("JW", date(2016, 12, 31), True),  # by contractor, before it was national
        ("LU", date(2021, 12, 31), False),
        ("LU", date(2022, 1, 1), True),
        ("GD", date(2019, 12, 31), True),  # CMS's list: ended that day; no rule speaks of it
        ("GD", date(2020, 1, 1), False),
        ("76", date(1990, 1, 1), True),  # of CPT's no date is known
        ("ZZ", date(2025, 1, 1), False),
    ],
)
def test_in_force(name: str, day: date, in_force: bool, modifiers: Modifiers) -> None:
    assert modifiers.in_force(name, day) is in_force


def test_the_days_from_which_rules_ask(modifiers: Modifiers) -> None:
    asked = {name: rule.required_from for name, rule in modifiers.rules.items() if rule.required_from}
    assert asked == {
        "JW": date(2017, 1, 1),
        "JZ": date(2023, 7, 1),
        "TB": date(2025, 1, 1),
        "EA": date(2008, 1, 1),
        "EB": date(2008, 1, 1),
        "EC": date(2008, 1, 1),
    }


def test_known(modifiers: Modifiers) -> None:
    assert [name for name in ("JW", "76", "P1", "A1", "ZZ", "O5", "jw", "") if modifiers.known(name)] == [
        "JW", "76", "P1", "A1",
    ]  # fmt: skip
    assert modifiers.of("A1") is None
    assert modifiers.official("76") is None


def test_groups(modifiers: Modifiers) -> None:
    assert modifiers.group("waste") == ("JW", "JZ")
    assert modifiers.group("esa") == ("EA", "EB", "EC")
    assert modifiers.group("liability") == ("GA", "GZ", "GY", "GX", "GK")
    assert modifiers.group("separate-service") == ("59", "XE", "XS", "XP", "XU")
    assert modifiers.group("car-t") == ("LU", "KX")
    assert modifiers.group("none") == ()


def pairs(modifiers: Modifiers, line: str) -> list[str]:
    return [str(conflict) for conflict in modifiers.conflicting(line.split())]


@pytest.mark.parametrize(
    "line, found",
    [
        ("JW JZ", ["JW and JZ"]),
        ("JZ TB JW", ["JW and JZ"]),
        ("EA EB EC", ["EA and EB", "EA and EC", "EB and EC"]),
        ("GA GZ", ["GA and GZ"]),
        ("XE 59", ["59 and XE"]),
        ("TB JG", ["JG and TB"]),
        ("JA JB", ["JA and JB"]),
        ("PN PO", ["PO and PN"]),
        ("GX GY", []),  # a voluntary notice of what the law excludes
        ("XE XS", []),
        ("KX LU 76", []),  # a CAR-T fraction (RULES 1.12)
        ("JZ 76", []),  # JZ stands on each split line (RULES 4.3)
        ("JW 76", []),  # JW lines split alike
        ("JW JW", []),
        ("", []),
    ],
)
def test_conflicts(line: str, found: list[str], modifiers: Modifiers) -> None:
    assert pairs(modifiers, line) == found


def test_a_conflict_has_its_reason_and_source(modifiers: Modifiers) -> None:
    (found,) = modifiers.conflicting(["JW", "JZ"])
    assert found.reason == "JW says that a part was discarded, JZ that nothing was."
    assert found.source.cite() == "RULES 1.7: CMS JW/JZ policy"
    (found,) = modifiers.conflicting(["59", "XS"])
    assert found.source.cite().endswith("(unverified)")


def test_every_conflict_is_of_modifiers_with_a_rule(modifiers: Modifiers) -> None:
    everything = modifiers.conflicting(modifiers.rules)
    assert {name for conflict in everything for name in conflict.pair} <= modifiers.rules.keys()
    assert len({frozenset(conflict.pair) for conflict in everything}) == len(everything)


def test_erythropoiesis_stimulating_agents(modifiers: Modifiers) -> None:
    office = [code for code in ("J0881", "J0885", "J0888", "Q5106") if modifiers.esa(code)]
    dialysis = [code for code in ("J0882", "J0887", "Q4081", "Q5105") if modifiers.esa(code)]
    assert (len(office), len(dialysis)) == (4, 4)
    for code in office:
        agent = modifiers.esa(code)
        assert agent is not None
        assert (agent.dialysis, agent.one_of) == (False, ("EA", "EB", "EC"))
    for code in dialysis:
        agent = modifiers.esa(code)
        assert agent is not None
        assert (agent.dialysis, agent.one_of) == (True, ())
    assert modifiers.esa("J1745") is None


def test_every_agent_is_what_its_official_descriptor_says(reference: Reference, modifiers: Modifiers) -> None:
    said = {
        row.code: row for word in ("darbepoetin", "epoetin", "peginesatide") for row in reference.codes_saying(word)
    }
    assert len(said) == 12
    for code, row in said.items():
        agent = modifiers.esa(code)
        assert agent is not None, code
        assert (agent.descriptor, agent.row) == (row.long, row.row)
        assert agent.dialysis is ("for esrd on dialysis" in row.long)
        assert agent.dialysis is not ("non-esrd" in row.long or "non esrd" in row.long)


def test_every_rule_and_source_can_be_cited(catalogue: Catalogue, modifiers: Modifiers) -> None:
    stated = [rule.source for rule in modifiers.rules.values()]
    stated += [conflict.source for conflict in modifiers.conflicting(modifiers.rules)]
    for source in stated:
        assert source.rule in catalogue.rules
        assert source.tag in STANDING
        assert bool(source.address) == bool(source.opened)
    for rule in modifiers.rules.values():
        assert rule.name
        assert rule.reason.endswith(".")


def test_every_level_two_modifier_is_cms_s(reference: Reference, modifiers: Modifiers) -> None:
    for name, rule in modifiers.rules.items():
        row = reference.modifier(name)
        assert (row is None) is is_cpt_modifier(name), name
        if row is not None:
            first, last = modifiers.span(name)
            assert first == max(day for day in (row.added, rule.from_) if day)
            assert rule.to is None or rule.to == row.terminated == last


@given(st.data())
def test_laws(catalogue: Catalogue, data: st.DataObject) -> None:
    modifiers = catalogue.modifiers
    name = data.draw(st.sampled_from([*modifiers.rules, *(row.modifier for row in catalogue.reference.modifiers())]))
    first, last = modifiers.span(name)
    day = data.draw(st.dates(date(1980, 1, 1), date(2030, 1, 1)))
    assert modifiers.in_force(name, day) is ((first or day) <= day <= (last or day))
    for edge, outside in ((first, -1), (last, 1)):
        if edge:
            assert modifiers.in_force(name, edge)
            assert not modifiers.in_force(name, edge + timedelta(days=outside))
    line = data.draw(st.lists(st.sampled_from(list(modifiers.rules)), max_size=5))
    whole = {conflict.pair for conflict in modifiers.conflicting(line)}
    parts = {conflict.pair for two in combinations(line, 2) for conflict in modifiers.conflicting(two)}
    assert whole == parts


def changed(document: Any, path: str, value: object) -> Any:
    """The document with one value changed, or left out."""
    again = deepcopy(document)
    *way, last = path.split("/")
    place = again
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return again


@pytest.mark.parametrize(
    "path, value, said",
    [
        ("modifiers/JW/group", None, "JW: missing .'group'."),
        ("modifiers/JW/grupo", "x", "JW: missing .., unknown .'grupo'."),
        ("modifiers/JW/on-a-drug-line", "perhaps", "'perhaps' is not a valid Role"),
        ("modifiers/JW/source", "nowhere", "JW: no source is called 'nowhere'"),
        ("modifiers/JZ/from", "2023-13-01", "month must be in 1..12"),
        ("modifiers/JW", "yes", "JW: a list of names and values is expected"),
        ("sources/practice/tag", "X", "source practice: no tag is called 'X'"),
        ("conflicts/0/reason", None, "conflict 1: missing .'reason'."),
        ("conflicts/0/of", ["JW"], "conflict 1: missing .., unknown .'of'."),
        ("esa/codes/J0881/dialysis", "perhaps", "J0881: dialysis is yes or no, not 'perhaps'"),
        ("more", "x", "modifiers.yaml: missing .., unknown .'more'."),
    ],
)
def test_a_document_that_says_something_else_is_refused(
    path: str, value: object, said: str, reference: Reference
) -> None:
    document = reference.document("modifiers")
    with pytest.raises(ValueError, match=said):
        Modifiers(reference, changed(document, path, value))
