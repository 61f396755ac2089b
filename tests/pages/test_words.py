"""What was typed is shown as it stands."""

import re

import pytest

from unitcalc.pages.words import escaped

# What a browser's page makes pictures of, after the marks were read: names between colons, with or without a folder.
PICTURE = re.compile(r":[\w+-]+(?:/[\w+-]+)*:")


@pytest.mark.parametrize(
    "text", [":material/home:", ":smile:", ":+1:", "x:a:b:", ":streamlit:", "$x^2$ :red[x] :a/b-c:"]
)
def test_no_name_becomes_a_picture(text: str) -> None:
    unescaped = re.sub(r"\\(.)", r"\1", escaped(text))
    assert not PICTURE.search(unescaped)
    assert unescaped.replace("\u2060", "") == text


@pytest.mark.parametrize("text", ["350 mg: 35 units", "10:30", "Look: here, and: there", "a: b :c"])
def test_colons_of_ordinary_text_stay(text: str) -> None:
    assert "\u2060" not in escaped(text)
