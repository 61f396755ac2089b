"""What happens in a clinic and is right, though it looks odd: nothing may be said of it."""

from datetime import timedelta
from fractions import Fraction

from tests.reconcile.planted_kinds import (
    big_factor,
    explained,
    factor,
    hundred,
    multi,
    oddity,
    plain,
    share,
    split_off,
    sub_unit,
    two_doses,
    waste,
    whole,
)
from tests.reconcile.planted_visits import DRUGS, NDCS, Maker, Visit, split, text

GRAM = Fraction(1000)


def _supplied(v: Visit, how: str) -> None:
    v.claims = []
    for row in v.dispensed:
        row["supply"] = how


@oddity(plain)
def white_bagged(v: Visit, maker: Maker) -> None:
    """Sent and billed by a pharmacy: no charge here."""
    _supplied(v, "white-bag")


@oddity(plain)
def free_drug(v: Visit, maker: Maker) -> None:
    """From the maker: no charge."""
    _supplied(v, "free")


@oddity(plain)
def study_drug(v: Visit, maker: Maker) -> None:
    """From a study: no charge."""
    _supplied(v, "study")


@oddity(plain)
def discounted(v: Visit, maker: Maker) -> None:
    """340B, with TB on all lines."""
    lines = [(f"{modifiers} TB".strip(), units) for modifiers, units in v.right_lines()]
    _supplied(v, "340b")
    v.bill(*lines)


@oddity(factor)
def dispensed_home(v: Visit, maker: Maker) -> None:
    """R8: billed as dispensed, with JZ; nobody here gives it."""
    for row in v.dispensed:
        row["event"] = "dispensed_home"
    v.administered, v.claims = [], []
    v.bill(*v.right_lines(), place_or_bill_type="12")


@oddity(hundred)
def shared_by_number(v: Visit, maker: Maker) -> None:
    """RULES 2.7: 40 and 50 mg of one vial: 4 units, 5 units and JW 1 for the last."""
    share(v, maker, (40, 50))


@oddity(hundred)
def shared_by_transfer(v: Visit, maker: Maker) -> None:
    """The same with what was handed on."""
    first, last = share(v, maker, (40, 50))
    vial = first.dispensed[0]["container_id"]
    rest = v.drug.sizes[-1] - first.dose
    first.dispensed.append(first.container(rest, 1, event="transferred_out", container_id=vial))
    last.dispensed = [last.container(rest, 1, event="transferred_in", container_id=vial)]


@oddity(hundred)
def rounded_each_time(v: Visit, maker: Maker) -> None:
    """RULES 1.9: twice 31 mg are 4 + 4 units and JW 6 + 6."""
    two_doses(v, Fraction(31))
    v.claims = []
    v.bill(("", 8), ("JW", 12))


@oddity(lambda v: v.drug.code == "J7189" and v.j > 0 and v.a < 9000)
def four_times_a_day(v: Visit, maker: Maker) -> None:
    """Four doses, each with its vials and its waste; the units of the day split over lines."""
    ids = [f"{v.encounter}-{number}" for number in range(4)]
    vials = [(size, v.vials.count(size)) for size in sorted(set(v.vials))]
    v.dispensed = [v.container(size, number, administration_id=each) for each in ids for size, number in vials]
    hours = zip((2, 8, 14, 20), ids, strict=True)
    v.administered = [v.given(v.dose, v.left, hour, administration_id=each) for hour, each in hours]
    v.claims = []
    v.bill(*split("", 4 * v.a), *split("JW", 4 * v.j))


@oddity(waste)
def replaced(v: Visit, maker: Maker) -> None:
    """A wrong claim, and the one that replaces it."""
    v.claims[0]["units"] = text(v.dose)
    first = v.claims[0]["claim_id"]
    v.bill(*v.right_lines(), claim="R", frequency="7", original_claim_id=first)


@oddity(whole)
def voided_and_billed_anew(v: Visit, maker: Maker) -> None:
    """A claim, its void, and a new one."""
    first = v.claims[0]["claim_id"]
    v.bill(*v.right_lines(), claim="V", frequency="8", original_claim_id=first)
    v.bill(*v.right_lines(), claim="N")


@oddity(sub_unit)
def less_than_a_unit_left(v: Visit, maker: Maker) -> None:
    """RULES 1.5: charted, and billed with JZ."""


@oddity(multi)
def multi_dose_vial(v: Visit, maker: Maker) -> None:
    """R2: what is left stays in the vial."""


@oddity(waste)
def vial_returned(v: Visit, maker: Maker) -> None:
    """One vial more was dispensed, and came back unopened."""
    size = v.drug.sizes[-1]
    v.dispensed += [v.container(size, 1), v.container(size, 1, event="returned")]


@oddity(lambda v: plain(v) and v.vials.count(v.vials[0]) >= 2)
def two_lots(v: Visit, maker: Maker) -> None:
    """The vials of one size are of two lots."""
    split_off(v, v.vials[0], f"V{v.encounter}", lot="B2")


@oddity(lambda v: v.drug.code == "J1459")
def grams(v: Visit, maker: Maker) -> None:
    """Dispensed and charted in grams, the discard in milligrams."""
    for row in v.dispensed:
        row.update(container_amount=text(Fraction(row["container_amount"]) / GRAM), container_unit="g")
    v.administered[0].update(given_amount=text(v.dose / GRAM), given_unit="g")


@oddity(big_factor)
def split_lines(v: Visit, maker: Maker) -> None:
    """RULES 4.3: 9,999 and the rest with 76, JZ on both: as every large factor account here."""


@oddity(plain)
def past_midnight(v: Visit, maker: Maker) -> None:
    """Begun before midnight, billed on the day on which it ended."""
    day = (v.day + timedelta(days=1)).isoformat()
    v.administered[0].update(start=f"{v.day.isoformat()} 23:10", stop=f"{day} 00:40")
    for row in v.claims:
        row["service_date"] = day


@oddity(plain)
def dispensed_the_evening_before(v: Visit, maker: Maker) -> None:
    """Mixed a day ahead."""
    for row in v.dispensed:
        row["service_date"] = (v.day - timedelta(days=1)).isoformat()


@oddity(plain)
def not_given(v: Visit, maker: Maker) -> None:
    """R7: mixed, not given, thrown away, not billed."""
    v.administered = [v.given(Fraction(0), v.opened, status="not-given", reason="fever")]
    v.claims = []


@oddity(waste)
def tubing(v: Visit, maker: Maker) -> None:
    """RULES 2.8: a unit of the rest stayed in the tubing and is not billed."""
    v.administered = [explained(v, v.drug.unit)]
    v.claims[1]["units"] = str(v.j - 1)


@oddity(lambda v: waste(v) and len(v.vials) >= 2)
def two_rows_of_one_dose(v: Visit, maker: Maker) -> None:
    """A row of the chart for the first vial, and one for the others."""
    first = v.vials[0]
    v.administered = [v.given(first, Fraction(0)), v.given(v.dose - first, v.left)]


@oddity(whole)
def two_drugs(v: Visit, maker: Maker) -> None:
    """Another drug at the same visit: an account of its own."""
    kinds = [drug for drug in DRUGS if drug.code in ("J9047", "J9264", "J2323") and drug.code != v.drug.code]
    maker.beside(v, kinds[0].sizes[-1], kinds[0], same=True)


@oddity(lambda v: v.drug.code in NDCS)
def by_ndc(v: Visit, maker: Maker) -> None:
    """The pharmacy writes the NDC, nurse and biller the code."""
    for row in v.dispensed:
        row["ndc"] = NDCS[row.pop("code")]
