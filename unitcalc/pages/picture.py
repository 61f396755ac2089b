"""Pictures of containers: each part to scale, told apart by pattern and word, legible on white and on black.

Pure text (SVG); the pages show it, and the printed sheet holds the same.
"""

from base64 import b64encode
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from unitcalc.billing.containers import Contents, Fate, Part
from unitcalc.quantity import grouped

WIDTH = 96
"""Of one picture, in pixels."""
_LEFT, _RIGHT, _TOP = 8, 88, 25
TALLEST, SHORTEST = 104, 30
_LINE = "#77838e"
_COLORS = {
    Fate.GIVEN: "#2f78ab",
    Fate.DISCARDED: "#b0731b",
    Fate.EXPLAINED: "#7d6bb0",
    Fate.UNEXPLAINED: "#c8453a",
    Fate.KEPT: "#2f8a78",
    Fate.OPEN: "#77838e",
}
# The sign of each part besides its colour, drawn in a square of eight.
_SIGNS = {
    Fate.DISCARDED: '<path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" stroke="{color}" stroke-width="2.4"/>',
    Fate.EXPLAINED: '<circle cx="4" cy="4" r="2" fill="{color}"/>',
    Fate.UNEXPLAINED: '<path d="M0 0 8 8M8 0 0 8" stroke="{color}" stroke-width="1.6"/>',
    Fate.KEPT: '<path d="M0 4H8" stroke="{color}" stroke-width="2.4"/>',
    Fate.OPEN: '<path d="M0 0V4" stroke="{color}" stroke-width="2"/>',
}
_WORD_HEIGHT = 17


class Band(NamedTuple):
    """A part of a picture, from top to bottom."""

    fate: Fate
    top: Fraction
    height: Fraction


def bands(parts: Sequence[Part], height: Fraction) -> tuple[Band, ...]:
    """The parts of one container, to scale: what was given left from the top, what was discarded was the rest."""
    total = sum((part.amount.value for part in parts), Fraction(0))
    found: list[Band] = []
    top = Fraction(0)
    for part in parts:
        found.append(Band(part.fate, top, height * part.amount.value / total))
        top += found[-1].height
    return tuple(found)


def height_of(each: Contents, largest: Fraction) -> Fraction:
    """Containers are drawn to one scale, the smallest ones large enough to be seen."""
    return max(TALLEST * each.label.value / largest, Fraction(SHORTEST))


def drawing(each: Contents, largest: Fraction) -> str:
    """One container as SVG. `largest` is the largest label amount of those drawn together."""
    height = height_of(each, largest)
    total = _TOP + TALLEST + 3
    glass = _glass(height)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" width="{WIDTH}" height="{total}">',
        f'<defs>{"".join(_patterns(each.parts))}<clipPath id="glass"><path d="{glass}"/></clipPath></defs>',
        f'<g transform="translate(0 {_number(TALLEST - height)})">',  # all stand on one line
        f'<rect x="32" y="13" width="32" height="{_TOP - 12}" fill="none" stroke="{_LINE}" stroke-width="2"/>',
        *_overfill(each.above),
        f'<rect x="27" y="2" width="42" height="11" rx="3" fill="{_LINE}"/>',
        '<g clip-path="url(#glass)">',
        *(_band(band) for band in bands(each.parts, height)),
        "</g>",
        f'<path d="{glass}" fill="none" stroke="{_LINE}" stroke-width="2"/>',
        *(_word(band) for band in bands(each.parts, height)),
        "</g></svg>",
    ]
    return "".join(rows)


def _glass(height: Fraction) -> str:
    """The outline of a vial: round shoulders, a flat bottom."""
    shoulder, foot = 14, 6
    bottom = _TOP + height
    return (
        f"M{_LEFT} {_TOP + shoulder}Q{_LEFT} {_TOP} {_LEFT + 2 * shoulder} {_TOP}H{_RIGHT - 2 * shoulder}"
        f"Q{_RIGHT} {_TOP} {_RIGHT} {_TOP + shoulder}V{_number(bottom - foot)}"
        f"Q{_RIGHT} {_number(bottom)} {_RIGHT - foot} {_number(bottom)}H{_LEFT + foot}"
        f"Q{_LEFT} {_number(bottom)} {_LEFT} {_number(bottom - foot)}Z"
    )


def as_image(svg: str) -> str:
    """A drawing as an address that holds it, so that nothing is fetched."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def title(each: Contents) -> str:
    """How many of what size.

    The name of the product stands beside it, where it is known.
    """
    return f"{grouped(each.count)} x {each.label.short}"


def told(each: Contents) -> tuple[str, ...]:
    """What became of it, a line for each part."""
    every = "each: " if each.count > 1 else ""
    lines = [f"{every}{part.amount.short} {part.fate.value}" for part in each.parts]
    return (*lines, *(f"{part.amount.short} above the label, {part.fate.value}" for part in each.above))


def largest(containers: Sequence[Contents]) -> Fraction:
    """The largest label amount, which sets the scale."""
    return max((each.label.value for each in containers), default=Fraction(1))


def _patterns(parts: Sequence[Part]) -> list[str]:
    return [
        f'<pattern id="{part.fate.name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{_COLORS[part.fate]}" fill-opacity="0.14"/>'
        f"{_SIGNS[part.fate].format(color=_COLORS[part.fate])}</pattern>"
        for part in parts
        if part.fate in _SIGNS
    ]


def _band(band: Band) -> str:
    fill = f"url(#{band.fate.name})" if band.fate in _SIGNS else _COLORS[band.fate]
    top, height = _number(_TOP + band.top), _number(max(band.height, Fraction(2)))
    line = f'<path d="M{_LEFT} {top}H{_RIGHT}" stroke="{_LINE}" stroke-width="1.5"/>' if band.top else ""
    return f'<rect x="{_LEFT}" y="{top}" width="{_RIGHT - _LEFT}" height="{height}" fill="{fill}"/>{line}'


def _word(band: Band) -> str:
    """The word in its part, on a plate of its own; a part that is too low has it in the text beside the picture."""
    if band.height < _WORD_HEIGHT:
        return ""
    word = band.fate.value
    width = len(word) * 6 + 8
    middle = _TOP + band.top + band.height / 2
    plate = (
        f'<rect x="{_number((WIDTH - Fraction(width)) / 2)}" y="{_number(middle - 7)}" width="{width}" height="14" '
        'rx="3" fill="#ffffff"/>'
    )
    return (
        f'{plate}<text x="{WIDTH // 2}" y="{_number(middle + 4)}" text-anchor="middle" font-size="11" fill="#101820" '
        f'font-family="system-ui, Segoe UI, Roboto, Liberation Sans, sans-serif">{word}</text>'
    )


def _overfill(above: Sequence[Part]) -> list[str]:
    """What a container held above its label stands in its neck."""
    return [f'<rect x="33" y="15" width="30" height="{_TOP - 15}" fill="{_COLORS[part.fate]}"/>' for part in above[:1]]


def _number(value: Fraction | int) -> str:
    """A coordinate: two decimals are finer than a pixel."""
    hundredths = round(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
