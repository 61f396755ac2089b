"""Codes by name: as typed, by an abbreviation, by a brand of the Purple Book, at last by what is spelled nearly so."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from unitcalc.catalogue.lookup import spelling
from unitcalc.catalogue.lookup.abbreviations import Abbreviation, expand
from unitcalc.catalogue.lookup.ranking import Hit, Level, hits, outside, substance_name
from unitcalc.catalogue.lookup.typed import Asked, Size, without_number
from unitcalc.catalogue.substances import first_word
from unitcalc.reference.names import plain_name
from unitcalc.reference.records import TABLES
from unitcalc.reference.searching import SHORTEST
from unitcalc.reference.store import Reference

NO_CODE = "CMS's tables have no code of it. Drugs that patients give themselves often have none."
_MOST_CANDIDATES = 6
_MOST_READINGS = 6
_LONGEST_JOINED = 4
_FURTHEST_JOINED = 2
_SHORTEST_SLIP = 2
_SHORTEST_FORM = 4
"""Letters of a form's name beside a brand (Decanoate); fewer tell packages apart (C, NF, Kit)."""
_PACKAGING = frozenset(["injection", "lyophilized", "granules", "implant", "kerastick", "fumarate", "sodium"])
_MOST_FORMS = 8
"""Codes of one substance that are its forms; immune globulins and factors have more."""
_LONG = 6
"""Letters of a name that is no other name by one slip."""


class Named(NamedTuple):
    """The codes that answer to a text, and how it was read."""

    hits: tuple[Hit, ...]
    words: tuple[str, ...]
    size: Size | None = None
    read_as: str = ""
    candidates: tuple[str, ...] = ()


def named(reference: Reference, asked: Asked, day: date) -> Named:
    """What answers to a text that is no code and no NDC; without hits, but perhaps with candidates, if nothing does."""
    answer = _named(reference, asked, day)
    return answer._replace(read_as=" ".join(filter(None, (answer.read_as, *without_number(asked).remarks))))


def _named(reference: Reference, asked: Asked, day: date) -> Named:
    whole = [hit for hit in hits(reference, asked.every) if hit.level is Level.BRAND]
    if whole and asked.every != asked.words:
        return Named(tuple(whole), asked.every)
    smaller = without_number(asked)
    # A brand beside a number comes before a short form: Hepagam B 1 is no vitamin B1.
    exact = any(hit.level is Level.BRAND for each in (asked, smaller) for hit in hits(reference, each.words))
    if not exact:
        short = expand(reference, asked.words)
        if short:
            return _abbreviated(reference, asked, short)
    for each in dict.fromkeys((asked, smaller)):
        found = hits(reference, each.words)
        # A number that is not part of a brand (Kenalog-40) is a size.
        own = any(_is_brand(hit) for hit in found) and not _is_percent(reference, each)
        if found and (each is smaller or smaller == asked or own):
            part = [number.text for number in each.numbers if set(number.parts) <= set(each.words)]
            widened, said = _with_base(reference, found, each.words, day)
            if part and own:
                said = f"{' '.join(part)} is read as part of a product's name, not as a size. {said}".strip()
            return Named(tuple(widened), each.words, each.size, said)
    return _licensed(reference, smaller.words, smaller.size) or _respelled(reference, smaller)


def _is_brand(hit: Hit) -> bool:
    """Whether a product is called so, its numbers included."""
    return hit.level <= Level.BRAND_BEGINS and not any(word.isdigit() for word in hit.labeler_words)


def _with_base(reference: Reference, found: list[Hit], words: Sequence[str], day: date) -> tuple[list[Hit], str]:
    """With a brand that only begins names (Haldol Decanoate) the other codes of the substance, and what is said."""
    if len(words) != 1 or not all(hit.level is Level.BRAND_BEGINS for hit in found if not hit.labeler_words):
        return found, ""
    begun = " ".join(words)
    spelled = [name for name, _ in reference.products(begun) if plain_name(name).startswith(f"{begun} ")]
    further = {word for name in spelled for word in plain_name(name).split()[len(words) :]}
    substances = {first_word(hit.row.long) for hit in found if hit.level is Level.BRAND_BEGINS}
    if len(substances) != 1 or not any(_is_form(word) for word in further):
        return found, ""
    (substance,) = substances
    known = {hit.row.code for hit in found}
    others = [
        hit._replace(level=Level.BRAND_BEGINS)
        for hit in hits(reference, [substance])
        if hit.row.code not in known and first_word(hit.row.long) == substance and not outside(hit.row, day)
    ]
    if not 0 < len(others) <= _MOST_FORMS:
        return found, ""
    names = " and ".join(list(dict.fromkeys(spelled))[:2])
    said = f"CMS's files have {names} but nothing called '{begun}' alone: all codes of {substance} are listed."
    return [*found, *others], said


