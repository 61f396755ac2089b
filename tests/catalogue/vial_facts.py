"""Every fact of a `vials.yaml` held against the row that it names, read from the original file."""

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.catalogue.cms_files import records
from unitcalc.catalogue import biologics, content
from unitcalc.catalogue.label_facts import About, LabelFact
from unitcalc.catalogue.scale import same
from unitcalc.catalogue.vials import Curated
from unitcalc.quantity import Amount, read_amount, read_number
from unitcalc.reference.names import plain_name
from unitcalc.reference.vials.model import FactSource, Pooling, Potency

BOOK = "fda_purple_book_2025-05.csv"
CROSSWALK = "asp_ndc_hcpcs_crosswalk_2024q1_2026q1.csv.gz"
SINGLE_DOSE = "jw_jz_single_dose_codes_2025-06-20.csv"
FORMS = {"for injection": "powder", "for solution": "powder", "for suspension": "powder", "injection": "liquid",
         "solution": "liquid", "injectable suspension": "liquid", "suspension": "liquid",
         "for injectable suspension": "powder"}  # fmt: skip
CONTAINERS = {
    "vial": "vial", "bottle": "bottle", "bag": "bag", "syringe": "syringe", "autoinjector": "autoinjector",
    "cartridge": "cartridge", "ampule": "ampule",
}  # fmt: skip


class Files:
    """The original files, each read once."""

    BOOK = BOOK

    def __init__(self, shared: Path) -> None:
        self.shared = shared

    @cached_property
    def book(self) -> list[dict[str, str]]:
        return list(records(self.shared, BOOK))

    @cached_property
    def prices(self) -> list[dict[str, str]]:
        return list(records(self.shared, CROSSWALK))

    @cached_property
    def listed(self) -> list[dict[str, str]]:
        return list(records(self.shared, SINGLE_DOSE))

    @cached_property
    def rules(self) -> list[str]:
        return (self.shared / "RULES.md").read_text(encoding="utf-8").splitlines()

    @cached_property
    def examples(self) -> dict[str, dict[str, Any]]:
        return {
            entry["id"]: entry
            for path in (self.shared / "examples").glob("*.yaml")
            for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
        }

    def row(self, rows: list[dict[str, str]], number: int) -> dict[str, str]:
        """A row by its number in the file, whose heading is row 1."""
        return rows[number - 2] if 2 <= number <= len(rows) + 1 else {}


def against(fact: LabelFact, files: Files) -> str:
    """What a fact's source says against it; empty where it agrees, and where it is no file."""
    size = fact.size
    if not fact.source.file:
        return ""
    match fact.about:
        case About.DESCRIPTION:
            return _described(size, files)
        case About.TYPE:
            return _typed(size, fact.source, files)
        case About.CONTENT:
            return _content(size, fact.source, files)
        case About.POOLING:
            return _pooled(size, files)
        case About.INJECTION:
            return "no file of this project says how much one injection may be: name the document that was opened"
        case About.NDC:
            return _listed(size, fact.ndc, fact.source, files)
        case About.SIZE:
            if fact.source.file != CROSSWALK:
                return _content(size, fact.source, files)
            if size.potency is Potency.ASSAYED:
                return "a row that only holds the place of an assayed product says nothing of its size"
            return _amount_of_row(size, fact.source, files)
    raise AssertionError(fact.about)


def _described(s: Curated, files: Files) -> str:
    source = s.described
    if source.file == BOOK:
        row = files.row(files.book, source.row)
        if not row or not _is_product(s, row):
            return f"row {source.row} is {row.get('Proprietary Name')}"
        found = ""
        form = FORMS.get(row["Dosage Form"].strip().lower(), "unknown")
        if s.form not in (None, "unknown", form):
            found += f"form {row['Dosage Form']}; "
        routes = {part.strip().lower() for part in row["Route of Administration"].split(",")}
        if s.route and not {part.strip().lower() for part in s.route.split(",")} <= routes:
            found += f"route {row['Route of Administration']}; "
        container = next((c for w, c in CONTAINERS.items() if w in row["Product Presentation"].lower()), "unknown")
        if s.container not in ("", "unknown", container):
            found += f"presentation {row['Product Presentation']}; "
        return found
    if source.id:
        return ""  # an example's container is a vial; its type is held against it below
    return "this file says nothing of route, form and container: name it under 'typed' for the container type alone"


def _is_product(s: Curated, row: dict[str, str]) -> bool:
    names = {plain_name(row["Proprietary Name"]), plain_name(row["Proper Name"])}
    mine = biologics.spellings(s.product)
    brands = row["Proprietary Name"]  # a slash parts two brands, or belongs to one (Hyperrho S/D)
    parts = {plain_name(part) for text in (brands, brands.replace("/", ",")) for part in text.split(",")}
    return any(name in names | parts or name.split()[0] in {n.split()[0] for n in names if n} for name in mine)


