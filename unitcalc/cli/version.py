"""`unitcalc --version`: the program's version, and how old its tables are."""

from datetime import date
from importlib.metadata import version

from unitcalc.cli.output import progress, things
from unitcalc.reference.records import TABLES, TableInfo
from unitcalc.reference.store import Reference


def version_text(today: date) -> str:
    """The version on a line of its own, then each table's newest period with its age."""
    reference = Reference.open(progress)
    newest = [infos[-1] for table in TABLES if (infos := reference.periods(table))]
    name = max(len(TABLES[info.table]) for info in newest)
    period = max(len(info.period) for info in newest)
    lines = [f"  {TABLES[info.table]:<{name}}  {info.period:<{period}}  {age(info, today)}" for info in newest]
    return "\n".join([f"unitcalc {version('unitcalc')}", *lines])


def age(info: TableInfo, today: date) -> str:
    """How long ago a table's period ended, a list of one day's from that day on."""
    ended = info.first_day if info.period == info.first_day.isoformat() else info.last_day
    if today <= ended:
        return "current" if info.first_day <= today else "not yet in force"
    months = (today.year - ended.year) * 12 + today.month - ended.month - (today.day < ended.day)
    return f"{things(months, 'month')} old" if months else "less than a month old"
