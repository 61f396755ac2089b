"""The arithmetic of one account in words: what was opened and what became of it, the units expected and billed."""

from fractions import Fraction

from unitcalc.quantity import Amount, Unit, dollars, grouped
from unitcalc.reconcile.report.model import Account


def arithmetic(account: Account) -> str:
    """The whole account in one line.

    >>> from datetime import date
    >>> ten = Account(encounter="E1", day=date(2025, 3, 1), code="J1745", unit="mg", site="", payer="", balanced=False,
    ...     opened=Fraction(400), given=Fraction(350), discarded=Fraction(50), unexplained=Fraction(0),
    ...     expected_administered=35, expected_discarded=5, billed_administered=350, billed_discarded=0,
    ...     expected_payment=Fraction("1726.40"), billed_payment=Fraction("15106"))
    >>> arithmetic(ten)
    '400 mg opened = 350 given + 50 discarded; expected 35 + JW 5; billed 350; $13,379.60 over'
    """
    return "; ".join(part for part in (balance(account), units(account), difference(account)) if part)


def balance(account: Account) -> str:
    """What was opened against what became of it; what is not on record is said to be unknown."""
    if account.opened is None and account.given is None:
        return "nothing on record of what was opened or given"
    if account.opened is None:
        return f"{in_unit(account.given or Fraction(0), account.unit)} given; what was opened is not on record"
    if account.given is None:
        return f"{in_unit(account.opened, account.unit)} opened; what was given is not on record"
    left = [f"{in_unit(account.opened, account.unit)} opened"]
    right = [f"{grouped(account.given)} given"]
    if account.discarded is not None:
        right.append(f"{grouped(account.discarded)} discarded")
    for amount, out, received in (
        (account.explained, "explained", "explained"),
        (account.transferred, "transferred to another patient", "received from another patient"),
        # Multi-dose containers: what is left stays in them, and serves the accounts of other days.
        (_kept(account), "left in the container", "from containers opened before"),
    ):
        if amount and amount > 0:
            right.append(f"{grouped(amount)} {out}")
        elif amount:
            left.append(f"{grouped(-amount)} {received}")
    told = f"{' + '.join(left)} = {' + '.join(right)}"
    unexplained = account.unexplained or Fraction(0)
    if unexplained > 0:
        told += f" + {grouped(unexplained)} unexplained"
    elif unexplained < 0:
        told += f" − {grouped(-unexplained)} more than there was"
    return f"{told} (discarded: not charted)" if account.discarded is None else told


def in_unit(value: Fraction, symbol: str) -> str:
    """An amount in the unit of a table, which may have none.

    >>> in_unit(Fraction(10_000), "unit"), in_unit(Fraction(1), "unit"), in_unit(Fraction(400), "mg")
    ('10,000 units', '1 unit', '400 mg')
    """
    return Amount(value, Unit(symbol)).short if symbol else grouped(value)


def _kept(account: Account) -> Fraction:
    """What the other parts of the balance leave over: it is in the container still."""
    parts = (account.given, account.discarded, account.transferred, account.explained, account.unexplained)
    return (account.opened or Fraction(0)) - sum((part for part in parts if part is not None), Fraction(0))


def units(account: Account) -> str:
    """The units that the record gives, and those that were billed."""
    return f"expected {expected_units(account)}; billed {billed_units(account)}"


def expected_units(account: Account) -> str:
    """As people write them: `35 + JW 5`."""
    return _lines(account.expected_administered, account.expected_discarded, "not decided")


def billed_units(account: Account) -> str:
    """As people write them: `350`."""
    return _lines(account.billed_administered, account.billed_discarded, "not on record")


def _lines(administered: Fraction | None, discarded: Fraction | None, unknown: str) -> str:
    if administered is None and discarded is None:
        return unknown
    waste = f"JW {grouped(discarded)}" if discarded else ""
    if not administered:
        return waste or "no units"
    return f"{grouped(administered)}{f' + {waste}' if waste else ''}"


def difference(account: Account) -> str:
    """By how many dollars the claim is over or under; empty where it is neither, or not known."""
    return over_or_under(account.difference)


def over_or_under(value: Fraction | None) -> str:
    """A difference in dollars, its direction as a word.

    >>> over_or_under(Fraction("-12.5"))
    '$12.50 under'
    """
    if not value:
        return ""
    return f"{dollars(abs(value))} {'over' if value > 0 else 'under'}"
