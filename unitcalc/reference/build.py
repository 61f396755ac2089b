"""Makes the embedded tables from a folder of source files: `python -m unitcalc.reference.build FOLDER`.

The files are read with the same code that imports a user's files.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from unitcalc.reference.cells import QUARTERLY, ROWS
from unitcalc.reference.files import data_folder
from unitcalc.reference.importer import read_file
from unitcalc.reference.records import TABLES
from unitcalc.reference.sources import SourceEntry, write_sources
from unitcalc.reference.tables import compress, write_table

FILES = (
    "hcpcs_level2_drug_codes_2026-01.csv",
    "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz",
    "asp_payment_limits_2024q1_2026q1.csv",
    "ncci_mue_2026q3.csv",
    "jw_jz_single_dose_codes_2025-06-20.csv",
    "opps_status_2025-10.csv",
    "fda_purple_book_2025-05.csv",
    "hcpcs_modifiers_2026-01.csv",
)


def build(source: Path, target: Path) -> list[SourceEntry]:
    """Read FILES of the source folder and write the tables and SOURCES.yaml into the target folder."""
    rows: dict[str, list[Any]] = defaultdict(list)
    entries: list[SourceEntry] = []
    for name in FILES:
        for parsed, entry in read_file(source / name).parts:
            rows[parsed.table] += parsed.rows
            rows["rejected"] += parsed.rejected
            entries.append(entry)
    for table in (*TABLES, "rejected"):
        found = compress(rows[table]) if table in QUARTERLY else rows[table]
        write_table(target / f"{table}.csv", ROWS[table], found)
    write_sources(target / "SOURCES.yaml", entries)
    return entries


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m unitcalc.reference.build FOLDER")
    for made in build(Path(sys.argv[1]), data_folder() / "reference"):
        sys.stdout.write(f"{made.table} {made.part} {made.period}: {made.rows} rows, aside {made.rejected}\n")
