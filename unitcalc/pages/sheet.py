"""The worksheet as a sheet of paper: one self-contained document, black on white, to be signed and kept.

It shows what the bill holds and computes nothing. Everything typed or cited is escaped, and nothing is fetched.
"""

from unitcalc.billing.bill import Bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.catalogue.policies import Policy
from unitcalc.findings import Severity
from unitcalc.pages import picture
from unitcalc.pages.paper import template
from unitcalc.pages.telling import balance, in_the_bin, installed_version, on_the_claim, stands_for, units
from unitcalc.pages.words import named_day, sentence
from unitcalc.quantity import dollars, grouped


def as_html(bill: Bill, policy: Policy) -> str:
    """The sheet of a bill; setting and payer are named as the policy names them."""
    scale = picture.largest(bill.containers)
    lines: list[ClaimLine] = [*bill.lines, *(line for each in bill.alternatives for line in each.lines)]
    return template("sheet.html").render(
        bill=bill,
        day=named_day(bill.date),
        errors=[finding for finding in bill.findings if finding.severity is Severity.ERROR],
        remarks=[finding for finding in bill.findings if finding.severity is not Severity.ERROR],
        with_ndc=any(line.ndcs for line in lines),
        with_payment=any(line.payment is not None for line in lines),
        setting=sentence(policy.setting(bill.setting).title),
        payer=policy.title,
        stands_for=lambda line: stands_for(bill, line),
        units=units,
        dollars=dollars,
        grouped=grouped,
        in_the_bin=in_the_bin(bill),
        on_the_claim=on_the_claim(bill),
        balance=balance(bill),
        image=lambda each: picture.as_image(picture.drawing(each, scale)),
        title=picture.title,
        told=picture.told,
        version=installed_version(),
    )
