"""National Drug Codes in every layout.

An NDC is kept as its three segments. Eleven digits are 5-4-2. Ten digits are 4-4-2, 5-3-2 or 5-4-1 and are padded to
5-4-2; without hyphens they are ambiguous, and all candidates are listed (RULES 5.1). From 2033-03-07 an NDC has
twelve digits, 6-4-2 (91 FR 10749); one of today's becomes it by a leading zero of the labeler.

>>> str(read_ndc("1234-5678-90"))
'01234-5678-90'
>>> [str(ndc) for ndc in candidates("1234567890")]
['01234-5678-90', '12345-0678-90', '12345-6789-00']
>>> read_ndc("000026-3824-25") == read_ndc("00026382425")
True
"""

import re
from dataclasses import dataclass

from unitcalc.findings import Problem, Refused

_LAYOUTS = {(4, 4, 2): "4-4-2", (5, 3, 2): "5-3-2", (5, 4, 1): "5-4-1", (5, 4, 2): "5-4-2", (6, 4, 2): "6-4-2"}
_SEPARATORS = re.compile(r"[-‐‑‒–—−\s]+")


@dataclass(frozen=True, slots=True, order=True)
class Ndc:
    """An NDC by its segments, each in its full width: labeler 6, product 4, package 2 digits."""

    labeler: str
    product: str
    package: str

    def __str__(self) -> str:
        """The billing form: 5-4-2, or 6-4-2 where the labeler needs six digits."""
        labeler = self.labeler[1:] if self.labeler.startswith("0") else self.labeler
        return f"{labeler}-{self.product}-{self.package}"

    @property
    def digits(self) -> str:
        """Eleven digits without hyphens, as a claim carries them (twelve for a six-digit labeler)."""
        return str(self).replace("-", "")

    @property
    def twelve(self) -> str:
        """The form in use from 2033-03-07.

        >>> read_ndc("00026-3824-25").twelve
        '000026-3824-25'
        """
        return f"{self.labeler}-{self.product}-{self.package}"


def _ndc(labeler: str, product: str, package: str) -> Ndc:
    return Ndc(labeler.zfill(6), product.zfill(4), package.zfill(2))


def looks_like_ndc(text: str) -> bool:
    """Whether a text is made of NDC digits and hyphens, whether or not it is a valid one."""
    digits = _SEPARATORS.sub("", _bare(text))
    return digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 13


def candidates(text: str) -> tuple[Ndc, ...]:
    """Every NDC that a text can mean; Refused for a text that can mean none."""
    bare = _bare(text)
    segments = [part for part in _SEPARATORS.split(bare) if part]
    digits = "".join(segments)
    if not digits:
        raise _refused("ndc-empty", "No NDC was given.", "Write it as on the package, such as 44206-436-05.")
    if not (digits.isascii() and digits.isdigit()):
        raise _refused("ndc-not-read", f"'{text.strip()[:30]}' is not an NDC.", "An NDC has 10, 11 or 12 digits.")
    if len(segments) > 1:
        widths = tuple(len(part) for part in segments)
        if widths not in _LAYOUTS:
            layouts = ", ".join(list(_LAYOUTS.values()))
            raise _refused(
                "ndc-layout",
                f"'{text.strip()[:30]}' is {'-'.join(map(str, widths[:6]))}, which is no layout of an NDC.",
                f"The layouts are {layouts}; copy the hyphens as printed.",
            )
        return (_ndc(*segments),)
    match len(digits):
        case 10:
            return (
                _ndc(digits[:4], digits[4:8], digits[8:]),
                _ndc(digits[:5], digits[5:8], digits[8:]),
                _ndc(digits[:5], digits[5:9], digits[9:]),
            )
        case 11:
            return (_ndc(digits[:5], digits[5:9], digits[9:]),)
        case 12:
            return (_ndc(digits[:6], digits[6:10], digits[10:]),)
        case count:
            raise _refused(
                "ndc-length", f"'{text.strip()[:30]}' has {count} digits.", "An NDC has 10, 11 or 12 digits."
            )


def read_ndc(text: str) -> Ndc:
    """The one NDC that a text means; ten digits without hyphens are refused with all their candidates."""
    found = candidates(text)
    if len(found) == 1:
        return found[0]
    raise ambiguous(text, found)


def ambiguous(text: str, found: tuple[Ndc, ...]) -> Refused:
    """The refusal of a text that can mean several NDCs."""
    names = tuple(str(ndc) for ndc in found)
    return Refused(
        Problem(
            "ndc-ambiguous",
            f"'{text.strip()}' has ten digits without hyphens and can mean {', '.join(names[:-1])} or {names[-1]}.",
            "Copy the hyphens from the package, or write all eleven digits.",
            names,
        )
    )


def _bare(text: str) -> str:
    return re.sub(r"^\s*(?:NDC|N4)\s*[:#]?\s*", "", text.strip(), flags=re.IGNORECASE)


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code, message, hint))
