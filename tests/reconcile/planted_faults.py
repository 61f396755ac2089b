"""Faults of units, lines and waste, each with the finding that has to be there, worked from the rule that it names."""

from datetime import timedelta
from fractions import Fraction

from tests.reconcile.planted_kinds import (
    Told,
    big_factor,
    big_unit,
    explained,
    factor,
    fault,
    has_room,
    hundred,
    multi,
    odd,
    plain,
    sub_unit,
    told,
    twin,
    two_doses,
    waste,
    whole,
)
from tests.reconcile.planted_visits import FACTOR_NDC, LINE, NOMINAL, Maker, Visit, text

# Units.


def _administered(v: Visit, units: Fraction | int, check: str) -> list[Told]:
    v.claims[0]["units"] = text(units)
    return told(check, v.a, units)


@fault(waste)
def milligrams_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 10: 350 mg at 10 mg a unit are 35 units, not 350."""
    return _administered(v, v.dose, "U03")


@fault(waste)
def opened_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 10: the milligrams of all vials."""
    return _administered(v, v.opened, "U04")


@fault(waste)
def vials_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 10: the number of vials."""
    return _administered(v, len(v.vials), "U05")


@fault(waste)
def label_billed(v: Visit, maker: Maker) -> list[Told]:
    """Dose and waste in one sum on one line; no JW line is missed beside it."""
    del v.claims[1]
    return _administered(v, v.a + v.j, "U07")


@fault(odd)
def rounded_down(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.1: the begun unit left out."""
    return _administered(v, v.a - 1, "U14")


@fault(waste)
def ordered_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.10: a unit more was ordered than given, within a tenth, and the order was billed."""
    v.administered[0]["ordered_amount"] = text(v.dose + v.drug.unit)
    return _administered(v, v.a + 1, "U17")


@fault(waste)
def wrong_units(v: Visit, maker: Maker) -> list[Told]:
    """Three units too few, by no slip that has a name."""
    return _administered(v, v.a - 3, "U02")


@fault(factor)
def iu_divided_by_100(v: Visit, maker: Maker) -> list[Told]:
    """RULES 4.9: 3,138 IU as 31."""
    return _administered(v, (v.opened + 50) // 100, "U10")


@fault(factor)
def nominal_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 4.2: three vials of 1,046 IU as 3,000."""
    v.dispensed[0]["ndc"] = FACTOR_NDC
    return _administered(v, len(v.vials) * NOMINAL, "U11")


@fault(factor)
def nominal_charted(v: Visit, maker: Maker) -> list[Told]:
    """RULES 4.2: 3,000 IU charted of vials that hold 3,138."""
    v.administered = [v.given(Fraction(len(v.vials) * NOMINAL), None)]
    return [Told("U20")]


@fault(multi)
def multi_dose_vial_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 10: all that the multi-dose vial holds."""
    return _administered(v, v.opened // v.drug.unit, "U08")


@fault(hundred)
def rounded_for_the_day(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.9: twice 31 mg are 4 + 4 units and JW 6 + 6; added first, 7 and JW 13."""
    two_doses(v, Fraction(31))
    v.claims = []
    v.bill(("", 7), ("JW", 13))
    return told("U19", 8, 7)


# Lines that are missing, twice or elsewhere.


@fault(plain)
def not_billed(v: Visit, maker: Maker) -> list[Told]:
    """Given, and no line of it."""
    v.claims = []
    return told("U18", v.a + v.j, 0)


@fault(plain)
def voided_only(v: Visit, maker: Maker) -> list[Told]:
    """Billed, voided, and not billed again."""
    first = v.claims[0]["claim_id"]
    v.bill(*v.right_lines(), claim="V", frequency="8", original_claim_id=first)
    return told("U18", v.a + v.j, 0)


@fault(lambda v: whole(v) and has_room(v, 2 * v.a))
def claim_sent_twice(v: Visit, maker: Maker) -> list[Told]:
    """The line stands twice, and both are above the label: the one is the cause, the other what it costs."""
    v.bill(*v.right_lines(), claim="D")
    return [Told("T01", "1", "2"), *told("U12", v.a, 2 * v.a)]


@fault(plain)
def billed_next_day(v: Visit, maker: Maker) -> list[Told]:
    """Given in the morning, billed on the next day: nowhere near midnight."""
    day = (v.day + timedelta(days=1)).isoformat()
    for row in v.claims:
        row["service_date"] = day
    return [Told("T09", v.day.isoformat(), day)]


@fault(twin)
def other_code_billed(v: Visit, maker: Maker) -> list[Told]:
    """Another code of the same substance."""
    for row in v.claims:
        row["code"] = v.drug.twin
    return [Told("C04", at=((v.encounter, v.drug.code), (v.encounter, v.drug.twin)))]


@fault(whole)
def unknown_code(v: Visit, maker: Maker) -> list[Told]:
    """A code that CMS's file does not have."""
    v.claims[0]["code"] = "J0000"
    return [Told("C01", at=((v.encounter, v.drug.code), (v.encounter, "J0000")))]


