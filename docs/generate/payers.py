"""A page for each payer whose rules are known: its dated values, what it asks before it pays, and where."""

from collections.abc import Iterator

from docs.generate.facts import PROJECT, Facts
from docs.generate.rst import (
    Page,
    block,
    bold,
    code,
    contents,
    heading,
    link,
    page,
    plain,
    rule_link,
    sure,
    table,
)
from unitcalc.catalogue.places import read_places
from unitcalc.catalogue.policies import NAMES, TOPICS, Name, Policy, Value
from unitcalc.catalogue.policies.telling import told

FORMS = {"professional": "professional (CMS-1500, 837P)", "institutional": "institutional (UB-04, 837I)"}
MUE = {"practitioner": "practitioner", "outpatient_hospital": "outpatient hospital"}
PAYS = {"limit": "the payment limit", "by-status": "by OPPS status", "nothing": "not paid by the unit"}
SUBJECT = {
    "yes": "apply",
    "no": "do not apply",
    "by-status": "by OPPS status",
    "esrd-discard": "as ESRD claims report them",
    "flag": "unsettled",
}
COLUMNS = ("From", "Value", "What it means", "Source")
WIDTHS = (14, 20, 30, 36)


def pages(facts: Facts) -> Iterator[Page]:
    """The index, each payer, the settings, and how a payer file of one's own is written."""
    policies = facts.catalogue.policies
    yield page(
        "payers/index",
        heading("Payers", label="payers"),
        plain(
            "Medicare Part B is the base. Of every other payer only what it is known to ask differently is held, each "
            "value with the day from which it holds and its source; all else is taken to be as Medicare has it."
        ),
        table(
            ("Payer", "Name on the command line", "From", "Own values"),
            (40, 26, 16, 18),
            (
                (link(policy.title, _label(policy)), code(policy.name), str(policy.from_), str(len(own(policy))))
                for policy in policies.values()
            ),
        ),
        plain("What is known of one, on a command line:"),
        block("unitcalc payers medicare-part-b"),
        heading("Where sources disagree", 1, "contradictions"),
        plain(
            "On these, sources contradict each other. Each is a setting of its own, so that a payer's answer can be "
            "written down once it is known; until then Medicare's value holds, and results say so."
        ),
        table(
            ("Setting", "What it decides", "The sides", "Medicare Part B here"),
            (20, 26, 34, 20),
            (
                (
                    code(name.name),
                    plain(name.means),
                    plain(name.disputed),
                    _value(name, policies["medicare-part-b"].values[name.name][-1]),
                )
                for name in NAMES.values()
                if name.disputed
            ),
        ),
        contents([*policies, "settings", "your-own"]),
    )
    for policy in policies.values():
        yield _policy(policy)
    yield _settings(facts)
    yield _your_own()


def own(policy: Policy) -> list[Name]:
    """The settings that a policy itself states."""
    return [name for name in NAMES.values() if any(value.policy == policy.name for value in policy.values[name.name])]


def _label(policy: Policy) -> str:
    return f"payer-{policy.name}"


def _policy(policy: Policy) -> Page:
    base = policy.extends
    parts = [
        heading(policy.title, label=_label(policy)),
        f"{bold('Name')}: {code(policy.name)}. {bold('From')}: {policy.from_}.",
        f"{bold('Source')}: {plain(policy.source)}.",
    ]
    stated = own(policy)
    if base:
        parts.append(heading(f"What differs from {_base_title(base)}", 1))
        if stated:
            parts.append(plain("All else is as it is there."))
            for name in stated:
                parts += _setting(policy, name, 2)
        else:
            parts.append(plain("Nothing that is known: everything is as it is there."))
    if policy.profile.entries:
        parts += [
            heading("What it asks before it pays", 1),
            table(
                ("What", "For", "From", "It says", "Source"),
                (16, 14, 14, 28, 28),
                (
                    (
                        plain(entry.title.capitalize()),
                        plain("all codes" if entry.for_ == "all" else entry.for_),
                        str(entry.from_),
                        plain(entry.says),
                        plain(entry.cite()),
                    )
                    for entry in policy.profile.entries
                ),
            ),
        ]
    if base:
        rest = [name for name in NAMES.values() if name not in stated]
        parts += [heading(f"As {_base_title(base)} has it", 1), *_taken_over(policy, rest)]
    else:
        for topic, title in TOPICS.items():
            parts.append(heading(title, 1))
            for name in NAMES.values():
                if name.topic == topic:
                    parts += _setting(policy, name, 2)
    return page(f"payers/{policy.name}", *parts)


