"""A Parquet file as a grid of text, so that it is read like every other table."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from unitcalc.findings import Problem, Refused
from unitcalc.reference.sheets import Sheet


def read_parquet(path: Path) -> tuple[Sheet, ...]:
    """One sheet, its heading in row 1. Refused where the file is missing or no Parquet."""
    from pyarrow import ArrowInvalid, parquet  # late: half a second, and most files are CSV

    if not path.is_file():
        raise Refused(Problem("file-not-found", f"{path} is not there.", "Check the name."))
    try:
        table = parquet.read_table(path)
    except (ArrowInvalid, OSError) as error:
        message = f"{path.name} can't be read as Parquet: {str(error).splitlines()[0][:120]}"
        raise Refused(Problem("parquet-not-read", message, "Export it once more.")) from None
    columns = [[text_of(value) for value in column.to_pylist()] for column in table.columns]
    heading = (1, tuple(str(name) for name in table.column_names))
    rows = enumerate(zip(*columns, strict=True), 2)
    return (Sheet(path.name, [heading, *rows], delimited=False),)


def text_of(value: Any) -> str:
    """A value as text: a date as ISO (and the time of day where there is one), a number in its shortest digits."""
    match value:
        case None:
            return ""
        case datetime():  # the time of day, where there is one
            return value.isoformat(" ", "minutes").removesuffix(" 00:00")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
        case list():
            return " ".join(map(text_of, value))
        case _:
            return str(value)
