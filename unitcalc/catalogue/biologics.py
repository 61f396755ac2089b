"""The FDA Purple Book: its strength texts read exactly, and its products matched to those that CMS prices.

A strength text is content (`100MG`), content in a volume (`100MG/10ML (10MG/ML)`), a concentration without a content
(`5UG/ML`) or several components (`1,400MG/11.7ML; 23,400UNITS/11.7ML`). What is none of these, a range, a "not less
than", a dose per kilogram, is not read at all.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from unitcalc.catalogue.container import ContainerType, Evidence, Witness
from unitcalc.catalogue.scale import in_unit, same
from unitcalc.findings import Refused, Source
from unitcalc.quantity import Amount, Unit, read_number, read_unit
from unitcalc.quantity.number import NUMBER
from unitcalc.reference.names import plain_name, proprietary_names
from unitcalc.reference.records import TABLES, BiologicRow


class Strength(NamedTuple):
    """What one container holds, as far as the text says: each component's content, the volume, the concentrations."""

    text: str
    contents: tuple[Amount, ...] = ()
    volume: Amount | None = None
    concentrations: tuple[Amount, ...] = ()

    @property
    def content(self) -> Amount | None:
        """The content of a container with one active component; None for a combination or a bare concentration."""
        return self.contents[0] if len(self.contents) == 1 else None

    @property
    def concentration(self) -> Amount | None:
        """The concentration of a single component."""
        return self.concentrations[0] if len(self.concentrations) == 1 else None

    def holds(self, volume: Amount | None) -> tuple[Amount, ...]:
        """What a container of it holds, by component: the content, or the concentration in the container's volume."""
        if self.contents or volume is None:
            return self.contents
        return tuple(
            Amount(c.value * volume.value, Unit(c.unit.symbol.removesuffix("/mL"))) for c in self.concentrations
        )


class Licensed(NamedTuple):
    """A product of the Purple Book in one strength and presentation."""

    row: BiologicRow
    strength: Strength | None
    """None where the text is not read."""
    by_name: bool
    """Matched by brand; otherwise by substance and company (an unbranded product)."""

    @property
    def marketed(self) -> bool:
        """Whether it is on the market; `Disc` and `Disc*` are withdrawn."""
        return not self.row.marketing.startswith("Disc")

    @property
    def container_type(self) -> ContainerType:
        """From the presentation's dose word; a bare 'Vial', 'Syringe' or 'Bag' says nothing."""
        return container_type(self.row.presentation)

    @property
    def form(self) -> str | None:
        """`powder` for what is made up before use ('For Injection'), `liquid` for an injection or solution."""
        form = self.row.form.strip().lower()
        if form.startswith("for "):
            return "powder"
        return "liquid" if form in _LIQUIDS else None

    @property
    def holds(self) -> str:
        """The strength and presentation in a few words."""
        status = "" if self.marketed else ", withdrawn"
        return f"{self.row.strength.strip()} {self.row.presentation.strip()}{status}"


_LIQUIDS = ("injection", "solution", "suspension", "injectable suspension")
_TYPES = {
    "single-dose": ContainerType.SINGLE_DOSE,
    "single-use": ContainerType.SINGLE_DOSE,
    "multi-dose": ContainerType.MULTI_DOSE,
    "pharmacy": ContainerType.PHARMACY_BULK,
}


def container_type(presentation: str) -> ContainerType:
    """The type that a Purple Book presentation states.

    >>> [str(container_type(text)) for text in ("Single-Dose Vial", "Multi-Dose Vial", "Vial", "Bag")]
    ['single-dose', 'multi-dose', 'unknown', 'unknown']
    """
    words = presentation.lower().split()
    return _TYPES.get(words[0], ContainerType.UNKNOWN) if words else ContainerType.UNKNOWN


