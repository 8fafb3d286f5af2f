"""`python -m tests.pages` fills in the pages; see `tests.pages`."""

import argparse
from pathlib import Path

from tests.pages.fill import fill, pages
from tests.pages.twins import english, is_english, looked_at, twin


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
    ours = path if is_english(path) else english(path)
    theirs = twin(ours)
    texts = (each.read_text(encoding="utf-8") for each in (ours, theirs))
    theirs.write_text(looked_at(*texts), encoding="utf-8")


if __name__ == "__main__":
    main()
