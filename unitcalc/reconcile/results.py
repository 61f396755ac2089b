"""Accounts and findings as rows of the tables that are written out: see INTERFACE, "Tables"."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Violation
from unitcalc.checks.record import LIKE_A_FORMULA
from unitcalc.findings import Severity
from unitcalc.quantity import money, plain, rounded
from unitcalc.reconcile.balance import NO_OTHERS, Balance, Others, balance_of
from unitcalc.reconcile.cases import Handed, Rows
from unitcalc.reconcile.engine import Engine

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table as Expression

ACCOUNTS = (
    "encounter_id", "service_date", "code", "opened", "given", "discarded", "unexplained", "unit",
    "expected_administered_units", "expected_discarded_units", "billed_administered_units", "billed_discarded_units",
    "balanced", "explained", "transferred", "payer", "site", "supply", "expected_payment", "billed_payment",
    "discarded_payment", "at_stake", "checks",
)  # fmt: skip
"""The columns of the table of accounts."""
FINDINGS = (
    "encounter_id", "service_date", "code", "check", "severity", "message", "expected", "observed",
    "unit_difference", "payment_difference", "rows", "at_stake", "site", "payer", "biller",
)  # fmt: skip
"""The columns of the table of findings."""
_UNITS = frozenset(name for name in ACCOUNTS if name.endswith("_units"))
_AMOUNTS = frozenset({"opened", "given", "discarded", "unexplained", "explained", "transferred"})
_MONEY = frozenset({"expected_payment", "billed_payment", "discarded_payment", "at_stake", "payment_difference"})
SECONDS = 24 * 60 * 60
"""Of a day: columns count days, and engines count seconds."""
_SIZES = {
    **dict.fromkeys(_AMOUNTS, (38, 9)),
    **dict.fromkeys(_UNITS, (18, 6)),
    **dict.fromkeys(_MONEY, (18, 2)),
}
"""Digits of the decimals in each column, and how many of them stand behind the point."""
MOST_ROWS = 50
"""Rows of the files that a finding names."""
Row = Mapping[str, Any]


def schema(columns: Iterable[str]) -> "pa.Schema":
    """The types of a table's columns: amounts, units and money are exact decimals."""
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {"service_date": pa.date32(), "balanced": pa.bool_()}
    kinds |= {name: pa.decimal128(*size) for name, size in _SIZES.items()}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


def rows_told(engine: Engine, told: "Expression") -> Iterator[Row]:
    """The rows of a table that was told as columns, as they are told one by one."""
    for batch in engine.fetched(told):
        for row in batch.to_pylist():
            yield {name: _as_told(name, value) for name, value in row.items()}


def clean_columns(accounts: "Expression") -> "Expression":
    """The columns of the table of accounts out of those that were judged as columns."""
    told = accounts.mutate(service_date=date_of(accounts.day))
    units = {name: told[name].cast("decimal(18, 6)") for name in _UNITS}
    return told.mutate(**units).select(*ACCOUNTS)


def date_of(day: Any) -> Any:
    """A column of numbers of days as dates."""
    return (day.cast("int64") * SECONDS).as_timestamp("s").date()


def exact(row: Row) -> Row:
    """A row with its amounts, units and money as decimals; an absurd one that its column can't hold is left out."""
    return {**row, **{name: _decimal(row[name], *_SIZES[name]) for name in _SIZES if name in row}}


def _decimal(value: str | Decimal | None, digits: int, places: int) -> Decimal | None:
    """A number as the decimal that it is; None where it has none, or none of so many digits."""
    if value is None or value == "" or "/" in str(value):
        return None
    number = Decimal(value)
    with localcontext(prec=100):
        fits = number == number.quantize(Decimal(1).scaleb(-places)) and abs(number) < Decimal(10) ** (digits - places)
    return number if fits else None


def plain_text(column: str, kind: object) -> str:
    """How a column is written as text, in SQL: decimals without zeros at their end, but for cents.

    Text that a spreadsheet would compute begins with an apostrophe, which keeps it text; a negative number stays one.
    """
    name = f'"{column}"'
    if column in (*_AMOUNTS, *_UNITS) and "DECIMAL" in str(kind):
        return f"rtrim(rtrim(CAST({name} AS VARCHAR), '0'), '.') AS {name}"
    if str(kind) == "VARCHAR":
        first = ", ".join(f"chr({ord(sign)})" for sign in LIKE_A_FORMULA)
        computed = f"left({name}, 1) IN ({first}) AND NOT regexp_full_match({name}, '-[0-9.,/]+')"
        return f"CASE WHEN {computed} THEN chr(39) || {name} ELSE {name} END AS {name}"
    return name


def _as_told(name: str, value: Any) -> Any:
    """A value as `account_row` tells it."""
    if name in _MONEY or not isinstance(value, Decimal):
        return value
    return plain(Fraction(value))