# --- strengths -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def read_strength(text: str) -> Strength | None:
    """A strength text, exactly; None where it can't be read without guessing.

    >>> read = read_strength("100MG/10ML (10MG/ML)")
    >>> str(read.content), str(read.volume), str(read.concentration)
    ('100 mg', '10 mL', '10 mg/mL')
    >>> read_strength("900-1300MG") is None
    True
    """
    parts = re.split(r";\s*|,\s+(?![^()]*\))", text.strip())
    read = [_part(part) for part in parts]
    if not parts or any(part is None for part in read):
        return None
    strengths = [part for part in read if part is not None]
    if len(strengths) == 1:
        return strengths[0]
    contents = tuple(content for part in strengths for content in part.contents)
    volumes = {part.volume for part in strengths} - {None}
    if len(contents) != len(strengths) or len(volumes) > 1:
        return None
    concentrations = tuple(c for part in strengths for c in part.concentrations)
    whole = len(concentrations) == len(contents)
    return Strength(text, contents, volumes.pop() if volumes else None, concentrations if whole else ())


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    quantity = rf"(?P<value>{NUMBER})\s*(?P<unit>[A-Zµ][A-Zµ ]*?)"
    per = rf"\s*/\s*(?P<count>{NUMBER})?\s*(?P<per>ML|VIAL|VL)"
    percent = rf"(?:{NUMBER}\s*%\s+)?"
    return (
        re.compile(rf"{percent}{quantity}(?:{per})?(?:\s*\((?P<inner>[^()]*)\))?", re.IGNORECASE),
        re.compile(rf"{NUMBER}\s*%\s*\((?P<content>[^()]*)\)", re.IGNORECASE),
    )


def _part(text: str) -> Strength | None:
    plain, percent = _shapes()
    if solution := percent.fullmatch(text):
        return _part(solution["content"])
    match = plain.fullmatch(text)
    amount = _amount(match["value"], match["unit"]) if match else None
    if match is None or amount is None:
        return None
    inner = _concentrations(match["inner"]) if match["inner"] else ()
    if inner is None:
        return None
    container = match["per"] is not None and match["per"].upper() != "ML"
    if match["per"] is None or container:
        if match["count"] is not None or (container and match["inner"]):
            return None
        return _content(text, amount, None, inner)
    if match["count"] is None:
        # 10MG/ML (0.5MG/0.05ML) states a dose in brackets, not what the vial holds: no content is read.
        return None if match["inner"] else Strength(text, concentrations=(_per_ml(amount),))
    volume = Amount(read_number(match["count"]), Unit("mL"))
    return _content(text, amount, volume, inner) if volume else None


def _content(text: str, amount: Amount, volume: Amount | None, inner: tuple[Amount, ...]) -> Strength | None:
    """Content, volume and concentration must agree to the digits that are printed."""
    if amount.unit.symbol == "mL":
        return Strength(text, volume=amount) if volume is None and not inner else None
    if len(inner) > 1:  # the concentrations of all components stand in the last one's brackets
        return Strength(text, (amount,), volume, inner)
    if not inner:
        return Strength(text, (amount,), volume, (_per_ml(amount, volume),) if volume else ())
    per_ml = in_unit(Amount(inner[0].value, Unit(inner[0].unit.symbol.partition("/")[0])), amount.unit)
    if per_ml is None or not per_ml:
        return None
    if volume is None:
        return Strength(text, (amount,), Amount(amount / per_ml, Unit("mL")), inner)
    return Strength(text, (amount,), volume, inner) if _rounds_to(amount.value / volume.value, per_ml.value) else None


def _rounds_to(exact: Fraction, printed: Fraction) -> bool:
    """Whether a printed concentration is the exact one, or the exact one cut or rounded in its last digit."""
    last_digit = Fraction(1)
    while (printed / last_digit).denominator != 1:
        last_digit /= 10
    return abs(exact - printed) < last_digit


def _concentrations(text: str) -> tuple[Amount, ...] | None:
    """`10MG/ML`, or the components of a combination: `120MG/2,000UNITS/ML`, `60MG, 60MG, 2,000UNITS/ML`."""
    whole = re.fullmatch(r"(?P<amounts>.+)/\s*ML", text.strip(), re.IGNORECASE)
    if whole is None:
        return None
    found = []
    for part in re.split(r"/|,\s+", whole["amounts"]):
        match = re.fullmatch(rf"(?P<value>{NUMBER})\s*(?P<unit>[A-Zµ ]+)", part.strip(), re.IGNORECASE)
        amount = _amount(match["value"], match["unit"]) if match else None
        if amount is None:
            return None
        found.append(_per_ml(amount))
    return tuple(found)


def _amount(value: str, unit: str) -> Amount | None:
    try:
        return Amount(read_number(value), read_unit(_UNITS.get(unit.strip().upper(), unit)))
    except (Refused, ValueError):
        return None


_UNITS = {"INTERNATIONAL UNITS": "IU", "USP UNITS": "unit", "GENOME COPIES": "vg"}