def _is_form(word: str) -> bool:
    return len(word) >= _SHORTEST_FORM and word.isalpha() and word not in _PACKAGING


def _is_percent(reference: Reference, asked: Asked) -> bool:
    """Whether the products of that name have its number as per cent, which was not typed: Octagam 5 is no 5 %."""
    spelled = [name for name, _ in reference.products(" ".join(asked.words))] if asked.numbers else []
    return bool(spelled) and all(any(f"{n.text}%" in name for n in asked.numbers) for name in spelled)


def _abbreviated(reference: Reference, asked: Asked, short: Abbreviation) -> Named:
    """The codes of every reading of an abbreviation, in the order in which they are listed."""
    found: dict[str, Hit] = {}
    used: list[tuple[str, ...]] = []
    size = asked.size
    for words in short.readings:
        each = without_number(asked._replace(words=words)) if size is None else asked._replace(words=words)
        level = Level.WORDS if used else Level.SUBSTANCE
        for hit in hits(reference, each.words):
            # What the first reading finds comes before what the others add.
            found.setdefault(hit.row.code, hit._replace(level=level))
            size = each.size
        used.append(each.words)
    if not found:
        return _respelled(reference, asked._replace(words=short.readings[0]))
    return Named(tuple(found.values()), used[0], size, short.said)


def _licensed(reference: Reference, words: Sequence[str], size: Size | None) -> Named | None:
    """A brand that only the Purple Book knows: the codes of its substance; without hits where it has none."""
    rows = reference.biologics(" ".join(words))
    propers = list(dict.fromkeys(row.proper.strip() for row in rows))
    for proper in propers:
        book = f"{TABLES['biologics']} {reference.periods('biologics')[-1].period}, row {rows[0].row}"
        brand = rows[0].proprietary.split(",")[0].strip()
        said = f"{brand} is {proper} ({book}); "
        wanted = plain_name(proper).split()
        naming = [word for word in wanted if word.isalpha()]  # 1b of interferon beta-1b is in no substance's name
        found = [hit for hit in hits(reference, wanted) if substance_name(hit.row.long)[: len(naming)] == naming]
        if found:
            said += "CMS's crosswalk lists no NDC of it. Its substance is shown."
            return Named(tuple(found), tuple(wanted), size, said)
    if not propers:
        return None
    said += NO_CODE
    return Named((), tuple(words), size, said)


def _respelled(reference: Reference, asked: Asked) -> Named:
    """What is spelled nearly as a text; its words one by one, and run together (novo sevin)."""
    words = asked.words
    joined = "".join(words)
    together = _near_joined(reference, words) if 1 < len(words) <= _LONGEST_JOINED else ()
    unknown = {word: spelling.near(reference, word) for word in words if not _known(reference, word)}
    options = [[(word,)] if word not in unknown else _meant(word, unknown[word]) for word in words]
    close = [near for nears in (together, *unknown.values()) for near in nears if near.kind != "firm"]
    readings = [tuple(word for part in parts for word in part) for parts in product(*options)] if all(options) else []
    if together and (not readings or together[0].distance <= 1):
        readings = [_words(near) for near in spelling.answers(joined, together)] or readings
    found: dict[str, Hit] = {}
    used: list[tuple[str, ...]] = []
    explained = []
    for reading in dict.fromkeys(readings[:_MOST_READINGS]):
        hit = hits(reference, reading)
        other = None if hit else _said_so(reference, reading) or _licensed(reference, reading, None)
        explained += [other.read_as] if other else []
        for each in hit or (other.hits if other else ()):
            found.setdefault(each.row.code, each)
        if hit or other:
            used.append(reading)
    if not found:
        return _parted(reference, asked, close)
    shown = {_words(near): near.shown for near in close}
    names = [shown.get(reading) or _shown(reading, unknown, close) for reading in used]
    left = tuple(dict.fromkeys(near.shown for near in close if near.shown not in names))
    said = " ".join([_said(" ".join(words), names), *explained]).strip()
    left = tuple(name for name in left if not any(_begins(name, other) or _begins(other, name) for other in names))
    return Named(tuple(found.values()), used[0], asked.size, said, left[:_MOST_CANDIDATES])


