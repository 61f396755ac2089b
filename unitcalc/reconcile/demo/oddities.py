"""What happens in every clinic and is right, though it looks wrong: nothing may be said of it."""

from datetime import timedelta
from fractions import Fraction

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.faults_waste import with_tubing
from unitcalc.reconcile.demo.kinds import discountable, oddity, scanned_row, shared, single, waste, whole, with_units
from unitcalc.reconcile.demo.rows import ADMINISTRATION, CONTAINER, ORIGINAL
from unitcalc.reconcile.demo.shelf import Line
from unitcalc.reconcile.demo.visits import Scene, Visit

HOME = "12"
"""Place of service: the patient's home."""


def _hundred(v: Visit) -> bool:
    return single(v) and v.known.unit == 10 and v.smallest.size == 100


@oddity("shared-vial", "Two patients share a vial", _hundred)
def shared_vial(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.7: 4 units, 5 units and JW 1 for the last."""
    shared(scene, (40, 50))
    return "40 mg and 50 mg from one vial of 100 mg; the waste is billed for the last"


@oddity("rest-handed-on", "The rest of a vial is handed on to another patient", _hundred)
def rest_handed_on(scene: Scene, drawing: Drawing) -> str:
    """The same with what was handed on."""
    shared(scene, (40, 50))
    first, last = scene.visits
    rest = first.openings[0]._replace(size=first.opened - first.amount)
    vial = {CONTAINER: "1"}
    first.dispensed.append(first.container(rest, event="transferred_out", **vial))
    last.dispensed = [last.container(rest, event="transferred_in", **vial)]
    return "40 mg of a vial of 100 mg; the other 60 mg go to another patient, who is given 50"


@oddity("several-doses", "Two doses on one day, each with its own waste", _hundred)
def several_doses(scene: Scene, drawing: Drawing) -> str:
    """RULES 1.9: twice 31 mg are 4 + 4 units and JW 6 + 6."""
    v = scene.visits[0]
    v.kilograms, vial, amount = None, v.smallest, Fraction(31)
    v.dispensed = [v.container(vial, **{ADMINISTRATION: each}) for each in "12"]
    rest = vial.size - amount
    v.administered = [v.given(amount, rest, later, **{ADMINISTRATION: each}) for each, later in (("1", 0), ("2", 300))]
    v.rebill(Line("", 8), Line("JW", 12))
    return "twice 31 mg, each from a vial of 100 mg: 4 + 4 units, JW 6 + 6"


@oddity("replaced-claim", "A wrong claim was replaced by a right one", waste)
def replaced_claim(scene: Scene, drawing: Drawing) -> str:
    """Only the second stands."""
    v = scene.visits[0]
    with_units(v, v.amount)
    v.bill(v.right_lines(), "B", frequency="7", **{ORIGINAL: "A"})
    return f"a claim with {int(v.amount):,} units, and the one that replaces it"


@oddity("voided-claim", "A claim was voided and sent anew", single)
def voided_claim(scene: Scene, drawing: Drawing) -> str:
    """Only the third stands."""
    v = scene.visits[0]
    v.bill(v.right_lines(), "B", frequency="8", **{ORIGINAL: "A"})
    v.bill(v.right_lines(), "C")
    return "a claim, its void, and a new claim"


@oddity("past-midnight", "An infusion ran past midnight", single)
def past_midnight(scene: Scene, drawing: Drawing) -> str:
    """Billed on the day on which it ended."""
    v = scene.visits[0]
    day = v.day + timedelta(days=1)
    v.administered[0] |= {"start": f"{v.day} 23:10", "stop": f"{day} 00:40"}
    for row in v.claims:
        row["service_date"] = day
    return f"begun on {v.day} at 23:10, ended and billed on {day}"


@oddity("mixed-the-evening-before", "Pharmacy dispensed it the evening before", single)
def mixed_before(scene: Scene, drawing: Drawing) -> str:
    """A day of difference."""
    v = scene.visits[0]
    for row in v.dispensed:
        row["service_date"] = v.day - timedelta(days=1)
    return "dispensed a day before it was given"


@oddity("vial-returned", "A vial came back unopened", waste)
def vial_returned(scene: Scene, drawing: Drawing) -> str:
    """One more was dispensed."""
    v = scene.visits[0]
    v.dispensed += [scanned_row(v, v.smallest, "R"), scanned_row(v, v.smallest, "R", event="returned")]
    return f"a vial of {v.said(v.smallest.size)} more was dispensed, and returned"


@oddity("white-bagged", "Another pharmacy supplied and billed the drug", single)
def white_bagged(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.11: no charge here."""
    return _supplied(scene.visits[0], "white-bag", "white-bagged: no charge here")


@oddity("free-of-charge", "The maker gave the drug for free", single)
def free_of_charge(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.11: no charge."""
    return _supplied(scene.visits[0], "free", "free drug: no charge")


def _supplied(v: Visit, how: str, told: str) -> str:
    for row in v.dispensed:
        row["supply"] = how
    v.claims = []
    return told


@oddity("340b", "A drug bought at the 340B price, with TB on its lines", discountable)
def discounted(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.11: TB on all lines."""
    v = scene.visits[0]
    v.supply = "340b"
    v.write()
    return "340B, with TB on all lines"


@oddity("taken-home", "Clotting factor was dispensed for use at home", lambda v: v.known.assayed and not v.site.scans)
def taken_home(scene: Scene, drawing: Drawing) -> str:
    """R8: billed as dispensed; nobody here gives it."""
    v = scene.visits[0]
    v.dispensed = v.opened_rows(event="dispensed_home")
    v.administered, v.claims = [], []
    v.bill(v.right_lines(home=True), place_or_bill_type=HOME)
    return f"{v.said(v.opened)} to take home, billed with JZ"


@oddity("rest-in-the-tubing", "A part of the rest stayed in the tubing", waste)
def rest_in_the_tubing(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.8: not billed."""
    v = scene.visits[0]
    v.administered = [with_tubing(v)]
    v.rebill(*v.right_lines(explained=v.known.unit))
    return f"{v.said(v.known.unit)} of the rest stayed in the tubing, and are not billed"


@oddity("not-given", "It was mixed and not given", single)
def not_given(scene: Scene, drawing: Drawing) -> str:
    """R7: thrown away, charted, not billed."""
    v = scene.visits[0]
    v.administered = [
        v.given(Fraction(0), v.opened, status="not-given", reason="fever", ordered_amount=v.number(v.amount))
    ]
    v.claims = []
    return "mixed, not given, charted as discarded, not billed"


@oddity("two-drugs", "Two drugs at one visit", whole)
def two_drugs(scene: Scene, drawing: Drawing) -> str:
    """Two accounts."""
    v = scene.visits[0]
    first = v.drug.code
    other = drawing.visit(lambda each: single(each) and each.drug.code not in (first, v.drug.similar))
    other.day, other.site, other.payer, other.index = v.day, v.site, v.payer, v.index
    other.write(1 + v.containers)
    for row in (*other.dispensed, *other.administered):
        if row.get(ADMINISTRATION):
            row[ADMINISTRATION] = "2"
    for row in other.claims:  # both stand on one claim
        row["line"] += len(v.claims)
    scene.visits.append(other)
    return f"{v.drug.product} and {other.drug.product}: two accounts"


@oddity("two-rows", "One dose stands in two rows of the chart", lambda v: waste(v) and v.containers >= 2)
def two_rows(scene: Scene, drawing: Drawing) -> str:
    """A row for the first vial, and one for the others."""
    v = scene.visits[0]
    first = min(each.size for each in v.openings)
    v.administered = [v.given(first, Fraction(0)), v.given(v.amount - first, v.left)]
    return "one dose in two rows, with one administration number"
