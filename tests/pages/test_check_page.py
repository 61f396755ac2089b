"""The page 'Check a claim', as a biller uses it, without a browser."""

import csv
import io
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.using import component, opened, press, shown, shown_text
from unitcalc.pages.check_form import EXAMPLE_RECORD, key
from unitcalc.pages.check_running import Outcome
from unitcalc.pages.places import PAGES

RIGHT_RECORD = EXAMPLE_RECORD.replace("- J1745 350", "- J1745 35\n  - J1745-JW 5")
HEADING = "claim_id,encounter_id,service_date,code,modifiers,units\n"


@pytest.fixture
def page() -> AppTest:
    app = opened().switch_page(str(PAGES / "check.py")).run()
    assert not app.exception
    return app


def check(page: AppTest, text: str = "", *files: tuple[str, bytes], **fields: str) -> AppTest:
    """Fill the form and press 'Check'."""
    page.text_area(key=key("text")).set_value(text)
    if files:
        page.file_uploader[0].set_value([(name, content, "") for name, content in files])
    for name, value in fields.items():
        field = page.text_input if name == "date" else page.selectbox
        field(key=key(name)).set_value(value)
    return press(page, "Check")


def told(page: AppTest) -> str:
    """What stands on the page in paragraphs, boxes and tables."""
    cells = "\n".join(str(cell) for table in page.table for cell in table.value.to_numpy().ravel())
    parts = (page.markdown, page.subheader, page.error, page.warning, page.success, page.info)
    return "\n".join([*(shown(part) for part in parts), shown_text(cells)])


def outcome(page: AppTest) -> Outcome:
    found = page.session_state["check-outcome"]
    assert isinstance(found, Outcome)
    return found


def found(page: AppTest) -> list[str]:
    """The checks that found something."""
    report = outcome(page).report
    return sorted(each.check.code for each in report.violations) if report else []


def copies(page: AppTest) -> list[dict[str, Any]]:
    every = (json.loads(each.proto.json) for each in page.get("bidi_component"))
    return [each for each in every if "text" in each]


def codes(page: AppTest) -> list[str]:
    """What stands in blocks to copy."""
    return [str(each.value) for each in page.code]


def accounts(page: AppTest) -> list[str]:
    return [shown_text(each.value) for each in page.subheader if ", 20" in each.value]


def download(page: AppTest, label: str) -> str:
    """What a download would hold; made as the page makes it."""
    from unitcalc.pages.check_files import as_csv, as_json

    assert label in [shown_text(each.label) for each in page.get("download_button")]
    report = outcome(page).report
    assert report is not None
    return as_csv(report) if "CSV" in label else as_json(report)


def test_nothing_asked_shows_what_to_expect(page: AppTest) -> None:
    assert "appears here after a press on" in told(page)
    assert page.selectbox(key=key("payer")).value == "medicare-part-b"
    assert page.selectbox(key=key("setting")).value == "office"
    check(page)
    assert "**There is nothing to check.** Paste claim lines or a record, or add a file." in told(page)


def test_the_worked_example_names_the_mistake_and_gives_the_lines(page: AppTest) -> None:
    """350 mg / 10 mg = 35 units; 400 mg less 350 mg is 50 mg, 5 units. 350 - 35 = 315 units x $30.525 = $9,615.375."""
    press(page, "Worked example")
    assert page.text_area(key=key("text")).value == EXAMPLE_RECORD
    assert found(page) == ["U03", "W04"]
    assert "1 claim line and 1 record checked: 2 errors." in shown(page.error)
    text = told(page)
    assert "Expected **35**, found **350**: **315 too many, $9,615.38 over**." in text
    assert "**U03** The amount given was billed as units of J1745." in text
    assert "pasted.yaml, line 8" in text
    assert codes(page)[:2] == ["J1745  350", "J1745  35\nJ1745-JW  5"]
    assert [each["text"] for each in copies(page)] == ["J1745  35\nJ1745-JW  5"]


