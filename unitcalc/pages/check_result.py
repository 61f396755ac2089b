"""What a check came to: the whole in a sentence, what can't be used, how often what, the accounts, and downloads."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from unitcalc.catalogue.rules import Rule
from unitcalc.checks.checking import Report
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Violation
from unitcalc.checks.telling import summary
from unitcalc.findings import Severity
from unitcalc.pages import check_account
from unitcalc.pages.check_files import as_csv, as_json
from unitcalc.pages.check_running import Outcome
from unitcalc.pages.check_words import badge, places, show_meaning, show_violation, title
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, escaped, quiet
from unitcalc.quantity import grouped

MOST_CELLS = 100
PAGE = 10
ALL, FINE = "", "fine"


def show(outcome: Outcome, book: Mapping[str, Rule]) -> None:
    """The whole of it."""
    show_problems(outcome.problems)
    report = outcome.report
    if report is None:
        return
    _summary(outcome, report)
    if report.violations:
        _downloads(report, outcome)
    if len(report.judged) > 1 and outcome.counts:
        _counts(outcome)
    _cells(report.cells, book)
    if report.site:
        st.subheader("All lines together", anchor=False)
    for each in report.site:
        show_violation(each, book)
    _accounts(outcome, book)


def _summary(outcome: Outcome, report: Report) -> None:
    text = escaped(summary(report))
    if outcome.severities[Severity.ERROR]:
        st.error(f"**{text}**", icon=":material/error:")
    elif outcome.severities[Severity.WARNING]:
        st.warning(f"**{text}**", icon=":material/warning:")
    elif report.judged and not outcome.without_record:  # green only where the units are proved
        st.success(f"**{text}**", icon=":material/check_circle:")
    else:
        st.info(f"**{text}**", icon=":material/info:")
    told = [f"Checked: {', '.join(outcome.sources)}."] if outcome.sources else []
    if outcome.without_record:
        told.append(
            f"{counted(outcome.without_record, 'account')} without a record of what was opened and given: whether the "
            "units are right for the dose can't be seen from lines alone."
        )
    st.markdown(quiet(" ".join(told)))
    for name in report.payers:
        st.markdown(
            f":orange-badge[:material/warning: Payer] No policy is known for “{escaped(name)}”: its lines are judged "
            "as of an unknown payer."
        )


def _downloads(report: Report, outcome: Outcome) -> None:
    with st.container(horizontal=True):
        for label, make, name, kind in (
            ("All findings (CSV)", as_csv, "findings.csv", "text/csv"),
            ("All findings (JSON)", as_json, "findings.json", "application/json"),
        ):
            st.download_button(
                label,
                partial(make, report),  # made when it is asked for
                file_name=name,
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"download-{name}-{outcome.number}",
            )


def _counts(outcome: Outcome) -> None:
    st.table(
        {
            "Found": [grouped(outcome.counts[check.code]) for check in outcome.found_by],
            "How grave": [badge(check.severity) for check in outcome.found_by],
            "Check": [f"**{check.code}** {escaped(check.text.title)}" for check in outcome.found_by],
        },
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt="How often each check found something",
    )


def _cells(cells: Sequence[Violation], book: Mapping[str, Rule]) -> None:
    """Fields that can't be used: where, what is wrong, what to do."""
    if not cells:
        return
    st.subheader("What can't be used", anchor=False)
    st.markdown(quiet("A line without a readable day, code or units is left out of every other check."))
    shown = cells[:MOST_CELLS]
    st.table(
        {
            "Where": [escaped(places(each.places)) for each in shown],
            "Field": [f"**{escaped(field(each))}**" for each in shown],
            "What is wrong, and what to do": [escaped(f"{each.message}.") for each in shown],
        },
        border="horizontal",
        hide_index=True,
        hide_header=False,
        height=420 if len(shown) > 12 else "content",
        alt="Fields that can't be used",
    )
    if len(cells) > MOST_CELLS:
        st.markdown(quiet(f"The first {MOST_CELLS} of {grouped(len(cells))}; the CSV above holds all of them."))
    for check in dict.fromkeys(each.check for each in cells):
        show_meaning(check, book, f"What {check.code} means", sign="help")


def field(each: Violation) -> str:
    """The field that a finding about a cell names; of one that nobody knows, as it was written."""
    return each.observed if each.check.name == "field-unknown" else each.expected


def _accounts(outcome: Outcome, book: Mapping[str, Rule]) -> None:
    every = outcome.by_gravity
    chosen = _chosen(outcome, every)
    if not chosen:
        return
    first = _page(outcome, len(chosen), "above")
    for number, one in enumerate(chosen[first : first + PAGE], first):
        check_account.show(one, book, f"{outcome.number}-{number}")
    if len(chosen) > PAGE:
        _turn(outcome, len(chosen), first, "below")


def _chosen(outcome: Outcome, every: Sequence[Judged]) -> Sequence[Judged]:
    """The accounts that are shown: all, those of one check, or those in which nothing was found."""
    if len(every) < 2:
        return every
    fine = [one for one in every if not one.violations]
    st.subheader(counted(len(every), "account"), anchor=False)
    options = {ALL: "All accounts, the gravest first"}
    of_accounts = {each.check.code for one in every for each in one.violations}
    options |= {check.code: title(check) for check in outcome.found_by if check.code in of_accounts}
    if fine and len(fine) < len(every):
        options[FINE] = f"Accounts in which nothing was found ({grouped(len(fine))})"
    if len(options) == 1:
        return every
    picked = st.selectbox(
        "Show",
        list(options),
        format_func=lambda option: options.get(option, option),
        key=f"check-show-{outcome.number}",
        on_change=_to_first,
        args=(outcome.number,),
    )
    if picked == FINE:
        return fine
    return [one for one in every if not picked or any(each.check.code == picked for each in one.violations)]


def _page_key(number: int) -> str:
    return f"check-page-{number}"


def _to_first(number: int) -> None:
    st.session_state[_page_key(number)] = 0


def _to(number: int, first: int) -> None:
    st.session_state[_page_key(number)] = first


def _page(outcome: Outcome, total: int, where: str) -> int:
    first = int(st.session_state.get(_page_key(outcome.number), 0))
    first = first if first < total else 0
    if total > PAGE:
        _turn(outcome, total, first, where)
    return first


def _turn(outcome: Outcome, total: int, first: int, where: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to, sign in (
            ("Previous", max(0, first - PAGE), "arrow_back"),
            ("Next", first + PAGE, "arrow_forward"),
        ):
            st.button(
                label,
                key=f"check-{label}-{where}-{outcome.number}",
                on_click=_to,
                args=(outcome.number, to),
                icon=f":material/{sign}:",
                disabled=to == first or to >= total,
            )
        last = min(first + PAGE, total)
        st.markdown(quiet(f"{grouped(first + 1)} to {grouped(last)} of {grouped(total)}"), width="content")
