"""What a person asks to have billed, as typed."""

from dataclasses import dataclass
from enum import StrEnum

from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, read_amount


class Supply(StrEnum):
    """How the drug was supplied (RULES 2.11)."""

    PURCHASED = "purchased"
    DISCOUNTED = "340b"
    WHITE_BAG = "white-bag"
    FREE = "free"
    STUDY = "study"

    @property
    def is_purchased(self) -> bool:
        """Whether the provider bought the drug, so that it is charged."""
        return self in (Supply.PURCHASED, Supply.DISCOUNTED)


class Stopped(StrEnum):
    """What becomes of the rest of an infusion that was stopped early (RULES 2.9): a person's choice."""

    ASK = "ask"
    DISCARDED = "bill-rest-as-discarded"
    PART_OF_DOSE = "rest-was-dose"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRequest:
    """Every field as text, the same for the command, the page and the API. Empty means not stated."""

    code: str = ""
    given: str = ""
    opened: tuple[str, ...] = ()
    """`4 x 100 mg`, `3 x 44206-0436-05`, `1 x 00026-3824-25 @ 1046 IU`; optionally `... multi-dose given 30 mg`."""
    date: str = ""
    payer: str = ""
    setting: str = ""
    discarded: str = ""
    explained: tuple[str, ...] = ()
    """`20 mg tubing`: an amount and the reason."""
    overfill: str = ""
    stopped: str = ""
    reason: str = ""
    """Why a stopped infusion is billed as chosen."""
    container_type: str = ""
    ndc: str = ""
    billing_unit: str = ""
    form: str = ""
    concentration: str = ""
    supply: str = ""
    narrative: str = ""
    shortage: str = ""
    """Why other containers than those that waste least were opened."""
    dispensed: bool = False


def read_explained(text: str) -> tuple[Amount, str]:
    """`20 mg tubing`: the amount and its reason; Refused without a reason (RULES 2.8)."""
    words = text.strip().split()
    for end in range(len(words), 0, -1):
        try:
            amount = read_amount(" ".join(words[:end]))
        except Refused:
            continue
        if end == len(words):
            raise Refused(
                Problem("explained-without-reason", f"'{text.strip()}' has no reason.", "Write 20 mg tubing, say.")
            )
        return amount, " ".join(words[end:])
    read_amount(text)  # refuses with what is wrong with it
    raise AssertionError("unreachable: an amount alone was read above")
