"""The rules of matching: what a person may set, with defaults, as every report tells them."""

from dataclasses import dataclass

AROUND_MIDNIGHT = 120
"""Minutes before and after midnight in which an infusion may be billed on either day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How rows of three tables are brought together."""

    payer: str = ""
    """The policy of lines that name no payer."""
    setting: str = ""
    """The setting of lines that name no place."""
    midnight: int = 1
    """Days by which rows of one dose may differ; 0 for none."""

    def told(self) -> tuple[tuple[str, str], ...]:
        """Each rule in a sentence, for reports."""
        days = "no difference of days" if not self.midnight else f"{self.midnight} day of difference"
        return (
            ("Account", "one code of one encounter on one day; an NDC stands for its code on that day"),
            ("Midnight", f"{days} is tolerated where one of the records is missing on the day itself"),
            (
                "Day of service",
                f"lines of the day before or after are right where the infusion began or ended within "
                f"{AROUND_MIDNIGHT // 60} hours of midnight",
            ),
            ("Claims", "only lines that stand count: not those of claims that were replaced or voided"),
            (
                "Administrations",
                "rows of one administration number, or of one start time, are one; every other row is one by itself",
            ),
            (
                "Containers",
                "belong to an administration by its number, else by the container's number; else to the only one of "
                "the day; else they are laid out so that each administration has what it used",
            ),
            (
                "Shared containers",
                "by their number, by lot where a transfer states none; the waste falls to the last",
            ),
            ("Another code", "what was given of one code and billed as the only similar one that day is one account"),
            ("Repeated rows", "count once where they carry a number or a time of their own"),
        )
