"""What is searched, compiled: the words of each code, and how the names are spelled, for what is typed wrong.

A misspelled word has most pairs of letters in common with the right one: `kovaltri` and `kovaltry` share ko, ov, va,
al, lt and tr. The pairs are an index, so that only a few names are compared letter by letter.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

from unitcalc.reference.names import plain_name
from unitcalc.reference.vials.model import VialSize
from unitcalc.reference.vials.rows import read

SHORTEST = 4
"""Letters of a name that can be told from others when it is misspelled."""
MOST_TOGETHER = 3
"""Words of a name that someone may write as one."""
_SHORTEST_SAID = 5
"""Letters of a short form or an old brand (Cytoxan) that can be misspelled."""
_DOSE = re.compile(
    r"\d\s*(?:m?g|mcg|gm|grams?|m?l|cc|iu|i\.u\.|units?|m?eq|mci|micrograms?|milligrams?|millicuries?)\b"
)
_FIRST_PART = re.compile(r"^(?:inj(?:ection)?s?\b[,;]?\s*)?([^,;(\d]*)")
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)")
_MOST_IN_PARENTHESES = 4
"""Words in parentheses that are a name; more of them are a sentence."""


def compile_search(connection: sqlite3.Connection) -> None:
    """The tables that a search reads, once the others are written: `product`, `searched`, `spelling` and `gram`."""
    names_of = _store_products(connection)
    for size in _curated(connection):
        names_of[size.code].add(plain_name(size.product))
    _store_searched(connection, names_of)
    _store_spellings(connection)


def write_table(connection: sqlite3.Connection, table: str, columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    """A new table of text columns."""
    names = [f'"{column}" TEXT NOT NULL' for column in columns]
    connection.execute(f'CREATE TABLE "{table}" ({", ".join(names)})')
    connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})', rows)


def grams(name: str) -> tuple[str, ...]:
    """The pairs of letters of a name, its ends included, each once.

    >>> grams("jivi")
    ('^j', 'ji', 'iv', 'vi', 'i$')
    """
    ends = f"^{name}$"
    return tuple(dict.fromkeys(ends[at : at + 2] for at in range(len(ends) - 1)))


def _store_products(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Product names in their newest spelling with their codes; gives the names by code."""
    spelled: dict[str, str] = {}
    codes_of: dict[str, set[str]] = defaultdict(set)
    names_of: dict[str, set[str]] = defaultdict(set)
    for product, code in connection.execute("SELECT product, code FROM crosswalk ORDER BY last"):
        name = plain_name(product)
        spelled[name] = product
        codes_of[name].add(code)
        names_of[code].add(name)
    rows = ([name, spelled[name], " ".join(sorted(codes_of[name]))] for name in sorted(spelled))
    write_table(connection, "product", ("name", "spelled", "codes"), rows)
    return names_of


def _store_searched(connection: sqlite3.Connection, names_of: dict[str, set[str]]) -> None:
    """A row of SearchedRow for each code."""
    words = {
        code: _with_joined(f"{code} {long} {short}")
        for code, long, short in connection.execute("SELECT code, long, short FROM codes")
    }
    labelers: dict[str, set[str]] = defaultdict(set)
    for code, labeler in connection.execute("SELECT DISTINCT code, labeler FROM crosswalk"):
        labelers[code].update(_with_joined(labeler).split())
    current = {
        code
        for table in ("crosswalk", "limits")
        for (code,) in connection.execute(
            f"SELECT DISTINCT code FROM {table} WHERE last = (SELECT max(last) FROM {table})"
        )
    }
    rows = (
        [
            code,
            f"| {' | '.join(sorted(names_of[code]))} |" if names_of[code] else "",
            f" {words.get(code, '')}",
            "".join(f" {word}" for word in sorted(labelers[code])),
            "1" if code in current else "",
        ]
        for code in sorted(words.keys() | names_of.keys())
    )
    write_table(connection, "searched", ("code", "names", "words", "labelers", "current"), rows)


