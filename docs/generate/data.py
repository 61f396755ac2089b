"""The tables behind every figure: which periods are there, from which file, and how newer ones are taken in."""

from collections.abc import Iterator
from itertools import groupby

from docs.generate.facts import Facts
from docs.generate.rst import Page, block, bold, code, heading, listed, page, plain, table
from unitcalc.catalogue.coverage import coverage
from unitcalc.reference.records import TABLES

ABOUT = {
    "codes": "every Level II drug code with its official descriptor and its dates: what one unit is",
    "crosswalk": "which NDC belongs to which code, with the size of the container and the billing units in it",
    "limits": "what Medicare pays for a unit, quarter by quarter",
    "mue": "medically unlikely edits: the most units of a code on a line or a day",
    "status": "what a hospital outpatient department is paid for separately",
    "single-dose": "codes that come only in single-dose containers: the drugs of JW and JZ",
    "biologics": "licensed biologics with strength and container",
    "modifiers": "the Level II modifiers with their descriptors and dates",
}
"""What each table is for."""


def pages(facts: Facts) -> Iterator[Page]:
    """One page about the tables."""
    periods = [info for name in TABLES for info in facts.reference.periods(name)]
    yield page(
        "data",
        heading("The data and their age", label="data"),
        plain(
            "Every table has its own periods. A date of service is looked up in the period that covers it; where none "
            "does, the nearest one is used, and the result says so by name. Nothing is fetched: newer files are taken "
            "in when you hand them over."
        ),
        heading("What each table is for", 1),
        table(
            ("Table", "What it says", "Periods"),
            (24, 50, 26),
            (
                (plain(TABLES[name]), plain(ABOUT.get(name, "")), plain(_span([info.period for info in infos])))
                for name, group in groupby(periods, key=lambda info: info.table)
                if (infos := list(group))
            ),
        ),
        heading("What comes with the program", 1),
        plain(
            "Rows kept aside are those that can't be used, each with its reason: numbers of devices in the NDC column, "
            "a price that is no number. The hash is that of the file as it was downloaded."
        ),
        table(
            ("Table", "Period", "Covers", "Rows", "Aside", "File, and its SHA-256"),
            (18, 12, 17, 9, 10, 34),
            (
                (
                    plain(TABLES[info.table]),
                    plain(info.period),
                    plain(f"{info.first_day} to {info.last_day}"),
                    f"{info.rows:,}",
                    f"{info.rejected:,}",
                    f"{code(info.file)}\n\n{code(info.sha256[:12])}",
                )
                for info in periods
            ),
        ),
        heading("How old they are, and newer ones", 1),
        block(
            "unitcalc --version                  # the version, and how old the data are\n"
            "unitcalc data status                # each table, its period, rows, file and hash\n"
            "unitcalc data import 26Q2.zip       # newer files, as CMS and FDA publish them",
        ),
        listed(
            plain(text)
            for text in (
                "A file is read as it was downloaded: csv, txt, xlsx, or a zip of them.",
                "It is checked as a whole before it replaces anything; what is wrong is told with its row.",
                "It goes into your own data folder and comes before the table of the same period that is there.",
                "Only HCPCS Level II codes are taken in; rows of CPT codes are counted and left out.",
            )
        ),
        heading("How sure the figures are", 1),
        plain("What could be held against another source was; where they disagree, each result of that NDC says so."),
        listed(_counted(line) for line in coverage(facts.reference).lines() if line and not line.startswith("  (")),
        plain(
            "Unverified label facts (tag K) are shown as such and decide nothing alone. A vials.yaml of your own adds "
            "facts, or replaces ours: unitcalc data draft J9271 writes the beginning of one."
        ),
    )


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"


def _counted(line: str) -> str:
    head, mark, rest = line.strip().partition(":")
    return f"{bold(head)}: {plain(rest)}" if mark and rest.strip() else plain(line.strip().rstrip(":"))
