"""The lines of an account as they should be: worked out by hand, and as laws over every code.

J1745: a unit is 10 mg. 350 mg of 4 x 100 mg, 50 mg discarded: ceil(350 / 10) = 35 administered units, and
floor(400 / 10) - 35 = 5 discarded.
"""

from fractions import Fraction
from typing import Any

import pytest

from tests.checks.conftest import checked
from tests.checks.pairs import MUTATIONS, Mutation, Pair, pairs
from unitcalc.catalogue.descriptors import Kind
from unitcalc.checks.gathering.tables import Tables
from unitcalc.checks.judging import Judged
from unitcalc.findings import Severity

DAY = "2025-03-01"
INFLIXIMAB = {"given": "350 mg", "opened": ["4 x 100 mg"], "discarded": "50 mg"}
WHOLE = {"given": "400 mg", "opened": ["4 x 100 mg"], "discarded": "0 mg"}
TOPICS = "UWMNL"


def judged(tables: Tables, *lines: Any, **record: Any) -> Judged:
    """The account of a record with lines."""
    (one,) = checked(tables, {"date": DAY, **record, "lines": list(lines)}).judged
    return one


def corrected(tables: Tables, *lines: Any, **record: Any) -> list[str]:
    """Its right lines, as they are told."""
    found = judged(tables, *lines, **record).corrected
    assert found is not None
    return [" ".join(line.split()) for line in found]


@pytest.mark.parametrize(
    "record, billed, right",
    [
        # GA on all lines of the item (RULES 7.3), PO of the department, both as billed
        (INFLIXIMAB, ["J1745-GA-PO 350", "J1745-JW-GA-PO 5"], ["J1745-GA-PO 35", "J1745-JW-GA-PO 5"]),
        (INFLIXIMAB, ["J1745-GA 35", "J1745-JW 5"], ["J1745-GA 35", "J1745-JW-GA 5"]),
        (INFLIXIMAB, ["J1745-GY 40"], ["J1745-GY 35", "J1745-JW-GY 5"]),
        # exactly one of EA, EB and EC on each line of an ESA (7.2); J0885: 1,000 units, 40,000 of a vial of 40,000
        (
            {
                "given": "40000 units",
                "opened": ["1 x 40000 units"],
                "discarded": "0 units",
                "container_type": "single-dose",
            },
            ["J0885-JZ-EA 41"],
            ["J0885-JZ-EA 40"],
        ),
        # J0129: 10 mg, 500 mg of two vials of 250 mg: 50 units, by infusion
        (
            {"given": "500 mg", "opened": ["2 x 250 mg"], "discarded": "0 mg", "container_type": "single-dose"},
            ["J0129-JZ-JA 51"],
            ["J0129-JZ-JA 50"],
        ),
        # the record says under the skin
        (
            {
                "given": "500 mg",
                "opened": ["2 x 250 mg"],
                "discarded": "0 mg",
                "container_type": "single-dose",
                "route": "subcutaneous",
            },
            ["J0129-JA-JZ 51"],
            ["J0129-JZ-JB 50"],
        ),
        # JG was right until the end of 2024, and TB takes its place after it (7)
        ({**WHOLE, "date": "2024-03-01", "supply": "340b"}, ["J1745-JZ-JG 41"], ["J1745-JZ-JG 40"]),
        ({**WHOLE, "supply": "340b"}, ["J1745-JZ-JG 41"], ["J1745-JZ-TB 40"]),
        ({**WHOLE, "supply": "340b"}, ["J1745-JZ 40"], ["J1745-JZ-TB 40"]),
        # supply is not stated: TB stays
        (WHOLE, ["J1745-JZ-TB 41"], ["J1745-JZ-TB 40"]),
        # 76 and 59 follow from the units: one line, no split
        (WHOLE, ["J1745-76-JZ-PN 40"], ["J1745-JZ-PN 40"]),
        (WHOLE, ["J1745-JZ 20", "J1745-JZ-59 20"], ["J1745-JZ 40"]),
        # no modifier of a drug, an unknown one, one that no policy asks for, one that is written twice
        (WHOLE, ["J1745-JZ-25-91-22-RT 40"], ["J1745-JZ 40"]),
        (WHOLE, ["J1745-JZ-Y9-KX-PO-PO 41"], ["J1745-JZ-PO 40"]),
        # nothing was given: no line (R7)
        ({"given": "0 mg", "opened": ["4 x 100 mg"]}, ["J1745-JZ-GA 40"], []),
    ],
)
def test_modifiers_that_are_right_stay(
    tables: Tables, record: dict[str, Any], billed: list[str], right: list[str]
) -> None:
    assert corrected(tables, *billed, code=billed[0][:5], **record) == right


