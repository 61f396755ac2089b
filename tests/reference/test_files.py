from pathlib import Path

import pytest

from unitcalc.reference import files


def test_a_checkout_has_its_tables_beside_the_package() -> None:
    assert files.data_folder() == Path(files.__file__).resolve().parents[2] / "data"
    assert (files.data_folder() / "reference" / "SOURCES.yaml").is_file()


def test_a_wheel_has_its_tables_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(files, "_PACKAGE", tmp_path)
    assert files.data_folder() == tmp_path / "_data"


@pytest.mark.parametrize(
    "platform, variables, data, cache",
    [
        ("linux", {}, ".local/share/unitcalc", ".cache/unitcalc"),
        ("linux", {"XDG_DATA_HOME": "/x/d", "XDG_CACHE_HOME": "/x/c"}, "/x/d/unitcalc", "/x/c/unitcalc"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/unitcalc", ".cache/unitcalc"),
        ("darwin", {}, "Library/Application Support/unitcalc", "Library/Caches/unitcalc"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/unitcalc/Data", "/l/unitcalc/Cache"),
        ("win32", {}, "AppData/Local/unitcalc/Data", "AppData/Local/unitcalc/Cache"),
        ("linux", {"UNITCALC_DATA": "/own", "UNITCALC_CACHE": "~/own"}, "/own", "own"),
    ],
)
def test_the_user_s_folders_are_where_the_system_has_them(
    platform: str, variables: dict[str, str], data: str, cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "UNITCALC_DATA", "UNITCALC_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": str(tmp_path), **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert files.user_folder() == tmp_path / data
    assert files.cache_folder() == tmp_path / cache
