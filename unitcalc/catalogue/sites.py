"""From when on many accounts of one code at one site, taken together, are worth a look."""

from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.quantity import read_number

DOCUMENT = "sites"


class Sites(NamedTuple):
    """Thresholds that no regulation sets; shares are parts of one."""

    fewest_accounts: int
    """Accounts below which nothing is said of a site."""
    waste_share: Fraction
    """How far the share of units that were discarded may lie above that of the containers that waste least."""
    jw_share: Fraction
    """How far the share of accounts with a JW line may lie from that of those whose record gives one."""


def read_sites(document: Any) -> Sites:
    """From its document; KeyError where the file is no such document.

    >>> read_sites({"fewest-accounts": 20, "waste-share": "0.05", "jw-share": "0.10"}).waste_share
    Fraction(1, 20)
    """
    return Sites(
        int(document["fewest-accounts"]), read_number(document["waste-share"]), read_number(document["jw-share"])
    )
