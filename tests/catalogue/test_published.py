from datetime import date
from pathlib import Path

import pytest

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.published import Misdescription, read_published
from unitcalc.findings import Severity
from unitcalc.quantity import read_amount
from unitcalc.reference.store import Reference

DAY = date(2026, 2, 3)
# CODE_PAGES, the first table: what each article says, its unit, and the codes that it really describes.
FIVE = {
    "J7211": ("glycopegylated-exei", "1 mg", {"J7204"}),
    "J7212": ("factor VIII pegylated-aucl", "250 IU", {"J7208"}),
    "J7210": ("factor VIIa recombinant", "1 mcg", {"J7189", "J7212"}),
    "J7207": ("Jivi", "1 IU", {"J7208"}),
    "J1411": ("Privigen", "500 mg", {"J1459"}),
}


@pytest.fixture(scope="module")
def published(reference: Reference) -> dict[str, tuple[Misdescription, ...]]:
    return read_published(reference.document("published"))


@pytest.mark.parametrize("code", FIVE)
def test_the_five_published_pages(published: dict[str, tuple[Misdescription, ...]], code: str) -> None:
    says, unit, really = FIVE[code]
    (one,) = published[code]
    assert says in one.says
    assert (read_amount(one.unit), set(one.really)) == (read_amount(unit), really)
    assert code.lower() in one.source
    assert "https://" in one.source


def test_every_code_that_is_really_described_exists(
    reference: Reference, published: dict[str, tuple[Misdescription, ...]]
) -> None:
    for code, found in published.items():
        assert reference.code(code)
        for other in (other for one in found for other in one.really):
            row = reference.code(other)
            assert row, other
            assert row.terminated is None
            assert other != code


def test_what_is_noted_stands_in_its_line(shared: Path, reference: Reference) -> None:
    for entry in reference.document("published")["published"]:
        if "noted" in entry:
            file, row = entry["noted"].split()
            assert entry["code"] in (shared / file).read_text(encoding="utf-8").splitlines()[int(row) - 1]


def test_a_look_up_of_the_code_says_so(catalogue: Catalogue) -> None:
    drug = catalogue.drugs.on("J7211", DAY)
    (finding,) = [finding for finding in drug.findings if finding.check == "published-misdescription"]
    assert finding.severity is Severity.INFO
    assert (
        "widely published as factor VIII recombinant, glycopegylated-exei, 1 mg; CMS says: Injection" in finding.message
    )
    assert "(kovaltry), 1 i.u. What is described there is J7204" in finding.message


def test_a_bill_says_so_and_computes_from_cms(catalogue: Catalogue) -> None:
    request = BillRequest(code="J1411", given="1 dose", opened=("1 x 1 dose",), date="2025-03-01")
    found = bill(catalogue, request, DAY)
    assert found.administered_units == 1
    assert [f.severity for f in found.findings if f.check == "published-misdescription"] == [Severity.INFO]


def test_a_code_that_is_published_rightly_has_none(catalogue: Catalogue) -> None:
    assert catalogue.drugs.on("J1745", DAY).misdescribed == ()
