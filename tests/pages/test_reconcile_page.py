"""The page 'Reconcile', as a manager uses it, without a browser."""

import csv
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import component, opened, press, shown, shown_text
from unitcalc.checks.gathering.tables import Tables
from unitcalc.pages import reconcile_demo
from unitcalc.pages.places import PAGES
from unitcalc.pages.reconcile_desk import Desk
from unitcalc.pages.reconcile_job import Told
from unitcalc.reconcile.tabled import Table

PATIENCE = 120
HEADS = {
    "dispensed": "encounter_id,service_date,code,container_amount,container_unit,container_count,container_type,site",
    "administered": "encounter_id,service_date,code,given_amount,given_unit,discarded_amount,discarded_unit",
    "claims": "claim_id,encounter_id,line,service_date,code,modifiers,units,payer",
}
ROWS = {
    "dispensed": (
        "E1,2025-03-01,J1745,100,mg,4,single-dose,North",
        "E2,2025-03-02,J1745,100,mg,4,single-dose,South",
        "E3,2025-04-01,J9312,100,mg,3,single-dose,North",
    ),
    "administered": (
        "E1,2025-03-01,J1745,350,mg,50,mg",
        "E2,2025-03-02,J1745,400,mg,0,mg",
        "E3,2025-04-01,J9312,200,mg,50,mg",
    ),
    "claims": (
        "C1,E1,1,2025-03-01,J1745,,350,medicare-part-b",
        "C2,E2,1,2025-03-02,J1745,JZ,40,medicare-part-b",
        "C3,E3,1,2025-04-01,J9312,,20,bcbs-nc",
        "C3,E3,2,2025-04-01,J9312,JW,5,bcbs-nc",
    ),
}
"""E1: 350 mg billed as 350 units of 10 mg; E2 balances; E3: of 300 mg opened 200 were given, 50 discarded."""


def table(name: str, *rows: str) -> bytes:
    return "\n".join([HEADS[name], *(rows or ROWS[name])]).encode()


@pytest.fixture
def page() -> Iterator[AppTest]:
    app = opened().switch_page(str(PAGES / "reconcile.py")).run()
    assert not app.exception
    yield app
    desk(app).close()


def desk(page: AppTest) -> Desk:
    found = page.session_state["reconcile-desk"]
    assert isinstance(found, Desk)
    return found


def hand_over(page: AppTest, **files: bytes) -> None:
    """Put files into their places."""
    for place, each in zip(page.file_uploader, Table, strict=True):
        if each.value in files:
            place.set_value([(f"{each.value}.csv", files[each.value], "text/csv")])


def settled(page: AppTest) -> AppTest:
    """The page once nothing runs any more."""
    end = time.monotonic() + PATIENCE
    while "Stop" in buttons(page):
        assert time.monotonic() < end
        time.sleep(0.05)
        page.run()
    assert not page.exception
    return page


def reconcile(page: AppTest, **files: bytes) -> AppTest:
    """Hand tables over, and wait for what comes of them; all three of the example where none is named."""
    hand_over(page, **(files or {name: table(name) for name in HEADS}))
    return settled(press(page, "Reconcile"))


def buttons(page: AppTest) -> list[str]:
    return [shown_text(each.label) for each in page.button]


def told(page: AppTest) -> str:
    """What stands on the page in paragraphs, boxes, tables and bars."""
    cells = "\n".join(str(cell) for each in page.table for cell in each.value.to_numpy().ravel())
    bars = "\n".join(each.proto.body for each in page.get("html"))
    parts = (page.markdown, page.subheader, page.error, page.warning, page.success, page.info)
    return "\n".join([*(shown(part) for part in parts), shown_text(cells), bars])


def figures(page: AppTest) -> str:
    """The balance at a glance."""
    (found,) = (each.proto.body for each in page.get("html") if "<dl" in each.proto.body)
    return str(found)