def account_row(
    one: Judged,
    rows: Rows,
    handed: Handed,
    others: Others = NO_OTHERS,
) -> Row:
    """A row of the table of accounts."""
    facts, price = one.gathered.facts, one.gathered.coded.price
    balance = _balance(one, rows, others)
    administered, discarded = expected_units(one)
    billed = Fraction(facts.administered), Fraction(facts.discarded)
    due = None if administered is None or discarded is None else administered + discarded
    checks = tuple(dict.fromkeys(each.check.code for each in one.violations))
    return {
        "encounter_id": rows.encounter,
        "service_date": rows.day,
        "code": rows.code,
        **_amounts(balance, handed, at_home=facts.at_home),
        "unit": balance.unit,
        "expected_administered_units": None if administered is None else plain(administered),
        "expected_discarded_units": None if discarded is None else plain(discarded),
        "billed_administered_units": plain(billed[0]),
        "billed_discarded_units": plain(billed[1]),
        "balanced": _is_balanced(one, balance, handed),
        "payer": rows.payer,
        "site": rows.site,
        "supply": next((row.supply for row in rows.dispensed if row.supply), "purchased"),
        "expected_payment": _dollars(due * price) if due is not None and price else None,
        "billed_payment": _dollars(sum(billed) * price) if price else None,
        "discarded_payment": _dollars(discarded * price) if discarded is not None and price else None,
        "at_stake": _dollars(one.at_stake) if one.at_stake is not None else None,
        "checks": " ".join(checks),
    }


def _amounts(balance: Balance, handed: Handed, *, at_home: bool) -> dict[str, str]:
    """The balance as text; nothing of what a table would have to say that does not tell all.

    Of what was dispensed home nobody charts a dose: what was dispensed tells all of it.
    """
    opened, given = handed.dispensed and bool(balance.unit), handed.administered and bool(balance.unit)
    known = {
        "opened": (opened, balance.opened),
        "transferred": (opened, balance.transferred),
        "given": (given, balance.given),
        "discarded": (given, balance.discarded),
        "explained": (given, balance.explained),
        "unexplained": (opened and (given or at_home), balance.unexplained),
    }
    return {name: plain(amount) if told else "" for name, (told, amount) in known.items()}


def _balance(one: Judged, rows: Rows, others: Others) -> Balance:
    facts = one.gathered.facts
    multi = facts.multi_dose and not facts.single_dose
    drug = one.gathered.coded.drug
    return balance_of(drug, rows.dispensed, rows.administered, others=others, multi_dose=multi)


Units = Fraction | None


def expected_units(one: Judged) -> tuple[Units, Units]:
    """Administered and discarded units that the record gives; None where it leaves them open, or there is none.

    Of a drug that was not purchased none are due (RULES 2.11).
    """
    facts, bills = one.gathered.facts, one.gathered.bills
    if not bills:
        return None, None
    if not facts.purchased:
        return Fraction(0), Fraction(0)
    known = [(its.administered_units, its.discarded_units) for its in bills]
    return (
        Fraction(facts.expected_administered) if all(each is not None for each, _ in known) else None,
        Fraction(facts.expected_discarded) if all(each is not None for _, each in known) else None,
    )


def _is_balanced(one: Judged, balance: Balance, handed: Handed) -> bool:
    """Whether nothing is unexplained, and the units billed are those that the record gives."""
    facts = one.gathered.facts
    told = handed.dispensed and (handed.administered or facts.at_home)
    if handed.aside or (balance.unexplained and told):
        return False
    if not handed.claims:
        return True
    expected = expected_units(one)
    pairs = zip(expected, (facts.administered, facts.discarded), strict=True)
    if any(due is not None and due != billed for due, billed in pairs) or (any(expected) and not facts.lines):
        return False
    return None not in expected or all(each.check.severity is not Severity.ERROR for each in one.violations)


def finding_rows(violations: Iterable[Violation], rows: Rows | None = None) -> Iterator[Row]:
    """Rows of the table of findings."""
    for each in violations:
        places = [str(place) for place in each.places[:MOST_ROWS]]
        more = len(each.places) - len(places)
        yield {
            "encounter_id": each.encounter or (rows.encounter if rows else ""),
            "service_date": rows.day if rows else None,
            "code": each.code or (rows.code if rows else ""),
            "check": each.check.code,
            "severity": each.check.severity.value,
            "message": each.message,
            "expected": each.expected,
            "observed": each.observed,
            "unit_difference": plain(each.unit_difference) if each.unit_difference is not None else "",
            "payment_difference": _dollars(each.payment_difference) if each.payment_difference is not None else None,
            "rows": "; ".join(places) + (f"; and {more} more" if more > 0 else ""),
            "at_stake": _dollars(each.at_stake) if each.at_stake is not None else None,
            "site": rows.site if rows else "",
            "payer": rows.payer if rows else "",
            "biller": rows.biller if rows else "",
        }


def _dollars(value: Fraction | int) -> Decimal:
    return Decimal(money(rounded(Fraction(value), 2)))
