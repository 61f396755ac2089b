"""A page for each check, made of its docstring, its cases and the rules that it cites; an index by topic."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from docs.generate.facts import Facts
from docs.generate.rst import (
    Page,
    block,
    bold,
    check_label,
    contents,
    heading,
    link,
    listed,
    page,
    plain,
    rule_link,
    standing_of,
    table,
)
from unitcalc.checks.model import Check, Topic

TOPICS = {
    Topic.UNITS: ("Units", "Whether the administered units are what the dose gives, and which mistake explains them."),
    Topic.WASTE: (
        "Waste",
        "JW and JZ: where each belongs, how many units were discarded, what the chart says.",
    ),
    Topic.MODIFIERS: ("Modifiers", "What may stand on the line of a drug, what may not, and what is missing."),
    Topic.NDC: ("NDC", "The drug's number, its quantity and its unit of measure."),
    Topic.LIMITS: ("Limits", "The most units on a line and on a day, the form's width, and doses out of range."),
    Topic.CODE: (
        "Code",
        "Codes that have ended, are not yet in force, look alike, or are not paid in this setting.",
    ),
    Topic.DATES: ("Dates", "Lines that repeat, days in the wrong order, and claims that are filed too late."),
    Topic.DOCUMENTS: ("Documents", "What the record must hold, and diagnoses that do not fit."),
    Topic.PAYER: ("Payer", "What a payer asks before it pays: authorization, step therapy, limits, sites of care."),
    Topic.BALANCE: (
        "Balance",
        "What only the records of what was dispensed, given and billed show together: what is in one and in no other.",
    ),
    Topic.DATA: ("Data", "What can't be read in a file or a record."),
}
"""The title of a topic, and what its checks are about."""
SEVERITIES = {
    "error": "An error has to be put right before the claim goes out.",
    "warning": "A warning asks a person to look: it may be right.",
    "info": "A remark is worth knowing and changes nothing.",
}


def pages(facts: Facts) -> Iterator[Page]:
    """The index, a page for each topic, a page for each check."""
    by_topic = {topic: [each for each in facts.checks.values() if each.topic is topic] for topic in TOPICS}
    yield _index(facts, by_topic)
    for topic, checks in by_topic.items():
        if not checks:
            continue
        title, about = TOPICS[topic]
        yield page(
            f"checks/{topic.words.lower()}",
            heading(f"Checks: {title}", label=f"checks-{topic.words.lower()}"),
            plain(about),
            _table(checks),
            contents(check.code.lower() for check in checks),
        )
        for check in checks:
            yield _check(facts, check)


def _index(facts: Facts, by_topic: Mapping[Topic, list[Check]]) -> Page:
    topics = [topic for topic, checks in by_topic.items() if checks]
    parts = [
        heading("The checks", label="checks"),
        plain(
            f"unitcalc check holds claim lines, and the records behind them, against {len(facts.checks)} checks. Each "
            "has a code that never changes its meaning. On a command line, unitcalc explain W05 tells the same as its "
            "page here."
        ),
        listed(f"{bold(word.capitalize())}. {plain(meaning)}" for word, meaning in SEVERITIES.items()),
        plain(
            "Some checks need more than claim lines: a record of what was given, earlier doses, a payer's profile. "
            "Without that they are silent, and each page says so."
        ),
    ]
    for topic in topics:
        parts += [heading(TOPICS[topic][0], 1), plain(TOPICS[topic][1]), _table(by_topic[topic])]
    return page("checks/index", *parts, contents(f"{TOPICS[topic][0]} <{topic.words.lower()}>" for topic in topics))


def _table(checks: list[Check]) -> str:
    return table(
        ("Check", "Severity", "What it finds"),
        (14, 16, 70),
        ((link(each.code, check_label(each.code)), each.severity.value, plain(each.text.title)) for each in checks),
    )


def _check(facts: Facts, check: Check) -> Page:
    text = check.text
    linked = _Linker(facts, check)
    rules = facts.rules_of(text.source)
    topic = f"checks-{check.topic.words.lower()}"
    parts = [
        heading(f"{check.code}: {text.title.rstrip('.')}", label=check_label(check.code)),
        f".. rst-class:: severity {check.severity.value}",
        f"{bold(check.severity.value.capitalize())} · {link(TOPICS[check.topic][0], topic)} · {plain(check.name)}",
    ]
    for title, words in (
        ("What it checks", text.what),
        ("Why it matters", text.why),
        ("Example", text.example),
        ("What to do", text.instead),
        ("Exceptions", text.exceptions),
    ):
        parts += [heading(title, 1), linked(words)]
    parts += [heading("What it looks at", 1), _scope(check)]
    parts += [heading("Source", 1), f"{plain(text.source)}."]
    parts.append(
        table(
            ("Rule", "What it says", "How sure, and from where"),
            (10, 50, 40),
            ((rule_link(rule.number), plain(rule.says), standing_of(rule)) for rule in rules),
        )
    )
    parts += list(_cases(facts.cases(check)))
    return page(f"checks/{check.code.lower()}", *parts)


def _scope(check: Check) -> str:
    parts = [f"It judges {check.scope.value}."]
    if check.needs:
        parts.append(f"It needs {' and '.join(need.value for need in check.needs)}; without that it is silent.")
    parts.append(f"Money at stake: {check.stake.value}.")
    return plain(" ".join(parts))


def _cases(cases: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The first record that fails, with how that was worked out, and what passes."""
    failing, passing = cases.get("fail") or [], cases.get("pass") or []
    if failing:
        first = failing[0]
        yield heading("Rows that it finds" if "tables" in first else "A record that it finds", 1)
        records = [first["tables"]] if "tables" in first else first.get("records") or [first["record"]]
        yield f"{plain(str(first['title'])[:1].upper() + str(first['title'])[1:])}:"
        for record in records[:3]:
            yield block(_yaml(record), "yaml")
        if len(records) > 3:
            yield plain(f"... and {len(records) - 3} more of the kind.")
        if first.get("worked"):
            yield plain(first["worked"])
    others = [str(each["title"]) for each in failing[1:]]
    if others:
        yield plain("It finds also:")
        yield listed(plain(title) for title in others)
    if passing:
        yield plain("It leaves alone:")
        yield listed(plain(str(each["title"])) for each in passing)


