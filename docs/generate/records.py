"""How a record file for `unitcalc check` is written, and the columns of a table of claim lines."""

import argparse
import re
from collections.abc import Iterator, Mapping

from docs.generate.facts import TEXTS, Facts
from docs.generate.rst import Page, block, code, contents, heading, link, page, plain, table
from docs.generate.texts import expanded
from unitcalc.catalogue.documents import Item
from unitcalc.cli.options import command_line
from unitcalc.tables.claims import NAMES, REQUIRED
from unitcalc.tables.record import AUTHORIZATION, HISTORY, KNOWN, MANY, ONE, ORDER, SAID

COLUMNS, WIDTHS = ("Field", "What it is", "Example"), (22, 44, 34)
GROUPS = {
    "The encounter and the drug": ("encounter", "date", "code", "product", "payer", "setting", "site", "patient_id"),
    "The order and the patient": (),
    "What was opened, given and discarded": (),
    "How it went": (),
    "Beside it": ("diagnosis", "authorization", "history", "documents", "administrations", "lines"),
}
"""The fields of a record by what they are about; those not named here stand where the program groups them."""
OWN = {
    "encounter": ("number of the encounter, without a name; it joins lines and records", "ENC-1042"),
    "date": ("date of service", "2025-03-01"),
    "patient_id": ("a number that stands for the patient", "P-1042"),
    "site": ("where: several records of one site show a habit", "clinic 2"),
    "product": ("brand; where products of a code differ, it decides", "Remicade"),
    "frequency": ("how often it is given", "every 8 weeks"),
    "prepared_by": ("who prepared it", "J. Kim RPh"),
    "dispensed": ("yes, where it was dispensed and not administered (home factor, DME); then without given", "yes"),
    "administrations": (
        "several administrations of the day: a list, each with given, opened, discarded and so on",
        "[{given: 350 mg, opened: [4 x 100 mg]}]",
    ),
    "documents": ("everything else that the record must hold, each by its name", "{severity: severe}"),
    "history": (
        "earlier doses, each with its date; code and units where they are known",
        "[{date: 2025-01-04, units: 35}]",
    ),
    "lines": ("the claim lines, as a biller writes them or with the columns of a table", "[J1745 35, J1745-JW 5]"),
    "given": ("what was administered", "350 mg"),
    "opened": (
        "containers opened; by NDC, with the potency printed on the vial, and with several sizes as a list",
        "[4 x 100 mg]",
    ),
    "explained": ("neither given nor discarded: an amount and the reason; never billed", "[20 mg tubing]"),
    "use": ("of a clotting factor: prophylaxis, on-demand or perioperative", "prophylaxis"),
    "reason": ("why a stopped infusion is billed as chosen", "rigors after 20 minutes"),
    "stopped": ("the infusion was stopped early: ask, bill-rest-as-discarded or rest-was-dose", "ask"),
    "authorization": ("the prior authorization", "{number: PA-77120, code: J1745, units: 120, used: 35}"),
    "payer": ("a policy by its name; see Payers", "medicare-part-b"),
    "setting": ("where it was given: office, hospital-outpatient, asc, home, esrd, rhc, inpatient", "office"),
    "supply": ("purchased (default), 340b, white-bag, free, study", "340b"),
    "container_type": ("single-dose or multi-dose, as the label says", "single-dose"),
    "billing_unit": ("your payer's own unit in place of CMS's", "10 mg"),
    "form": ("how the NDC is supplied: liquid or powder", "powder"),
    "concentration": ("of a liquid", "10 mg/mL"),
    "overfill": ("content above the label; never billed", "2 mg"),
    "narrative": ("of an unclassified drug: name, dose, route, NDC", "Newdrug 40 mg IV 12345-678-90"),
    "shortage": ("why containers that waste more had to be opened", "100 mg vials were out of stock"),
    "gfr": ("mL/min, for an AUC", "90"),
    "duration": ("how long a rate runs", "4 h"),
    "rise": ("of a clotting factor: the rise wanted, in IU/dL", "60"),
    "max": ("the most that may be given", "2 mg"),
    "order": ("as it was written", "5 mg/kg every 8 weeks"),
    "weight_date": ("the day of that weight", "2025-02-27"),
    "diagnosis": ("ICD-10-CM codes", "[M05.79]"),
    "code": ("HCPCS code", "J1745"),
    "ndc": ("NDC in any layout", "57894-0030-01"),
}
"""What a field is and an example, where documents.yaml asks for none or says it for people on paper."""
PARTS = {
    "authorization": {
        "number": ("its number", "PA-77120"),
        "code": ("the code that it is for", "J1745"),
        "units": ("units authorized", "120"),
        "used": ("units used before this claim", "35"),
        "from": ("its first day", "2025-01-01"),
        "to": ("its last day", "2025-06-30"),
    },
    "history": {
        "date": ("the day of that dose", "2025-01-04"),
        "code": ("its code, if it was another", "J1745"),
        "units": ("its units", "35"),
    },
}
CLAIM = {
    "claim_id": ("the claim's number", "C-20391"),
    "encounter_id": ("number of the encounter; it joins lines and records", "ENC-1042"),
    "line": ("number of the line on the claim", "1"),
    "service_date": ("date of service", "2025-03-01"),
    "service_end": ("last day, where a line spans several", "2025-03-01"),
    "code": ("HCPCS code; lines of procedures (CPT) are counted and left alone", "J1745"),
    "modifiers": ("all modifiers in one cell, separated by space, comma or colon", "JW"),
    "modifier_1": ("or each in a column of its own", "JW"),
    "modifier_2": ("the second modifier", "TB"),
    "modifier_3": ("the third modifier", ""),
    "modifier_4": ("the fourth modifier", ""),
    "units": ("billed units", "35"),
    "frequency": ("1 original (default), 7 replacement, 8 void", "1"),
    "original_claim_id": ("the claim that a replacement or a void is about", "C-20377"),
    "form": ("professional or institutional", "professional"),
    "place_or_bill_type": ("place of service, or type of bill", "11"),
    "revenue_code": ("of an institutional line", "0636"),
    "ndc": ("NDC in any layout", "57894-0030-01"),
    "ndc_quantity": ("quantity of the NDC", "3.5"),
    "ndc_unit": ("its unit of measure: UN, ML, GR, ME, F2", "UN"),
    "narrative": ("text of the line, for unclassified codes", ""),
    "charge": ("charge in dollars", "1068.38"),
    "paid": ("what was paid, in dollars", "1068.38"),
    "payer": ("a policy by its name; see Payers", "medicare-part-b"),
    "diagnosis": ("ICD-10-CM codes, separated by space, comma or semicolon", "M05.79"),
    "authorization": ("number of the prior authorization", "PA-77120"),
    "submitted_date": ("the day on which the claim was filed", "2025-03-04"),
    "biller": ("who billed it: a habit shows over many lines", "biller 3"),
    "site": ("where: a habit shows over many lines", "clinic 2"),
}
"""What each column of the claims table is, and an example."""


