"""What may stand in a document: text without characters that XML forbids."""

import re

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text, with a sign in place of each character that neither a page nor a workbook can hold.

    >>> printable("a" + chr(0) + "b")
    'a\ufffdb'
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def severity_word(severity: str) -> str:
    """As people read it.

    >>> severity_word("info"), severity_word("error")
    ('remark', 'error')
    """
    return "remark" if severity == "info" else severity
