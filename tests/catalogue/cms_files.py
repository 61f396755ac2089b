"""CMS's own files, read for tests as plainly as possible: no importer of ours between them and what is compared."""

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from unitcalc.reference.records import CodeRow

CODES = "hcpcs_level2_drug_codes_2026-01.csv"
CROSSWALK = "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz"
LIMITS = "asp_payment_limits_2024q1_2026q1.csv"


def records(shared: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a file by their column names."""
    path = shared / "data" / name
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    yield from csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))


def code_row(code: str, text: str, betos: str, service: str) -> CodeRow:
    """A code's row with what decides here."""
    day = date(2000, 1, 1)
    return CodeRow(code, text, "", day, day, None, "", betos, service, "", 0)


def code_rows(shared: Path) -> list[CodeRow]:
    """Every code of CMS's file."""
    return [
        code_row(row["HCPC"], row["LONG DESCRIPTION"], row["BETOS"], row["TOS1"] + row["TOS2"])
        for row in records(shared, CODES)
    ]


def asp_codes(shared: Path) -> frozenset[str]:
    """Codes in either ASP file, in any quarter."""
    return frozenset(row["hcpcs"] for name in (CROSSWALK, LIMITS) for row in records(shared, name))
