"""Every rule that a result can cite stands in the rule book, with a source and a tag."""

import ast
import re
from pathlib import Path

import pytest

from unitcalc.catalogue.rules import STANDING, Rule, cited, read_rules
from unitcalc.reference.store import Reference

PACKAGE = Path(__file__).resolve().parents[2] / "unitcalc"


def citations() -> list[str]:
    """What follows RULES in the texts that the program prints; docstrings and comments are for its readers."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                found += re.findall(r"RULES ([^:;]+)", node.value)
    return found


@pytest.fixture(scope="module")
def book() -> dict[str, Rule]:
    return read_rules(Reference.open().document("rules"))


def test_every_rule_says_something_and_names_its_source(book: dict[str, Rule]) -> None:
    assert all(rule.says and rule.source and rule.tag in STANDING for rule in book.values())
    document = Reference.open().document("rules")
    assert {frozenset(entry) for entry in document["rules"].values()} == {frozenset({"says", "tag", "source"})}


def test_every_cited_rule_is_in_the_book(book: dict[str, Rule]) -> None:
    texts = citations()
    numbers = {number for text in texts for number in re.findall(r"R?\d[\w.]*", text)}
    assert len(texts) > 20
    assert numbers - set(book) == set()


def test_every_policy_value_cites_a_rule_of_the_book(book: dict[str, Rule]) -> None:
    reference = Reference.open()
    for name in reference.documents():
        if name.startswith("policies/"):
            values = reference.document(name)["values"]
            cited_numbers = {entry["rule"] for entries in values.values() for entry in entries}
            assert cited_numbers - set(book) == set()


def test_a_span_cites_what_lies_between(book: dict[str, Rule]) -> None:
    assert [rule.number for rule in cited(book, ["RULES 5.3 to 5.5"])] == ["5.3", "5.4", "5.5"]


def test_what_is_not_primary_says_so(book: dict[str, Rule]) -> None:
    assert book["1.2"].standing == "contractor guidance"
    assert book["1.3"].standing == "industry practice"
    assert book["2.2"].standing == "unverified"
