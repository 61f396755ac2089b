"""A small payment limit file in CMS's own layout."""

from pathlib import Path

HEADER = (
    "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,Vaccine Limit,"
    "Blood AWP%,Blood limit,Clotting Factor,Notes,"
)
PREAMBLE = (
    "Payment Allowance Limits for Medicare Part B Drugs,,,,,,,,,,,",
    ",,,,,,,,,,,",
    '"Effective April 1, 2026 through June 30, 2026",,,,,,,,,,,',
    ",,,,,,,,,,,",
    "Note 1: Payment allowance limits subject to the ASP methodology are based on 4Q25 ASP data.,,,,,,,,,,,",
)
ENOUGH = 600
"""Rows that the importer wants beside 2026Q1, which has 844: at least half."""


def limits_file(folder: Path, *rows: str, count: int = ENOUGH, header: str = HEADER) -> Path:
    """The rows given, and as many others as a file needs."""
    others = [f"Q{number:04d},Another drug,1 MG,1.000,20.000,,,,,,," for number in range(count)]
    path = folder / "April 2026 Payment Limits.csv"
    path.write_text("\r\n".join([*PREAMBLE, header, *rows, *others, ""]), encoding="cp1252", newline="")
    return path
