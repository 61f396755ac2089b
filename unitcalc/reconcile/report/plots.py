"""The plots of the report, in Vega-Lite's words, drawn as SVG without a browser or a network.

Each says its figures beside its marks and has a text in place of the picture; direction and words tell over from
under, colour only repeats it. Amounts and money are exact everywhere but in the length of a mark. Colours are names
that the page defines, so that one drawing serves light, dark and paper.

vl-convert draws them: the library of Altair's own authors (BSD licence, one package without dependencies, 31 MB to
download; the first plot takes 0.6 s, each further one 0.03). It takes the same words as the plots of our pages, and
brings the font that it measures with, so that the same figures give the same drawing on every machine.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.quantity import dollars, rounded
from unitcalc.reconcile.report.arithmetic import in_unit
from unitcalc.reconcile.report.model import Cause, Drug, Month, Summary

MOST_BARS = 12
MOST_MONTHS = 24
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH = 760
"""Of a drawing with its names and figures, about, in pixels."""
_LETTER = 6.2
"""Width of a letter in the font of the drawing."""
_WIDER = 1.5
"""A reader's own font may be wider by so much a letter: room that keeps words from being cut off."""
_STEP = 30
_SHORT = 44
"""Characters of a label."""
Spec = dict[str, Any]


class Plot(NamedTuple):
    """A drawing with its caption and the text that stands for it."""

    caption: str
    text: str
    svg: str


def plots(summary: Summary) -> tuple[Plot, ...]:
    """All plots that the figures have something for."""
    made = (
        waste_in_dollars(summary),
        waste_in_amounts(summary),
        variance(summary),
        over_time(summary),
        waste_by_month(summary),
    )
    return tuple(each for each in made if each is not None)


def waste_in_dollars(summary: Summary) -> Plot | None:
    """A bar for each drug: what its discarded units are worth."""
    drugs = sorted((each for each in _named(summary.drugs) if each.sums.waste > 0), key=lambda each: -each.sums.waste)
    drugs = drugs[:MOST_BARS]
    if not drugs:
        return None
    rows = [{"name": _drug(each), "value": float(each.sums.waste), "label": dollars(each.sums.waste)} for each in drugs]
    told = "; ".join(f"{_drug(each)} {dollars(each.sums.waste)}" for each in drugs)
    caption = f"Waste by drug, in dollars{_first(len(drugs), summary.drugs)}"
    return Plot(caption, f"{caption}: {told}.", _drawn(_bars(rows, "--waste")))


def waste_in_amounts(summary: Summary) -> Plot | None:
    """A bar for each drug: the part of what was opened that was discarded; amounts in different units have no axis."""
    drugs = [each for each in _named(summary.drugs) if each.amounts.discarded_share]
    drugs = sorted(drugs, key=lambda each: -each.sums.waste)[:MOST_BARS]
    if not drugs:
        return None
    rows = []
    told = []
    for each in drugs:
        share = each.amounts.discarded_share or Fraction(0)
        opened, discarded = (in_unit(value, each.unit) for value in (each.amounts.opened, each.amounts.discarded))
        label = f"{discarded} of {opened}, {percent(share)}"
        rows.append({"name": _drug(each), "value": float(share), "label": label})
        told.append(f"{_drug(each)} {label}")
    caption = (
        f"Waste by drug, in amount: the part of what was opened that was discarded{_first(len(drugs), summary.drugs)}"
    )
    return Plot(caption, f"{caption}: {'; '.join(told)}.", _drawn(_bars(rows, "--waste")))


def variance(summary: Summary) -> Plot | None:
    """Two bars for each check: dollars billed too much to the right, too little to the left."""
    causes = [each for each in summary.causes if each.over or each.under]
    causes = sorted(causes, key=lambda each: -(each.over + each.under))[:MOST_BARS]
    if not causes:
        return None
    rows = [row for each in causes for row in _both(_cause(each), each.over, each.under)]
    told = "; ".join(f"{each.check} {each.title.rstrip('.')}: {_two(each.over, each.under)}" for each in causes)
    caption = "Difference by cause: dollars under (left) and over (right)"
    return Plot(caption, f"{caption}: {told}.", _drawn(_diverging(rows)))


