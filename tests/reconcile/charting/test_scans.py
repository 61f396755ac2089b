"""Scanned containers: each scan adds one, none is counted twice, none of another drug is taken."""

from datetime import date

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Refused
from unitcalc.reconcile.charting.scans import Scanned, read_scan, with_scan

DAY = date(2026, 3, 2)
REMICADE = "(01)00357894030010(17)270531(10)PKD22A"
"""NDC 57894-0030-01: 03, ten digits, and the check digit 0."""


def refused(catalogue: Catalogue, text: str, code: str = "") -> str:
    with pytest.raises(Refused) as caught:
        read_scan(catalogue, text, code, DAY)
    return caught.value.problems[0].code


def test_a_barcode_gives_ndc_lot_expiry_and_number(catalogue: Catalogue) -> None:
    found = read_scan(catalogue, f"{REMICADE}(21)SN771", "J1745", DAY)
    assert (found.ndc, found.words, found.count) == ("57894-0030-01", "Remicade 100 mg", 1)
    assert (found.lot, found.expires, found.number) == ("PKD22A", date(2027, 5, 31), "SN771")


def test_an_ndc_is_typed_with_or_without_a_count(catalogue: Catalogue) -> None:
    assert read_scan(catalogue, "57894-0030-01", "", DAY).count == 1
    assert read_scan(catalogue, "3 x 57894-0030-01", "J1745", DAY).count == 3


def test_each_scan_adds_one(catalogue: Catalogue) -> None:
    listed: tuple[Scanned, ...] = ()
    for text in (REMICADE, REMICADE, REMICADE.replace("PKD22A", "PKD31B"), REMICADE):
        listed = with_scan(listed, read_scan(catalogue, text, "", DAY))
    assert [(each.lot, each.count) for each in listed] == [("PKD22A", 3), ("PKD31B", 1)]


def test_a_numbered_container_stands_by_itself_and_counts_once(catalogue: Catalogue) -> None:
    listed: tuple[Scanned, ...] = ()
    for number in ("1", "2"):
        listed = with_scan(listed, read_scan(catalogue, f"{REMICADE}(21){number}", "", DAY))
    assert [(each.number, each.count) for each in listed] == [("1", 1), ("2", 1)]
    with pytest.raises(Refused) as caught:
        with_scan(listed, read_scan(catalogue, f"{REMICADE}(21)2", "", DAY))
    assert caught.value.problems[0].code == "container-twice"


def test_what_is_not_taken(catalogue: Catalogue) -> None:
    assert refused(catalogue, "soap") == "scan-not-read"
    assert refused(catalogue, "4 x 100 mg") == "scan-not-read"
    assert refused(catalogue, "57894-0030-01", "J9271") == "scan-of-another-drug"
    assert refused(catalogue, f"2 x {REMICADE}(21)SN771") == "scan-counted"
    assert refused(catalogue, REMICADE.replace("00357894030010", "00357894030011")).startswith("barcode")
