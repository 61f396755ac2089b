"""What was found, as people read it: each account with its lines, what is wrong, and the lines as they should be."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from unitcalc.account import BilledLine
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.checks.model import Check, Scope, Violation
from unitcalc.findings import Severity, wrapped
from unitcalc.quantity import dollars

if TYPE_CHECKING:  # late: to explain a check nothing is judged
    from unitcalc.checks.checking import Report
    from unitcalc.checks.judging import Judged

MOST_ACCOUNTS = 20
"""Accounts that are told in full; the table of all stands above them, and every finding in JSON and CSV."""
MOST_CELLS = 20
MOST_NOTES = 6
_HEAD = 14


def as_text(report: "Report", book: Mapping[str, Rule], width: int) -> str:
    """The report of `unitcalc check`."""
    return "\n".join(_report(report, book, width))


def _report(report: "Report", book: Mapping[str, Rule], width: int) -> Iterator[str]:
    yield from wrapped(summary(report), "", width)
    if len(report.judged) > 1 and report.violations:
        yield ""
        yield from _table(report)
    yield from _cells(report.cells, width)
    wrong = [one for one in report.judged if one.violations]
    for one in wrong[:MOST_ACCOUNTS]:
        yield ""
        yield from account_text(one, width)
    if len(wrong) > MOST_ACCOUNTS:
        yield ""
        yield f"... and {len(wrong) - MOST_ACCOUNTS} more accounts with findings: --format csv lists all."
    for each in report.site:
        yield ""
        yield from violation_text(each, width)
    from unitcalc.checks.notes import notes  # late: to explain a check nothing is judged

    told = list(notes(report.judged, report.unlinked))
    if told:
        yield ""
    for note in told[:MOST_NOTES]:
        yield from wrapped(note, "", width)
    if len(told) > MOST_NOTES:
        yield f"... and {len(told) - MOST_NOTES} more notes of this kind."
    rules = cited(book, [each.check.text.source for each in report.violations])
    if rules:
        yield ""
        yield "Rules"
        for rule in rules:
            head = f"  {rule.number:<5} "
            text = f"{rule.says} [{rule.standing}: {rule.source}]"
            yield from textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))
    for name in report.payers:
        yield f"No policy is known for the payer '{name}': its lines are judged as of an unknown payer."


def summary(report: "Report") -> str:
    """How much was checked and what was found, in a sentence or two.

    >>> from unitcalc.checks.checking import Report
    >>> summary(Report((), (), (), (), 0, 0, 2, ()))
    '0 claim lines checked; 2 other lines left alone. Nothing was found.'
    """
    lines = _things(report.lines, "claim line")
    records = sum(one.account.record is not None for one in report.judged)
    checked = f"{lines} and {_things(records, 'record')}" if records else lines
    others = f"; {_things(report.others, 'other line')} left alone" if report.others else ""
    counts = Counter(each.check.severity for each in _counted(report))
    if not counts:
        return f"{checked} checked{others}. Nothing was found."
    told = ", ".join(
        _things(counts[severity], name)
        for severity, name in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "remark"))
        if counts[severity]
    )
    worth = f" {dollars(report.at_stake)} at stake." if report.at_stake else ""
    return f"{checked} checked{others}: {told}.{worth}"


def _counted(report: "Report") -> Iterator[Violation]:
    """Every finding; the items that one record lacks are one."""
    seen: set[tuple[str, ...]] = set()
    for each in report.violations:
        key = (each.check.code, each.encounter, each.day, each.code)
        if each.check.scope is Scope.DOCUMENT:
            if key in seen:
                continue
            seen.add(key)
        yield each


def _table(report: "Report") -> Iterator[str]:
    """How often each check found something, the gravest and commonest first."""
    counts = Counter(each.check.code for each in _counted(report))
    known: dict[str, Check] = {each.check.code: each.check for each in report.violations}
    order = sorted(counts, key=lambda code: (known[code].severity.rank, -counts[code], code))
    for code in order:
        check = known[code]
        yield f"  {counts[code]:>6,}  {check.severity.value.upper():<8} {code}  {check.text.title.rstrip('.')}"


def _cells(cells: Sequence[Violation], width: int) -> Iterator[str]:
    if cells:
        yield ""
        yield "What can't be used"
    for each in cells[:MOST_CELLS]:
        where = "; ".join(map(str, each.places))
        text = f"{where}: {each.sentence}"
        head = f"  {each.check.severity.value.upper():<8} {each.check.code}  "
        yield from wrapped(text, head, width)
    if len(cells) > MOST_CELLS:
        yield f"  ... and {len(cells) - MOST_CELLS:,} more: --format csv lists all."


def account_text(one: "Judged", width: int) -> Iterator[str]:
    """One account: its lines, beside them those that its record gives, and what is wrong."""
    account = one.account
    encounter = f"  encounter {account.encounter}" if account.encounter else ""
    yield f"{account.code}  {account.day}{encounter}  ({account.payer}, {account.setting})"
    billed = [_line_text(line) for line in account.lines] or ["nothing was billed"]
    corrected = one.corrected
    right = [_aligned(text) for text in corrected or ()] or ["no line"]
    if corrected is None or sorted(billed) == sorted(right):
        said = "  as the record gives" if corrected is not None else ""
        yield from (f"    {text}{said}" for text in billed)
    else:
        size = max(len(text) for text in ("billed", *billed)) + 4
        how = "right, by the record" if one.expected is not None else "corrected, as far as it is sure"
        yield f"    {'billed':<{size}}{how}"
        for left, text in zip_longest(billed, right, fillvalue=""):
            yield f"    {left:<{size}}{text}".rstrip()
    documents = [each for each in one.violations if each.check.scope is Scope.DOCUMENT]
    for each in one.violations:
        if each not in documents:
            yield from violation_text(each, width)
    yield from _missing_items(documents, width)


def _missing_items(documents: Sequence[Violation], width: int) -> Iterator[str]:
    """What the record lacks, as a list: one explanation serves all."""
    for code in dict.fromkeys(each.check.code for each in documents):
        its = [each for each in documents if each.check.code == code]
        check = its[0].check
        head = f"  {check.severity.value.upper():<8} {code}  "
        yield from wrapped(f"{check.text.title} {check.text.instead}", head, width)
        for each in its:
            yield from wrapped(each.message.partition(": ")[2] or each.message, " " * (_HEAD + 1) + "- ", width)


def violation_text(each: Violation, width: int) -> Iterator[str]:
    """One finding: what is wrong, what to do, the rows, the money at stake and the source."""
    head = f"  {each.check.severity.value.upper():<8} {each.check.code}  "
    indent = " " * len(head)
    yield from wrapped(each.sentence, head, width)
    yield from wrapped(each.check.text.instead, indent, width)
    worth = f" {dollars(each.at_stake)} at stake." if each.at_stake and not each.payment_difference else ""
    where = "; ".join(map(str, each.places[:6])) + (" ..." if len(each.places) > 6 else "")
    yield from wrapped(f"{where}.{worth} [{each.check.text.source}; unitcalc explain {each.check.code}]", indent, width)


def explain_text(check: Check, book: Mapping[str, Rule], width: int) -> str:
    """The text of `unitcalc explain`."""
    return "\n".join(_explained(check, book, width))


def _explained(check: Check, book: Mapping[str, Rule], width: int) -> Iterator[str]:
    text = check.text
    yield f"{check.code} {check.name}  ({check.severity.value}, {check.topic.words})"
    yield from textwrap.wrap(text.title, width)
    for title, part in (
        ("What it checks", text.what),
        ("Why it matters", text.why),
        ("Example", text.example),
        ("What to do", text.instead),
        ("Exceptions", text.exceptions),
    ):
        yield ""
        yield title
        yield from wrapped(part, "  ", width)
    if check.needs:
        yield ""
        yield "It needs"
        yield from wrapped("; ".join(need.value for need in check.needs) + ". Without that it is silent.", "  ", width)
    yield ""
    yield f"Source: {text.source}"
    for rule in cited(book, [text.source]):
        yield from wrapped(f"{rule.says} [{rule.standing}: {rule.source}]", f"  {rule.number:<5} ", width)


def _line_text(line: BilledLine) -> str:
    return _aligned(str(line))


def _aligned(line: str) -> str:
    """`J1745-JW  5` with its units below those of other lines."""
    head, _, rest = line.partition("  ")
    units, _, more = rest.partition("  ")
    return f"{head:<{_HEAD}} {units:>7}  {more}".rstrip()


def _things(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
