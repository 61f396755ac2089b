"""The button that copies the note: the component of every copy button, in the words of a chart."""

import streamlit as st

from unitcalc.pages.buttons import ASSETS

KEY = "copy-chart-note"
_HTML = '<div class="row"><button type="button"></button><span role="status"></span></div>'


def copy_note(text: str) -> None:
    """Copies the note and says so; and that it must be copied again once the chart is another."""
    component = st.components.v2.component(
        "unitcalc-copy-note",
        html=_HTML,
        css=(ASSETS / "button.css").read_text(encoding="utf-8"),
        js=(ASSETS / "copy.js").read_text(encoding="utf-8"),
    )
    data = {
        "text": text,
        "label": "Copy the note",
        "done": "Copied the note.",
        "changed": "The chart has changed since: copy again.",
        "failed": "The browser did not allow it: select and copy by hand.",
        "primary": True,
    }
    component(data=data, key=KEY, width="content")
