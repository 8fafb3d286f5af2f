"""The items of Rust's standard networking, and the rules that name their counterparts.

`tests/data/rust-1.95-api.tsv` lists the items of `std::net`, `std::io`, `std::os::fd`,
`std::os::unix::net` and `std::os::linux::net`, with their stability and signature. Rules name the
Python counterpart of each item. `WAIVED` lists the items without a counterpart, with the reason.
"""

import csv
import importlib
import inspect
import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
DATA: Final = ROOT / "tests" / "data"

MODULES: Final = {
    "net": "stdnet",
    "io": "stdnet.io",
    "os::unix::net": "stdnet.os.unix.net",
    "os::linux::net": "stdnet.os.linux.net",
    "os::fd": "stdnet.os.fd",
}

MODULES_OF_MIO: Final = [
    *("stdnet.mio", "stdnet.mio.event", "stdnet.mio.net", "stdnet.mio.unix"),
    "stdnet.mio.unix.pipe",
]

DUNDERS: Final = {
    "BitAnd": "__and__",
    "BitOr": "__or__",
    "Debug": "__repr__",
    "Display": "__str__",
    "Hash": "__hash__",
    "Iterator": "__next__",
    "Not": "__invert__",
    "Ord": "__lt__",
    "PartialEq": "__eq__",
    "PartialOrd": "__lt__",
}
"""Traits whose methods have a name of Python's own, which operators and functions call."""

RENAMED: Final = {
    "set_flowinfo": "with_flowinfo",
    "set_ip": "with_ip",
    "set_port": "with_port",
    "set_scope_id": "with_scope_id",
}
"""Setters of values. These are immutable in Python, so that a method returns the changed copy."""

ADAPTERS: Final = {
    ("io::Chain", "BufRead"): "io::BufChain",
    ("io::Take", "BufRead"): "io::BufTake",
    ("io::Take", "Seek"): "io::SeekTake",
}
"""Classes for adapters that implement a trait only if the reader does."""

WAIVED: Final = {
    r"(?!io::Cursor|os::unix::net::SocketCred).* Clone::clone": "an immutable value needs no copy",
    r".*::read_buf(_exact)?": "Python has no uninitialised buffers",
    r"(net::AddrParseError|io::(IntoInnerError|WriterPanicked)) Error::source": "it has no cause",
    r"io::Error From<(NulError|TryLockError|TryReserveError)>::from": "Python has no such errors",
    r"io::IoSlice(Mut)? Deref::deref": "a memoryview is its bytes",
    r"os::fd::RawFd .*": "an `int` is its number",
    r"os::fd::OwnedFd From<(ChildStd\w+|OwnedFd|PidFd)>::from": "std::process is not ported",
    r"os::fd::OwnedFd From<Dir>::from": "std::fs is not ported",
    r"io::Std(err|out) From<Std(err|out)>::from": "std::process is not ported",
}


class Row(NamedTuple):
    """A public item of Rust, or a member of one."""

    item: str
    kind: str
    trait: str
    name: str
    since: str
    stability: str
    signature: str

    def __str__(self) -> str:
        if self.is_item:
            return self.item
        return (
            f"{self.item} {self.trait}::{self.name}" if self.trait else f"{self.item}::{self.name}"
        )

    @property
    def is_item(self) -> bool:
        """Returns True for an item itself. The row of a trait stands for its first method."""
        return self.kind in {"enum", "fn", "struct", "type"}

    @property
    def is_function(self) -> bool:
        """Returns True for a function whose counterpart has its name, and so its signature."""
        renamed = self.trait in {*DUNDERS, "ToSocketAddrs"} or self.trait.startswith("From<")
        return self.kind in {"fn", "method", "required method"} and not renamed

    @property
    def counterparts(self) -> list[str]:
        """Returns the names that have to exist in Python."""
        if self.is_item:
            return [python_name(self.item)]
        if self.trait == "ToSocketAddrs":
            return ["stdnet.to_socket_addrs"]
        if self.item == "io::Result":
            return [f"stdnet.{self.name}"]
        if self.trait.startswith("From<"):
            return self._conversion
        name = DUNDERS.get(self.trait) or RENAMED.get(self.name, self.name)
        return [f"{python_name(ADAPTERS.get((self.item, self.trait), self.item))}.{name}"]

    @property
    def _conversion(self) -> list[str]:
        """Returns the method that converts, and the type that it converts if that has a name."""
        module, _, own = self.item.rpartition("::")
        source = re.sub(r"<.*", "", self.trait[len("From<") : -1])
        target = self.signature.rsplit(" ", 1)[1]
        if target == "Self":
            target = own if source != own else "OwnedFd"
        if source == "OwnedFd":
            return [f"{python_name(f'{module}::{target}')}.from_owned_fd"]
        ends = [f"{found(target, module)}.from_"]
        return ends if re.match(r"\[|\(|u\d", source) else [*ends, found(source, module)]


def listed(path: Path) -> list[list[str]]:
    """Returns the rows of a list in `tests/data`, without its heading."""
    with path.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return found


@cache
def rows() -> list[Row]:
    """Returns all rows of the list."""
    return [Row(*fields) for fields in listed(DATA / "rust-1.95-api.tsv")]


def python_name(item: str) -> str:
    """Returns the Python name of an item: `stdnet.io.Read` for `io::Read`."""
    module, _, name = item.rpartition("::")
    return f"{MODULES[module]}.{name}"


def found(name: str, module: str) -> str:
    """Returns the Python name of a Rust type, which may belong to another module."""
    candidates = [f"{MODULES[each]}.{name}" for each in (module, *MODULES)]
    return next(filter(exists, candidates), candidates[0])


@cache
def lookup(path: str) -> object:
    """Returns the object that has a dotted name, or `None`."""
    modules = *MODULES.values(), "stdnet.socket2", *MODULES_OF_MIO
    module = max((each for each in modules if path.startswith(f"{each}.")), key=len)
    try:
        value: object = importlib.import_module(module)
    except ModuleNotFoundError:
        return None
    for name in path.removeprefix(f"{module}.").split("."):
        value = getattr(value, name, None)
    return value


def exists(path: str) -> bool:
    """Returns True if the name exists, and not only because every object has it."""
    owner, _, name = path.rpartition(".")
    if not name.startswith("__"):
        return lookup(path) is not None
    kind = lookup(owner)
    if not inspect.isclass(kind):
        return False
    # Enumerations are compared by identity. A base class may leave the method to its variants.
    variants = [each for each in vars(kind).values() if inspect.isclass(each)] or [kind]
    inherited = getattr(object, name, None)
    return hasattr(kind, "_member_map_") or all(
        getattr(each, name, None) not in {None, inherited} for each in variants
    )


def is_here(row: Row) -> bool:
    """Returns True if all counterparts of the row exist."""
    return all(map(exists, row.counterparts))


def verdict(row: Row) -> str:
    """Returns `here`, `waived`, or what is wrong: `missing`, or `here, though waived`."""
    waived = any(re.fullmatch(pattern, str(row)) for pattern in WAIVED)
    if is_here(row):
        return "here, though waived" if waived else "here"
    return "waived" if waived else "missing"