def listed(page: AppTest) -> list[str]:
    """The accounts that are listed."""
    return [each for each in buttons(page) if ", 20" in each]


def column(page: AppTest, name: str, within: str) -> list[str]:
    """A column of the first table that has another one."""
    found = next(each.value for each in page.table if within in each.value and name in each.value)
    return [shown_text(str(cell)) for cell in found[name]]


def test_nothing_asked_shows_what_to_expect_and_what_is_kept(page: AppTest) -> None:
    text = told(page)
    assert "appears here after a press on" in text
    assert "removes them and all that was found" in text
    for words in ("What pharmacy dispensed", "What nurses gave", "What was billed", "container_count"):
        assert words in text
    names = [shown_text(each.label) for each in page.get("download_button")]
    assert names == ["Template: dispensed", "Template: administered", "Template: claims"]
    press(page, "Reconcile")
    assert "There is nothing to reconcile." in shown(page.error)


def test_the_balance_at_a_glance(page: AppTest) -> None:
    """E1: 350 billed, 35 + 5 due, 310 x $30.525 = $9,462.75 over. E3: the 50 mg nobody accounts for are not billed."""
    reconcile(page)
    assert "3 accounts: 1 balanced, 2 not." in shown(page.error)
    text = figures(page)
    assert "<dt>Accounts</dt><dd><strong>3</strong>" in text
    assert "<dt>Balanced</dt><dd><strong>1</strong>33.3% of all" in text
    assert "<dt>Billed over</dt><dd><strong>$9,462.75</strong>" in text
    assert "Read: dispensed.csv: 3 rows; administered.csv: 3 rows; claims.csv: 4 rows." in told(page)
    assert "1 day of difference is tolerated" in told(page)


def test_from_a_cause_to_its_account_its_lines_rows_and_worksheet_and_back(page: AppTest) -> None:
    """350 mg / 10 mg = 35, 50 mg / 10 mg = 5; 350 - 35 = 315 units x $30.525 = $9,615.375."""
    reconcile(page)
    assert "What U03 means" in [each.label for each in page.expander]
    press(page, "U03 The amount given was billed as units")
    assert listed(page) == ["E1, Sat, Mar 1, 2025, J1745"]
    assert "400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 350; $9,462.75 over" in told(page)
    press(page, "E1, Sat, Mar 1, 2025, J1745")
    text = told(page)
    assert "400 mg opened = 350 given + 50 discarded + 0 unexplained" in text
    assert "The bill differs from the record" in text
    assert [str(each.value) for each in page.code][:2] == ["J1745  350", "J1745  35\nJ1745-JW  5"]
    copied = [each.key for each in page.get("bidi_component") if str(each.key).startswith("copy-rc-")]
    assert component(page, copied[0])["text"] == "J1745  35\nJ1745-JW  5"
    assert "Expected **35**, found **350**: **315 too many, $9,615.38 over**." in text
    assert "claims.csv, row 2; administered.csv, row 2; dispensed.csv, row 2" in text
    assert column(page, "Row", "container_amount") == ["dispensed.csv, row 2"]
    assert column(page, "given_amount", "given_unit") == ["350"]
    assert column(page, "units", "claim_id") == ["350"]
    values = dict(zip(column(page, "Step", "Value"), column(page, "Value", "Step"), strict=True))
    assert values["Administered units"] == "**35 units**"
    assert values["Discarded units (JW)"] == "**5 units**"
    press(page, "U03 The amount given was billed as units")
    assert listed(page) == ["E1, Sat, Mar 1, 2025, J1745"]
    press(page, "All groups")
    assert "Where the money is" in shown(page.subheader)


def test_an_account_of_which_something_is_not_accounted_for(page: AppTest) -> None:
    """300 mg opened, 200 given, 50 discarded: 50 mg are nobody's."""
    reconcile(page)
    page.radio(key="reconcile-by").set_value("drug").run()
    press(page, next(each for each in buttons(page) if each.startswith("J9312")))
    press(page, listed(page)[0])
    assert "300 mg opened = 200 given + 50 discarded + 50 unexplained" in told(page)
    assert "Not balanced" in told(page)
    assert "W23" in told(page)


