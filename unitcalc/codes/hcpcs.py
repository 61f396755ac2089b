"""HCPCS Level II codes: a letter A to V and four digits.

>>> read_code(" j1745 ")
'J1745'
>>> is_code("99213")
False
"""

import re

from unitcalc.findings import Problem, Refused

_LEVEL_II = re.compile(r"[A-V][0-9]{4}")


def is_code(text: str) -> bool:
    """Whether a text is written like a Level II code."""
    return _LEVEL_II.fullmatch(text.strip().upper()) is not None


def is_level_one(text: str) -> bool:
    """Whether a text is written like a five-character CPT code: four digits and a digit or F, M, T, U."""
    return re.fullmatch(r"[0-9]{4}[0-9AFMTU]", text.strip().upper()) is not None


def read_code(text: str) -> str:
    """The code in its standard form; Refused with a hint for anything else."""
    code = text.strip().upper()
    if is_code(code):
        return code
    if not code:
        raise Refused(Problem("code-empty", "No code was given.", "Write a HCPCS code, such as J1745."))
    if is_level_one(code):
        raise Refused(
            Problem(
                "code-level-one",
                f"{code} is a CPT code, and unitcalc holds only HCPCS Level II codes.",
                "A drug is billed with a letter and four digits, such as J1745.",
            )
        )
    raise Refused(
        Problem(
            "code-not-read",
            f"'{text.strip()[:20]}' is not a HCPCS code.",
            "A code is a letter A to V and four digits, such as J1745.",
        )
    )
