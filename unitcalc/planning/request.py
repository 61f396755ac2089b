"""What a person asks to have planned, as typed."""

from dataclasses import dataclass

from unitcalc.findings import Problem


@dataclass(frozen=True, slots=True)
class StockRow:
    """One row of a stock list, as text: a kind of container and how many there are. Empty means not stated."""

    place: str
    """What findings call it: `row 3`."""
    count: str
    ndc: str = ""
    code: str = ""
    amount: str = ""
    """Label amount with its unit; of an assayed product the potency printed on the container."""
    lot: str = ""
    expiry: str = ""
    cost: str = ""
    """Dollars for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """Every field as text, the same for the command, the page and the API. Empty means not stated."""

    code: str = ""
    product: str = ""
    doses: tuple[str, ...] = ()
    """One dose, or those of several patients of one day, in the order of their turn: `350 mg`, `patient 2: 420 mg`."""
    date: str = ""
    stock: tuple[StockRow, ...] | None = None
    """None: any size sold may be bought."""
    stock_problems: tuple[Problem, ...] = ()
    """Why a stock list could not be read; told with the problems of the other fields."""
    have: tuple[str, ...] = ()
    """Containers at hand, as for a bill: `2 x 1046 IU`, `1 x 00026-3824-25 @ 1046 IU`."""
    route: str = ""
    concentration: str = ""
    round_within: str = ""
    """`10%`: propose a dose of whole containers that near."""
    objective: str = ""
    share: str = ""
    """`yes` or `no`: whether what is left of a container may be given to the next patient."""
