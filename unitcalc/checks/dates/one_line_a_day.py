"""The payer takes one administered line a drug and day.

What: Several lines without JW bill the same code for one day, to a payer that wants the administered units of a day
    on one line.
Why: This payer reads the second line as the first one billed again and denies it. The units are lost although they
    were given.
Example: A patient of Blue Cross NC got 200 mg of infliximab in the morning and 200 mg in the afternoon, billed as
    J1745-JZ 20 and J1745-JZ 20. Wanted is one line: J1745-JZ, 40 units.
Instead: Add the administered units of the day into one line and send the claim again as a replacement. Units
    discarded stay on their own line with JW.
Exceptions: Units above what one line can hold have to be split all the same, and fractions of a CAR-T dose stand on
    lines of their own; neither is counted. Payers contradict each other here: Medicare takes several lines.
Source: RULES 8.1, 4.3, 1.12.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Needs, Scope, Stake
from unitcalc.checks.modifiers.words import in_lines
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """The payer wants one line, there are more, and no limit forces them."""
    return (
        f.one_line_a_day
        & (f.administered_lines > 1)
        & (f.fraction_lines == 0)
        & no((f.split_limit > 0) & (f.administered > f.split_limit))
    )


def expected(f: AccountFacts) -> Number:
    """Administered lines that the payer takes."""
    return 1


def observed(f: AccountFacts) -> Number:
    """Administered lines billed."""
    return f.administered_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} stands on several administered lines of a day, and the payer takes one"


CHECK = Check(
    "T08",
    "one-line-a-day",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ADMINISTERED,
    needs=(Needs.PAYER,),
    measure=in_lines,
)