def _base_title(base: str) -> str:
    return "Medicare Part B" if base == "medicare-part-b" else base


def _setting(policy: Policy, name: Name, level: int) -> list[str]:
    """One setting on every day that this policy speaks of; where sources contradict each other, both sides."""
    values = [value for value in policy.values[name.name] if value.policy == policy.name]
    parts = [
        heading(name.means[:1].upper() + name.means[1:], level),
        f"{bold('Setting')}: {code(name.name)}",
        table(COLUMNS, WIDTHS, (_value_row(name, value) for value in values)),
    ]
    if name.disputed:
        parts.append(f".. admonition:: Sources disagree\n\n   {plain(name.disputed)}.")
    return parts


def _value_row(name: Name, value: Value) -> tuple[str, ...]:
    meaning = told(name, value)
    return _since(value), code(value.text), plain(meaning if meaning != value.text else ""), _source(value)


def _taken_over(policy: Policy, names: list[Name]) -> list[str]:
    rows = [
        (
            code(name.name),
            plain(name.means),
            _value(name, policy.values[name.name][-1]),
            "yes" if name.disputed else "",
        )
        for name in names
    ]
    return [
        f"The sources, and earlier days, stand with {link(_base_title(policy.extends), f'payer-{policy.extends}')}.",
        table(("Setting", "What it decides", "Newest value", "Disputed"), (24, 36, 27, 13), rows),
    ]


def _value(name: Name, value: Value) -> str:
    meaning = told(name, value)
    return plain(meaning) if meaning == value.text else f"{code(value.text)}: {plain(meaning)}"


def _since(value: Value) -> str:
    """From when; Medicare began in 1966, so that such a day says nothing."""
    return str(value.from_) if value.from_.year > 1966 else "always"


def _source(value: Value) -> str:
    return f"{sure(value.standing, value.source)}; rule {rule_link(value.rule)}"


def _settings(facts: Facts) -> Page:
    medicare = facts.catalogue.policies["medicare-part-b"]
    places = read_places(facts.reference.document("places"))
    return page(
        "payers/settings",
        heading("Where the drug was given", label="settings"),
        plain(
            "The setting decides the form of the claim, the table of medically unlikely edits, what is paid, and "
            "whether JW and JZ apply. A claim line's place of service or type of bill names it; a record says setting."
        ),
        table(
            ("Setting", "Claim", "MUE table", "Payment", "JW and JZ"),
            (27, 22, 17, 17, 17),
            (
                (
                    f"{code(each.name)}\n\n{plain(each.title)}",
                    plain(FORMS[each.form]),
                    plain(MUE[each.mue]),
                    plain(PAYS[each.pays]),
                    plain(SUBJECT[each.subject]),
                )
                for each in medicare.settings.values()
            ),
        ),
        heading("How a claim names it", 1),
        plain("Two digits of the place of service, or the digits of the type of bill after its leading 0."),
        table(
            ("Setting", "Place of service", "Type of bill"),
            (40, 30, 30),
            (
                (
                    code(name),
                    ", ".join(place for place, named in places.places.items() if named == name),
                    ", ".join(f"{bill}x" for bill, named in places.bill_types.items() if named == name),
                )
                for name in medicare.settings
            ),
        ),
        heading("OPPS status", 1),
        plain("Where a setting is paid by OPPS status, the code's status in Addendum B decides."),
        table(
            ("Status", "Meaning", "JW and JZ", "Paid"),
            (12, 48, 22, 18),
            (
                (code(each.status), plain(each.meaning), plain(SUBJECT[each.subject]), "yes" if each.pays else "no")
                for each in medicare.statuses.values()
            ),
        ),
    )


def _your_own() -> Page:
    return page(
        "payers/your-own",
        heading("A payer file of your own", label="payer-file"),
        plain(
            "What you know of a payer goes into a YAML file of yours: only what differs, each value with its day, its "
            "source and how sure that is. Unknown keys are refused with file and line, and nothing is guessed. This "
            "one is made up, to copy from:"
        ),
        block((PROJECT / "docs" / "example-payer.yaml").read_text(encoding="utf-8"), "yaml"),
        heading("What may stand there", 1),
        table(
            ("Setting", "What it decides", "What may stand there"),
            (26, 36, 38),
            ((code(name.name), plain(name.means), plain(name.legal)) for name in NAMES.values()),
        ),
    )