def _near_joined(reference: Reference, words: Sequence[str]) -> tuple[spelling.Near, ...]:
    """What several words are together, spelled nearly so; not what is one of them with the others left out."""
    found = spelling.near(reference, "".join(words))
    # A letter by itself is no slip of the hand: vitamin C is not vitamin K.
    most = 0 if min(map(len, words)) <= _SHORTEST_SLIP else _FURTHEST_JOINED
    return tuple(near for near in found if near.distance <= most and near.name not in words)


def _said_so(reference: Reference, words: Sequence[str]) -> Named | None:
    """The codes of an old brand or a short form (Cytoxan), to which a spelling led."""
    short = expand(reference, words)
    found = {hit.row.code: hit for reading in short.readings for hit in hits(reference, reading)} if short else {}
    return Named(tuple(found.values()), short.readings[0], None, short.said) if short and found else None


def _begins(one: str, other: str) -> bool:
    return plain_name(other).startswith(plain_name(one))


def _meant(word: str, near: tuple[spelling.Near, ...]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(_words(each) for each in spelling.answers(word, near)))


def _words(near: spelling.Near) -> tuple[str, ...]:
    return tuple(plain_name(near.shown).split()) or (near.name,)


def _shown(reading: tuple[str, ...], unknown: dict[str, tuple[spelling.Near, ...]], close: list[spelling.Near]) -> str:
    """A reading as it is said back: corrected words as they are spelled, the others as they were typed."""
    by_name = {near.name: near.shown for near in close}
    return " ".join(by_name.get(word, word) for word in reading)


def _said(typed: str, names: list[str]) -> str:
    if [plain_name(name).replace(" ", "") for name in names] == [typed.replace(" ", "")]:
        return ""
    names = [name for name in names if not any(other != name and _begins(other, name) for other in names)] or names
    if len(names) == 1:
        return f"Nothing is spelled '{typed[:40]}'; shown is {names[0]}."
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Nothing is spelled '{typed[:40]}'. About equally near are {listed}: all are shown, none is chosen."


def _parted(reference: Reference, asked: Asked, close: list[spelling.Near]) -> Named:
    """Words that no code has together: the codes of those that are names by themselves, with what was left out."""
    sure = [near for near in close if near.distance <= (1 if len(near.name) < _LONG else 2) or len(asked.words) == 1]
    candidates = tuple(dict.fromkeys(near.shown for near in sure))[:_MOST_CANDIDATES]
    levels = {word: _level(reference, word) for word in asked.words if len(word) >= SHORTEST}
    best = min(levels.values(), default=Level.LABELER)
    naming = [word for word, level in levels.items() if level == best]
    if best > Level.SUBSTANCE_HAS or len(asked.words) < 2:
        return Named((), asked.words, asked.size, "", candidates)
    together = hits(reference, naming)
    found = together or [hit for word in naming for hit in hits(reference, [word])]
    unused = [word for word in asked.words if word not in naming]
    if best is Level.SUBSTANCE_HAS and not all(word.isdigit() for word in unused):
        # Acid or vitamin tells less than the word that would be left out.
        why = f"'{' '.join(naming)}' alone tells too little: nothing has {' '.join(unused)[:40]} beside it."
        return Named((), asked.words, asked.size, why, candidates)
    said = [] if together else [f"No code has all of {', '.join(naming)}; those of each are shown."]
    if unused:
        said.append(f"Left out, for nothing has it beside the rest: {', '.join(unused)[:60]}.")
    once = {hit.row.code: hit for hit in found}
    # A size of which a part may have been left out marks nothing.
    size = None if any(word.isdigit() for word in unused) else asked.size
    return Named(tuple(once.values()), tuple(naming), size, " ".join(said), candidates)


def _known(reference: Reference, word: str) -> bool:
    return bool(reference.searched([word]))


def _level(reference: Reference, word: str) -> Level:
    """How well a whole word by itself names a code: a brand, a substance, a part of one, or no more than that."""
    found = [Level.LABELER]
    for hit in hits(reference, [word]):
        if hit.level is not Level.SUBSTANCE_HAS or word in substance_name(hit.row.long):
            found.append(hit.level)
    # What only begins a name is no word of its own: drop, droperidol.
    return min((level for level in found if level is not Level.BRAND_BEGINS), default=Level.LABELER)


def best(found: Sequence[Hit], day: date) -> list[Hit]:
    """In the order in which they answer."""
    return sorted(found, key=lambda hit: hit.order(day))
