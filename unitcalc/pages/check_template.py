"""A record to fill in, for a typed code: as a file, and as a sheet of paper."""

from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.template import template_html, template_yaml
from unitcalc.codes import read_code
from unitcalc.findings import Refused
from unitcalc.pages import form
from unitcalc.pages.buttons import print_button
from unitcalc.pages.entry import described
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import quiet, sentence

CODE, USE = "template-code", "template-use"
SHORTEST = 5
"""Signs of a code: a shorter one is still being written."""


def show(tables: Catalogue, today: date) -> None:
    """The section, folded away."""
    with st.expander("A record to fill in"):
        st.markdown(quiet("What the record of a drug must hold, and who asks for it: for the next time."))
        typed = st.text_input(
            "HCPCS code",
            key=CODE,
            placeholder="e.g. J7211",
            autocomplete="off",
            live=form.PAUSE,
            persist_state="session",
        )
        text = (typed or "").strip()
        if len(text) < SHORTEST:
            st.markdown(quiet("Type a code: the form appears here."))
            return
        try:
            drug = tables.drugs.on(read_code(text), today)
        except Refused as refused:
            show_problems(refused.problems)
            return
        st.markdown(quiet(f"{drug.code} {described(drug)}"))
        _offer(tables, drug, _use(tables, drug), today)


def _use(tables: Catalogue, drug: Drug) -> str:
    """What a clotting factor is given for; empty for every other drug."""
    if not tables.documents.class_of(drug).clotting_factor:
        return ""
    words = {"": "Any use", **{use.value: sentence(use.value.replace("-", " ")) for use in USES}}
    chosen = st.selectbox("Used for", list(words), format_func=lambda use: words.get(use, use), key=USE)
    return str(chosen or "")


def _offer(tables: Catalogue, drug: Drug, use: str, today: date) -> None:
    code = drug.code
    name = f"{code}-{use}-record" if use else f"{code}-record"
    try:
        sheet, record = template_html(tables, code, today, use), template_yaml(tables, code, today, use)
    except Refused as refused:
        show_problems(refused.problems)
        return
    with st.container(horizontal=True):
        for label, content, ending, kind in (
            ("To type (YAML)", record, "yaml", "application/yaml"),
            ("To write by hand (HTML)", sheet, "html", "text/html"),
        ):
            st.download_button(
                label,
                content,
                file_name=f"{name}.{ending}",
                mime=kind,
                icon=":material/download:",
                on_click="ignore",
                key=f"template-{ending}",
            )
        print_button(sheet, "Print the sheet", "print-template")
