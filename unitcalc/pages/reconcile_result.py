"""What a reconciliation came to: the balance at a glance, where the money is, what was read, and everything to take."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from html import escape

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.pages import reconcile_groups
from unitcalc.pages.reconcile_job import Found
from unitcalc.pages.words import counted, escaped, quiet
from unitcalc.quantity import dollars, grouped
from unitcalc.reconcile.report.model import Summary
from unitcalc.reconcile.report.plots import percent
from unitcalc.reconcile.report.texts import severity_word
from unitcalc.reconcile.telling import glance

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOWNLOADS = (
    ("Accounts (CSV)", "accounts.csv", "text/csv"),
    ("Accounts (Parquet)", "accounts.parquet", "application/vnd.apache.parquet"),
    ("Findings (CSV)", "findings.csv", "text/csv"),
    ("Findings (Parquet)", "findings.parquet", "application/vnd.apache.parquet"),
    ("Workbook (Excel)", "reconciliation.xlsx", _SHEET),
    ("Report (HTML)", "reconciliation.html", "text/html"),
)


def show(found: Found, run: int, book: Mapping[str, Rule]) -> None:
    """All of it."""
    summary = found.written.summary
    if found.demonstration:
        _made_up(found, run)
    _glance(summary)
    if not summary.totals.accounts:
        _read(found)
        return
    _metrics(summary)
    _read(found)
    _downloads(found, run)
    st.subheader("Where the money is", anchor=False)
    reconcile_groups.show(summary, run, book)


def _made_up(found: Found, run: int) -> None:
    st.markdown(quiet("The demonstration: a made-up hospital, in whose records known faults were planted."))
    with st.expander("The files of the demonstration"), st.container(horizontal=True):
        for path in found.demonstration:
            st.download_button(
                escaped(path.name),
                path.read_bytes,
                file_name=path.name,
                icon=":material/download:",
                on_click="ignore",
                key=f"reconcile-made-up-{path.name}-{run}",
            )


def _glance(summary: Summary) -> None:
    text = f"**{escaped(glance(summary))}**"
    errors = dict(summary.by_severity).get("error", 0)
    if not summary.totals.accounts:
        st.info(text, icon=":material/info:")
    elif errors:
        st.error(text, icon=":material/error:")
    elif summary.totals.open or summary.findings:
        st.warning(text, icon=":material/warning:")
    else:
        st.success(text, icon=":material/check_circle:")


def _metrics(summary: Summary) -> None:
    totals = summary.totals
    share = f"{percent(Fraction(totals.balanced, totals.accounts))} of all"
    found = ", ".join(counted(number, severity_word(severity)) for severity, number in summary.by_severity)
    undecided = f"{grouped(totals.undecided)} of them not decided" if totals.undecided else "do not balance"
    figures = (
        ("", "Accounts", grouped(totals.accounts), "one code of one encounter on one day"),
        ("good", "Balanced", grouped(totals.balanced), share),
        ("over", "Open", grouped(totals.open), undecided),
        ("", "Findings", grouped(summary.findings), found or "none"),
        ("stake", "At stake", dollars(totals.at_stake), "may be denied or taken back"),
        ("over", "Billed over", dollars(totals.over), "more than the record gives"),
        ("under", "Billed under", dollars(totals.under), "less than the record gives"),
        ("waste", "Waste", dollars(totals.waste), "discarded units that belong on claims"),
    )
    # Not metrics of Streamlit's: those cut a sum of dollars off where there is little room.
    cells = (
        f'<div class="rc-{kind or "plain"}-edge"><dt>{escape(label)}</dt>'
        f"<dd><strong>{escape(value)}</strong>{escape(note)}</dd></div>"
        for kind, label, value, note in figures
    )
    st.html(f'<dl class="rc-glance">{"".join(cells)}</dl>')
    if totals.unpriced:
        text = f"No price is known for {counted(totals.unpriced, 'account')} that differ: counted, without dollars."
        st.markdown(quiet(text))


def _read(found: Found) -> None:
    """What was read, and what of it could not be used."""
    outcome = found.written.outcome
    told = []
    for normal in outcome.normals:
        left = normal.rows - normal.used - normal.others - normal.totals
        parts = [f"{normal.file}: {counted(normal.rows, 'row')}"]
        parts += [f"{counted(normal.others, 'line')} of procedures left alone"] if normal.others else []
        parts += [f"{counted(left, 'row')} that can't be used"] if left else []
        told.append(", ".join(parts))
    days = found.written.summary
    span = f" Service from {days.first_day} to {days.last_day}." if days.first_day else ""
    st.markdown(quiet(f"Read: {'; '.join(told)}.{span}"))
    for name in outcome.unknown_payers[:6]:
        st.markdown(
            f":orange-badge[:material/warning: Payer] No policy is known for “{escaped(name)}”: its accounts are "
            "judged as of an unknown payer."
        )
    if len(outcome.unknown_payers) > 6:
        st.markdown(quiet(f"The same of {counted(len(outcome.unknown_payers) - 6, 'other payer')}."))
    with st.expander("How rows were brought together"):
        st.markdown("\n".join(_rules(found)))


def _rules(found: Found) -> Iterator[str]:
    for name, rule in found.settings.told():
        yield f"- **{escaped(name)}**: {escaped(rule)}"
    outcome = found.written.outcome
    if outcome.moved:
        yield f"- {escaped(counted(outcome.moved, 'group'))} of rows were brought to an account of another day or code"
    yield "- Dollars are Medicare's payment limits of the day, whoever pays"


def _downloads(found: Found, run: int) -> None:
    with st.container(horizontal=True):
        for label, name, kind in DOWNLOADS:
            st.download_button(
                label,
                found.file(name).read_bytes,  # read when it is asked for
                file_name=name,
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"reconcile-download-{name}-{run}",
            )
