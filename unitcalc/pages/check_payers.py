"""The payers whose rules are known: what each asks for of its own, and where sources disagree."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.policies import NAMES, Name, Payers, Policy, Value
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
            "Medicare has it. A payer file of your own joins this list: see “Add a policy” in the documents."
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
        if own:
            _table(
                ((name, value) for name in own for value in policy.values[name.name] if value.policy == policy.name),
                f"What {policy.title} asks for",
            )
        if entries := policy.profile.entries:
            st.markdown("**Before it pays**")
            st.table(
                {
                    "What": [escaped(sentence(entry.title)) for entry in entries],
                    "For": ["all codes" if entry.for_ == "all" else escaped(entry.for_) for entry in entries],
                    "Says": [f"{escaped(entry.says)}  \n{quiet(entry.cite())}" for entry in entries],
                },
                border="horizontal",
                hide_index=True,
                hide_header=False,
                alt=f"What {policy.title} asks for before it pays",
            )
        disputed = [name for name in own if name.disputed]
        if disputed:
            st.markdown("**Where sources disagree**")
            st.markdown("\n".join(f"- {escaped(sentence(name.means))}: {escaped(name.disputed)}" for name in disputed))


def own_names(policy: Policy) -> list[Name]:
    """What a policy states itself; of one that extends none, everything."""
    return [name for name in NAMES.values() if any(value.policy == policy.name for value in policy.values[name.name])]


def _table(values: Iterable[tuple[Name, Value]], alt: str) -> None:
    rows = list(values)
    st.table(
        {
            "What": [escaped(sentence(name.means)) for name, _ in rows],
            "Its rule": [
                f"**{escaped(sentence(told(name, value)))}**{_since(value.from_)}  \n{quiet(value.cite())}"
                for name, value in rows
            ],
        },
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt=alt,
    )


def _since(day: date) -> str:
    return f" from {day}" if day.year > FIRST_OF_MEDICARE else ""
