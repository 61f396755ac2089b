"""Faults between the records: what pharmacy, chart and claims don't know of each other."""

from datetime import timedelta
from fractions import Fraction

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.kinds import beside, fault, scanned_row, shared, single, whole
from unitcalc.reconcile.demo.rows import PATIENT
from unitcalc.reconcile.demo.visits import Scene, Visit

STRANGER = 100_000
"""Added to a patient's number, it is nobody's."""


@fault("not-charted", "It was billed, and no dose is charted", "B01", single)
def not_charted(scene: Scene, drawing: Drawing) -> str:
    """Dispensed and billed."""
    v = scene.visits[0]
    v.administered = []
    return "dispensed and billed, and no dose is charted"


@fault("without-trace", "Vials were dispensed, and nothing is known of them", "B02", single)
def without_trace(scene: Scene, drawing: Drawing) -> str:
    """Neither a dose nor a charge nor a return."""
    v = scene.visits[0]
    v.administered, v.claims = [], []
    return f"{v.said(v.opened)} were dispensed, and neither given nor returned nor billed"


@fault("no-container", "A dose was given, and nothing was dispensed for it", "B03", whole)
def no_container(scene: Scene, drawing: Drawing) -> str:
    """Given and billed."""
    v = scene.visits[0]
    v.dispensed = []
    return f"{v.said(v.amount)} were given and billed, and pharmacy dispensed nothing"


@fault("expired", "The vials had expired", "D11", single)
def expired(scene: Scene, drawing: Drawing) -> str:
    """A month before."""
    v = scene.visits[0]
    day = v.day - timedelta(days=30)
    for row in v.dispensed:
        row["expiry"] = day
    return f"given on {v.day} from vials that expired on {day}"


@fault("two-patients", "One encounter has two patients", "B06", single)
def two_patients(scene: Scene, drawing: Drawing) -> str:
    """The nurse's patient is not the pharmacy's."""
    v = scene.visits[0]
    for row in v.administered:
        row[PATIENT] += STRANGER
    return "the chart names another patient than pharmacy"


def _hundred(v: Visit) -> bool:
    """10 mg a unit, and a vial of 100 mg."""
    return single(v) and v.known.unit == 10 and v.smallest.size == 100


def _one_vial(v: Visit) -> bool:
    return whole(v) and v.site.scans and v.containers == 1


@fault("opened-twice", "Two patients' records open the same vial", "B04", _one_vial, anywhere=True)
def opened_twice(scene: Scene, drawing: Drawing) -> str:
    """One container number in two accounts, and no transfer."""
    v = scene.visits[0]
    other = beside(scene, v.amount, v.openings, 60)
    for each in (v, other):
        each.dispensed = [scanned_row(each, each.openings[0], "1")]
        each.administered = [each.given(each.amount, Fraction(0))]
        each.rebill(*v.right_lines())
    return f"the same vial of {v.said(v.opened)} stands in the records of two patients"


@fault("shared-above-label", "A shared vial was billed for more than it holds", "B05", _hundred, anywhere=True)
def shared_above_label(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.7: three times 31 mg of a vial of 100 mg are 12 units of 10."""
    shared(scene, (31, 31, 31))
    return "three patients, 31 mg each from one vial of 100 mg: 12 units, where the vial holds 10"
