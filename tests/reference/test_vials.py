"""`vials.yaml` as a document: what is read, and what is refused, with its line. The folder broken_vials holds one file
for each thing that can be wrong; its first lines say what is to be found, and where."""

import re
from pathlib import Path

import pytest

from unitcalc.findings import Refused
from unitcalc.reference.vials.model import OURS, UNSOURCED, YOURS, FactSource, VialSize
from unitcalc.reference.vials.reading import read_all, read_vials

BROKEN = sorted((Path(__file__).parent / "broken_vials").glob("*.yaml"))

GOOD = """
files: {book: purple.csv, payers: {file: payers.yaml, tag: C}}
documents:
  label: {title: A label, address: https://example.org/label, opened: 2026-01-31, tag: P}
products:
  - code: j1745
    product: Remicade
    labeler: Janssen
    route: Intravenous
    form: powder
    container: vial
    container_type: single-dose
    potency: labelled
    source: book 1286
    pooling: {rule: any-size, source: label section 2.2}
    sizes:
      - amount: 100 mg
        source: label
        ndcs:
          - {ndc: 57894-030-01, source: payers nd-002, size: unverified}
      - amount: 0.35 g
        container: kit
        described: label 3
        typed: book 7
        withdrawn: true
        source: unverified
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "vials.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_fact_has_its_source(tmp_path: Path) -> None:
    label = FactSource(document="A label", address="https://example.org/label", opened="2026-01-31", tag="P")
    first, second = read_vials(written(tmp_path, GOOD)).sizes
    assert first[:12] == (
        "J1745", "Remicade", "Janssen", "Intravenous", "powder", "vial", "single-dose", "labelled", "100 mg", "", "",
        False,
    )  # fmt: skip
    assert first.described == first.typed == FactSource("purple.csv", 1286)
    assert (first.sized, first.pooled) == (label, label._replace(place="section 2.2"))
    ((ndc, listed, size),) = first.ndcs
    assert (ndc, listed) == ("57894-0030-01", FactSource("payers.yaml", id="nd-002", tag="C"))
    assert not size.verified
    assert (second.amount, second.container, second.form, second.withdrawn) == ("0.35 g", "kit", "powder", True)
    assert (second.described, second.typed) == (label._replace(place="3"), FactSource("purple.csv", 7))
    assert (first.line, second.line) == (17, 21)


def test_nothing_is_no_mistake(tmp_path: Path) -> None:
    assert read_vials(written(tmp_path, "# nothing yet\n")) == ((), (), ())


def test_a_mark_at_the_beginning_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "vials.yaml"
    path.write_text("products: []\n", encoding="utf-8-sig")
    assert read_vials(path) == ((), (), ())


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_file_and_line(path: Path) -> None:
    expected = re.findall(r"^# refused: line (\d+) (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert expected
    with pytest.raises(Refused) as refused:
        read_vials(path, YOURS)
    found = []
    for problem in refused.value.problems:
        line = re.search(r"(?:your vials\.yaml|" + re.escape(path.name) + r"), line (\d+)", problem.message)
        assert line, problem
        found.append((line[1], problem.code))
        assert str(path) in problem.hint
    assert found == expected


def test_the_problems_of_both_documents_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_all([(YOURS, BROKEN[0]), (OURS, BROKEN[-1])])
    places = {problem.message.split(", line")[0] for problem in refused.value.problems}
    assert places == {YOURS, OURS}


def test_a_size_in_two_containers_is_no_duplicate(tmp_path: Path) -> None:
    text = GOOD.replace("amount: 0.35 g", "amount: 100 mg")
    sizes: tuple[VialSize, ...] = read_vials(written(tmp_path, text)).sizes
    assert [(size.amount, size.container) for size in sizes] == [("100 mg", "vial"), ("100 mg", "kit")]


DOSED = """
files: {book: purple.csv}
documents:
  label: {title: A label, address: https://example.org/label, opened: 2026-01-31, tag: P}
products:
  - code: J7195
    product: BeneFIX
    route: Intravenous
    container_type: single-dose
    potency: assayed
    source: book 761
    sizes: [{amount: 500 IU, source: book 761}]
    doses:
      - {indication: bleeding, use: on-demand, dose: 20 to 40 IU/kg, level: 20, every: 24 hours, source: label 2}
      - {indication: prevention, dose: AUC 5, age: ">= 12 years", weight: < 40 kg, max: 3000 IU, source: unverified}
    rise:
      - {factor: 1.3, age: ">= 12 years", source: label 2.1}
      - {recovery: 0.7, note: children, source: unverified}
"""


def test_doses_and_rises(tmp_path: Path) -> None:
    label = FactSource(document="A label", place="2.1", address="https://example.org/label", opened="2026-01-31")
    dosed = label._replace(place="2")
    _, doses, rises = read_vials(written(tmp_path, DOSED))
    owner = ("J7195", "BeneFIX", "Intravenous")
    assert [tuple(dose) for dose in doses] == [
        (*owner, "bleeding", "on-demand", "20 to 40 IU/kg", "20", "24 hours", "", "", "", "", dosed, OURS, 14),
        (*owner, "prevention", "", "AUC 5", "", "", ">= 12 years", "< 40 kg", "3000 IU", "", UNSOURCED, OURS, 15),
    ]
    assert [tuple(rise) for rise in rises] == [
        (*owner, "1.3", "", ">= 12 years", "", label, OURS, 17),
        (*owner, "", "0.7", "", "children", UNSOURCED, OURS, 18),
    ]