def test_each_finding_opens_the_whole_text_of_its_check(page: AppTest) -> None:
    press(page, "Worked example")
    opens = {each.label: each for each in page.expander}
    text = shown(opens["What U03 means"].markdown)
    for part in ("What it checks", "Why it matters", "Example", "What to do", "Exceptions", "It needs", "Source"):
        assert f"**{part}**" in text
    assert "commonest finding of federal audits" in text
    assert "1.1: Administered units are whole" in text
    assert "primary text: CMS recovery audit topic 0074" in text


def test_severity_is_a_word_not_a_colour_alone(page: AppTest) -> None:
    check(page, EXAMPLE_RECORD + "diagnosis: [K50.90]\n")
    text = told(page)
    assert "red-badge[:material/error: Error]" in text
    assert "orange-badge[:material/warning: Warning]" in text
    assert "blue-badge[:material/info: Remark]" in text


def test_pasted_lines_of_many_accounts_are_counted_by_check(page: AppTest) -> None:
    press(page, "Try an example of pasted lines")
    assert found(page) == ["R02", "W02", "W05"]
    (counts,) = (table.value for table in page.table if "How grave" in table.value)
    assert list(counts["Found"]) == ["1", "1", "1"]
    assert "Error" in counts["How grave"].iloc[0]
    (cells,) = (table.value for table in page.table if "Field" in table.value)
    assert list(cells["Where"]) == ["line 5"]
    assert "is not a claim line. Write code, modifiers and units" in shown_text(
        cells["What is wrong, and what to do"].iloc[0]
    )
    assert "3 accounts without a record" in told(page)
    assert [each.split(",")[0] for each in accounts(page)] == ["J9271", "J9312", "J1745"]


def test_a_date_for_lines_that_state_none(page: AppTest) -> None:
    check(page, "J1745-JW 5")
    assert found(page) == ["R01"]
    check(page, "J1745-JW 5", date="2025-03-01")
    assert found(page) == ["W03"]
    assert accounts(page) == ["J1745, Sat, Mar 1, 2025"]


def test_a_date_that_is_none_is_said_at_its_field_and_nothing_is_checked(page: AppTest) -> None:
    check(page, "J1745-JW 5", date="2025-02-30")
    assert "2025-02-30" in shown(page.error)
    assert "check-outcome" not in page.session_state


def test_a_table_from_a_spreadsheet(page: AppTest) -> None:
    rows = "service_date\thcpcs\tmodifier\tqty\n03/01/2025\tJ1745\t\t35\n03/01/2025\tJ1745\tJW\t5\n"
    check(page, rows)
    assert found(page) == []
    assert "2 claim lines checked. Nothing was found." in shown(page.info)
    assert not page.success  # green is for units that a record proves
    assert "can't be seen from lines alone" in told(page)


def test_a_table_without_a_column_says_which_and_what_is_there(page: AppTest) -> None:
    check(page, "claim_id,service_date,hcpc,units\nC1,2025-03-01,J1745,35\n")
    assert "What was pasted has no column 'code'" in shown(page.error)
    assert "hcpc" in shown(page.error)


def test_payer_and_setting_count_for_what_states_none(page: AppTest) -> None:
    """JZ is allowed and not required at Blue Cross Blue Shield of North Dakota; Medicare requires it."""
    check(page, "2025-03-03 J9271 200")
    assert found(page) == ["W05"]
    check(page, "2025-03-03 J9271 200", payer="bcbs-nd")
    assert "W05" not in found(page)
    assert "Blue Cross Blue Shield of North Dakota" in told(page)


def test_what_the_record_lacks_is_a_list_with_who_asks(page: AppTest) -> None:
    check(page, RIGHT_RECORD + "diagnosis: [K50.90]\n")
    (missing, advised) = (table.value for table in page.table if "Missing in the record" in table.value)
    assert "Start, time" in list(missing["Missing in the record"])
    assert "Noridian" in missing["Who asks for it"].iloc[0]
    assert "Lot" in list(advised["Missing in the record"])
    assert found(page).count("D01") == len(missing)


