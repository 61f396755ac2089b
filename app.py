"""Opens the pages: `streamlit run app.py`, or `unitcalc app`."""

from unitcalc.pages.main import open_pages

open_pages()
