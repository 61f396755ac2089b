"""Prices through the whole way: a file imported, a dose billed."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.small_limits import limits_file

DOSE = ("bill", "--code", "J1745", "--given", "350 mg", "--opened", "4 x 100 mg", "--date", "2026-05-01")


def test_a_price_that_can_not_be_read_is_not_called_missing(run: Run, user: Path, tmp_path: Path) -> None:
    """A typing error in CMS's file is no word of CMS that it states no limit."""
    wrong = "J1745,Infliximab not biosimil 10mg,10 MG,32.4?23,20.000,,,,,,,"
    run("data", "import", str(limits_file(tmp_path, wrong)))
    found = run(*DOSE, "--format", "json").json
    assert [line["payment"] for line in found["lines"]] == [None, None]
    (message,) = [each["message"] for each in found["findings"] if each["check"] == "no-payment-limit"]
    assert "could not be read" in message
    assert "April 2026 Payment Limits.csv" in message


def test_a_price_that_is_missing_is_called_so(run: Run, user: Path, tmp_path: Path) -> None:
    run("data", "import", str(limits_file(tmp_path)))
    found = run(*DOSE, "--format", "json").json
    (message,) = [each["message"] for each in found["findings"] if each["check"] == "no-payment-limit"]
    assert "no payment limit" in message