@fault(big_factor)
def split_not_marked(v: Visit, maker: Maker) -> list[Told]:
    """RULES 4.3: the second line has no 76."""
    v.claims[1]["modifiers"] = "JZ"
    return told("M14", 1, 0)


@fault(big_factor)
def line_too_wide(v: Visit, maker: Maker) -> list[Told]:
    """RULES 4: a professional line holds 9,999 units."""
    v.claims = []
    v.bill(("JZ", v.a))
    return told("L03", LINE, v.a)


# Waste.


@fault(waste)
def jw_missing(v: Visit, maker: Maker) -> list[Told]:
    """R5: the line of the discarded units."""
    del v.claims[1]
    return told("W04", v.j, 0)


@fault(waste)
def jz_though_discarded(v: Visit, maker: Maker) -> list[Told]:
    """R5: JZ, and units in the bin."""
    del v.claims[1]
    v.claims[0]["modifiers"] = "JZ"
    return told("W11", v.j, 0)


@fault(whole)
def jz_missing(v: Visit, maker: Maker) -> list[Told]:
    """R5: nothing left, and no JZ."""
    v.claims[0]["modifiers"] = ""
    return [Told("W05")]


@fault(waste)
def jw_alone(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.8: the administered line was forgotten."""
    del v.claims[0]
    return [Told("W03")]


@fault(waste)
def jz_beside_jw(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.7: the administered line beside JW carries neither."""
    v.claims[0]["modifiers"] = "JZ"
    return [Told("W06")]


@fault(waste)
def jw_and_jz(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.7: never on one line."""
    v.claims[1]["modifiers"] = "JW JZ"
    return [Told("W02")]


@fault(lambda v: big_unit(v) and has_room(v, v.a + v.left))
def jw_milligrams(v: Visit, maker: Maker) -> list[Told]:
    """The discarded milligrams typed as JW units: above the label with the dose."""
    v.claims[1]["units"] = text(v.left)
    return told("W07", v.j, v.left)


@fault(waste)
def jw_one_too_few(v: Visit, maker: Maker) -> list[Told]:
    """No commoner slip explains it."""
    v.claims[1]["units"] = str(v.j - 1)
    return told("W19", v.j, v.j - 1)


@fault(waste)
def jw_not_charted(v: Visit, maker: Maker) -> list[Told]:
    """JW, and no discarded amount in the record."""
    v.administered = [v.given(v.dose, None)]
    return [Told("W10")]


@fault(sub_unit)
def rest_not_charted(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.5, 9: JZ is right, and the chart is silent."""
    v.administered = [v.given(v.dose, None)]
    return [Told("D08")]


@fault(sub_unit)
def jw_below_a_unit(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.5: less than a unit was left."""
    v.claims = []
    v.bill(("", v.a), ("JW", 1))
    return told("W09", 0, 1)


@fault(sub_unit)
def a_little_missing(v: Visit, maker: Maker) -> list[Told]:
    """One milligram of the rest is not charted; no bill depends on it."""
    v.administered = [v.given(v.dose, v.left - 1)]
    return told("D09", v.opened, v.opened - 1)


@fault(waste)
def a_unit_missing(v: Visit, maker: Maker) -> list[Told]:
    """R4: a unit less was charted as discarded than was left, and billed as charted."""
    v.administered = [v.given(v.dose, v.left - v.drug.unit)]
    v.claims[1]["units"] = str(v.j - 1)
    return told("W23", v.opened, v.opened - v.drug.unit)


@fault(whole)
def vial_vanished(v: Visit, maker: Maker) -> list[Told]:
    """One vial more left the pharmacy than was given or discarded."""
    v.dispensed.append(v.container(v.drug.sizes[-1], 1))
    return told("W23", v.opened + v.drug.sizes[-1], v.opened)


@fault(waste)
def tubing_billed(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.8: a unit stayed in the tubing and was billed with what was discarded."""
    v.administered = [explained(v, v.drug.unit)]
    return told("W25", v.j - 1, v.j)


@fault(odd)
def round_up_billed_twice(v: Visit, maker: Maker) -> list[Told]:
    """RULES 1.3: discarded are whole units by themselves, but the begun unit of the dose holds a part of one."""
    v.administered = [explained(v, v.left % v.drug.unit)]
    return told("W20", v.j - 1, v.j)


@fault(lambda v: waste(v) and has_room(v, (v.opened + v.drug.sizes[-1]) // v.drug.unit))
def vial_too_many(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.3: opened, discarded, charted and billed, and not needed."""
    size = v.drug.sizes[-1]
    v.dispensed.append(v.container(size, 1))
    v.administered = [v.given(v.dose, v.left + size)]
    more = v.j + size // v.drug.unit
    v.claims[1]["units"] = str(more)
    return told("W22", v.j, more)


@fault(waste)
def more_than_opened(v: Visit, maker: Maker) -> list[Told]:
    """A unit more is charted as discarded than can be; the bill stays within the label."""
    v.administered = [v.given(v.dose, v.left + v.drug.unit)]
    return told("D10", v.opened, v.opened + v.drug.unit)
