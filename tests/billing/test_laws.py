"""RULES R6 and what else holds of every bill, whatever was charted: through the whole of `bill`."""

import json
import re
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.billing.asking import Ask, checks, marked, units_of
from tests.billing.records import PRODUCTS, SCALES, Product, Record, drawn
from unitcalc.billing.bill import Bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.record import as_record
from unitcalc.billing.text import as_text
from unitcalc.findings import Severity

CHOICES = {"container-type-unknown", "shares-missing", "infusion-stopped", "amount-unexplained", "nominal-given"}
"""The findings that say what a person must choose."""
HALF_GIVEN = Record(PRODUCTS[2], ((1, Fraction("0.5")),), Fraction("0.3"), None, Fraction(0), Fraction(0), "2025-03-01")
"""0.3 mg at 0.1 mg: binary floats make four units of it (RULES 1.11)."""


def discards(record: Record, found: Bill) -> list[tuple[int, int, Fraction, tuple[ClaimLine, ...]]]:
    """Units of each bill that the record allows, and the discard that it rests on."""
    rest = max(record.label - min(record.given, record.label) - record.explained - (record.discarded or 0), Fraction(0))
    whole = (record.discarded or 0) + rest
    if found.alternatives:
        assert record.discarded is not None
        assert rest >= record.product.one
        first, second = found.alternatives
        return [
            (first.administered_units, first.discarded_units, whole, first.lines),
            (second.administered_units, second.discarded_units, record.discarded, second.lines),
        ]
    assert found.administered_units is not None
    assert found.discarded_units is not None
    waste = whole if record.discarded is None else record.discarded
    return [(found.administered_units, found.discarded_units, waste, found.lines)]


@given(record=drawn())
@example(record=HALF_GIVEN)
def test_units_obey_label_and_chart(ask: Ask, record: Record) -> None:
    """R6: (A - 1) u < min(d, L) <= A u; (A + J) u <= min(L, d + w) and J the largest such; J u <= w."""
    u, label = record.product.one, record.label
    for administered, discarded, waste, _ in discards(record, ask(**record.typed())):
        assert (administered - 1) * u < min(record.given, label) <= administered * u
        if administered == 0:
            assert discarded == 0
            continue
        kept = min(label, record.given + waste)
        assert discarded == 0 or (administered + discarded) * u <= kept
        assert kept < (administered + discarded + 1) * u
        assert discarded * u <= waste
        assert discarded == 0 or (administered + discarded) * u <= label


@given(record=drawn())
def test_lines_add_up_to_the_units_and_carry_what_they_may(ask: Ask, record: Record) -> None:
    for administered, discarded, _, lines in discards(record, ask(**record.typed())):
        assert units_of(lines, discarded=False) == administered
        assert units_of(lines, discarded=True) == discarded
        modifiers = [set(line.modifiers) for line in lines]
        assert not any({"JW", "JZ"} <= each for each in modifiers)
        if any("JW" in each for each in modifiers):
            assert "JW" not in modifiers[0]
            assert not any("JZ" in each for each in modifiers)
        assert all(line.units > 0 for line in lines)
        assert all(line.code == record.product.code for line in lines)


@given(record=drawn())
def test_without_discarded_units_every_line_carries_jz_from_its_date(ask: Ask, record: Record) -> None:
    assume(record.product.symbol != "mL")
    for _, discarded, _, lines in discards(record, ask(**record.typed())):
        wanted = discarded == 0 and record.day >= "2023-07-01"
        assert all(("JZ" in line.modifiers) is wanted for line in lines)


@given(record=drawn(), data=st.data())
def test_the_unit_in_which_a_dose_is_written_changes_nothing(ask: Ask, record: Record, data: st.DataObject) -> None:
    assume(record.product.symbol in SCALES)
    symbol, times = data.draw(st.sampled_from(SCALES[record.product.symbol]))
    assert as_record(ask(**record.typed(symbol, times)))["lines"] == as_record(ask(**record.typed()))["lines"]
    written, plain = ask(**record.typed(symbol, times)), ask(**record.typed())
    assert (written.given, written.discarded, written.unexplained) == (plain.given, plain.discarded, plain.unexplained)
    assert written.alternatives == plain.alternatives


