"""Containers as people write them: `4 x 100 mg`, `3 x 44206-0436-05`, `1 x 00026-3824-25 @ 1046 IU`."""

import re
from dataclasses import dataclass

from unitcalc.catalogue.container import ContainerType
from unitcalc.codes import Ndc, looks_like_ndc, read_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.quantity import Amount, read_amount, read_count, read_positive


@dataclass(frozen=True, slots=True)
class OpenedText:
    """One entry of the opened containers, read but not yet looked up."""

    count: int
    ndc: Ndc | None
    each: Amount | None
    type: ContainerType | None
    given: Amount | None


_COUNT = re.compile(r"\s*(?P<count>[0-9][0-9,]*)\s*[x×*]\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_TURNED = re.compile(r"(?P<what>[0-9.,]+\s*[^\W\d][^@]*?)\s*[x×*]\s*(?P<count>[0-9]{1,6})")
_SEVERAL = re.compile(r"[a-z]\s*(?:\band\b|&|\+|;|,)\s*[0-9]+\s*[x×*]\s*[0-9]", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"10\s*(?:\^|[⁰¹²³⁴⁵⁶⁷⁸⁹])|10E", re.IGNORECASE)
_TYPE = re.compile(r"[\s,]+(single[- ]dose|multi[- ]dose|multiple[- ]dose|sdv|mdv)\s*$", re.IGNORECASE)
_GIVEN = re.compile(r"[\s,]+given\s+(?P<given>.+)$", re.IGNORECASE)


def read_opened(text: str) -> OpenedText:
    """One entry: a count, a label amount or an NDC, the assayed potency after @, container type and share given.

    >>> read_opened("4 x 100 mg").count, str(read_opened("2 x 10^13 vg").each)
    (4, '20,000,000,000,000 vg')
    >>> entry = read_opened("1 x 00026-3824-25 @ 1046 IU")
    >>> str(entry.ndc), str(entry.each)
    ('00026-3824-25', '1,046 IU')
    """
    if _SEVERAL.search(text):
        message = f"'{text.strip()[:40]}' names several kinds of containers."
        raise Refused(Problem("opened-several", message, "State each kind by itself: 2 x 100 mg, and then 1 x 400 mg."))
    rest = text.strip()
    given = None
    if match := _GIVEN.search(rest):
        given, rest = read_amount(match["given"]), rest[: match.start()]
    kind = None
    if match := _TYPE.search(rest):
        word = match[1].lower()
        kind = ContainerType.SINGLE_DOSE if word.startswith("s") else ContainerType.MULTI_DOSE
        rest = rest[: match.start()]
    count = 1
    if turned := _TURNED.fullmatch(rest):  # 100 mg x 4
        rest = f"{turned['count']} x {turned['what']}"
    match = _COUNT.fullmatch(rest)
    if match and not _POWER_OF_TEN.match(match["rest"]):
        count, rest = read_count(match["count"]), match["rest"]
    if re.fullmatch(r"[0-9,]+\s*[x×*]", rest):
        raise Refused(
            Problem("opened-not-read", f"'{text.strip()[:40]}' does not say what was opened.", "Write 4 x 100 mg.")
        )
    what, at, assayed = rest.partition("@")
    if looks_like_ndc(what):
        return OpenedText(count, read_ndc(what), read_positive(assayed) if at else None, kind, given)
    if at:
        raise Refused(
            Problem("opened-not-read", f"'{text.strip()[:40]}': only an NDC takes '@'.", "Write 1 x NDC @ 1046 IU.")
        )
    return OpenedText(count, None, read_positive(what), kind, given)


def names_ndc(text: str) -> bool:
    """Whether an entry names its containers by NDC, readable or not.

    >>> [names_ndc(text) for text in ("4 x 57894003001", "1 x 00026-3824-25 @ 1046 IU", "4 x 100 mg", "100")]
    [True, True, False, False]
    """
    match = _COUNT.fullmatch(text)
    return looks_like_ndc((match["rest"] if match else text).partition("@")[0])
