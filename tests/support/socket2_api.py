"""The items of the crate socket2 on Linux, and the rules that name their counterparts.

`tests/data/socket2-api.tsv` lists them with their signatures. `socket2-0.6.5-api.tsv` lists what
hands out memory, makes sockets without close-on-exec, or concerns few programs.
"""

from functools import cache
from typing import Final

from tests.support.rust_api import DATA, Row, listed

WAIVED: Final = {
    "CcidEndpoints::deref": "`dccp_available_ccids` returns the `bytes`",
    "MaybeUninitSlice::new": "Python has no uninitialised buffers: any writable buffer is taken",
    "SockAddr::as_ptr": "a pointer: `as_bytes` returns the bytes",
    "SockAddr::set_length": "an address is immutable: `SockAddr.new(addr.as_storage(), length)`",
    "SockAddr::try_init": "fills memory through pointers: `SockAddr.new` takes a filled storage",
    "SockAddrStorage::view_as": "reinterprets memory: `view` returns the bytes",
}
"""The items that have no counterpart, with the reason."""


@cache
def all_rows() -> list[Row]:
    """Returns both lists, as rows of the list of Rust's standard library."""
    names = ("socket2-api.tsv", "socket2-0.6.5-api.tsv")
    return [to_row(*fields) for name in names for fields in listed(DATA / name)]


def rows() -> list[Row]:
    """Returns the rows that are not waived."""
    return [
        row for row in all_rows() if f"{row.item[len('socket2::') :]}::{row.name}" not in WAIVED
    ]


def to_row(item: str, name: str, signature: str) -> Row:
    """Returns a row of the list of Rust's standard library."""
    kind = "method" if signature.startswith("fn(") else "const"
    named = signature.replace("fn(", f"fn {name}(", 1)
    return Row(f"socket2::{item}", kind, "", name, "", "stable", named)


def path(row: Row) -> str:
    """Returns the qualified name in Python."""
    return f"stdnet.{row.item.replace('::', '.')}.{row.name}"
