"""An item that good practice keeps in the record is missing.

What: Practice, a society or the trade press advises that the record of this drug hold a certain item, and the record
    does not state it. No rule of CMS, a contractor or the payer that is known here asks for it.
Why: A claim is hardly denied for it alone. But it is what helps later: a lot number in a recall, a reason for the
    discard when an auditor wonders, the plan of a prophylaxis when a payer asks whether the drug is still needed.
Example: 350 mg of infliximab (J1745) were given from four vials of 100 mg and 50 mg discarded, all charted. The
    expiry of the vials is not: the claim may go out, and the finding is a hint for the next time.
Instead: Add the item now if somebody still knows it for certain, and put it on the form that the nurse fills in, so
    that it is asked for in the order of the work.
Exceptions: What CMS, a contractor or the payer asks for is item-missing. A payer's contract may ask for more than is
    known here.
Source: RULES 9.1, 9.2.
"""

from unitcalc.checks.facts import DocumentFacts, Truth, Word
from unitcalc.checks.model import INFO, Check, Needs, Scope
from unitcalc.units import no


def broken(f: DocumentFacts) -> Truth:
    """It applies, nobody with a say asks for it, and it is not there."""
    return f.needed & no(f.required) & no(f.stated)


def expected(f: DocumentFacts) -> Word:
    """The item, by the name that a record file gives it."""
    return f.item


def observed(f: DocumentFacts) -> Word:
    """That it is not."""
    return "not stated"


def message(f: DocumentFacts) -> str:
    """Which item, and who advises it."""
    return f"Worth having in the record: {f.title}, advised by {f.asked_by}"


CHECK = Check(
    "D02",
    "item-advised",
    INFO,
    Scope.DOCUMENT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.DOCUMENTS,),
)
