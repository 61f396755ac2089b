"""Every worked example of `examples.yaml`, billed as it would be typed and held against what was worked by hand."""

import re
from datetime import date
from fractions import Fraction

import pytest

from unitcalc.billing.bill import bill
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.examples import Example, read_examples
from unitcalc.findings import Severity
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.files import data_folder

BY_CODE = read_examples(read_yaml(data_folder() / "examples.yaml"))

EXAMPLES = [example for examples in BY_CODE.values() for example in examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code} {example.title}")
def test_the_program_comes_to_what_was_worked_by_hand(catalogue: Catalogue, example: Example) -> None:
    request = BillRequest(
        code=example.code,
        given=example.given,
        opened=example.opened,
        date=example.date.isoformat(),
        discarded=example.discarded,
        container_type=example.container_type,
    )
    found = bill(catalogue, request, date(2026, 11, 21))
    waits = [finding.message for finding in found.findings if finding.severity is Severity.ERROR]
    assert not waits
    assert (found.administered_units, found.discarded_units) == (example.administered_units, example.discarded_units)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code} {example.title}")
def test_the_arithmetic_names_its_results(example: Example) -> None:
    numbers = {Fraction(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", example.worked)}
    assert example.administered_units in numbers
    assert example.discarded_units in numbers or example.discarded_units == 0


def test_every_curated_code_has_a_worked_example(catalogue: Catalogue) -> None:
    codes = {size.code for size in catalogue.reference.all_vials()}
    assert "J1745" in codes
    assert codes <= BY_CODE.keys(), sorted(codes - BY_CODE.keys())
