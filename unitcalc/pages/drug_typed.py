"""What stands in the drug's field: a code, an NDC, a scanned barcode, or a name that one code or several go by."""

from datetime import date
from typing import NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.descriptors import read_descriptor
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.lookup import look_up
from unitcalc.catalogue.lookup.differences import brand_names
from unitcalc.codes import is_code, looks_like_ndc, looks_scanned, read_ndc
from unitcalc.findings import Problem, Refused
from unitcalc.reference.records import CodeRow

MOST_OFFERED = 8
SHORTEST_NAME = 3
_BEGUN_NUMBER = 7


class Offer(NamedTuple):
    """A code or an NDC that may be meant, and what tells it from the others."""

    text: str
    """What is put into the field when it is chosen."""
    words: str


class DrugTyped(NamedTuple):
    """What was read. One of `code` and `ndc` where it is known; offers where a person must choose."""

    code: str = ""
    ndc: str = ""
    offers: tuple[Offer, ...] = ()
    more: int = 0
    problem: Problem | None = None
    unfinished: bool = False
    read_as: str = ""
    """How it was read, where that is not plain."""

    @property
    def known(self) -> bool:
        """Whether it names one drug."""
        return bool(self.code or self.ndc)


def read_drug(catalogue: Catalogue, text: str, day: date) -> DrugTyped:
    """Read the field. A name is taken only where one code goes by it; where several do, all are offered."""
    text = text.strip()
    if not text:
        return DrugTyped()
    if is_code(text):
        return DrugTyped(code=text.upper())
    if looks_like_ndc(text) and not looks_scanned(text):
        return DrugTyped(ndc=text)
    if len(text) < SHORTEST_NAME or _begins_a_number(text):
        return DrugTyped(unfinished=True)
    try:
        found = look_up(catalogue, text, day, MOST_OFFERED)
    except Refused as refused:
        return _not_found(catalogue, text, refused.problems[0])
    note = found.read_as
    if looks_scanned(text):
        ndcs = tuple(dict.fromkeys(each.ndc for match in found.matches for each in match.presentations if each.ndc))
        if len(ndcs) == 1:
            return DrugTyped(ndc=ndcs[0], read_as=note)
    if len(found.matches) == 1 and not found.more:
        return DrugTyped(code=found.matches[0].drug.code, read_as=note)
    offers = tuple(offer(catalogue, match.drug.row) for match in found.matches)
    return DrugTyped(offers=offers, more=found.more, read_as=note)


def drug_of(catalogue: Catalogue, typed: DrugTyped, day: date) -> Drug | None:
    """The drug of the code that was read, or of the one code that the NDC has."""
    try:
        code, ndc = typed.code, typed.ndc
        codes = (code,) if code else catalogue.codes_of_ndc(str(read_ndc(ndc)), day) if ndc else ()
        return catalogue.drugs.described(codes[0], day) if len(codes) == 1 else None
    except Refused:
        return None


def offer(catalogue: Catalogue, row: CodeRow) -> Offer:
    """A code with its brands, or else its short descriptor, and what one unit of it is."""
    brands = brand_names(catalogue.product_names(row.code))
    unit = read_descriptor(row.long).amount
    named = ", ".join(brands[:2]) + (f" and {len(brands) - 2} more" if len(brands) > 2 else "")
    return Offer(row.code, f"{row.code}  {named or row.short}" + (f", {unit.short}" if unit and brands else ""))


def offers_of(catalogue: Catalogue, problem: Problem) -> tuple[Offer, ...]:
    """The codes or NDCs that a problem names as candidates."""
    rows = [(text, catalogue.reference.code(text) if is_code(text) else None) for text in problem.candidates]
    known = [offer(catalogue, row) if row else Offer(text, text) for text, row in rows if row or looks_like_ndc(text)]
    return tuple(known[:MOST_OFFERED])


def _begins_a_number(text: str) -> bool:
    """Digits that are too few for an NDC, or a code that is not whole yet."""
    bare = text.replace("-", "").replace(" ", "")
    if bare.isdigit():
        return len(bare) < _BEGUN_NUMBER
    return len(text) < 5 and text[0].isalpha() and text[1:].isdigit()


def _not_found(catalogue: Catalogue, text: str, problem: Problem) -> DrugTyped:
    names = tuple(Offer(name, name) for name in problem.candidates if not is_code(name) and not looks_like_ndc(name))
    return DrugTyped(problem=problem, offers=(*offers_of(catalogue, problem), *names)[:MOST_OFFERED])
