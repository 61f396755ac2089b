"""An item that must stand in the record is missing.

What: CMS, a Medicare contractor or the payer asks that the record of this drug hold a certain item, and the record
    does not state it. The finding names the item and who asks for it.
Why: A paid line is only as good as the record behind it. In a review the payer asks for the record; what does not
    stand there counts as not done, and the payment is taken back. Incomplete documents and a missing diagnosis are
    also among the reasons for denial that published code pages name.
Example: 3,138 IU of Kovaltry (J7211) are billed with 3,138 units. Order, lot, times and amounts are charted; the
    diagnosis is not. Contractors ask for it on every drug, so the record is not complete, although the units are
    right.
Instead: Ask the person who knows: the prescriber for diagnosis, indication and order, the nurse for times, route and
    amounts, the pharmacy for containers. Let them add a dated late entry, and keep the claim until it is there. Never
    fill in what you only suppose.
Exceptions: An item is asked for only where it applies to the drug, its use and what happened: the severity of a bleed
    for treatment on demand, a reason for stopping if the infusion was stopped. What the record says in other words is
    not asked for again: a diagnosis or a use says what the drug is for, an order by weight with the weight how the
    dose was calculated, 'every 2 days' in an order how often, an NDC which product; nor is what the code leaves no
    choice in, a single product or the type of its containers. What only practice asks for is item-advised. Where no
    more than the amounts of a bill are handed over, the record as a whole is not in question.
Source: RULES 9, 9.1, 9.2.
"""

from unitcalc.checks.documents.words import names_of
from unitcalc.checks.facts import DocumentFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope
from unitcalc.units import no


def broken(f: DocumentFacts) -> Truth:
    """It applies, somebody with a say asks for it, and it is not there."""
    return f.needed & f.required & no(f.stated)


def expected(f: DocumentFacts) -> Word:
    """The item, by the name that a record file gives it."""
    return f.item


def observed(f: DocumentFacts) -> Word:
    """That it is not."""
    return "not stated"


def message(f: DocumentFacts) -> str:
    """Which item, and who asks."""
    return f"Missing in the record: {f.title}, asked for by {names_of(f.asked_by)}"


CHECK = Check(
    "D01",
    "item-missing",
    WARNING,
    Scope.DOCUMENT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.DOCUMENTS,),
)
