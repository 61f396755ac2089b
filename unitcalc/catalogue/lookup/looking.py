"""A look-up from what was typed to the matches."""

import re
from collections.abc import Sequence
from datetime import date

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.lookup import ndcs, sizes
from unitcalc.catalogue.lookup.match import Found, Match
from unitcalc.catalogue.lookup.misnamed import misnamed
from unitcalc.catalogue.lookup.naming import NO_CODE, Named, best, named
from unitcalc.catalogue.lookup.ranking import SHORTEST_BEGINNING, Hit, Level, hits, outside
from unitcalc.catalogue.lookup.typed import Asked, Size, clean, plain_signs, read, without_number
from unitcalc.codes import is_code, is_level_one, looks_like_ndc, looks_scanned, read_code
from unitcalc.findings import Finding, Problem, Refused
from unitcalc.reference.names import plain_name
from unitcalc.reference.searching import SHORTEST
from unitcalc.reference.store import Reference

MOST_MATCHES = 200
_MOST_SIZED = 60
"""Codes of which the containers are looked through for a size."""
_LONGEST = 200
FEWEST_BEGUN, MOST_OFFERED = 3, 8
"""Letters after which the names that begin so are offered, and how many of them."""
# A code with two characters after it, or several pairs that are set off: J1745-JW, J1745JW, J1745 JW PO.
_WITH_MODIFIERS = re.compile(r"([A-V][0-9]{4})[-\s:,]*[A-Z0-9]{2}(?:[-\s:,]+[A-Z0-9]{2})*", re.IGNORECASE)
_CODE = re.compile(r"(?<![a-z0-9])([a-v])[\s.-]?([0-9]{4})(?![a-z0-9])", re.IGNORECASE)
# Letters in place of digits: JI745, J17O5.
_NEARLY_CODE = re.compile(r"([a-v])[\s.-]?([0-9oil|]{4})", re.IGNORECASE)
_DIGITS_ONLY = re.compile(r"([a-v]?)([0-9]{4}|(?<=[a-vA-V])[0-9]{5})", re.IGNORECASE)
# Signs that stand in no name, but in scripts and formulas.
_NO_NAME = re.compile(r"[<>{}$\[\]=;\\`]|--|://")
_DIGITS = str.maketrans("oOiIlL|", "0011111")


def look_up(catalogue: Catalogue, text: str, day: date, most: int = MOST_MATCHES) -> Found:
    """What answers to what was typed. Refused, with hints and candidates, where nothing is found."""
    if looks_scanned(text):
        return ndcs.of_barcode(catalogue, text, day)
    text = clean(text)
    if not text:
        raise Refused(Problem("lookup-empty", "Nothing was asked.", "Give a code, an NDC, a brand or a substance."))
    if is_code(text) or is_level_one(text):
        return Found((_of_code(catalogue, read_code(text), day),))
    if len(text) > _LONGEST:
        message = f"{len(text):,} characters are too many for a look-up."
        raise Refused(Problem("lookup-too-long", message, "Give a code, an NDC, a brand or a substance."))
    plain = plain_signs(text)
    return _of_ndc(catalogue, plain, day) or _with_code(catalogue, plain, day) or _by_name(catalogue, text, day, most)


def _of_ndc(catalogue: Catalogue, text: str, day: date) -> Found | None:
    """An NDC alone or beside words, whole or without its last part."""
    product = ndcs.of_product(catalogue, text, day)
    if product is not None:
        return product
    ndc, rest = ndcs.inside(text)
    if not ndc:
        return ndcs.of_ndc(catalogue, text, day) if looks_like_ndc(text) else None
    found = ndcs.of_ndc(catalogue, ndc, day)
    strange = (
        [word for word in read(rest).words if not any(_says(match, word) for match in found.matches)] if rest else []
    )
    if strange:
        said = f"The NDC is shown; the rest of what was typed ({' '.join(strange)[:40]}) does not fit it."
        found = found._replace(read_as=f"{found.read_as} {said}".strip())
    return found


