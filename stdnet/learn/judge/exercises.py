"""The graded exercises: their folders, and the modules with their checks."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, final

from stdnet.learn.judge.check import Check

FOLDER: Final = Path(__file__).parents[1] / "exercises"
"""The folder with a folder for each exercise."""


@final
@dataclass(frozen=True)
class Exercise:
    """A graded exercise."""

    folder: Path

    @property
    def number(self) -> int:
        """Returns the number by which the commands call it."""
        return int(self.folder.name.partition("_")[0])

    @property
    def name(self) -> str:
        """Returns its name, which the module with its checks has as well."""
        return self.folder.name.partition("_")[2]

    def page(self, lang: str) -> Path:
        """Returns the page with the task."""
        return self.folder / f"{lang}.md"

    def hints(self, lang: str) -> Path:
        """Returns the page with the hints."""
        return self.folder / f"hints.{lang}.md"

    def title(self, lang: str) -> str:
        """Returns the heading of its page."""
        heading = self.page(lang).read_text(encoding="utf-8").partition("\n")[0]
        return heading.lstrip("# ")

    def checks(self) -> list[Check]:
        """Returns its checks, in the order of the module."""
        module = import_module(f"stdnet.learn.judge.checks.{self.name}")
        return [each for each in vars(module).values() if isinstance(each, Check)]


def exercises() -> dict[int, Exercise]:
    """Returns the exercises by their numbers."""
    found = map(Exercise, sorted(FOLDER.glob("[0-9][0-9]_*")))
    return {each.number: each for each in found}
