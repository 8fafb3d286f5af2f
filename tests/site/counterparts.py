"""What each public name of stdnet is called in Rust, in C, and in Python's `socket` module.

`counterparts()` maps a name as users import it (`stdnet.TcpListener.bind`, `stdnet.io.Read.read`,
`stdnet.socket2.Socket.set_tcp_nodelay`) to its `Counterparts`:

- `rust`: the items of Rust that it stands for, `RustItem`s. `IpAddr.from_` stands for three, an
  addition to Rust's API for none. `RustItem.path` is `std::net::TcpListener::bind`, and
  `RustItem.trait` is `Read` for a method that `TcpStream` has as a `Read`.
- `c`: the system calls that a method of a socket or pipe makes, such as `socket`,
  `setsockopt SO_REUSEADDR`, `bind`, `listen`. An empty tuple says that it makes none, and `None`
  that nothing is recorded, as for all other types.
- `python`: the names of Python's `socket` module that do the same, such as `socket.create_server`
  or `socket.socket.accept`. An option is the method and the constant, `socket.socket.setsockopt`
  and `socket.TCP_NODELAY`.

`counterparts_of(name)` also answers for a method that a class inherits, and for those that
`socket2.SockRef` shares with `Socket`.

The names follow the rules of `rust_api.py`, `socket2_api.py`, `mio_api.py` and `result_api.py` in
`tests/support`.
`OTHERS` has those that stand for a trait which these lists leave out, or name otherwise. The system
calls are recorded: see `record_system_calls.py`. The names of Python are a list made by
hand, `tests/data/python_socket.tsv`: those that every supported Python has.
"""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from stdnet import result
from tests.support import mio_api, result_api, rust_api, socket2_api
from tests.support.public_names import public_classes, public_names

SYSTEM_CALLS: Final = rust_api.DATA / "system_calls.tsv"
PYTHON_SOCKET: Final = rust_api.DATA / "python_socket.tsv"


class RustItem(NamedTuple):
    """An item of Rust's standard library, of the crate socket2 or of mio, or a member of one."""

    path: str
    """The full name, such as `std::net::TcpStream::read`."""

    trait: str
    """The trait that has the method, or an empty text."""

    signature: str
    """The definition without its body. It is empty for the types of the crate socket2."""

    since: str
    """The first version of Rust or of the crate that has it, or an empty text."""

    stability: str
    """`stable` or `unstable`."""


OTHERS: Final = {
    "stdnet.From": RustItem(
        "std::convert::From", "", "pub trait From<T>: Sized", "1.0.0", "stable"
    ),
    "stdnet.From.from_": RustItem(
        "std::convert::From::from", "From", "fn from(value: T) -> Self", "1.0.0", "stable"
    ),
    "stdnet.IntoSocketAddrs": RustItem(
        "std::net::ToSocketAddrs", "", "impl ToSocketAddrs", "1.0.0", "stable"
    ),
    "stdnet.run": RustItem(
        "std::process::Termination", "", "pub trait Termination", "1.61.0", "stable"
    ),
}
"""Traits of other modules, and the type of a parameter that Rust writes as `impl …`."""


class Counterparts(NamedTuple):
    """The names that a name of stdnet has elsewhere."""

    rust: tuple[RustItem, ...] = ()
    c: tuple[str, ...] | None = None
    python: tuple[str, ...] = ()


@cache
def counterparts() -> dict[str, Counterparts]:
    """Returns the counterparts of every public name that has any."""
    of_rust, of_c, of_python = rust_items(), system_calls(), python_names()
    found = dict[str, Counterparts]()
    for name in dict.fromkeys([*of_rust, *of_c, *of_python]):
        items = tuple(of_rust.get(name, ())) or inherited_items(name)
        found[name] = Counterparts(items, of_c.get(name), of_python.get(name, ()))
    return found


def counterparts_of(name: str) -> Counterparts:
    """Returns the counterparts of a name, or those of the base class that a method is from."""
    known = counterparts()
    names = (name.replace(".SockRef.", ".Socket."), *names_in_bases(name))
    return next((known[each] for each in names if each in known), Counterparts())


def inherited_items(name: str) -> tuple[RustItem, ...]:
    """Returns the items of Rust of the base class that a method is from."""
    of_rust = rust_items()
    return next((tuple(of_rust[each]) for each in names_in_bases(name) if each in of_rust), ())


