"""What the accounts of one site show together: a ratio of billed to expected units that keeps coming back."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from unitcalc.account import Place
from unitcalc.checks.facts import SiteFacts
from unitcalc.checks.gathering.gather import Gathered


def site_facts(accounts: Iterable[Gathered]) -> Iterator[tuple[SiteFacts, tuple[Place, ...]]]:
    """A row for each code at each site whose accounts have records, with the rows of the files that differ alike."""
    groups: dict[tuple[str, str], list[Gathered]] = {}
    for each in accounts:
        if each.facts.compared and each.facts.expected_administered and each.account.lines:
            site = next((line.site for line in each.account.lines if line.site), "")
            groups.setdefault((each.account.code, site), []).append(each)
    for (code, site), its in groups.items():
        ratios = Counter(_ratio(each) for each in its)
        ratio, count = max(
            ((ratio, count) for ratio, count in ratios.items() if ratio != 1),
            key=lambda pair: pair[1],
            default=(None, 0),
        )
        wrong = [each for each in its if _ratio(each) == ratio]
        facts = SiteFacts(
            code=code,
            site=site,
            accounts=len(its),
            wrong=count,
            ratio_billed=ratio.numerator if ratio is not None else 1,
            ratio_expected=ratio.denominator if ratio is not None else 1,
            difference=sum((each.facts.administered - each.facts.expected_administered for each in wrong), Fraction(0)),
            price=its[0].coded.price,
        )
        yield facts, tuple(line.place for each in wrong for line in each.account.lines)


def _ratio(each: Gathered) -> Fraction:
    return Fraction(each.facts.administered) / Fraction(each.facts.expected_administered)
