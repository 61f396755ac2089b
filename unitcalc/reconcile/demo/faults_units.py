"""Faults of units and lines. What has to be said of each follows from the rule that it names."""

from datetime import timedelta

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.kinds import (
    begun,
    discountable,
    factor,
    fault,
    has_room,
    multi,
    plain_line,
    single,
    waste,
    whole,
    with_units,
)
from unitcalc.reconcile.demo.visits import Scene, Visit


def _billed(v: Visit, units: int, why: str) -> str:
    right = v.claims[0]["units"]
    with_units(v, units)
    return f"{units:,} units were billed, {why}; {right:,} are right"


@fault("milligrams-billed", "Milligrams were billed as units", "U03", waste)
def milligrams_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 10: 355 mg at 10 mg a unit are 36 units, not 355."""
    v = scene.visits[0]
    return _billed(v, int(v.amount), f"as many as milligrams were given ({v.said(v.amount)})")


@fault("opened-billed", "The milligrams of all vials were billed", "U04", waste)
def opened_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 10: what was opened, in milligrams."""
    v = scene.visits[0]
    return _billed(v, int(v.opened), f"as many as milligrams were opened ({v.said(v.opened)})")


def _liquid(v: Visit) -> bool:
    """Waste, of vials whose NDC quantity is no count of vials: else both slips would bill the same."""
    return waste(v) and all(line.ndc_unit != "UN" for line in v.right_lines())


@fault("vials-billed", "The number of vials was billed", "U05", _liquid)
def vials_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 10: four vials as four units."""
    v = scene.visits[0]
    return _billed(v, v.containers, "the number of vials")


@fault("whole-label-billed", "Dose and waste were billed as one", "U07", waste, changes_jw=True)
def whole_label_billed(scene: Scene, drawing: Drawing) -> str:
    """The waste stands on the line of the dose."""
    v = scene.visits[0]
    del v.claims[1]
    return _billed(v, v.administered_units + v.discarded_units, "the whole vials on one line, without JW")


@fault("rounded-down", "A begun unit was left out", "U14", begun)
def rounded_down(scene: Scene, drawing: Drawing) -> str:
    """RULES 1.1."""
    v = scene.visits[0]
    return _billed(v, v.administered_units - 1, f"{v.said(v.amount)} rounded down")


@fault("multi-dose-vial-billed", "The whole multi-dose vial was billed", "U08", multi)
def multi_dose_vial_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 10: all that a multi-dose vial holds."""
    v = scene.visits[0]
    return _billed(v, int(v.opened // v.known.unit), f"all of the multi-dose vials ({v.said(v.opened)})")


@fault("multi-dose-waste-billed", "The rest of a multi-dose vial was billed as waste", "W01", multi)
def multi_dose_waste_billed(scene: Scene, drawing: Drawing) -> str:
    """R2: it is never waste."""
    v = scene.visits[0]
    units = int(v.left // v.known.unit)
    v.bill((plain_line("JW", units),))
    return f"JW with {units} units was billed for what stayed in a multi-dose vial"


@fault("nominal-billed", "Nominal sizes were billed in place of the potency on the vial", "U11", factor)
def nominal_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 4.2."""
    v = scene.visits[0]
    return _billed(v, int(v.containers * v.known.nominal), "the nominal sizes")


@fault("iu-divided", "International units were divided by 100", "U10", factor)
def iu_divided(scene: Scene, drawing: Drawing) -> str:
    """RULES 4.9."""
    v = scene.visits[0]
    return _billed(v, int((v.opened + 50) // 100), "a hundredth of the IU")


@fault("not-billed", "A dose was given and never billed", "U18", single)
def not_billed(scene: Scene, drawing: Drawing) -> str:
    """Given, and no line of it."""
    v = scene.visits[0]
    v.claims = []
    return f"{v.said(v.amount)} were given, and nothing was billed"


def _room_for_two(v: Visit) -> bool:
    """Nothing is left, and twice the units are within the limit of a day."""
    return whole(v) and has_room(v, 2 * v.administered_units)


@fault("sent-twice", "The same claim was sent twice", "T01 U12", _room_for_two)
def sent_twice(scene: Scene, drawing: Drawing) -> str:
    """Both stand, and together they are above the label: the one is the cause, the other what it costs."""
    v = scene.visits[0]
    v.bill(v.right_lines(), "B")
    return f"two claims with {v.administered_units:,} units each, for one dose"


@fault("wrong-day", "It was billed on another day than it was given", "T09", single)
def wrong_day(scene: Scene, drawing: Drawing) -> str:
    """In the middle of the day, so that midnight explains nothing."""
    v = scene.visits[0]
    billed = v.day + timedelta(days=1)
    for row in v.claims:
        row["service_date"] = billed
    return f"given on {v.day}, billed on {billed}"


@fault("other-code", "A similar drug's code was billed", "C04", lambda v: waste(v) and bool(v.drug.similar))
def other_code(scene: Scene, drawing: Drawing) -> str:
    """The code of the original for its biosimilar, or the other way round."""
    v = scene.visits[0]
    for row in v.claims:
        row |= {"code": v.drug.similar, "ndc": None, "ndc_quantity": None, "ndc_unit": None}
    scene.other_accounts = 1
    given, billed = v.drug.product, drawing.hospital.drug(v.drug.similar)
    return f"{given} ({v.drug.code}) was given, {billed.product} ({billed.code}) was billed"


@fault("340b-not-marked", "A 340B drug was billed without TB", "M03", discountable)
def discount_not_marked(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.11."""
    v = scene.visits[0]
    for row in v.dispensed:
        row["supply"] = "340b"
    return "bought at the 340B price, and no line has TB"


@fault("not-given-billed", "It was not given, and billed", "W17", single)
def not_given_billed(scene: Scene, drawing: Drawing) -> str:
    """R7: mixed, not given, and billed as if it had been."""
    v = scene.visits[0]
    v.administered = [v.given(v.amount * 0, v.opened, status="not-given", reason="fever")]
    v.administered[0]["ordered_amount"] = v.number(v.amount)
    return f"mixed and thrown away, and billed as {v.said(v.amount)} given"
