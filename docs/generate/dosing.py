"""What doses are computed and judged by: formulas and bounds, each with its source."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docs.generate.facts import Facts
from docs.generate.rst import Page, heading, outside, page, plain, table
from unitcalc.catalogue.rules import STANDING

ABOUT = {"source", "tag", "rule", "address", "opened", "written"}
"""What is said about an entry, beside its values."""
TITLES = {
    "mosteller": "Body surface in m2, from kg and cm (Mosteller)",
    "du-bois": "Body surface in m2, from kg and cm (Du Bois)",
    "devine": "Ideal body weight (Devine)",
    "adjusted": "Adjusted body weight: the share of what is above the ideal",
    "calvert": "Dose in mg: AUC x (GFR + what is added) (Calvert)",
    "gfr-limit": "GFR in that formula, mL/min",
    "gfr": "GFR, mL/min",
    "weight-days": "Days after which a weight is old",
    "weight-dated": "A weight has its date",
    "weight-change": "Change from the weight before, as a share",
    "pound-ratio": "Ratio to the weight before that looks like pounds for kilograms",
    "surface-decimals": "Decimals of the body surface",
    "dose-rounding": "How far a rounded dose may be from the ordered one, as a share",
    "factor-tolerance": "How far dispensed clotting factor may be from what was prescribed, as a share",
    "rise": "Rise of a clotting factor, IU/dL",
    "body-mass-index": "Body mass index, kg/m2",
}
"""The entries whose name alone would not say what they are."""
SECTIONS = {
    "formulas": ("Formulas", "Body surface, ideal and adjusted weight, a dose from an AUC, IU from a rise."),
    "limits": ("Bounds", "What a measure is held against: beyond it a person is asked, or the measure is refused."),
}


def pages(facts: Facts) -> Iterator[Page]:
    """One page with the formulas and bounds."""
    document = facts.reference.document("dosing")
    parts = [
        heading("How a dose is computed and judged", label="dosing"),
        plain(
            "From the order and the patient's measures to the dose. Every figure here can be read with its source; a "
            "result prints the formula that it used on its worksheet."
        ),
    ]
    columns, widths = ("What", "Values", "Source"), (34, 30, 36)
    for section, (title, about) in SECTIONS.items():
        rows = [_row(name, entry) for name, entry in document[section].items()]
        parts += [heading(title, 1), plain(about), table(columns, widths, rows)]
    table_ = document["growth"]["table"]
    parts += [
        heading("Growth", 1),
        plain("Third and 97th percentile by age, the lighter and the heavier of both sexes:"),
        table(
            ("Age in months", "Weight in kg", "Height in cm"),
            (30, 35, 35),
            ((plain(row["months"]), _range(row["weight"]), _range(row["height"])) for row in table_["rows"]),
        ),
        f"{plain('Source:')} {_source(table_)}.",
        heading("Routes that kill", 1),
        table(
            ("Substances", "Never by this route", "Source"),
            (30, 25, 45),
            (
                (plain(", ".join(each["substances"])), plain(", ".join(each["routes"])), _source(each))
                for each in document["fatal-routes"]
            ),
        ),
        heading("How an order is better written", 1),
        plain("The order is read all the same; the remark says what is often misread."),
        table(
            ("What is written", "Better", "Why"),
            (30, 30, 40),
            (
                (plain(name.replace("-", " ")), plain(each["write"]), plain(each["why"]))
                for name, each in document["writing"]["instead"].items()
            ),
        ),
        f"{plain('Source:')} {_source(document['writing'])}.",
    ]
    yield page("dosing", *parts)


def _row(name: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    if "written" in entry:
        # The formula as a worksheet writes it.
        return plain(_title(name)), plain(re.sub(r"{(\w+)}", r"\1", entry["written"])), _source(entry)
    values = "; ".join(f"{key.replace('-', ' ')} {value}" for key, value in entry.items() if key not in ABOUT)
    return plain(_title(name)), plain(values or "as the source says"), _source(entry)


def _title(name: str) -> str:
    return TITLES.get(name, name.replace("-", " ").capitalize())


def _range(values: list[str]) -> str:
    return plain(" to ".join(map(str, values)))


def _source(entry: Mapping[str, Any]) -> str:
    standing = STANDING[entry["tag"]]
    said = outside(entry["source"], entry.get("address", ""))
    return said if standing in entry["source"] else f"{said} ({plain(standing)})"
