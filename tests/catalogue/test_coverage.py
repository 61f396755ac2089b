"""What the catalogue covers, counted: the counts must add up to what the tables hold."""

import pytest

from unitcalc.catalogue.coverage import Coverage, coverage
from unitcalc.catalogue.descriptors import Kind, read_dosage
from unitcalc.catalogue.drug_codes import is_drug_code
from unitcalc.reference.records import Quarter
from unitcalc.reference.store import Reference


@pytest.fixture(scope="module")
def covered(reference: Reference) -> Coverage:
    told: list[str] = []
    found = coverage(reference, told.append)
    assert len(told) == 1
    return found


def test_every_drug_code_is_counted_once(reference: Reference, covered: Coverage) -> None:
    asp = {code for _, codes in reference.dosages() for code in codes}
    assert sum(covered.drug_codes.values()) == sum(is_drug_code(row, row.code in asp) for row in reference.codes())


def test_every_dosage_text_is_counted_once(reference: Reference, covered: Coverage) -> None:
    texts = {row.dosage for row in reference.crosswalk()}
    for code in {row.code for row in reference.codes()}:
        texts |= {row.dosage for row in reference.limits(code)}
    assert sum(covered.dosages.values()) == len(texts)
    assert covered.dosages[Kind.OTHER] == sum(read_dosage(text).kind is Kind.OTHER for text in texts)


def test_every_presentation_of_the_newest_quarter_has_one_type(reference: Reference, covered: Coverage) -> None:
    """At least those of the crosswalk; curated ones that no row lists come on top."""
    newest = Quarter(2026, 1)
    rows = [row for row in reference.crosswalk() if row.last >= newest and reference.code(row.code)]
    assert sum(covered.container_types.values()) >= len({(row.ndc, row.code) for row in rows})
    assert set(covered.container_types) >= {"single-dose", "unknown"}


def test_the_text_and_the_record_say_the_same(covered: Coverage) -> None:
    record = covered.as_record()
    assert record["container_types"] == dict(covered.container_types)
    assert sum(record["drug_codes"].values()) == sum(covered.drug_codes.values())
    text = "\n".join(covered.lines())
    assert f"{sum(covered.drug_codes.values()):,} drug codes" in text
    for each in record["verification"]:
        assert each["name"] in text
        assert each["disagree"] == sum(each["causes"].values()) == len(each["disagreements"])


def test_a_table_says_its_part(covered: Coverage) -> None:
    total = sum(covered.drug_codes.values())
    read = total - covered.drug_codes.get(Kind.OTHER, 0)
    assert covered.of_table("codes").startswith(f"{read} of {total} drug codes")
    assert covered.of_table("limits") == covered.of_table("crosswalk") != ""
    assert covered.of_table("mue") == ""
