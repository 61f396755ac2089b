"""The setting that a claim's place of service or type of bill stands for."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

DOCUMENT = "places"
_BILL_TYPE = re.compile(r"0?(?P<kind>[1-8]\d)(?P<frequency>[0-9A-Z])")


class Places(NamedTuple):
    """Settings by the two digits of a place of service, and of a type of bill."""

    places: Mapping[str, str]
    bill_types: Mapping[str, str]

    def setting(self, written: str) -> str:
        """The setting of `11`, `22`, `0131` or `131`; empty where it is not known.

        >>> known = Places({"11": "office"}, {"13": "hospital-outpatient"})
        >>> known.setting("11"), known.setting("0131"), known.setting("99")
        ('office', 'hospital-outpatient', '')
        """
        text = written.strip().upper()
        if len(text) < 3:
            return self.places.get(text, "")
        match = _BILL_TYPE.fullmatch(text)
        return self.bill_types.get(match["kind"], "") if match else ""


def frequency_of(written: str) -> str:
    """The frequency that a type of bill ends with; empty for a place of service.

    >>> frequency_of("0137"), frequency_of("11")
    ('7', '')
    """
    match = _BILL_TYPE.fullmatch(written.strip().upper())
    return match["frequency"] if match else ""


def read_places(document: Any) -> Places:
    """From its document; KeyError where the file is no such document."""
    return Places(
        *(
            {
                number: entry["setting"]
                for number, entry in document[part].items()
                if entry["source"] in document["sources"]
            }
            for part in ("places-of-service", "bill-types")
        )
    )
