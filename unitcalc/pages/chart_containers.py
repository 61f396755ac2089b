"""Draws the containers opened: what was scanned, one line each, and rows for what is picked or written."""

from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.pages import chart_form as form
from unitcalc.pages import container_entry
from unitcalc.pages.chart_answer import Charted, chosen_size, size_of
from unitcalc.pages.chart_form import LABELS, key
from unitcalc.pages.day_typed import read_day
from unitcalc.pages.form import PAUSE
from unitcalc.pages.opened_typed import counted
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import escaped, quiet
from unitcalc.reconcile.charting.scans import Scanned, read_scan, with_scan

OF_EACH = {"lot": ("Lot", "if any"), "expiry": ("Expiry", "05/2027"), "number": ("Container no.", "if any")}
"""What tells containers of one kind apart, each with an example."""


def show(tables: Catalogue, found: Charted, today: date) -> None:
    """The field of the scanner, the list that it fills, and the rows."""
    with st.container(gap="xxsmall"):
        st.text_input(
            LABELS["scan"],
            key=key("scan"),
            placeholder="barcode or NDC, then Enter",
            autocomplete="off",
            persist_state="session",
            on_change=_take,
            args=(tables, found.drug.code if found.drug else "", today),
        )
        if form.refusal():
            st.error(escaped(form.refusal()), icon=":material/error:")
        elif not form.scanned():
            st.markdown(quiet("Each scan adds one, with lot, expiry and number. Without a scanner: below."))
        with st.container(key="chart-scans", gap="xxsmall"):
            for place, each in enumerate(form.scanned()):
                _scanned(found, place, each)
    with st.container(gap="xsmall"):
        for number in range(form.rows()):
            _row(found, number)
        _below(found)


def _take(tables: Catalogue, code: str, today: date) -> None:
    """Add what was scanned, and empty the field for the next one."""
    text = form.typed("scan")
    form.put("scan", "")
    form.refused()
    if not text:
        return
    day = read_day(form.typed("date"), today)
    try:
        form.keep_scanned(with_scan(form.scanned(), read_scan(tables, text, code, day or today)))
    except Refused as refused:
        problem = refused.problems[0]
        form.refused(f"{problem.message} {problem.hint}".strip())


def _scanned(found: Charted, place: int, each: Scanned) -> None:
    more = [
        f"lot {each.lot}" if each.lot else "no lot",
        f"expires {each.expires}" if each.expires else "no expiry",
        f"container {each.number}" if each.number else "",
    ]
    with st.container(key=f"chart-one-{place}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(
            f":material/barcode_scanner: **{escaped(f'{each.count} x {each.words}')}**  \n"
            + quiet(f"NDC {each.ndc}, {', '.join(filter(None, more))}"),
            width="stretch",
        )
        st.button(
            "Remove",
            key=f"chart-remove-{place}",
            on_click=form.remove_scanned,
            args=(place,),
            type="tertiary",
            icon=":material/close:",
        )
    size = size_of(found.sizes, each.ndc)
    if size.asks:
        container_entry.potency(size, each.count, form.potency_key(place))
    if each.remark:
        st.markdown(f":orange-badge[:material/warning: Note] {escaped(each.remark)}")


def _row(found: Charted, number: int) -> None:
    text = form.typed("opened", number)
    choose = bool(found.sizes) and (not text or counted(text))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(
            container_entry.label(LABELS["opened"], number),
            key=key("opened", number),
            placeholder="How many" if choose else "e.g. 4 x 100 mg",
            autocomplete="off",
            live=PAUSE,
            persist_state="session",
            width=185 if choose else "stretch",
        )
        if choose:
            assert found.drug is not None  # sizes come from the drug
            own = form.size_key(number, found.drug.code)
            container_entry.choose(found.sizes, found.drug_typed, number, own)
    size = chosen_size(found.sizes, found.drug, found.drug_typed, number)
    if text and size and size.asks and choose:
        container_entry.potency(size, int(text), key("potency", number))
    # Always there: a field that comes while one types on is passed over by the Tab key.
    with st.container(horizontal=True, gap="xsmall"):
        for name, (label, example) in OF_EACH.items():
            st.text_input(
                container_entry.label(label, number),
                key=key(name, number),
                placeholder=example,
                autocomplete="off",
                live=PAUSE,
                persist_state="session",
                width="stretch",
            )
    show_problems(found.wrong.get(f"opened-{number}", ()))


def _below(found: Charted) -> None:
    wrong = [*found.wrong.get("opened", ()), *found.wrong.get("expiry", ())]
    if show_problems(wrong):
        return
    asked = [each.missing for each in (*found.entries, *found.scanned) if each.missing]
    begun = found.begun.get("opened") or found.begun.get("expiry")
    if asked:
        text = f"Still needed: {asked[0]}"
    elif begun:
        text = f"{begun.message} {begun.hint}"
    elif found.chart and any(not each.ndc for each in found.chart.containers):
        text = "Choose the one with its NDC: then product and NDC are charted too."
    elif found.sizes:
        text = "A count, or in full: 4 x 100 mg"
    else:
        text = "Count and label amount, or count and NDC"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(quiet(text), width="stretch")
        if form.rows() < form.MOST_ROWS and any(form.row(number).opened for number in range(form.rows())):
            st.button("Another size or lot", on_click=form.add_row, icon=":material/add:", type="tertiary")