@pytest.mark.parametrize(
    ("by", "name", "accounts"),
    [
        ("site", "North", ["E1", "E3"]),
        ("payer", "bcbs-nc", ["E3"]),
        ("month", "2025-04", ["E3"]),
        ("drug", "J1745 Infliximab not biosimil 10mg", ["E1"]),
    ],
)
def test_every_way_to_the_accounts(page: AppTest, by: str, name: str, accounts: list[str]) -> None:
    reconcile(page)
    page.radio(key="reconcile-by").set_value(by).run()
    press(page, name)
    assert sorted(each.split(",")[0] for each in listed(page)) == accounts


def test_accounts_that_balance_are_listed_when_all_are_asked_for(page: AppTest) -> None:
    reconcile(page)
    page.radio(key="reconcile-by").set_value("site").run()
    press(page, "South")
    assert listed(page) == []
    assert "nothing was found in any" in told(page)
    which = next(each for each in page.radio if each.label == "Accounts")
    which.set_value(False).run()
    assert listed(page) == ["E2, Sun, Mar 2, 2025, J1745"]
    press(page, listed(page)[0])
    assert "400 mg opened = 400 given + 0 discarded + 0 unexplained" in told(page)
    assert "The record gives the same lines" in told(page)


def test_many_accounts_are_paged_and_gone_through_one_by_one(page: AppTest) -> None:
    """Twelve doses of 100 to 1,200 mg whose milligrams were billed: the largest has most at stake."""
    amounts = range(100, 1300, 100)
    reconcile(
        page,
        dispensed=table("dispensed", *(f"E{each},2025-03-01,J1745,100,mg,{each // 100},,N" for each in amounts)),
        administered=table("administered", *(f"E{each},2025-03-01,J1745,{each},mg,0,mg" for each in amounts)),
        claims=table("claims", *(f"C{each},E{each},1,2025-03-01,J1745,JZ,{each}," for each in amounts)),
    )
    press(page, "U03 The amount given was billed as units")
    assert [each.split(",")[0] for each in listed(page)] == [f"E{each}" for each in range(1200, 200, -100)]
    assert "1 to 10 of 12 accounts" in told(page)
    press(page, "Next")
    assert [each.split(",")[0] for each in listed(page)] == ["E200", "E100"]
    press(page, "Previous")
    press(page, listed(page)[0])
    assert "Previous account" not in buttons(page)
    press(page, "Next account")
    assert "1,100 mg opened = 1,100 given + 0 discarded + 0 unexplained" in told(page)


def test_bad_files_are_told_together_with_what_to_do(page: AppTest) -> None:
    reconcile(
        page,
        dispensed=b"",
        administered=b"encounter,dos,hcpcs,dose\nE1,2025-03-01,J1745,350\n",
        claims=b"claim_id,encounter_id,service_date,hcpc,units\nC1,E1,2025-03-01,J1745,35\n",
    )
    text = shown(page.error)
    assert "dispensed.csv is empty." in text
    assert "administered.csv has no column 'given_unit'" in text
    assert "claims.csv has no column 'code'" in text
    assert "hcpc" in text
    assert "Where the money is" not in shown(page.subheader)


def test_rows_that_cannot_be_used_are_named_and_the_others_reconciled(page: AppTest) -> None:
    bad = (*ROWS["claims"], "C4,E4,1,2025-13-01,J1745,,35,medicare-part-b")
    reconcile(
        page,
        dispensed=table("dispensed"),
        administered=table("administered"),
        claims=table("claims", *bad),
    )
    assert "claims.csv: 5 rows, 1 row that can't be used" in told(page)
    press(page, next(each for each in buttons(page) if each.startswith("R02")))
    assert "What belongs to no single account: 1 finding" in told(page)
    assert "claims.csv, row 6" in told(page)
    assert "2025-13-01" in told(page)


