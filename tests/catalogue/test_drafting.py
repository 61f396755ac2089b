from pathlib import Path

import pytest

from tests.catalogue.vial_facts import Files, against
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drafting import draft, heading
from unitcalc.catalogue.label_facts import label_facts
from unitcalc.catalogue.vials import Curated, curated
from unitcalc.findings import Refused
from unitcalc.reference.store import Reference
from unitcalc.reference.vials.model import YOURS
from unitcalc.reference.vials.reading import read_vials


def drafted(reference: Reference, folder: Path, code: str) -> tuple[Curated, ...]:
    path = folder / "vials.yaml"
    path.write_text(heading(reference) + draft(Catalogue(reference), code), encoding="utf-8")
    return tuple(curated(size) for size in read_vials(path, YOURS).sizes)


def test_a_liquid_with_its_sizes(reference: Reference, tmp_path: Path) -> None:
    """Rituxan by the Purple Book: 100 mg in 10 mL and 500 mg in 50 mL, single-dose vials."""
    sizes = [size for size in drafted(reference, tmp_path, "J9312") if size.product == "Rituxan"]
    assert [(str(s.amount), str(s.volume), str(s.concentration)) for s in sizes] == [
        ("100 mg", "10 mL", "10 mg/mL"),
        ("500 mg", "50 mL", "10 mg/mL"),
    ]
    assert {(s.route, s.form, s.container, s.container_type) for s in sizes} == {
        ("Intravenous", "liquid", "vial", "single-dose")
    }
    assert "50242-0051-21" in {entry.ndc for entry in sizes[0].ndcs}


def test_nominal_sizes_are_no_ndc_s_own(reference: Reference, tmp_path: Path) -> None:
    """The crosswalk only holds the place of a factor: which NDC is which size, a person has to say."""
    sizes = drafted(reference, tmp_path, "J7211")
    assert sorted(int(s.amount.value) for s in sizes) == [250, 500, 1000, 2000, 3000]
    assert all(s.potency == "assayed" and s.ndcs == () for s in sizes)
    assert "size not known: {ndc: 00026-3824-25" in draft(Catalogue(reference), "J7211")


@pytest.mark.parametrize("code", ["J9271", "J3262", "J9041", "J1561", "J7212", "J9035", "J1756"])
def test_a_draft_reads_and_no_source_speaks_against_it(
    reference: Reference, shared: Path, tmp_path: Path, code: str
) -> None:
    files = Files(shared)
    facts = list(label_facts(drafted(reference, tmp_path, code)))
    assert facts
    assert not [f"{fact}: {said}" for fact in facts if (said := against(fact, files))]


def test_a_code_that_no_quarter_prices_has_a_frame_to_fill(reference: Reference, tmp_path: Path) -> None:
    text = draft(Catalogue(reference), "J3399")
    with pytest.raises(Refused, match="line"):  # an amount that nobody filled in is no amount
        drafted(reference, tmp_path, "J3399")
    path = tmp_path / "vials.yaml"
    path.write_text(heading(reference) + text.replace("amount: unknown", "amount: 1 dose"), encoding="utf-8")
    assert [(size.code, size.amount) for size in read_vials(path, YOURS).sizes] == [("J3399", "1 dose")]


def test_an_unknown_code(reference: Reference) -> None:
    with pytest.raises(Refused):
        draft(Catalogue(reference), "J0000")
