"""What was opened against what became of it: one sum, what it leaves open, and the words for both."""

from dataclasses import dataclass
from enum import Enum

from unitcalc.quantity import Amount, grouped, zero


class State(Enum):
    """How an account stands. Each has a word of its own: a colour alone tells nothing."""

    BALANCED = "balanced"
    OPEN = "not accounted for"
    ABOVE = "more than was opened"


@dataclass(frozen=True, slots=True)
class Balance:
    """Amounts of one unit. `left` is what stays in multi-dose containers, and serves others.

    >>> from unitcalc.quantity import read_amount
    >>> nothing = read_amount("0 mg")
    >>> found = Balance(read_amount("400 mg"), read_amount("350 mg"), read_amount("30 mg"), nothing, nothing)
    >>> found.verdict, str(found)
    ('20 mg not accounted for', 'opened 400 mg = given 350 + discarded 30 + 20 unexplained')
    """

    opened: Amount
    given: Amount
    discarded: Amount
    explained: Amount
    left: Amount

    @property
    def rest(self) -> Amount:
        """What is opened and not accounted for; negative where more is charted than was opened."""
        return self.opened - self.accounted

    @property
    def accounted(self) -> Amount:
        """Everything that became of it."""
        return self.given + self.discarded + self.explained + self.left

    @property
    def unexplained(self) -> Amount:
        """What nobody accounts for."""
        return max(self.rest, zero(self.opened.unit))

    @property
    def above(self) -> Amount:
        """What is charted above the labels of what was opened."""
        return max(self.rest * -1, zero(self.opened.unit))

    @property
    def state(self) -> State:
        """Whether it balances."""
        if self.above:
            return State.ABOVE
        return State.OPEN if self.unexplained else State.BALANCED

    @property
    def verdict(self) -> str:
        """`balanced`, or by how much it does not."""
        match self.state:
            case State.ABOVE:
                return f"{self.above.short} {State.ABOVE.value}"
            case State.OPEN:
                return f"{self.unexplained.short} {State.OPEN.value}"
            case State.BALANCED:
                return State.BALANCED.value

    def __str__(self) -> str:
        """The sum, with its unit at the first number; zero parts but the usual three are left out."""
        parts = [f"given {_number(self.given)}", f"discarded {_number(self.discarded)}"]
        parts += [f"explained {_number(self.explained)}"] if self.explained else []
        parts += [f"{_number(self.left)} left in the vial"] if self.left else []
        if self.above:
            return f"opened {self.opened.short}, but {' + '.join(parts)} = {self.accounted.short}"
        return f"opened {self.opened.short} = {' + '.join(parts)} + {_number(self.unexplained)} unexplained"


def _number(amount: Amount) -> str:
    return grouped(amount.value)