@given(record=drawn(), data=st.data())
def test_the_order_of_the_containers_changes_nothing(ask: Ask, record: Record, data: st.DataObject) -> None:
    shuffled = record.without(containers=tuple(data.draw(st.permutations(record.containers))))
    one, other = ask(**record.typed()), ask(**shuffled.typed())
    assert marked(one.lines) == marked(other.lines)
    assert (one.discarded, one.opened, one.unexplained) == (other.discarded, other.opened, other.unexplained)
    assert [marked(each.lines) for each in one.alternatives] == [marked(each.lines) for each in other.alternatives]


@given(record=drawn())
def test_a_count_written_in_two_entries_changes_nothing(ask: Ask, record: Record) -> None:
    apart = tuple(pair for count, each in record.containers for pair in ((1, each), (count - 1, each)) if pair[0])
    one, other = ask(**record.typed()), ask(**record.without(containers=apart).typed())
    assert one.lines == other.lines
    assert (one.discarded, one.opened, one.unexplained) == (other.discarded, other.opened, other.unexplained)
    assert one.alternatives == other.alternatives


@given(record=drawn())
def test_the_record_balances(ask: Ask, record: Record) -> None:
    """RULES 9: opened = given + discarded + explained + unexplained, unless more was charted than was opened."""
    found = ask(**record.typed())
    assert found.opened is not None
    assert found.opened.value == record.label
    charted = record.given + (record.discarded or 0) + record.explained
    if found.alternatives or charted > record.label:
        return
    assert found.discarded is not None
    assert found.unexplained is not None
    parts = (found.given, found.discarded, found.explained, found.unexplained)
    assert sum(part.value for part in parts) == record.label
    assert all(part.value >= 0 for part in parts)
    assert record.discarded in (None, found.discarded.value)


@given(record=drawn(charted=True))
def test_alternatives_stand_where_a_person_must_choose_and_differ(ask: Ask, record: Record) -> None:
    found = ask(**record.typed())
    waits = bool(checks(found, Severity.ERROR) & CHOICES)
    assert waits is bool(found.alternatives)
    if waits:
        assert found.waits_for_a_person
        assert found.lines == ()
        first, second = found.alternatives
        assert first.lines != second.lines
        assert first.if_ != second.if_


@given(record=drawn(), kind=st.sampled_from(("multi-dose", "")))
def test_other_containers(ask: Ask, record: Record, kind: str) -> None:
    """R2: multi-dose is neither JW nor JZ; where the type decides, both bills are shown or none is chosen."""
    found = ask(**record.without(container_type=kind).typed())
    if kind == "multi-dose":
        assert found.alternatives == ()
        assert found.discarded_units == 0
        assert not {"JW", "JZ"} & {mark for line in found.lines for mark in line.modifiers}
        u = record.product.one
        assert found.administered_units is not None
        assert (found.administered_units - 1) * u < min(record.given, record.label) <= found.administered_units * u
    else:
        assert bool(found.alternatives) is bool(checks(found, Severity.ERROR) & CHOICES)
        assert len({str(marked(each.lines)) for each in found.alternatives}) == len(found.alternatives)
        assert not (found.alternatives and found.lines)


@given(record=drawn())
def test_zero_given_bills_nothing(ask: Ask, record: Record) -> None:
    nothing = record.without(given=Fraction(0), explained=Fraction(0), overfill=Fraction(0))
    found = ask(**nothing.typed())
    assert (found.lines, found.alternatives, found.administered_units, found.discarded_units) == ((), (), 0, 0)
    assert not found.waits_for_a_person
    assert "nothing-given" in checks(found)


