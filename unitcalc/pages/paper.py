"""Sheets of paper: self-contained documents, black on white, which share their head and how they are set.

Everything that is put into one is escaped, and nothing is fetched.
"""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from unitcalc.pages.buttons import ASSETS


@cache
def template(name: str) -> Template:
    """One of the sheets among the assets; each extends `paper.html`."""
    environment = Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = {}
    return environment.get_template(name)
