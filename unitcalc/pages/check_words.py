"""A check and what it found, in words: how grave, what is wrong, by how much, what it means, what to do."""

from collections.abc import Mapping, Sequence

import streamlit as st

from unitcalc.account import Place
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.checks.model import Check, Violation
from unitcalc.findings import Severity
from unitcalc.pages.words import counted, escaped, quiet, sentence
from unitcalc.quantity import dollars, grouped

NAMES = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Remark"}
SIGNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "orange", Severity.INFO: "blue"}
MOST_PLACES = 6


def badge(severity: Severity) -> str:
    """How grave, as a word with a sign; its colour says nothing more."""
    return f":{_COLORS[severity]}-badge[:material/{SIGNS[severity]}: {NAMES[severity]}]"


def title(check: Check) -> str:
    """`U03 The amount given was billed as units`."""
    return f"{check.code} {check.text.title.rstrip('.')}"


def places(found: Sequence[Place]) -> str:
    """The rows that a finding speaks of."""
    more = f" and {counted(len(found) - MOST_PLACES, 'more row')}" if len(found) > MOST_PLACES else ""
    return "; ".join(map(str, found[:MOST_PLACES])) + more


def difference(each: Violation) -> str:
    """By how much it is too many or too few, and the money; empty where nothing is known."""
    units, money = each.unit_difference, each.payment_difference
    parts = []
    if units:
        parts.append(f"{grouped(abs(units))} too {'many' if units > 0 else 'few'}")
    if money:
        parts.append(f"{dollars(abs(money))} {'over' if money > 0 else 'under'}")
    elif each.at_stake:
        parts.append(f"{dollars(each.at_stake)} at stake")
    return ", ".join(parts)


def show_violation(each: Violation, book: Mapping[str, Rule]) -> None:
    """One finding, with what it means folded away below it."""
    counted_in = f" {each.measure}" if each.measure else ""
    with st.container(gap="xxsmall"):
        st.markdown(f"{badge(each.check.severity)} **{each.check.code}** {escaped(each.message)}.")
        # Two labels and a value each: a person compares them at a glance.
        by = difference(each)
        st.markdown(
            f"Expected **{escaped(each.expected + counted_in)}**, found **{escaped(each.observed + counted_in)}**"
            + (f": **{escaped(by)}**." if by else ".")
        )
        st.markdown(f"**What to do:** {escaped(each.check.text.instead)}")
        said = [str(each.line)] if each.line is not None else []
        if where := ", ".join([*said, *filter(None, [places(each.places)])]):
            st.markdown(quiet(where))
        show_meaning(each.check, book, f"What {each.check.code} means", sign="help")


def show_meaning(check: Check, book: Mapping[str, Rule], label: str, *, sign: str = "", expanded: bool = False) -> None:
    """The check's whole text, folded away. `sign` is a symbol before the label."""
    with st.expander(escaped(label), expanded=expanded, icon=f":material/{sign}:" if sign else None, type="compact"):
        st.markdown(meaning(check, book))


def meaning(check: Check, book: Mapping[str, Rule]) -> str:
    """The check's text in its parts, its rules with how sure each is."""
    text = check.text
    parts = [
        ("What it checks", text.what),
        ("Why it matters", text.why),
        ("Example", text.example),
        ("What to do", text.instead),
        ("Exceptions", text.exceptions),
    ]
    if check.needs:
        needs = sentence("; ".join(need.value for need in check.needs))
        parts.append(("It needs", f"{needs}. Without that it is silent."))
    told = "\n\n".join(f"**{name}**  \n{escaped(part)}" for name, part in parts)
    rules = "".join(
        f"\n- {escaped(rule.number)}: {escaped(rule.says)} {quiet(f'{rule.standing}: {rule.source}')}"
        for rule in cited(book, [text.source])
    )
    return f"{told}\n\n**Source**  \n{escaped(text.source)}" + (f"\n{rules}" if rules else "")
