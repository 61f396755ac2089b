"""The reference tables, opened once for all pages and again whenever they change. Nothing of a patient is kept here."""

from collections.abc import Sequence

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.pages.words import escaped
from unitcalc.reference.compiled import inputs_key
from unitcalc.reference.payers import PayerFile, own_payers
from unitcalc.reference.store import Reference


def catalogue() -> Catalogue:
    """The catalogue of today's tables; where they can't be used, the page says why and ends."""
    try:
        return _opened(inputs_key(), own_payers())
    except Refused as refused:
        for problem in refused.problems:
            st.error(f"{escaped(problem.message)} {escaped(problem.hint)}", icon=":material/error:", title="Tables")
        st.stop()


@st.cache_resource(max_entries=1, show_spinner="Preparing the reference tables (once after each update)")
def _opened(key: str, payers: Sequence[PayerFile]) -> Catalogue:
    """Kept by the hash of what the tables were made from, and by the user's own payer files as they stand."""
    return Catalogue(Reference.open())
