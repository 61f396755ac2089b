"""What is left against the number of containers, drawn and told."""

from tests.billing.asking import TODAY
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.pages.frontier_plot import in_words, plot
from unitcalc.planning.planner import Planned, plan
from unitcalc.planning.request import PlanRequest


def planned(catalogue: Catalogue) -> Planned:
    """750 mg of vials of 500 and 100 mg: 2 x 500 leave 250 mg, 500 + 3 x 100 leave 50."""
    return plan(catalogue, PlanRequest(code="J9312", doses=("750 mg",), date="2025-03-01"), TODAY)


def test_each_plan_is_a_point_and_the_shown_one_is_marked(catalogue: Catalogue) -> None:
    found = planned(catalogue)
    points = plot(found.frontier, found.best)["data"]["values"]
    assert [(each["containers"], each["left"], each["shown"]) for each in points] == [(2, 250, False), (4, 50, True)]
    assert [each["amount"] for each in points] == ["250 mg left", "50 mg left (shown)"]


def test_the_plot_is_told_in_words(catalogue: Catalogue) -> None:
    found = planned(catalogue)
    assert in_words(found.frontier, found.frontier[0]) == (
        "What is left against the number of containers: 2 containers, 250 mg left (2 x 500 mg, shown); "
        "4 containers, 50 mg left (1 x 500 mg and 3 x 100 mg)."
    )


def test_texts_have_the_colors_of_the_theme(catalogue: Catalogue) -> None:
    found = planned(catalogue)
    light, dark = (plot(found.frontier, found.best, dark=dark) for dark in (False, True))
    assert light["encoding"]["x"]["axis"]["labelColor"] != dark["encoding"]["x"]["axis"]["labelColor"]