def _yaml(record: Mapping[str, Any]) -> str:
    return yaml.dump(dict(record), Dumper=_Written, sort_keys=False, allow_unicode=True, width=84)


class _Written(yaml.SafeDumper):
    """YAML as a person writes it: dates without quotes, short lists and rows of tables on one line, else fields below
    each other."""

    def represent_text(self, text: str) -> yaml.Node:
        kind = "timestamp" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "str"
        return self.represent_scalar(f"tag:yaml.org,2002:{kind}", text)

    def represent_items(self, items: list[Any]) -> yaml.Node:
        simple = not any(isinstance(item, dict | list) for item in items)
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=simple)

    def represent_fields(self, fields: Mapping[str, Any]) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", fields, flow_style="service_date" in fields)


_Written.add_representer(str, _Written.represent_text)
_Written.add_representer(list, _Written.represent_items)
_Written.add_representer(dict, _Written.represent_fields)


class _Linker:
    """Text of a check in which other checks are named by code or name, and rules by number."""

    def __init__(self, facts: Facts, own: Check) -> None:
        self.facts = facts
        self.own = own
        self.names = {check.name: check.code for check in facts.checks.values() if "-" in check.name}
        names = "|".join(sorted(map(re.escape, self.names), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![\w-])(?:([A-Z]\d\d)|({names}))(?![\w-])")

    def __call__(self, text: str) -> str:
        parts, end = [], 0
        for match in self.pattern.finditer(text):
            check = match[1] or self.names[match[2]]
            if check in self.facts.checks and check != self.own.code:
                parts += [plain_part(text[end : match.start()]), link(match[0], check_label(check))]
                end = match.end()
        return "\\ ".join(part for part in [*parts, plain_part(text[end:])] if part)


def plain_part(text: str) -> str:
    """A piece of a paragraph, its spaces kept at either side."""
    words = plain(text)
    if not words:
        return ""
    return f"{' ' if text[:1] == ' ' else ''}{words}{' ' if text[-1:] == ' ' else ''}"
