"""What a reader has to know of the tables behind findings: periods that are not of the day, whose prices they are."""

from collections.abc import Iterable, Iterator

from unitcalc.catalogue.drugs import TableUse
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Topic
from unitcalc.reference.records import TABLES

MEDICARE = "medicare-part-b"


def tables_behind(one: Judged) -> tuple[TableUse, ...]:
    """The tables that an account's findings rest on."""
    drug, coded = one.gathered.coded.drug, one.gathered.coded
    if drug is None:
        return ()
    names = ["codes"]
    if coded.price:
        names.append("limits")
    if any(each.check.topic is Topic.LIMITS for each in one.violations):
        names.append("mue")
    if coded.setting.subject == "by-status":
        names.append("status")
    return tuple(drug.use(name) for name in names)


def notes(accounts: Iterable[Judged], unlinked: Iterable[str] = ()) -> Iterator[str]:
    """What to say beside the findings, each once. `unlinked` are files that name neither claim nor encounter."""
    said: dict[str, None] = {}
    for name in unlinked:
        told = (
            f"{name} names neither claim nor encounter: its lines of one day and code are taken as one claim. Add the"
        )
        said[f"{told} column claim_id or encounter_id where there are several patients."] = None
    for one in accounts:
        if not one.violations:
            continue
        for use in tables_behind(one):
            # The code's own dates stand in its row, whatever the release.
            if not use.covers and use.table != TABLES["codes"]:
                said[
                    f"{use.table}: the values of {use.period} stand for {one.account.day}, which they do not cover."
                ] = None
        if one.gathered.coded.price and one.gathered.coded.policy.name != MEDICARE:
            said[f"Dollars are Medicare's payment limits, not those of {one.gathered.coded.policy.title}."] = None
        if one.account.record is not None and not one.account.record.documented:
            said["Whether records are complete was not asked: they state no diagnosis and no documents."] = None
    yield from said
