"""The pages of the documentation site, each made from what the program itself reads."""

from collections.abc import Iterator

from docs.generate import checks, data, documents, dosing, modifiers, payers, records, rules, texts
from docs.generate.facts import Facts
from docs.generate.rst import Page

MAKERS = (texts, checks, records, documents, payers, modifiers, rules, dosing, data)


def all_pages(facts: Facts) -> Iterator[Page]:
    """Every page of the site, the start page among them."""
    for maker in MAKERS:
        yield from maker.pages(facts)
