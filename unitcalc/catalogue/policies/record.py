"""Payers as other programs read them: the list, and all that is known of one."""

from typing import Any

from unitcalc.catalogue.policies.model import Policy
from unitcalc.catalogue.policies.names import NAMES, Name
from unitcalc.catalogue.policies.profile import Entry
from unitcalc.catalogue.policies.telling import told


def payer_record(policy: Policy) -> dict[str, Any]:
    """One line of the list of payers."""
    return {
        "payer": policy.name,
        "title": policy.title,
        "from": policy.from_.isoformat(),
        "source": policy.source,
        "extends": policy.extends or None,
        "yours": bool(policy.file),
        "replaces_ours": policy.replaces,
    }


def full_record(policy: Policy) -> dict[str, Any]:
    """A payer with every value that it states or takes over, and its profile."""
    return {
        **payer_record(policy),
        "values": [value_record(policy, name) for name in NAMES.values()],
        "profile": [entry_record(entry) for entry in policy.profile.entries],
    }


def value_record(policy: Policy, name: Name) -> dict[str, Any]:
    """What a payer says of one thing, from each date on."""
    dated = policy.values[name.name]
    return {
        "name": name.name,
        "topic": name.topic,
        "what": name.means,
        "legal": name.legal,
        "disputed": name.disputed or None,
        "differs": dated[-1].policy == policy.name and bool(policy.extends),
        "dated": [
            {
                "from": value.from_.isoformat(),
                "value": value.value,
                "means": told(name, value),
                "rule": value.rule,
                "source": value.source,
                "tag": value.tag,
                "standing": value.standing,
                "stated_by": value.policy,
            }
            for value in dated
        ],
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """One entry of a payer's profile."""
    return {
        "what": entry.title,
        "for": entry.for_,
        "from": entry.from_.isoformat(),
        "says": entry.says,
        "source": entry.source,
        "tag": entry.tag,
        "stated_by": entry.policy,
    }
