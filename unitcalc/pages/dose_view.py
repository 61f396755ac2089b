"""A dose on a page: the amount, the order read back, what is to be read of it, and each step."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.dosing import Dose
from unitcalc.dosing.telling import told
from unitcalc.findings import Finding, Severity
from unitcalc.pages.remarks import show_findings
from unitcalc.pages.words import counted, escaped, quiet, sentence
from unitcalc.pages.worksheet import show_steps


def show(dose: Dose) -> None:
    """The dose, large; below it what it rests on."""
    of = f" {quiet(f'of {dose.dose.unit.of}')}" if dose.dose.unit.of else ""
    with st.container(gap="xxsmall"):
        st.markdown(quiet(f"Dose {named(dose)}".strip()))
        st.header(f"{escaped(told(dose.dose))}{of}", anchor=False)
        st.markdown(escaped(sentence(dose.order)))
    show_grave(dose.findings)
    with st.expander(folded_label("How the dose was computed", dose.findings)):
        show_notes(dose.findings)
        show_steps(dose.steps, "Steps of the dose, each with its value and its source")


def named(dose: Dose) -> str:
    """Of which drug; empty where none was named."""
    return f"of {' '.join(filter(None, (dose.product, dose.code)))}" if dose.code else ""


def show_grave(findings: Sequence[Finding]) -> None:
    """What has to be decided or read."""
    show_findings([finding for finding in findings if finding.severity is not Severity.INFO])


def show_notes(findings: Sequence[Finding]) -> None:
    """What explains."""
    show_findings(_notes(findings))


def folded_label(text: str, findings: Sequence[Finding]) -> str:
    """What is folded away, with how many notes are in it."""
    number = len(_notes(findings))
    return f"{text} ({counted(number, 'note')})" if number else text


def _notes(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.INFO]
