"""What a record must hold: every item and its sources, the classes, the published code pages, the diagnoses."""

import re
from datetime import date
from pathlib import Path

import pytest

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.documents import USES, Diagnoses, Diagnosis, Documents, Needed, document_names
from unitcalc.catalogue.documents_reading import read_documents
from unitcalc.catalogue.drugs import Drug
from unitcalc.codes.icd10 import read_diagnosis
from unitcalc.findings import Refused
from unitcalc.reference.documents import read_marked

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = date(2026, 1, 15)
SUREST_FIRST = ("P", "P2", "M", "C", "B", "K")

# The codes of the published pages and those that they call similar.
FOURTEEN = (
    *("J7211", "J7212", "J7210", "J7207", "J1411"),
    *("J7179", "J7192", "J7198", "J7170", "J7189", "J7205", "J7208", "J1556", "J1459"),
)

# What each page asks to be documented, word for word from our table of them, and the item that stands for it.
PAGES = {
    "J7211": {
        "haemophilia A by laboratory test": ("diagnosis", "laboratory"),
        "why this product": ("why-this-product",),
        "total amount given": ("given",),
        "frequency": ("frequency",),
        "date, time, route": ("date", "start", "route"),
    },
    "J7211 on-demand": {"bleed's severity, place, duration": ("bleed-severity", "bleed-place", "bleed-duration")},
    "J7211 prophylaxis": {
        "plan": ("treatment-plan",),
        "bleeding history": ("bleeding-history",),
        "factor VIII levels": ("factor-levels",),
        "response": ("response",),
    },
    "J7212": {
        "diagnosis and severity": ("diagnosis", "severity"),
        "factor VIII activity": ("factor-levels",),
        "ordered dose and how it was calculated from weight": ("order", "dose-calculation", "weight"),
        "product": ("product",),
        "administered = billed": ("given",),
        "discarded amount with JW": ("discarded",),
        "progress notes": ("progress-notes",),
        "earlier treatments": ("earlier-treatments",),
    },
    "J7210": {
        "diagnosis, inhibitor level": ("diagnosis", "inhibitor-level"),
        "dosing rationale": ("dose-calculation",),
        "time, route, place": ("start", "route", "place"),
        "response": ("response",),
        "administered and wasted amounts as on the claim": ("given", "discarded"),
        "adverse reactions": ("adverse-reactions",),
    },
    "J7210 on-demand": {"bleeding severity": ("bleed-severity",)},
    "J7207": {
        "diagnosis": ("diagnosis",),
        "why this product": ("why-this-product",),
        "weight-based calculation": ("weight", "dose-calculation"),
        "prophylaxis or episodic": ("use",),
        "administered and discarded, JW itemised": ("given", "discarded"),
    },
    "J1411": {
        "diagnosis, indication, total dose": ("diagnosis", "indication", "order"),
        "route, frequency, adverse reactions": ("route", "frequency", "adverse-reactions"),
        "treatment log and pharmacy record agree with billed units": ("pharmacy-record", "given"),
    },
}

MINIMAL = """
sources:
  cms: {who: CMS, title: a manual, tag: P2, address: "https://example.org", opened: 2026-11-22}
  practice: {who: practice, title: practice, tag: K}
classes:
  factors: {title: factors, codes: [J7211]}
  others: {title: others}
sections: {visit: Visit}
amounts:
  other: {given: "1 {unit}"}
fields: [given, lot, documents]
items:
  given:
    title: Amount given
    example: "{given}"
    field: given
    section: visit
    space: small
    needed:
      - {by: [cms]}
  lot:
    title: Lot
    example: A1
    field: lot
    section: visit
    space: small
    needed:
      - {by: [practice], for: [factors]}
diagnoses:
  - for: [J7211]
    example: D66
    closed: true
    fits:
      D66: {title: haemophilia A, by: [practice]}
"""


@pytest.fixture(scope="module")
def documents(catalogue: Catalogue) -> Documents:
    return catalogue.documents


