from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from itertools import pairwise
from timeit import timeit

import pytest

from unitcalc.reference.records import ModifierRow, MueRow, Quarter, StatusRow
from unitcalc.reference.store import Reference


def test_a_code_has_its_official_descriptor_and_dates(reference: Reference) -> None:
    old = reference.code("J2505")
    assert old is not None
    assert (old.long, old.added, old.terminated, old.cross_reference) == (
        "Injection, pegfilgrastim, 6 mg", date(2004, 1, 1), date(2021, 12, 31), "",
    )  # fmt: skip
    successor = reference.code("J2506")
    assert successor is not None
    assert (successor.long, successor.added, successor.terminated) == (
        "Injection, pegfilgrastim, excludes biosimilar, 0.5 mg", date(2022, 1, 1), None,
    )  # fmt: skip
    assert reference.code("J0000") is None
    assert reference.code("'; DROP TABLE codes; --") is None


def test_an_empty_change_date_stays_empty(reference: Reference) -> None:
    assert [row.code for row in reference.codes() if row.changed is None] == ["C9600", "J8560"]


def test_the_ndcs_of_a_code_and_the_codes_of_an_ndc(reference: Reference) -> None:
    rows = reference.crosswalk_of_code("J7211")
    assert {(row.code, row.product.upper()) for row in rows} == {("J7211", "KOVALTRY")}
    assert "00026-3824-25" in {row.ndc for row in rows}
    (same,) = {row.code for row in reference.crosswalk_of_ndc("00026-3824-25")}
    assert same == "J7211"
    assert reference.crosswalk_of_ndc("00000-0000-00") == ()
    assert len(list(reference.crosswalk())) == sum(
        len(reference.crosswalk_of_code(code)) for code in {row.code for row in reference.crosswalk()}
    )


def test_limits_stand_by_quarter_with_exact_amounts(reference: Reference) -> None:
    rows = reference.limits("J0129")
    assert (str(rows[0].first), rows[0].limit, rows[0].notes) == (
        "2024Q1", Fraction("43.163"), '"lesser of" methodology applied',
    )  # fmt: skip
    assert all(before.last < after.first for before, after in pairwise(rows))
    assert rows[-1].last == Quarter(2026, 1)
    assert [row.limit for row in reference.limits("A9606") if row.first == Quarter(2024, 1)] == [None]


def test_mue_of_both_services(reference: Reference) -> None:
    assert [row._replace(row=0) for row in reference.mue("J7192")] == [
        MueRow("J7192", "practitioner", 22000, 1, "Clinical: Data", 0),
        MueRow("J7192", "outpatient_hospital", 22000, 1, "Clinical: Data", 0),
    ]
    assert reference.mue("J7199") == ()
    assert {row.units for row in reference.mue("J7191")} == {0}


def test_status_and_single_dose(reference: Reference) -> None:
    status = reference.status("Q9998")
    assert status is not None
    assert status == StatusRow("Q9998", "G", Fraction("40.349"), status.row)
    assert reference.status("J0000") is None
    assert reference.single_dose("J0121") is not None
    assert reference.single_dose("J1642") is None


