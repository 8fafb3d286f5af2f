"""A pytest plugin: Python on macOS, as far as the names in its modules tell.

It takes away from `_socket`, `os` and their like what typeshed's stubs do not have for macOS, and
sets `sys.platform`. What Linux does not have is faked where stdnet needs it: `kqueue.fromfd` is
that of epoll, and SO_NOSIGPIPE and SO_LINGER_SEC are options of Linux. The kernel stays Linux's.

The change is for the whole process: `python -m pytest -p tests.platforms.macos …`.
"""

import ast
import errno
import fcntl
import importlib
import importlib.util
import os
import select
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Final

MODULES: Final = ("_socket", "socket", "select", "os", "fcntl", "signal")

USED_BY_PYTHON: Final = (
    *("asyncio", "ctypes", "doctest", "multiprocessing.connection", "multiprocessing.pool", "pdb"),
    *("concurrent.futures", "hypothesis", "selectors", "ssl", "subprocess", "tempfile", "uuid"),
)
"""Modules that look at the platform when they are imported, and work by what Linux has."""

ROOT: Final = Path(__file__).parents[2]

SO_SELECT_ERR_QUEUE: Final = 45
"""An option that every socket of Linux has, and that nothing here looks at."""


def typeshed() -> Path:
    """Returns the folder of the stubs that mypy brings along."""
    spec = importlib.util.find_spec("mypy")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "typeshed" / "stdlib"


MACOS: Final = SimpleNamespace(platform="darwin", version_info=sys.version_info[:2])
"""The parts of `sys` that the stubs ask for."""


def holds(test: ast.expr) -> bool:
    """Returns what a condition of a stub is on macOS, for this version of Python."""
    return bool(eval(ast.unparse(test), {"sys": MACOS}))


def stub_names(module: str) -> set[str]:
    """Returns the names that a module has on macOS."""
    for path in (f"{module}.pyi", f"{module}/__init__.pyi"):
        if (typeshed() / path).exists():
            tree = ast.parse((typeshed() / path).read_text(encoding="utf-8"))
            return set(defined(tree.body))
    raise ValueError(f"no stub of {module}")


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """Yields the names that the statements of a stub define."""
    for node in body:
        match node:
            case ast.If(test, then, otherwise):
                yield from defined(then if holds(test) else otherwise)
            case ast.FunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Assign(targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(ast.Name(name)):
                yield name
            case ast.ImportFrom(module=str(module), names=names):
                for each in names:
                    star = each.name == "*"
                    yield from stub_names(module) if star else [each.asname or each.name]
            case _:
                pass


def take_names_away() -> None:
    """Deletes what macOS has not."""
    for module in map(importlib.import_module, MODULES):
        has = stub_names(module.__name__)
        for name, value in list(vars(module).items()):
            if not name.startswith("_") and name not in has and not isinstance(value, ModuleType):
                delattr(module, name)


_lockf: Final = fcntl.lockf


def lockf(fd: int, *args: int) -> None:
    """Refuses to lock a socket, as macOS does."""
    if stat.S_ISSOCK(os.fstat(fd).st_mode):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    _lockf(fd, *args)


class kqueue:  # noqa: N801 - as in `select`
    """A fake: `fromfd` is the only method that stdnet uses, and epoll has the same."""

    fromfd = select.epoll.fromfd


def load_constants() -> None:
    """Loads stdnet's constants, and replaces Apple's options by harmless ones that Linux has."""
    name = "stdnet._sys.constants"
    path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    constants = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(constants)
    vars(constants).update(SO_NOSIGPIPE=SO_SELECT_ERR_QUEUE, SO_LINGER_SEC=socket.SO_LINGER)
    sys.modules[name] = constants


def become_macos() -> None:
    """Makes the changes. stdnet must not be loaded yet."""
    for name in USED_BY_PYTHON:
        importlib.import_module(name)
    fakes = {"TCP_KEEPALIVE": socket.TCP_KEEPIDLE, "LOCAL_PEERCRED": 1}
    take_names_away()
    for name in (
        "selectors",
        "subprocess",
        "tempfile",
    ):  # They choose by names when they are imported.
        importlib.reload(sys.modules[name])
    setattr(select, "kqueue", kqueue)  # noqa: B010 - as the stubs of Linux have no such name
    setattr(fcntl, "lockf", lockf)  # noqa: B010
    vars(importlib.import_module("_socket")).update(fakes)
    sys.platform = "darwin"
    load_constants()


def pytest_load_initial_conftests() -> None:
    """Comes before the first import of stdnet."""
    become_macos()