@given(record=drawn())
@example(record=HALF_GIVEN)
def test_the_json_holds_the_exact_amounts(ask: Ask, record: Record) -> None:
    found = ask(**record.typed())
    read = json.loads(json.dumps(as_record(found)))
    assert Fraction(read["given"]["amount"]) == record.given
    assert Fraction(read["opened"]["amount"]) == record.label
    assert Fraction(read["billing_unit"]["amount"]) == record.product.one
    assert Fraction(read["explained"]["amount"]) == record.explained
    assert (read["discarded"] is None) is (found.discarded is None)
    for line, written in zip(found.lines, read["lines"], strict=True):
        assert written["units"] == line.units
        assert type(written["units"]) is int
        assert line.amount is not None
        assert Fraction(written["amount"]["amount"]) == line.amount.value


@given(record=drawn())
@example(record=HALF_GIVEN)
def test_no_text_shows_the_digits_of_a_float(ask: Ask, record: Record) -> None:
    found = ask(**record.typed())
    for text in (as_text(found), json.dumps(as_record(found))):
        assert re.search(r"\d\.\d*(?:0{6}|9{6})\d|\de-\d", text) is None


POWDERS = (Product("J1745", "10", "mg", ("100",)), Product("J9355", "10", "mg", ("150", "420")))
LIQUID = Product("J9271", "1", "mg", ("100",))


@pytest.mark.parametrize("liquid", [False, True], ids=["powder", "liquid"])
@given(data=st.data())
def test_ndc_quantities_add_up_to_what_was_opened(ask: Ask, liquid: bool, data: st.DataObject) -> None:
    """RULES 5.3 to 5.5: a powder counts vials, a liquid mL; administered and discarded are all that was opened."""
    record = data.draw(drawn(of=(LIQUID,) if liquid else POWDERS, charted=True, balanced=True))
    ndcs = [f"99999-000{number}-01" for number in range(len(record.containers))]
    found = ask(
        **record.without(day="2025-03-01").typed()
        | {
            "opened": [
                f"{count} x {ndc} @ {record.text(each)}"
                for ndc, (count, each) in zip(ndcs, record.containers, strict=True)
            ],
            "form": "liquid" if liquid else "powder",
            "concentration": "25 mg/mL" if liquid else "",
        }
    )
    sums = dict.fromkeys(((ndc, "ML" if liquid else "UN") for ndc in ndcs), Fraction(0))
    for line in found.lines:
        for each in line.ndcs:
            sums[each.ndc, each.unit] += each.quantity
            assert each.quantity > 0
            assert (each.quantity * 1000).denominator == 1
    wanted = [count * each / 25 if liquid else Fraction(count) for count, each in record.containers]
    if found.discarded_units or record.given == record.label:
        assert list(sums.values()) == wanted
    else:  # what is in the bin and on no line has no quantity
        assert all(quantity <= whole for quantity, whole in zip(sums.values(), wanted, strict=True))


@given(record=drawn(balanced=True))
def test_what_is_dispensed_is_billed_whole(ask: Ask, record: Record) -> None:
    """R8: A = ceil(L / u), whatever will be given elsewhere."""
    typed = record.without(discarded=None).typed() | {"given": "", "dispensed": True}
    found = ask(**typed)
    u = record.product.one
    assert found.administered_units is not None
    assert (found.administered_units - 1) * u < record.label <= found.administered_units * u
    assert found.discarded_units == 0
    assert units_of(found.lines, discarded=False) == found.administered_units


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.code)
def test_the_unit_is_the_one_of_the_descriptor(ask: Ask, product: Product) -> None:
    size = product.sizes[0]
    found = ask(
        code=product.code, given=f"{size} {product.symbol}", opened=[f"{size} {product.symbol}"], date="2025-03-01"
    )
    assert (found.billing_unit.value, found.billing_unit.unit.symbol) == (product.one, product.symbol)
