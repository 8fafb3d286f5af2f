"""Writes the page with the example programs."""

from pathlib import Path

from stdnet.examples.__main__ import FOLDER, programs
from tests.site.markdown import fence, join


def write(source: Path) -> None:
    """Writes the page."""
    parts = ["# Examples", "`python -m stdnet.examples` lists these programs."]
    for name in programs():
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8").strip()
        parts += [f"## {name}", fence("python", text)]
        if (twin := FOLDER / f"{name}.rs").exists():
            parts += ["The same in Rust:", fence("rust", twin.read_text(encoding="utf-8").strip())]
    (source / "examples.md").write_text(join(*parts), encoding="utf-8")
