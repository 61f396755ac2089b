"""`unitcalc bill`."""

from datetime import date

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.record import as_record
from unitcalc.billing.request import BillRequest
from unitcalc.billing.text import as_text
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, progress, say, things, width
from unitcalc.reference.store import Reference

COLUMNS = (
    "if",
    "code",
    "modifiers",
    "units",
    "ndc",
    "ndc_quantity",
    "ndc_unit",
    "amount",
    "unit",
    "payment",
    "coinsurance",
)


def run(arguments: Arguments) -> int:
    """Bill what the options state; 1 where something waits for a person."""
    request = BillRequest(
        code=arguments.code,
        given=arguments.given,
        opened=tuple(arguments.opened),
        date=arguments.date,
        payer=arguments.payer,
        setting=arguments.setting,
        discarded=arguments.discarded,
        explained=tuple(arguments.explained),
        overfill=arguments.overfill,
        stopped=arguments.stopped,
        reason=arguments.reason,
        container_type=arguments.container_type,
        ndc=arguments.ndc,
        billing_unit=arguments.billing_unit,
        form=arguments.form,
        concentration=arguments.concentration,
        supply=arguments.supply,
        narrative=arguments.narrative,
        shortage=arguments.shortage,
        dispensed=arguments.dispensed,
    )
    result = bill(Catalogue(Reference.open(progress)), request, date.today())
    match arguments.format:
        case "json":
            print_json(as_record(result))
        case "csv":
            _print_lines(result)
            _print_aside(result)
        case _:
            print(as_text(result, width(), worksheet=arguments.steps))
    return int(result.waits_for_a_person)


def _print_aside(result: Bill) -> None:
    """What a person has to read before the lines are used; the table itself stays one."""
    print_aside(result.findings)
    for each in result.alternatives:
        counts = f"{things(each.administered_units, 'administered unit')}, "
        counts += things(each.discarded_units, "discarded unit")
        say(f"If {each.if_}: {counts}.")


def _print_lines(result: Bill) -> None:
    rows = []
    bills = [(each.if_, each.lines) for each in result.alternatives] or [("", result.lines)]
    for assumption, line in ((words, line) for words, lines in bills for line in lines):
        record = line.as_json()
        quantity = line.ndc.as_json() if line.ndc else {}
        amount = line.amount.as_json() if line.amount is not None else {}
        rows.append(
            {
                **record,
                "if": assumption,
                "modifiers": " ".join(line.modifiers),
                "ndc_quantity": quantity.get("amount"),
                "ndc_unit": quantity.get("unit"),
                "amount": amount.get("amount"),
                "unit": amount.get("unit"),
            }
        )
    print_csv(COLUMNS, rows)
