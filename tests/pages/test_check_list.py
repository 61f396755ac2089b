"""The page 'Checks and payers', as a person uses it, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import opened, shown, shown_text
from unitcalc.checks.registry import checks
from unitcalc.pages.checks import PAYERS, SEARCH, SHOWN, TOPIC
from unitcalc.pages.places import PAGES


@pytest.fixture
def page() -> AppTest:
    app = opened().switch_page(str(PAGES / "checks.py")).run()
    assert not app.exception
    return app


def labels(page: AppTest) -> list[str]:
    return [shown_text(each.label) for each in page.expander]


def test_every_check_is_listed_by_topic(page: AppTest) -> None:
    assert [each.split()[0] for each in labels(page)] == [
        code for topic in "UWMNLCTDPBR" for code in checks() if code[0] == topic
    ]
    assert [each.value for each in page.subheader][:4] == ["Units", "Waste", "Modifiers", "NDC"]


def test_a_code_finds_its_check_alone_and_opened(page: AppTest) -> None:
    page.text_input(key=SEARCH).set_value("w05").run()
    (found,) = page.expander
    assert found.label.startswith("W05 JZ is missing")
    assert found.label.endswith("(error)")
    assert found.proto.expanded
    assert "**Why it matters**" in shown(found.markdown)


def test_words_are_searched_in_the_texts(page: AppTest) -> None:
    page.text_input(key=SEARCH).set_value("step therapy").run()
    assert any("P0" in each for each in labels(page))
    assert len(labels(page)) < len(checks()) / 4
    page.text_input(key=SEARCH).set_value("no such words at all").run()
    assert labels(page) == []
    assert "0 checks." in shown(page.markdown)


def test_a_topic_alone(page: AppTest) -> None:
    page.selectbox(key=TOPIC).set_value("N").run()
    assert {each[0] for each in labels(page)} == {"N"}


def test_payers_with_what_is_their_own(page: AppTest) -> None:
    page.radio(key=SHOWN).set_value(PAYERS).run()
    assert not page.exception
    (nd,) = (each for each in page.expander if "North Dakota" in each.label)
    assert shown_text(nd.label) == "Blue Cross Blue Shield of North Dakota: 1 rule of its own"
    text = shown(nd.markdown)
    assert "JZ may stand, and need not" in text
    assert "from 2023-01-01" in text
    assert "(payer page)" in text
    assert "All else as Medicare Part B, fee for service has it." in text
    medicare = shown(page.expander[0].markdown)
    assert "Where sources disagree" in medicare


def test_a_payer_file_of_ones_own_is_listed_or_told_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "our-plan.yaml").write_text(OWN)
    (folder / "other-plan.yaml").write_text(OWN.replace("our-plan", "other-plan").replace("values:", "valuess:"))
    monkeypatch.setenv("UNITCALC_DATA", str(tmp_path))
    page = opened().switch_page(str(PAGES / "checks.py")).run()
    page.radio(key=SHOWN).set_value(PAYERS).run()
    assert not page.exception
    assert any(each == "Our plan: 1 rule of its own, yours" for each in labels(page))
    assert "valuess" in shown(page.error)
    form = page.switch_page(str(PAGES / "check.py")).run()
    titles = form.selectbox(key="check-payer").options
    assert "Our plan (yours)" in titles, titles


OWN = """\
policy: our-plan
title: Our plan
from: 2025-01-01
extends: medicare-part-b
source: contract of 2025
values:
  no-discard-modifier:
    - {value: none, from: 2025-01-01, tag: C, rule: "1.5", source: contract of 2025}
"""
