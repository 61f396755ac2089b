"""The house's front door: which pages there are, and what stands around them."""

import streamlit as st

from unitcalc.pages.buttons import ASSETS
from unitcalc.pages.places import bill_page, chart_page, check_page, checks_page, drug_page, reconcile_page


def open_pages() -> None:
    """Show the page that was asked for. Pages are plain scripts beside this file, in a checkout and in a wheel."""
    about = "unitcalc: doses and opened containers into billing units, each step with its source."
    pages = [bill_page(), chart_page(), check_page(), reconcile_page(), drug_page(), checks_page()]
    page = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{page.title} - unitcalc",
        page_icon=str(ASSETS / "icon.png"),
        layout="wide",
        menu_items={"About": about},
    )
    st.logo(str(ASSETS / "logo.svg"), size="large")
    page.run()


if __name__ == "__main__":
    open_pages()
