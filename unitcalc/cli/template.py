"""`unitcalc template`."""

from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.template import template_html, template_yaml
from unitcalc.cli.options import Arguments
from unitcalc.cli.output import progress
from unitcalc.codes import read_code
from unitcalc.reference.store import Reference


def run(arguments: Arguments) -> int:
    """Print the form of a drug's record."""
    catalogue = Catalogue(Reference.open(progress))
    day = read_date(arguments.date, date.today())
    make = template_html if arguments.format == "html" else template_yaml
    print(make(catalogue, read_code(arguments.code), day, arguments.use.strip().lower()))
    return 0
