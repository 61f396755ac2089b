"""The fields of a request, each read by itself, before anything is looked up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from unitcalc.billing.request import (
    BillRequest,
    Stopped,
    Supply,
    read_explained,
)
from unitcalc.catalogue.choices import read_choice
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.opened import OpenedText, names_ndc, read_opened
from unitcalc.codes import Ndc, read_code, read_ndc
from unitcalc.findings import Problem, Problems, Refused
from unitcalc.quantity import Amount, read_amount, read_positive

DEFAULT_PAYER = "medicare-part-b"
DEFAULT_SETTING = "office"


NO_DRUG = Problem("drug-missing", "No drug was named.", "Give a HCPCS code or an NDC, such as J1745.", field="code")


STATED_TYPES = (ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE, ContainerType.PHARMACY_BULK)
"""What a person can say of a container; unknown is what is not said."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The request with every field read, before anything is looked up."""

    code: str
    ndc: Ndc | None
    date: date
    payer: str
    setting: str
    supply: Supply
    stopped: Stopped | None
    given: Amount | None
    """None where the drug was dispensed and not administered."""
    opened: tuple[OpenedText, ...]
    discarded: Amount | None
    explained: tuple[tuple[Amount, str], ...]
    overfill: Amount | None
    container_type: ContainerType | None
    billing_unit: Amount | None
    form: str
    concentration: Amount | None
    narrative: str
    reason: str
    shortage: str


def read_typed(request: BillRequest, today: date) -> Typed:
    """Every field read; Refused with the problems of all of them."""
    problems = Problems()
    values: dict[str, object] = {}

    def read(name: str, reader: Callable[[str], object], text: str, default: object = None) -> None:
        values[name] = default
        if text.strip():
            with problems.of(name):
                values[name] = reader(text)

    read("code", read_code, request.code, "")
    read("ndc", read_ndc, request.ndc)
    read("date", lambda text: read_date(text, today), request.date, today)
    read("supply", lambda text: read_choice(Supply, text, "supply", "way of supply"), request.supply, Supply.PURCHASED)
    read(
        "stopped", lambda text: read_choice(Stopped, text, "stopped", "choice for a stopped infusion"), request.stopped
    )
    read("container_type", _read_container_type, request.container_type)
    read("given", read_amount, request.given)
    read("discarded", read_amount, request.discarded)
    read("overfill", read_amount, request.overfill)
    read("billing_unit", read_positive, request.billing_unit)
    read("concentration", _read_concentration, request.concentration)
    read("form", _read_form, request.form, "")
    for name, texts, reader in (
        ("opened", request.opened, read_opened),
        ("explained", request.explained, read_explained),
    ):
        found = []
        for text in filter(str.strip, texts):
            with problems.of(name):
                found.append(reader(text))
        values[name] = tuple(found)
    _require(request, problems)
    problems.raise_any()
    return Typed(
        payer=request.payer.strip().lower() or DEFAULT_PAYER,
        setting=request.setting.strip().lower() or DEFAULT_SETTING,
        narrative=request.narrative.strip(),
        reason=request.reason.strip(),
        shortage=request.shortage.strip().rstrip("."),
        **values,  # type: ignore[arg-type]
    )


def _read_concentration(text: str) -> Amount:
    found = read_positive(text)
    if not found.unit.dimension.endswith(" per volume") or found.unit.symbol.count("/") > 1:
        message, hint = f"'{text.strip()[:40]}' is not a content per volume.", "Write 10 mg/mL."
        raise Refused(Problem("concentration-not-read", message, hint))
    return found


def _read_container_type(text: str) -> ContainerType:
    return read_choice(ContainerType, text, "container-type", "container type", *STATED_TYPES)


def _read_form(text: str) -> str:
    form = text.strip().lower()
    if form not in ("liquid", "powder"):
        raise Refused(Problem("form-unknown", f"'{text[:30]}' is no form.", "Choose liquid or powder."))
    return form


def _require(request: BillRequest, problems: Problems) -> None:
    """What can't be done without: a drug, what was given, and what was opened for a supplier."""
    ndc_opened = any(names_ndc(text) for text in request.opened)
    if not (request.code.strip() or request.ndc.strip() or ndc_opened):
        problems.add(NO_DRUG)
    if request.dispensed:
        if request.given.strip():
            hint = "Use --given for what was administered here, --dispensed for what another place will administer."
            problems.add(Problem("given-and-dispensed", "Both given and dispensed were stated.", hint, field="given"))
        if not any(map(str.strip, request.opened)):
            problems.add(
                Problem("opened-missing", "No containers were stated.", "State them: 4 x 100 mg.", field="opened")
            )
    elif not request.given.strip():
        hint = "State what was administered, such as 350 mg; 0 mg if nothing was."
        problems.add(Problem("given-missing", "What was given is missing.", hint, field="given"))
