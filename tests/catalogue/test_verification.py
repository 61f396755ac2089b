import time

import pytest

from unitcalc.catalogue.verification import Cause, Disagreement, Verification, verify
from unitcalc.reference.store import Reference


@pytest.fixture(scope="module")
def verification(reference: Reference) -> Verification:
    return verify(reference)


def named(found: tuple[Disagreement, ...], ndc: str) -> Disagreement:
    return next(one for one in found if one.ndc == ndc)


def test_counts(verification: Verification) -> None:
    """Nine quarters, Purple Book of May 2025."""
    counts = {c.name: (c.agree, c.disagree, c.not_comparable) for c in verification.comparisons}
    assert counts == {
        "Purple Book, content": (496, 18, 6583),
        "Purple Book, concentration": (105, 16, 6976),
        "PKG SIZE in mL": (415, 9, 6673),
        "other quarters": (7476, 73, 885),
    }
    assert verification.assayed == 161


@pytest.mark.parametrize(
    ("ndc", "product", "says", "against", "cause"),
    [
        ("68135-0020-01", "Naglazyme", "1 mg", "5MG/5ML (1MG/ML)", Cause.PACKAGE_ROW),
        ("79952-0110-01", "Zynlonta", "9.99975 mg", "10MG", Cause.ROUNDED),
        ("50474-0982-84", "Rystiggo", "560 mg", "280MG/2ML (140MG/ML)", Cause.SEVERAL_CONTAINERS),
        ("55292-0702-55", "Panhematin", "336 mg", "350MG", Cause.NEAR),
        ("50242-0014-03", "Tnkase", "25 mg", "50MG", Cause.OTHER),
    ],
)
def test_contents(verification: Verification, ndc: str, product: str, says: str, against: str, cause: Cause) -> None:
    found = named(verification.contents.disagreements, ndc)
    assert (found.product, found.says, found.against, found.cause) == (product, says, against, cause)


def test_a_row_that_only_the_purple_book_finds(verification: Verification) -> None:
    """Retacrit 00069-1318-10: 10 x 1000 UNITS in 2 mL; the licensed vial of 2 mL holds 20,000."""
    found = named(verification.contents.disagreements, "00069-1318-10")
    assert found.says.startswith("10,000 unit")
    assert "20,000UNITS/2ML" in found.against


def test_volumes(verification: Verification) -> None:
    assert verification.volumes.causes == {Cause.PIECES: 8, Cause.OTHER: 1}
    dextrose = named(verification.volumes.disagreements, "65219-0462-10")
    assert (dextrose.says, dextrose.against) == ("1,000 mL", "PKG SIZE 500 mL")


def test_quarters(verification: Verification) -> None:
    """README of the data: J8700 35, Q0162 20, J1580 5."""
    codes = [one.code for one in verification.quarters.disagreements]
    assert [codes.count(code) for code in ("J8700", "Q0162", "J1580")] == [35, 20, 5]
    fyarro = named(verification.quarters.disagreements, "80803-0153-50")
    assert (fyarro.says, fyarro.against) == ("100 mg (2025Q3 to 2026Q1)", "68.8 mg (2024Q1 to 2025Q2)")


def test_every_pair_is_counted_once(verification: Verification, reference: Reference) -> None:
    rows = list(reference.crosswalk())
    pairs = {(row.ndc, row.code) for row in rows}
    current = {(row.ndc, row.code) for row in rows if row.last == verification.quarter}
    for comparison in verification.comparisons:
        total = comparison.agree + comparison.disagree + comparison.not_comparable
        assert total == len(pairs if comparison is verification.quarters else current)


def test_it_is_quick(reference: Reference) -> None:
    start = time.perf_counter()
    verify(reference)
    assert time.perf_counter() - start < 10
