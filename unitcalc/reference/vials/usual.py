"""Reads what a `vials.yaml` states of a product's usual doses, and of a clotting factor's rise."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from unitcalc.findings import Problem, Refused
from unitcalc.quantity import read_amount, read_positive
from unitcalc.quantity.ranges import read_bounds, read_numbers, read_range
from unitcalc.reference.documents import Entry
from unitcalc.reference.vials.fields import FieldReader, Fields, text_of
from unitcalc.reference.vials.model import USES, Rise, UsualDose, is_area

_DOSE = frozenset(("indication", "use", "dose", "level", "every", "age", "weight", "max", "note", "source"))
_RISE = frozenset(("factor", "recovery", "age", "note", "source"))
_EVERY = re.compile(r"once|[0-9]+(?: to [0-9]+)? (?:hour|day|week|month|year)s?")


class Owner(NamedTuple):
    """The product that doses belong to."""

    code: str
    product: str
    route: str


def read_doses(reader: FieldReader, listed: Entry | None, owner: Owner) -> Iterator[UsualDose]:
    """The usual doses of a product; problems are kept by the reader."""
    for raw in reader.entries(listed):
        fields = reader.fields(raw, _DOSE)
        if not fields:
            continue
        reader.required(fields, raw, "indication", "source")
        if "dose" not in fields and "level" not in fields:
            reader.problem("vials-missing", raw.line, "'dose' or 'level' is missing.", "Write 3 to 10 mg/kg.")
        for name, check in (("dose", _dose), ("level", read_numbers), ("every", _every), ("max", read_positive)):
            _checked(reader, fields, name, check)
        _condition(reader, fields, "age", "time")
        _condition(reader, fields, "weight", "body weight")
        yield UsualDose(
            *owner,
            indication=text_of(fields, "indication"),
            use=reader.choice(fields, "use", USES),
            dose=text_of(fields, "dose"),
            level=text_of(fields, "level"),
            every=text_of(fields, "every"),
            age=text_of(fields, "age"),
            weight=text_of(fields, "weight"),
            cap=text_of(fields, "max"),
            note=text_of(fields, "note"),
            source=reader.source(fields.get("source")),
            document=reader.name,
            line=raw.line,
        )


def read_rises(reader: FieldReader, listed: Entry | None, owner: Owner) -> Iterator[Rise]:
    """A clotting factor's dose for a rise; problems are kept by the reader."""
    for raw in reader.entries(listed):
        fields = reader.fields(raw, _RISE)
        if not fields:
            continue
        reader.required(fields, raw, "source")
        if ("factor" in fields) == ("recovery" in fields):
            hint = "factor is IU per kg for a rise of 1 IU/dL, recovery the IU/dL for each IU/kg."
            reader.problem("vials-missing", raw.line, "either 'factor' or 'recovery' is stated.", hint)
        for name in ("factor", "recovery"):
            _checked(reader, fields, name, _positive)
        _condition(reader, fields, "age", "time")
        yield Rise(
            *owner,
            factor=text_of(fields, "factor"),
            recovery=text_of(fields, "recovery"),
            age=text_of(fields, "age"),
            note=text_of(fields, "note"),
            source=reader.source(fields.get("source")),
            document=reader.name,
            line=raw.line,
        )


def _checked(reader: FieldReader, fields: Fields, name: str, check: Callable[[str], object]) -> None:
    if name in fields:
        with reader.at(fields[name].line):
            check(fields[name].text)


def _condition(reader: FieldReader, fields: Fields, name: str, dimension: str) -> None:
    if name not in fields:
        return
    with reader.at(fields[name].line):
        bounds = read_bounds(fields[name].text)
        for bound in (bounds.low, bounds.high):
            if bound is not None and bound.unit.dimension != dimension:
                message = f"{name} '{fields[name].text}' is no {dimension}."
                raise Refused(Problem("vials-value", message, "Write >= 12 years, or < 40 kg."))


def _dose(text: str) -> None:
    if area := is_area(text):
        read_numbers(area)
    else:
        read_range(text)


def _every(text: str) -> None:
    if not _EVERY.fullmatch(text):
        raise Refused(Problem("vials-value", f"every '{text}' is no interval.", "Write 8 weeks, 2 to 4 weeks or once."))


def _positive(text: str) -> None:
    read_amount(f"{text} dose")  # a plain positive number, read by the grammar
    if not read_numbers(text).low:
        raise Refused(Problem("vials-value", f"'{text}' is zero.", "Write 0.5, say."))
