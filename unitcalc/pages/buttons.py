"""Two buttons that act in the browser alone: one copies a text, one prints a document. Both are small components.

Their scripts are ours and fixed; what was typed reaches them as data, never as script or markup of the page.
"""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

ASSETS = Path(__file__).resolve().parent / "assets"
_HTML = '<div class="row"><button type="button"></button><span role="status"></span></div>'


def copy_button(text: str, label: str, done: str, key: str, *, of: str = "bill", primary: bool = False) -> None:
    """A button that copies `text` and says `done`; and that it must be copied again once the text is another.

    `of` is what the text was made of, and may have changed: the bill, or the chart.
    """
    data = {
        "text": text,
        "label": label,
        "done": done,
        "changed": f"The {of} has changed since: copy again.",
        "failed": "The browser did not allow it: select and copy by hand.",
        "primary": primary,
    }
    _mount("copy", data, key)


def print_button(html: str, label: str, key: str, *, primary: bool = False) -> None:
    """A button that prints a whole document of its own."""
    _mount("print", {"html": html, "label": label, "primary": primary}, key)


def _mount(script: str, data: dict[str, Any], key: str) -> None:
    component = st.components.v2.component(
        f"unitcalc-{script}", html=_HTML, css=_asset("button.css"), js=_asset(f"{script}.js")
    )
    component(data=data, key=key, width="content")


@cache
def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
