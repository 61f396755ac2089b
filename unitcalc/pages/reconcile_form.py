"""The files and settings of 'Reconcile': three uploads, each with what it is for and a table to fill in."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages import check_form
from unitcalc.pages.reconcile_template import as_csv, needed
from unitcalc.pages.words import quiet, sentence
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

KINDS = ("csv", "tsv", "txt", "xlsx", "parquet", "zip")
LARGEST_UPLOAD = 400
"""Megabytes of one file; the command reads files of any size."""
TITLES = {Table.DISPENSED: "Dispensed", Table.ADMINISTERED: "Administered", Table.CLAIMS: "Claims"}
MEANS = {
    Table.DISPENSED: "What pharmacy dispensed: containers opened, returned, handed on.",
    Table.ADMINISTERED: "What nurses gave and discarded, by the chart.",
    Table.CLAIMS: "What was billed: claim lines with units and modifiers.",
}
LONGEST_NAME = 60
_UPLOADS = "reconcile-uploads"
_UNSAFE = re.compile(r"[^\w.() -]")
_MIDNIGHT = {1: "A day of difference is tolerated", 0: "The same day only"}


def key(name: str) -> str:
    """The name under which a field's value is kept while the page is open."""
    return f"reconcile-{name}"


def upload_key(table: Table) -> str:
    """Under which an upload is kept: another one after each time that they were forgotten."""
    return f"reconcile-{table.value}-{st.session_state.get(_UPLOADS, 0)}"


def clear() -> None:
    """Forget the uploads. Payer and setting stay: they are the place's."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def uploads() -> "dict[Table, UploadedFile]":
    """What was handed over."""
    found = {table: st.session_state.get(upload_key(table)) for table in Table}
    return {table: each for table, each in found.items() if each is not None}


def saved(files: "Mapping[Table, UploadedFile]", folder: Path) -> dict[Table, Path]:
    """The uploads as files, each in a folder of its own: two may have one name."""
    paths = {}
    for table, each in files.items():
        path = folder / table.value / safe_name(each.name)
        path.parent.mkdir()
        path.write_bytes(each.getbuffer())
        paths[table] = path
    return paths


def safe_name(name: str) -> str:
    """The name of a file as every computer takes it, without folders.

    >>> safe_name("a/b:c.csv"), safe_name("..")
    ('b_c.csv', 'file')
    """
    last = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    return last[-LONGEST_NAME:] or "file"


def settings() -> Settings:
    """What was chosen."""
    payer, setting = (str(st.session_state.get(key(name)) or "") for name in ("payer", "setting"))
    midnight = st.session_state.get(key("midnight"))
    return Settings(payer=payer, setting=setting, midnight=1 if midnight is None else int(midnight))


def show(tables: Catalogue) -> bool:
    """The uploads and settings; whether 'Reconcile' was pressed."""
    for column, table in zip(st.columns(3, gap="medium"), Table, strict=True):
        with column:
            _upload(table)
    with st.expander("Settings: payer, setting, midnight"):
        _settings(tables)
    return st.button("Reconcile", type="primary", icon=":material/balance:", key=key("begin"))


def _upload(table: Table) -> None:
    with st.container(gap="xxsmall"):
        st.file_uploader(TITLES[table], type=list(KINDS), key=upload_key(table), max_upload_size=LARGEST_UPLOAD)
        st.markdown(MEANS[table])
        st.markdown(quiet(f"{needed(table)} csv, xlsx, parquet or zip."))
        st.download_button(
            f"Template: {table.value}",
            as_csv(table),
            file_name=f"{table.value}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"reconcile-template-{table.value}",
            type="tertiary",
        )


def _settings(tables: Catalogue) -> None:
    policies = tables.policies
    known = policies[check_form.MEDICARE].settings
    payers = {name: policy.title for name, policy in policies.items()}
    places = {name: sentence(setting.title) for name, setting in known.items()}
    columns = st.columns(3, gap="medium")
    with columns[0]:
        _choice("payer", "Payer", payers, check_form.MEDICARE, "Of claim lines that name none.")
    with columns[1]:
        _choice("setting", "Setting", places, check_form.OFFICE, "Of claim lines that name no place.")
    with columns[2]:
        _choice("midnight", "Around midnight", _MIDNIGHT, 1, "Where one of the records is missing on the day itself.")


def _choice(name: str, label: str, words: Mapping[str, str] | Mapping[int, str], usual: str | int, help: str) -> None:
    options: Sequence[str | int] = list(words)
    if st.session_state.get(key(name)) not in options:
        st.session_state[key(name)] = usual
    st.selectbox(
        label,
        options,
        format_func=lambda option: words.get(option, str(option)),
        key=key(name),
        persist_state="session",
    )
    st.markdown(quiet(help))
