"""Small files in CMS's layout, written by the tests that read them."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from unitcalc.findings import Refused
from unitcalc.reference.importer import read_file

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


def mue_file(folder: Path, service: str, count: int) -> Path:
    """A service's table of MUE as published, with a CPT code, two bad rows, and a count of others."""
    path = folder / f"MCR_MUE_{service.replace(' ', '')}_Eff_10-01-2026.csv"
    path.write_text(
        '"Current Procedural Terminology (CPT) codes, descriptions and other data only are copyright 2025 American\r\n'
        'Medical Association. All rights reserved.",,,\r\n'
        f'"HCPCS/\r\nCPT Code","{service} MUE Values","MUE Adjudication Indicator","MUE Rationale"\r\n'
        '99213,1,"3 Date of Service Edit: Clinical",Clinical: Data\r\n'
        'J7192,22000,"1 Line Edit",Prescribing Information\r\n'
        'J1745,0150x,"3 Date of Service Edit: Clinical",Clinical: Data\r\n'
        'J1746,150,"Date of Service",Clinical: Data\r\n'
        + "".join(
            f'J{number},7,"2 Date of Service Edit: Policy",CMS Policy\r\n' for number in range(2000, 2000 + count)
        ),
        newline="",
    )
    return path


def refused(path: Path, period: date | None = None) -> str:
    """The code of the one problem for which a file is refused."""
    with pytest.raises(Refused) as raised:
        read_file(path, period)
    (problem,) = raised.value.problems
    assert problem.hint
    return problem.code
