"""A bill as text for a person: on a terminal, in a chart, on paper."""

import textwrap
from collections.abc import Iterator, Sequence

from unitcalc.billing.bill import Bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.catalogue.layout import rules_text, worksheet_text
from unitcalc.quantity import dollars, grouped, plain

WIDTH = 100


def as_text(bill: Bill, width: int = WIDTH, *, worksheet: bool = True) -> str:
    """Claim lines, both wastes, findings and (unless not wanted) the worksheet; `width` in characters."""
    parts = [
        [
            *textwrap.wrap(f"{bill.code}  {bill.descriptor}", width),
            f"{bill.date}, {bill.setting}, {bill.payer}; one unit is {bill.billing_unit}",
        ],
        _result(bill),
        list(_wastes(bill)),
        [line for finding in bill.findings for line in finding.wrapped(width)],
        ["Worksheet", *worksheet_text(bill.steps, width)] if worksheet else [],
        list(rules_text(bill.rules, width)) if worksheet else [],
        [
            "Tables used",
            *(f"  {use.told}" for use in bill.data),
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _result(bill: Bill) -> list[str]:
    if bill.lines:
        return lines_text(bill.lines)
    if bill.alternatives:
        rows = ["A PERSON MUST CHOOSE. The bill depends on what is not known:"]
        for each in bill.alternatives:
            rows += ["", f"If {each.if_}:", *lines_text(each.lines)]
        return rows
    if bill.administered_units is None:
        return ["No line."]
    return [f"No line. Administered units: {grouped(bill.administered_units)}."]


def lines_text(lines: Sequence[ClaimLine]) -> list[str]:
    """The claim lines as an aligned table."""
    rows = [("Line", "Code", "Units", "NDC quantity", "Payment", "Charge")]
    for number, line in enumerate(lines, 1):
        ndc = ", ".join(f"N4{each.ndc.replace('-', '')} {each}" for each in line.ndcs)
        paid = dollars(line.payment) if line.payment is not None else ""
        charge = dollars(line.charge) if line.charge is not None else ""
        rows.append((str(number), "-".join((line.code, *line.modifiers)), plain(line.units), ndc, paid, charge))
    used = [column for column in range(6) if column < 3 or any(row[column] for row in rows[1:])]
    widths = [max(len(row[column]) for row in rows) for column in used]
    right = {2, 4, 5}
    return [
        "  "
        + "  ".join(
            row[column].rjust(width) if column in right else row[column].ljust(width)
            for column, width in zip(used, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _wastes(bill: Bill) -> Iterator[str]:
    if not bill.given:
        return
    if bill.discarded is not None:
        assumed = "  (assumed: discard not charted)" if bill.discard_assumed else ""
        yield f"  In the bin    {bill.discarded.short}{assumed}"
    if bill.discarded_units is not None:
        yield f"  On the claim  {grouped(bill.discarded_units)} discarded units (JW)"
    elif bill.alternatives:
        yield "  On the claim  not decided"
