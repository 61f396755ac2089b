"""What became of each container: the parts add up to the label of each, and to the bill's own amounts together."""

from fractions import Fraction

from hypothesis import assume, given

from tests.billing.asking import Ask
from tests.billing.records import Record, drawn
from unitcalc.billing.bill import Bill
from unitcalc.billing.containers import Fate
from unitcalc.billing.containers import together as added


def together(found: Bill, fate: Fate) -> Fraction:
    """What became of all containers in one way."""
    amount = added(found.containers, fate)
    assert amount is not None
    return amount.value


Seen = tuple[int, str, list[tuple[str, str]]]


def seen(found: Bill) -> list[Seen]:
    """How many, of what size, and the parts of each."""
    return [
        (each.count, each.label.short, [(part.fate.value, part.amount.short) for part in each.parts])
        for each in found.containers
    ]


def test_the_last_container_holds_the_rest(ask: Ask) -> None:
    """350 mg of 4 x 100 mg: three are empty, the fourth gave 50 mg."""
    assert seen(ask.infliximab()) == [
        (3, "100 mg", [("given", "100 mg")]),
        (1, "100 mg", [("given", "50 mg"), ("discarded", "50 mg")]),
    ]


def test_what_was_explained_comes_before_what_was_discarded(ask: Ask) -> None:
    found = ask.infliximab(discarded="30 mg", explained=["20 mg tubing"])
    assert seen(found)[-1] == (1, "100 mg", [("given", "50 mg"), ("explained", "20 mg"), ("discarded", "30 mg")])


def test_an_unexplained_rest_is_shown_as_such(ask: Ask) -> None:
    found = ask.infliximab(discarded="30 mg")
    assert seen(found)[-1] == (1, "100 mg", [("given", "50 mg"), ("unexplained", "20 mg"), ("discarded", "30 mg")])


def test_untouched_containers_are_discarded_whole(ask: Ask) -> None:
    """50 mg of 3 x 100 mg, the rest thrown away: half of the first, all of the others."""
    found = ask.infliximab(given="50 mg", opened=["3 x 100 mg"], discarded="250 mg")
    assert seen(found) == [
        (1, "100 mg", [("given", "50 mg"), ("discarded", "50 mg")]),
        (2, "100 mg", [("discarded", "100 mg")]),
    ]


def test_forty_containers_are_two_pictures(ask: Ask) -> None:
    """3,950 mg of 40 x 100 mg: 39 whole ones and one half."""
    found = ask.infliximab(given="3950 mg", opened=["40 x 100 mg"])
    assert [(count, parts) for count, _, parts in seen(found)] == [
        (39, [("given", "100 mg")]),
        (1, [("given", "50 mg"), ("discarded", "50 mg")]),
    ]


def test_a_million_containers_are_as_quick(ask: Ask) -> None:
    found = ask(code="J1745", given="1 g", opened=["999999 x 1 mg"], discarded="998999 mg", date="2025-03-01")
    assert [count for count, _, _ in seen(found)] == [1000, 998_999]


def test_assayed_vials_are_drawn_at_their_potency(ask: Ask) -> None:
    """2,050 IU from vials of 1,046 and 1,051 IU: 1,004 IU of the second, which held 47 IU more."""
    found = ask(code="J7211", given="2050 IU", opened=["1 x 1046 IU", "1 x 1051 IU"], date="2025-03-01")
    assert seen(found) == [
        (1, "1,046 IU", [("given", "1,046 IU")]),
        (1, "1,051 IU", [("given", "1,004 IU"), ("discarded", "47 IU")]),
    ]


def test_the_rest_of_a_multi_dose_container_stays_in_it(ask: Ask) -> None:
    found = ask.infliximab(given="60 mg", opened=["1 x 100 mg multi-dose"])
    assert seen(found) == [(1, "100 mg", [("given", "60 mg"), ("left in it", "40 mg")])]


