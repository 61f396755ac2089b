"""What is widely published of a code and is not what CMS says, shown beside what is computed from CMS's descriptor."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from unitcalc.findings import Finding, Severity

_SIMILAR = "web articles on billing codes, in their sections on similar codes"
"""Of these the document notes the file and row that report them."""


class Misdescription(NamedTuple):
    """One published description that is not the code's own."""

    code: str
    says: str
    unit: str
    """What it takes as one unit, as text; empty where it states none."""
    really: tuple[str, ...]
    """The codes whose official descriptor fits what is described; empty where none does."""
    source: str

    @property
    def published(self) -> str:
        """Name and unit as published."""
        return f"{self.says}, {self.unit}" if self.unit else self.says

    def finding(self, official: str, names: Mapping[str, str]) -> Finding:
        """What to tell whoever read it; `official` is the descriptor, `names` the short names of codes."""
        really = " or ".join(f"{code} ({names[code]})" if names.get(code) else code for code in self.really)
        instead = f" What is described there is {really}." if really else ""
        message = f"{self.code} is widely published as {self.published}; CMS says: {official.rstrip('.')}.{instead}"
        return Finding("published-misdescription", Severity.INFO, message, self.source)


def read_published(document: Any) -> dict[str, tuple[Misdescription, ...]]:
    """All of them, by code."""
    found: dict[str, tuple[Misdescription, ...]] = {}
    if document is None:
        return found
    articles: Mapping[str, Mapping[str, str]] = document["articles"]
    for entry in document["published"]:
        code = str(entry["code"])
        source = _article(articles[entry["article"]]) if "article" in entry else _SIMILAR
        one = Misdescription(code, entry["says"], str(entry.get("unit", "")), tuple(entry["really"]), source)
        found[code] = (*found.get(code, ()), one)
    return found


def findings(found: Iterable[Misdescription], official: str, names: Mapping[str, str]) -> tuple[Finding, ...]:
    """A finding for each."""
    return tuple(one.finding(official, names) for one in found)


def _article(entry: Mapping[str, str]) -> str:
    return f"“{entry['title']}”, {entry['address']}, opened {entry['opened']}"
