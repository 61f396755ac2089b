"""The words of a descriptor that name its substance: what makes two codes alike."""

import re

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
# Words that stand in most descriptors and name no substance.
_COMMON = frozenset(
    {
        "injection",
        "inj",
        "per",
        "unit",
        "units",
        "iu",
        "i.u.",
        "mg",
        "mcg",
        "ml",
        "microgram",
        "micrograms",
        "gram",
        "grams",
        "with",
        "and",
        "or",
        "for",
        "not",
        "otherwise",
        "specified",
        "excludes",
        "biosimilar",
        "dose",
        "up",
        "to",
        "oral",
        "intravenous",
        "solution",
        "sterile",
        "administered",
        "code",
        "may",
        "be",
        "used",
        "the",
        "in",
        "of",
        "human",
        "sodium",
        "hcl",
        "hydrochloride",
        "acetate",
        "therapeutic",
        "diagnostic",
        "study",
        "treatment",
        "therapeutically",
        "classified",
        "unclassified",
        "less",
        "than",
        "equal",
        "greater",
        "drug",
        "drugs",
        "biologicals",
        "equivalent",
    }
)


def substance_words(text: str) -> frozenset[str]:
    """The words of a descriptor that can name its substance.

    >>> sorted(substance_words("Injection, pegfilgrastim, excludes biosimilar, 0.5 mg"))
    ['pegfilgrastim']
    """
    return frozenset(_WORD.findall(text.lower())) - _COMMON


def first_word(text: str) -> str:
    """The word of a descriptor that names its substance; empty where there is none.

    >>> first_word("Injection, potassium chloride, per 2 meq")
    'potassium'
    """
    return next((word for word in _WORD.findall(text.lower()) if word not in _COMMON), "")
