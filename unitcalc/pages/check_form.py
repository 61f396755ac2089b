"""The fields of 'Check a claim', what is kept of them while the page is open, and the examples."""

from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.policies import Payers, Policy
from unitcalc.findings import Problem, Refused
from unitcalc.pages.check_reading import KINDS, Upload
from unitcalc.pages.day_typed import in_iso
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, quiet, sentence

MEDICARE, OFFICE = "medicare-part-b", "office"
LARGEST_UPLOAD = 25
"""Megabytes of one file."""
MOST_PASTED = 500_000
"""Signs: a longer list is handed over as a file."""
LABELS = {
    "text": "Claim lines or a record",
    "date": "Date of service",
    "payer": "Payer",
    "setting": "Setting",
    "files": "Files",
}
EXAMPLE_RECORD = """\
encounter: ENC-1042
date: 2025-03-01
code: J1745
given: 350 mg
opened: 4 x 100 mg
discarded: 50 mg
lines:
  - J1745 350
"""
"""350 mg of infliximab, billed as 350 units of 10 mg: the commonest finding of federal audits."""
EXAMPLE_LINES = """\
2025-03-01 J1745 35
2025-03-01 J1745-JW 5
2025-03-02 J9312 JW JZ 75
2025-03-03 J9271 200
2025-03-04 J9035 4o
"""
_NOW, _UPLOADS = "check-now", "check-uploads"


def key(name: str) -> str:
    """The name under which a field's value is kept while the page is open."""
    return f"check-{name}"


def upload_key() -> str:
    """Under which uploads are kept: another one after each time that they were forgotten."""
    return f"check-files-{st.session_state.get(_UPLOADS, 0)}"


def typed(name: str) -> str:
    """What stands in a field."""
    value = st.session_state.get(key(name))
    return value.strip() if isinstance(value, str) else ""


def put(text: str) -> None:
    """Put a text into the first field, forget the uploads, and check it at once."""
    clear()
    st.session_state[key("text")] = text
    st.session_state[_NOW] = True


def clear() -> None:
    """Empty text, date and files. Payer and setting stay: they are the place's, not the claim's."""
    for name in ("text", "date"):
        st.session_state[key(name)] = ""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def asked() -> bool:
    """Whether a button asked for a check; it asks once."""
    return bool(st.session_state.pop(_NOW, False))


def files() -> tuple[Upload, ...]:
    """What was uploaded."""
    found = st.session_state.get(upload_key()) or ()
    return tuple(Upload(each.name, each.getvalue()) for each in found)


def day_for_lines(today: date) -> tuple[date | None, tuple[Problem, ...]]:
    """The date of service of lines that state none, or what is wrong with it."""
    try:
        return (read_date(in_iso(typed("date"), today), today) if typed("date") else None), ()
    except Refused as refused:
        return None, refused.problems


def show(tables: Catalogue, wrong_date: tuple[Problem, ...]) -> bool:
    """The form; whether it was sent. `wrong_date` is what is wrong with the date, as it was sent last."""
    policies = tables.policies
    _keep_a_choice("payer", policies, MEDICARE)
    settings = policies[MEDICARE].settings
    _keep_a_choice("setting", settings, OFFICE)
    with st.form("check-form", border=False):
        with st.container(gap="xxsmall"):
            st.text_area(
                LABELS["text"],
                key=key("text"),
                height=180,
                max_chars=MOST_PASTED,
                placeholder="J1745 35\nJ1745-JW 5\n\nor a table with its heading,\nor a record (YAML)",
                persist_state="session",
            )
            st.markdown(quiet("Code, modifiers, units; one line each. Ctrl+Enter checks."))
        with st.container(gap="xxsmall"):
            st.file_uploader(
                LABELS["files"],
                type=list(KINDS),
                accept_multiple_files=True,
                key=upload_key(),
                max_upload_size=LARGEST_UPLOAD,
            )
            st.markdown(quiet("csv, xlsx, parquet, zip; records as yaml. A table needs service_date, code, units."))
        with st.container(horizontal=True):
            with st.container(width=140, gap="xxsmall"):
                st.text_input(
                    LABELS["date"],
                    key=key("date"),
                    placeholder="e.g. 2025-03-01",
                    autocomplete="off",
                    persist_state="session",
                )
                if not wrong_date:
                    st.markdown(quiet("If not stated."))
            with st.container(width="stretch", gap="xxsmall"):
                words = {name: sentence(setting.title) for name, setting in settings.items()}
                _choice("setting", words, "If not stated.")
        show_problems(wrong_date)
        with st.container(gap="xxsmall"):
            _choice("payer", {name: _title(policy) for name, policy in policies.items()}, "If not stated.")
        sent = st.form_submit_button("Check", type="primary", icon=":material/fact_check:", width="stretch")
    if isinstance(policies, Payers) and policies.problems:
        with st.expander(f"{counted(len(policies.problems), 'problem')} in your payer files"):
            show_problems(policies.problems)
    return sent


def _keep_a_choice(name: str, known: object, usual: str) -> None:
    """A choice that is known, also after a payer's file has gone."""
    if st.session_state.get(key(name)) not in known:  # type: ignore[operator]
        st.session_state[key(name)] = usual


def _choice(name: str, words: dict[str, str], help: str) -> None:
    st.selectbox(
        LABELS[name],
        list(words),
        format_func=lambda option: words.get(option, option),
        key=key(name),
        persist_state="session",
    )
    st.markdown(quiet(help))


def _title(policy: Policy) -> str:
    return f"{policy.title} (yours)" if policy.file else policy.title
