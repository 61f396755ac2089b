"""Faults between the records, of modifiers, dates and supply, and the pairs of faults that may stand together."""

from datetime import timedelta
from fractions import Fraction

from tests.reconcile.planted_kinds import (
    Told,
    fault,
    hundred,
    multi,
    plain,
    share,
    small_vial,
    split_off,
    told,
    waste,
    whole,
)
from tests.reconcile.planted_visits import Maker, Visit, text

PAIRS = (
    ("milligrams_billed", "two_patients"),
    ("vials_billed", "drug_expired"),
    ("rounded_down", "laboratory_modifier"),
    ("not_billed", "two_patients"),
    ("jw_missing", "drug_expired"),
    ("jw_one_too_few", "row_twice"),
    ("jw_not_charted", "laboratory_modifier"),
    ("vial_too_many", "jz_beside_jw"),
    ("a_unit_missing", "two_patients"),
    ("jz_missing", "drug_expired"),
)
"""Faults that can stand in one account without hiding each other: they touch different rows, or different fields of a
row, and neither makes the other's condition untrue."""


# Between the records.


@fault(plain)
def no_administration(v: Visit, maker: Maker) -> list[Told]:
    """Dispensed and billed, and no dose is recorded."""
    v.administered = []
    return [Told("B01")]


@fault(plain)
def nothing_recorded(v: Visit, maker: Maker) -> list[Told]:
    """Dispensed, and neither dose nor charge nor return."""
    v.administered, v.claims = [], []
    return [Told("B02")]


@fault(whole)
def no_container(v: Visit, maker: Maker) -> list[Told]:
    """Given and billed, and nothing was dispensed."""
    v.dispensed = []
    return [Told("B03")]


@fault(small_vial)
def opened_twice(v: Visit, maker: Maker) -> list[Told]:
    """One container number opened for two patients."""
    size = v.drug.sizes[-1]
    split_off(v, size, f"V{v.encounter}")
    other = maker.beside(v, size)
    other.dispensed[0]["container_id"] = f"V{v.encounter}"
    return [Told("B04", at=((v.encounter, v.drug.code), (other.encounter, v.drug.code)))]


@fault(hundred)
def shared_beyond_its_label(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.7: three times 31 mg of a vial of 100 mg are 12 units of 10."""
    visits = share(v, maker, (31, 31, 31))
    return [Told("B05", "10", "12", tuple((each.encounter, v.drug.code) for each in visits))]


@fault(plain)
def two_patients(v: Visit, maker: Maker) -> list[Told]:
    """The nurse's patient is not the pharmacy's."""
    for row in v.administered:
        row["patient_id"] = f"X{v.encounter}"
    return [Told("B06")]


@fault(plain)
def row_twice(v: Visit, maker: Maker) -> list[Told]:
    """An administration stands twice, word for word."""
    v.administered.append(dict(v.administered[0]))
    return [Told("B07")]


@fault(lambda v: waste(v) and v.left < min(v.vials))
def handed_on_to_nobody(v: Visit, maker: Maker) -> list[Told]:
    """The rest of a vial is handed on, and no account received it."""
    vial = f"V{v.encounter}"
    split_off(v, min(v.vials), vial)
    v.dispensed.append(v.container(v.left, 1, event="transferred_out", container_id=vial))
    v.administered = [v.given(v.dose, Fraction(0))]
    v.claims = []
    v.bill(("JZ", v.a))
    return [Told("B11")]


@fault(plain)
def not_given_and_billed(v: Visit, maker: Maker) -> list[Told]:
    """R7: mixed, not given, and billed as if it had been."""
    v.administered = [v.given(Fraction(0), v.opened, status="not-given", reason="fever")]
    return told("W17", 0, v.a + v.j)


@fault(waste)
def stopped_undecided(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.9: half ran in, and nobody decided about the rest."""
    ran = v.a // 2
    given = ran * v.drug.unit
    v.administered = [v.given(given, v.opened - given, status="stopped", reason="reaction")]
    v.claims = []
    v.bill(("", ran), ("JW", v.opened // v.drug.unit - ran))
    return [Told("W18")]


@fault(waste)
def wrong_measure(v: Visit, maker: Maker) -> list[Told]:
    """Milligrams charted as IU."""
    v.administered[0].update(given_unit="IU", discarded_unit="IU")
    return [Told("R04")]


@fault(plain)
def given_differs_from_order(v: Visit, maker: Maker) -> list[Told]:
    """A third more was ordered than given, and what was given is billed."""
    ordered = v.dose * 3 / 2
    v.administered[0]["ordered_amount"] = text(ordered)
    return told("D07", ordered, v.dose)


@fault(plain)
def drug_expired(v: Visit, maker: Maker) -> list[Told]:
    """The vials had expired a month before."""
    day = (v.day - timedelta(days=30)).isoformat()
    for row in v.dispensed:
        row["expiry"] = day
    return [Told("D11", v.day.isoformat(), day)]


@fault(plain)
def times_reversed(v: Visit, maker: Maker) -> list[Told]:
    """The infusion stops before it starts."""
    v.administered[0].update(start="10:45", stop="09:30")
    return [Told("D12")]


@fault(plain)
def sent_before_service(v: Visit, maker: Maker) -> list[Told]:
    """The claim is older than the dose."""
    for row in v.claims:
        row["submitted_date"] = (v.day - timedelta(days=5)).isoformat()
    return [Told("T07")]


# Modifiers and supply.


@fault(plain)
def laboratory_modifier(v: Visit, maker: Maker) -> list[Told]:
    """RULES 7: 91 belongs to laboratory tests."""
    v.claims[0]["modifiers"] = f"91 {v.claims[0]['modifiers']}".strip()
    return [Told("M01")]


@fault(waste)
def modifier_twice(v: Visit, maker: Maker) -> list[Told]:
    """JW, JW."""
    v.claims[1]["modifiers"] = "JW JW"
    return [Told("M12")]


@fault(waste)
def tb_missing(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.11: a 340B drug carries TB on both lines."""
    for row in v.dispensed:
        row["supply"] = "340b"
    return told("M03", 2, 0)


@fault(whole)
def supplied_and_charged(v: Visit, maker: Maker) -> list[Told]:
    """RULES 2.11: white-bagged, and charged as if bought; no line is wanted either."""
    for row in v.dispensed:
        row["supply"] = "white-bag"
    for row in v.claims:
        row["charge"] = "900.00"
    return [Told("C11"), Told("C13")]


@fault(multi)
def jw_of_multi_dose(v: Visit, maker: Maker) -> list[Told]:
    """R2: the rest of a multi-dose vial is never waste."""
    units = v.left // v.drug.unit
    v.bill(("JW", units))
    return told("W01", 0, units)


@fault(multi)
def jz_of_multi_dose(v: Visit, maker: Maker) -> list[Told]:
    """R2: neither JW nor JZ."""
    v.claims[0]["modifiers"] = "JZ"
    return [Told("W21")]