def test_contradicting_modifiers_wait_for_a_person(tables: Tables) -> None:
    """GA says that a notice is on file, GZ that there is none (7.3): no table tells which one is true."""
    assert judged(tables, "J1745-GA 350", "J1745-JW-GZ 5", code="J1745", **INFLIXIMAB).corrected is None


def test_more_modifiers_than_a_line_takes_wait_for_a_person(tables: Tables) -> None:
    """Four have room (7.1), and each of JZ, TB, PO, GA and JA may be right."""
    assert judged(tables, "J1745-JZ-TB-PO-GA-JA 41", code="J1745", **WHOLE).corrected is None


def _line(text: str, ndc: str, quantity: str, unit: str = "UN") -> dict[str, str]:
    code, units = text.split()
    head, _, modifiers = code.partition("-")
    return {
        "code": head,
        "modifiers": modifiers.replace("-", " "),
        "units": units,
        "ndc": ndc,
        "ndc_quantity": quantity,
        "ndc_unit": unit,
    }


@pytest.mark.parametrize("payer", ["regence", "lifewise-premera", "uhc-community-md", "medicare-part-b"])
def test_the_ndc_stays_with_the_quantity_of_the_record(tables: Tables, payer: str) -> None:
    """350 mg are 3.5 vials of 100 mg, 50 mg are half of one (5.4, 5.5)."""
    billed = [_line("J1745 36", "57894003001", "3.6"), _line("J1745-JW 5", "57894003001", "0.5")]
    right = ["J1745 35 N457894003001 UN3.5", "J1745-JW 5 N457894003001 UN0.5"]
    assert corrected(tables, *billed, code="J1745", payer=payer, **INFLIXIMAB) == right


def test_one_line_becomes_two_and_both_carry_the_ndc(tables: Tables) -> None:
    billed = _line("J1745-JZ 40", "57894-0030-01", "4")
    right = ["J1745 35 N457894003001 UN3.5", "J1745-JW 5 N457894003001 UN0.5"]
    assert corrected(tables, billed, code="J1745", payer="regence", **INFLIXIMAB) == right


def test_a_liquid_is_counted_in_ml(tables: Tables) -> None:
    """Privigen holds 100 mg in a mL: 100 g are 1,000 mL (5.4) and, at 500 mg a unit, 200 units."""
    record = {"given": "100 g", "opened": ["5 x 20 g"], "discarded": "0 g", "payer": "regence", "code": "J1459"}
    billed = _line("J1459-JZ 201", "44206-0438-20", "1005", "ML")
    assert corrected(tables, billed, **record) == ["J1459-JZ 200 N444206043820 ML1000"]


def test_an_ndc_of_another_drug_goes(tables: Tables) -> None:
    billed = _line("J1745-JZ 40", "00026-3824-25", "4")
    assert corrected(tables, billed, code="J1745", **WHOLE) == ["J1745-JZ 40"]


def test_lines_of_two_ndcs_keep_their_parts(tables: Tables) -> None:
    """Together they are right; only 91 goes."""
    billed = [
        _line("J1745-JZ-91 30", "57894-0030-01", "3"),
        _line("J1745-JZ 10", "57894-0160-01", "1"),
    ]
    assert corrected(tables, *billed, code="J1745", **WHOLE) == [
        "J1745-JZ 30 N457894003001 UN3",
        "J1745-JZ 10 N457894016001 UN1",
    ]


def _times(number: int, **one: Any) -> dict[str, Any]:
    return {"administrations": [one] * number}


def test_administrations_of_a_day_are_one_claim(tables: Tables) -> None:
    """J9035, 10 mg, twice 31 mg of 100 mg: twice ceil(31 / 10) = 4 and floor(100 / 10) - 4 = 6 (1.9)."""
    record = _times(2, given="31 mg", opened=["1 x 100 mg"], discarded="69 mg") | {"code": "J9035"}
    assert corrected(tables, "J9035 7", "J9035-JW 13", **record) == ["J9035 8", "J9035-JW 12"]


