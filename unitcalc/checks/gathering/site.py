"""What the accounts of one code at one site show together: sums of them, account by account.

Millions of accounts can't be kept. So each is added to a sum of fixed size, and only sums are looked at in the end.
Accounts whose units are wrong by another ratio have a sum of their own: that is how a ratio that comes back is seen.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, fields
from fractions import Fraction
from operator import add, attrgetter
from typing import NamedTuple

from unitcalc.account import Account, Place
from unitcalc.catalogue.sites import Sites
from unitcalc.checks.facts import AccountFacts, SiteFacts
from unitcalc.checks.gathering.gather import Gathered

ZERO = Fraction(0)
MOST_ROWS = 50
"""Rows of the files that a finding about a site names; its numbers are of all."""
MULTIPLIER, WASTE, JW = "constant-multiplier", "unusual-waste", "unusual-jw-rate"
"""The names of the checks of a site (a test holds them to it): each speaks of other rows, and of other money."""


class SiteKey(NamedTuple):
    """Which accounts are added up."""

    code: str
    site: str
    ratio: Fraction | None
    """Billed to expected administered units; None where nothing is billed."""


@dataclass(frozen=True, slots=True)
class SiteTotals:
    """Accounts of one code at one site, added up. Units are exact; dollars are units at the price of their day.

    >>> (SiteTotals(accounts=1, waste=Fraction(5)) + SiteTotals(accounts=2, waste=Fraction(3))).waste
    Fraction(8, 1)
    """

    accounts: int = 0
    """Accounts that are billed and whose units the record gives."""
    over: Fraction = ZERO
    """Administered units billed above those expected."""
    over_dollars: Fraction = ZERO
    decided: int = 0
    """Accounts to which JW and JZ apply, billed or not, whose waste the record gives."""
    used: Fraction = ZERO
    """Their administered units, as the record gives them."""
    waste: Fraction = ZERO
    """Their discarded units."""
    avoidable: Fraction = ZERO
    """Of these, those that the containers that waste least would not have left."""
    avoidable_dollars: Fraction = ZERO
    claimed: int = 0
    """Of the decided accounts, those with claim lines."""
    jw_due: int = 0
    """Of the claimed, those whose record gives a JW line."""
    jw_billed: int = 0
    """Of the claimed, those that have one."""
    jw_units_due: Fraction = ZERO
    jw_units: Fraction = ZERO
    jw_dollars: Fraction = ZERO
    """JW units billed above those due."""
    over_rows: tuple[Place, ...] = ()
    waste_rows: tuple[Place, ...] = ()
    jw_rows: tuple[Place, ...] = ()

    def __add__(self, other: "SiteTotals") -> "SiteTotals":
        rows = (both[:MOST_ROWS] for both in map(add, _ROWS(self), _ROWS(other)))
        return SiteTotals(*map(add, _NUMBERS(self), _NUMBERS(other)), *rows)


_NAMES = [field.name for field in fields(SiteTotals)]
_NUMBERS = attrgetter(*(name for name in _NAMES if not name.endswith("_rows")))
_ROWS = attrgetter(*(name for name in _NAMES if name.endswith("_rows")))


class AtSite(NamedTuple):
    """The facts of a code at a site, and for each check by its name the rows that it speaks of, and dollars a unit."""

    facts: SiteFacts
    rows: Mapping[str, tuple[Place, ...]]
    prices: Mapping[str, Fraction]


def add_account(totals: MutableMapping[SiteKey, SiteTotals], each: Gathered) -> None:
    """Add an account to the sum that it belongs to; one whose record gives no units belongs to none."""
    f = each.facts
    if not f.compared or not f.expected_administered:
        return
    ratio = Fraction(f.administered) / Fraction(f.expected_administered) if each.account.lines else None
    key = SiteKey(each.account.code, _site(each.account), ratio)
    totals[key] = totals.get(key, SiteTotals()) + _totals(each)


def site_facts(totals: Mapping[SiteKey, SiteTotals], sites: Sites) -> Iterator[AtSite]:
    """The facts of each code at each site."""
    groups: dict[tuple[str, str], dict[Fraction | None, SiteTotals]] = {}
    for key, its in totals.items():
        groups.setdefault((key.code, key.site), {})[key.ratio] = its
    for (code, site), of_ratio in groups.items():
        whole = sum(of_ratio.values(), SiteTotals())
        wrong = {ratio: its for ratio, its in of_ratio.items() if ratio is not None and ratio != 1}
        ratio = max(wrong, key=lambda each: wrong[each].accounts, default=Fraction(1))
        alike = wrong.get(ratio, SiteTotals())
        yield AtSite(
            SiteFacts(
                code=code,
                site=site,
                accounts=whole.accounts,
                wrong=alike.accounts,
                ratio_billed=ratio.numerator,
                ratio_expected=ratio.denominator,
                difference=alike.over,
                fewest=sites.fewest_accounts,
                decided=whole.decided,
                used=whole.used,
                waste=whole.waste,
                least_waste=whole.waste - whole.avoidable,
                waste_share=sites.waste_share,
                claimed=whole.claimed,
                jw_due=whole.jw_due,
                jw_billed=whole.jw_billed,
                jw_units_due=whole.jw_units_due,
                jw_units=whole.jw_units,
                jw_share=sites.jw_share,
            ),
            {MULTIPLIER: alike.over_rows, WASTE: whole.waste_rows, JW: whole.jw_rows},
            {
                MULTIPLIER: _price(alike.over, alike.over_dollars),
                WASTE: _price(whole.avoidable, whole.avoidable_dollars),
                JW: _price(whole.jw_units - whole.jw_units_due, whole.jw_dollars),
            },
        )


def _totals(each: Gathered) -> SiteTotals:
    f, price, billed = each.facts, each.coded.price, bool(each.account.lines)
    over = Fraction(f.administered) - Fraction(f.expected_administered) if billed else ZERO
    rows = _rows(each.account)[:MOST_ROWS]
    if not _is_decided(f):
        return SiteTotals(accounts=int(billed), over=over, over_dollars=over * price, over_rows=rows if over else ())
    waste, avoidable = Fraction(f.expected_discarded), Fraction(f.avoidable_units)
    has_jw = bool(f.jw_lines)
    jw_over = Fraction(f.discarded) - waste if billed else ZERO
    return SiteTotals(
        accounts=int(billed),
        over=over,
        over_dollars=over * price,
        decided=1,
        used=Fraction(f.expected_administered),
        waste=waste,
        avoidable=avoidable,
        avoidable_dollars=avoidable * price,
        claimed=int(billed),
        jw_due=int(billed and waste > 0),
        jw_billed=int(billed and has_jw),
        jw_units_due=waste if billed else ZERO,
        jw_units=Fraction(f.discarded) if billed else ZERO,
        jw_dollars=jw_over * price,
        over_rows=rows if over else (),
        waste_rows=rows if avoidable else (),
        jw_rows=rows if billed and has_jw != (waste > 0) else (),
    )


def _is_decided(f: AccountFacts) -> bool:
    """Whether waste of a unit or more belongs on a JW line of its own (RULES 1, 3)."""
    on_a_line = f.jw_exists and not f.jw_by_contractor and not f.same_line
    return bool(f.known and f.subject and not f.unsettled and not f.multi_dose and not f.dispensed and on_a_line)


def _site(account: Account) -> str:
    """Where it was: as its lines say, else its record."""
    of_lines = next((line.site for line in account.lines if line.site), "")
    return of_lines or (account.record.said.get("site", "") if account.record else "")


def _rows(account: Account) -> tuple[Place, ...]:
    """The rows that it is told by: its lines, else its record."""
    of_lines = tuple(line.place for line in account.lines)
    return of_lines or account.rows or ((account.record.place,) if account.record else ())


def _price(units: Fraction, dollars: Fraction) -> Fraction:
    """Dollars a unit, so that the units come to just these dollars, whatever their days' prices; 0 where none does."""
    return max(dollars / units, ZERO) if units else ZERO
