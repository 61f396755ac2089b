"""Draws the form of 'Chart a dose': its fields in the order of the work, each with help or what is wrong."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import streamlit as st

from unitcalc.account import Status
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.pages import chart_containers, chart_form
from unitcalc.pages.chart_answer import Charted
from unitcalc.pages.chart_form import CHOICES, LABELS, STATUS, TIMES, TYPES, key, typed
from unitcalc.pages.drug_typed import Offer, offers_of
from unitcalc.pages.entry import described
from unitcalc.pages.form import PAUSE
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import escaped, quiet, short_day
from unitcalc.quantity import read_amount
from unitcalc.reconcile.charting.request import with_unit


# A help button is a stop of the Tab key before its field: the fields do without.
def show_form(tables: Catalogue, found: Charted, today: date) -> None:
    """The fields, from the drug to the witness."""
    with st.container(key="chart-form"):
        with st.container(key="chart-first", horizontal=True, gap="small"):
            with st.container(width="stretch"):
                _drug(tables, found)
            with st.container(width=165):
                _date(found)
        chart_containers.show(tables, found, today)
        if (found.chart and found.chart.asks_type) or typed("container_type"):
            _type(found)
        _beside(
            lambda: _amount(found, "given", "350", "As charted."),
            lambda: _amount(found, "discarded", "50", "0 if nothing was."),
        )
        # Always there: a field that comes while one types on is passed over by the Tab key.
        _beside(lambda: _reason(found, "discard_reason"), lambda: _text(found, "discard_time", "e.g. 1120"))
        _beside(
            lambda: _amount(found, "explained", "20", "Tubing, spill, kept: never billed."),
            lambda: _reason(found, "explained_reason"),
        )
        _beside(
            lambda: _text(found, "start", "e.g. 0910"),
            lambda: _text(found, "stop", "e.g. 1110"),
            lambda: _text(found, "route", "e.g. IV"),
        )
        _beside(
            lambda: _status(found),
            lambda: _text(found, "encounter", "e.g. E-1042"),
            lambda: _text(found, "administration", "e.g. 1"),
        )
        if typed("status") not in ("", Status.GIVEN.value):
            _text(found, "status_reason", "e.g. rigors after 20 minutes")
        _beside(lambda: _text(found, "by", "e.g. RN 12"), lambda: _text(found, "witness", "e.g. RN 7"))
        st.markdown(quiet("Initials or numbers: no names, neither of patients nor of staff."))


def show_buttons(example: Callable[[], None], clear: Callable[[], None]) -> None:
    """What fills the form and what empties it."""
    with st.container(horizontal=True, horizontal_alignment="right", width="content"):
        st.button("Worked example", on_click=example, icon=":material/school:")
        st.button("New chart", on_click=clear, icon=":material/restart_alt:")


def _beside(*fields: Callable[[], None]) -> None:
    """Fields side by side where there is room."""
    with st.container(horizontal=True, gap="small"):
        for draw in fields:
            with st.container(width="stretch"):
                draw()


def _drug(tables: Catalogue, found: Charted) -> None:
    with st.container(gap="xxsmall"):
        _field("drug", "e.g. J1745 or Remicade")
        if show_problems(found.wrong.get("drug", ())):
            _offers(_candidates(tables, found))
        elif found.drug is not None:
            _line(f"**{found.drug.code}** {escaped(described(found.drug))} {escaped(found.drug_typed.read_as)}")
        elif found.drug_typed.offers:
            _line("Which one?")
            _offers(found.drug_typed.offers)
        elif "drug" in found.begun:
            _line(escaped(found.begun["drug"].message))
            _offers(_candidates(tables, found))
        else:
            _line("Code, brand, NDC or barcode; or scan the containers below.")


def _candidates(tables: Catalogue, found: Charted) -> tuple[Offer, ...]:
    problems = [*found.wrong.get("drug", ()), *([found.begun["drug"]] if "drug" in found.begun else [])]
    named = [offer for problem in problems for offer in offers_of(tables, problem)]
    return tuple(dict.fromkeys([*found.drug_typed.offers, *named]))


def _offers(offers: Sequence[Offer]) -> None:
    """What may be meant, each a button that puts it into the field."""
    with st.container(horizontal=True, gap="xsmall"):
        for offer in offers:
            st.button(
                escaped(offer.words),
                key=f"chart-offer-{offer.text}",
                on_click=chart_form.put,
                args=("drug", offer.text),
                wrap=True,
            )


def _date(found: Charted) -> None:
    with st.container(gap="xxsmall"):
        _field("date", "e.g. 2026-03-02")
        if not show_problems(found.wrong.get("date", ())):
            _line(short_day(found.day) if found.day else "or: today, 3/2/2026")


def _type(found: Charted) -> None:
    with st.container(gap="xxsmall"):
        st.selectbox(
            LABELS["container_type"],
            list(TYPES),
            format_func=lambda option: TYPES.get(option, option),
            key=key("container_type"),
            persist_state="session",
        )
        if not show_problems(found.wrong.get("container_type", ())):
            _line("No table knows it. What is left of a multi-dose vial may be kept; of a single-dose one not.")


def _amount(found: Charted, name: str, number: str, help: str) -> None:
    """An amount: a number in the unit that stands below it, or an amount with a unit of its own."""
    with st.container(gap="xxsmall"):
        _field(name, f"number of {_many(found.unit)}" if found.drug else f"e.g. {number} mg")
        if show_problems(found.wrong.get(name, ())):
            return
        if name in found.begun:
            _line(escaped(found.begun[name].message))
        elif typed(name) and found.drug:
            _line(f"**{escaped(_read_as(typed(name), found.unit))}**")
        else:
            _line(f"{f'In {_many(found.unit)}. ' if found.drug else ''}{help}")


def _many(unit: str) -> str:
    """A unit as one speaks of several."""
    return f"{unit}s" if unit in ("unit", "dose", "container") else unit


def _read_as(text: str, unit: str) -> str:
    """How an amount was read."""
    with suppress(Refused):
        return read_amount(with_unit(text, unit)).short
    return text


def _text(found: Charted, name: str, placeholder: str) -> None:
    with st.container(gap="xxsmall"):
        _field(name, placeholder)
        if not show_problems(found.wrong.get(name, ())) and name in found.begun:
            _line(escaped(f"{found.begun[name].message} {found.begun[name].hint}"))


def _reason(found: Charted, name: str) -> None:
    with st.container(gap="xxsmall"):
        # The first option is the empty one: a box that can be emptied would have one more stop of the Tab key.
        options = ["", *CHOICES[name]]
        own = typed(name)
        st.selectbox(
            LABELS[name],
            options if own in options else [*options, own],
            format_func=lambda option: option or "Choose or write",
            key=key(name),
            accept_new_options=True,
            persist_state="session",
        )
        show_problems(found.wrong.get(name, ()))


def _status(found: Charted) -> None:
    with st.container(gap="xxsmall"):
        st.selectbox(
            LABELS["status"],
            list(STATUS),
            format_func=lambda option: STATUS.get(option, option),
            key=key("status"),
            persist_state="session",
        )
        show_problems(found.wrong.get("status", ()))


def _field(name: str, placeholder: str) -> None:
    st.text_input(
        LABELS[name],
        key=key(name),
        placeholder=placeholder,
        autocomplete="off",
        persist_state="session",
        live=PAUSE,
        on_change=chart_form.put_now if name in TIMES else None,
        args=(name,) if name in TIMES else None,
    )


def _line(text: str) -> None:
    """The one line under a field."""
    st.markdown(f":small[:gray[{text}]]")