def test_a_letter_of_appeal_where_the_record_proves_the_lines(page: AppTest) -> None:
    check(page, RIGHT_RECORD)
    assert found(page) == []
    assert "Nothing was found" in shown(page.success)
    assert "The record gives the same lines" in told(page)
    (letter,) = (each for each in codes(page) if each.startswith("From "))
    assert "350 mg / 10 mg = 35" in letter
    assert "We ask you to review" in letter
    choice = next(each for each in page.selectbox if each.label == "Reason of the denial")
    choice.set_value("W05").run()
    assert not page.exception
    (letter,) = (each for each in codes(page) if each.startswith("From "))
    assert "The reason given was: JZ is missing" in letter
    assert letter in [each["text"].strip() for each in copies(page)]


def test_no_letter_for_lines_that_are_wrong_or_without_a_record(page: AppTest) -> None:
    press(page, "Worked example")
    assert "Letter of appeal" not in [each.label for each in page.expander]
    check(page, "2025-03-01 J1745 35\n2025-03-01 J1745-JW 5")
    assert "Letter of appeal" not in [each.label for each in page.expander]


def test_files_of_every_kind_are_checked_together(page: AppTest) -> None:
    table = f"{HEADING}C1,E1,2025-03-01,J1745,,35\nC1,E1,2025-03-01,J1745,JW,5\n".encode()
    check(page, "", ("claims.csv", table), ("record.yaml", EXAMPLE_RECORD.encode()), ("more.txt", b"J9271-JZ 200"))
    report = outcome(page).report
    assert report is not None
    assert report.lines == 3
    assert "more.txt, row 1" in told(page)  # it states no date
    assert "Checked: claims.csv, record.yaml, more.txt." in told(page)
    assert "record.yaml, line 8" in told(page)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("claims.csv", b"", "claims.csv is empty."),
        ("claims.csv", b"service_date,hcpc,units\n2025-03-01,J1745,35\n", "claims.csv has no column 'code'"),
        ("claims.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00", "claims.xlsx"),
        ("claims.parquet", b"PAR1 and nothing more", "claims.parquet can't be read as Parquet"),
        ("claims.zip", b"PK\x03\x04 and nothing more", "claims.zip"),
        ("record.yaml", b"date: 2025-03-01\n  given: : 350", "record.yaml"),
        ("record.yaml", b"\x89PNG\x00\x01\xff", "record.yaml is no text."),
        ("record.yaml", b"- one\n- two\n", "record.yaml holds no record."),
        ("lines.txt", b"\xff\x00\x01binary", "lines.txt is no text."),
        ("claims.csv", bytes(range(256)) * 20, "claims.csv"),
        ("..\\..\\etc/a:b?.csv", b"", "a_b_.csv is empty."),
        (f"{'x' * 300}.csv", b"", ".csv is empty."),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_rest_is_checked(
    page: AppTest, name: str, content: bytes, words: str
) -> None:
    check(page, "2025-03-03 J9271 200", (name, content))
    assert words in shown(page.error)
    assert "tmp" not in shown(page.error)
    assert found(page) == ["W05"]


def test_a_thousand_bad_rows_show_a_hundred_and_offer_all(page: AppTest) -> None:
    rows = "".join(f"C{number},E{number},2025-13-01,J1745,,35\n" for number in range(1000))
    check(page, "", ("claims.csv", f"{HEADING}{rows}C,E,2025-03-03,J9271,,200\n".encode()))
    assert found(page) == ["R02"] * 1000 + ["W05"]
    (cells,) = (table.value for table in page.table if "Field" in table.value)
    assert len(cells) == 100
    assert [shown_text(each) for each in cells["Where"][:2]] == ["claims.csv, row 2", "claims.csv, row 3"]
    assert "The first 100 of 1,000" in told(page)
    assert len(list(csv.DictReader(io.StringIO(download(page, "All findings (CSV)").removeprefix("\ufeff"))))) == 1001
    assert len(json.loads(download(page, "All findings (JSON)"))["findings"]) == 1001


