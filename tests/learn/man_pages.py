"""The errnos that man pages list in their section ERRORS.

`python -m tests.learn.man_pages` writes them to `tests/data/man_errnos.tsv`, for machines without
man pages.
"""

import csv
import errno
import os
import re
import subprocess
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1] / "data" / "man_errnos.tsv"

CALLS: Final = (
    *("socket", "bind", "listen", "accept", "connect", "send", "recv", "read", "write", "readv"),
    *("close", "shutdown", "socketpair", "getsockname", "getpeername", "getsockopt", "setsockopt"),
    *("recvmmsg", "sendmmsg", "fcntl", "ioctl", "dup", "poll", "select", "sendfile", "splice"),
)
PROTOCOLS: Final = ("socket", "ip", "ipv6", "tcp", "udp", "unix", "raw", "packet")

PAGES: Final = [*(f"{call}(2)" for call in CALLS), *(f"{each}(7)" for each in PROTOCOLS)]
"""The system calls that a socket takes, and the protocols."""


def errnos_of_man_page(page: str) -> set[str]:
    """Returns the errnos of a page, as `bind(2)`; the names that there are on this machine."""
    name, section = page.removesuffix(")").split("(")
    done = subprocess.run(
        ["man", "-P", "cat", section, name],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C", "MANWIDTH": "200"},
    )
    errors = re.search(r"^ERRORS$(.*?)^[A-Z]", done.stdout, flags=re.MULTILINE | re.DOTALL)
    words = re.findall(r"\bE[A-Z0-9]+\b", errors[1] if errors else "")
    # Some pages write a name wrongly, as EAFNOTSUPP, or name one that only the kernel sees.
    return {word for word in words if hasattr(errno, word)}


def recorded() -> dict[str, set[str]]:
    """Returns the errnos of each page of the file."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {page: set(names.split()) for page, names in csv.reader(file, delimiter="\t")}


if __name__ == "__main__":
    lines = [f"{page}\t{' '.join(sorted(errnos_of_man_page(page)))}\n" for page in PAGES]
    DATA.write_text("".join(lines), encoding="utf-8")
