"""Keeps what a student has done away from the tests of the course."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begins each test without any exercise done, and without a language asked for before."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
