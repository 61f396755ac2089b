"""The units do not fit on one line of the form.

What: One claim line has more units than a line of the setting's form can carry.
Why: A professional line takes 9,999 units at Medicare. A larger number is cut off or the claim is rejected, and
    a number that was cut off is paid as it stands.
Example: 22,000 IU of Kovaltry on a professional claim: J7211-JZ 22000 is too wide. It is billed as J7211-JZ
    9999, J7211-JZ-76 9999 and J7211-JZ-76 2002, together 22,000.
Instead: Split the units over several lines, each filled to the width, with modifier 76 (or what your payer
    wants) from the second line on. A JW line is split alike.
Exceptions: A hospital's form takes seven digits, so 25,200 mcg of NovoSeven RT stand on one line there. Payers
    that read longer numbers have their own width in their profile.
Source: RULES 4.3, 7.4.
"""

from unitcalc.checks.facts import LineFacts, Number, Truth
from unitcalc.checks.limits.split import split
from unitcalc.checks.model import ERROR, Check, Scope, Stake


def broken(f: LineFacts) -> Truth:
    """More units than a line of the form takes."""
    return (f.form_width > 0) & (f.units > f.form_width)


def expected(f: LineFacts) -> Number:
    """Units of a line at most."""
    return f.form_width


def observed(f: LineFacts) -> Number:
    """Units of the line."""
    return f.units


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"A line of {f.code} has more units than a line of the form can carry"


CHECK = Check(
    "L03",
    "line-too-wide",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    corrected=split,
)
