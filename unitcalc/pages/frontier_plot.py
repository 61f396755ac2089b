"""What is left against the number of containers, as a plot and in words, of the plans that no other beats in both.

Amounts are exact everywhere but in the plot's own marks.
"""

from collections.abc import Sequence
from typing import Any

from unitcalc.pages.price_plot import QUIET
from unitcalc.pages.words import counted
from unitcalc.planning.plan import Plan

FEWEST = 2
"""Points that make a plot worth looking at."""


def plot(frontier: Sequence[Plan], shown: Plan, *, dark: bool = False) -> dict[str, Any]:
    """The plot in Vega-Lite's words: a point for each plan, the one that is shown filled, larger and named."""
    unit = frontier[0].left.unit.symbol
    values = [
        {
            "containers": each.containers,
            "left": float(each.left.value),
            "amount": f"{each.left.short} left{' (shown)' if each.openings == shown.openings else ''}",
            "plan": each.words,
            "shown": each.openings == shown.openings,
        }
        for each in frontier
    ]
    color = QUIET[dark]
    text = {"labelColor": color, "titleColor": color}
    x = {"field": "containers", "type": "ordinal", "title": "Containers opened", "axis": {"labelAngle": 0, **text}}
    y = {"field": "left", "type": "quantitative", "title": f"Left, {unit}", "axis": {"tickCount": 4, **text}}
    return {
        "data": {"values": values},
        "height": 190,
        "usermeta": {"embedOptions": {"actions": False}},  # no menu that leads to other sites
        "encoding": {
            "x": x,
            "y": {**y, "scale": {"zero": True, "nice": True}},
            "tooltip": [{"field": "plan", "title": "Open"}, {"field": "amount", "title": "Left"}],
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2, "strokeDash": [4, 4]}},
            {"transform": [{"filter": "!datum.shown"}], "mark": {"type": "point", "size": 70, "opacity": 1}},
            {
                "transform": [{"filter": "datum.shown"}],
                "mark": {"type": "point", "filled": True, "size": 150, "opacity": 1, "shape": "diamond"},
            },
            {
                "mark": {"type": "text", "dy": -14, "color": color},
                "encoding": {"text": {"field": "amount", "type": "nominal"}},
            },
        ],
    }


def in_words(frontier: Sequence[Plan], shown: Plan) -> str:
    """What the plot shows, for who can't see it."""
    told = [
        f"{counted(each.containers, 'container')}, {each.left.short} left ({each.words}"
        f"{', shown' if each.openings == shown.openings else ''})"
        for each in frontier
    ]
    return f"What is left against the number of containers: {'; '.join(told)}."
