"""A record to fill: as a file in YAML, and as one sheet of paper. Both come from `documents.yaml` and the code's unit.

What a template asks for is what `Documents.needed` says of the drug; nothing is asked for here that is not there. What
only some visits need (claim lines, several administrations) stands at the end of the file, each behind a #.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from unitcalc.catalogue import template_examples
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES, Documents, Item, Needed, Shape, Source, Space, When
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.rules import BINDING
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
EXTRAS = (
    (
        "Several administrations of the drug on one day: each with what was given and opened for it. Then leave given, "
        "opened and discarded above empty.",
        (
            "administrations:",
            '  - {given: "{given}", opened: [{containers}], discarded: "{discarded}"}',
        ),
    ),
    ("Dispensed and not administered, such as factor for the home: yes.", ('dispensed: "yes"',)),
    ("Overfill: content above the label. It is never billed.", ('overfill: "... {unit}"',)),
    ("Shortage: why containers that waste more had to be opened.", ('shortage: "..."',)),
    (
        "Patient: a number that links the visits of one patient, made for this purpose; no name, no birth date.",
        ('patient_id: "P-1042"',),
    ),
    (
        "Earlier doses, for the interval that the label gives and for limits of a period.",
        ("history:", '  - {date: "2025-12-18", code: "{code}", units: "{units}"}'),
    ),
)
"""What only some visits need: what it is, and its lines."""
PRINTED_NAME = "Printed name"


@dataclass(frozen=True, slots=True)
class Blank:
    """What one template is made for: a drug on a day, a use (empty: every use), and everything that it asks for."""

    drug: Drug
    use: str
    documents: Documents
    needed: tuple[Needed, ...]
    product: str
    """The brand, where the code has only one."""
    places: Mapping[str, str]
    """What stands in the places of examples."""
    lines: tuple[str, ...]
    """Claim lines for an example."""

    @property
    def unit(self) -> str:
        """What the code's amounts are written in."""
        return _unit(self.drug)

    @property
    def units(self) -> str:
        """The same in the plural, where it is a word."""
        return f"{self.unit}s" if self.unit in ("dose", "container", "unit") else self.unit

    @property
    def name(self) -> str:
        """What the drug is called: its brand, else its substance."""
        return self.product or template_examples.substance(self.drug)

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
        """An example of what is written, of this drug or with places to fill; empty where none is known."""
        of_class = item.examples.get(self.documents.class_of(self.drug).name, item.example)
        return self.filled(item.examples.get(self.drug.code, of_class))

    def filled(self, text: str) -> str:
        """An example with its places filled."""
        return re.sub(r"{(\w+)}", lambda match: self.places[match[1]], text)

    def asked(self, needed: Needed) -> str:
        """Who asks for an item, how strictly, and when."""
        if self.advised_else(needed):
            advised = [each for each in needed.by if each.tag not in BINDING]
            required = [each for each in needed.by if each.tag in BINDING]
            return f"Advised: {who(advised)}. Required {self.required_when(needed)}: {who(required)}."
        asked = "Optional" if needed.optional else "Required" if needed.required else "Advised"
        when = self.condition(needed)
        return f"{asked}{f' {when}' if when else ''}: {needed.who}."

    def advised_else(self, needed: Needed) -> bool:
        """Whether an item is always advised, and required only in some cases."""
        return needed.required and When.ALWAYS in needed.when and not self._binding(needed, self._certain)

    def required_when(self, needed: Needed) -> str:
        """In which cases an item that else is only advised is required."""
        return " or ".join(IF[when] for when in needed.when if when in IF and self._binding(needed, (when,)))

    @property
    def _certain(self) -> tuple[str, ...]:
        return (When.ALWAYS, self.use)

    def _binding(self, needed: Needed, cases: Iterable[str]) -> bool:
        """Whether somebody who pays or rules asks for an item in these cases."""
        name = self.documents.class_of(self.drug).name
        asking = [need for need in needed.item.needs if need.when in cases and need.concerns(self.drug.code, name)]
        return any(source.tag in BINDING for need in asking for source in need.by)

    def condition(self, needed: Needed) -> str:
        """When an item is asked for; empty for one that always is, in the use that was chosen."""
        if When.ALWAYS in needed.when or self.use in needed.when:
            return ""
        return " or ".join(IF[when] for when in needed.when if when in IF)


@dataclass(frozen=True, slots=True)
class Box:
    """A box on paper: its label, how it is marked, when it is asked for, what is printed in it."""

    title: str
    mark: str
    note: str
    value: str
    unit: str
    columns: int
    choices: tuple[str, ...] = ()
    """Words to tick."""


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
        (
            title,
            packed(_boxes(blank, name)),
            columns if any(each.item.section == name for each in columns) else [],
        )
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


