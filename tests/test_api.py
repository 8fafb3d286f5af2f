"""Every public item of Rust's networking is in stdnet, or is left out for a reason.

`tests/data/rust-1.95-api.tsv` lists the items of `std::net`, `std::io`, `std::os::fd`,
`std::os::unix::net` and `std::os::linux::net`, with their stability and signature. Rules name the
Python counterpart of each item. `WAIVED` lists the items without a counterpart, with the reason.
`SCORE` is the number of items of both kinds.

`tests/test_additions.py` checks the opposite direction.
"""

import ast
import csv
import importlib
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import stdnet.c

MODULES: Final = {
    "net": "stdnet",
    "io": "stdnet.io",
    "os::unix::net": "stdnet.os.unix.net",
    "os::linux::net": "stdnet.os.linux.net",
    "os::fd": "stdnet.os.fd",
}

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

SCORE: Final = {"here": 993, "waived": 60}


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


@cache
def rows() -> list[Row]:
    """Returns all rows of the list."""
    path = Path(__file__).parent / "data" / "rust-1.95-api.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Row(*fields) for fields in found]


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
    module = max((each for each in MODULES.values() if path.startswith(f"{each}.")), key=len)
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


def test_every_item_is_in_stdnet_or_waived() -> None:
    wrong = {"missing", "here, though waived"}
    assert [f"{row} is {verdict(row)}" for row in rows() if verdict(row) in wrong] == []
    assert Counter(map(verdict, rows())) == SCORE


@pytest.mark.parametrize(
    ("item", "trait", "name"),
    [
        ("net::TcpStream", "", "set_cork"),
        ("net::TcpStream", "TcpStreamExt", "cork"),
        ("io::Error", "PartialOrd", "lt"),
        ("io::Error", "From<Elapsed>", "from"),
        ("net::SocketAddr", "Iterator", "next"),
    ],
)
def test_a_missing_item_is_reported(item: str, trait: str, name: str) -> None:
    assert verdict(Row(item, "method", trait, name, "", "stable", "fn f() -> Error")) == "missing"


@pytest.mark.parametrize("pattern", WAIVED)
def test_every_waiver_is_used(pattern: str) -> None:
    assert any(re.fullmatch(pattern, str(row)) for row in rows() if not is_here(row))


PARAMETERS: Final = {
    "io::Cursor::split": ["byte"],
    "io::Repeat Read::read_to_end": ["buf"],
    "io::StdinLock BufRead::consume": ["amt"],
    "io::read_to_string": ["reader"],
    "downcast": ["kind"],
    "read_array": ["n"],
    "read_line": [],
    "read_to_string": [],
    "set_read_timeout": ["dur"],
    "set_write_timeout": ["dur"],
    "set_ip": ["ip"],
    "set_port": ["port"],
    "set_flowinfo": ["flowinfo"],
    "set_scope_id": ["scope_id"],
    "write_fmt": ["text"],
}
"""The parameters of functions that differ from Rust's.

Types and counts of bytes are values in Python, the text that `read_to_string` fills is its result,
and `format_args!` is an f-string. Some of Rust's types name a parameter otherwise than the trait
does, or have two methods of the same name.
"""


def rust_parameters(row: Row) -> list[str]:
    """Returns the names of the parameters, without `self`."""
    found = re.search(r"fn \w+(<[^(]*>)?\((.*?)\)( ->| ?where|$)", row.signature)
    assert found, row.signature
    names = [name.lstrip("_") for name in re.findall(r"(\w+): ", found[2])]
    return PARAMETERS.get(str(row), PARAMETERS.get(row.name, names))


def function(row: Row) -> Callable[..., object]:
    """Returns the counterpart of a function."""
    *_, path = row.counterparts
    value = lookup(path)
    assert callable(value), path
    return value


def functions() -> list[Row]:
    """Returns the rows of functions that stdnet has under the same name."""
    return [row for row in rows() if row.is_function and verdict(row) == "here"]


def test_parameters_have_the_names_of_rust() -> None:
    for row in functions():
        parameters = inspect.signature(function(row)).parameters.values()
        # Keywords are additions, as Rust has none. A parameter that can only be None is not one of
        # Rust's: it lets a wrong argument have a text of its own.
        names = [
            each.name.lstrip("_")
            for each in parameters
            if each.kind != each.KEYWORD_ONLY and each.annotation != "None"
        ]
        names = [name for name in names if name != "self"]
        assert (str(row), names) == (str(row), rust_parameters(row))


def test_functions_that_can_fail_in_rust_return_a_result() -> None:
    for row in functions():
        returned = str(inspect.signature(function(row)).return_annotation)
        fallible = re.search(r"\b_?Result\b|\bOk\b", returned) is not None
        assert (str(row), fallible) == (
            str(row),
            re.search("->.* ?Result<", row.signature) is not None,
        )


def test_the_docstrings_of_unstable_functions_say_so() -> None:
    for row in functions():
        if str(row) == "io::Cursor BufRead::split":  # The same method as `Cursor::split`.
            continue
        text = " ".join((inspect.getdoc(function(row)) or "").split())
        unstable = "Unstable in Rust" in text
        assert (str(row), unstable) == (str(row), row.stability == "unstable")


FACADES: Final = ("stdnet", "stdnet.io", "stdnet.os.unix.net", "stdnet.socket2")
PUBLIC: Final = (*FACADES, "stdnet.c", "stdnet.os.fd", "stdnet.os.linux.net", "stdnet.result")


def exports(module: str) -> list[str]:
    """Returns the public names of a module."""
    names: list[str] = importlib.import_module(module).__all__
    return names


@pytest.mark.parametrize("module", FACADES)
def test_a_facade_exports_its_imports_by_name(module: str) -> None:
    facade = importlib.import_module(module)
    seen = {name for name, value in vars(facade).items() if not inspect.ismodule(value)}
    tree = ast.parse(inspect.getsource(facade))
    imported = [
        each for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names
    ]
    # What the facade itself calls.
    imported = [each for each in imported if not str(each.asname).startswith("_")]
    # `X as X` marks the name as exported for type checkers.
    assert all(each.asname == each.name for each in imported)
    assert sorted(each.name for each in imported) == sorted(exports(module))
    assert {name for name in seen if not name.startswith("_")} == set(exports(module))


def test_the_facade_of_c_exports_the_names_of_all_headers() -> None:
    headers = [value for value in vars(stdnet.c).values() if inspect.ismodule(value)]
    names: list[str] = [name for header in headers for name in vars(header).get("__all__", [])]
    assert sorted(exports("stdnet.c")) == sorted([*names, "byref", "c_int", "sizeof"])


def is_ours(value: object) -> bool:
    """Returns True if stdnet defines the class or the function."""
    return str(getattr(value, "__module__", "")).partition(".")[0] == "stdnet"


def documented(module: str) -> Iterator[tuple[str, object]]:
    """Yields the public functions, classes and methods of a module, each with its name.

    Protocols are left out: the classes that implement them have the examples.
    """
    for name in exports(module):
        value: object = getattr(importlib.import_module(module), name)
        if not is_ours(value):
            continue  # An alias, or a class of another package.
        if not inspect.isclass(value):
            yield name, value
        elif not vars(value).get("_is_protocol", False):
            yield name, value
            for inner, member in inspect.getmembers(value, inspect.isroutine):
                if not inner.startswith("_") and is_ours(member):
                    yield f"{name}.{inner}", member


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_function_and_class_has_an_example(module: str) -> None:
    for name, value in documented(module):
        assert (name, ">>> " in (inspect.getdoc(value) or "")) == (name, True)
