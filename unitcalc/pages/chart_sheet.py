"""The chart as a sheet of paper: one self-contained document, black on white, to be signed and kept.

It shows what was charted and computes nothing. Everything typed is escaped, and nothing is fetched.
"""

from unitcalc.pages.paper import template
from unitcalc.pages.telling import installed_version
from unitcalc.pages.words import named_day, sentence
from unitcalc.reconcile.charting import note
from unitcalc.reconcile.charting.chart import Chart


def as_html(chart: Chart) -> str:
    """The sheet of a chart."""
    return template("chart_sheet.html").render(
        chart=chart,
        request=chart.request,
        day=named_day(chart.day),
        name=note.name(chart),
        type=note.type_words(chart) if chart.containers else "",
        given=note.given_words(chart),
        times=note.times(chart),
        discarded=note.discard_words(chart) if chart.discarded is not None else "Discarded: not charted",
        verdict=sentence(chart.balance.verdict) if chart.balance else "",
        version=installed_version(),
    )
