"""What a caller hands over, as text: a number is refused, as it may not be exactly what was written."""

import datetime
from collections.abc import Iterable, Sequence

SUCH_AS = {
    "what": "J1745",
    "code": "J1745",
    "given": "350 mg",
    "opened": "4 x 100 mg",
    "date": "2025-03-01",
    "discarded": "50 mg",
    "explained": "20 mg tubing",
    "overfill": "3 mg",
    "stopped": "rest-was-dose",
    "reason": "reaction",
    "container_type": "single-dose",
    "ndc": "57894-0030-01",
    "billing_unit": "10 mg",
    "form": "powder",
    "concentration": "10 mg/mL",
    "supply": "340b",
    "narrative": "name, dose, route",
    "shortage": "100 mg vials on backorder",
    "order": "50 IU/kg",
    "weight": "154 lb",
    "weight_date": "2025-03-01",
    "last_weight": "70 kg",
    "weight_basis": "actual",
    "height": "170 cm",
    "age": "12 years",
    "sex": "female",
    "gfr": "90",
    "duration": "4 h",
    "product": "Kovaltry",
    "max": "2 mg",
    "rise": "60",
    "level_wanted": "100",
    "level_measured": "20",
    "bsa_formula": "mosteller",
    "bsa_decimals": "2",
    "indication": "rheumatoid arthritis",
    "use": "on-demand",
    "dose": "750 mg",
    "have": "2 x 1046 IU",
    "route": "intravenous",
    "round_within": "10%",
    "objective": "waste",
    "share": "yes",
    "check": "W05",
    "payer": "medicare-part-b",
    "setting": "office",
}
WITH_UNITS = frozenset(
    {"given", "opened", "discarded", "explained", "overfill", "billing_unit", "concentration", "weight", "height"}
    | {"last_weight", "duration", "max", "dose", "have"}
)


def text_of(name: str, value: object) -> str:
    """A text as it is. A number is refused: 0.35 has no unit, and may not be exactly what was written."""
    if isinstance(value, str):
        return value
    with_unit = " with its unit" if name in WITH_UNITS else ""
    raise TypeError(f'{name} is text{with_unit}, such as "{SUCH_AS[name]}"')


def texts_of(name: str, values: str | Sequence[str]) -> tuple[str, ...]:
    """Several texts; one alone is one entry, not its letters."""
    if isinstance(values, str):
        return (values,) if values else ()
    if not isinstance(values, Iterable) or isinstance(values, bytes):
        text_of(name, values)
    return tuple(text_of(name, value) for value in values)


def day_of(value: str | datetime.date) -> str:
    """A day as text."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else text_of("date", value)