def packed(boxes: Iterable[Box]) -> list[list[Box]]:
    """Boxes in rows of at most twelve columns: each into the first row that has room for it."""
    rows: list[list[Box]] = []
    for box in boxes:
        full = COLUMNS[Space.WIDE] - box.columns
        row = next((row for row in rows if sum(each.columns for each in row) <= full), None)
        if row is None:
            rows.append(row := [])
        row.append(box)
    return rows


def mark(needed: Needed, *, required: bool) -> str:
    """How a sheet marks an item: asked for by those who pay or rule, advised, or neither."""
    return "" if needed.optional else "●" if required else "○"


def who(sources: Iterable[Source]) -> str:
    """Those who ask, each once, with how sure that is."""
    return "; ".join(dict.fromkeys(f"{source.who} ({source.standing})" for source in sources))


def _blank(catalogue: Catalogue, code: str, day: date, use: str) -> Blank:
    if use and use not in USES:
        hint = f"Write {', '.join(USES[:-1])} or {USES[-1]}."
        raise Refused(Problem("use-unknown", f"'{use[:30]}' is no use of a drug.", hint, tuple(USES), "use"))
    drug = catalogue.drugs.described(read_code(code), day)
    documents = catalogue.documents
    needed = documents.needed(drug, set(When) - (set(USES) - {use} if use else set()))
    presentations = catalogue.of_code(drug)
    names = {each.product for each in presentations}
    product = names.pop() if len(names) == 1 else ""
    places = template_examples.places(catalogue, drug, use, _unit(drug)) | {
        "day": str(drug.day),
        "use": use or USES[0],
        "code": drug.code,
        "product": product or template_examples.substance(drug),
        "unit": _unit(drug),
        "diagnosis": template_examples.diagnosis(documents, drug),
    }
    return Blank(drug, use, documents, needed, product, places, template_examples.lines(catalogue, drug))


def _unit(drug: Drug) -> str:
    return drug.billing_unit.unit.symbol if drug.billing_unit else "mg"


def _yaml_lines(blank: Blank) -> Iterator[str]:
    drug = blank.drug
    head = (
        f"Record of one administration of {drug.code} ({drug.row.short}), {drug.day}. {blank.counted} "
        f"Write between the quotes; leave empty what does not apply. No patient names. "
        "In examples, ... is to be filled: it is no dose."
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
    yield from _yaml_extras(blank)


def _yaml_extras(blank: Blank) -> Iterator[str]:
    """Claim lines and what only some visits need, each behind a #."""
    yield from ("", "# --- Claim lines ---")
    yield from _comment(
        "The lines of the claim, as billed: code, modifiers, units. Without them the record alone is checked. To use "
        "what stands behind a # here and below, take the # away and write your own."
    )
    yield from ("#lines:", *(f"#  - {line}" for line in blank.lines))
    yield from ("", "# --- What only some visits need ---")
    for text, lines in EXTRAS:
        yield from _comment(text)
        yield from (f"#{blank.filled(line)}" for line in lines)


def _yaml_item(blank: Blank, needed: Needed, key: str, indent: str) -> Iterator[str]:
    item = needed.item
    choices = f" ({', '.join(item.choices)})" if item.choices else ""
    example = blank.example(item)
    text = f"{item.title}{choices}. {blank.asked(needed)}{f' Example: {example}' if example else ''}"
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


def _boxes(blank: Blank, section: str) -> Iterator[Box]:
    for each in blank.needed:
        if each.item.section == section and each.item.space in COLUMNS:
            yield _box(blank, each)
            if each.item.field == "given_by":
                yield Box(PRINTED_NAME, "", "", "", "", COLUMNS[Space.SMALL])


def _box(blank: Blank, needed: Needed) -> Box:
    item = needed.item
    amount = blank.unit if item.field in ("given", "discarded") else ""
    # A sheet may be printed for any day, so the day stays open.
    value = "" if item.field == "date" else blank.prefilled(item)
    sometimes = blank.advised_else(needed)
    note = f"required {blank.required_when(needed)}" if sometimes else blank.condition(needed)
    sign = mark(needed, required=needed.required and not sometimes)
    return Box(item.title, sign, note, value, amount, COLUMNS.get(item.space, 0), tuple(item.choices.values()))


def _diagnoses(blank: Blank) -> str:
    """The diagnoses that fit, for the biller: those that more than practice names."""
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
