"""Builds the site in a folder: `python -m tests.site OUT`."""

import sys
from pathlib import Path

from tests.site.build import build

if __name__ == "__main__":
    match sys.argv[1:]:
        case [out]:
            sys.exit(build(Path(out)))
        case _:
            sys.exit("usage: python -m tests.site OUT")