def test_a_table_that_is_left_out_is_not_missed(page: AppTest) -> None:
    reconcile(page, dispensed=table("dispensed"), administered=table("administered"))
    assert "3 accounts: 2 balanced, 1 not." in shown([*page.error, *page.warning])


def test_payer_and_midnight_are_settings(page: AppTest) -> None:
    """Medicare asks for JZ where nothing was discarded; Blue Cross Blue Shield of North Dakota does not."""
    files = {
        "dispensed": table("dispensed", ROWS["dispensed"][1]),
        "administered": table("administered", ROWS["administered"][1]),
        "claims": table("claims", "C2,E2,1,2025-03-02,J1745,,40,"),
    }
    reconcile(page, **files)
    assert any(each.startswith("W05") for each in buttons(page))
    page.selectbox(key="reconcile-payer").set_value("bcbs-nd")
    page.selectbox(key="reconcile-midnight").set_value(0)
    reconcile(page, **files)
    assert not any(each.startswith("W05") for each in buttons(page))
    assert "no difference of days is tolerated" in told(page)


def test_everything_can_be_taken_along(page: AppTest) -> None:
    reconcile(page)
    names = [shown_text(each.label) for each in page.get("download_button")]
    assert names[3:] == [
        "Accounts (CSV)",
        "Accounts (Parquet)",
        "Findings (CSV)",
        "Findings (Parquet)",
        "Workbook (Excel)",
        "Report (HTML)",
    ]
    found = desk(page).found
    assert found is not None
    rows = {row["encounter_id"]: row for row in csv.DictReader(found.file("accounts.csv").open())}
    assert (rows["E1"]["expected_administered_units"], rows["E1"]["billed_administered_units"]) == ("35", "350")
    assert found.file("reconciliation.xlsx").read_bytes().startswith(b"PK")
    assert "<!doctype html>" in found.file("reconciliation.html").read_text().lower()


def test_clear_removes_files_and_findings_and_another_run_looks_at_everything_again(page: AppTest) -> None:
    reconcile(page)
    press(page, "U03 The amount given was billed as units")
    folder = desk(page).folder
    assert [*folder.rglob("accounts.parquet")]
    reconcile(page)
    assert "Where the money is" in shown(page.subheader)
    press(page, "Clear")
    assert not [*folder.iterdir()]
    assert "appears here after a press on" in told(page)
    assert not any(page.session_state[each.key] for each in page.file_uploader)


def test_two_visitors_see_nothing_of_each_other(page: AppTest) -> None:
    reconcile(page)
    other = opened().switch_page(str(PAGES / "reconcile.py")).run()
    assert "appears here after a press on" in told(other)
    assert desk(other).folder != desk(page).folder
    desk(other).close()
    assert desk(page).found is not None


def test_a_long_run_shows_how_far_it_is_and_can_be_stopped(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()

    def slow(tables: Tables, folder: Path, told: Told) -> Mapping[Table, Path]:
        files = {}
        for each in Table:
            files[each] = folder / f"{each.value}.csv"
            files[each].write_bytes(table(each.value))
        while not go.wait(0.01):
            told("making up records", 200, 600)
        return files

    monkeypatch.setattr(reconcile_demo, "demonstration", slow)
    press(page, "Demonstration")
    (bar,) = page.get("progress")
    assert (bar.proto.text, bar.proto.value) == ("Making up records: 200 of 600 rows", 33)
    press(page, "Stop")
    assert "appears here after a press on" in told(page)
    press(page, "Demonstration")
    go.set()
    settled(page)
    assert "The demonstration: a made-up hospital" in told(page)
    names = [shown_text(each.label) for each in page.get("download_button")]
    assert names[3:6] == ["administered.csv", "claims.csv", "dispensed.csv"]
    assert "3 accounts: 1 balanced, 2 not." in shown(page.error)