def pages(facts: Facts) -> Iterator[Page]:
    """How records and tables of claim lines are written."""
    text = expanded(facts, (TEXTS / "record-example.txt").read_text(encoding="utf-8"))
    items = {item.field: item for item in facts.catalogue.documents.items}
    parts = [text]
    for title, names in fields().items():
        parts += [
            heading(title, 1),
            table(COLUMNS, WIDTHS, (_field(n, items) for n in names)),
        ]
    for name, known in (("authorization", AUTHORIZATION), ("history", HISTORY)):
        rows = [
            (code(part), plain(PARTS[name][part][0]), code(PARTS[name][part][1]))
            for part in PARTS[name]
            if part in known
        ]
        parts += [heading(f"Below {name}", 1), table(COLUMNS, WIDTHS, rows)]
    documented = [item for item in items.values() if item.field.startswith("documents.")]
    parts += [
        heading("Below documents", 1),
        f"{plain('Which of them a drug needs, and who asks:')} {link('What a record must hold', 'documents')}.",
        table(
            COLUMNS,
            WIDTHS,
            ((code(item.field.partition(".")[2]), plain(item.title), _example(item.example)) for item in documented),
        ),
    ]
    yield page("records/record-file", *parts)
    yield _claims(facts)
    yield page(
        "records/index",
        heading("Files to check", label="files"),
        plain("What unitcalc check reads, and how each is written."),
        contents(["record-file", "claim-lines"], hidden=False),
    )


