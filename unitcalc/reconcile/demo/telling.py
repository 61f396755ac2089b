"""The demonstration on a terminal: what was planted, what was found, one account in full, and what to do next."""

from collections.abc import Iterator
from fractions import Fraction

from unitcalc.findings import wrapped
from unitcalc.quantity import dollars
from unitcalc.reconcile.demo.comparing import Compared, KindFound
from unitcalc.reconcile.demo.demonstrating import Demonstrated, command
from unitcalc.reconcile.output import REPORT, WORKBOOK
from unitcalc.reconcile.report.arithmetic import arithmetic
from unitcalc.reconcile.report.model import Worst
from unitcalc.reconcile.tabled import Table
from unitcalc.reconcile.telling import glance

MOST_KINDS = 14
MOST_ROWS = 3
MOST_TOLD = 5
"""Differences between planted and found that are named."""
_SAID = {
    Table.DISPENSED: "what pharmacy dispensed",
    Table.ADMINISTERED: "what nurses gave and discarded",
    Table.CLAIMS: "what was billed",
}


def as_text(done: Demonstrated, width: int) -> str:
    """The result of `unitcalc demo`."""
    return "\n".join(_lines(done, width))


def _lines(done: Demonstrated, width: int) -> Iterator[str]:
    hospital, made = done.hospital, done.made
    yield from wrapped(
        f"A hospital that does not exist: {made.accounts:,} accounts of {len(hospital.drugs)} drugs at "
        f"{len(hospital.sites)} sites. Its records hold {done.compared.planted:,} faults, put there on purpose.",
        "",
        width,
    )
    yield ""
    yield from _planted(done.compared, width)
    yield ""
    yield from _verdict(done, width)
    yield from wrapped(glance(done.written.summary), "", width)
    worst = next((each for each in done.written.summary.worst if each.findings), None)
    if worst is not None:
        yield ""
        yield from _worst(worst, width)
    yield ""
    yield from _files(done)
    yield ""
    yield "The same with your own files"
    yield f"  {command(done)}"


def _planted(compared: Compared, width: int) -> Iterator[str]:
    """The dearest kinds of faults, and what is told of sites."""
    kinds = sorted(compared.kinds.values(), key=lambda kind: -kind.at_stake)
    single = [kind for kind in kinds if not kind.at_site]
    # The dearest, and every one that was not found each time.
    shown = [kind for place, kind in enumerate(single) if place < MOST_KINDS or kind.found < kind.planted]
    yield "  planted   found        at stake  fault, and the check that tells it"
    for kind in shown:
        yield from _kind(kind, dollars(kind.at_stake) if kind.at_stake else "", width)
    rest = [kind for kind in single if kind not in shown]
    if rest:
        planted, found = sum(kind.planted for kind in rest), sum(kind.found for kind in rest)
        stake = sum((kind.at_stake for kind in rest), Fraction(0))
        yield f"  {planted:>7,} {found:>7,} {dollars(stake):>15}  {len(rest)} other kinds of faults"
    for kind in kinds:
        if kind.at_site:  # its dollars are those of the accounts above
            yield from _kind(kind, "", width)


def _kind(kind: KindFound, worth: str, width: int) -> list[str]:
    head = f"  {kind.planted:>7,} {kind.found:>7,} {worth:>15}  "
    return wrapped(f"{kind.title} ({', '.join(kind.checks)})", head, width)


def _verdict(done: Demonstrated, width: int) -> Iterator[str]:
    compared, odd = done.compared, len(done.made.oddities)
    if compared.agrees:
        told = f"All {compared.planted:,} were found, and nothing else was told"
    else:
        beyond = len(compared.beyond) + compared.more_beyond
        told = f"{compared.found:,} of {compared.planted:,} were found; {beyond:,} findings are of nothing planted"
    silent = "shared vials, claims replaced, infusions past midnight, and the like"
    yield from wrapped(f"{told}; {odd:,} accounts only look wrong ({silent}).", "", width)
    for missed in compared.missed[:MOST_TOLD]:
        yield from wrapped(f"Not found: {missed.check} at {missed.place} ({missed.kind})", "  ", width)
    for beyond_ in compared.beyond[:MOST_TOLD]:
        yield from wrapped(f"Not planted: {beyond_.check} at {beyond_.encounter}: {beyond_.message}", "  ", width)


def _worst(each: Worst, width: int) -> Iterator[str]:
    account = each.account
    yield f"The account with most at stake: {account.encounter}, {account.day}, {account.code} {each.name}".rstrip()
    yield from wrapped(arithmetic(account), "  ", width)
    said = each.findings[0]
    rows = said.rows.split("; ")
    more = f"; and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    found = f"{said.check} {said.message}: expected {said.expected}, found {said.observed}."
    yield from wrapped(f"{found} [{'; '.join(rows[:MOST_ROWS])}{more}]", "  ", width)


def _files(done: Demonstrated) -> Iterator[str]:
    made = done.made
    told = {path.name: path for path in done.written.files}
    rows = [(made.files[table], f"{made.rows[table]:,} rows: {_SAID[table]}") for table in Table]
    rows.append((done.planted, "each fault, by encounter"))
    rows.append((told[REPORT], "the report: open it in a browser"))
    rows.append((told[WORKBOOK], "the same for Excel"))
    wide = max(len(str(path)) for path, _ in rows)
    yield "Files"
    yield from (f"  {str(path).ljust(wide)}  {what}" for path, what in rows)
