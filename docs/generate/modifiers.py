"""What a modifier means on the line of a drug, and which can't stand together."""

from collections.abc import Iterator
from itertools import groupby

from docs.generate.facts import Facts
from docs.generate.rst import Page, bold, heading, outside, page, plain, rule_link, table
from unitcalc.catalogue.modifiers import DrugLineModifier, Role, Stated
from unitcalc.catalogue.rules import STANDING

ROLES = {
    Role.YES: ("They belong there", "Where what the modifier says is true, it stands on the line."),
    Role.ONE_OF_GROUP: ("One of them is asked for", "Exactly one of its group, on the codes that the group is about."),
    Role.SPLIT_ONLY: ("Only on a split line", "Only on a line that continues another above a limit."),
    Role.BY_POLICY: ("Only by policy", "Only where a coverage policy or a program asks for it."),
    Role.BY_PAYER: ("By payer", "Payers differ: only where this one asks for it."),
    Role.NO: ("Never on a drug line", "It is about a visit, a procedure, a test or a device."),
}


def pages(facts: Facts) -> Iterator[Page]:
    """One page with every modifier that the rules speak of."""
    modifiers = facts.catalogue.modifiers
    parts = [
        heading("Modifiers on a drug line", label="modifiers"),
        plain(
            "What each modifier means on the line of a drug. CMS's own list says which exist, and since when; what is "
            "said here of drug lines comes from the sources named beside each. A line has room for four."
        ),
    ]
    for role, (title, meaning) in ROLES.items():
        rows = [_row(facts, each) for each in modifiers.rules.values() if each.role is role]
        if rows:
            columns = ("Modifier", "What it says", "On a drug line", "From and to", "Source")
            parts += [heading(title, 1), plain(meaning), table(columns, (13, 17, 26, 20, 24), rows)]
    parts += [
        heading("Not together on one line", 1),
        table(
            ("Modifiers", "Why", "Source"),
            (22, 46, 32),
            (
                (" · ".join(bold(str(each)) for each in pairs), plain(reason), _source(source))
                for (reason, source), pairs in (
                    (key, list(group))
                    for key, group in groupby(
                        modifiers.conflicting(modifiers.rules), key=lambda each: (each.reason, each.source)
                    )
                )
            ),
        ),
        heading("Erythropoiesis-stimulating agents", 1),
        plain("Which of their codes take one of EA, EB and EC; those for patients on dialysis take none."),
        table(
            ("Code", "CMS's descriptor", "Takes one of", "Source"),
            (10, 44, 18, 28),
            (
                (bold(each.code), plain(each.descriptor), plain(", ".join(each.one_of) or "none"), _source(each.source))
                for code in facts.reference.document("modifiers")["esa"]["codes"]
                if (each := modifiers.esa(code))
            ),
        ),
    ]
    yield page("modifiers", *parts)


def _row(facts: Facts, each: DrugLineModifier) -> tuple[str, ...]:
    first, last = facts.catalogue.modifiers.span(each.modifier)
    days = [f"from {first}"] if first else []
    days += [f"asked for from {each.required_from}"] if each.required_from and each.required_from != first else []
    days += [f"to {last}"] if last else []
    return (
        bold(each.modifier),
        plain(each.name),
        plain(each.reason),
        "\n\n".join(map(plain, days)),
        _source(each.source),
    )


def _source(source: Stated) -> str:
    standing = STANDING[source.tag]
    sure = "" if standing in source.title else f" ({standing})"
    return f"{outside(source.title, source.address)}{plain(sure) and ' ' + plain(sure)}; rule {rule_link(source.rule)}"
