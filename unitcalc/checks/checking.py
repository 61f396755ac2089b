"""Files of claim lines, and full records, held against every check: what `unitcalc check` and its page do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction

from unitcalc.account import Account, BilledLine, Place, accounts_of, standing
from unitcalc.catalogue.documents import document_names
from unitcalc.catalogue.places import frequency_of
from unitcalc.catalogue.policies import called
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged, Progress, judge, judge_cells, judge_site
from unitcalc.checks.linking import linked
from unitcalc.checks.model import Violation
from unitcalc.findings import Problem, Refused
from unitcalc.tables.cells import Cell, Reading
from unitcalc.tables.claims import NOTHING, Claims
from unitcalc.tables.record import Written

MEDICARE, UNKNOWN = "medicare-part-b", "unknown-payer"
OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found."""

    judged: tuple[Judged, ...]
    cells: tuple[Violation, ...]
    """Fields that can't be used."""
    cells_read: tuple[Cell, ...]
    """Their facts, with those of fields that no check minds."""
    site: tuple[Violation, ...]
    lines: int
    """Claim lines that were read."""
    rows: int
    """Rows that held something, read or not."""
    others: int
    """Lines of procedures and of codes that are no drugs, which were left alone."""
    payers: tuple[str, ...]
    """Names of payers in the files that no policy is known by; their lines are judged as of an unknown payer."""

    unlinked: tuple[str, ...] = ()
    """Files that name neither claim nor encounter."""

    @property
    def at_stake(self) -> Fraction | None:
        """Dollars at stake on all accounts; None where no price is known."""
        known = [worth for one in self.judged if (worth := one.at_stake) is not None]
        return sum(known, Fraction(0)) if known else None

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Everything that was found, in the order of the files."""
        return (*self.cells, *(each for one in self.judged for each in one.violations), *self.site)


def check(
    tables: Tables,
    claims: Claims = NOTHING,
    records: Sequence[Written] = (),
    *,
    payer: str = "",
    setting: str = "",
    progress: Progress | None = None,
) -> Report:
    """Check claim lines and records. `payer` and `setting` are for what states none; Refused for unknown ones."""
    tables.catalogue.policy(payer or MEDICARE).setting(setting or OFFICE)
    strange: dict[str, None] = {}
    accounts: list[Account] = []
    cells = [*claims.cells]
    total = claims
    for record in records:
        cells += record.cells
        total += record.claims
        accounts += _of_record(tables, record, payer or MEDICARE, setting or OFFICE, cells, strange)
    lines, others = _drug_lines(tables, claims.lines)
    for account in accounts_of(map(_with_frequency, lines), payer or MEDICARE, setting):
        accounts.append(_placed(tables, account, payer or MEDICARE, setting or OFFICE, strange))
    judged = judge(tables, tuple(linked(tables, accounts)), progress)
    return Report(
        judged=judged,
        cells=judge_cells(cells),
        cells_read=tuple(cells),
        site=judge_site(tables, judged),
        lines=len(total.lines),
        rows=total.rows,
        others=total.others + others,
        payers=tuple(strange),
        unlinked=total.unlinked,
    )


def _drug_lines(tables: Tables, lines: Iterable[BilledLine]) -> tuple[list[BilledLine], int]:
    """The lines whose code is of a kind that the tables hold (they hold drugs), and how many others there are."""
    known = list(lines)
    kept = [line for line in known if line.code[:2] in tables.prefixes]
    return kept, len(known) - len(kept)


def _with_frequency(line: BilledLine) -> BilledLine:
    stated = frequency_of(line.where)
    return replace(line, frequency=stated) if stated in ("7", "8") and line.frequency == "1" else line


def _placed(tables: Tables, account: Account, payer: str, setting: str, strange: dict[str, None]) -> Account:
    """An account with the policy and the setting that its lines name, in their own words."""
    policy, place = placed(tables, account.lines, payer, setting, strange)
    return replace(account, payer=policy, setting=place)


def placed(
    tables: Tables, lines: Sequence[BilledLine], payer: str, setting: str, strange: dict[str, None]
) -> tuple[str, str]:
    """The policy and the setting that claim lines name, else those given. Payers not known are added to `strange`."""
    policy = policy_of(tables, next((line.payer for line in lines if line.payer), ""), payer, strange)
    known = tables.catalogue.policy(policy).settings
    where = next((found for line in lines if (found := tables.places.setting(line.where))), "")
    form = next((line.form for line in lines if line.form), "")
    place = where or ("hospital-outpatient" if form == "institutional" else "") or setting
    return policy, place if place in known else setting


def policy_of(tables: Tables, named: str, default: str, strange: dict[str, None]) -> str:
    """The policy that a payer's name stands for; that of an unknown payer, and the name kept, where there is none."""
    if not named:
        return default
    found = called(tables.catalogue.policies, named)
    if found is None:
        strange[named] = None
        return UNKNOWN
    return found.name