def _says(match: Match, word: str) -> bool:
    """Whether a word stands in what is known of an NDC."""
    (each,) = match.presentations
    known = f"{match.drug.code} {match.drug.row.long} {match.drug.row.short} {each.product} {each.labeler}"
    return word.isdigit() or f" {word}" in f" {plain_name(known)}"


def _with_code(catalogue: Catalogue, text: str, day: date) -> Found | None:
    """A code beside other words: a size, a brand, a firm, or words that say nothing."""
    nearly = _NEARLY_CODE.fullmatch(text)
    if nearly and not _CODE.fullmatch(text):
        code = nearly[1].upper() + nearly[2].translate(_DIGITS)
        return Found((_of_code(catalogue, code, day),), read_as=f"'{text}' is read as {code}.")
    several = list(dict.fromkeys((found[1] + found[2]).upper() for found in _CODE.finditer(text)))
    if len(several) > 1 and not read(_CODE.sub(" ", text)).words:
        return Found(tuple(_of_code(catalogue, code, day) for code in several))
    found = _CODE.search(text)
    if found is None:
        return _by_digits(catalogue, text, day)
    code = (found[1] + found[2]).upper()
    rest = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    asked = read(rest)
    if asked.words and _is_modifier(rest):
        raise _modified(text, code)
    if catalogue.reference.code(code) is None and asked.words and hits(catalogue.reference, asked.words):
        return None
    # The code stands for a word, so that a number alone beside it is a size.
    asked = without_number(asked._replace(words=(code, *asked.words)))
    words = asked.words[1:]
    match, _ = _sized(catalogue, code, day, words, asked.size)
    own = _own_words(match)
    strange = [word for word in words if f" {word}" not in own]
    said = f"{code} is shown; nothing of it is called {', '.join(strange)[:40]}." if strange else ""
    return Found((match,), read_as=" ".join(filter(None, (said, *asked.remarks))), size=asked.size)


def _by_digits(catalogue: Catalogue, text: str, day: date) -> Found | None:
    """A code without its letter, with a digit too many, or one too few."""
    typed = _DIGITS_ONLY.fullmatch(text)
    if typed is None:
        return None
    letter, digits = typed[1].upper(), typed[2]
    shorter = {letter + digits[:at] + digits[at + 1 :] for at in range(len(digits))}
    codes = [row.code for row in catalogue.reference.codes()]
    meant = tuple(code for code in codes if code in shorter or (not letter and code[1:] == digits))
    if len(meant) == 1 and not letter:
        return Found((_of_code(catalogue, meant[0], day),), read_as=f"'{text}' is read as {meant[0]}.")
    if not meant:
        return None
    hint = f"Write the code in full. Close to it: {', '.join(meant)}."
    message = f"'{text}' is no HCPCS code: that is a letter and four digits."
    raise Refused(Problem("lookup-nothing", message, hint, meant))


def _own_words(match: Match) -> str:
    products = " ".join(f"{each.product} {each.labeler}" for each in match.presentations)
    return f" {plain_name(f'{match.drug.row.long} {match.drug.row.short} {products}')}"


def _is_modifier(rest: str) -> bool:
    """Whether all that stands beside a code are pairs that are no words: JW, JZ PO."""
    return all(len(pair) == 2 for pair in re.split(r"[-\s:,]+", rest.strip(" -:,")))


def _modified(text: str, code: str) -> Refused:
    message = f"'{text[:40]}' is a code with a modifier."
    return Refused(Problem("code-with-modifier", message, f"Leave modifiers off: look up {code}.", (code,)))


def _by_name(catalogue: Catalogue, text: str, day: date, most: int) -> Found:
    asked = read(text)
    modified = _WITH_MODIFIERS.fullmatch(text)
    if modified:
        raise _modified(text, modified[1].upper())
    if not asked.words:  # what says nothing of which drug may be asked for alone: injection, vial
        asked = asked._replace(words=tuple(word for word in asked.plain if len(word) >= SHORTEST))
    if not asked.words or _NO_NAME.search(text):
        raise _nothing(text, asked, ())
    answer = named(catalogue.reference, asked, day)
    if not answer.hits:
        begun = () if answer.candidates else _begun(catalogue.reference, asked)
        raise _nothing(text, asked, answer.candidates or begun, answer.read_as)
    return _found(catalogue, answer, day, most)


