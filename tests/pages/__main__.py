"""`python -m tests.pages` fills in the pages; see `tests.pages`."""

import argparse
from pathlib import Path

from tests.pages.fill import fill, pages
from tests.pages.twins import is_english, looked_at, twin


def main() -> None:
    """Does what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.pages", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE", help="default: all")
    parser.add_argument(
        "--looked-at",
        action="store_true",
        help="record that the texts of these pages and their twins have been compared",
    )
    arguments = parser.parse_args()
    chosen: list[Path] = arguments.pages or pages()
    if arguments.looked_at and not arguments.pages:
        parser.error("--looked-at needs the pages that you have compared")
    for path in map(Path.resolve, chosen):
        if arguments.looked_at:
            record(path)
        else:
            fill(path, print)


def record(path: Path) -> None:
    """Writes the hashes of a page and its twin into the Spanish one."""
    english = path if is_english(path) else path.with_name(english_name(path))
    spanish = twin(english)
    texts = (each.read_text(encoding="utf-8") for each in (english, spanish))
    spanish.write_text(looked_at(*texts), encoding="utf-8")


def english_name(path: Path) -> str:
    """Returns the name of the English twin of a Spanish page."""
    return "README.md" if path.name == "README.es.md" else path.name.replace(".es.md", ".en.md")


if __name__ == "__main__":
    main()