def drug(catalogue: Catalogue, code: str) -> Drug:
    return catalogue.drugs.described(code, DAY)


def names(needed: tuple[Needed, ...]) -> list[str]:
    return [each.item.name for each in needed]


def listed(catalogue: Catalogue, code: str) -> Diagnoses:
    found = catalogue.documents.diagnoses_for(drug(catalogue, code))
    assert found is not None
    return found


def test_every_item_has_a_title_an_example_and_someone_who_asks(documents: Documents) -> None:
    assert len(documents.items) > 40
    assert len({item.name for item in documents.items}) == len(documents.items)
    assert len({item.field for item in documents.items}) == len(documents.items)
    for item in documents.items:
        assert item.title
        assert item.example
        assert all(need.by for need in item.needs)
        assert all(source.who and source.title and source.standing for need in item.needs for source in need.by)


def test_a_source_has_an_opened_document_or_a_rule_of_the_book_or_is_unverified(catalogue: Catalogue) -> None:
    for source in catalogue.documents.sources.values():
        assert (source.tag == "K") == (not source.address and not source.rule), source.name
        if source.rule:
            assert source.rule in catalogue.rules
            # A source is never surer than the rule that it stands for.
            assert SUREST_FIRST.index(source.tag) >= SUREST_FIRST.index(catalogue.rules[source.rule].tag)


def test_every_source_is_used(documents: Documents) -> None:
    used = {source.name for item in documents.items for need in item.needs for source in need.by}
    used |= {source.name for each in documents.diagnoses for one in (*each.fits, *each.never) for source in one.by}
    assert set(documents.sources) == used


def test_the_pages_are_those_that_are_known_to_misdescribe_their_codes(catalogue: Catalogue) -> None:
    articles = catalogue.reference.document("published")["articles"]
    for code in ("J7211", "J7212", "J7210", "J7207", "J1411"):
        source = catalogue.documents.sources[f"page-{code}"]
        article = articles[code]
        assert (source.title, source.address, source.opened) == (
            article["title"],
            article["address"],
            article["opened"],
        )
        assert source.tag == "B"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_published_page_asks_is_asked_and_the_page_named(catalogue: Catalogue, page: str) -> None:
    code, _, use = page.partition(" ")
    needed = catalogue.documents.items_for(drug(catalogue, code), use=use, weight_based=True, discarded=True)
    asked = {each.item.name: {source.name for source in each.by} for each in needed}
    for words, items in PAGES[page].items():
        for name in items:
            assert f"page-{code}" in asked.get(name, ()), f"{page}: {words} ({name})"


@pytest.mark.parametrize("code", FOURTEEN)
def test_the_fourteen_codes_have_a_class_items_and_diagnoses(catalogue: Catalogue, code: str) -> None:
    found = catalogue.documents.class_of(drug(catalogue, code)).name
    others = {"J1411": "other-infusions", "J1459": "immune-globulins", "J1556": "immune-globulins"}
    assert found == others.get(code, "clotting-factors")
    assert {"diagnosis", "order", "product", "lot", "given", "route", "discarded"} <= set(
        names(catalogue.documents.items_for(drug(catalogue, code)))
    )
    assert listed(catalogue, code).fits


@pytest.mark.parametrize(
    "code, name",
    [
        ("J7211", "clotting-factors"),
        ("J7199", "clotting-factors"),  # not otherwise classified: not in the payment file
        ("C9141", "clotting-factors"),  # the code of Jivi before J7208
        ("J7168", "other-infusions"),  # prothrombin complex, reverses warfarin; not marked as a clotting factor
        ("J1459", "immune-globulins"),
        ("J2791", "immune-globulins"),  # Rho(D)
        ("J7504", "other-infusions"),  # antithymocyte globulin suppresses
        ("J9035", "oncology"),
        ("Q5117", "oncology"),  # a biosimilar of trastuzumab
        ("Q2042", "oncology"),  # CAR-T
        ("J9332", "other-infusions"),  # efgartigimod, for myasthenia gravis
        ("J1745", "other-infusions"),
        ("J3490", "other-infusions"),
    ],
)
def test_a_drug_has_one_class(catalogue: Catalogue, code: str, name: str) -> None:
    assert catalogue.documents.class_of(drug(catalogue, code)).name == name


