"""The text of a check: its file's docstring, in named parts, read for `explain`, the pages and the docs alike.

>>> text = read_text('''JZ is missing.
...
... What: A line has neither.
... Why: It comes back.
... Example: One vial.
... Instead: Add JZ.
... Exceptions: None known.
... Source: RULES 1.5.
... ''')
>>> text.title, text.instead
('JZ is missing.', 'Add JZ.')
"""

import re
from functools import lru_cache
from typing import NamedTuple

PARTS = ("What", "Why", "Example", "Instead", "Exceptions", "Source")
_PART = re.compile(rf"^({'|'.join(PARTS)}):", re.MULTILINE)


class Text(NamedTuple):
    """What a person reads about a check; each part is one or more sentences without line breaks."""

    title: str
    what: str
    why: str
    example: str
    instead: str
    exceptions: str
    source: str


@lru_cache(maxsize=512)
def read_text(doc: str) -> Text:
    """A docstring's parts; ValueError where one is missing, empty, stands twice or out of order."""
    title, _, rest = doc.strip().partition("\n\n")
    pieces = _PART.split(rest)
    if pieces[0].strip() or tuple(pieces[1::2]) != PARTS:
        raise ValueError(f"'{title[:60]}': the parts are {', '.join(PARTS)}, each once and in this order")
    texts = [" ".join(piece.split()) for piece in (title, *pieces[2::2])]
    if not all(texts):
        raise ValueError(f"'{title[:60]}': a part is empty")
    return Text(*texts)._replace(source=texts[-1].rstrip("."))  # RULES 1.5, not RULES 1.5.
