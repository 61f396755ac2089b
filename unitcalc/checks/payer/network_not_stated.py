"""The payer wants a contracted provider, and the record does not say that this is one.

What: The payer's profile covers the drug only from providers, or specialty pharmacies, of its network, and nothing in
    the record states that the one who gave or supplied it belongs to it.
Why: Outside the network the payer pays less or nothing, and the patient is left with a bill that nobody announced.
    Published code pages name network and contracted sites among what insurers ask for.
Example: A made-up payer pays contracted providers only, for every drug. 3,138 units of J7211 are billed, and the
    record is silent on the contract: the claim may be right, but nobody has looked.
Instead: Look the provider up in the payer's directory, for this patient's plan and the day of service, and write that
    down in the record. If it is outside, ask the payer for a single-case agreement before the next dose.
Exceptions: This is a question and no verdict: the program knows no payer's directory.
Source: RULES 8.1.
"""

from unitcalc.checks.facts import AccountFacts, Truth, Word
from unitcalc.checks.model import WARNING, Check, Needs, Scope, Stake
from unitcalc.checks.payer.used import is_used
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A network is asked for, and the record is silent."""
    return is_used(f) & f.network_required & no(f.network_stated)


def expected(f: AccountFacts) -> Word:
    """That somebody looked."""
    return "a contracted provider"


def observed(f: AccountFacts) -> Word:
    """That the record is silent."""
    return "not stated"


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"The payer covers {f.code} from contracted providers, and the record does not say that this is one"


CHECK = Check(
    "P09",
    "network-not-stated",
    WARNING,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    needs=(Needs.PAYER, Needs.DOCUMENTS),
)
