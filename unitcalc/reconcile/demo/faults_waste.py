"""Faults of waste: what is left, charted and billed."""

from fractions import Fraction

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.kinds import fault, has_room, leftover, small_rest, waste, whole, with_units
from unitcalc.reconcile.demo.rows import Row
from unitcalc.reconcile.demo.visits import Scene, Visit


@fault("jw-missing", "The line for the waste (JW) is missing", "W04", leftover, changes_jw=True)
def jw_missing(scene: Scene, drawing: Drawing) -> str:
    """R5."""
    v = scene.visits[0]
    del v.claims[1]
    return f"{v.said(v.left)} were discarded: JW with {v.discarded_units} units is missing"


@fault("jz-missing", "JZ (nothing discarded) is missing", "W05", whole)
def jz_missing(scene: Scene, drawing: Drawing) -> str:
    """R5."""
    v = scene.visits[0]
    for row in v.claims:
        row["modifiers"] = None
    return "nothing was left, and the line has no JZ"


@fault("jz-though-discarded", "JZ was billed though a part was discarded", "W11", leftover, changes_jw=True)
def jz_though_discarded(scene: Scene, drawing: Drawing) -> str:
    """R5: JZ says that nothing was."""
    v = scene.visits[0]
    return jz_by_default(v)


def jz_by_default(v: Visit) -> str:
    """JZ in place of the JW line."""
    del v.claims[1:]
    v.claims[0]["modifiers"] = "JZ"
    return f"JZ was billed, though {v.said(v.left)} were discarded: JW with {v.discarded_units} units is missing"


@fault("jw-too-few", "Less waste was billed than was left", "W19", leftover)
def jw_too_few(scene: Scene, drawing: Drawing) -> str:
    """A unit less."""
    v = scene.visits[0]
    with_units(v, v.discarded_units - 1, 1)
    return f"JW with {v.discarded_units - 1} units; {v.discarded_units} are right"


@fault("waste-not-charted", "Waste was billed that nobody charted", "W10", leftover)
def waste_not_charted(scene: Scene, drawing: Drawing) -> str:
    """RULES 9."""
    v = scene.visits[0]
    v.administered = [v.given(v.amount, None)]
    return f"JW with {v.discarded_units} units was billed, and no discard is charted"


@fault("small-rest-not-charted", "A rest below one unit was not charted", "D08", small_rest)
def small_rest_not_charted(scene: Scene, drawing: Drawing) -> str:
    """RULES 1.5, 9: JZ is right, and the chart is silent."""
    v = scene.visits[0]
    v.administered = [v.given(v.amount, None)]
    return f"{v.said(v.left)} were left, and no discard is charted (JZ is right)"


@fault("tubing-billed", "What stayed in the tubing was billed as waste", "W25", waste)
def tubing_billed(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.8."""
    v = scene.visits[0]
    v.administered = [with_tubing(v)]
    return f"{v.said(v.known.unit)} stayed in the tubing and were billed with JW"


def with_tubing(v: Visit) -> Row:
    """The dose, of whose rest a unit stayed in the tubing."""
    amount = v.known.unit
    more = {"explained_amount": v.number(amount), "explained_unit": v.measure, "explained_reason": "tubing"}
    return v.given(v.amount, v.left - amount) | more


@fault("vial-vanished", "A vial vanished", "W23", whole)
def vial_vanished(scene: Scene, drawing: Drawing) -> str:
    """One more left the pharmacy than was given or discarded."""
    v = scene.visits[0]
    more = v.smallest
    v.dispensed.append(v.container(more))
    return f"one vial of {v.said(more.size)} more was dispensed than was given or discarded"


@fault(
    "one-vial-too-many",
    "A vial too many was opened",
    "W22",
    lambda v: waste(v) and has_room(v, (v.opened + v.smallest.size) // v.known.unit),
)
def one_vial_too_many(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.3: opened, discarded, charted and billed, and not needed."""
    v = scene.visits[0]
    more = v.smallest
    v.dispensed.append(v.container(more))
    v.administered = [v.given(v.amount, v.left + more.size)]
    units = v.discarded_units + int(more.size // v.known.unit)
    with_units(v, units, 1)
    return f"a vial of {v.said(more.size)} was opened in vain: JW {units} in place of {v.discarded_units}"


@fault("stopped-undecided", "An infusion was stopped, and nobody decided about the rest", "W18", waste)
def stopped_undecided(scene: Scene, drawing: Drawing) -> str:
    """RULES 2.9."""
    v = scene.visits[0]
    ran = v.administered_units // 2
    given = Fraction(ran * v.known.unit)
    v.administered = [v.given(given, v.opened - given, status="stopped", reason="reaction", ordered_amount=None)]
    lines = v.right_lines()
    v.rebill(
        lines[0]._replace(units=ran),
        lines[1]._replace(units=int(v.opened // v.known.unit) - ran),
    )
    return f"stopped after {v.said(given)} of {v.said(v.amount)}; whether the rest is waste was not decided"