def over_time(summary: Summary) -> Plot | None:
    """Two columns for each month: over above the line, under below."""
    months = _dated(summary.months)
    if len(months) < 2 or not any(each.sums.over or each.sums.under for each in months):
        return None
    values = [row for each in months for row in _both(each.name, each.sums.over, each.sums.under)]
    told = "; ".join(f"{each.name}: {_two(each.sums.over, each.sums.under)}" for each in months)
    caption = f"Difference by month: dollars over (above the line) and under (below){_last(months, summary)}"
    color = {"field": "side", "type": "nominal", "scale": _SIDES, "legend": None}
    marks = [{"mark": {"type": "bar", "width": {"band": 0.7}}, "encoding": {"color": color}}]
    return Plot(caption, f"{caption}: {told}.", _drawn(_columns(values, months, marks)))


def waste_by_month(summary: Summary) -> Plot | None:
    """A column for each month: what the discarded units are worth."""
    months = _dated(summary.months)
    if len(months) < 2 or not any(each.sums.waste for each in months):
        return None
    values = [{"name": each.name, "value": float(each.sums.waste)} for each in months]
    told = "; ".join(f"{each.name} {dollars(each.sums.waste)}" for each in months)
    caption = f"Waste by month, in dollars{_last(months, summary)}"
    marks = [{"mark": {"type": "bar", "width": {"band": 0.7}, "color": "var(--waste)"}}]
    return Plot(caption, f"{caption}: {told}.", _drawn(_columns(values, months, marks)))


_SIDES = {"domain": ["over", "under"], "range": ["var(--over)", "var(--under)"]}
_QUIET = {
    "labelColor": "var(--quiet)",
    "titleColor": "var(--quiet)",
    "domainColor": "var(--line)",
    "tickColor": "var(--line)",
    "gridColor": "var(--line)",
    "labelFont": FONT,
    "titleFont": FONT,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
# Thousands, millions, billions; below the line stand dollars too, not less than none.
_TICK = "datum.value == 0 ? '$0' : replace(replace(format(abs(datum.value), '$~s'), 'G', ' bn'), 'k', ',000')"
_MONEY = {"labelExpr": _TICK, "tickCount": 5}
_UPRIGHT = 9
"""Months whose names stand beside one another."""
_LABEL = {"type": "text", "font": FONT, "fontSize": 12, "color": "var(--ink)", "baseline": "middle"}


def _bars(rows: Sequence[Mapping[str, Any]], color: str) -> Spec:
    """Horizontal bars, the figure beside each; no axis is needed where every figure stands there."""
    names, labels = _longest(rows, "name"), _longest(rows, "label")
    return {
        "data": {"values": list(rows)},
        "width": _inner(names + labels),
        "height": {"step": _STEP},
        "padding": _padding(names, labels),
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": _NAMES},
            "x": {"field": "value", "type": "quantitative", "axis": None, "scale": {"nice": False}},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 16, "color": f"var({color})"}},
            {"mark": {**_LABEL, "align": "left", "dx": 6}, "encoding": {"text": {"field": "label"}}},
        ],
    }


_NAMES = {"labelLimit": 400, "ticks": False, "domain": False, "labelPadding": 8, "labelColor": "var(--ink)"}


def _longest(rows: Sequence[Mapping[str, Any]], field: str) -> int:
    return max(len(row[field]) for row in rows)


def _inner(letters: int) -> float:
    """What names and figures leave for the bars."""
    return max(WIDTH - (_LETTER + _WIDER) * letters, 160)


def _padding(left: int, right: int) -> dict[str, float]:
    """Room around a drawing whose outermost words have so many letters."""
    return {"left": _WIDER * left, "right": 8 + _WIDER * right, "top": 4, "bottom": 4}


