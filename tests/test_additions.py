"""The additions to Rust's API equal `tests/data/additions.txt`, and their docstrings say so.

An addition is a public name, or a keyword of a function, that has no counterpart in Rust: no row in
the lists of `tests/data` (Rust's standard library, the crates socket2 and mio) names it, and no
rule in `PYTHON` makes it the Python form of something in Rust. The members of a class that is an
addition are part of it. After an intended change:

    python -m tests.test_additions
"""

import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import stdnet.result
from tests.support import mio_api, rust_api, socket2_api
from tests.support.once import only_with
from tests.support.public_names import exports, is_ours
from tests.test_surface import defining_module, definitions

pytestmark = only_with("3.12")

ADDITIONS: Final = Path(__file__).parent / "data" / "additions.txt"
MODULES: Final = (*rust_api.MODULES.values(), "stdnet.socket2", *rust_api.MODULES_OF_MIO)
SENTENCE: Final = re.compile(r"[Aa]n addition to (Rust|mio)'s API")

PYTHON: Final = {
    r".*\.close": "`drop`",
    r".*\.fileno": "`as_raw_fd`, under the name that Python's functions call",
    r"stdnet(\.\w+)*\.((Writable)?Buffer|Into(Path|SockAddr|SocketAddrs|Source))": (
        "the types of parameters that are slices or generic in Rust"
    ),
    r"stdnet(\.(os\.unix|mio)\.net)?\.(Tcp|Udp|Unix)(Datagram|Listener|Socket|Stream)\.from_": (
        "`From<OwnedFd>`, and the crate socket2's `From<Socket>`"
    ),
    r"stdnet\.IpAddr\.octets": "a method of both variants",
    r"stdnet\.io\.(BufChain|Buf(Seek)?Take|SeekTake)": (
        "adapters that implement a trait if their reader does: `ADAPTERS` in `support/rust_api.py`"
    ),
    r"stdnet\.io\.ErrorKind\.Uncategorized": "hidden from the documentation of Rust",
    r"stdnet\.socket2\.\w+\.(as_fd|as_raw_fd|from_owned_fd|from_raw_fd|from_|into|into_raw_fd)": (
        "implementations of Rust's traits, which the list of the crate leaves out"
    ),
    r"stdnet\.socket2\.(InterfaceIndexOrAddress|SockAddrStorage|SockFilter|SockRef)(\.\w+)?": (
        "types of the crate that its list leaves out"
    ),
    r"stdnet\.socket2\.SockAddr\.as_bytes": "`SockAddr::as_ptr`, as Python has no pointers",
}
"""Names that are the Python form of something in Rust, which is the reason given."""


@cache
def rust_names() -> set[str]:
    """Returns the Python names of all items of Rust that stdnet has."""
    names = set[str]()
    for row in filter(rust_api.is_here, rust_api.rows()):
        item = rust_api.python_name(row.item)
        # The type that `From` converts is not an item of these modules: `std::fs::File`.
        method, *_ = row.counterparts
        names |= {item, f"{item}.{row.name}", method}
        names.update(f"{item}.{field}" for field in re.findall(r"pub (\w+):", row.signature))
    for path in map(socket2_api.path, socket2_api.rows()):
        names |= {path.rpartition(".")[0], path}
    for row in mio_api.rows():
        names |= {mio_api.python_name(row.item), row.counterpart}
    return names


@cache
def public_classes() -> dict[type, str]:
    """Returns the name of every public class."""
    found = dict[type, str]()
    for module in MODULES:
        for name in exports(module):
            value: object = getattr(importlib.import_module(module), name)
            if inspect.isclass(value):
                found.setdefault(value, f"{module}.{name}")
    return found


def public_names() -> Iterator[tuple[str, object]]:
    """Yields every public name with its value, and so the members of classes.

    The names of `stdnet.result` are left out, as it has a contract of its own.
    """
    for module in MODULES:
        for name in set(exports(module)) - set(stdnet.result.__all__):
            value: object = getattr(importlib.import_module(module), name)
            yield f"{module}.{name}", value
            if inspect.isclass(value) and is_ours(value):
                for member in members(value):
                    yield f"{introducer(value, member)}.{member}", getattr(value, member, None)


def members(kind: type) -> Iterator[str]:
    """Yields the members that a class has from stdnet, without `__x__`, which Python defines."""
    for base in filter(is_ours, inspect.getmro(kind)):
        prefix = f"{base.__qualname__}."
        for qualified in definitions(defining_module(base)):
            name = qualified.removeprefix(prefix)
            if qualified.startswith(prefix) and not re.search(r"^_|\.", name):
                yield name


def introducer(kind: type, member: str) -> str:
    """Returns the name of the first public class that has the member: the class or a base.

    A base that is an addition itself, such as `Stream`, counts only for its own members.
    """
    names = [
        public_classes()[base]
        for base in inspect.getmro(kind)
        if base in public_classes() and member in members(base)
    ]
    return ([name for name in names if is_in_rust(name)] or names)[-1]


def is_in_rust(path: str) -> bool:
    """Returns True if a row of the lists has the name, or a rule of `PYTHON` matches it."""
    # The crate's `SockRef` dereferences to `Socket`.
    path = path.replace(".SockRef.", ".Socket.")
    return path in rust_names() or any(re.fullmatch(pattern, path) for pattern in PYTHON)


def keywords(value: object) -> list[str]:
    """Returns the names of the keyword-only parameters of a function, which Rust does not have."""
    if not inspect.isfunction(value):
        return []
    parameters = inspect.signature(value).parameters.values()
    return [each.name for each in parameters if each.kind == each.KEYWORD_ONLY]


@cache
def additions() -> dict[str, object]:
    """Returns the names of all additions; a keyword as `function(keyword=)`, with the function."""
    found = dict[str, object]()
    for path, value in public_names():
        if is_in_rust(path):
            found.update({f"{path}({keyword}=)": value for keyword in keywords(value)})
        else:
            found[path] = value
    # The members of an addition are part of it.
    return {path: found[path] for path in sorted(found) if path.rpartition(".")[0] not in found}


def lacks_the_sentence(value: object) -> bool:
    """Returns True for a function or a class of stdnet whose docstring is not that of an addition.

    Type aliases and constants have no docstring.
    """
    text = " ".join((inspect.getdoc(value) or "").split())
    return is_ours(value) and callable(value) and not SENTENCE.search(text)


def test_the_additions_are_the_recorded_ones() -> None:
    assert list(additions()) == ADDITIONS.read_text(encoding="utf-8").splitlines()


def test_the_docstring_of_an_addition_says_so() -> None:
    assert [path for path, value in additions().items() if lacks_the_sentence(value)] == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("stdnet.TcpStream.connect", True),
        ("stdnet.TcpStream.set_cork", False),
        ("stdnet.io.Read.read_to_end", True),
        ("stdnet.io.Read.read_all", False),
        ("stdnet.socket2.SockRef.set_tcp_cork", True),
        ("stdnet.socket2.SockRef.set_tcp_fastopen", False),
    ],
)
def test_a_name_without_a_row_or_a_rule_is_not_in_rust(path: str, found: bool) -> None:
    assert is_in_rust(path) is found


@pytest.mark.parametrize("pattern", PYTHON)
def test_every_rule_is_used(pattern: str) -> None:
    assert any(
        re.fullmatch(pattern, path) and path not in rust_names() for path, _ in public_names()
    )


if __name__ == "__main__":
    ADDITIONS.write_text("\n".join(additions()) + "\n", encoding="utf-8")
