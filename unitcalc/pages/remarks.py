"""Findings on a page: a word and a sign for how grave each is, its source below it; what is alike is told once."""

from collections.abc import Mapping, Sequence

import streamlit as st

from unitcalc.findings import Finding, Severity
from unitcalc.pages.form import WORDS
from unitcalc.pages.words import counted, escaped, in_words_of, quiet

_BADGES = {
    Severity.ERROR: "red-badge[:material/error:",
    Severity.WARNING: "orange-badge[:material/warning:",
    Severity.INFO: "blue-badge[:material/info:",
}
_SEVERITIES = {Severity.ERROR: "To decide", Severity.WARNING: "Warning", Severity.INFO: "Note"}


def show_findings(findings: Sequence[Finding], words: Mapping[Severity, str] = _SEVERITIES) -> None:
    """The gravest first. Of what is said alike of many NDCs the first one stands there, the others are folded away."""
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    for alike in sorted(by_check.values(), key=lambda found: found[0].severity.rank):
        _show(alike[0], words)
        if len(alike) == 2:
            _show(alike[1], words)
        elif len(alike) > 2:
            with st.expander(f"The same of {counted(len(alike) - 1, 'other')}"):
                for finding in alike[1:]:
                    _show(finding, words)


def _show(finding: Finding, words: Mapping[Severity, str]) -> None:
    badge = f":{_BADGES[finding.severity]} {words[finding.severity]}]"
    with st.container(gap=None):
        st.markdown(f"{badge} {escaped(in_words_of(WORDS, finding.message))}")
        st.markdown(quiet(finding.source))
