"""What columns need of each row, beside its text: its kind, and amounts, units and dates as whole numbers.

A row of no plain kind has kind -1 (or is not `ok`), and the account that it belongs to is judged by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from unitcalc.account import Event, Place, Status
from unitcalc.checks.checking import MEDICARE, OFFICE, placed
from unitcalc.checks.gathering.charted import last_day, minutes
from unitcalc.findings import Refused
from unitcalc.quantity import read_number
from unitcalc.reconcile.days import day_of_number, number_of
from unitcalc.reconcile.plain.account_kinds import AccountKind, account_kind
from unitcalc.reconcile.plain.kinds import (
    CENTS,
    MOST_LABEL,
    MOST_UNITS,
    THOUSANDTHS,
    ContainerKind,
    Kinds,
    LineKind,
    scaled,
)
from unitcalc.reconcile.plain.periods import Periods
from unitcalc.reconcile.settings import Settings
from unitcalc.reconcile.tabled import Table
from unitcalc.tables.cells import day_of, dollars
from unitcalc.tables.claims import line_of

if TYPE_CHECKING:
    import pyarrow as pa

NO_KIND = -1
NEVER = 10**6
"""A day that lies after all others, as columns count days."""
_SEPARATOR = "\x1f"
_MODIFIERS = ("modifiers", *(f"modifier_{at}" for at in range(1, 5)))
_OF_LINE = ("payer", "place_or_bill_type", "form", *_MODIFIERS, "ndc", "ndc_unit", "diagnosis")


_STATED = ("ndc_quantity", "narrative", "authorization")
"""Of which a kind says only whether they are stated."""
MOST_QUANTITY = 10**9
MANY_KINDS = 2**62
"""The bit of every kind of containers of a code after the first 62."""


class Rows:
    """Adds columns to the rows of each table, every different text worked out once."""

    def __init__(self, kinds: Kinds, settings: Settings) -> None:
        self.kinds, self.settings = kinds, settings
        self.periods = Periods(kinds.tables.catalogue)
        self.containers: list[ContainerKind] = []
        self.lines: list[LineKind] = []
        self.texts: dict[str, list[str]] = {"site": [""], "route": [""]}
        """Texts by their number."""
        self._known: dict[str, dict[str, Any]] = {}
        self._period_of: dict[int, int] = {}
        self._alike: dict[tuple[str, date], list[ContainerKind]] = {}
        """Kinds of containers of a code in a span, in the order of their bits."""
        self._numbers: dict[ContainerKind, tuple[int, int]] = {}
        """The number and the bit of each."""

    def columns(self, table: Table) -> "list[tuple[str, pa.DataType]]":
        """The names and types of what is added."""
        import pyarrow as pa

        whole, truth, number = pa.int64(), pa.bool_(), pa.int32()
        sites = [("site_number", number)]
        of_table = {
            Table.DISPENSED: [("kind", number), ("kind_bit", whole), ("label", whole), ("expires", number), *sites],
            Table.ADMINISTERED: [
                ("ok", truth), ("given", whole), ("discarded", whole), ("charted", truth), ("explained", whole),
                ("ordered", whole), ("usual", whole), ("weighed", truth), ("reversed", truth),
                ("route_number", number), *sites,
            ],
            Table.CLAIMS: [
                ("kind", number), ("whole_units", whole), ("quantity", whole), ("cents", whole), ("charged", truth),
                ("ends", number), ("sent", number), ("filing_limit", number), *sites,
            ],
        }[table]  # fmt: skip
        return [("span", number), *of_table]

    def added(self, table: Table, batch: "pa.RecordBatch") -> "list[pa.Array]":
        """The columns to add to rows in their normal form."""
        of = {Table.DISPENSED: self._dispensed, Table.ADMINISTERED: self._administered, Table.CLAIMS: self._claims}
        names = self.columns(table)
        values = dict(of[table](batch))
        values["span"] = self._spans(batch)
        values["site_number"] = self._numbered("site", batch.column("site"))
        return [values[name].cast(kind) for name, kind in names]

    # Each table

    def _dispensed(self, batch: "pa.RecordBatch") -> "Iterator[tuple[str, pa.Array]]":
        names = ("container_amount", "container_unit", "ndc", "container_type", "supply", "event", "container_count")
        found = self._by_code(batch, names, self._container)
        yield "kind", found(0)
        yield "label", found(1)
        yield "kind_bit", found(2)
        yield "expires", self._texts("expires", batch.column("expiry"), _expires)(0)

    def _administered(self, batch: "pa.RecordBatch") -> "Iterator[tuple[str, pa.Array]]":
        from pyarrow import compute

        given = self._by_code(batch, ("given_amount", "given_unit", "status"), self._given)
        of: dict[str, Any] = {}
        for name in ("discarded", "explained"):
            of[name] = self._by_code(batch, (f"{name}_amount", f"{name}_unit", "given_unit"), self._amount)
        of["ordered"] = self._by_code(batch, ("ordered_amount", "given_unit"), self._ordered)
        weight = self._by_code(batch, ("weight",), self._usual)
        times = self._texts("times", self._joined(batch, ("start", "stop")), _reversed)
        ordered = compute.not_equal(batch.column("ordered_amount"), "")
        weighed_on = self._texts("weighed", batch.column("weight_date"), self._day_of_weight)(0)
        age = compute.subtract(batch.column("day"), weighed_on)
        recent = compute.or_(
            compute.equal(batch.column("weight_date"), ""),
            compute.and_(compute.greater_equal(age, 0), compute.less_equal(age, self.kinds.weight_days)),
        )
        no_ndc = compute.equal(batch.column("ndc"), "")
        known = [given(0), *(of[name](0) for name in of), weight(0)]
        sure = [compute.greater_equal(each, 0) for each in known]
        ok = _all(*sure, compute.or_(recent, compute.invert(ordered)), no_ndc)
        yield "ok", ok
        yield "given", given(0)
        for name, found in of.items():
            yield name, compute.if_else(compute.greater_equal(found(0), 0), found(0), 0)
        yield "charted", compute.not_equal(batch.column("discarded_amount"), "")
        yield "usual", weight(0)
        yield "weighed", compute.not_equal(batch.column("weight"), "")
        yield "reversed", times(0)
        yield "route_number", self._numbered("route", compute.utf8_lower(batch.column("route")))

    def _claims(self, batch: "pa.RecordBatch") -> "Iterator[tuple[str, pa.Array]]":
        from pyarrow import compute

        flags = [compute.if_else(compute.equal(batch.column(name), ""), "", "1") for name in _STATED]
        found = self._by_code(batch, _OF_LINE, self._line, flags)
        yield "kind", found(0)
        yield "whole_units", self._texts("units", batch.column("units"), _whole)(0)
        yield "quantity", self._texts("quantity", batch.column("ndc_quantity"), _thousandths)(0)
        yield "cents", self._texts("cents", batch.column("charge"), _cents)(0)
        yield "charged", compute.not_equal(batch.column("charge"), "")
        ends = self._texts("ends", batch.column("service_end"), self._day)(0)
        ends = compute.if_else(compute.equal(batch.column("service_end"), ""), batch.column("day"), ends)
        yield "ends", ends
        sent = self._texts("sent", batch.column("submitted_date"), self._day)(0)
        yield "sent", compute.if_else(compute.equal(batch.column("submitted_date"), ""), -1, sent)
        import pyarrow as pa

        keys = compute.binary_join_element_wise(found(1).cast(pa.string()), ends.cast(pa.string()), _SEPARATOR)
        yield "filing_limit", self._texts("filing", keys, self._last_day_to_file)(0)

    # Values of different texts

    def _by_code(
        self,
        batch: "pa.RecordBatch",
        names: Sequence[str],
        reader: "Callable[[str, date, list[str]], tuple[Any, ...]]",
        more: "Sequence[pa.Array]" = (),
    ) -> "Callable[[int], pa.Array]":
        """Values of texts together with the code, and the span of time that the day lies in."""
        import pyarrow as pa
        from pyarrow import compute

        spans = self._spans(batch).cast(pa.string())
        columns = [batch.column("code"), spans, *(batch.column(name) for name in names), *more]
        keys = compute.binary_join_element_wise(*columns, _SEPARATOR)
        return self._texts(reader.__name__, keys, self._split(reader))

    def _numbered(self, name: str, texts: "pa.Array") -> "pa.Array":
        """Texts as numbers, the empty one as 0; `texts` tells which is which."""
        known = self.texts[name]

        def number(text: str) -> tuple[int]:
            if text not in known:
                known.append(text)
            return (known.index(text),)

        return self._texts(f"numbers of {name}", texts, number)(0)

    def _spans(self, batch: "pa.RecordBatch") -> "pa.Array":
        """The span of time that each row's day lies in."""
        import pyarrow as pa

        return self._texts("span", batch.column("day").cast(pa.string()), self._span)(0)

    def _split(self, reader: "Callable[[str, date, list[str]], tuple[Any, ...]]") -> "Callable[[str], tuple[Any, ...]]":
        def read(key: str) -> tuple[Any, ...]:
            code, span, *texts = key.split(_SEPARATOR)
            return reader(code, day_of_number(self._period_of[int(span)]), texts)

        return read

    def account(
        self,
        containers: "Sequence[ContainerKind]",
        payer: str,
        setting: str,
        line: "LineKind | None",
        *,
        ordered: bool,
        weighed: bool,
    ) -> "AccountKind | None":
        """A kind of accounts; None where they are not plain."""
        lines = [line] if line is not None else []
        weight = "70 kg" if weighed else ""
        tables = self.kinds.tables
        return account_kind(tables, containers, payer, setting, lines, ordered=ordered, weighed=weight)

    def _joined(self, batch: "pa.RecordBatch", names: Sequence[str]) -> "pa.Array":
        from pyarrow import compute

        return compute.binary_join_element_wise(*(batch.column(name) for name in names), _SEPARATOR)

    def _texts(
        self, name: str, texts: "pa.Array", reader: "Callable[[str], tuple[Any, ...]]"
    ) -> "Callable[[int], pa.Array]":
        """Each different text read once; the values by their place."""
        import pyarrow as pa

        known = self._known.setdefault(name, {})
        if len(known) > 2_000_000:
            known.clear()
        encoded = texts.dictionary_encode()
        rows = []
        for word in encoded.dictionary.to_pylist():
            if word not in known:
                known[word] = reader(word)
            rows.append(known[word])

        def column(at: int) -> "pa.Array":
            return pa.array([row[at] for row in rows]).take(encoded.indices)

        return column

    def _span(self, number: str) -> tuple[int]:
        """The span of a day, and the first day on which it was met stands for it."""
        span = self.periods.of(day_of_number(int(number)))
        self._period_of.setdefault(span, int(number))
        return (span,)

    def _container(self, code: str, day: date, texts: list[str]) -> tuple[int, int, int]:
        amount, unit, ndc, type_, supply, event, count = texts
        if event.lower() not in ("", Event.OPENED.value):
            return -1, 0, 0
        kind = self.kinds.containers(code, day, f"{amount} {unit}".strip(), ndc, type_.lower(), supply.lower())
        total = kind.label * int(read_number(count)) if kind is not None else 0
        if kind is None or total > MOST_LABEL:
            return -1, 0, 0
        if kind not in self._numbers:  # as many of them as there are is no other kind
            alike = self._alike.setdefault((kind.code, kind.day), [])
            self._numbers[kind] = len(self.containers), min(1 << len(alike), MANY_KINDS)
            self.containers.append(kind)
            alike.append(kind)
        number, bit = self._numbers[kind]
        return number, total, bit

    def of_bits(self, one: ContainerKind, bits: int) -> list[ContainerKind]:
        """The kinds of containers that bits stand for; `one` is any of them."""
        return [kind for at, kind in enumerate(self._alike[one.code, one.day]) if bits >> at & 1]

    def _given(self, code: str, day: date, texts: list[str]) -> tuple[int]:
        amount, unit, status = texts
        if status.lower() not in ("", Status.GIVEN.value):
            return (-1,)
        found = self.kinds.number(code, day, f"{amount} {unit}".strip())
        return (found if found else -1,)

    def _amount(self, code: str, day: date, texts: list[str]) -> tuple[int]:
        amount, unit, other = texts
        if not amount:
            return (0,)
        symbol = unit or ("" if amount[-1:].isalpha() else other)
        found = self.kinds.number(code, day, f"{amount} {symbol}".strip())
        # Nothing is an amount in any unit: whether its unit fits the code is asked of another number.
        if found == 0 and self.kinds.number(code, day, f"1 {symbol}".strip()) is None:
            return (-1,)
        return (-1 if found is None else found,)

    def _ordered(self, code: str, day: date, texts: list[str]) -> tuple[int]:
        amount, unit = texts
        found = self._amount(code, day, [amount, "", unit])
        return (-1,) if amount and found == (0,) else found  # an order of nothing is a finding

    def _usual(self, code: str, day: date, texts: list[str]) -> tuple[int]:
        try:
            found = self.kinds.usual_most(code, day, texts[0])
        except Refused:  # a code that is not in force: its accounts are judged by themselves
            found = None
        return (-1 if found is None else found,)

    def _line(self, code: str, day: date, texts: list[str]) -> tuple[int, str]:
        fields: Mapping[str, str] = dict(zip((*_OF_LINE, *_STATED), texts, strict=True))
        stated = {**fields, "service_date": day.isoformat(), "code": code, "units": "1", "encounter_id": "E"}
        line = line_of(Place(""), stated, self.kinds.tables.today).lines[0]
        defaults = (self.settings.payer or MEDICARE, self.settings.setting or OFFICE)
        payer, setting = placed(self.kinds.tables, (line,), *defaults, {})
        kind = self.kinds.lines(line, payer, setting)
        if kind is None:
            return -1, payer
        self.lines.append(kind)
        return len(self.lines) - 1, payer

    def _last_day_to_file(self, key: str) -> tuple[int]:
        payer, _, number = key.partition(_SEPARATOR)
        day = day_of_number(int(number))
        last = self.kinds.tables.catalogue.policy(payer).last_day_to_file(day)
        return (number_of(last) if last is not None else NEVER,)

    def _day(self, text: str) -> tuple[int]:
        return (number_of(day_of(text, self.kinds.tables.today)) if text else -1,)

    def _day_of_weight(self, text: str) -> tuple[int]:
        try:
            return self._day(text)
        except Refused:
            return (-NEVER,)


def _expires(text: str) -> tuple[int]:
    last = last_day(text, date.max) if text else None
    return (number_of(last) if last is not None else NEVER,)


def _reversed(key: str) -> tuple[bool]:
    start, stop = map(minutes, key.split(_SEPARATOR))
    return (start is not None and stop is not None and stop < start,)


def _whole(text: str) -> tuple[int]:
    number = read_number(text)
    found = scaled(number, 1)
    return (-1 if found is None or found > MOST_UNITS else found,)


def _thousandths(text: str) -> tuple[int]:
    """An NDC quantity; 0 where none is stated, -1 where it is finer or larger than columns hold."""
    found = scaled(read_number(text), THOUSANDTHS) if text else 0
    return (-1 if found is None or found >= MOST_QUANTITY else found,)


def _cents(text: str) -> tuple[int]:
    found = scaled(dollars(text), CENTS) if text else 0
    return (-1 if found is None else found,)


def _all(*truths: "pa.Array") -> "pa.Array":
    from functools import reduce

    from pyarrow import compute

    return reduce(compute.and_, truths)