def names_in_bases(name: str) -> list[str]:
    """Returns the names that a method has in the base classes of its class."""
    owner, _, member = name.rpartition(".")
    return [f"{base}.{member}" for base in bases(owner)]


@cache
def bases(path: str) -> list[str]:
    """Returns the names of the public bases of a public class."""
    classes = {kind: name for name, kind in reversed(list(public_classes()))}
    kind = dict(public_names()).get(path)
    _, *mro = inspect.getmro(kind) if inspect.isclass(kind) else (None,)
    return [classes[base] for base in mro if base in classes]


@cache
def rust_items() -> dict[str, list[RustItem]]:
    """Returns the items of Rust by the name of their counterpart, those of a type itself first."""
    found = dict[str, list[RustItem]]()
    of_crates = *socket2_items(), *mio_items()
    for name, item in (*std_items(), *of_crates, *result_items(), *OTHERS.items()):
        items = found.setdefault(name, [])
        # Rust's documentation shows a conversion at both types.
        if (item.trait, item.signature) not in {(each.trait, each.signature) for each in items}:
            items.append(item)
    return {name: sorted(items, key=lambda item: bool(item.trait)) for name, items in found.items()}


def std_items() -> Iterator[tuple[str, RustItem]]:
    """Yields the items of `std::net`, `std::io` and `std::os`, each with its counterpart."""
    for row in filter(rust_api.is_here, rust_api.rows()):
        if row.kind == "trait":
            # The body repeats the methods, which have rows of their own.
            signature = row.signature.partition(" {")[0]
            path = f"std::{row.item}"
            yield (
                rust_api.python_name(row.item),
                RustItem(path, "", signature, row.since, row.stability),
            )
        else:
            path = f"std::{row.item}" if row.is_item else f"std::{row.item}::{row.name}"
            method, *_ = row.counterparts
            yield method, RustItem(path, row.trait, row.signature, row.since, row.stability)


def socket2_items() -> Iterator[tuple[str, RustItem]]:
    """Yields the items of the crate socket2, each with its counterpart."""
    for row in socket2_api.rows():
        name = socket2_api.path(row)
        yield name.rpartition(".")[0], RustItem(row.item, "", "", "", row.stability)
        path = f"{row.item}::{row.name}"
        yield name, RustItem(path, "", row.signature, "", row.stability)


def mio_items() -> Iterator[tuple[str, RustItem]]:
    """Yields the items of the crate mio, each with its counterpart."""
    for row in mio_api.rows():
        if row.kind == "module":
            continue
        # `From<TcpStream> for std::net::TcpStream` is a method of the type of std.
        trait, _, is_of_std = row.trait.partition(" for ")
        if is_of_std:
            trait = f"From<mio::{row.item}>"
        is_item = row.is_item or row.kind == "fn"
        path = f"mio::{row.item}" if is_item else f"mio::{row.item}::{row.name}"
        signature = row.signature.partition(" {")[0]
        yield row.counterpart, RustItem(path, trait, signature, row.since, row.stability)


def result_items() -> Iterator[tuple[str, RustItem]]:
    """Yields the items of `std::result`, each with its counterparts: a method is in both halves."""
    for row in result_api.rows():
        name = result_api.python_name(row)
        if name is None or row.item != "result::Result" or not result_api.exists(row):
            continue
        member = f"::{row.name}" if row.kind != "enum" else ""
        signature = re.sub(r"where( \w+:,)+$", "", row.signature)  # Bounds that bind nothing.
        item = RustItem(f"std::{row.item}{member}", row.trait, signature, row.since, row.stability)
        if name in result.__all__:
            yield f"stdnet.{name}", item
        else:
            yield from ((f"stdnet.{half.__name__}.{name}", item) for half in result_api.HALVES)


def system_calls() -> dict[str, tuple[str, ...]]:
    """Returns the system calls of each recorded method."""
    return {
        name: tuple(filter(None, calls.split(", ")))
        for name, calls in rust_api.listed(SYSTEM_CALLS)
    }


def python_names() -> dict[str, tuple[str, ...]]:
    """Returns the names of Python's `socket` module by the name of stdnet that does the same."""
    return {name: tuple(names.split(", ")) for name, names in rust_api.listed(PYTHON_SOCKET)}
