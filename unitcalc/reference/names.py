"""Names as they are compared: brands and substances are spelled in every case and with every sign.

>>> plain_name("NovoSeven® RT"), proprietary_names("Novoseven, Novoseven Rt")
('novoseven rt', ('novoseven', 'novoseven rt'))
"""

import re

_WORDS = re.compile(r"[^\W_]+")


def plain_name(text: str) -> str:
    """A name's words in lower case, without signs, separated by one space."""
    return " ".join(_WORDS.findall(text.casefold()))


def proprietary_names(cell: str) -> tuple[str, ...]:
    """The plain names in a Purple Book cell, which may hold several, separated by commas."""
    return tuple(filter(None, map(plain_name, cell.split(","))))
