"""A page as a person uses it, without a browser."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from unitcalc.pages.form import CHOICES, key
from unitcalc.pages.order_form import CHOICES as ORDER_CHOICES
from unitcalc.pages.order_form import key as order_key

PROJECT = Path(__file__).resolve().parents[2]
AREAS = ("explained",)


def opened(patience: int = 60) -> AppTest:
    """The pages, just opened."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=patience).run()
    assert not app.exception
    return app


def press(page: AppTest, label: str) -> AppTest:
    """Press the button of a name."""
    next(button for button in page.button if shown_text(button.label) == label).click().run()
    assert not page.exception
    return page


def fill(page: AppTest, **fields: str) -> AppTest:
    """Type into fields one after another, as each is left; the bill follows at once."""
    for name, text in fields.items():
        if name == "dispensed":
            page.checkbox(key=key(name)).set_value(True)
        elif name == "setting" or name in CHOICES:
            page.selectbox(key=key(name)).set_value(text)
        elif name in AREAS:
            page.text_area(key=key(name)).set_value(text)
        else:
            page.text_input(key=key(name)).set_value(text)
        page.run()
        assert not page.exception
    return page


def order(page: AppTest, **fields: str) -> AppTest:
    """Type into the fields of 'From an order' one after another; the dose follows at once."""
    for name, text in fields.items():
        if name == "have":
            page.text_area(key=order_key(name)).set_value(text)
        elif name in ORDER_CHOICES or name in ("product", "indication"):
            page.selectbox(key=order_key(name)).set_value(text)
        else:
            page.text_input(key=order_key(name)).set_value(text)
        page.run()
        assert not page.exception
    return page


def values(page: AppTest) -> dict[str, object]:
    """What stands in every field of the bill."""
    fields = [*page.text_input, *page.text_area, *page.selectbox, *page.checkbox]
    return {str(field.key).removeprefix("bill-"): field.value for field in fields}


def component(page: AppTest, name: str) -> dict[str, Any]:
    """What a component of ours was given."""
    (found,) = (each for each in page.get("bidi_component") if each.key == name)
    return dict(json.loads(found.proto.json))


def lines(page: AppTest) -> list[str]:
    """The claim lines as they are copied; none where there is no such button."""
    if not any(each.key == "copy-lines" for each in page.get("bidi_component")):
        return []
    return str(component(page, "copy-lines")["text"]).splitlines()


def metrics(page: AppTest) -> list[tuple[str, str]]:
    """Both wastes, each with its note."""
    return [(metric.value, metric.delta) for metric in page.metric]


def shown_text(text: str) -> str:
    """A text as a person reads it: without the marks that keep it from being read as markup."""
    return re.sub(r"\\(.)", r"\1", text).replace("\u2060", "")


def shown(elements: Any) -> str:
    """What a person reads of some elements."""
    return shown_text("\n".join(str(element.value) for element in elements))


def today() -> str:
    """Today, as it is typed."""
    return date.today().isoformat()