def test_stated_shares_stand_where_both_types_were_opened(ask: Ask) -> None:
    """100 mg from the single-dose vial, 30 mg from the multi-dose one, whose rest may serve others."""
    found = ask.infliximab(
        given="130 mg", opened=["1 x 150 mg single-dose given 100 mg", "1 x 100 mg multi-dose given 30 mg"]
    )
    assert seen(found) == [
        (1, "150 mg", [("given", "100 mg"), ("discarded", "50 mg")]),
        (1, "100 mg", [("given", "30 mg"), ("left in it", "70 mg")]),
    ]


def test_nothing_is_drawn_where_it_is_open_how_much_was_given(ask: Ask) -> None:
    """2,000 IU is the sum of the nominal sizes: the whole vials were given, or exactly that."""
    found = ask(code="J7211", given="2000 IU", opened=["1 x 1046 IU", "1 x 1051 IU"], date="2025-03-01")
    assert "nominal-given" in {finding.check for finding in found.findings}
    assert found.containers == ()


def test_nothing_is_drawn_where_it_is_open_which_was_used_first(ask: Ask) -> None:
    found = ask.infliximab(given="130 mg", opened=["1 x 150 mg single-dose", "1 x 100 mg multi-dose"])
    assert "shares-missing" in {finding.check for finding in found.findings}
    assert found.containers == ()


def test_an_undecided_rest_is_not_called_discarded(ask: Ask) -> None:
    found = ask(code="J1100", given="3 mg", opened=["1 x 4 mg"], date="2025-03-01")
    assert found.alternatives
    assert seen(found) == [(1, "4 mg", [("given", "3 mg"), ("not decided", "1 mg")])]


def test_overfill_lies_above_the_label_of_the_last(ask: Ask) -> None:
    """105 mg from a label of 100 mg: the label amount was given, and 5 mg above it."""
    found = ask.infliximab(given="205 mg", opened=["2 x 100 mg"], overfill="5 mg")
    assert seen(found) == [(1, "100 mg", [("given", "100 mg")]), (1, "100 mg", [("given", "100 mg")])]
    assert [(part.fate, part.amount.short) for part in found.containers[-1].above] == [(Fate.GIVEN, "5 mg")]
    assert found.containers[0].above == ()


def test_without_containers_there_is_no_picture(ask: Ask) -> None:
    found = ask.infliximab(opened=[])
    assert found.containers == ()
    assert added(found.containers, Fate.GIVEN) is None


def test_a_dose_counted_as_one_unit_is_drawn_by_the_chart(ask: Ask) -> None:
    """Hemgenix is one unit a dose; what the bottles held and what was given are vector genomes all the same."""
    found = ask(code="J1411", given="5 x 10^13 vg", opened=["1 x 10^14 vg"], date="2025-03-01")
    assert [parts[0][0] for _, _, parts in seen(found)] == ["given"]
    assert together(found, Fate.GIVEN) == 5 * 10**13


@given(record=drawn())
def test_the_parts_add_up(ask: Ask, record: Record) -> None:
    found = ask(**record.typed())
    assert found.opened is not None
    for each in found.containers:
        assert sum((part.amount.value for part in each.parts), Fraction(0)) == each.label.value
        assert all(part.amount.value > 0 for part in (*each.parts, *each.above))
    assert sum((each.count * each.label.value for each in found.containers), Fraction(0)) == found.opened.value
    assert together(found, Fate.GIVEN) == found.given.value
    if found.discarded is not None:
        assert together(found, Fate.DISCARDED) == found.discarded.value
    if found.unexplained is not None:
        assert together(found, Fate.UNEXPLAINED) == found.unexplained.value
    assert together(found, Fate.EXPLAINED) == record.explained


@given(record=drawn())
def test_containers_that_fared_alike_are_counted(ask: Ask, record: Record) -> None:
    assume(len(record.containers) == 1)
    pictures = [(each.parts, each.above) for each in ask(**record.typed()).containers]
    assert len(pictures) == len(set(pictures))
