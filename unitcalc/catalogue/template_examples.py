"""The examples in a template: of the drug itself, from its worked bill and its label's doses, or places to fill.

A template lies beside a patient's chart. An amount in it may be taken for a dose, so it comes from what is known of
this very code, or is left open (`... mg`); it is never made up.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.catalogue.documents import Documents, When
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.examples import Example
from unitcalc.catalogue.presentation import Presentation, container_type
from unitcalc.catalogue.scale import same
from unitcalc.codes import read_ndc
from unitcalc.findings import Refused
from unitcalc.quantity import Amount, read_amount

LEFT_OPEN = "other"
"""The amounts of a unit that has none of its own."""
IN_LABELS = {When.PERIOPERATIVE: "surgery"}
"""What usual doses call a use by another word."""
# "0.4 g/kg x 74 kg = 29.6 g" at the beginning of the arithmetic.
_BY_SIZE = re.compile(r"(?P<dose>[\d.,]+ [^\s/]+/(?P<per>kg|m2)) x (?P<size>[\d.,]+) (?:kg|m2) = [\d.,]*\d [^\s.;:,]+")
_OPENED = re.compile(r"(?P<number>\d+) x (?P<what>[^@]+?)(?: @ .*)?")


def places(catalogue: Catalogue, drug: Drug, use: str, symbol: str) -> dict[str, str]:
    """What stands in the places of examples (`{given}`, `{order}`, ...) for a drug whose amounts are in `symbol`."""
    amounts = catalogue.documents.amounts
    left_open = amounts.get(symbol, amounts[LEFT_OPEN])
    found = {name: re.sub("{unit}", symbol, text) for name, text in left_open.items()}
    presentations = catalogue.of_code(drug)
    worked = next(iter(catalogue.examples.get(drug.code, ())), None)
    found |= _of_worked(worked, presentations) if worked else _of_label(presentations)
    routes = {row.route for row in catalogue.usual_doses(drug.code) if row.route}
    if len(routes) == 1:
        found["route"] = routes.pop().lower()
    known = _container_type(presentations, worked)
    if known in (ContainerType.SINGLE_DOSE, ContainerType.MULTI_DOSE):
        found["container_type"] = known
    found.setdefault("containers", f'"{found["opened"]}"')
    found |= _usual(catalogue, drug, use, found["order"])
    return found


def diagnosis(documents: Documents, drug: Drug) -> str:
    """A diagnosis for an example: of a list of this very code that somebody published; else empty."""
    listed = documents.diagnoses_for(drug)
    if listed is None or drug.code not in listed.of:
        return ""
    entry = listed.fitting(listed.example)
    return listed.example if entry and entry.verified else ""


def lines(catalogue: Catalogue, drug: Drug) -> tuple[str, ...]:
    """The claim lines of the worked bill, as a person writes them; with places to fill where there is none."""
    code = drug.code
    worked = next(iter(catalogue.examples.get(code, ())), None)
    if worked is None:
        return (f"{code} ...",)
    if worked.discarded_units:
        return (f"{code} {worked.administered_units}", f"{code}-JW {worked.discarded_units}")
    single = _container_type(catalogue.of_code(drug), worked) == ContainerType.SINGLE_DOSE
    return (f"{code}{'-JZ' if single else ''} {worked.administered_units}",)


def substance(drug: Drug) -> str:
    """What a descriptor names first: its substance.

    `Injection, iron sucrose, 1 mg` is `iron sucrose`.
    """
    text = re.sub(r"^inj(ection|\.)?,? ", "", drug.row.long, flags=re.IGNORECASE)
    return re.split(r",| \(| per | \d", text)[0].strip()


def _container_type(presentations: tuple[Presentation, ...], worked: Example | None) -> str:
    """What the worked bill says, where no table knows it; else what the presentations of its container agree on."""
    if worked is None:
        return container_type(presentations).type
    if worked.container_type:
        return worked.container_type
    ndc, size = _opened(worked.opened[0])
    return container_type([each for each in presentations if ndc and each.ndc == ndc] or presentations, size).type


def _of_worked(worked: Example, presentations: tuple[Presentation, ...]) -> Iterator[tuple[str, str]]:
    arithmetic = _BY_SIZE.match(worked.worked)
    yield "given", worked.given
    yield "opened", " and, in a line of its own, ".join(worked.opened)
    yield "containers", ", ".join(f'"{each}"' for each in worked.opened)
    yield "discarded", worked.discarded or f"0 {worked.given.partition(' ')[2]}"
    yield "units", str(worked.administered_units)
    yield "order", arithmetic["dose"] if arithmetic else worked.given
    yield "calculation", arithmetic[0] if arithmetic else f"as on the label: {worked.given}"
    if arithmetic and arithmetic["per"] == "kg":
        yield "weight", f"{arithmetic['size']} kg"
    if ndc := _ndc_of(worked.opened[0], presentations):
        yield "ndc", ndc


def _of_label(presentations: tuple[Presentation, ...]) -> Iterator[tuple[str, str]]:
    """A container that is sold, with its own NDC; what is given of it stays open."""
    for each in presentations:
        if each.ndc and each.label_amount is not None:
            yield "opened", f"1 x {each.label_amount}"
            yield "ndc", each.ndc
            return


def _ndc_of(opened: str, presentations: tuple[Presentation, ...]) -> str:
    """The NDC of the container that an example opens; empty where none is known to hold just that."""
    ndc, size = _opened(opened)
    fitting = (each for each in presentations if size and each.label_amount and same(size, each.label_amount))
    return ndc or next((each.ndc for each in fitting if each.ndc), "")


def _opened(text: str) -> tuple[str, Amount | None]:
    """The NDC of `2 x 00026-3824-25 @ 1046 IU`, or the size of `2 x 100 mg`."""
    match = _OPENED.fullmatch(text)
    what = match["what"] if match else text
    with suppress(Refused):
        return str(read_ndc(what)), None
    with suppress(Refused):
        return "", read_amount(what)
    return "", None


def _usual(catalogue: Catalogue, drug: Drug, use: str, order: str) -> Mapping[str, str]:
    """How often the label gives the dose of the example, where it says one thing of just that dose."""
    wanted = IN_LABELS.get(When(use), use) if use else ""
    rows = [row for row in catalogue.usual_doses(drug.code) if row.high is not None and row.words == order]
    said = {row.every for row in rows if not wanted or row.use in ("", wanted)}
    every = said.pop() if len(said) == 1 else ""
    if not every or " to " in every:
        return {}
    often = every if every == "once" else f"every {every.removeprefix('every ').removeprefix('1 ')}"
    return {"order": f"{order} {often}", "frequency": often}
