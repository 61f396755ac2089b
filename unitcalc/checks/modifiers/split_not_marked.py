"""Split lines do not carry 76.

What: More units were billed than one line may carry, so they stand on several lines, and fewer of the further lines
    carry 76 than the limit makes necessary. Expected and found are numbers of lines with 76.
Why: The second line of the same code on the same day looks like a double bill, and the payer denies it as one.
    Modifier 76 tells that it goes on where the first line ended.
Example: 22,000 mcg of NovoSeven RT in an office. A line takes 9,999 units: J7189 9,999, J7189-76 9,999 and J7189-76
    2,002. Without 76 the second and the third line look like doubles of the first.
Instead: Fill the first line to the limit, then the next, and put 76 on each line from the second on. JW lines are
    split in the same way among themselves: the first JW line carries no 76.
Exceptions: Payers that want 59 there, or no modifier; limits that count the whole day, where lines are never split.
    The fractions of cells for CAR-T treatment are counted otherwise and not looked at here.
Source: RULES 4.3, 7.4.
"""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.checks.modifiers.splits import further_lines
from unitcalc.checks.modifiers.words import in_lines
from unitcalc.units import no


def broken(f: AccountFacts) -> Truth:
    """A payer that wants 76, and fewer lines with it than the split makes necessary."""
    cells = (f.car_t_parts > 1) | (f.fraction_lines > 0)
    return f.known & (f.split_modifier == "76") & no(cells) & (f.repeat_lines < further_lines(f))


def expected(f: AccountFacts) -> Number:
    """Lines after the first of each split."""
    return further_lines(f)


def observed(f: AccountFacts) -> Number:
    """Lines with 76."""
    return f.repeat_lines


def message(f: AccountFacts) -> str:
    """In a biller's words."""
    return f"{f.code} is split because of the limit of a line, and the further lines do not all carry 76"


CHECK = Check(
    "M14",
    "split-not-marked",
    ERROR,
    Scope.ACCOUNT,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
    measure=in_lines,
)
