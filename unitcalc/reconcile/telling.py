"""What a reconciliation found, on a terminal: the balance at a glance, causes, the worst accounts, the files."""

from collections.abc import Iterator

from unitcalc.findings import Severity, wrapped
from unitcalc.quantity import dollars
from unitcalc.reconcile.output import Written
from unitcalc.reconcile.report.arithmetic import arithmetic
from unitcalc.reconcile.report.model import Cause, Summary, Worst

MOST_CAUSES = 25
MOST_WORST = 5
MOST_SAID = 3


def as_text(written: Written, width: int, *, kept: bool) -> str:
    """The result of `unitcalc reconcile`; `kept` tells whether its files stay."""
    return "\n".join(_lines(written, width, kept))


def glance(summary: Summary) -> str:
    """The balance in a sentence or two."""
    totals = summary.totals
    if not totals.accounts:
        return "No accounts: the tables hold no row that can be used."
    plural = "s" if totals.accounts != 1 else ""
    told = f"{totals.accounts:,} account{plural}: {totals.balanced:,} balanced, {totals.open:,} not."
    if not totals.at_stake:
        return told
    over, under = dollars(totals.over), dollars(totals.under)
    return f"{told} {dollars(totals.at_stake)} at stake; billed {over} above and {under} below what the records give."


def _lines(written: Written, width: int, kept: bool) -> Iterator[str]:
    outcome, summary = written.outcome, written.summary
    yield from wrapped(glance(summary), "", width)
    for normal in outcome.normals:
        left = normal.rows - normal.used - normal.others - normal.totals
        told = f"{normal.table.value:<13} {normal.rows:>11,} rows  {normal.file}"
        more = [f"{normal.others:,} other lines" if normal.others else "", f"{left:,} not usable" if left else ""]
        yield f"  {told}" + "".join(f", {each}" for each in more if each)
    if summary.causes:
        yield ""
        yield f"  {'found':>7}  {'at stake':>15}"
    for cause in summary.causes[:MOST_CAUSES]:
        yield from _cause(cause, width)
    if len(summary.causes) > MOST_CAUSES:
        yield f"  ... and {len(summary.causes) - MOST_CAUSES} more causes"
    worst = [each for each in summary.worst[:MOST_WORST] if each.findings]
    if worst:
        yield ""
        yield "Worst accounts"
    for account in worst:
        yield from _worst(account, width)
    if outcome.unknown_payers:
        yield ""
        names = ", ".join(f"'{name}'" for name in outcome.unknown_payers[:6])
        yield from wrapped(f"No policy is known for {names}: judged as of an unknown payer.", "", width)
    yield ""
    if kept:
        yield "Files"
        yield from (f"  {path}" for path in written.files)
    else:
        yield "Nothing was written: --out DIR keeps all accounts and findings, an Excel workbook and a report."


def _cause(cause: Cause, width: int) -> Iterator[str]:
    worth = dollars(cause.at_stake) if cause.at_stake else ""
    severity = Severity(cause.severity).value.upper()
    head = f"  {cause.findings:>7,}  {worth:>15}  {severity:<8} {cause.check:<4} "
    yield from wrapped(cause.title, head, width) or [head.rstrip()]


def _worst(each: Worst, width: int) -> Iterator[str]:
    account = each.account
    head = f"  {account.encounter}  {account.day}  {account.code}"
    yield f"{head}  {each.name}".rstrip() + (f"  {dollars(account.at_stake)}" if account.at_stake else "")
    yield from wrapped(arithmetic(account), "      ", width)
    for said in each.findings[:MOST_SAID]:
        found = f"{said.message}: expected {said.expected}, found {said.observed}."
        yield from wrapped(f"{said.check} {found} [{said.rows}]", "      ", width)
    more = len(each.findings) - MOST_SAID + each.more
    if more > 0:
        yield f"      ... and {more} more"
