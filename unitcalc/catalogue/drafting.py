"""Drafts entries of `vials.yaml` from what the loaded tables say of a code, for a person to check and complete.

Every fact carries the row that it was taken from. What the tables don't say is `unknown`; nothing is guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from unitcalc.catalogue import biologics, labels
from unitcalc.catalogue.biologics import Licensed
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.content import Potency
from unitcalc.catalogue.presentation import Presentation
from unitcalc.catalogue.presentations import shelf
from unitcalc.quantity import Amount
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import CrosswalkRow
from unitcalc.reference.store import Reference

_CONTAINERS = {
    "Pre-Filled Syringe": "syringe",
    "Syringe": "syringe",
    "Autoinjector": "autoinjector",
    "Multi-Dose Cartridge": "cartridge",
    "Single-Dose Cartridge": "cartridge",
    "Ampule": "ampule",
    "Bag": "bag",
    "Single-Use Bottle": "bottle",
    "Bottle": "bottle",
}


_FRAME = """  # No file lists a product of this code: write what the label says.
  - code: {code}
    product: unknown
    labeler: unknown
    route: unknown
    form: unknown
    container: vial
    container_type: unknown
    potency: labelled
    source: unverified
    sizes:
      - amount: unknown  # what one container holds, such as 100 mg
        source: unverified
        ndcs: []
"""

_FILES = {"purple-book": "biologics", "crosswalk": "crosswalk", "single-dose-list": "single-dose"}


def heading(reference: Reference) -> str:
    """The beginning of a document of drafts: the files that they name, as they are loaded."""
    named = (f"  {name}: {reference.periods(table)[-1].file}" for name, table in _FILES.items())
    return "\n".join(("files:", *named, "", "products:", ""))


def draft(catalogue: Catalogue, code: str) -> str:
    """The products of a code as YAML; the frame of one where no file lists any. Refused for an unknown code."""
    newest = catalogue.drugs.info("crosswalk", date.max).last_day
    drug = catalogue.drugs.described(code, newest)
    rows = [
        row for row in catalogue.reference.crosswalk_of_code(code) if row.first.first_day <= newest <= row.last.last_day
    ]
    if not rows:
        return f"  # {code}: {drug.row.long}\n{_FRAME.format(code=code)}"
    found = {p.ndc: p for p in catalogue.of_code(drug)}
    lines = [f"  # {code}: {drug.row.long}"]
    products: dict[str, list[CrosswalkRow]] = {}
    for row in rows:
        products.setdefault(biologics.spellings(row.product)[-1], []).append(row)
    for group in products.values():
        lines += _product(catalogue, group, [found[row.ndc] for row in group if row.ndc in found])
    return "\n".join(lines) + "\n"


def _product(catalogue: Catalogue, rows: Sequence[CrosswalkRow], known: Sequence[Presentation]) -> Iterator[str]:
    stand = shelf(catalogue.reference)
    licensed = [one for one in stand.licensed(rows[0]) if one.marketed] or list(stand.licensed(rows[0]))
    labelers = dict.fromkeys(row.labeler for row in rows)
    assayed = any(each.potency is Potency.ASSAYED for each in known)
    yield f"  - code: {rows[0].code}"
    yield f"    product: {_spelled(rows[0].product)}"
    yield f"    labeler: {next(iter(labelers)) if len(labelers) == 1 else 'several'}"
    yield from _described("    ", licensed[:1])
    if not licensed:
        listed = catalogue.reference.single_dose(rows[0].code)
        yield f"    container_type: {'single-dose' if listed else 'unknown'}"
        yield "    source: unverified"
        if listed:
            yield f"    typed: single-dose-list {listed.row}"
    yield f"    potency: {'assayed' if assayed else 'labelled'}"
    yield "    sizes:"
    if assayed:
        yield from _nominal(licensed, rows)
        return
    of_ndc = {each.ndc: each for each in known}
    sizes: dict[Amount | None, list[CrosswalkRow]] = {}
    for row in rows:
        sizes.setdefault(of_ndc[row.ndc].label_amount if row.ndc in of_ndc else None, []).append(row)
    for amount, held in sorted(sizes.items(), key=lambda pair: pair[0].value if pair[0] else 0):
        yield from _size(amount, held, licensed)


def _described(indent: str, licensed: Sequence[Licensed]) -> Iterator[str]:
    for one in licensed:
        yield f"{indent}route: {one.row.route.strip() or 'unknown'}"
        yield f"{indent}form: {one.form or 'unknown'}"
        yield f"{indent}container: {_container(one)}"
        yield f"{indent}container_type: {one.container_type}"
        yield f"{indent}source: purple-book {one.row.row}"


def _container(one: Licensed) -> str:
    text = one.row.presentation.strip()
    return "vial" if "vial" in text.lower() else _CONTAINERS.get(text, "unknown")


def _nominal(licensed: Sequence[Licensed], rows: Iterable[CrosswalkRow]) -> Iterator[str]:
    for one in licensed:
        content = one.strength.content if one.strength else None
        yield f"      - amount: {_written(content) if content else 'unknown'}  # {one.row.strength.strip()}"
        yield f"        source: purple-book {one.row.row}"
        yield "        ndcs: []"
    for row in rows:
        entry = f"{{ndc: {row.ndc}, source: crosswalk {row.row}, size: unverified}}"
        yield f"        # size not known: {entry}  {row.product}"


def _size(amount: Amount | None, rows: Sequence[CrosswalkRow], licensed: Sequence[Licensed]) -> Iterator[str]:
    measured = labels.volume_of(rows[0])
    fitting = biologics.fitting(tuple(licensed), amount, measured) if amount else ()
    held = next((one.strength.content for one in fitting[:1] if one.strength), None) or amount
    yield f"      - amount: {_written(held) if held else 'unknown'}"
    for one in fitting[:1]:
        if one.strength and one.strength.volume:
            yield f"        volume: {_written(one.strength.volume)}"
        if one.strength and one.strength.concentration:
            yield f"        concentration: {_written(one.strength.concentration)}"
    yield f"        source: {f'purple-book {fitting[0].row.row}' if fitting else f'crosswalk {rows[0].row}'}"
    for one in fitting[1:]:
        yield f"        # also purple-book {one.row.row}: {one.holds} {one.row.route}"
    yield "        ndcs:"
    for row in rows:
        size = "" if amount else ", size: unverified"
        yield (
            f"          - {{ndc: {row.ndc}, source: crosswalk {row.row}{size}}}"
            f"  # {row.labeler}, PKG SIZE {row.package_size} x {row.package_quantity}"
        )


def _written(amount: Amount) -> str:
    record = amount.as_json()
    return f"{record['amount']} {record['unit']}"


def _spelled(product: str) -> str:
    name = product.strip()
    shouted = name == name.upper() and len(plain_name(name)) > 3
    return name.title() if shouted else name
