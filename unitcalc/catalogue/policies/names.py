"""The closed list of what a policy can say: each value's name, what it means, and what may stand there.

The values themselves, Medicare's as the default of all others, are data: `data/policies/medicare-part-b.yaml`.
"""

from collections.abc import Mapping
from typing import NamedTuple

YES_NO = {"yes": "yes", "no": "no"}
_JZ = {
    "none": "no modifier",
    "JZ-allowed": "JZ may stand, and need not",
    "JZ": "JZ is required",
    "JZ-professional": "JZ is required on professional claims only",
    "JZ-confirm": "JZ as for Medicare; confirm it with the payer",
}
_GROUP = {
    "subject": "JW and JZ apply",
    "flag": "unsettled: billed as if they applied, and said",
    "not-subject": "neither JW nor JZ",
}
_ASKED = {"no": "no", "yes": "yes", "where-asked": "only where a policy or a contract asks for it"}

WORD, WORDS, WHOLE, MONEY, PER_CENT, PERIOD = "word", "words", "whole", "money", "per cent", "period"
KINDS = {
    WORD: "one of the words",
    WORDS: "a list of the words",
    WHOLE: "a whole number above 0",
    MONEY: "dollars, such as 0.01",
    PER_CENT: "per cent, such as 10, or none",
    PERIOD: "such as 180 days, 12 months, 1 year, or none",
}


TOPICS = {
    "discard": "Discarded units",
    "lines": "Claim lines",
    "NDC": "NDC",
    "dose": "Dose",
    "claim": "Claim",
}
"""Each topic's title, in the order in which a policy is told."""


class Name(NamedTuple):
    """One thing that a policy says; `words` are the legal ones and what each means."""

    name: str
    topic: str
    means: str
    words: Mapping[str, str] = {}
    kind: str = WORD
    disputed: str = ""
    """The sides, where sources contradict each other (RULES 11)."""
    most: int = 9_999_999_999
    """Where it is a whole number."""

    @property
    def legal(self) -> str:
        """What may stand there, in words."""
        return f"{KINDS[self.kind]}: {', '.join(self.words)}" if self.words else KINDS[self.kind]


