"""Builds the site: writes its source into a temporary folder, and runs Sphinx on it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sphinx.cmd.build import main as sphinx_build

from tests.site import explanations, pages, programs, reference
from tests.site.markdown import fence, join
from tests.site.names import MODULES

HERE: Final = Path(__file__).parent

NAVIGATION: Final = {
    "Lessons": ("lessons/*/en",),
    "Exercises": ("exercises/*/en",),
    "What if": ("whatif/*.en",),
    "Guides": ("rust/*.en", "howto/*.en", "explain/index.en", "examples", "teach/*.en"),
    "Lecciones": ("index.es", "lessons/*/es"),
    "Ejercicios": ("exercises/*/es",),
    "¿Y si…?": ("whatif/*.es",),
    "Guías": ("rust/*.es", "howto/*.es", "explain/index.es", "teach/*.es"),
    "Reference": (*(f"api/{name}" for name in sorted(MODULES)), "reference/*"),
    "Project": ("changelog", "developing"),
}
"""What the navigation shows, by heading."""


def build(out: Path) -> int:
    """Builds the site in a folder, and returns the status of Sphinx. A warning is an error."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "source")
        write_source(source)
        jobs = str(len(os.sched_getaffinity(0)))
        doctrees = str(Path(folder, "doctrees"))
        options = ["-nW", "-q", "-j", jobs, "-c", str(HERE), "-d", doctrees]
        return sphinx_build([*options, str(source), str(out)])


def write_source(source: Path) -> None:
    """Writes the source of the site into a new folder."""
    api = source / "api"
    api.mkdir(parents=True)
    (source / "names.json").write_text(json.dumps(reference.write(api)), encoding="utf-8")
    for part in (explanations, programs, pages):
        part.write(source)
    start = source / "index.md"
    lists = toctrees(source)
    start.write_text(join(start.read_text(encoding="utf-8"), *lists), encoding="utf-8")


def toctrees(source: Path) -> Iterator[str]:
    """Yields the lists of pages for the navigation."""
    for heading, patterns in NAVIGATION.items():
        found = [path for each in patterns for path in sorted(source.glob(f"{each}.md"))]
        lines = "\n".join(str(path.relative_to(source).with_suffix("")) for path in found)
        yield fence("{toctree}", f":hidden:\n:caption: {heading}\n\n{lines}")
