"""The house's front door: which pages there are, and in which order."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent


def open_pages() -> None:
    """Show the page that was asked for. Pages are plain scripts beside this file, in a checkout and in a wheel."""
    st.set_page_config(page_title="unitcalc", layout="wide", menu_items={"About": "unitcalc: doses into billing units"})
    bill = st.Page(PAGES / "bill.py", title="Bill a dose", default=True)
    st.navigation([bill], position="top").run()


if __name__ == "__main__":
    open_pages()