def _found(catalogue: Catalogue, answer: Named, day: date, most: int) -> Found:
    """The matches in their order; where a size was asked for, the codes that come in it before the others."""
    ordered = best(answer.hits, day)
    telling = len(ordered) <= _MOST_SIZED
    if answer.size is not None and telling:
        ranked = [
            (_rank(hit, day), *_sized(catalogue, hit.row.code, day, answer.words, answer.size)) for hit in ordered
        ]
        ranked.sort(key=lambda each: (each[0][0], each[0][1], each[2]))
        matches = [match for _, match, _ in ranked]
    else:
        words = answer.words if telling else ()
        matches = [_sized(catalogue, hit.row.code, day, words, None)[0] for hit in ordered[:most]]
    return Found(
        tuple(matches[:most]),
        max(len(ordered) - most, 0),
        answer.read_as,
        answer.candidates,
        answer.size,
        # Of one code it is told with the code.
        findings=_misnamed(catalogue, matches[:most], answer.words) if telling and len(matches) > 1 else (),
    )


def _misnamed(catalogue: Catalogue, matches: Sequence[Match], words: Sequence[str]) -> tuple[Finding, ...]:
    """What is to be known of codes that answer only because CMS's file has another drug's product under them."""
    answering = [match for match in matches if not any(f" {word}" in _descriptor(match) for word in words)]
    found = (misnamed(catalogue.reference, match.drug.row, match.presentations) for match in answering)
    return tuple(finding for each in found for finding in each)


def _descriptor(match: Match) -> str:
    return f" {plain_name(f'{match.drug.row.long} {match.drug.row.short}')}"


def _rank(hit: Hit, day: date) -> tuple[bool, int]:
    """In force or not, and how well the words answer: a brand, a substance, some words."""
    groups = {Level.BRAND: 0, Level.BRAND_BEGINS: 0, Level.SUBSTANCE: 1, Level.SUBSTANCE_HAS: 1}
    return bool(outside(hit.row, day)), groups.get(hit.level, int(hit.level))


def _sized(catalogue: Catalogue, code: str, day: date, words: Sequence[str], size: Size | None) -> tuple[Match, int]:
    drug = catalogue.drugs.described(code, day)
    chosen = sizes.choose(drug, catalogue.of_code(drug), words, size)
    return Match(drug, chosen.presentations, day, catalogue, chosen.chosen, chosen.note), chosen.rank


def _of_code(catalogue: Catalogue, code: str, day: date) -> Match:
    drug = catalogue.drugs.described(code, day)
    return Match(drug, catalogue.of_code(drug), day, catalogue)


def _begun(reference: Reference, asked: Asked) -> tuple[str, ...]:
    """The names that begin with the few letters that were typed: offered, for they may be the beginning of anything."""
    if len(asked.words) != 1 or not FEWEST_BEGUN <= len(asked.words[0]) < SHORTEST_BEGINNING:
        return ()
    return reference.names_beginning(asked.words[0], MOST_OFFERED)


def _nothing(text: str, asked: Asked, near: tuple[str, ...], why: str = "") -> Refused:
    if not asked.words and asked.size:
        message = f"'{text[:40]}' is an amount without a drug."
        return Refused(Problem("lookup-amount", message, "Name the drug too, such as privigen 10 g."))
    hint = "Check the spelling, or give the HCPCS code or the NDC."
    if why.endswith(NO_CODE):
        hint = (
            "Where it is covered, a biologic without a code of its own goes under an unclassified one: ask the payer."
        )
    if near:
        begins = all(plain_name(name).replace(" ", "").startswith(text.strip().lower()) for name in near)
        hint = f"{hint} {'These begin so' if begins else 'Close to it'}: {', '.join(near)}."
    return Refused(Problem("lookup-nothing", f"Nothing is found for '{text[:40]}'. {why}".strip(), hint, near))
