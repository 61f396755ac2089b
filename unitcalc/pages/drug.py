"""The page 'Look up a drug': a code, an NDC, a barcode or a name, and all that is known of it on a day."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.drugs import TableUse
from unitcalc.catalogue.examples import Example
from unitcalc.catalogue.lookup import Found, Match, look_up
from unitcalc.findings import Finding, Problem, Refused, Severity
from unitcalc.pages import drug_lists, foot, form, places, price_plot
from unitcalc.pages.day_typed import in_iso
from unitcalc.pages.drug_facts import facts
from unitcalc.pages.drug_typed import offer, offers_of
from unitcalc.pages.problems import show_problems
from unitcalc.pages.remarks import show_findings
from unitcalc.pages.tables import catalogue
from unitcalc.pages.unfinished import begins_a_day
from unitcalc.pages.words import counted, escaped, quiet, short_day

DAY = "look-up-day"
_WORDS = {Severity.ERROR: "Contradiction", Severity.WARNING: "Warning", Severity.INFO: "Note"}
MOST_LISTED = 20
SHORTEST = 2
EXAMPLES = ("J1745", "Kovaltry", "privigen 10 g", "57894-0030-01")


def go(text: str) -> None:
    """Look up something else."""
    st.session_state[places.ASKED] = text


def show() -> None:
    """The page."""
    st.title("Look up a drug", anchor=False)
    tables = catalogue()
    text, day = _asked()
    found, problem = _found(tables, text, day)
    if problem is not None:
        _nothing(tables, problem)
    elif found is None:
        _invite()
    else:
        _reading(found)
        if len(found.matches) == 1:
            _one(found.matches[0])
        else:
            _several(tables, found)
    foot.show(tables, day if found is not None else None)


def _asked() -> tuple[str, date]:
    """What is looked up, and for which day."""
    today = date.today()
    with st.container(horizontal=True):
        text = st.text_input(
            "Code, brand, NDC or barcode",
            key=places.ASKED,
            placeholder="e.g. J1745, Remicade, privigen 10 g, 57894-0030-01",
            type="search",
            autocomplete="off",
            live=form.PAUSE,
            persist_state="session",
            width="stretch",
        )
        with st.container(width=170, gap="xxsmall"):
            typed = st.text_input(
                "On the day", key=DAY, placeholder="today", autocomplete="off", live=form.PAUSE, persist_state="session"
            )
            day = _day(typed or "", today)
    return (text or "").strip(), day


def _day(typed: str, today: date) -> date:
    try:
        day = read_date(in_iso(typed, today), today)
    except Refused as refused:
        if not begins_a_day(typed):
            show_problems(refused.problems)
        return today
    st.markdown(f":small[:gray[{short_day(day)}]]")
    return day


def _found(tables: Catalogue, text: str, day: date) -> tuple[Found | None, Problem | None]:
    if len(text) < SHORTEST:
        return None, None
    try:
        return look_up(tables, text, day, MOST_LISTED), None
    except Refused as refused:
        return None, refused.problems[0]


def _invite() -> None:
    with st.container(border=True):
        st.markdown(
            "**Everything known of a code appears here as you type:** its unit, price, limits, every NDC, what is "
            "often mistaken for it, and where sources disagree."
        )
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(quiet("Try"), width="content")
            for example in EXAMPLES:
                st.button(escaped(example), key=f"try-{example}", on_click=go, args=(example,))


def _nothing(tables: Catalogue, problem: Problem) -> None:
    """Nothing answers; what may have been meant is one press away."""
    with st.container(border=True):
        st.markdown(f":material/search_off: **{escaped(problem.message)}** {escaped(problem.hint)}")
        known = offers_of(tables, problem)
        names = [text for text in problem.candidates if text not in {each.text for each in known}]
        with st.container(horizontal=True, gap="xsmall"):
            for each in known:
                st.button(escaped(each.words), key=f"near-{each.text}", on_click=go, args=(each.text,))
            for name in names:
                st.button(escaped(name), key=f"near-{name}", on_click=go, args=(name,))


def _reading(found: Found) -> None:
    """How it was read, what else may have been meant, and what is to be known of the look-up itself."""
    if found.read_as:
        st.markdown(f":material/info: {escaped(found.read_as)}")
    if found.candidates:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(quiet("Spelled alike:"), width="content")
            for name in found.candidates:
                st.button(escaped(name), key=f"alike-{name}", on_click=go, args=(name,))
    show_findings(found.findings, _WORDS)


def _several(tables: Catalogue, found: Found) -> None:
    """A list to choose from; none is chosen silently."""
    known = counted(len(found.matches) + found.more, "code")
    st.markdown(f"**{known}: which one?**" + (f" {quiet('The nearest are shown.')}" if found.more else ""))
    for number, match in enumerate(found.matches):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
            st.button(
                match.drug.code, key=f"match-{number}", on_click=go, args=(match.drug.code,), width=drug_lists.CODE
            )
            words = offer(tables, match.drug.row).words.partition("  ")[2]
            outside = f" :orange-badge[{escaped(match.outside)}]" if match.outside else ""
            st.markdown(
                f"{escaped(words)}{outside}  \n{quiet(match.size_note or match.drug.row.long)}", width="stretch"
            )


def _one(match: Match) -> None:
    drug = match.drug
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(drug.code, anchor=False, width="content")
        if st.button("Bill this drug", type="primary", icon=":material/receipt_long:"):
            setting = form.typed("setting")
            form.fill({"drug": drug.code} | ({"setting": setting} if setting else {}))
            st.switch_page(places.bill_page())
    st.markdown(f"{escaped(drug.descriptor.text)}")
    if match.outside:
        st.warning(f"Not in force on {short_day(match.day)}: {match.outside}.", icon=":material/event_busy:")
    _misdescribed(match)
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.table(
            {name: escaped(text) for name, text in facts(match).items()},
            border="horizontal",
            alt=f"What is known of {drug.code}",
        )
    with right:
        _prices(match)
    drug_lists.show_presentations(match)
    drug_lists.show_examples(match, _bill)
    drug_lists.show_similar(match, go)
    drug_lists.show_history(match, go)
    rest = [finding for finding in match.findings if finding not in _published(match)]
    if rest:
        st.subheader("Notes, and where sources disagree", anchor=False)
        show_findings(rest, _WORDS)
    _sources(drug.uses)


def _bill(example: Example) -> None:
    """Fill the bill's form with a worked example and go there."""
    form.fill_example(example)
    st.switch_page(places.bill_page())


