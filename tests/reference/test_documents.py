from pathlib import Path

import pytest

from unitcalc.findings import Refused
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.store import Reference


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "vials.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def test_numbers_and_dates_stay_exact_text(tmp_path: Path) -> None:
    text = "{a: 0.35, b: 2025-03-01, c: 12, d: 0042, e: NO, f: true, g: null, h: 1:30, i: 1e3, j: 1_000, k: , l: '7'}"
    assert read(tmp_path, text) == {
        "a": "0.35", "b": "2025-03-01", "c": 12, "d": "0042", "e": "NO", "f": True, "g": None, "h": "1:30",
        "i": "1e3", "j": "1_000", "k": None, "l": "7",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text, line",
    [
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "line 5"),
        ("a: 1\nb: [1\nc: 2\n", "line 3"),
        ("a: !!python/name:os.system x", ""),
    ],
)
def test_what_is_no_yaml_is_refused_with_file_and_line(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)
    (problem,) = refused.value.problems
    assert problem.code == "document-not-read"
    assert "vials.yaml" in problem.message
    assert line in problem.message


def test_a_name_is_a_plain_word(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vials\.yaml, line 1"):
        read(tmp_path, "[a, b]: c")


def test_what_is_wrong_in_a_user_s_vials_is_said_with_its_file_before_anything_is_looked_up(user: Path) -> None:
    user.mkdir(parents=True, exist_ok=True)
    (user / "vials.yaml").write_text("products:\n  - {code: J1745, colour: red}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Reference.open()
    assert {problem.code for problem in refused.value.problems} == {"vials-unknown-key", "vials-missing"}
    for problem in refused.value.problems:
        assert problem.message.startswith("your vials.yaml, line 2: ")
        assert str(user / "vials.yaml") in problem.hint