def test_modifiers_with_their_dates(reference: Reference) -> None:
    ended = reference.modifier("JG")
    assert ended is not None
    assert (ended.short, ended.added, ended.terminated) == (
        "340b acquired drug", date(2018, 1, 1), date(2024, 12, 31),
    )  # fmt: skip
    zero = reference.modifier("JZ")
    assert zero == ModifierRow(
        "JZ", "Zero drug amount discarded/not administered to any patient", "Zero drug wasted", date(2023, 1, 1),
        date(2023, 1, 1), None, "C", 173,
    )  # fmt: skip
    assert reference.modifier("76") is reference.modifier("P1") is reference.modifier("jz") is None
    # Of 383 rows P1 to P6 are CPT's.
    assert len(reference.modifiers()) == 377
    assert {row.modifier for row in reference.modifiers() if row.terminated} == {
        "CP", "GD", "JF", "JG", "L1", "MA", "MB", "MC", "MD", "ME", "MF", "MG", "MH", "QQ", "SZ", "V8", "V9", "ZA",
        "ZB", "ZC",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Novoseven RT", "novoseven", "NOVOSEVEN® RT"])
def test_a_cell_with_two_brands_is_found_by_either(name: str, reference: Reference) -> None:
    rows = reference.biologics(name)
    assert {row.proprietary for row in rows} == {"Novoseven, Novoseven Rt"}
    assert {row.strength for row in rows} >= {"1.0MG", "2.0MG", "5.0MG"}


def test_biologics_by_their_proper_name(reference: Reference) -> None:
    assert {row.proprietary for row in reference.biologics_of_proper("Infliximab-dyyb")} >= {"Inflectra"}
    assert reference.biologics_of_proper("nothing") == ()
    assert reference.biologics("") == reference.biologics("unheard of") == ()


def test_products_and_search(reference: Reference) -> None:
    assert ("Remicade", ("J1745",)) in reference.products("remic")
    assert reference.products("") == ()
    assert reference.search("Remicade") == ("J1745",)
    assert reference.search("KOVALTRY")[0] == "J7211"
    found = reference.search("infliximab 10 mg")
    assert {"J1745", "Q5103"} <= set(found)
    assert len(reference.search("injection", limit=7)) == 7
    assert reference.search("j1745") == ("J1745",)
    assert reference.search("100%_'") == reference.search("100")
    assert reference.search("") == reference.search("%") == ()


def test_every_dosage_text_with_its_codes(reference: Reference) -> None:
    dosages = dict(reference.dosages())
    assert "J1580" in dosages["80 MG"]
    assert "J1580" in dosages["UP TO 80 MG"]
    assert dosages["1 million\xa0PFU"] == ("J9325",)
    assert "1 microCurie" in dosages


@pytest.mark.parametrize(
    "table, day, period",
    [
        ("crosswalk", date(2024, 1, 1), "2024Q1"),
        ("crosswalk", date(2025, 9, 30), "2025Q3"),
        ("crosswalk", date(2026, 11, 21), "2026Q1"),
        ("crosswalk", date(2019, 1, 1), "2024Q1"),
        ("mue", date(2025, 1, 1), "2026Q3"),
        ("status", date(2026, 1, 1), "2025Q4"),
        ("single-dose", date(2025, 6, 30), "2025-06-20"),
        ("biologics", date(2025, 5, 31), "2025-05"),
        ("codes", date(2026, 3, 31), "2026Q1"),
        ("modifiers", date(2026, 11, 21), "2026Q1"),
    ],
)
def test_the_period_of_a_day_or_the_nearest(table: str, day: date, period: str, reference: Reference) -> None:
    assert reference.info(table, day).period == period


def test_the_periods_that_are_loaded(reference: Reference) -> None:
    quarters = [info.period for info in reference.periods("limits")]
    assert quarters == [str(Quarter(year, number)) for year in (2024, 2025) for number in (1, 2, 3, 4)] + ["2026Q1"]
    (mue,) = reference.periods("mue")
    assert (mue.rows, mue.first_day, mue.last_day, mue.file) == (
        2907, date(2026, 7, 1), date(2026, 9, 30), "ncci_mue_2026q3.csv",
    )  # fmt: skip
    assert reference.periods("none") == ()
    with pytest.raises(KeyError):
        reference.info("none", date(2026, 1, 1))


def test_the_counts_of_the_sources_are_the_rows_that_are_there(reference: Reference) -> None:
    rows = list(reference.crosswalk())
    rejected = reference.rejected()
    for info in reference.periods("crosswalk"):
        quarter = Quarter.read(info.period)
        assert info.rows == sum(row.first <= quarter <= row.last for row in rows)
        assert info.rejected == sum((row.table, row.period) == ("crosswalk", info.period) for row in rejected)
    assert reference.periods("codes")[0].rows == len(reference.codes())


def test_threads_share_a_reference(reference: Reference) -> None:
    codes = [row.code for row in reference.codes()]
    reference._cached.clear()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(reference.code, codes * 3))
    assert [row.code for row in found if row] == codes * 3


def test_a_second_look_up_costs_next_to_nothing(reference: Reference) -> None:
    reference.limits("J1745")
    best = min(timeit(lambda: reference.limits("J1745"), number=1000) for _ in range(5)) / 1000
    assert best < 20e-6  # 0.1 us here; ten times what is allowed, for a busy machine


def test_the_memory_of_answers_is_bounded(reference: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unitcalc.reference.store.CACHED", 50)
    for number in range(500):
        reference.code(f"X{number}")
    assert len(reference._cached) <= 50
    assert reference.code("J1745") is not None
