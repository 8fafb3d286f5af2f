"""Every public item of Rust's networking is in stdnet, or is left out for a reason.

`tests/data/rust-1.95-api.tsv` lists the items of `std::net`, `std::io`, `std::os::fd`,
`std::os::unix::net` and `std::os::linux::net`, with their stability and signature. Rules name the
Python counterpart of each. What has none is in `WAIVED`, with the reason; `SCORE` counts them all.
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
"""Traits that Python's operators and functions call by names of its own."""

RENAMED: Final = {
    "set_flowinfo": "with_flowinfo",
    "set_ip": "with_ip",
    "set_port": "with_port",
    "set_scope_id": "with_scope_id",
}
"""Setters of values, which are immutable here: they answer the changed copy."""

ADAPTERS: Final = {
    ("io::Chain", "BufRead"): "io::BufChain",
    ("io::Take", "BufRead"): "io::BufTake",
    ("io::Take", "Seek"): "io::SeekTake",
}
"""Where Rust's adapter is a trait's only over a reader that is, a class says so here."""

WAIVED: Final = {
    r"(?!io::Cursor|os::unix::net::SocketCred).* Clone::clone": "what cannot change needs none",
    r".*::read_buf(_exact)?": "Python has no buffer that is not initialised",
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
    """An item, or a member of one."""

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
        """Whether it is an item itself; the row of a trait is its first method, too."""
        return self.kind in {"enum", "fn", "struct", "type"}

    @property
    def is_function(self) -> bool:
        """Whether it has a signature to compare: Python's own names have Python's."""
        named_otherwise = self.trait in {*DUNDERS, "ToSocketAddrs"} or self.trait.startswith(
            "From<"
        )
        return self.kind in {"fn", "method", "required method"} and not named_otherwise

    @property
    def counterparts(self) -> list[str]:
        """The names in Python that have to exist."""
        if self.is_item:
            return [python_name(self.item)]
        if self.trait == "ToSocketAddrs":
            return ["stdnet.to_socket_addrs"]
        if self.item == "io::Result":
            return [f"stdnet.{self.name}"]
        if self.trait.startswith("From<"):
            return self._ends_of_conversion
        name = DUNDERS.get(self.trait) or RENAMED.get(self.name, self.name)
        return [f"{python_name(ADAPTERS.get((self.item, self.trait), self.item))}.{name}"]

    @property
    def _ends_of_conversion(self) -> list[str]:
        """What is converted, if it has a name, and the method of what it becomes."""
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
    """The list."""
    path = Path(__file__).parent / "data" / "rust-1.95-api.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Row(*fields) for fields in found]


def python_name(item: str) -> str:
    """`stdnet.io.Read` for `io::Read`."""
    module, _, name = item.rpartition("::")
    return f"{MODULES[module]}.{name}"


def found(name: str, module: str) -> str:
    """The Python name of a Rust type, which may be one of another module."""
    candidates = [f"{MODULES[each]}.{name}" for each in (module, *MODULES)]
    return next(filter(exists, candidates), candidates[0])


@cache
def lookup(path: str) -> object:
    """What a dotted name means, or `None`."""
    module = max((each for each in MODULES.values() if path.startswith(f"{each}.")), key=len)
    try:
        meant: object = importlib.import_module(module)
    except ModuleNotFoundError:
        return None
    for name in path.removeprefix(f"{module}.").split("."):
        meant = getattr(meant, name, None)
    return meant


def exists(path: str) -> bool:
    """Whether the name exists, and is not what every object has."""
    owner, _, name = path.rpartition(".")
    if not name.startswith("__"):
        return lookup(path) is not None
    kind = lookup(owner)
    if not inspect.isclass(kind):
        return False
    # Enumerations are compared by identity; the variants of a base have what it leaves to them.
    variants = [each for each in vars(kind).values() if inspect.isclass(each)] or [kind]
    inherited = getattr(object, name, None)
    return hasattr(kind, "_member_map_") or all(
        getattr(each, name, None) not in {None, inherited} for each in variants
    )


def is_here(row: Row) -> bool:
    """Whether stdnet has it."""
    return all(map(exists, row.counterparts))


def verdict(row: Row) -> str:
    """Where the row stands: in stdnet, in the table of what is left out, or nowhere."""
    waived = any(re.fullmatch(pattern, str(row)) for pattern in WAIVED)
    if is_here(row):
        return "here, though waived" if waived else "here"
    return "waived" if waived else "missing"


def test_every_row_is_here_or_waived() -> None:
    wrong = {"missing", "here, though waived"}
    assert [f"{row} is {verdict(row)}" for row in rows() if verdict(row) in wrong] == []
    assert Counter(map(verdict, rows())) == SCORE


@pytest.mark.parametrize(
    ("item", "trait", "name"),
    [
        ("net::TcpStream", "", "set_cork"),
        ("net::TcpStream", "TcpStreamExt", "cork"),
        ("io::Error", "PartialEq", "eq"),
        ("io::Error", "From<Elapsed>", "from"),
        ("net::SocketAddr", "Iterator", "next"),
    ],
)
def test_a_missing_name_is_found(item: str, trait: str, name: str) -> None:
    assert verdict(Row(item, "method", trait, name, "", "stable", "fn f() -> Error")) == "missing"


@pytest.mark.parametrize("pattern", WAIVED)
def test_the_table_holds_nothing_else(pattern: str) -> None:
    assert any(re.fullmatch(pattern, str(row)) for row in rows() if not is_here(row))


# Where Python passes or answers otherwise: a type and a count of bytes are values, the text that
# `read_to_string` fills is its answer, `format_args!` is an f-string. And where Rust's class has a
# name of its own for the parameter of a method that others have too, or two methods of one name.
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


def rust_parameters(row: Row) -> list[str]:
    """The names of the parameters, without `self`."""
    found = re.search(r"fn \w+(<[^(]*>)?\((.*?)\)( ->| ?where|$)", row.signature)
    assert found, row.signature
    names = [name.lstrip("_") for name in re.findall(r"(\w+): ", found[2])]
    return PARAMETERS.get(str(row), PARAMETERS.get(row.name, names))


def function(row: Row) -> Callable[..., object]:
    """The counterpart of a function, bound as far as it can be without an object."""
    *_, path = row.counterparts
    meant = lookup(path)
    assert callable(meant), path
    return meant


def functions() -> list[Row]:
    """What stdnet has that is called by Rust's name."""
    return [row for row in rows() if row.is_function and verdict(row) == "here"]


def test_parameters_have_the_names_of_rust() -> None:
    for row in functions():
        parameters = inspect.signature(function(row)).parameters.values()
        # Keywords are beside Rust, which has none.
        names = [each.name.lstrip("_") for each in parameters if each.kind != each.KEYWORD_ONLY]
        names = [name for name in names if name != "self"]
        assert (str(row), names) == (str(row), rust_parameters(row))


def test_what_can_fail_in_rust_answers_a_result() -> None:
    for row in functions():
        answer = str(inspect.signature(function(row)).return_annotation)
        fallible = re.search(r"\b_?Result\b|\bSuccess\b|\bOk\b", answer) is not None
        assert (str(row), fallible) == (
            str(row),
            re.search("->.* ?Result<", row.signature) is not None,
        )


def test_what_is_unstable_in_rust_says_so() -> None:
    for row in functions():
        text = " ".join((inspect.getdoc(function(row)) or "").split())
        said = "Unstable in Rust" in text
        if str(row) == "io::Cursor BufRead::split":  # One method with `Cursor::split`, which is.
            continue
        assert (str(row), said) == (str(row), row.stability == "unstable")


FACADES: Final = ("stdnet", "stdnet.c", "stdnet.io", "stdnet.os.unix.net", "stdnet.socket2")
PUBLIC: Final = (*FACADES, "stdnet.os.fd", "stdnet.os.linux.net", "stdnet.result")


def exports(module: str) -> list[str]:
    """The names that a module says are public."""
    names: list[str] = importlib.import_module(module).__all__
    return names


@pytest.mark.parametrize("module", FACADES)
def test_all_agree_on_what_is_public(module: str) -> None:
    facade = importlib.import_module(module)
    seen = {name for name, value in vars(facade).items() if not inspect.ismodule(value)}
    tree = ast.parse(inspect.getsource(facade))
    imported = [
        each for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names
    ]
    # So a type checker knows that they are exported.
    assert all(each.asname == each.name for each in imported)
    assert sorted(each.name for each in imported) == sorted(exports(module))
    assert {name for name in seen if not name.startswith("_")} == set(exports(module))


def is_ours(meant: object) -> bool:
    """Whether stdnet defines it."""
    return str(getattr(meant, "__module__", "")).startswith("stdnet.")


def documented(module: str) -> Iterator[tuple[str, object]]:
    """What needs an example: the functions and classes of a module, and their methods.

    Protocols are shown by what implements them.
    """
    for name in exports(module):
        meant: object = getattr(importlib.import_module(module), name)
        if not is_ours(meant):
            continue  # An alias, or a class of another package.
        if not inspect.isclass(meant):
            yield name, meant
        elif not vars(meant).get("_is_protocol", False):
            yield name, meant
            for inner, member in inspect.getmembers(meant, inspect.isroutine):
                if not inner.startswith("_") and is_ours(member):
                    yield f"{name}.{inner}", member


@pytest.mark.parametrize("module", PUBLIC)
def test_everything_public_has_an_example(module: str) -> None:
    for name, meant in documented(module):
        assert (name, ">>> " in (inspect.getdoc(meant) or "")) == (name, True)
