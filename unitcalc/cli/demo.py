"""`unitcalc demo`: three records of a made-up hospital, written and reconciled."""

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from unitcalc.cli.options import Arguments
from unitcalc.cli.output import Bars, print_json, progress, width
from unitcalc.cli.reconcile import engine_of
from unitcalc.findings import Problem, Refused
from unitcalc.reference.store import Reference

if TYPE_CHECKING:  # late: half a second
    from unitcalc.reconcile.demo.demonstrating import Demonstrated


def run(arguments: Arguments) -> int:
    """Write and reconcile a demonstration set; 0 where everything planted was found and nothing else, else 1."""
    from unitcalc.catalogue.catalogue import Catalogue
    from unitcalc.checks.gathering.tables import Tables
    from unitcalc.reconcile.demo import demonstrating

    accounts = _number(arguments.accounts, "accounts", demonstrating.ACCOUNTS)
    seed = _number(arguments.seed, "seed", demonstrating.SEED)
    opens = engine_of(arguments)
    tables = Tables(Catalogue(Reference.open(progress)), date.today())
    out = Path(arguments.out or demonstrating.FOLDER)
    with Bars() as bars:
        done = demonstrating.demonstrate(
            tables, out, accounts, seed, told=bars.tell, on=date.today(), version=version("unitcalc"), opens=opens
        )
    if arguments.format == "json":
        print_json(_record(done))
    else:
        from unitcalc.reconcile.demo.telling import as_text

        print(as_text(done, width()))
    return 0 if done.compared.agrees else 1


def _number(text: str, field: str, otherwise: int) -> int:
    digits = text.strip().replace(",", "").replace("_", "")
    if not digits:
        return otherwise
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 12:
        hint = f"Write a whole number, such as --{field} {otherwise}."
        raise Refused(Problem(f"{field}-not-read", f"'{text[:20]}' is no whole number.", hint, field=field))
    return int(digits)


def _record(done: "Demonstrated") -> dict[str, object]:
    from unitcalc.reconcile.demo.demonstrating import command

    outcome, compared = done.written.outcome, done.compared
    return {
        "accounts": outcome.accounts,
        "balanced": outcome.balanced,
        "findings": dict(sorted(outcome.findings.items())),
        "planted": [
            {"kind": name, "title": kind.title, "checks": kind.checks, "planted": kind.planted, "found": kind.found}
            for name, kind in compared.kinds.items()
        ],
        "missed": [each._asdict() for each in compared.missed],
        "not_planted": [each._asdict() for each in compared.beyond],
        "files": [str(path) for path in (*done.made.files.values(), done.planted, *done.written.files)],
        "command": command(done),
    }
