"""A letter of appeal for an account whose lines agree with its record: to read, to copy, to take along."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.checks.appeal import appeal_text
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Needs
from unitcalc.checks.registry import checks
from unitcalc.findings import Refused, Severity
from unitcalc.pages.buttons import copy_button
from unitcalc.pages.check_words import title
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import quiet

NONE = ""
_NOT_OF_A_CLAIM = frozenset({"R", "D"})


def reasons() -> dict[str, str]:
    """What a payer may have named as the reason: checks by their titles."""
    known = {
        check.code: title(check)
        for check in checks().values()
        if check.code[0] not in _NOT_OF_A_CLAIM
        and check.severity is not Severity.INFO
        and not {Needs.SITE, Needs.TABLES} & set(check.needs)
    }
    return {NONE: "Not stated", **known}


def show(one: Judged, book: Mapping[str, Rule], name: str) -> None:
    """The letter, folded away."""
    account = one.account
    with st.expander("Letter of appeal", icon=":material/mail:"):
        st.markdown(quiet("Was it denied even so? Lines and record agree: this says so, with rules and arithmetic."))
        words = reasons()
        chosen = st.selectbox(
            "Reason of the denial",
            list(words),
            format_func=lambda code: words.get(code, code),
            key=f"letter-reason-{name}",
        )
        try:
            text = appeal_text(one, book, date.today(), checks().get(chosen or NONE))
        except Refused as refused:
            show_problems(refused.problems)
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            copy_button(text, "Copy the letter", "Copied the letter.", f"copy-letter-{name}-{chosen}")
            st.download_button(
                "Download the letter",
                text,
                file_name=f"{account.code}-{account.day}-appeal.txt",
                mime="text/plain",
                icon=":material/download:",
                on_click="ignore",
                key=f"letter-{name}",
            )
        st.code(text, language=None, wrap_lines=True)