@pytest.mark.parametrize(
    "setting, right",
    [
        ("hospital-outpatient", ["J7189 25200", "J7189-JW 2800"]),
        ("office", ["J7189 9999", "J7189-76 9999", "J7189-76 5202", "J7189-JW 2800"]),
    ],
)
def test_the_limit_of_a_line_is_applied_once_a_day(tables: Tables, setting: str, right: list[str]) -> None:
    """Four times 6,300 mcg of 7 x 1,000 mcg: 25,200, and four times 700 left; 9,999 + 9,999 + 5,202 (4.3)."""
    record = _times(4, given="6300 mcg", opened=["7 x 1000 mcg"], discarded="700 mcg")
    record |= {"code": "J7189", "setting": setting, "container_type": "single-dose"}
    assert corrected(tables, "J7189 25000", "J7189-JW 2800", **record) == right


def test_one_administration_with_waste_and_one_without(tables: Tables) -> None:
    """10 + 4 units given, 6 discarded: beside a JW line no line says that nothing was (1.7)."""
    times = [
        {"given": "100 mg", "opened": ["1 x 100 mg"], "discarded": "0 mg"},
        {"given": "31 mg", "opened": ["1 x 100 mg"], "discarded": "69 mg"},
    ]
    assert corrected(tables, "J9035 13", "J9035-JW 6", code="J9035", administrations=times) == [
        "J9035 14",
        "J9035-JW 6",
    ]


def test_without_a_record_the_sure_corrections_follow_each_other(tables: Tables) -> None:
    """25, 91 and 22 belong on no drug line; RT may be the payer's wish. No finding alone has the whole answer."""
    one = judged(tables, {"code": "J1745", "modifiers": "JZ 25 91 22 RT", "units": "40"})
    assert one.corrected == ("J1745-JZ-RT  40",)
    assert [each.check.code for each in one.violations].count("M01") == 3
    assert all(each.corrected is None for each in one.violations)


def test_a_finding_that_is_the_only_one_has_the_whole_answer(tables: Tables) -> None:
    one = judged(tables, {"code": "J1745", "modifiers": "JZ 91", "units": "40"})
    (found,) = [each for each in one.violations if each.check.code == "M01"]
    assert found.corrected is not None
    assert [str(line) for line in found.corrected] == ["J1745-JZ  40"] == list(one.corrected or ())


def test_units_are_joined_before_they_are_split(tables: Tables) -> None:
    """J7201 takes 9,000 units a line: 9,999 + 11 = 10,010 = 9,000 + 1,010."""
    one = judged(tables, "J7201-JZ 9999", "J7201-JZ-76 11")
    assert one.gathered.facts.split_limit == 9000
    assert one.corrected == ("J7201-JZ  9000", "J7201-JZ-76  1010")


def test_a_split_line_shares_its_ndc_quantity(tables: Tables) -> None:
    """22 vials in 22,000 units: 9,999 are 9.999, and the last line takes what is left (5.5)."""
    one = judged(tables, _line("J7211-JZ 22000", "00026-3826-50", "22"))
    assert one.corrected is not None
    assert [line.split()[-1] for line in one.corrected] == ["UN9.999", "UN9.999", "UN2.002"]


@pytest.fixture(scope="module")
def some_pairs(tables: Tables) -> list[Pair]:
    return list(pairs(tables.catalogue))[::16]


def _of_record(tables: Tables, record: dict[str, Any]) -> Judged | None:
    return next((one for one in checked(tables, record).judged if one.account.record is not None), None)


def _wrong(one: Judged) -> list[str]:
    """The errors of units, waste, modifiers, NDC and limits."""
    errors = (each for each in one.violations if each.check.severity is Severity.ERROR)
    return [f"{each.check.code} {each.sentence}" for each in errors if each.check.code[0] in TOPICS]


def _as_written(line: str) -> dict[str, str]:
    """A right line as it stands in a record: `J1745-JW  5  N457894003001 UN0.5`."""
    head, units, *ndc = line.split()
    code, _, modifiers = head.partition("-")
    written = {"code": code, "modifiers": modifiers.replace("-", " "), "units": units}
    if ndc:
        written["ndc"] = ndc[0].removeprefix("N4")
    if len(ndc) > 1:
        written |= {"ndc_unit": ndc[1][:2], "ndc_quantity": ndc[1][2:]}
    return written


