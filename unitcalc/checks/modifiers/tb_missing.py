"""TB is missing on a 340B drug.

What: The record says that the drug was bought under the 340B program, and a line of it carries no TB. Expected and
    found are numbers of lines.
Why: Medicare wants TB on every 340B drug from 2025-01-01. It is there for information and does not change the
    payment, but without it nobody can tell the drug from one bought at the full price, and the claim does not say
    what Medicare asks for.
Example: 350 mg of infliximab bought under 340B on 2025-03-01: J1745-TB 35 units, and J1745-JW 5 units. The JW line is
    a line of the drug too: J1745-JW-TB, 5 units.
Instead: Put TB on all lines of the drug, also on those with JW or JZ. Where the line says JG, TB takes its place.
Exceptions: Days before 2025-01-01 are not judged: until then JG or TB depended on who bought the drug, so that a
    claim with neither passes here in silence. Look up what held for your kind of provider in that year. If the drug
    was not bought under 340B after all, correct the record.
Source: RULES 7, 2.11.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope
from unitcalc.checks.modifiers.words import in_lines


def broken(f: AccountFacts) -> Truth:
    """A 340B drug, a day and a payer that want TB, and a line without it."""
    return f.discounted & f.tb_required & (f.tb_lines < f.lines)


def expected(f: AccountFacts) -> Number:
    """Lines that carry TB: all."""
    return f.lines


def observed(f: AccountFacts) -> Number:
    """Lines that do."""
    return f.tb_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} was bought under 340B, and not every line of it carries TB"


CHECK = Check(
    "M03",
    "tb-missing",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    needs=(Needs.RECORD,),
    measure=in_lines,
)