def test_every_code_has_a_class_and_what_the_payment_file_marks_is_a_clotting_factor(catalogue: Catalogue) -> None:
    marked = 0
    for row in catalogue.reference.codes():
        found = drug(catalogue, row.code)
        name = catalogue.documents.class_of(found).name
        assert name
        if found.limit and found.limit.clotting_factor:
            marked += 1
            assert name == "clotting-factors", row.code
    assert marked > 30


def test_codes_are_named_that_exist_and_none_twice(catalogue: Catalogue) -> None:
    known = {row.code for row in catalogue.reference.codes()}
    documents = catalogue.documents
    in_classes = [code for each in documents.classes for code in each.codes]
    assert len(in_classes) == len(set(in_classes))
    in_lists = [name for each in documents.diagnoses for name in each.of]
    assert len(in_lists) == len(set(in_lists))
    classes = {each.name for each in documents.classes}
    in_needs = {name for item in documents.items for need in item.needs for name in need.of}
    excluded = {code for each in documents.classes for code in each.excluded}
    assert (set(in_classes) | set(in_lists) | in_needs | excluded) - classes <= known


def test_what_is_asked_depends_on_what_was_done(catalogue: Catalogue) -> None:
    factor, ask = drug(catalogue, "J7192"), catalogue.documents.items_for
    plain = set(names(ask(factor)))
    assert set(names(ask(factor, weight_based=True))) - plain == {"weight", "weight-date"}
    assert plain - set(names(ask(factor, single_dose=False))) == {"discarded"}
    assert set(names(ask(factor, discarded=True))) - plain == {"discard-time", "discard-reason"}
    assert set(names(ask(factor, stopped=True))) - plain == {"stopped-reason"}
    assert set(names(ask(factor, authorization=True))) - plain == {"authorization"}
    assert set(names(ask(factor, use="on-demand"))) - plain == {"bleed-severity", "bleed-place", "bleed-duration"}
    assert set(names(ask(factor, use="prophylaxis"))) - plain == {"factor-levels", "treatment-plan", "bleeding-history"}
    assert set(names(ask(factor, use="perioperative"))) - plain == {"factor-levels", "operation"}


def test_what_is_optional_is_never_asked_for(catalogue: Catalogue) -> None:
    for code in ("J7211", "J1459", "J9035", "J1745"):
        for use in ("", *USES):
            needed = catalogue.documents.items_for(
                drug(catalogue, code), use=use, weight_based=True, discarded=True, stopped=True, authorization=True
            )
            assert not {"witness", "age", "sex", "prepared-by", "explained"} & set(names(needed))
            assert not any(each.optional for each in needed)


def test_items_come_in_the_order_of_the_work_and_say_who_asks(catalogue: Catalogue) -> None:
    needed = catalogue.documents.items_for(drug(catalogue, "J7211"), weight_based=True, discarded=True)
    order = [list(catalogue.documents.sections).index(each.item.section) for each in needed]
    assert order == sorted(order)
    by_name = {each.item.name: each for each in needed}
    assert by_name["given"].required
    assert by_name["given"].who.startswith("CMS (primary text, second-hand)")
    assert not by_name["weight-date"].required
    assert by_name["weight-date"].who == "NCC MERP (industry practice)"
    assert str(by_name["expiry"].by[0]) == "practice, unverified"
    assert not by_name["expiry"].required