@pytest.fixture(scope="module")
def of_record(tables: Tables, some_pairs: list[Pair]) -> dict[str, set[str]]:
    """What is wrong with each correct pair: only what its record leaves open."""
    return {pair.drug.code: set(_wrong(one)) for pair in some_pairs if (one := _of_record(tables, pair.record))}


def test_a_right_claim_stays_as_it_is(tables: Tables, some_pairs: list[Pair]) -> None:
    changed = {}
    for pair in some_pairs:
        one = _of_record(tables, pair.record)
        assert one is not None
        if one.corrected != tuple(map(str, one.account.lines)):
            changed[pair.drug.code] = (list(map(str, one.account.lines)), one.corrected)
    assert not changed


OF_LINES = MUTATIONS[: next(at for at, each in enumerate(MUTATIONS) if each.name == "a code that does not exist")]
OF_NDC = tuple(each for each in MUTATIONS if "an NDC" in each.name)


@pytest.mark.parametrize("mutation", [*OF_LINES, *OF_NDC], ids=lambda each: each.name)
def test_corrected_lines_are_found_right(
    tables: Tables, some_pairs: list[Pair], of_record: dict[str, set[str]], mutation: Mutation
) -> None:
    """Put back into the record, no check of units, waste, modifiers, NDC and limits speaks of them.

    What is said of the pair's own record (a vial that is smaller than any on the market) no lines can mend.
    """
    wrong, tried = {}, 0
    for pair in some_pairs:
        record = mutation.make(pair)
        one = None if record is None else _of_record(tables, record)
        if record is None or one is None or one.expected is None:
            continue
        tried += 1
        if one.corrected is None:
            if pair.drug.kind is not Kind.CELLS:  # KX, LU, JZ and 76 leave no room for a fifth
                wrong[pair.drug.code] = ["no lines"]
            continue
        record["lines"] = [_as_written(line) for line in one.corrected]
        again = _of_record(tables, record)
        assert again is not None
        errors = set(_wrong(again)) - of_record[pair.drug.code]
        if errors or again.corrected != one.corrected:
            wrong[pair.drug.code] = [*errors, str(one.corrected), str(again.corrected)]
    assert tried
    assert not wrong, "\n".join(f"{code}: {told}" for code, told in list(wrong.items())[:20])


def test_ndcs_that_were_billed_are_counted_anew(tables: Tables) -> None:
    """One and a half of two containers given: 1.5 and 0.5 of a vial, or of a vial's mL, on the right lines (5.4, 5.5).

    Billed with a unit too many a line and a quantity of 9 each, for a payer that wants both.
    """
    wrong, tried = {}, 0
    for pair in list(pairs(tables.catalogue))[::4]:
        unit = pair.drug.billing_unit
        if pair.drug.kind is not Kind.AMOUNT or unit is None:
            continue
        known = [
            each for each in tables.catalogue.of_code(pair.drug) if each.ndc and each.in_force and each.label_amount
        ]
        vial = next((each for each in known if each.form == "powder"), None)
        if vial is None or vial.label_amount is None or not vial.label_amount.fits(unit.unit):
            continue
        tried += 1
        each = vial.label_amount
        record = {
            "date": pair.record["date"],
            "code": pair.drug.code,
            "payer": "regence",
            "container_type": "single-dose",
            "shortage": "the sizes that would waste less were not to be had",
            "given": str(each * Fraction(3, 2)),
            "opened": [f"2 x {each}"],
            "discarded": str(each * Fraction(1, 2)),
        }
        bare = _of_record(tables, {**record, "lines": []})
        assert bare is not None
        assert bare.corrected is not None
        lines = [
            _as_written(line) | {"ndc": vial.ndc, "ndc_quantity": "9", "ndc_unit": "UN"} for line in bare.corrected
        ]
        for line in lines:
            line["units"] = str(int(line["units"]) + 1)
        one = _of_record(tables, {**record, "lines": lines})
        assert one is not None
        digits = str(vial.ndc).replace("-", "")
        right = tuple(f"{line}  N4{digits} UN{'0.5' if '-JW' in line else '1.5'}" for line in bare.corrected)
        again = _of_record(tables, {**record, "lines": [_as_written(line) for line in one.corrected or ()]})
        assert again is not None
        if one.corrected != right or set(_wrong(again)) - set(_wrong(bare)):
            wrong[pair.drug.code] = (one.corrected, right, _wrong(again))
    assert tried > 5
    assert not wrong
