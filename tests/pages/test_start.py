"""How the pages are started: always with their settings, so that only this computer reaches them."""

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest

from unitcalc.cli import main
from unitcalc.pages import script


def settings() -> dict[str, Any]:
    return tomllib.loads((script().parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_settings_lie_beside_the_script() -> None:
    assert script().is_file()
    assert settings()["server"]["address"] == "127.0.0.1"
    assert settings()["browser"]["gatherUsageStats"] is False


def test_the_command_starts_the_script_with_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Sequence[str]] = []
    monkeypatch.setattr("unitcalc.cli.app._serve", lambda command, _: started.append(command) or 0)
    assert main(["app", "--no-browser", "--port", "8765"]) == 0
    assert started[0][3:] == ["run", str(script()), "--server.port=8765", "--server.headless=true"]
