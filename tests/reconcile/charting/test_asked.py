"""What must be charted: ticked as it is there, with who asks for it."""

from dataclasses import replace

from tests.reconcile.charting.asking import Ask
from unitcalc.reconcile.charting.asked import Asked, Checklist, checklist
from unitcalc.reconcile.charting.chart import Chart

VIAL = ("4 x 57894-0030-01", "A1", "05/2027")


def of(chart: Ask, charted: Chart) -> Checklist:
    return checklist(chart.catalogue.documents, charted.drug, charted.request, charted)


def by_title(found: Checklist) -> dict[str, Asked]:
    return {each.title: each for each in found.here}


def test_a_whole_chart_lacks_nothing(chart: Ask) -> None:
    found = of(chart, chart(VIAL, given="350", discarded="50"))
    assert found.missing == 0
    assert all(each.charted for each in found.here)


def test_each_field_ticks_its_own_item(chart: Ask) -> None:
    titles = {
        "route": "Route",
        "start": "Start, time",
        "stop": "Stop, time",
        "discard_reason": "Reason for the discard",
        "discard_time": "Discarded at",
        "encounter": "Patient or encounter number (no name)",
        "by": "Given by (signature, time)",
    }
    for field, title in titles.items():
        found = of(chart, chart(VIAL, given="350", discarded="50", **{field: ""}))
        assert [each.title for each in found.here if not each.charted] == [title]


def test_cms_asks_for_both_amounts(chart: Ask) -> None:
    found = by_title(of(chart, chart(VIAL, given="", discarded="")))
    for title in ("Amount given", "Amount discarded (0 if none)"):
        assert "CMS" in found[title].who
        assert found[title].required
        assert not found[title].charted


def test_every_container_needs_its_lot(chart: Ask) -> None:
    found = by_title(of(chart, chart(VIAL, ("1 x 57894-0030-01", ""), given="350", discarded="150")))
    assert not found["Lot"].charted
    assert found["NDC"].charted


def test_the_situation_decides_what_is_asked(chart: Ask) -> None:
    nothing = by_title(of(chart, chart(VIAL, given="400", discarded="0")))
    assert "Reason for the discard" not in nothing
    stopped = by_title(of(chart, chart(VIAL, given="100", discarded="300", status="stopped")))
    assert not stopped["Stopped early: when and why"].charted
    multi = by_title(of(chart, chart("1 x 420 mg", code="J9355", given="400")))
    assert "Amount discarded (0 if none)" not in multi


def test_what_stands_elsewhere_is_named_and_not_ticked(chart: Ask) -> None:
    found = of(chart, chart(VIAL, given="350", discarded="50"))
    assert "Diagnosis, ICD-10-CM code" in [each.title for each in found.elsewhere]
    assert not any(each.charted for each in found.elsewhere)


def test_before_anything_can_be_read_the_list_is_there(chart: Ask) -> None:
    charted = chart(VIAL, given="350", discarded="50")
    empty = replace(charted.request, given="", containers=(), start="", stop="")
    found = checklist(chart.catalogue.documents, charted.drug, empty, None)
    assert not by_title(found)["Amount given"].charted
    assert found.missing > 0