def _of_record(
    tables: Tables, stated: Written, payer: str, setting: str, cells: list[Cell], strange: dict[str, None]
) -> Iterator[Account]:
    """The accounts of a record: its own code's with the record, other codes' with their lines alone."""
    policy = policy_of(tables, stated.payer, payer, strange)
    place = _setting_of(tables, stated, policy, setting, cells)
    written = stated.under(policy, place)
    cells += _strange_papers(tables, written)
    lines, _ = _drug_lines(tables, standing(written.claims.lines))
    groups = accounts_of((replace(line, payer="") for line in lines), policy, place)
    if not written.dated:  # its day can't be read: nothing can be said of what happened on it
        yield from groups
        return
    code = _code_of(tables, written, lines)
    if not any(account.code == code and account.day == written.day for account in groups) and code:
        bare = Account(
            encounter=written.record.encounter,
            day=written.day,
            code=code,
            payer=policy,
            setting=place,
            # A line that could not be read may be the one that seems to be missing.
            claimed=written.claims.rows > 0 and not written.claims.cells,
        )
        groups = (replace(bare, record=written.record), *groups)
    for account in groups:
        own = account.code == code and account.record is None
        if own and account.day != written.day and written.record.administrations:
            yield replace(account, recorded_on=written.day)
        else:
            yield replace(account, record=written.record) if own else account


def _strange_papers(tables: Tables, written: Written) -> Iterator[Cell]:
    """Names under `documents` that are close to an item's and are none; what a clinic adds of its own stands."""
    known = document_names(tables.catalogue.documents)
    for name, line in written.documents.items():
        close = tuple(get_close_matches(name, known, 2, 0.75)) if name not in known else ()
        if close:
            hint = f"Did you mean {' or '.join(close)}?"
            reading = Reading(Place(written.record.place.file, line))
            problem = Problem("field-unknown", f"'{name}' is no item of a record's documents.", hint, close)
            reading.add(name, "", problem, known=False)
            yield from reading.found


def _setting_of(tables: Tables, written: Written, policy: str, setting: str, cells: list[Cell]) -> str:
    """The setting that a record states, by its name or by its place of service; the default where it is no setting."""
    if not written.setting:
        return setting
    placed = tables.places.setting(written.setting) or written.setting
    try:
        return tables.catalogue.policy(policy).setting(placed).name
    except Refused as refused:
        reading = Reading(written.record.place)
        for problem in refused.problems:
            reading.add("setting", written.setting, problem)
        cells += reading.found
        return setting


def _code_of(tables: Tables, written: Written, lines: Sequence[BilledLine]) -> str:
    """The code under which a record is judged: its own if it was billed, else the only one that was."""
    billed = dict.fromkeys(line.code for line in lines if line.day == written.day)
    if written.code in billed or not billed:
        return written.code
    if len(billed) == 1 and (written.code or written.record.administrations):
        return next(iter(billed))
    return written.code or next(iter(billed))
