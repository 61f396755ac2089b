"""The plots: what they show, and that they show nothing where there is nothing."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from tests.reconcile.report.conftest import FIVE, account, cents
from unitcalc.reconcile.report.model import Summary
from unitcalc.reconcile.report.plots import (
    MOST_BARS,
    MOST_MONTHS,
    over_time,
    plots,
    variance,
    waste_by_month,
    waste_in_amounts,
    waste_in_dollars,
)


def texts(svg: str) -> list[str]:
    """The words of a drawing."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def lengths(svg: str, color: str) -> list[float]:
    """The widths of the bars of a colour, as they are drawn."""
    return [float(width) for width in re.findall(rf'd="M[^h]*h([\d.]+)v[^"]*" fill="var\({color}\)"', svg)]


def test_bars_are_to_scale_and_named(summary: Summary) -> None:
    plot = waste_in_dollars(summary)
    assert plot is not None
    assert {"J1745 Remicade", "$215.80", "J7192 Advate", "$72.22"} <= set(texts(plot.svg))
    first, second = lengths(plot.svg, "--waste")
    assert second / first == pytest.approx(72.22 / 215.80)


def test_amounts_in_different_units_are_compared_by_share(summary: Summary) -> None:
    """50 of 700 mg are 7.1%; 46.25 of 1,046.5 IU 4.4%; 0.1 of 0.2 mg 50%."""
    plot = waste_in_amounts(summary)
    assert plot is not None
    assert {"50 mg of 700 mg, 7.1%", "46.25 IU of 1,046.5 IU, 4.4%", "0.1 mg of 0.2 mg, 50.0%"} <= set(texts(plot.svg))
    assert lengths(plot.svg, "--waste") == pytest.approx(
        [part * lengths(plot.svg, "--waste")[2] * 2 for part in (50 / 700, 46.25 / 1046.5, 0.5)]
    )


def test_over_and_under_are_told_by_words_too(summary: Summary) -> None:
    plot = variance(summary)
    assert plot is not None
    assert {"$13,595.40 over", "$72.22 under"} <= set(texts(plot.svg))
    assert "U03 The amount given was billed as units" in texts(plot.svg)


def test_months(summary: Summary) -> None:
    plot = over_time(summary)
    assert plot is not None
    assert {"2025-03", "2025-04", "2025-05"} <= set(texts(plot.svg))
    assert "2025-03: $13,379.60 over, $0.00 under; 2025-04: $0.00 over, $72.22 under" in plot.text
    waste = waste_by_month(summary)
    assert waste is not None
    assert "2025-03 $215.80; 2025-04 $72.22; 2025-05 $0.00" in waste.text


def test_no_plot_of_nothing(told: Callable[..., Summary]) -> None:
    assert plots(told([])) == ()
    assert plots(told([account(code="J1745")])) == ()


def test_one_month_has_no_course(told: Callable[..., Summary]) -> None:
    summary = told(FIVE[:1])
    assert over_time(summary) is None
    assert waste_by_month(summary) is None


def test_of_many_the_first_are_shown_and_the_caption_says_so(told: Callable[..., Summary]) -> None:
    rows = [
        account(code=f"J{n:04}", opened="1", discarded="1", discarded_payment=cents(str(100 - n))) for n in range(15)
    ]
    plot = waste_in_dollars(told(rows))
    assert plot is not None
    assert plot.caption == f"Waste by drug, in dollars (the first {MOST_BARS})"
    assert "J0011" in texts(plot.svg)
    assert "J0012" not in texts(plot.svg)


def test_the_last_months_are_shown(told: Callable[..., Summary]) -> None:
    days = [date(2020 + n // 12, n % 12 + 1, 1) for n in range(30)]
    plot = waste_by_month(told([account(service_date=day, discarded_payment=cents("1")) for day in days]))
    assert plot is not None
    assert plot.caption == f"Waste by month, in dollars (the last {MOST_MONTHS} months)"
    assert "2020-06" not in plot.text
    assert "2020-07" in plot.text


def test_a_drawing_brings_no_address_and_no_colour_of_its_own(summary: Summary) -> None:
    for plot in plots(summary):
        assert "http" not in plot.svg
        assert not re.findall(r'(?:fill|stroke)="(?!none|var\(--\w+\)|transparent)[^"]*"', plot.svg)


def test_the_same_figures_give_the_same_drawing(summary: Summary) -> None:
    assert plots(summary) == plots(summary)
