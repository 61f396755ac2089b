"""Which substance each amount of a combination belongs to."""

import re
from collections.abc import Sequence

from unitcalc.catalogue.descriptors.mentions import Mention

_JOINT = re.compile(r"\s*(?:,\s*)?\band\b\s*|\s*[/;&]\s*")
_LEADING = re.compile(r"^(?:[\s,/&;(-]|and\b|(?:injection|instillation)\b)+")


def substances(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The name of each part, in a lower-case text; empty where the text does not say.

    Texts name the parts after their amounts (`1 mg daunorubicin and 2.27 mg cytarabine`), before them (`imipenem 4
    mg, cilastatin 4 mg`), or all together (`cabotegravir and rilpivirine, 2mg/3mg`).
    """
    ends = [mention.start for mention in mentions[1:]] + [len(text)]
    after = [text[mention.end : end] for mention, end in zip(mentions, ends, strict=True)]
    if re.match(r" (?!and\b|&)[a-z]", after[0]):
        return [re.split(r",|\(|\)|/| and\b|$", words)[0].strip() for words in after]
    starts = [0] + [mention.end for mention in mentions[:-1]]
    before = [_clean(text[start : mention.start]) for start, mention in zip(starts, mentions, strict=True)]
    if all(before):
        return before
    together = [_clean(name) for name in _JOINT.split(before[0])]
    return together if len(together) == len(mentions) else [""] * len(mentions)


def _clean(words: str) -> str:
    return _LEADING.sub("", words).rstrip(" ,(-/&;")
