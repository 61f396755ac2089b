"""The page 'Checks and payers': every check with its text, every payer with what it asks for."""

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.checks.model import Check, Topic
from unitcalc.checks.registry import checks
from unitcalc.pages import check_payers, foot, form
from unitcalc.pages.check_words import NAMES, SIGNS, show_meaning, title
from unitcalc.pages.tables import catalogue
from unitcalc.pages.words import counted, quiet, sentence

SEARCH, TOPIC, SHOWN = "checks-search", "checks-topic", "checks-shown"
CHECKS, PAYERS, ALL = "Checks", "Payers", ""


def show() -> None:
    """The page."""
    st.title("Checks and payers", anchor=False)
    tables = catalogue()
    # Not tabs: the name of the chosen one is hard to read in the dark.
    if st.radio("Show", (CHECKS, PAYERS), horizontal=True, label_visibility="collapsed", key=SHOWN) == PAYERS:
        check_payers.show(tables)
    else:
        _checks(tables)
    foot.show(tables, None)


def _checks(tables: Catalogue) -> None:
    with st.container(horizontal=True):
        text = st.text_input(
            "Search the checks",
            key=SEARCH,
            placeholder="e.g. JW, W05, multi-dose, prior authorization",
            type="search",
            autocomplete="off",
            live=form.PAUSE,
            persist_state="session",
            width="stretch",
        )
        with st.container(width=220):
            topics = {ALL: "All", **{topic.value: topic_title(topic) for topic in Topic}}
            topic = st.selectbox(
                "Topic",
                list(topics),
                format_func=lambda each: topics.get(each, each),
                key=TOPIC,
                persist_state="session",
            )
    found = [each for each in searched(text or "") if not topic or each.topic == topic]
    st.markdown(quiet(f"{counted(len(found), 'check')}. Each opens with its reason, an example, and its source."))
    for each_topic in Topic:
        of_topic = [each for each in found if each.topic is each_topic]
        if of_topic:
            st.subheader(topic_title(each_topic), anchor=False)
        with st.container(gap="xsmall"):
            for check in of_topic:
                label = f"{title(check)} ({NAMES[check.severity].lower()})"
                show_meaning(check, tables.rules, label, sign=SIGNS[check.severity], expanded=len(found) == 1)


def topic_title(topic: Topic) -> str:
    """A topic as a heading."""
    return sentence(topic.words)


def searched(text: str) -> list[Check]:
    """The checks in which every word stands; all for none. A check's own code finds it alone.

    >>> [check.name for check in searched("w05")]
    ['jz-missing']
    """
    words = text.lower().split()
    known = checks()
    if len(words) == 1 and words[0].upper() in known:
        return [known[words[0].upper()]]
    return [
        check
        for check in known.values()
        if all(word in f"{check.code} {check.name} {' '.join(check.text)}".lower() for word in words)
    ]


if __name__ == "__main__":
    show()