def test_a_cell_of_a_download_is_never_a_formula(page: AppTest) -> None:
    check(page, "", ("claims.csv", f"{HEADING}C1,=1+1,2025-03-03,J9271,,200\n".encode()))
    (row,) = csv.DictReader(io.StringIO(download(page, "All findings (CSV)").removeprefix("\ufeff")))
    assert row["encounter_id"] == "'=1+1"


def test_many_accounts_are_turned_page_by_page_and_chosen_by_check(page: AppTest) -> None:
    rows = [
        f"C{number},E{number},2025-03-{number + 1:02},J9271,{'JZ' if number % 2 else ''},200" for number in range(24)
    ]
    check(page, "", ("claims.csv", (HEADING + "\n".join(rows)).encode()))
    assert len(accounts(page)) == 10
    assert "1 to 10 of 24" in told(page)
    press(page, "Next")
    press(page, "Next")
    assert len(accounts(page)) == 4
    assert "21 to 24 of 24" in told(page)
    chooser = next(each for each in page.selectbox if each.label == "Show")
    chooser.set_value("W05").run()
    assert "1 to 10 of 12" in told(page)
    chooser.set_value("fine").run()
    assert "W05" not in "".join(shown(page.markdown).split("Nothing found")[1:])


def test_what_a_file_says_is_shown_as_it_stands(page: AppTest) -> None:
    """Neither markup nor a picture of elsewhere comes from a file."""
    row = "C1,**E1** ![x](http://a.example/b.png),2025-03-03,J9271,,200\n"
    check(page, "", ("claims.csv", f"{HEADING}{row}".encode()))
    raw = "\n".join(str(each.value) for each in page.markdown)
    assert "![x](" not in raw
    assert "http://" not in raw


def test_too_many_lines_for_a_page_name_the_command(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unitcalc.pages.check_running.MOST_LINES", 1)
    check(page, "2025-03-01 J1745 35\n2025-03-01 J1745-JW 5")
    assert "2 claim lines; the page checks 1 at once.** Split them by month" in shown(page.error)


def test_a_check_that_was_interrupted_says_so(page: AppTest) -> None:
    page.session_state["check-running"] = True
    page.run()
    assert "The check was interrupted" in shown(page.warning)
    check(page, "2025-03-03 J9271 200")
    assert not page.warning
    assert found(page) == ["W05"]


def test_clear_empties_the_form_and_forgets_what_was_found(page: AppTest) -> None:
    check(page, EXAMPLE_RECORD, payer="regence")
    press(page, "Clear")
    assert page.text_area(key=key("text")).value == ""
    assert page.selectbox(key=key("payer")).value == "regence"
    assert "check-outcome" not in page.session_state
    assert "appears here after a press on" in told(page)


def test_a_record_to_fill_in_is_offered_by_code(page: AppTest) -> None:
    page.text_input(key="template-code").set_value("J7211").run()
    names = [shown_text(each.label) for each in page.get("download_button")]
    assert names == ["To type (YAML)", "To write by hand (HTML)"]
    page.selectbox(key="template-use").set_value("perioperative").run()
    assert not page.exception
    assert "J7211" in component(page, "print-template")["html"]
    page.text_input(key="template-code").set_value("J1745").run()
    assert "template-use" not in [each.key for each in page.selectbox]
    page.text_input(key="template-code").set_value("J0000").run()
    assert "J0000" in shown(page.error)


def test_every_example_can_be_pasted_as_a_record_or_lines(page: AppTest) -> None:
    """A record that was pasted with a mistake is told by its line, as a file is."""
    check(page, "date: 2025-03-01\ngivven: 350 mg\n")
    assert "R03" in found(page)
    assert "pasted.yaml, line 2" in told(page)
