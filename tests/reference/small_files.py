"""Small files in CMS's layout, written by the tests that read them."""

import csv
import io
from pathlib import Path

CROSSWALK_HEADER = (
    "_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG"
)
PREAMBLE = 'April 2026 ASP NDC - HCPCS Crosswalk\r\n"     Effective April 1, 2026 through June 30, 2026",,\r\n,,,\r\n'


def crosswalk_lines(count: int) -> list[str]:
    """Good records of the crosswalk, each another NDC of J1745."""
    return [
        f"J1745,Infliximab,JANSSEN BIOTECH,57894-{number:04d}-01,Remicade,10 MG,1,1,10,10" for number in range(count)
    ]


def crosswalk_file(path: Path, lines: list[str], preamble: str = PREAMBLE, header: str = CROSSWALK_HEADER) -> Path:
    """A small file in CMS's layout."""
    path.write_text(preamble + "\r\n".join([header, *lines]) + "\r\n", encoding="cp1252", newline="")
    return path


def in_columns_of(older: str, table: str) -> str:
    """A table's text without the columns at its end that an older text of it did not have yet."""
    count = len(next(csv.reader(io.StringIO(older))))
    cut = io.StringIO()
    csv.writer(cut, lineterminator="\n").writerows(row[:count] for row in csv.reader(io.StringIO(table, newline="")))
    return cut.getvalue()
