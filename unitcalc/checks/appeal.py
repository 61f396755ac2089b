"""The text of a letter that asks a payer to review lines: what was given, how the units follow, the rules and sources.

Only for lines that agree with their record: a letter for a wrong claim would prove the payer right. And only against
reasons that the record answers: an authorization or a diagnosis is proved by papers, not by arithmetic.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from unitcalc.billing.bill import Bill
from unitcalc.catalogue.rules import BINDING, Rule, cited
from unitcalc.checks.judging import Judged
from unitcalc.checks.model import Check, Topic
from unitcalc.findings import Problem, Refused, Severity, wrapped
from unitcalc.quantity import dollars, grouped

WIDTH = 88
BLANK = "____________________"
ARGUED = ("Billing unit", "Administered units", "Discarded units")
"""The steps of the worksheet that a payer needs; the rest is for the own files."""
IN_THE_LETTER = frozenset({"encounter", "date", "code", "order", "opened", "given", "discarded", "container-type"})
"""Items of a record that the letter itself states."""
UNANSWERED = (Topic.DOCUMENTS, Topic.PAYER, Topic.BALANCE, Topic.DATA)


def appeal_text(one: Judged, book: Mapping[str, Rule], today: date, denied: Check | None = None) -> str:
    """The letter for one account. `denied` is the check that names the payer's reason, where it is one.

    Refused without lines, without a record, where the two do not agree, and for reasons that a record does not answer.
    """
    account = one.account
    about = f"{account.code} of {account.day}"
    if denied is not None and denied.topic in UNANSWERED:
        message = f"A denial for {denied.code} ({denied.text.title.rstrip('.')}) is not answered by doses and units."
        raise Refused(Problem("appeal-not-answered", message, denied.text.instead, field="denied"))
    if not account.lines:
        message = f"{about} has no claim lines: nothing was denied yet."
        raise Refused(Problem("appeal-without-lines", message, "Add the lines that were sent, under 'lines'."))
    if not one.gathered.bills:
        message = f"{about} has no record of what was given: there is nothing to appeal with."
        raise Refused(Problem("appeal-without-record", message, "Check a record (YAML) that holds dose and lines."))
    errors = [each for each in one.violations if each.check.severity is Severity.ERROR]
    if errors or not one.gathered.facts.compared:
        found = "; ".join(dict.fromkeys(f"{each.check.code} {each.title.rstrip('.')}" for each in errors))
        message = f"{about} can't be appealed as it is: {found or 'the record allows several bills'}."
        hint = "Correct the claim or the record first; send a replacement claim rather than an appeal."
        raise Refused(Problem("appeal-of-wrong-claim", message, hint, tuple(each.check.code for each in errors)))
    return "\n".join(_letter(one, book, today, denied)) + "\n"


def _letter(one: Judged, book: Mapping[str, Rule], today: date, denied: Check | None) -> Iterator[str]:
    account, bills = one.account, one.gathered.bills
    claims = ", ".join(dict.fromkeys(line.claim for line in account.lines if line.claim)) or BLANK
    yield f"From     {BLANK}    NPI  {BLANK}"
    yield f"To       {one.gathered.coded.policy.title}, appeals  {BLANK}"
    yield f"Date     {today}"
    yield f"Claim    {claims}    denied on  {BLANK}  with code  {BLANK}"
    yield f"Patient  {BLANK}    member number  {BLANK}"
    drug = account.record.product if account.record and account.record.product else bills[0].descriptor
    encounter = f", encounter {account.encounter}" if account.encounter else ""
    yield from _filled(f"{drug}, {account.code}, given on {account.day}{encounter}", "Service  ")
    yield ""
    yield from _filled(_request(one))
    if denied is not None:
        yield from _filled(f"The reason given was: {denied.text.title} The lines are those that the record gives.")
    yield ""
    yield "Lines billed"
    for line in account.lines:
        yield f"  {line}" + (f"  {dollars(line.charge)}" if line.charge is not None else "")
    for number, its in enumerate(bills, 1):
        yield ""
        yield f"What the record shows{f', administration {number}' if len(bills) > 1 else ''}"
        yield from _amounts(its)
        yield ""
        yield "How the units follow"
        yield from _arithmetic(its)
    sources = [step.source for its in bills for step in its.steps if step.label.startswith(ARGUED)]
    rules = cited(book, [*sources, *([denied.text.source] if denied else ())])
    binding = [rule for rule in rules if rule.tag in BINDING and not rule.source.startswith("see ")]
    if binding:
        yield ""
        yield "Rules"
        for rule in binding:
            yield from _filled(f"{rule.says} ({rule.source})", "  - ")
    yield from _documents(one)
    yield ""
    yield f"Name, title  {BLANK}    Signature  {BLANK}"


def _request(one: Judged) -> str:
    facts = one.gathered.facts
    units = f"{grouped(facts.administered)} units"
    waste = f" and {grouped(facts.discarded)} units with JW" if facts.discarded else ""
    price = one.gathered.coded.price
    worth = f", {dollars((facts.administered + facts.discarded) * price)} by the payment limit" if price else ""
    return f"We ask you to review the denial and to pay {units}{waste} of {one.account.code}{worth}."


def _arithmetic(its: Bill) -> Iterator[str]:
    for step in its.steps:
        if step.label.startswith(ARGUED):
            means = f" = {step.value}" if step.value not in step.expression else ""
            yield from _filled(f"{step.label}: {step.expression}{means}", "  - ")


def _amounts(its: Bill) -> Iterator[str]:
    yield f"  given      {its.given.short}"
    if its.opened is not None:
        yield f"  opened     {its.opened.short}, {its.container_type}"
    if its.discarded is not None and its.discarded:
        yield f"  discarded  {its.discarded.short}" + (" (not charted; the rest)" if its.discard_assumed else "")
    if its.explained:
        yield f"  explained  {its.explained.short}"


def _documents(one: Judged) -> Iterator[str]:
    """What the record holds, to tick what is put into the envelope."""
    stated = [each.title for each in one.gathered.documents if each.stated and each.item not in IN_THE_LETTER]
    yield ""
    yield "Enclosed (tick)"
    for title in ("administration record with amounts given and discarded", "order", *stated):
        yield from _filled(title, "  [ ] ")


def _filled(text: str, head: str = "") -> list[str]:
    return wrapped(text, head, WIDTH)
