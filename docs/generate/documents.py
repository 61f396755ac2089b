"""What the record of an administration must hold, by class of drug, who asks for it, and which diagnoses fit."""

from collections.abc import Iterable, Iterator

from docs.generate.facts import Facts
from docs.generate.rst import Page, block, code, contents, heading, link, listed, outside, page, plain, rule_link, table
from unitcalc.catalogue.documents import Diagnoses, DrugClass, Item, Need, Source, When
from unitcalc.catalogue.rules import BINDING, STANDING
from unitcalc.catalogue.template import IF

EXAMPLES = {"clotting-factors": "J7211", "immune-globulins": "J1459", "oncology": "J9271", "other-infusions": "J1745"}
"""A drug of each class, for the command that prints its form."""


def pages(facts: Facts) -> Iterator[Page]:
    """The index with those who ask, and a page for each class of drug."""
    documents = facts.catalogue.documents
    yield page(
        "documents/index",
        heading("What a record must hold", label="documents"),
        plain(
            "A claim is only as good as the record behind it. What has to stand there differs by class of drug, by "
            "what it was given for, and by what happened. Each item names those who ask for it. Required is what CMS, "
            "a Medicare contractor or a payer asks for; what only societies or practice ask for is advised."
        ),
        listed(link(_title(each), _label(each)) for each in documents.classes),
        plain("A form to fill on screen (YAML) or on paper (HTML), for one drug:"),
        block("unitcalc template J1745\nunitcalc template J7211 --use on-demand --format html"),
        f"{plain('How such a file is written:')} {link('a record file', 'record-file')}.",
        heading("Who asks", 1),
        table(
            ("Who", "Where it says so", "How sure", "Rule"),
            (20, 50, 20, 10),
            (_source_row(source) for source in documents.sources.values()),
        ),
        contents(each.name for each in documents.classes),
    )
    for each in documents.classes:
        yield _class(facts, each)


def _title(each: DrugClass) -> str:
    return each.title[:1].upper() + each.title[1:]


def _label(each: DrugClass) -> str:
    return f"record-of-{each.name}"


def _source_row(source: Source) -> tuple[str, ...]:
    return (
        plain(source.who),
        outside(source.title, source.address),
        plain(source.standing),
        rule_link(source.rule) if source.rule else "",
    )


def _class(facts: Facts, each: DrugClass) -> Page:
    documents = facts.catalogue.documents
    parts = [
        heading(_title(each), label=_label(each)),
        plain(_which(each, documents.classes[-1] is each)),
        block(f"unitcalc template {EXAMPLES.get(each.name, 'J1745')}"),
    ]
    for section, title in documents.sections.items():
        rows = [row for item in documents.items if item.section == section and (row := _item_row(facts, item, each))]
        if rows:
            parts += [
                heading(title, 1),
                table(("Item", "Asked for", "By", "Field"), (31, 20, 24, 25), rows),
            ]
    return page(f"documents/{each.name}", *parts, *_diagnoses(facts, each))


def _which(each: DrugClass, last: bool) -> str:
    if last:
        return "Every drug that belongs to no other class."
    ways = []
    if each.clotting_factor:
        ways.append("codes that CMS's payment file marks as clotting factors")
    ways += [f"codes that begin with {', '.join(each.families)}"] if each.families else []
    ways += [f"codes whose descriptor begins with “{'” or “'.join(each.begins)}”"] if each.begins else []
    ways += [", ".join(each.codes)] if each.codes else []
    but = f" Not {', '.join(each.excluded)}." if each.excluded else ""
    text = "; and ".join(ways)
    return f"{text[:1].upper()}{text[1:]}.{but}"


def _item_row(facts: Facts, item: Item, each: DrugClass) -> tuple[str, ...] | None:
    """An item as this class needs it; None where nobody asks for it."""
    needs = [need for need in item.needs if not need.of or each.name in need.of or _codes(facts, need, each)]
    if not needs:
        return None
    by = dict.fromkeys(source for need in needs for source in need.by)
    surest = sorted(by, key=lambda source: list(STANDING).index(source.tag))
    who = dict.fromkeys(f"{source.who} ({source.standing})" for source in surest)
    example = item.examples.get(each.name, item.example)
    shown = "" if "{" in example else f"\n\nExample: {plain(example)}"
    asked = "; ".join(_asked(facts, needs, each))
    return plain(item.title) + shown, plain(asked), plain(", ".join(who)), code(item.field)


def _codes(facts: Facts, need: Need, each: DrugClass) -> list[str]:
    """The single codes of this class that a need is about."""
    return [name for name in need.of if facts.class_of(name) == each.name]


def _asked(facts: Facts, needs: Iterable[Need], each: DrugClass) -> Iterator[str]:
    """When an item is asked for, and how strongly: of several who ask for the same, the strongest counts."""
    cases: dict[tuple[When, str], bool] = {}
    for need in needs:
        codes = "" if not need.of or each.name in need.of else ", ".join(_codes(facts, need, each))
        binding = any(source.tag in BINDING for source in need.by)
        cases[need.when, codes] = cases.get((need.when, codes), False) or binding
    for (when, codes), binding in cases.items():
        if when is When.OPTIONAL:
            yield "optional"
        elif binding or not cases.get((When.ALWAYS, "")) or (when is When.ALWAYS and not codes):
            condition = f" {IF[when]}" if when in IF else ""
            yield f"{'required' if binding else 'advised'}{condition}{f' ({codes})' if codes else ''}"


def _diagnoses(facts: Facts, each: DrugClass) -> Iterator[str]:
    listed_ = [
        (entry, names)
        for entry in facts.catalogue.documents.diagnoses
        if entry.fits and (names := [n for n in entry.of if n == each.name or facts.class_of(n) == each.name])
    ]
    if not listed_:
        return
    yield heading("Diagnoses that fit", 1)
    yield plain(
        "ICD-10-CM codes, or their beginnings. Another diagnosis is a finding: an error where it is surely wrong, "
        "else a remark to look at it."
    )
    yield table(
        ("Codes", "Fits", "Who says so", "Any other"),
        (22, 36, 26, 16),
        (_diagnoses_row(entry, names, each) for entry, names in listed_),
    )


def _diagnoses_row(entry: Diagnoses, names: Iterable[str], each: DrugClass) -> tuple[str, ...]:
    who = dict.fromkeys(f"{source.who} ({source.standing})" for fit in entry.fits for source in fit.by)
    never = "; ".join(f"{wrong.code} {wrong.title}" for wrong in entry.never)
    return (
        plain(", ".join("all others of the class" if name == each.name else name for name in names)),
        plain("; ".join(f"{fit.code} {fit.title}" for fit in entry.fits)),
        plain(", ".join(who)),
        plain(
            "an error"
            if entry.closed
            else f"{'to look at' if entry.asks else 'not asked about'}{f'; surely wrong: {never}' if never else ''}"
        ),
    )