def _per_ml(amount: Amount, volume: Amount | None = None) -> Amount:
    value = amount.value / volume.value if volume else amount.value
    return Amount(value, Unit(f"{amount.unit.symbol}/mL"))


# --- names -----------------------------------------------------------------------------------------------------------

_NO_NAMES = ("", "n a")
_FORM_WORDS = frozenset(
    ("kit", "pfs", "pen", "kwikpen", "flexpen", "penfill", "pumpcart", "tempo", "iv", "low", "diluent", "lyo", "pwd")
)
"""What CMS adds to a brand to tell its forms apart; none of them is a brand's last word in the Purple Book."""


def names(row: BiologicRow) -> tuple[str, ...]:
    """The brands of a row; a cell can hold several ('Novoseven, Novoseven Rt')."""
    return tuple(name for name in proprietary_names(row.proprietary) if name not in _NO_NAMES)


@lru_cache(maxsize=8192)
def spellings(product: str) -> tuple[str, ...]:
    """A priced product's name, and the name without the strength or form that CMS adds to it.

    >>> spellings("Privigen 10%"), spellings("Kanjinti (Kit)"), spellings("Rituxan Hycela")
    (('privigen 10', 'privigen'), ('kanjinti kit', 'kanjinti'), ('rituxan hycela',))
    """
    bare = plain_name(re.sub(r"[\d.]+\s*%.*", "", product)).split()
    while len(bare) > 1 and bare[-1] in _FORM_WORDS:
        bare.pop()
    both = (plain_name(product), " ".join(bare))
    return tuple(name for name in dict.fromkeys(both) if name not in _NO_NAMES)


def same_company(one: str, other: str) -> bool:
    """Whether labeler and applicant begin with the same word.

    >>> same_company("Janssen Biotech, Inc.", "JANSSEN BIOTECH INC"), same_company("Amgen", "Genentech")
    (True, False)
    """
    first, second = plain_name(one).split(), plain_name(other).split()
    return bool(first and second) and first[0] == second[0]


# --- what a presentation is ------------------------------------------------------------------------------------------


def distinct(rows: Iterable[BiologicRow], by_name: bool) -> tuple[Licensed, ...]:
    """Rows that say the same once, by the first of them: the book repeats itself."""
    found: dict[tuple[str, ...], BiologicRow] = {}
    for row in sorted(rows, key=lambda r: r.row):
        key = tuple(
            cell.strip() for cell in (row.proper, row.strength, row.form, row.route, row.presentation, row.marketing)
        )
        found.setdefault(key, row)
    return tuple(Licensed(row, read_strength(row.strength), by_name) for row in found.values())


def fitting(licensed: tuple[Licensed, ...], label: Amount | None, volume: Amount | None) -> tuple[Licensed, ...]:
    """The strengths of a product that hold `label`; marketed ones before withdrawn ones, which are kept where alone.

    A concentration without a content fits through the container's `volume`.
    """
    fits = tuple(one for one in licensed if label is None or _holds(one.strength, label, volume))
    return tuple(one for one in fits if one.marketed) or fits


def _holds(strength: Strength | None, label: Amount, volume: Amount | None) -> bool:
    if strength is None:
        return False
    if strength.volume and label.unit.symbol in ("mL", "L"):
        return same(strength.volume, label)
    return any(same(content, label) for content in counted(strength, volume))


def counted(strength: Strength, volume: Amount | None) -> tuple[Amount, ...]:
    """What a code can count of a container: its content; of a combination the first component, or all of one kind.

    Rituximab and not the hyaluronidase; relatlimab and nivolumab together.
    """
    held = strength.holds(volume)
    if len(held) < 2:
        return held
    alike = [c for amount in held if (c := in_unit(amount, held[0].unit)) is not None]
    return (held[0], Amount(sum((c.value for c in alike), Fraction(0)), held[0].unit))


def evidence(fits: tuple[Licensed, ...], all_of_it: tuple[Licensed, ...], period: str) -> tuple[Evidence, ...]:
    """What the Purple Book says of the container type: the fitting strengths decide, the others stand aside."""
    deciding = fits or all_of_it
    return tuple(
        Evidence(
            one.container_type,
            Witness.PURPLE_BOOK,
            source(one.row, period),
            note=one.holds,
            aside=one not in deciding,
        )
        for one in all_of_it
        if one.container_type is not ContainerType.UNKNOWN
    )


def source(row: BiologicRow, period: str) -> Source:
    """The row of the Purple Book."""
    return Source(TABLES["biologics"], period, f"row {row.row}")