def fields() -> Mapping[str, list[str]]:
    """Every field that a record may hold, by what it is about."""
    named = {name for names in GROUPS.values() for name in names}
    inferred = dict(
        zip(
            [title for title, names in GROUPS.items() if not names],
            (ORDER - named, (ONE | MANY) - named, SAID - named),
            strict=True,
        )
    )
    return {title: list(names) or _in_order(inferred[title]) for title, names in GROUPS.items()}


def _in_order(names: frozenset[str] | set[str]) -> list[str]:
    """As the texts here and the options name them, the rest by name."""
    order = ["order", "weight", "weight_date", "height", "age", "sex", "opened", "given", "discarded", "explained"]
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))


def described(name: str, items: Mapping[str, Item]) -> tuple[str, str]:
    """What a field is, and an example: said here, else by documents.yaml, else by the option of the same name."""
    if name in OWN:
        return OWN[name]
    if name in items:
        item = items[name]
        return item.title[:1].lower() + item.title[1:], "" if "{" in item.example else item.example
    return options()[name]


def _field(name: str, items: Mapping[str, Item]) -> tuple[str, ...]:
    what, example = described(name, items)
    return code(name), plain(what), code(example)


def _example(text: str) -> str:
    return "" if "{" in text else plain(text)


def options() -> Mapping[str, tuple[str, str]]:
    """The help of the options of `bill` and `dose`, by field, with the first example that stands in it."""
    found: dict[str, tuple[str, str]] = {}
    (commands,) = (a for a in command_line()._actions if isinstance(a, argparse._SubParsersAction))
    for command in ("dose", "bill"):
        for action in commands.choices[command]._actions:
            if action.help and action.dest != "help":
                quoted = re.search(r"'([^']+)'", action.help)
                found[action.dest] = (action.help.replace("%%", "%"), quoted[1] if quoted else "")
    return found


def _claims(facts: Facts) -> Page:
    return page(
        "records/claim-lines",
        heading("Claim lines", label="claim-lines"),
        plain(
            "Claim lines come as a table (csv, xlsx, parquet, or a zip of them) or as text, one line each. A line that "
            "can't be read is a finding with its row and column, and never stops the others."
        ),
        heading("As text", 1),
        plain("One line each: code and modifiers, units; a date before and an NDC after, where they are known."),
        block(
            "J1745 35\nJ1745-JW 5\n2025-03-01 J9271 JZ 200\nJ1745 35 N457894003001 UN3.5",
        ),
        block("unitcalc check lines.txt --date 2025-03-01"),
        heading("As a table", 1),
        plain(
            f"Columns may stand in any order; {', '.join(REQUIRED[:-1])} and {REQUIRED[-1]} have to be there, all "
            "others say more. Unknown columns are left alone. Two columns that mean the same are refused: which counts "
            "is not guessed."
        ),
        table(
            ("Column", "What it is", "Example", "Also read as"),
            (20, 34, 18, 28),
            (
                (
                    code(name),
                    plain(CLAIM[name][0] + (" (needed)" if name in REQUIRED else "")),
                    code(CLAIM[name][1]),
                    plain(", ".join(spellings[1:])),
                )
                for name, spellings in NAMES.items()
            ),
        ),
        block(
            "unitcalc check claims.csv --payer medicare-part-b\nunitcalc check claims.csv --format csv > findings.csv",
        ),
    )


__all__ = ["CLAIM", "KNOWN", "described", "fields", "pages"]
