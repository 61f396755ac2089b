"""`unitcalc payers`: the payers whose rules are known, and all that is known of one.

Exit status: 0, or 2 where a payer file of the user's own can't be used; what can be used is shown even so.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from unitcalc.catalogue.policies import NAMES, TOPICS, Name, Payers, Policy, Value, choose, policies
from unitcalc.catalogue.policies.record import full_record, payer_record, value_record
from unitcalc.catalogue.policies.telling import told
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_csv, print_json, print_problems, print_table, problem_record, progress, say, width
from unitcalc.reference.store import Reference

COLUMNS = ("payer", "title", "from", "source", "extends", "yours")
VALUE_COLUMNS = (
    "payer", "name", "value", "from", "stated_by", "differs", "disputed", "means", "rule", "source", "standing",
)  # fmt: skip


def run(arguments: Arguments) -> int:
    """List the payers, or show one."""
    known = policies(Reference.open(progress))
    if arguments.payer:
        return _show(known, choose(known, arguments.payer.strip().lower()), arguments.format)
    return _list(known, arguments.format)


def _list(known: Payers, form: str) -> int:
    records = [payer_record(policy) for policy in known.values()]
    match form:
        case "json":
            errors = [problem_record(problem) for problem in known.problems]
            print_json({"payers": records, **({"error": errors[0], "errors": errors} if errors else {})})
            return 2 if errors else 0
        case "csv":
            print_csv(COLUMNS, records)
        case _:
            rows = [(policy.name, policy.title, str(policy.from_), _origin(policy)) for policy in known.values()]
            print_table(("Payer", "Title", "From", "Source"), rows, shorten=(1, 3))
            print()
            print("  All that is known of one: unitcalc payers NAME")
    if known.problems:
        say("Not used:")
        print_problems(known.problems, as_json=False)
    return 2 if known.problems else 0


def _origin(policy: Policy) -> str:
    return f"yours{', in place of ours' if policy.replaces else ''}: {policy.source}" if policy.file else policy.source


def _show(known: Mapping[str, Policy], policy: Policy, form: str) -> int:
    match form:
        case "json":
            print_json({"payers": [full_record(policy)]})
        case "csv":
            print_csv(VALUE_COLUMNS, _rows(policy))
        case _:
            print("\n".join(_text(policy)))
    return 0


def _rows(policy: Policy) -> Iterator[dict[str, Any]]:
    for name in NAMES.values():
        record = value_record(policy, name)
        for dated in record["dated"]:
            yield {
                **dated,
                "payer": policy.name,
                "name": name.name,
                "differs": "yes" if dated["stated_by"] == policy.name and policy.extends else "no",
                "disputed": name.disputed,
                "means": f"{name.means}: {dated['means']}",
            }


def _text(policy: Policy) -> Iterator[str]:
    """The policy on a screen: what is its own first, then what it takes over, then what sources disagree about."""
    yield f"{policy.title} ({policy.name}), from {policy.from_}"
    if policy.file:
        yield from _wrapped(f"From your own {policy.file}{', in place of ours' if policy.replaces else ''}.", 2)
    yield from _wrapped(f"Source: {policy.source}.", 2)
    own = [name for name in NAMES.values() if any(value.policy == policy.name for value in policy.values[name.name])]
    if policy.extends:
        yield ""
        yield f"Its own; all else as {policy.extends} has it" if own else f"All as {policy.extends} has it"
        for name in own:
            yield from _told(policy, name)
    if policy.profile.entries:
        yield ""
        yield "Before it pays"
        for entry in policy.profile.entries:
            yield from _wrapped(
                f"{entry.title}, {_whom(entry.for_)}, from {entry.from_}: {entry.says}. [{entry.cite()}]", 2
            )
    rest = [name for name in NAMES.values() if not (policy.extends and name in own)]
    for topic, heading in TOPICS.items():
        of_topic = [name for name in rest if name.topic == topic]
        if of_topic:
            yield ""
            yield heading + (f", as {policy.extends} has it" if policy.extends else "")
        if policy.extends:
            yield from _taken_over(policy, of_topic)
        else:
            for name in of_topic:
                yield from _told(policy, name)
    if policy.extends:
        yield ""
        yield from _wrapped(f"Their sources, and all days: unitcalc payers {policy.extends}", 2)


def _taken_over(policy: Policy, names: Sequence[Name]) -> Iterator[str]:
    """What holds today, one line each: the whole of it stands with the policy that says it."""
    wide = max((len(name.name) for name in names), default=0)
    for name in names:
        value = policy.value(name.name, date.today())
        disputed = "; sources disagree" if name.disputed else ""
        yield from _wrapped(f"{name.name.ljust(wide)}  {value.text}{_meaning(name, value)}{disputed}", 2)


def _whom(for_: str) -> str:
    return "all codes" if for_ == "all" else for_


def _told(policy: Policy, name: Name) -> Iterator[str]:
    """A value on every day that this policy speaks of; where sources contradict each other, both sides."""
    yield f"  {name.name}: {name.means}"
    for value in policy.values[name.name]:
        if value.policy == policy.name:
            yield from _wrapped(f"{_since(value)}{value.text}{_meaning(name, value)} [{value.cite()}]", 6)
    if name.disputed:
        yield from _wrapped(f"Sources disagree: {name.disputed}.", 6)


def _since(value: Value) -> str:
    """From when; Medicare began in 1966, so that such a day says nothing."""
    return f"from {value.from_}: " if value.from_.year > 1966 else ""


def _meaning(name: Name, value: Value) -> str:
    meaning = told(name, value)
    return "" if meaning == value.text else f" - {meaning}"


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text,
        width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 4),
        break_on_hyphens=False,
        break_long_words=False,
    )
