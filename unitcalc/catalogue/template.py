"""A record to fill: as a file in YAML, and as one sheet of paper. Both come from `documents.yaml` and the code's unit.

What a template asks for is what `Documents.needed` says of the drug; nothing is asked for here that is not there.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES, Documents, Item, Needed, Shape, Space, When
from unitcalc.catalogue.drugs import Drug
from unitcalc.codes import read_code
from unitcalc.findings import Problem, Refused

WIDTH = 100
"""Of the comments in a YAML template."""
CONTAINER_ROWS = 3
MOST_DIAGNOSES = 6
COLUMNS = {Space.SMALL: 3, Space.HALF: 6, Space.WIDE: 12}
"""How many of a sheet's twelve columns a box takes."""
IF = {
    When.WEIGHT_BASED: "if the order is by weight",
    When.SINGLE_DOSE: "from a single-dose container",
    When.DISCARD: "if any was discarded",
    When.STOPPED: "if it was stopped early",
    When.AUTHORIZATION: "if the payer asks for one",
    When.NDC: "if the payer wants it",
    When.PROPHYLAXIS: "if for prophylaxis",
    When.ON_DEMAND: "if on demand",
    When.PERIOPERATIVE: "if around an operation",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """What one template is made for: a drug on a day, a use (empty: every use), and everything that it asks for."""

    drug: Drug
    use: str
    documents: Documents
    needed: tuple[Needed, ...]
    product: str
    """The brand, where the code has only one."""
    ndc: str
    """An example of an NDC under the code."""

    @property
    def unit(self) -> str:
        """What the code's amounts are written in."""
        return self.drug.billing_unit.unit.symbol if self.drug.billing_unit else "mg"

    @property
    def counted(self) -> str:
        """What one unit stands for, in words."""
        unit = self.drug.billing_unit
        return (
            f"One unit of {self.drug.code} is {unit}."
            if unit
            else f"CMS does not say what a unit of {self.drug.code} is."
        )

    def prefilled(self, item: Item) -> str:
        """What is known before anybody writes."""
        known = {"code": self.drug.code, "date": str(self.drug.day), "use": self.use, "product": self.product}
        return known.get(item.field, "")

    def example(self, item: Item) -> str:
        """An example of what is written, in the code's unit."""
        of_class = item.examples.get(self.documents.class_of(self.drug).name, item.example)
        return self.filled(item.examples.get(self.drug.code, of_class))

    def filled(self, text: str) -> str:
        """An example with its places filled; an amount may itself name the unit."""
        amounts = self.documents.amounts
        places = {**self._places(), **amounts.get(self.unit, amounts["other"])}
        for _ in range(2):
            text = re.sub(r"{(\w+)}", lambda match: places[match[1]], text)
        return text

    def condition(self, needed: Needed) -> str:
        """When an item is asked for; empty for one that always is, in the use that was chosen."""
        if When.ALWAYS in needed.when or self.use in needed.when:
            return ""
        return " or ".join(IF[when] for when in needed.when if when in IF)

    def _places(self) -> Mapping[str, str]:
        listed = self.documents.diagnoses_for(self.drug)
        return {
            "day": str(self.drug.day),
            "use": self.use or USES[0],
            "code": self.drug.code,
            "product": self.product or self.drug.row.short,
            "ndc": self.ndc,
            "unit": self.unit,
            "diagnosis": listed.example if listed else "M05.79",
        }


@dataclass(frozen=True, slots=True)
class Box:
    """A box on paper: its label, how it is marked, when it is asked for, what is printed in it."""

    title: str
    mark: str
    note: str
    value: str
    unit: str
    columns: int


def template_yaml(catalogue: Catalogue, code: str, day: date, use: str = "") -> str:
    """The record of an administration as a YAML file to fill, each field with what it asks, who asks, an example.

    `use` is one of USES; empty asks for what any use needs. Refused for an unknown code or use.
    """
    blank = _blank(catalogue, code, day, use)
    return "\n".join(_yaml_lines(blank)) + "\n"


def template_html(catalogue: Catalogue, code: str, day: date, use: str = "") -> str:
    """The same on one sheet of paper, A4, black on white, to be written on by hand. Refused as `template_yaml`."""
    blank = _blank(catalogue, code, day, use)
    columns = [each for each in blank.needed if each.item.space is Space.COLUMN]
    sections = [
        (title, packed(_boxes(blank, name)), columns if any(each.item.section == name for each in columns) else [])
        for name, title in blank.documents.sections.items()
    ]
    return _template().render(
        blank=blank,
        drug=blank.drug,
        sections=[section for section in sections if section[1] or section[2]],
        columns=[_box(blank, each) for each in columns],
        rows=CONTAINER_ROWS,
        asked=dict.fromkeys(
            source.who
            for each in blank.needed
            for source in each.by
            if each.item.space is not Space.NONE and not each.optional
        ),
        diagnoses=_diagnoses(blank),
    )


def packed(boxes: list[Box]) -> list[list[Box]]:
    """Boxes in rows of at most twelve columns: each into the first row that has room for it."""
    rows: list[list[Box]] = []
    for box in boxes:
        full = COLUMNS[Space.WIDE] - box.columns
        row = next((row for row in rows if sum(each.columns for each in row) <= full), None)
        if row is None:
            rows.append(row := [])
        row.append(box)
    return rows


def mark(needed: Needed) -> str:
    """How a sheet marks an item: asked for by those who pay or rule, advised, or neither."""
    return "" if needed.optional else "●" if needed.required else "○"


def _blank(catalogue: Catalogue, code: str, day: date, use: str) -> Blank:
    if use and use not in USES:
        hint = f"Write {', '.join(USES[:-1])} or {USES[-1]}."
        raise Refused(Problem("use-unknown", f"'{use[:30]}' is no use of a drug.", hint, tuple(USES), "use"))
    drug = catalogue.drugs.described(read_code(code), day)
    documents = catalogue.documents
    needed = documents.needed(drug, set(When) - (set(USES) - {use} if use else set()))
    presentations = catalogue.of_code(drug)
    names = {each.product for each in presentations}
    ndc = next((each.ndc for each in presentations if each.ndc), "00000-0000-00")
    return Blank(drug, use, documents, needed, names.pop() if len(names) == 1 else "", ndc)


def _yaml_lines(blank: Blank) -> Iterator[str]:
    drug = blank.drug
    head = (
        f"Record of one administration of {drug.code} ({drug.row.short}), {drug.day}. {blank.counted} "
        f"Write between the quotes; leave empty what does not apply. No patient names."
    )
    yield from _comment(head)
    below = [each for each in blank.needed if "." in each.item.field]
    for name, title in blank.documents.sections.items():
        own = [each for each in blank.needed if each.item.section == name and each not in below]
        yield from ("", f"# --- {title} ---") if own else ()
        for each in own:
            yield from _yaml_item(blank, each, each.item.field, "")
    if below:
        yield from ("", "# --- Everything else that the record holds ---", "documents:")
    for each in below:
        yield from _yaml_item(blank, each, each.item.field.partition(".")[2], "  ")


def _yaml_item(blank: Blank, needed: Needed, key: str, indent: str) -> Iterator[str]:
    item = needed.item
    asked = "Optional" if needed.optional else "Required" if needed.required else "Advised"
    when = blank.condition(needed)
    text = f"{item.title}. {asked}{f' {when}' if when else ''}: {needed.who}. Example: {blank.example(item)}"
    yield from _comment(text, indent)
    value = blank.prefilled(item)
    if item.shape is Shape.MAPPING:
        yield f"{indent}{key}:"
        yield from (f'{indent}  {part}: ""  # {blank.filled(example)}' for part, example in item.parts.items())
    elif item.shape is Shape.LIST:
        yield from (f"{indent}{key}:", f'{indent}  - "{value}"')
    else:
        yield f'{indent}{key}: "{value}"'


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _boxes(blank: Blank, section: str) -> list[Box]:
    found = (each for each in blank.needed if each.item.section == section)
    return [_box(blank, each) for each in found if each.item.space in COLUMNS]


def _box(blank: Blank, needed: Needed) -> Box:
    item = needed.item
    amount = blank.unit if item.field in ("given", "discarded") else ""
    # A sheet may be printed for any day, so the day stays open.
    value = "" if item.field == "date" else blank.prefilled(item)
    return Box(item.title, mark(needed), blank.condition(needed), value, amount, COLUMNS.get(item.space, 0))


def _diagnoses(blank: Blank) -> str:
    """The diagnoses that fit, for a hint: those that more than practice names."""
    listed = blank.documents.diagnoses_for(blank.drug)
    found = [each.code for each in listed.fits if each.verified] if listed else []
    return ", ".join(found[:MOST_DIAGNOSES]) + (" and others" if len(found) > MOST_DIAGNOSES else "")


@cache
def _template() -> Template:
    # The sheet's text is part of the program and is found as its modules are: no file of a person's is touched.
    loader = PackageLoader("unitcalc", "catalogue/assets")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals = {}
    return environment.get_template("record.html")
