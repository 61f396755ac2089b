"""The rule book: every rule with its number, how sure its source is, and the checks that cite it."""

from collections.abc import Iterator

from docs.generate.facts import Facts
from docs.generate.rst import (
    Page,
    bold,
    check_label,
    heading,
    link,
    listed,
    page,
    plain,
    rule_label,
    standing_of,
    table,
)
from unitcalc.catalogue.rules import STANDING

GROUPS = {
    "R": "The computation",
    "1": "Administered and discarded units, JW and JZ",
    "2": "What is waste, and what is not",
    "3": "Where JW and JZ apply",
    "4": "Limits of a line, clotting factors, unclassified codes",
    "5": "NDC and its quantity",
    "6": "Medically unlikely edits",
    "7": "Modifiers",
    "8": "Payers, rounding, filing",
    "9": "What the record holds",
    "10": "What audits find",
}
"""The title of the rules that begin with a number."""
TAGS = {
    "P": "The text of CMS, FDA or the law itself was seen.",
    "P2": "A primary text, as a contractor or a society quotes it.",
    "M": "A Medicare contractor says so.",
    "C": "A payer says so on its own page.",
    "B": "A society, a vendor or the trade press says so.",
    "K": "Practice, or a source that nobody has opened: verify it before you rely on it.",
}


def pages(facts: Facts) -> Iterator[Page]:
    """One page with the whole book."""
    citing: dict[str, list[str]] = {number: [] for number in facts.book}
    for check in facts.checks.values():
        for rule in facts.rules_of(check.text.source):
            citing[rule.number].append(check.code)
    groups: dict[str, list[str]] = {}
    for number in facts.book:
        groups.setdefault(_group(number), []).append(number)
    parts = [
        heading("The rules", label="rules"),
        plain(
            "Results cite a rule by its number: RULES 1.5. Here is what each says, how sure its source is, and which "
            "checks rest on it. The numbers that begin with R are the computation itself; they follow from the others."
        ),
        heading("How sure a source is", 1, "standings"),
        listed(f"{bold(STANDING[tag])}: {plain(meaning)}" for tag, meaning in TAGS.items()),
    ]
    for group, numbers in groups.items():
        rows = [
            (
                f".. _{rule_label(number)}:\n\n{bold(number)}",
                plain(facts.book[number].says),
                standing_of(facts.book[number]),
                ", ".join(link(code, check_label(code)) for code in citing[number]),
            )
            for number in numbers
        ]
        parts += [
            heading(GROUPS.get(group, f"Rules {group}"), 1),
            table(("Rule", "What it says", "How sure, and from where", "Checks"), (9, 43, 31, 17), rows),
        ]
    yield page("rules", *parts)


def _group(number: str) -> str:
    return "R" if number.startswith("R") else number.partition(".")[0].rstrip("abcdefgh")
