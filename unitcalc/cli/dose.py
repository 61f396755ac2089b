"""`unitcalc dose`."""

from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import print_aside, print_csv, print_json, progress, width
from unitcalc.dosing import DoseRequest, as_record, as_text, dose
from unitcalc.reference.store import Reference

COLUMNS = ("label", "expression", "value", "source")


def run(arguments: Arguments) -> int:
    """The dose of what the options state; 1 where something waits for a person."""
    result = dose(Catalogue(Reference.open(progress)), ordered(arguments), date.today())
    match arguments.format:
        case "json":
            print_json(as_record(result))
        case "csv":
            print_csv(COLUMNS, as_record(result)["steps"])
            print_aside(result.findings)
        case _:
            print(as_text(result, width(), worksheet=arguments.steps))
    return int(result.waits_for_a_person)


def ordered(arguments: Arguments) -> DoseRequest:
    """The order and the measures that the options state."""
    return DoseRequest(
        order=arguments.order,
        weight=arguments.weight,
        weight_date=arguments.weight_date,
        last_weight=arguments.last_weight,
        weight_basis=arguments.weight_basis,
        height=arguments.height,
        age=arguments.age,
        sex=arguments.sex,
        gfr=arguments.gfr,
        duration=arguments.duration,
        code=arguments.code,
        product=arguments.product,
        max=arguments.max,
        rise=arguments.rise,
        level_wanted=arguments.level_wanted,
        level_measured=arguments.level_measured,
        concentration=arguments.concentration,
        bsa_formula=arguments.bsa_formula,
        bsa_decimals=arguments.bsa_decimals,
        indication=arguments.indication,
        use=arguments.use,
        date=arguments.date,
    )
