"""The payers whose rules are known: what each asks for of its own, and where sources disagree."""

from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.policies import NAMES, Name, Payers, Policy, Value
from unitcalc.catalogue.policies.profile import Entry
from unitcalc.catalogue.policies.telling import told
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, escaped, quiet, sentence

FIRST_OF_MEDICARE = 1966
"""A value from then on was always so: its day says nothing."""


def show(tables: Catalogue) -> None:
    """Every payer, folded away; what is wrong with the user's own files above them."""
    policies = tables.policies
    if isinstance(policies, Payers):
        show_problems(policies.problems)
    st.markdown(
        quiet(
            "Only what was read in a payer's own papers stands here, each with its day and source; all else is as "
            "Medicare has it. Your own files (policies/NAME.yaml in your data folder) join this list."
        )
    )
    for policy in policies.values():
        _show(policy, tables)


def _show(policy: Policy, tables: Catalogue) -> None:
    own = own_names(policy)
    number = len(own) + len(policy.profile.entries)
    differs = f"{counted(number, 'rule')} of its own" if policy.extends else "what all others are measured by"
    yours = ", yours" if policy.file else ""
    with st.expander(escaped(f"{policy.title}: {differs}{yours}")):
        st.markdown(quiet(f"From {policy.from_}. Source: {policy.source}."))
        if policy.extends:
            parent = tables.policies.get(policy.extends)
            st.markdown(f"All else as {escaped(parent.title if parent else policy.extends)} has it.")
        values = [(name, value) for name in own for value in policy.values[name.name] if value.policy == policy.name]
        # A list, not a table: an address in a narrow cell would be cut.
        st.markdown("\n".join(_told(name, value) for name, value in values))
        if entries := policy.profile.entries:
            st.markdown("**Before it pays**")
            st.markdown("\n".join(map(_entry, entries)))
        disputed = [name for name in own if name.disputed]
        if disputed:
            st.markdown("**Where sources disagree**")
            st.markdown("\n".join(f"- {escaped(sentence(name.means))}: {escaped(name.disputed)}" for name in disputed))


def own_names(policy: Policy) -> list[Name]:
    """What a policy states itself; of one that extends none, everything."""
    return [name for name in NAMES.values() if any(value.policy == policy.name for value in policy.values[name.name])]


def _told(name: Name, value: Value) -> str:
    meaning = escaped(sentence(told(name, value)))
    return f"- {escaped(sentence(name.means))}: **{meaning}**{_since(value.from_)}  \n  {quiet(value.cite())}"


def _entry(entry: Entry) -> str:
    whom = "all codes" if entry.for_ == "all" else entry.for_
    told_ = escaped(f"{sentence(entry.title)}, {whom}, from {entry.from_}: {entry.says}")
    return f"- {told_}  \n  {quiet(entry.cite())}"


def _since(day: date) -> str:
    return f" from {day}" if day.year > FIRST_OF_MEDICARE else ""