def _diverging(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Horizontal bars to both sides of a line, the figure beyond the end of each."""
    side = {"field": "side", "type": "nominal", "scale": _SIDES, "legend": None}
    text = {"text": {"field": "label"}}
    right = [row for row in rows if row["value"] > 0]
    left = [row for row in rows if row["value"] < 0]
    names = _longest(rows, "name")
    width = _inner(names)
    # Room for the figures beyond the bars, on the sides that have any.
    room = sum((_LETTER + _WIDER) * _longest(each, "label") + 12 for each in (left, right) if each)
    most, least = (max((abs(row["value"]) for row in each), default=0.0) for each in (right, left))
    dollar = (most + least) / max(width - room, 100)  # dollars a pixel
    ends = [((_LETTER + _WIDER) * _longest(each, "label") + 12) * dollar if each else 0.0 for each in (left, right)]
    scale = {"domain": [-least - ends[0], most + ends[1]], "nice": False, "zero": False}
    return {
        "data": {"values": list(rows)},
        "width": width,
        "height": {"step": _STEP},
        "padding": _padding(names, 0),
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": _NAMES},
            "x": {"field": "value", "type": "quantitative", "axis": None, "scale": scale},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 16}, "encoding": {"color": side}},
            {
                "transform": [{"filter": "datum.value > 0"}],
                "mark": {**_LABEL, "align": "left", "dx": 6},
                "encoding": text,
            },
            {
                "transform": [{"filter": "datum.value < 0"}],
                "mark": {**_LABEL, "align": "right", "dx": -6},
                "encoding": text,
            },
            {"mark": {"type": "rule", "color": "var(--quiet)"}, "encoding": {"x": {"datum": 0}, "y": None}},
        ],
    }


def _columns(values: Sequence[Mapping[str, Any]], months: Sequence[Month], marks: Sequence[Spec]) -> Spec:
    """Columns by month over one line."""
    names = [each.name for each in months]
    axis = {"labelAngle": 0 if len(names) <= _UPRIGHT else -45, "title": None, "ticks": False, "labelPadding": 6}
    zero = {"mark": {"type": "rule", "color": "var(--quiet)"}, "encoding": {"y": {"datum": 0}, "x": None}}
    return {
        "data": {"values": list(values)},
        "width": WIDTH - 80,
        "height": 190,
        "padding": _padding(len("$100,000"), 0),
        "encoding": {
            "x": {"field": "name", "type": "ordinal", "sort": names, "scale": {"domain": names}, "axis": axis},
            "y": {"field": "value", "type": "quantitative", "title": None, "axis": _MONEY},
        },
        "layer": [*marks, zero],
    }


def _both(name: str, over: Fraction, under: Fraction) -> list[dict[str, Any]]:
    """A row for each side that has dollars; one without length where neither has, so that the name stays."""
    rows: list[dict[str, Any]] = []
    if over or not under:
        label = f"{dollars(over)} over" if over else ""
        rows.append({"name": name, "value": float(over), "side": "over", "label": label})
    if under:
        rows.append({"name": name, "value": -float(under), "side": "under", "label": f"{dollars(under)} under"})
    return rows


def _two(over: Fraction, under: Fraction) -> str:
    return f"{dollars(over)} over, {dollars(under)} under"


def _named(drugs: Sequence[Drug]) -> list[Drug]:
    return [each for each in drugs if not each.others]


def _drug(drug: Drug) -> str:
    return _shortened(f"{drug.code} {drug.name}".strip())


def _cause(cause: Cause) -> str:
    return _shortened(f"{cause.check} {cause.title.rstrip('.')}".strip())


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"


def _first(shown: int, drugs: Sequence[Drug]) -> str:
    return f" (the first {shown})" if shown < len(drugs) and shown == MOST_BARS else ""


def _dated(months: Sequence[Month]) -> list[Month]:
    """The last months that have accounts."""
    return sorted((each for each in months if each.first is not None), key=lambda each: each.name)[-MOST_MONTHS:]


def _last(shown: Sequence[Month], summary: Summary) -> str:
    all_of_them = sum(each.first is not None for each in summary.months)
    return f" (the last {len(shown)} months)" if all_of_them > len(shown) else ""


def percent(share: Fraction) -> str:
    """A share with one decimal; never all or nothing where it is not quite.

    >>> percent(Fraction(1, 8)), percent(Fraction(1, 3)), percent(Fraction(1)), percent(Fraction(9999, 10000))
    ('12.5%', '33.3%', '100.0%', 'over 99.9%')
    """
    tenths = int(rounded(share * 100, 1) * 10)
    if tenths == 0 and share > 0:
        return "under 0.1%"
    if tenths == 1000 and share < 1:
        return "over 99.9%"
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}%"


def _drawn(spec: Spec) -> str:
    """The drawing as it stands inside a page: it scales with its place, and names no address."""
    import vl_convert  # late: a page or a command without a report never needs it

    whole = {
        "background": None,
        "padding": _padding(0, 0),
        "config": {"aria": False, "font": FONT, "view": {"stroke": None}, "axis": _QUIET},
        **spec,
    }
    svg = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    # The namespaces go without saying inside HTML; without them no address stands in the file.
    svg = re.sub(r' (?:xmlns(?::xlink)?|version)="[^"]*"', "", svg, count=3)
    svg = re.sub(r' (?:aria-roledescription|aria-hidden|role|pointer-events)="[^"]*"', "", svg)
    return re.sub(r'<path class="(?:background|foreground)"[^>]* d="(?:M0,0h0v0h0Z)?"[^>]*/>', "", svg)
