"""The last line of each page: which version, which data; and a warning where the data do not cover the date."""

from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages.telling import installed_version
from unitcalc.pages.words import quiet
from unitcalc.reference.records import TABLES

_SHOWN = ("codes", "limits", "crosswalk")


def show(tables: Catalogue, day: date | None) -> None:
    """Version and data; `day` is the date of service, where one is known."""
    st.divider()
    periods = {name: tables.reference.periods(name) for name in _SHOWN}
    newest = max(infos[-1].last_day for infos in periods.values() if infos)
    if day is not None and day > newest:
        message = f"The tables end on {newest}, before {day}. Newer files: unitcalc data import."
        st.markdown(f":orange-badge[:material/warning: Older data] {quiet(message)}")
    known = "; ".join(
        f"{TABLES[name]} {_span([info.period for info in infos])}" for name, infos in periods.items() if infos
    )
    st.markdown(quiet(f"unitcalc {installed_version()}. Data: {known}. Works offline; nothing typed is kept."))


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
