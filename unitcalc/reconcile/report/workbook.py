"""The report as an Excel workbook: summary, sums by drug, site, payer, check and month, worst accounts, findings.

Imported late by who needs it: openpyxl takes a quarter of a second.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from unitcalc.quantity import rounded
from unitcalc.reconcile.report import database, queries
from unitcalc.reconcile.report.arithmetic import arithmetic
from unitcalc.reconcile.report.cells import AMOUNT, COUNT, DAY, MONEY, SHARE, Column, Shown, Value, abandoned, table
from unitcalc.reconcile.report.database import Limits
from unitcalc.reconcile.report.model import About, Group, Said, Summary, Sums, Worst
from unitcalc.reconcile.report.summary import number_of
from unitcalc.reconcile.report.texts import severity_word
from unitcalc.reconcile.report.writing import whole

MOST_FINDINGS = 100_000
"""Rows of the sheet of findings: beyond them a workbook is slow to open, and Excel ends at a million."""
_PIECE = 5_000
_CAUSES = 12
_COUNTS = (Column("Accounts", 11, COUNT), Column("Balanced", 11, COUNT), Column("Share balanced", 11, SHARE))
_OPEN = (Column("Not decided", 11, COUNT), Column("Without a price", 11, COUNT))
_DOLLARS = tuple(Column(title, 16, MONEY) for title in ("At stake", "Over", "Under", "Waste"))
_UNITS = tuple(
    Column(title, 13, COUNT) for title in ("Expected units", "Expected JW units", "Billed units", "Billed JW units")
)
_AMOUNTS = ("Opened", "Given", "Discarded", "Explained", "Transferred", "Unexplained")


def write_workbook(
    target: Path,
    summary: Summary,
    about: About,
    findings: Path,
    *,
    limits: Limits | None = None,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """The workbook as a file, whole or not at all.

    `findings` is the Parquet file; the worst hundred thousand of its rows stand in the workbook, which says where the
    others are. `tell` hears how many of so many rows are written. Refused where that file can't be read, or the
    workbook can't be written.
    """
    with whole(target) as path, database.opened(limits or Limits(), findings=findings) as base:
        book = Workbook(write_only=True)
        try:
            _summary(book, summary, about)
            _drugs(book, summary)
            _groups(book, "Sites", "Site", summary.sites)
            _groups(book, "Payers", "Payer", summary.payers)
            _checks(book, summary)
            _months(book, summary)
            _worst(book, summary)
            rows = _findings(base.execute(queries.FINDINGS, [MOST_FINDINGS]), summary, tell)
            table(book, "Findings", _FINDINGS, rows, _rest(summary, about))
            _settings(book, about)
            _save(book, path)
        except BaseException:
            abandoned(book)
            raise


def _summary(book: Any, summary: Summary, about: About) -> None:
    totals = summary.totals
    severities = dict(summary.by_severity)
    shown = min(summary.findings, MOST_FINDINGS)
    days = f"{summary.first_day} to {summary.last_day}" if summary.first_day else ""
    rows: list[tuple[str, Value | Shown, str]] = [
        ("Service", days, "First and last date of service"),
        ("Accounts", Shown(totals.accounts, COUNT), "One code of one encounter on one day"),
        ("Balanced", Shown(totals.balanced, COUNT), "Nothing is unexplained, and the units billed are the record's"),
        ("Do not balance", Shown(totals.open, COUNT), "All others"),
        ("Not decided", Shown(totals.undecided, COUNT), "Of these: the record allows several bills; a person chooses"),
        ("Without a price", Shown(totals.unpriced, COUNT), "Of these: no price is known; not in the dollars below"),
        ("At stake", Shown(totals.at_stake, MONEY), "May be denied or taken back; once for each account"),
        ("Over", Shown(totals.over, MONEY), "Billed above what the record gives, account by account"),
        ("Under", Shown(totals.under, MONEY), "Billed below what the record gives, account by account"),
        ("Waste", Shown(totals.waste, MONEY), "Discarded units that belong on claims (JW), by the payment limit"),
        ("Findings", Shown(summary.findings, COUNT), f"{shown:,} of them stand in this workbook"),
        ("Errors", Shown(severities.get("error", 0), COUNT), "Wait for a person"),
        ("Warnings", Shown(severities.get("warning", 0), COUNT), "To be read before the bill goes out"),
        ("Remarks", Shown(severities.get("info", 0), COUNT), "Explain"),
    ]
    if about.made:
        rows.insert(0, ("Made on", Shown(about.made, DAY), ""))
    table(book, "Summary", (Column(about.title, 22), Column("Figure", 26), Column("What it is", 80)), rows)


def _counted(sums: Sums) -> tuple[Value, ...]:
    share = rounded(Fraction(sums.balanced, sums.accounts), 4) if sums.accounts else None
    return (sums.accounts, sums.balanced, share)


def _open(sums: Sums) -> tuple[Value, ...]:
    return (sums.undecided, sums.unpriced)


def _dollars(sums: Sums) -> tuple[Value, ...]:
    return (sums.at_stake, sums.over, sums.under, sums.waste)


def _drugs(book: Any, summary: Summary) -> None:
    columns = (
        Column("Code", 12),
        Column("Drug", 34),
        *_COUNTS,
        *_OPEN,
        *_UNITS,
        *_DOLLARS,
        *(Column(title, 16, AMOUNT) for title in _AMOUNTS),
        Column("Unit", 9),
        Column("Amounts not added", 11, COUNT),
    )

    def rows() -> Iterator[tuple[Value, ...]]:
        for each in summary.drugs:
            sums, its = each.sums, each.amounts
            name = f"{each.others:,} more drugs, without amounts" if each.others else each.name
            one = not each.others  # units of different codes, amounts in different units have no sum
            yield (
                each.code,
                name,
                *_counted(sums),
                *_open(sums),
                *((sums.expected_administered, sums.expected_discarded) if one else (None, None)),
                *((sums.billed_administered, sums.billed_discarded) if one else (None, None)),
                *_dollars(sums),
                *((its.opened, its.given, its.discarded) if one else (None,) * 3),
                *((its.explained, its.transferred, its.unexplained) if one else (None,) * 3),
                each.unit,
                its.left_out or None,
            )

    table(book, "Drugs", columns, rows())


def _groups(book: Any, title: str, kind: str, groups: Iterable[Group]) -> None:
    columns = (Column(kind, 36), *_COUNTS, *_OPEN, *_DOLLARS)
    rows = (
        (
            f"{each.name} ({each.others:,})" if each.others else each.name,
            *_counted(each.sums),
            *_open(each.sums),
            *_dollars(each.sums),
        )
        for each in groups
    )
    table(book, title, columns, rows)


def _checks(book: Any, summary: Summary) -> None:
    columns = (
        Column("Check", 8),
        Column("What is wrong", 70),
        Column("Severity", 10),
        Column("Findings", 11, COUNT),
        *_DOLLARS[:3],
    )
    rows = (
        (each.check, each.title, severity_word(each.severity), each.findings, each.at_stake, each.over, each.under)
        for each in summary.causes
    )
    table(book, "Checks", columns, rows, "An account with findings of two checks counts under both.")


def _months(book: Any, summary: Summary) -> None:
    causes = [each.check for each in summary.causes[:_CAUSES]]
    found = {(each.month, each.check): each.findings for each in summary.causes_by_month}
    columns = (
        Column("Month", 10),
        *_COUNTS,
        *_OPEN,
        *_DOLLARS,
        *(Column(f"{check} findings", 11, COUNT) for check in causes),
    )
    rows = (
        (
            each.name,
            *_counted(each.sums),
            *_open(each.sums),
            *_dollars(each.sums),
            *(found.get((each.first, check), 0) for check in causes),
        )
        for each in summary.months
    )
    table(book, "Months", columns, rows)


_WORST = (
    Column("Place", 7, COUNT),
    Column("Code", 9),
    Column("Drug", 22),
    Column("Date", 11, DAY),
    Column("Encounter", 18),
    Column("Site", 18),
    Column("Payer", 18),
    Column("At stake", 15, MONEY),
    Column("Dollars over (minus: under)", 15, MONEY),
    Column("Arithmetic", 60, wrap=True),
    Column("Findings", 80, wrap=True),
    *(Column(title, 12, AMOUNT) for title in _AMOUNTS),
    Column("Unit", 8),
    *_UNITS,
)


def _worst(book: Any, summary: Summary) -> None:
    rows = (_worst_row(place, each) for place, each in enumerate(summary.worst, 1))
    rest = summary.with_findings - len(summary.worst)
    table(book, "Worst accounts", _WORST, rows, f"{rest:,} more do not balance or have a finding." if rest > 0 else "")


def _worst_row(place: int, each: Worst) -> tuple[Value, ...]:
    account = each.account
    told = [_said(said) for said in each.findings]
    if each.more:
        told.append(f"... and {each.more:,} more")
    return (
        place,
        account.code,
        each.name,
        account.day,
        account.encounter,
        account.site,
        account.payer,
        account.at_stake,
        account.difference,
        arithmetic(account),
        "\n".join(told),
        account.opened,
        account.given,
        account.discarded,
        account.explained,
        account.transferred,
        account.unexplained,
        account.unit,
        account.expected_administered,
        account.expected_discarded,
        account.billed_administered,
        account.billed_discarded,
    )


def _said(said: Said) -> str:
    rows = f" [{said.rows}]" if said.rows else ""
    return f"{said.check} {severity_word(said.severity)}: {said.message}{rows}"


_FINDINGS = (
    Column("Check", 8),
    Column("Severity", 10),
    Column("Code", 9),
    Column("Date", 11, DAY),
    Column("Encounter", 18),
    Column("Site", 18),
    Column("Payer", 18),
    Column("What is wrong", 90),
    Column("Expected", 14),
    Column("Found", 14),
    Column("Units too many (minus: too few)", 13, COUNT),
    Column("Dollars over (minus: under)", 15, MONEY),
    Column("At stake", 15, MONEY),
    Column("Rows", 60),
)


def _findings(cursor: Any, summary: Summary, tell: Callable[[int, int], None]) -> Iterator[tuple[Value, ...]]:
    of = min(summary.findings, MOST_FINDINGS)
    done = 0
    while piece := cursor.fetchmany(_PIECE):
        done += len(piece)
        tell(min(done, of), of)
        for row in piece:
            encounter, day, code, check, severity, message, expected, observed, units, payment, *rest = row
            at_stake, site, payer, rows = rest
            yield (
                check,
                severity_word(severity or ""),
                code,
                day,
                encounter,
                site,
                payer,
                message,
                expected,
                observed,
                number_of(units),
                number_of(payment),
                number_of(at_stake),
                rows,
            )


def _rest(summary: Summary, about: About) -> str:
    rest = summary.findings - MOST_FINDINGS
    if rest <= 0:
        return ""
    return f"{rest:,} more findings, with less at stake, stand in {about.findings_file}."


def _settings(book: Any, about: About) -> None:
    columns = (Column("Setting", 30), Column("Value", 44, wrap=True), Column("What it means", 90, wrap=True))
    exactness = (
        "Excel keeps about 15 digits of a number. A longer amount is written as text, right-aligned, so that none of "
        "its digits is lost; it takes no part in Excel's own sums."
    )
    parts = (("Files", about.files), ("Rules of matching, settings", about.settings), ("Tables used", about.data))

    def rows() -> Iterator[tuple[Value, ...]]:
        for title, settings in parts:
            if settings:
                yield (title, None, None)
                yield from ((f"  {each.name}", each.value, each.meaning) for each in settings)
        yield ("Notes", None, None)
        yield ("  Exact amounts", None, exactness)
        yield ("  Text", None, "Text that begins with = + - or @ is marked as text and never computed.")
        yield from (("  Note", None, note) for note in about.notes)
        if about.version:
            yield ("unitcalc", about.version, None)

    table(book, "Settings", columns, rows())


class _Still(ZipFile):
    """An archive without the time of its making, so that the same figures give the same file."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        if zinfo_or_arcname == "docProps/core.xml":
            text = data if isinstance(data, bytes) else data.encode()
            data = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", text)
        super().writestr(_entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with Path(filename).open("rb") as source, self.open(_entry(arcname), "w", force_zip64=True) as entry:
            shutil.copyfileobj(source, entry, 2**20)


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name.lstrip("/"))
    info.compress_type = ZIP_DEFLATED
    return info


def _save(book: Any, path: Path) -> None:
    with _Still(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