_ALL = (
    # Discarded units
    Name(
        "discard-modifier",
        "discard",
        "modifier of the line of discarded units",
        {"by-contractor": "each contractor's choice", "JW": "JW", "none": "no such line"},
    ),
    Name("no-discard-modifier", "discard", "modifier of a line without billable discard", _JZ),
    Name(
        "supplier-discard-modifier",
        "discard",
        "modifier of discarded units where the drug was dispensed and not administered",
        {"JW": "JW", "none": "no such line"},
    ),
    Name(
        "supplier-no-discard-modifier",
        "discard",
        "modifier without billable discard where the drug was dispensed and not administered",
        _JZ,
    ),
    Name(
        "jw-threshold",
        "discard",
        "when JW is not permitted",
        {
            "unit-reaches-dose-and-discard": "the billing unit is at least dose and discard together",
            "dose-below-unit": "the dose is below the billing unit",
        },
        disputed="CMS and Noridian: the unit is at least dose and discard; UHC MD and Priority Health: the dose is "
        "below the unit",
    ),
    Name(
        "discard-below-one-unit",
        "discard",
        "modifier where something, but less than a billable unit, was discarded",
        {"JZ": "as where nothing was discarded", "neither": "neither JW nor JZ"},
        disputed="Noridian: JZ; trade press: neither",
    ),
    Name(
        "discard-line",
        "discard",
        "where discarded units stand",
        {"own-line": "on a line of their own", "same-line": "among the units of the one line, without JW"},
    ),
    Name(
        "discard-cap",
        "discard",
        "the most discarded units that are paid",
        {"label": "what the labels leave", "smallest-vial": "the units of the smallest vial that is sold"},
    ),
    Name(
        "containers-opened",
        "discard",
        "which containers are to be opened for a dose",
        {"least-waste": "the combination on sale that wastes least", "any": "no rule"},
    ),
    Name(
        "short-stability-bulk",
        "discard",
        "a bulk vial that keeps only hours once opened",
        {"not-single-use": "its waste is not payable", "single-use": "counts as a single-use vial"},
    ),
    Name(
        "stopped-infusion",
        "discard",
        "what was left of an infusion stopped early",
        {
            "ask": "both bills are shown, a person chooses",
            "bill-rest-as-discarded": "the rest is discarded drug",
            "rest-was-dose": "the rest was part of the dose",
        },
        disputed="some sources: the rest is JW; others: it was part of the prescribed dose",
    ),
    Name(
        "esrd-discard",
        "discard",
        "discarded amounts on claims for dialysis (ESRD)",
        {"not-reported": "not reported", "reported": "reported"},
    ),
    Name("skin-substitutes", "discard", "JW and JZ on skin substitutes", _GROUP),
    Name("vaccines", "discard", "JW and JZ on vaccines", _GROUP),
    Name(
        "imaging-agents",
        "discard",
        "JW and JZ on radiopharmaceuticals and contrast",
        _GROUP,
        disputed="some Medicare contractors say that they apply, others that they do not",
    ),
    Name(
        "unclassified-discard",
        "discard",
        "JW and JZ on unclassified codes",
        {
            "by-contractor": "each contractor's choice",
            "subject": "JW and JZ apply",
            "not-subject": "neither JW nor JZ",
        },
    ),
    # Claim lines
    Name("unclassified-units", "lines", "units of an unclassified code", kind=WHOLE, most=99),
    Name("car-t-fractions", "lines", "decimal lines of one CAR-T dose on a professional claim", kind=WHOLE, most=99),
    Name(
        "administered-lines-per-day",
        "lines",
        "lines of administered units of a drug a day",
        {"many": "as many as needed", "one": "one; others are denied"},
        disputed="payers that pay one administered line a day, against lines split by a unit limit",
    ),
    Name("line-per-ndc", "lines", "each NDC of a drug on a line of its own", YES_NO),
    Name(
        "split-modifier",
        "lines",
        "modifier from the second line on, where a limit splits the units",
        {"76": "repeated service", "59": "distinct service", "none": "no modifier"},
        disputed="Medicare contractors: 76; society and trade press: 59",
    ),
    Name(
        "rounding-per",
        "lines",
        "units are rounded up once",
        {"administration": "for each administration", "day": "for all of a day together"},
    ),
    Name("professional-line-width", "lines", "most units on a line of a professional claim", kind=WHOLE),
    Name("institutional-line-width", "lines", "most units on a line of an institutional claim", kind=WHOLE),
    Name("line-modifiers", "lines", "most modifiers on a line", kind=WHOLE, most=99),
    Name("line-charge-limit", "lines", "most dollars on a line", kind=MONEY),
    Name("modifier-340b", "lines", "modifier of a 340B drug", {"by-status": "JG or TB, by OPPS status", "TB": "TB"}),
    Name(
        "kx",
        "lines",
        "modifier KX on a drug line",
        {
            "only-by-policy": "only where a coverage policy asks for it",
            "required": "on every line",
            "not-accepted": "on no line",
        },
    ),
    Name(
        "rt-lt",
        "lines",
        "modifiers RT and LT on a drug line",
        {
            "not-on-drug-lines": "they belong to the procedure",
            "accepted": "they may stand",
            "required": "they are required",
        },
    ),
    Name("liability-all-lines", "lines", "a liability modifier (GA, GZ, GY, GX) stands on all lines of a drug", YES_NO),
    Name(
        "not-purchased-line",
        "lines",
        "line of a drug that was not purchased (white-bagged, free, study)",
        {"absent": "no line", "nominal": "a line with the nominal charge"},
    ),
    Name("nominal-charge", "lines", "charge on the line of a drug that was not purchased", kind=MONEY),
    # NDC
    Name("ndc-required", "NDC", "an NDC on a drug line", _ASKED),
    Name("ndc-quantity-required", "NDC", "the NDC's quantity on a drug line", _ASKED),
    Name(
        "ndc-units",
        "NDC",
        "units of measure accepted for an NDC's quantity",
        {"UN": "unit", "ML": "milliliter", "GR": "gram", "ME": "milligram", "F2": "international unit"},
        WORDS,
        "some payers accept F2 and ME, others do not",
    ),
    Name(
        "ndc-package",
        "NDC",
        "which NDC stands on the line",
        {"box-or-vial": "either", "box": "the outer package's", "vial": "the vial's"},
        disputed="some payers want the NDC of the box, others that of the vial",
    ),
    Name(
        "powder-ndc-quantity",
        "NDC",
        "UN quantity of part of a powder vial",
        {"decimal": "a decimal share of a vial", "whole": "whole vials; one that was begun counts with the dose"},
        disputed="some payers want a decimal share, others whole vials",
    ),
    # Others
    Name("dose-rounding-within", "dose", "how far a dose may be rounded to whole vials", kind=PER_CENT),
    Name("filing-limit", "claim", "how long after the date of service a claim may be filed", kind=PERIOD),
)
NAMES: Mapping[str, Name] = {name.name: name for name in _ALL}
"""Every value's name, in the order in which it is shown."""

SETTING_WORDS: Mapping[str, tuple[str, ...]] = {
    "form": ("professional", "institutional"),
    "mue": ("practitioner", "outpatient_hospital"),
    "pays": ("limit", "by-status", "nothing"),
    "subject": ("yes", "no", "by-status", "esrd-discard"),
}
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {"subject": ("yes", "no", "flag"), "pays": ("yes", "no")}