def _with_joined(text: str) -> str:
    """A text in plain words, and once more as it is written by whoever leaves apostrophes off: reddys."""
    plain = plain_name(text)
    joined = (plain_name(word.replace("'", "")) for word in text.split() if "'" in word)
    return " ".join([plain, *joined])


def _store_spellings(connection: sqlite3.Connection) -> None:
    """Every name and word that can be misspelled, once: a brand before a substance before a firm."""
    known: dict[str, tuple[str, str]] = {}
    for kind, texts in _named(connection):
        for text in texts:
            for name, shown in _parts(text, together=kind == "brand"):
                if len(name) >= SHORTEST and not name.isdigit():
                    known.setdefault(name, (shown, kind))
    rows = [[name, shown, kind] for name, (shown, kind) in known.items()]
    write_table(connection, "spelling", ("name", "shown", "kind"), rows)
    connection.execute("CREATE TABLE gram (gram TEXT NOT NULL, name INTEGER NOT NULL)")
    pairs = ((gram, number) for number, (name, *_) in enumerate(rows, 1) for gram in grams(name))
    connection.executemany("INSERT INTO gram VALUES (?, ?)", pairs)
    connection.execute('CREATE INDEX "gram by gram" ON gram (gram, name)')


def _named(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    # The newest spelling first; of one quarter, small letters before capitals: Kovaltry, not KOVALTRY.
    products = connection.execute(
        "SELECT product FROM crosswalk GROUP BY product ORDER BY max(last) DESC, product DESC"
    )
    yield "brand", [text for (text,) in products.fetchall()]
    yield "brand", [size.product for size in _curated(connection)]
    licensed = connection.execute("SELECT DISTINCT proprietary FROM biologics ORDER BY proprietary DESC").fetchall()
    yield "brand", [name.strip() for (cell,) in licensed for name in cell.split(",")]
    rows = connection.execute("SELECT code, long FROM codes ORDER BY code").fetchall()
    yield "substance", [name for code, long in rows for name in _substances(code, long)]
    yield "said", [name for name in _said(connection) if len(name) >= _SHORTEST_SAID]
    yield "firm", [text for (text,) in connection.execute("SELECT DISTINCT labeler FROM crosswalk").fetchall()]


def _substances(code: str, long: str) -> Iterator[str]:
    """The names in a drug's descriptor: what it begins with, and what stands in parentheses; no other word of it.

    >>> list(_substances("J0129", "Injection, abatacept, 10 mg (code may be used for medicare when drug administered)"))
    ['abatacept']
    """
    text = long.lower()
    if not (code.startswith("J") or text.startswith("inj") or _DOSE.search(text)):
        return
    begins = _FIRST_PART.match(text)
    groups = [group for group in _IN_PARENTHESES.findall(text) if len(group.split()) <= _MOST_IN_PARENTHESES]
    yield from filter(None, (name.strip() for name in (begins[1] if begins else "", *groups)))


def _said(connection: sqlite3.Connection) -> list[str]:
    """The short forms and old brands of `abbreviations.yaml`."""
    found = connection.execute("SELECT json FROM document WHERE name = 'abbreviations'").fetchall()
    return [name for (text,) in found for name in (json.loads(text) or {}).get("abbreviations") or {}]


def _curated(connection: sqlite3.Connection) -> list[VialSize]:
    return [read(text) for (text,) in connection.execute("SELECT json FROM vial ORDER BY number")]


def _parts(text: str, together: bool) -> Iterator[tuple[str, str]]:
    """Each word of a name, as compared and as shown; and the name run together (novosevenrt, solumedrol)."""
    words = text.replace("®", " ").replace("™", " ").split()
    plain = plain_name(text).split()
    if together and 1 < len(plain) <= MOST_TOGETHER:
        yield "".join(plain), text.strip()
    for word in words:
        parts = plain_name(word).split()
        for part in parts:
            yield part, word.strip("(),;:/") if len(parts) == 1 else part
