"""Whether the container is single- or multi-dose is not known.

What: Neither the record nor any table says whether what was opened is a single- or a multi-dose container, and the
    bill depends on it.
Why: A single-dose container takes JW or JZ, and the line comes back without them. A multi-dose container takes
    neither, and its waste is never paid. A guess is wrong in one of two ways, and both cost.
Example: 6 mg of betamethasone (J0702) are given from a vial of 30 mg whose label nobody looked at. Single-dose: 24
    mg were discarded and JW bills them. Multi-dose: they are kept, and the line stands without a modifier.
Instead: Read the label of the vial, or the package insert, section 16, of its NDC. Write 'single-dose' or
    'multi-dose' behind what was opened, or state the NDC. It is a matter of the label, never of how the clinic uses
    the vial.
Exceptions: Where both types give the same bill, nothing is asked: a setting in which JW and JZ do not apply, for
    one. A code that counts whole doses, such as a cell therapy, has the same units either way, and is not asked.
Source: RULES 2.10, R2, 3.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The type is open, and the bill depends on it."""
    return f.recorded & f.type_open & no(f.compared) & no(f.whole_doses & no(f.on_single_dose_list))


def expected(f: AccountFacts) -> Word:
    """What the record must hold."""
    return "single-dose or multi-dose, by the label"


def observed(f: AccountFacts) -> Word:
    """What it says."""
    return "not known"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"Whether the containers of {f.code} are single- or multi-dose is not known, and the bill depends on it"


CHECK = Check(
    "W24",
    "container-type-open",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.RECORD,),
)
