"""Writes the table of the characters that `{:?}` escapes into `stdnet/result/_unicode.py`.

`python -m tests.support.escaped_runs` makes it of the golden answer of `tests/oracle/fmt.rs`.
"""

import re
from itertools import chain, pairwise
from pathlib import Path
from textwrap import wrap
from typing import cast

from stdnet.result import _unicode
from tests.support import oracle


def escaped_ranges() -> list[list[int]]:
    """Returns the first and the last code point of each range that Rust escapes."""
    return cast("list[list[int]]", oracle.golden("fmt")[-1]["escaped"])


def table() -> str:
    """Returns the lines of the table."""
    ends = chain.from_iterable((first, last + 1) for first, last in escaped_ranges())
    runs = [end - start for start, end in pairwise(ends)]
    return "".join(f'    "{line} "\n' for line in wrap(" ".join(map(str, runs)), 92))


if __name__ == "__main__":
    path = Path(_unicode.__file__)
    old = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(    "[\d ]+"\n)+', table(), old), encoding="utf-8")
