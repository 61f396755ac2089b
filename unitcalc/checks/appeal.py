"""The text of a letter that asks a payer to review lines: what was given, the arithmetic, the rules with their sources.

Only for lines that agree with their record: a letter for a wrong claim would prove the payer right.
"""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date

from unitcalc.billing.bill import Bill
from unitcalc.catalogue.rules import Rule, cited
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Check
from unitcalc.findings import Problem, Refused, Severity
from unitcalc.quantity import dollars

WIDTH = 88
BLANK = "____________________"


def appeal_text(one: Judged, book: Mapping[str, Rule], today: date, denied: Check | None = None) -> str:
    """The letter for one account. `denied` is the check that names the payer's reason, where it is one.

    Refused where there is no record to appeal with, or where lines and record do not agree.
    """
    account = one.account
    if not one.gathered.bills or not account.lines:
        message = f"{account.code} of {account.day} has no record of what was given: there is nothing to appeal with."
        raise Refused(Problem("appeal-without-record", message, "Check a record (YAML) that holds dose and lines."))
    errors = [each for each in one.violations if each.check.severity is Severity.ERROR]
    if errors:
        found = "; ".join(f"{each.check.code} {each.title.rstrip('.')}" for each in errors)
        message = f"{account.code} of {account.day} can't be appealed as it is: {found}."
        hint = "Correct the claim or the record first; send a replacement claim rather than an appeal."
        raise Refused(Problem("appeal-of-wrong-claim", message, hint, tuple(each.check.code for each in errors)))
    return "\n".join(_letter(one, book, today, denied)) + "\n"


def _letter(one: Judged, book: Mapping[str, Rule], today: date, denied: Check | None) -> Iterator[str]:
    account, policy = one.account, one.gathered.coded.policy
    claims = ", ".join(dict.fromkeys(line.claim for line in account.lines if line.claim)) or BLANK
    yield f"To       {policy.title}"
    yield f"Date     {today}"
    yield f"Claim    {claims}"
    yield f"Patient  {BLANK}    Member number  {BLANK}"
    yield f"Service  {account.code} on {account.day}" + (
        f", encounter {account.encounter}" if account.encounter else ""
    )
    yield ""
    yield from _filled(f"Request for review: {one.gathered.bills[0].descriptor}")
    yield ""
    if denied is not None:
        yield from _filled(f"The lines were denied: {denied.text.title} {denied.text.what}")
        yield from _filled("The record shows that this does not hold here; the arithmetic stands below.")
    else:
        yield from _filled("We ask you to review the lines below. They state what was given and discarded.")
    yield ""
    yield "Lines billed"
    for line in account.lines:
        yield f"  {line}" + (f"  {dollars(line.charge)}" if line.charge is not None else "")
    for number, its in enumerate(one.gathered.bills, 1):
        yield ""
        several = len(one.gathered.bills) > 1
        yield f"Administration {number}" if several else "What the record shows"
        yield from _amounts(its)
        yield "  Arithmetic"
        for step in its.steps:
            yield from _filled(f"{step.label}: {step.expression} = {step.value} [{step.source}]", "    - ")
    yield from _documents(one)
    sources = [step.source for its in one.gathered.bills for step in its.steps]
    rules = cited(book, [*sources, *([denied.text.source] if denied else ())])
    yield ""
    yield "Rules"
    for rule in rules:
        yield from _filled(f"{rule.number}: {rule.says} [{rule.standing}: {rule.source}]", "  - ")
    tables = dict.fromkeys(use.told for its in one.gathered.bills for use in its.data)
    yield ""
    yield from _filled(f"Tables: {'; '.join(tables)}.")
    yield ""
    yield f"Name, title  {BLANK}    Signature  {BLANK}"


def _amounts(its: Bill) -> Iterator[str]:
    yield f"  given      {its.given.short}"
    if its.opened is not None:
        yield f"  opened     {its.opened.short}, {its.container_type}"
    if its.discarded is not None and its.discarded:
        yield f"  discarded  {its.discarded.short}" + (" (not charted; the rest)" if its.discard_assumed else "")
    if its.explained:
        yield f"  explained  {its.explained.short}"


def _documents(one: Judged) -> Iterator[str]:
    record = one.account.record
    stated = [each.title for each in one.gathered.documents if each.stated]
    if record is not None and stated:
        yield ""
        yield "Enclosed from the record"
        yield from _filled(", ".join(stated) + ".", "  ")


def _filled(text: str, head: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,
        break_long_words=False,
    )
