"""Five accounts worked out by hand, as the two files that a reconciliation leaves.

Prices a unit: J1745 $43.16, J7192 $1.57, J9271 $57.00; J9999 has none.

E1  2025-03-01  J1745  North  medicare-part-b  400 mg opened = 350 given + 50 discarded; 35 + JW 5 units expected,
    350 billed. Expected 40 x 43.16 = 1,726.40; billed 350 x 43.16 = 15,106.00; over 13,379.60.
    Waste 5 x 43.16 = 215.80.
E2  2025-03-15  J1745  South  medicare-part-b  300 mg opened = 300 given; 30 units expected and billed: balanced.
E3  2025-04-02  J7192  North  no payer  1,046.5 IU opened = 1,000.25 given + 46.25 discarded; 1,000 + JW 46 expected,
    1,000 billed. Under 46 x 1.57 = 72.22, which is the waste as well.
E4  2025-04-03  J9271  South  anthem  200 mg opened = 150 given + 50 unexplained; not decided; 150 billed.
E5  2025-05-01  J9999  South  anthem  0.2 mg opened = 0.1 given + 0.1 discarded; 2 expected, 3 billed, no price.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from pyarrow import parquet

from unitcalc.reconcile.report.database import ACCOUNTS, FINDINGS
from unitcalc.reconcile.report.summary import summarised

TYPES = {
    "service_date": pa.date32(),
    "balanced": pa.bool_(),
    **dict.fromkeys(
        ("expected_payment", "billed_payment", "discarded_payment", "at_stake", "payment_difference"),
        pa.decimal128(18, 2),
    ),
}
Row = Mapping[str, Any]


class Files(NamedTuple):
    """The two files."""

    accounts: Path
    findings: Path


def account(**values: Any) -> dict[str, Any]:
    """A row of the table of accounts; what is not said is empty, or nothing."""
    usual: dict[str, Any] = dict.fromkeys(("explained", "transferred", "unexplained", "discarded"), "0")
    usual |= {"balanced": False, "unit": "mg", "site": "South", "payer": "anthem", "checks": ""}
    return {**dict.fromkeys(ACCOUNTS), **usual, **values}


def finding(**values: Any) -> dict[str, Any]:
    """A row of the table of findings."""
    return {**dict.fromkeys(FINDINGS), "severity": "error", "message": "wrong", "rows": "claims.csv row 2", **values}


def cents(text: str) -> Decimal:
    """Dollars as a file holds them."""
    return Decimal(text).quantize(Decimal("0.01"))


def units(expected: str | None, expected_jw: str | None, billed: str | None, billed_jw: str | None) -> dict[str, Any]:
    """The four columns of units."""
    return {
        "expected_administered_units": expected,
        "expected_discarded_units": expected_jw,
        "billed_administered_units": billed,
        "billed_discarded_units": billed_jw,
    }


FIVE = (
    account(
        encounter_id="E1", service_date=date(2025, 3, 1), code="J1745", site="North", payer="medicare-part-b",
        opened="400", given="350", discarded="50", **units("35", "5", "350", "0"),
        expected_payment=cents("1726.40"), billed_payment=cents("15106"), discarded_payment=cents("215.80"),
        at_stake=cents("13379.60"), checks="U03",
    ),
    account(
        encounter_id="E2", service_date=date(2025, 3, 15), code="J1745", payer="medicare-part-b", balanced=True,
        opened="300", given="300", **units("30", "0", "30", "0"),
        expected_payment=cents("1294.80"), billed_payment=cents("1294.80"), discarded_payment=cents("0"),
    ),
    account(
        encounter_id="E3", service_date=date(2025, 4, 2), code="J7192", site="North", payer=None, unit="IU",
        opened="1046.5", given="1000.25", discarded="46.25", **units("1000", "46", "1000", "0"),
        expected_payment=cents("1642.22"), billed_payment=cents("1570"), discarded_payment=cents("72.22"),
        at_stake=cents("72.22"), checks="W04 D08",
    ),
    account(
        encounter_id="E4", service_date=date(2025, 4, 3), code="J9271",
        opened="200", given="150", unexplained="50", **units(None, None, "150", "0"),
        billed_payment=cents("8550"), checks="W23",
    ),
    account(
        encounter_id="E5", service_date=date(2025, 5, 1), code="J9999",
        opened="0.2", given="0.1", discarded="0.1", **units("2", "0", "3", "0"), checks="U02",
    ),
)  # fmt: skip
FOUND = (
    finding(
        encounter_id="E1", service_date=date(2025, 3, 1), code="J1745", check="U03", site="North",
        message="350 mg were billed as 350 units: expected 35, found 350 (315 too many, $13,595.40 over)",
        expected="35", observed="350", unit_difference="315", payment_difference=cents("13595.40"),
        at_stake=cents("13379.60"), rows="claims.csv row 12; administered.xlsx row 7",
    ),
    finding(
        encounter_id="E3", service_date=date(2025, 4, 2), code="J7192", check="W04", site="North",
        message="the JW line is missing", expected="46", observed="0", unit_difference="-46",
        payment_difference=cents("-72.22"), at_stake=cents("72.22"),
    ),
    finding(
        encounter_id="E3", service_date=date(2025, 4, 2), code="J7192", check="D08", severity="warning", site="North",
    ),
    finding(encounter_id="E4", service_date=date(2025, 4, 3), code="J9271", check="W23"),
    finding(encounter_id="E5", service_date=date(2025, 5, 1), code="J9999", check="U02", unit_difference="1"),
    finding(check="B09", severity="info", service_date=None, site="South", code="J1745", at_stake=cents("10")),
)  # fmt: skip


def written(folder: Path, accounts: Any = FIVE, findings: Any = FOUND) -> Files:
    """The rows as two Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder / "accounts.parquet", folder / "findings.parquet")
    for path, columns, rows in ((files.accounts, ACCOUNTS, accounts), (files.findings, FINDINGS, findings)):
        schema = pa.schema([(name, TYPES.get(name, pa.string())) for name in columns])
        parquet.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema), path)
    return files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The five accounts and their findings."""
    return written(tmp_path)


NAMES = {"J1745": "Remicade", "J7192": "Advate", "J9271": "Keytruda"}


@pytest.fixture
def summary(files: Files) -> Any:
    """Their summary."""
    return summarised(*files, names=lambda code: NAMES.get(code, ""))


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Any]:
    """The summary of other rows."""

    def summary_of(accounts: Any, findings: Any = (), **options: Any) -> Any:
        return summarised(*written(tmp_path / "other", accounts, findings), **options)

    return summary_of
