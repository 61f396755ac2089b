"""A payment limit over the quarters, as a plot and in words. Money is exact everywhere but in the plot's own marks."""

from collections.abc import Sequence
from typing import Any

from unitcalc.catalogue.lookup.prices import Price
from unitcalc.catalogue.lookup.words import dollars_of

QUIET = ("#465260", "#aeb8c1")
"""The theme's grey, light and dark: a plot's own is too faint to read."""


def plot(prices: Sequence[Price], *, dark: bool = False) -> dict[str, Any]:
    """The plot in Vega-Lite's words: a point for each quarter that has a price."""
    values = [
        {"quarter": price.period, "dollars": float(price.amount), "price": dollars_of(price.amount)}
        for price in prices
        if price.amount is not None
    ]
    text = {"labelColor": QUIET[dark], "titleColor": QUIET[dark]}
    x = {"field": "quarter", "type": "ordinal", "title": None, "sort": [price.period for price in prices]}
    return {
        "data": {"values": values},
        "height": 210,
        "usermeta": {"embedOptions": {"actions": False}},  # no menu that leads to other sites
        "encoding": {
            "x": {**x, "axis": {"labelAngle": 0, "labelOverlap": "greedy", **text}, "scale": {"domain": x["sort"]}},
            "y": {
                "field": "dollars",
                "type": "quantitative",
                "title": "Dollars a unit",
                "scale": {"zero": False, "nice": True},
                "axis": text,
            },
            "tooltip": [{"field": "quarter", "title": "Quarter"}, {"field": "price", "title": "Payment limit"}],
        },
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2}},
            {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1}},
        ],
    }


def in_words(code: str, prices: Sequence[Price]) -> str:
    """What the plot shows, for who can't see it."""
    known = [(price.amount, price.period) for price in prices if price.amount is not None]
    if not known:
        return f"{code} has no payment limit in any quarter."
    (first, since), (last, until) = known[0], known[-1]
    low, high = min(known), max(known)
    return (
        f"Payment limit of {code} a unit: {dollars_of(first)} in {since}, {dollars_of(last)} in {until}; "
        f"lowest {dollars_of(low[0])} in {low[1]}, highest {dollars_of(high[0])} in {high[1]}."
    )
