"""What goes wrong at one site with the accounts of a drug, until somebody looks: told one by one, and once together."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.faults_waste import jz_by_default
from unitcalc.reconcile.demo.hospital import Pattern
from unitcalc.reconcile.demo.kinds import FAULTS, has_room, single, waste, with_units
from unitcalc.reconcile.demo.visits import Scene, Visit


class Form(NamedTuple):
    """How a pattern is made, and what has to be said of it."""

    title: str
    """What is wrong with each account."""
    whole: str
    """What is wrong with the site."""
    of_account: tuple[str, ...]
    of_site: str
    needs: Callable[[Visit, Drawing], bool]
    plant: Callable[[Visit], str]


def _multiplied(v: Visit) -> str:
    right = v.administered_units
    with_units(v, v.amount)
    return f"{int(v.amount):,} units were billed, the milligrams given; {right:,} are right"


def _is_tenfold(v: Visit, drawing: Drawing) -> bool:
    """The ratio is the unit's only where the dose fills its units."""
    return waste(v) and v.amount % v.known.unit == 0


def _wasted(v: Visit) -> str:
    return f"{v.said(v.left)} were left of large vials, since no small ones are in stock"


def _is_wasteful(v: Visit, drawing: Drawing) -> bool:
    """Other sizes would have left two units less."""
    best = drawing.shelf.planned(v.drug, v.amount, v.drug.ndcs)
    least = sum((each.size * each.number for each in best.openings), Fraction(0)) - v.amount
    return single(v) and v.left - least >= 10 * v.known.unit and has_room(v, v.opened // v.known.unit)


def _has_waste(v: Visit, drawing: Drawing) -> bool:
    return single(v) and v.discarded_units >= 2


FORMS = {
    "constant-multiplier": Form(
        "Milligrams were billed as units, at one site",
        "The charge master of a site multiplies wrongly",
        ("U03",),
        "U16",
        _is_tenfold,
        _multiplied,
    ),
    "large-vials-only": Form(
        "Large vials were opened where small ones waste less",
        "A site stocks only the large vials",
        ("W22",),
        "B09",
        _is_wasteful,
        _wasted,
    ),
    "jz-by-default": Form(
        "JZ was billed where JW is due, at one site",
        "A site puts JZ on claims that need JW",
        ("W11",),
        "B10",
        _has_waste,
        jz_by_default,
    ),
}


def title_of(kind: str) -> str:
    """What is wrong with an account, for people."""
    return FORMS[kind].title if kind in FORMS else FAULTS[kind].title


def pattern_scenes(drawing: Drawing, pattern: Pattern, wrong: int, right: int) -> Iterator[Scene]:
    """The accounts of a pattern: so many wrong ones, and so many that are right."""
    form = FORMS[pattern.kind]
    drug, site = drawing.hospital.drug(pattern.code), drawing.hospital.site(pattern.site)
    for number in range(wrong + right):
        visit = drawing.of(drug, site, lambda each: form.needs(each, drawing), pattern.ndcs)
        visit.write()
        if number < wrong:
            yield Scene([visit], pattern.kind, form.of_account, form.plant(visit))
        else:
            yield Scene([visit])