def _typed(s: Curated, source: FactSource, files: Files) -> str:
    """What a source says against the container type."""
    if source.file == BOOK:
        row = files.row(files.book, source.row)
        stated = biologics.container_type(row.get("Product Presentation", ""))
        return "" if stated is s.container_type else f"presentation {row.get('Product Presentation')}; "
    if source.file == SINGLE_DOSE:
        row = files.row(files.listed, source.row)
        right = s.code in row.values() and s.container_type == "single-dose"
        return "" if right else f"row {source.row} of the list is {list(row.values())[:2]}"
    if source.id:
        return (
            "" if (files.examples[source.id].get("multi_dose") is True) == (s.container_type == "multi-dose") else "?"
        )
    return f"{source.file} is no source of a container type"


def _content(s: Curated, source: FactSource, files: Files) -> str:
    if source.file == BOOK:
        row = files.row(files.book, source.row)
        strength = biologics.read_strength(row.get("Strength", ""))
        if strength is None or strength.content is None or not same(strength.content, s.amount):
            return f"strength {row.get('Strength')}"
        if not _is_product(s, row):
            return f"row {source.row} is {row['Proprietary Name']}"
        if row["Marketing Status"].startswith("Disc") != s.withdrawn:
            return f"marketing status {row['Marketing Status']}"
        return _measures(s, strength.volume, strength.concentration, files)
    if source.file == CROSSWALK:
        return _amount_of_row(s, source, files) or _measures(s, None, None, files)
    if source.id:
        return _of_example(s, files.examples[source.id])
    return f"{source.file} is no source of a content"


def _measures(s: Curated, volume: Amount | None, concentration: Amount | None, files: Files) -> str:
    """Volume and concentration: as the source has them, else as PKG SIZE of a listed NDC has the volume."""
    if s.volume and s.volume != volume:
        rows = [files.row(files.prices, entry.listed.row) for entry in s.ndcs if entry.listed.file == CROSSWALK]
        sizes = {read_number(row["pkg_size"]) for row in rows if row}
        if s.volume.value not in sizes or s.volume.unit.symbol != "mL":
            return f"volume {volume or sizes}"
    if s.concentration and s.concentration != concentration:
        if not s.volume:
            return f"concentration {concentration}, and no volume"
        per_ml = s.amount.value / s.volume.value
        unit = s.concentration.unit.symbol.removesuffix("/mL")
        if not same(read_amount(f"{s.concentration.value} {unit}"), Amount(per_ml, s.amount.unit)):
            return f"concentration {per_ml}"
    return ""


def _of_example(s: Curated, entry: dict[str, Any]) -> str:
    if entry["hcpcs"] != s.code:
        return f"the example is of {entry['hcpcs']}"
    if s.volume:  # "10 g/100 mL"
        held, volume = entry["dose_text"].split(", ")[1].split("/")
        return "" if same(read_amount(held), s.amount) and read_amount(volume) == s.volume else entry["dose_text"]
    held = entry["containers"][0]["amount"]
    return "" if same(read_amount(held), s.amount) else str(held)


def _listed(s: Curated, ndc: str, source: FactSource, files: Files) -> str:
    if source.file != CROSSWALK:
        return f"{source.file} lists no NDCs"
    row = files.row(files.prices, source.row)
    if (row.get("ndc"), row.get("hcpcs")) != (ndc, s.code):
        return f"row {source.row} is {row.get('ndc')} {row.get('hcpcs')}"
    mine, theirs = plain_name(s.product).split(), plain_name(row["drug_name"]).split()
    if mine[0] != theirs[0] and not set(mine) & set(theirs):
        return f"product {row['drug_name']}"
    amount = content.dosage(row["hcpcs_dosage"]).amount  # 300 mcg, of "300 MCG (1500 IU)"
    held = row["pkg_size"] == row["billunits"] == "1" and amount is not None and amount.unit.symbol == "IU"
    if held and s.potency is not Potency.ASSAYED:
        return "the row only holds the place of an assayed product"
    return ""


def _amount_of_row(s: Curated, source: FactSource, files: Files) -> str:
    """What a row's BILLUNITS come to against the size; no more than two decimals of a billing unit may hide."""
    row = files.row(files.prices, source.row)
    if not row or row["hcpcs"] != s.code:
        return f"row {source.row} is {row.get('hcpcs')}"
    text = content.dosage(row["hcpcs_dosage"])
    if text.amount is None:
        return f"dosage text {row['hcpcs_dosage']} states no amount"
    units = read_number(row["billunits"])
    stated = text.amount * units
    if same(stated, s.amount) or same(text.amount * (units + read_number("0.005")), s.amount):
        return ""
    low, high = text.amount * (units - read_number("0.005")), text.amount * (units + read_number("0.005"))
    if s.amount.fits(low.unit) and low <= s.amount.bound_to(low.unit) <= high:
        return ""
    return f"{units} x {row['hcpcs_dosage']} = {stated}"


def _pooled(s: Curated, files: Files) -> str:
    """The rule itself names two drugs; of others it says nothing."""
    source = s.pooled
    named = {"J0129": "abatacept", "J7170": "emicizumab"}.get(s.code)
    line = next((line for line in files.rules if line.startswith(f"| {source.id} |")), "").lower()
    if source.file != "RULES" or not named or named not in line:
        return f"{source} says nothing of its pooling"
    mixed = "must not be" in line.partition(named)[2]
    return f"{named} must not be mixed" if mixed and s.pooling is Pooling.ANY_SIZE and named == "emicizumab" else ""
