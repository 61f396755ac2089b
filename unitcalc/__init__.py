"""unitcalc: doses and opened containers into billable HCPCS units and JW units, exactly, with every step's source."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unitcalc.api import Refused, bill, check, dose, explain, lookup, payers, plan

__all__ = ["Refused", "bill", "check", "dose", "explain", "lookup", "payers", "plan"]


def __getattr__(name: str) -> Any:
    # Resolved at first use: importing the package costs nothing, and a command imports only what it needs.
    if name in __all__:
        from unitcalc import api

        return getattr(api, name)
    raise AttributeError(f"module 'unitcalc' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
