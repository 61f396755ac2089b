"""One account on the page: its lines beside those that are right, what is wrong with it, and a letter of appeal."""

import hashlib
from collections.abc import Mapping

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Scope
from unitcalc.findings import Severity
from unitcalc.pages import check_letter
from unitcalc.pages.buttons import copy_button
from unitcalc.pages.check_words import badge, show_meaning, show_violation
from unitcalc.pages.words import counted, escaped, quiet, sentence, short_day
from unitcalc.quantity import dollars


def show(one: Judged, book: Mapping[str, Rule], name: str) -> None:
    """An account in a box. `name` tells the fields of one account from those of another."""
    account, coded = one.account, one.gathered.coded
    with st.container(border=True):
        worth = f" **{escaped(dollars(one.at_stake))} at stake**" if one.at_stake else ""
        st.subheader(escaped(f"{account.code}, {short_day(account.day)}"), anchor=False)
        encounter = f"Encounter {account.encounter}. " if account.encounter else ""
        st.markdown(quiet(f"{encounter}{coded.policy.title}. {sentence(coded.setting.title)}.") + worth)
        _lines(one, name)
        documents = [each for each in one.violations if each.check.scope is Scope.DOCUMENT]
        for each in one.violations:
            if each not in documents:
                show_violation(each, book)
        _missing(one, book)
        if not one.violations and account.record is not None:
            st.markdown(":green-badge[:material/check_circle: Nothing found]")
        elif not one.violations:
            st.markdown(":blue-badge[:material/info: Nothing found] without a record that would prove the units")
        if _provable(one):
            check_letter.show(one, book, name)


def _provable(one: Judged) -> bool:
    """Whether there is a record, lines, and no error between them."""
    wrong = any(each.check.severity is Severity.ERROR for each in one.violations)
    return bool(one.gathered.bills and one.account.lines) and not wrong


def _lines(one: Judged, name: str) -> None:
    billed = [str(line) for line in one.account.lines]
    right = one.corrected
    if right is None or sorted(billed) == sorted(right):
        st.code("\n".join(billed) or "nothing was billed", language=None)
        if right is not None and billed:
            st.markdown(":green-badge[:material/check_circle: The record gives the same lines]")
        return
    left, beside = st.columns(2, gap="small")
    with left:
        st.markdown("**Billed**")
        st.code("\n".join(billed) or "nothing was billed", language=None)
    with beside:
        st.markdown(f"**{'Right, by the record' if one.expected is not None else 'Corrected'}**")
        text = "\n".join(right)
        st.code(text or "no line", language=None)
    if right:
        # Under another key once the lines are others: it must not speak of what was copied before.
        key = f"copy-{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        done = f"Copied: {'; '.join(right)}" if len(right) < 3 else f"Copied {len(right)} lines."
        copy_button(text, f"Copy {counted(len(right), 'corrected line')}", done, key)


def _missing(one: Judged, book: Mapping[str, Rule]) -> None:
    """What the record lacks, by check: the item, and who asks for it."""
    checks = dict.fromkeys(each.check for each in one.violations if each.check.scope is Scope.DOCUMENT)
    for check in checks:
        items = [each for each in one.gathered.documents if check.broken(each)]
        with st.container(gap="xxsmall"):
            st.markdown(f"{badge(check.severity)} **{check.code}** {escaped(check.text.title)}")
            st.markdown(f"**What to do:** {escaped(check.text.instead)}")
            st.table(
                {
                    "Missing in the record": [escaped(each.title) for each in items],
                    "Who asks for it": [escaped(each.asked_by) for each in items],
                },
                border="horizontal",
                hide_index=True,
                hide_header=False,
                alt="What the record lacks, and who asks for it",
            )
            show_meaning(check, book, f"What {check.code} means", sign="help")
