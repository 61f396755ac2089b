"""Words on a page: what was typed or cited is shown as it stands, and options of the command as the page's fields."""

import re
from collections.abc import Mapping
from datetime import date

from unitcalc.quantity import grouped

_SPECIAL = re.compile(r"[\\`*_\[\]<>$~|#^]|:(?=[\w/])|(?<=\w)\.(?=\w)|^(?=[-+=])|(?<=^\d)[.)]")
# A browser's page makes links of addresses even where every sign is escaped; with a joiner inside they are none.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w@)(?=\w)", re.IGNORECASE)
# So does it make pictures of names between colons.
_ICON = re.compile(r"(?<=:)(?=[\w+-][\w+/-]*:)")
_JOINER = "\u2060"
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)(?: (?:TEXT|FILE))?")


def escaped(text: str) -> str:
    r"""Text that a page shows as it stands: nothing in it is markup, a formula, a picture or a link.

    >>> print(escaped("5 * $3 ![x](http://a.b)"))
    5 \* \$3 !\[x\](http:\u2060//a\.b)
    """
    return _SPECIAL.sub(r"\\\g<0>", _ICON.sub(_JOINER, _ADDRESS.sub(_JOINER, " ".join(text.split()))))


def in_words_of(labels: Mapping[str, str], text: str) -> str:
    """A message that speaks of the command's options, in the words of the page's fields.

    >>> in_words_of({"overfill": "Overfill"}, "state it: --overfill '100 mg'.")
    "state it: “Overfill” '100 mg'."
    """
    return _OPTION.sub(lambda match: f"“{labels.get(match[1].replace('-', '_'), match[1])}”", text)


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "unit"), counted(9999, "unit")
    ('1 unit', '9,999 units')
    """
    return f"{grouped(number)} {thing if number == 1 else thing + 's'}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def named_day(day: date) -> str:
    """A day as it can't be mistaken.

    >>> named_day(date(2025, 3, 1))
    'Saturday, March 1, 2025'
    """
    return f"{_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_day(day: date) -> str:
    """The same where there is little room.

    >>> short_day(date(2025, 3, 1))
    'Sat, Mar 1, 2025'
    """
    return f"{_WEEKDAYS[day.weekday()][:3]}, {_MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def sentence(title: str) -> str:
    """A title as a sentence begins; names in it stay as they are.

    >>> sentence("rural health clinic or FQHC")
    'Rural health clinic or FQHC'
    """
    return title[:1].upper() + title[1:]


def quiet(text: str) -> str:
    """Small text for sources and explanations, as it stands."""
    return f":small[:gray[{escaped(text)}]]"