@pytest.mark.parametrize(
    "code, fitting, asks_for_a_look, wrong",
    [
        ("J7211", "D66 D68.311", "D68.00 C50.911", "D67"),
        ("J7207", "D66", "D68.2", "D67"),
        ("J7187", "D66 D68.01 D68.020", "D68.2", "D67"),
        ("J7195", "D67", "", "D66 D68.2"),
        ("J7202", "D67", "", "D66"),
        ("J7189", "D66 D67 D68.2 D68.311 D68.318 D69.1", "D68.01", ""),
        ("J7198", "D66 D67 D68.311", "D68.2", ""),
        ("J7170", "D66", "D68.01", "D67"),
        ("J7188", "D68.311", "D66", "D67"),
        ("J7180", "D68.2", "D66", ""),
        ("J1411", "D67", "", "D66 D80.0"),
        ("J1459", "D80.0 D81.9 D82.1 D83.9 D69.3 G61.81 M33.10 C91.10 M30.3 B20", "", ""),
    ],
)
def test_which_diagnoses_fit(catalogue: Catalogue, code: str, fitting: str, asks_for_a_look: str, wrong: str) -> None:
    found = listed(catalogue, code)
    for diagnosis in fitting.split():
        assert found.fitting(read_diagnosis(diagnosis)), diagnosis
        assert not found.surely_wrong(diagnosis)
    for diagnosis in asks_for_a_look.split():
        assert not found.fitting(read_diagnosis(diagnosis)), diagnosis
        assert not found.surely_wrong(diagnosis), diagnosis
    for diagnosis in wrong.split():
        assert not found.fitting(read_diagnosis(diagnosis)), diagnosis
        assert found.surely_wrong(diagnosis), diagnosis


def test_what_stands_on_practice_alone_makes_no_diagnosis_surely_wrong(documents: Documents) -> None:
    for each in documents.diagnoses:
        assert all(one.verified for one in each.never), each.of
        assert not each.closed or all(one.verified for one in each.fits), each.of


def test_the_most_exact_entry_is_the_one_that_fits(catalogue: Catalogue) -> None:
    entry = listed(catalogue, "J7189").fitting("D68.318")
    assert entry is not None
    assert (entry.code, entry.verified) == ("D68.318", True)


def test_home_immune_globulin_covers_every_diagnosis_of_the_manual(catalogue: Catalogue) -> None:
    # Medicare Benefit Policy Manual ch. 15 s. 50.6.
    manual = (
        "G11.3 D80.0 D80.2 D80.3 D80.4 D80.5 D80.6 D80.7 D81.0 D81.1 D81.2 D81.5 D81.6 D81.7 D81.89 D81.9 D82.0 "
        "D82.1 D82.4 D83.0 D83.1 D83.2 D83.8 D83.9"
    )
    found = listed(catalogue, "J1561")
    assert all((entry := found.fitting(code)) and entry.verified for code in manual.split())


def test_immune_globulins_are_given_for_more_than_is_listed_and_nobody_is_asked(catalogue: Catalogue) -> None:
    found = listed(catalogue, "J1459")
    assert not any(found.doubts(diagnosis) for diagnosis in ("D83.9", "M06.9", "G25.82"))


def test_a_closed_list_and_one_that_asks_doubt_what_is_outside(catalogue: Catalogue) -> None:
    assert listed(catalogue, "J7211").doubts("C50.911")
    assert listed(catalogue, "J7211").doubts("D67")
    assert not listed(catalogue, "J7211").doubts("D66")
    assert listed(catalogue, "J7195").doubts("D66")


def test_a_list_that_does_not_ask_still_tells_what_is_surely_wrong() -> None:
    fits, never = Diagnosis("D66", "haemophilia A", ()), Diagnosis("D67", "haemophilia B", ())
    found = Diagnoses(("J0001",), "D66", closed=False, fits=(fits,), never=(never,), asks=False)
    assert [found.doubts(each) for each in ("D66", "D67", "C50.911")] == [False, True, False]


