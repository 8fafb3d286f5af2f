"""Remembers what a student has done, and in which language, in a file of the user.

That is which exercises are solved, which lessons were read, and how many hints were shown.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast


def file() -> Path:
    """Returns the path of the file, in `$XDG_STATE_HOME` or in `~/.local/state`."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "stdnet", "learn.json")


def language() -> str | None:
    """Returns the language that was asked for last."""
    last = _read().get("language")
    return last if isinstance(last, str) else None


def set_language(lang: str) -> None:
    """Remembers the language that was asked for."""
    _write({**_read(), "language": lang})


def passed() -> set[int]:
    """Returns the numbers of the exercises that are solved."""
    return _numbers("passed")


def add_passed(number: int) -> None:
    """Remembers that an exercise is solved."""
    _write({**_read(), "passed": sorted(passed() | {number})})


def lessons_read() -> set[int]:
    """Returns the numbers of the lessons that were read."""
    return _numbers("read")


def add_lesson_read(number: int) -> None:
    """Remembers that a lesson was read."""
    _write({**_read(), "read": sorted(lessons_read() | {number})})


def hints(number: int) -> int:
    """Returns how many hints were shown for an exercise."""
    shown = _hints().get(str(number))
    return shown if isinstance(shown, int) else 0


def set_hints(number: int, shown: int) -> None:
    """Remembers how many hints were shown for an exercise."""
    _write({**_read(), "hints": {**_hints(), str(number): shown}})


def _hints() -> Mapping[str, object]:
    return _mapping(_read().get("hints"))


def _numbers(name: str) -> set[int]:
    return {each for each in _list(_read().get(name)) if isinstance(each, int)}


def _read() -> Mapping[str, object]:
    """Returns what the file says; a file that is missing or not readable says nothing."""
    try:
        return _mapping(json.loads(file().read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return {}


def _write(state: Mapping[str, object]) -> None:
    """Writes the file, in one step. Where that is not possible, nothing is remembered."""
    with suppress(OSError):
        path = file()
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(state) + "\n", encoding="utf-8")
        unfinished.replace(path)


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
