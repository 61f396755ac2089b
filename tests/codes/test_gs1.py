"""Scanned barcodes: what GS1 symbols hold, however a scanner types it, and what is no drug's barcode."""

import subprocess
import sys
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unitcalc.codes import Barcode, Ndc, looks_like_ndc, looks_scanned, read_barcode
from unitcalc.findings import Problem, Refused

TODAY = date(2026, 11, 21)
# Kovaltry 00026-3824-25, of the layout 5-4-2 on claims; its ten digits are 0026-3824-25, printed 0026382425.
GTIN = "00300263824253"
KOVALTRY = ["00026-3824-25", "00263-0824-25", "00263-8242-05"]
GS = "\x1d"


def gtin_of(thirteen: str) -> str:
    """GS1's check digit by its rule: from the right, digits weigh 3 and 1 in turn, and the sum becomes a full ten."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(thirteen)))
    return thirteen + str(-total % 10)


def read(text: str) -> Barcode:
    """A barcode, read on a fixed day."""
    return read_barcode(text, today=TODAY)


def refusal(text: str) -> Problem:
    """The one problem that a barcode is refused with."""
    with pytest.raises(Refused) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.message
    assert problem.hint
    return problem


def digits(width: int) -> st.SearchStrategy[str]:
    """Text of so many digits."""
    return st.text("0123456789", min_size=width, max_size=width)


segments = st.sampled_from(((4, 4, 2), (5, 3, 2), (5, 4, 1))).flatmap(
    lambda layout: st.tuples(*(digits(width) for width in layout))
)
# What GS1 allows in lot and serial numbers, but for the signs that open an identifier in print.
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!\"%&'*+,-./:;=?_"
texts = st.text(SIGNS, min_size=1, max_size=20)
days = st.dates(date(1977, 1, 1), date(2076, 12, 31))


def test_the_gtin_of_these_tests_is_right() -> None:
    assert gtin_of("0030026382425") == GTIN
    assert gtin_of("0952123454321") == "09521234543213"  # the number of GS1's own examples


@pytest.mark.parametrize(
    "text, kind",
    [
        (GTIN, "GTIN-14"),
        (GTIN[1:], "EAN-13"),
        (GTIN[2:], "UPC-A"),
        ("01" + GTIN, "GS1 barcode"),
        ("]C101" + GTIN, "GS1-128"),
        ("]d201" + GTIN, "GS1 DataMatrix"),
        ("]D201" + GTIN, "GS1 DataMatrix"),
        ("]e001" + GTIN, "GS1 DataBar"),
        ("]Q301" + GTIN, "GS1 QR code"),
        ("]E0" + GTIN[1:], "EAN-13"),
        ("(01)" + GTIN, "GS1 barcode"),
        ("(01) " + GTIN, "GS1 barcode"),
        ("01 " + GTIN, "GS1 barcode"),
        (GS + "01" + GTIN, "GS1 barcode"),
        (" 01" + GTIN + "\r\n", "GS1 barcode"),
        ("https://id.gs1.org/01/" + GTIN, "GS1 Digital Link"),
        ("https://example.org/some/path/01/" + GTIN[2:] + "?lang=en", "GS1 Digital Link"),
    ],
)
def test_the_gtin_alone(text: str, kind: str) -> None:
    assert looks_scanned(text)
    found = read(text)
    assert [str(ndc) for ndc in found.ndcs] == KOVALTRY
    assert found == Barcode(GTIN, found.ndcs, 0, kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        f"01{GTIN}1727053110A7{GS}21S9",
        f"]d201{GTIN}21S9{GS}1727053110A7",
        f"01{GTIN}21S9^]1727053110A7",
        f"01{GTIN}21S9<GS>1727053110A7",
        f"01{GTIN}21S9{{GS}}1727053110A7",
        f"01{GTIN}21S9[GS]1727053110A7",
        f"01{GTIN}21S9<gs>1727053110A7",
        f"01{GTIN}21S9\u241d1727053110A7",
        f"01{GTIN}21S9|1727053110A7",
        f"01{GTIN}21S9~1727053110A7",
        f"01{GTIN}21S9\\x1d1727053110A7",
        f"10A7{GS}21S9{GS}17270531{GS}01{GTIN}{GS}",
        f"(01){GTIN}(17)270531(10)A7(21)S9",
        f"(01) {GTIN} (17) 270531 (10) A7 (21) S9",
        f"(10)A7(21)S9(01){GTIN}(17)270531",
        f"https://id.gs1.org/01/{GTIN}/10/A7/21/S9?17=270531",
        f"HTTPS://Example.org/01/{GTIN}?17=270531&10=A7&21=S9&linkType=all#top",
    ],
)
def test_all_that_a_package_says(text: str) -> None:
    assert looks_scanned(text)
    found = read(text)
    assert (found.gtin, found.lot, found.serial) == (GTIN, "A7", "S9")
    assert (found.expires, found.others, found.unclear, found.remark) == (date(2027, 5, 31), (), "", "")


def test_other_elements_are_kept_and_dates_are_days() -> None:
    found = read(f"01{GTIN}112501001527010113250115240X-1{GS}30100")
    assert found.others == (
        ("11", "2025-01-31"),
        ("15", "2027-01-01"),
        ("13", "2025-01-15"),
        ("240", "X-1"),
        ("30", "100"),
    )


def test_a_link_with_signs_in_its_lot() -> None:
    assert read(f"https://id.gs1.org/01/{GTIN}/10/A%2F(10)7").lot == "A/(10)7"


@given(segments, st.integers(0, 9))
def test_every_ndc_comes_back_from_its_gtin(parts: tuple[str, str, str], level: int) -> None:
    labeler, product, package = parts
    gtin = gtin_of(f"{level}03{''.join(parts)}")
    found = read("01" + gtin)
    assert Ndc(labeler.zfill(6), product.zfill(4), package.zfill(2)) in found.ndcs
    assert len(found.ndcs) <= 3
    assert (found.gtin, found.level) == (gtin, level)
    assert bool(found.level_name)


@given(segments, st.integers(0, 13), st.integers(1, 9))
def test_a_changed_digit_is_refused(parts: tuple[str, str, str], at: int, by: int) -> None:
    gtin = gtin_of(f"003{''.join(parts)}")
    changed = f"{gtin[:at]}{(int(gtin[at]) + by) % 10}{gtin[at + 1 :]}"
    for text in (changed, f"]d201{changed}", f"(01){changed}", f"https://id.gs1.org/01/{changed}"):
        problem = refusal(text)
        assert problem.code in ("barcode-check-digit", "barcode-element")
    # Named by itself, with the digit that was expected.
    assert f"check digit would be {gtin_of(changed[:13])[-1]}" in refusal(changed).message


@given(texts, texts, days)
def test_with_separators_everything_comes_back(lot: str, serial: str, day: date) -> None:
    expected = (lot, serial, day)
    for text in (
        f"]d201{GTIN}17{day:%y%m%d}10{lot}{GS}21{serial}",
        f"01{GTIN}21{serial}{GS}10{lot}{GS}17{day:%y%m%d}",
        f"(01){GTIN}(17){day:%y%m%d}(10){lot}(21){serial}",
    ):
        found = read(text)
        assert (found.lot, found.serial, found.expires) == expected


@given(texts, texts, days, st.booleans())
def test_without_separators_nothing_wrong_is_said(lot: str, serial: str, day: date, serial_first: bool) -> None:
    parts = [f"17{day:%y%m%d}", f"10{lot}"]
    parts.insert(0 if serial_first else 2, f"21{serial}")
    found = read("01" + GTIN + "".join(parts))
    assert found.lot in (lot, "")
    assert found.serial in (serial, "")
    assert found.expires in (day, None)
    if not (found.lot and found.serial and found.expires):
        assert found.unclear
        assert "separators" in found.remark


def test_a_lot_that_may_hold_a_serial_number() -> None:
    found = read(f"01{GTIN}1727053110LOT21SER")
    assert (found.lot, found.serial, found.expires) == ("", "", date(2027, 5, 31))
    assert found.unclear == "10LOT21SER"
    assert read(f"01{GTIN}1727053110LOT21SER{GS}").lot == "LOT21SER"
    # A lot has at most twenty characters, and 22 can only be split at the one place.
    assert read(f"01{GTIN}1727053110ABCDEFGHIJKLMNOPQR21SE").lot == "ABCDEFGHIJKLMNOPQR"
    assert read(f"01{GTIN}1727053110ABC123").lot == "ABC123"


def test_a_bad_string_without_separators_ends_soon() -> None:
    for text in ("10" + "1021" * 240, "21" + "1710112113" * 90, "10" + "2117010110" * 2):
        assert refusal(f"01{GTIN}{text}"[:1000]) if len(text) > 60 else read(f"01{GTIN}{text}").unclear


@pytest.mark.parametrize(
    "typed, today, day",
    [
        ("270531", date(2026, 1, 1), date(2027, 5, 31)),
        ("280200", date(2026, 1, 1), date(2028, 2, 29)),
        ("270200", date(2026, 1, 1), date(2027, 2, 28)),
        ("261200", date(2026, 1, 1), date(2026, 12, 31)),
        # GS1: a year at least 51 ahead of this one is of the last century, one at least 50 behind it of the next.
        ("760101", date(2026, 1, 1), date(2076, 1, 1)),
        ("770101", date(2026, 1, 1), date(1977, 1, 1)),
        ("490101", date(2099, 1, 1), date(2149, 1, 1)),
        ("500101", date(2099, 1, 1), date(2050, 1, 1)),
    ],
)
def test_days(typed: str, today: date, day: date) -> None:
    assert read_barcode(f"01{GTIN}17{typed}", today=today).expires == day


@given(st.integers(1977, 2076), st.integers(1, 12))
def test_day_zero_is_the_last_of_the_month(year: int, month: int) -> None:
    last = monthrange(year, month)[1]
    assert read(f"01{GTIN}17{year % 100:02}{month:02}00").expires == date(year, month, last)


@pytest.mark.parametrize("typed", ["271301", "270001", "270000", "270230", "270432", "2705AB"])
def test_no_day(typed: str) -> None:
    assert refusal(f"01{GTIN}17{typed}").code == "barcode-date"


@pytest.mark.parametrize("level, says", [(0, "the package"), (1, "another level"), (8, "another"), (9, "variable")])
def test_the_level_of_packaging(level: int, says: str) -> None:
    found = read(gtin_of(f"{level}030026382425"))
    assert found.level == level
    assert found.level_name.find(says) >= 0
    assert [str(ndc) for ndc in found.ndcs] == KOVALTRY


def test_an_ndc_beside_a_gtin_of_another_country() -> None:
    found = read(f"01{gtin_of('0761234567890')}7150026382425")
    assert [str(ndc) for ndc in found.ndcs] == KOVALTRY


def test_an_ndc_in_a_plain_barcode() -> None:
    assert [str(ndc) for ndc in read("]C000026382425").ndcs] == KOVALTRY[:1]
    assert [str(ndc) for ndc in read("]A00026382425").ndcs] == KOVALTRY


@pytest.mark.parametrize(
    "text, code, says",
    [
        ("", "barcode-empty", "Nothing"),
        (gtin_of("0761234567890"), "barcode-not-us-drug", "761"),
        ("01" + gtin_of("1088452100001"), "barcode-not-us-drug", "088"),
        (gtin_of("0213456789012"), "barcode-not-us-drug", "213"),
        ("9780471117094", "barcode-book", "ISBN"),
        ("00376123450000000018", "barcode-shipment", "SSCC"),
        ("(00)376123450000000018", "barcode-shipment", "SSCC"),
        ("]C1801876123450000000018", "barcode-person", "wristband"),
        ("]d21727053110A7", "barcode-no-gtin", "(10) A7"),
        ("1727053110A7", "barcode-no-gtin", "(17) 270531"),
        ("+A123BJC5D6E71G", "barcode-other-system", "HIBC"),
        ("*+A123BJC5D6E71G*", "barcode-other-system", "HIBC"),
        ("]C0+A123BJC5D6E71G", "barcode-other-system", "HIBC"),
        ("=W0000160123450B", "barcode-other-system", "blood"),
        ("=<E0382V00", "barcode-other-system", "blood"),
        ("[)>\x1e06\x1d9N110375286414", "barcode-other-system", "ASC"),
        ("https://example.org/drug?id=7", "barcode-link", "without an article number"),
        ("https://example.org/01/", "barcode-link", "no article number"),
        ("https://[/01/1", "barcode-link", "no web address"),
        ("12345678", "barcode-not-read", "8 digits"),
        ("123456789012345", "barcode-not-read", "15 digits"),
        ("infliximab", "barcode-not-read", "infliximab"),
        ("]C0PATIENT-77", "barcode-not-read", "PATIENT-77"),
        ("\u0661\u0662" + GTIN, "barcode-not-read", GTIN),
        (f"01{GTIN}99", "barcode-element", "99"),
        (f"01{GTIN}17270", "barcode-date", "3 characters"),
        ("]d201003002638", "barcode-element", "9 characters"),
        ("(01)0030026382425", "barcode-element", "13 characters"),
        ("(01)", "barcode-element", "(01)"),
        ("(05)123", "barcode-element", "(05)"),
        ("(abc)", "barcode-element", "(abc)"),
        (f"(01){GTIN}(10)A(10)B", "barcode-element", "twice"),
        (f"01{GTIN}10A{GS}01{gtin_of('1030026382425')}", "barcode-element", "two barcodes"),
        (f"01{GTIN}10{'A' * 21}{GS}21B", "barcode-element", "at most 20"),
        (f"01{GTIN}10{'A' * 21}", "barcode-element", "can't be read"),
        (f"01{GTIN}10{'A' * 2000}", "barcode-too-long", "no barcode"),
    ],
)
def test_what_is_no_barcode_of_a_us_drug(text: str, code: str, says: str) -> None:
    problem = refusal(text)
    assert problem.code == code
    assert says in f"{problem.message} {problem.hint}"
    assert len(problem.message) < 200


def outcome(text: str) -> tuple[Ndc, ...] | str:
    """The NDCs, or what to do where there are none."""
    try:
        return read(text).ndcs
    except Refused as refused:
        return refused.problems[0].hint


@given(st.one_of(st.text(), st.text("0123456789()[]|^GS<>{}+=]d2C1" + GS, max_size=60)))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert outcome(text)
    looks_scanned(text)  # never fails


@given(st.text("0123456789", min_size=1, max_size=12), st.sampled_from(["", "NDC "]))
def test_ndcs_stay_ndcs(number: str, before: str) -> None:
    assume(not (len(number) == 12 and number.startswith("3")))
    assume(len(number) != 8)  # no length of an NDC, but one of an article number (EAN-8)
    assert not looks_scanned(before + number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "J1745",
        "99213",
        "00026-3824-25",
        "000026-3824-25",
        "300263-8242-53",
        "000026382425",
        "1727053110",
        "infliximab",
        "17-hydroxyprogesterone caproate",
        "5-fluorouracil | leucovorin",
        "10 mg | 20 mg",
        "01",
        "(IVIG)",
        "[factor viii]",
        "httpx",
        "+",
        "=",
    ],
)
def test_what_does_not_look_scanned(text: str) -> None:
    assert not looks_scanned(text)


@pytest.mark.parametrize("text", ["9780471117094", "+A123BJC5D6E71G", "https://example.org", "376123450000000018"])
def test_other_barcodes_look_scanned(text: str) -> None:
    assert looks_scanned(text)
    assert looks_like_ndc(text) == (len(text) == 13)


def test_stdnum_is_imported_only_for_a_barcode() -> None:
    code = (
        "import sys; from unitcalc.codes import looks_scanned, read_barcode; looks_scanned(']d2' + sys.argv[1]); "
        "print('stdnum' in sys.modules); read_barcode(sys.argv[1]); print('stdnum' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code, GTIN], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]


# --- what else comes out of a scanner ---------------------------------------------------------------------------------


def test_a_radio_tag_of_a_drug_is_read() -> None:
    """Indicator 0, company 030026, item 382425: the thirteen digits of Kovaltry's GTIN without its check digit."""
    found = read("urn:epc:id:sgtin:030026.0382425.1001")
    assert (found.gtin, found.serial, [str(ndc) for ndc in found.ndcs]) == (GTIN, "1001", KOVALTRY)
    assert looks_scanned("urn:epc:id:sgtin:030026.0382425.1001")
    assert "radio tag" in refusal("urn:epc:id:sscc:030026.0382425123").message


def test_an_article_number_of_eight_digits_is_named() -> None:
    """96385074: 9x3+6+3x3+8+5x3+0+7x3 = 86, and 4 makes a full ten."""
    assert looks_scanned("96385074")
    assert "EAN-8" in refusal("96385074").message
    assert not looks_scanned("96385075")


@pytest.mark.parametrize("text", [GTIN + "00357894030010", GTIN + GTIN, "0002638242500026382425"])
def test_two_scans_in_one_field(text: str) -> None:
    problem = refusal(text)
    assert problem.code == "barcode-twice"
    assert "scanned twice?" in problem.message


def test_an_element_string_is_no_double_scan() -> None:
    """Twenty-four digits that are two halves as well: the elements of GS1 come first."""
    assert read(f"01{GTIN}17270531").gtin == GTIN


@pytest.mark.parametrize(
    "text",
    [
        "010030026382425317270531" * 2,
        "0100300263824253" * 2,
        "010030026382425310LOT70100300263824253",  # the second scan runs into the lot
    ],
)
def test_two_scans_in_one_field_are_never_one_package(text: str) -> None:
    with pytest.raises(Refused, match="twice"):
        read_barcode(text)
