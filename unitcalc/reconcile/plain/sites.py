"""What accounts without a finding add to the sums of their site: as `checks.gathering.site` adds them one by one."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import ibis

from unitcalc.checks.gathering.site import SiteKey, SiteTotals
from unitcalc.reconcile.engine import Engine

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows


def clean_totals(engine: Engine, clean: "Rows") -> Iterator[tuple[SiteKey, SiteTotals]]:
    """The sums of each code at each site. Units are as the record gives them, so that none is over."""
    billed = clean.n_c > 0
    of_waste = clean.applies
    waste, units = clean.expected_discarded_units, clean.billed_discarded_units
    sums = clean.filter(clean.expected_administered_units > 0).group_by(
        code=clean.code, site=clean.site_of_record, billed=billed
    )
    totals = sums.aggregate(
        accounts=_sum(billed),
        decided=_sum(of_waste),
        used=ibis.ifelse(of_waste, clean.expected_administered_units, 0).sum(),
        waste=ibis.ifelse(of_waste, waste, 0).sum(),
        claimed=_sum(of_waste & billed),
        jw_due=_sum(of_waste & billed & (waste > 0)),
        jw_billed=_sum(of_waste & billed & (clean.jw_lines_ > 0)),
        jw_units_due=ibis.ifelse(of_waste & billed, waste, 0).sum(),
        jw_units=ibis.ifelse(of_waste & billed, units, 0).sum(),
    )
    for batch in engine.fetched(totals):
        for row in batch.to_pylist():
            key = SiteKey(row.pop("code"), row.pop("site"), Fraction(1) if row.pop("billed") else None)
            yield (
                key,
                SiteTotals(
                    accounts=int(row["accounts"]),
                    decided=int(row["decided"]),
                    used=Fraction(row["used"]),
                    waste=Fraction(row["waste"]),
                    claimed=int(row["claimed"]),
                    jw_due=int(row["jw_due"]),
                    jw_billed=int(row["jw_billed"]),
                    jw_units_due=Fraction(row["jw_units_due"]),
                    jw_units=Fraction(row["jw_units"]),
                ),
            )


def _sum(truth: "ibis.expr.types.BooleanValue") -> "ibis.expr.types.IntegerValue":
    return truth.cast("int64").sum()