def test_the_names_below_documents_are_those_of_the_items(documents: Documents) -> None:
    names = document_names(documents)
    assert {"laboratory", "severity", "frequency", "network"} <= names
    assert not {"labratory", "weight", "lot", "documents"} & names


# Whatever family of codes a drug is billed in, it may be labelled for other illnesses than cancer: rituximab for
# arthritis, leuprolide for endometriosis, bevacizumab for the eye.
@pytest.mark.parametrize("code", ["J1745", "J2791", "J3490", "J9312", "J9217", "J9202", "J9190", "J9035"])
def test_where_nothing_is_listed_nothing_is_said(catalogue: Catalogue, code: str) -> None:
    assert catalogue.documents.diagnoses_for(drug(catalogue, code)) is None


def test_an_item_is_found_by_its_name(documents: Documents) -> None:
    assert documents.item("lot").field == "lot"
    with pytest.raises(KeyError):
        documents.item("lots")


def test_the_compiled_document_is_the_one_that_people_read(documents: Documents) -> None:
    assert read_documents(read_marked(DATA / "documents.yaml")) == documents


def test_the_smallest_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "documents.yaml"
    path.write_text(MINIMAL)
    found = read_documents(read_marked(path))
    assert [item.name for item in found.items] == ["given", "lot"]


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    "before, after, at, said",
    [
        ("title: Lot", "title: Lot\n    colour: red", "colour", "'colour' is not known here"),
        ("title: Lot", "tilte: Lot", "  lot:", "'title' is missing"),
        ("    title: Lot\n", "", "  lot:", "'title' is missing"),
        ("example: A1", "example: '{dose}'", "  lot:", "names what is not known"),
        ("field: lot", "field: lots", "  lot:", "no field 'lots'"),
        ("field: lot", "field: lot.number", "  lot:", "no field 'lot.number'"),
        (
            "section: visit\n    space: small\n    needed:\n      - {by: [practice]",
            "section: vist\n    space: small\n    needed:\n      - {by: [practice]",
            "vist",
            "not 'vist'",
        ),
        ("[practice], for: [factors]", "[practise], for: [factors]", "practise", "'practise' is not among the sources"),
        ("for: [factors]", "for: [factor]", "for: [factor]", "names 'factor'"),
        ("[practice], for: [factors]", "[practice], when: often", "often", "not 'often'"),
        ("- {by: [cms]}", "- {by: []}", "by: []", "names no source"),
        ("codes: [J7211]", "codes: [99213]", "99213", "names '99213'"),
        ("tag: P2", "tag: Q", "tag: Q", "not 'Q'"),
        ("title: practice, tag: K", "title: practice, tag: B", "  practice:", "no opened document"),
        (", opened: 2026-11-22", "", "  cms:", "an address and the day"),
        ("closed: true", "closed: maybe", "maybe", "true or false"),
        ("      D66: {", "      286.0: {", "286.0", "a diagnosis of ICD-10-CM"),
        ("    example: D66\n", "    example: D67\n", "for: [J7211]", "'D67' is no diagnosis of the list"),
        ("fields:", "feilds:", "feilds", "'feilds' is not known here"),
        ("{title: others}", "others", "others: others", "names with values"),
    ],
)
def test_a_broken_document_is_refused_with_its_line(
    tmp_path: Path, before: str, after: str, at: str, said: str
) -> None:
    assert MINIMAL.count(before) == 1
    text = MINIMAL.replace(before, after)
    path = tmp_path / "documents.yaml"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        read_documents(read_marked(path))
    messages = [problem.message for problem in refused.value.problems]
    where = re.compile(rf"line {line_of(text, at)}[,:]")
    assert any(where.search(message) and said in message for message in messages), messages


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "documents.yaml"
    path.write_text(MINIMAL.replace("title: Lot", "tilte: Lot").replace("tag: P2", "tag: Q"))
    with pytest.raises(Refused) as refused:
        read_documents(read_marked(path))
    assert len(refused.value.problems) > 1


def test_a_document_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused):
        read_documents(None)
