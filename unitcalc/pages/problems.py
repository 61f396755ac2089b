"""What is wrong with what was typed, at its field."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.findings import Problem
from unitcalc.pages.form import WORDS
from unitcalc.pages.words import escaped, in_words_of


def show_problems(problems: Sequence[Problem]) -> bool:
    """Each problem with what to do about it; whether there was any."""
    for problem in problems:
        message, hint = (escaped(in_words_of(WORDS, text)) for text in (problem.message, problem.hint))
        st.error(f"**{message}** {hint}".strip(), icon=":material/error:")
    return bool(problems)