def _published(match: Match) -> Sequence[Finding]:
    return [finding for finding in match.findings if finding.check == "published-misdescription"]


def _misdescribed(match: Match) -> None:
    """What is widely published wrongly about the code, before anything that rests on it."""
    for finding in _published(match):
        st.warning(escaped(finding.message), title="Often described wrongly", icon=":material/warning:")
        st.markdown(quiet(finding.source))


def _prices(match: Match) -> None:
    if len(match.prices) < 2:
        return
    words = price_plot.in_words(match.drug.code, match.prices)
    st.markdown("**Payment limit by quarter**")
    st.vega_lite_chart(price_plot.plot(match.prices, dark=st.context.theme.type == "dark"), alt=words, width="stretch")
    with st.expander("As a table"):
        drug_lists.show_price_table(match)


def _sources(uses: Sequence[TableUse]) -> None:
    st.subheader("Sources", anchor=False)
    st.table(
        {
            "Table": [escaped(use.table) for use in uses],
            "Period": [escaped(use.period) for use in uses],
            "Covers the day": ["yes" if use.covers else "no, the nearest" for use in uses],
            "File": [escaped(use.file) for use in uses],
        },
        border="horizontal",
        hide_index=True,
        hide_header=False,
        alt="The tables that this page rests on, with period and file",
    )


if __name__ == "__main__":
    show()
