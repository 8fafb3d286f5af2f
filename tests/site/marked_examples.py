"""Runs the examples of all docstrings, and marks each call of a public function for strace.

A mark is a `chdir` that fails: to `/example/NAME` where an example begins, to `/call/NAME` and
`/return/ok` or `/return/err` around a call of a public function by the example, and to
`/library/NAME` and `/return` around a function of the C library that makes system calls of its own.
The calls that stdnet's functions make of each other are not marked.
"""

import doctest
import gc
import importlib
import inspect
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType
from typing import Final

from stdnet import Err
from tests.site import mio_calls, more_calls
from tests.support.public_names import public_classes, public_functions
from tests.test_doctests import MODULES, examples

LIBRARY: Final = ("getaddrinfo", "gethostname", "getnameinfo", "if_indextoname", "if_nametoindex")
"""Functions of `_socket` that call the C library's of the same name."""


def mark(*path: str) -> None:
    """Makes a call that strace shows."""
    with suppress(FileNotFoundError):
        os.chdir("/" + "/".join(path))


class Marker(threading.local):
    """Marks the outermost calls of public functions, as a profile function of each thread."""

    def __init__(self, names: dict[CodeType, str], classes: dict[type, str]) -> None:
        self._names = names
        self._classes = classes
        self._outermost: FrameType | None = None

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        """Is called by Python at each call and return."""
        match event:
            case "call" if self._outermost is None and frame.f_code in self._names:
                self._outermost = frame
                mark("call", self._name(frame))
            case "return" if frame is self._outermost:
                self._outermost = None
                mark("return", "err" if isinstance(arg, Err) else "ok")
            case "c_call" if self._outermost and (name := name_in_library(arg)):
                mark("library", name)
            case "c_return" | "c_exception" if self._outermost and name_in_library(arg):
                mark("return")
            case _:
                pass

    def _name(self, frame: FrameType) -> str:
        """Returns the function's public name, of the class that it is called on."""
        code = frame.f_code
        owner: object = next(
            (
                frame.f_locals[name]
                for name in ("self", "cls")
                if name in code.co_varnames[: code.co_argcount]
            ),
            None,
        )
        kind = owner if isinstance(owner, type) else type(owner)
        of_class = self._classes.get(kind)
        return f"{of_class}.{code.co_name}" if of_class else self._names[code]


def name_in_library(function: object) -> str:
    """Returns the name of a function of the C library that makes system calls of its own."""
    name = function.__name__ if isinstance(function, BuiltinFunctionType) else ""
    return name if name in LIBRARY else ""


def public_code() -> dict[CodeType, str]:
    """Returns a public name for the code of each public function."""
    found = dict[CodeType, str]()
    for name, function in public_functions():
        inner: Callable[..., object] = inspect.unwrap(function)
        if isinstance(inner, FunctionType):
            found.setdefault(inner.__code__, name)
    return found


def docstrings() -> list[doctest.DocTest]:
    """Returns the examples of all docstrings."""
    modules = [name for name in MODULES if not name.endswith(("__main__", "mypy_plugin"))]
    found = [each for name in modules for each in examples(importlib.import_module(name))]
    return [each for each in found if each.examples]


def main() -> None:
    """Runs all examples."""
    runner = doctest.DocTestRunner()
    tests = docstrings()
    marker = Marker(public_code(), {kind: name for name, kind in public_classes()})
    gc.disable()  # So that no call closes what another has left behind.
    threading.setprofile(marker)
    sys.setprofile(marker)
    for test in tests:
        mark("example", test.name)
        runner.run(test)
    mark("example", "more_calls")
    more_calls.main()
    mio_calls.main()
    sys.setprofile(None)
    sys.exit(runner.summarize(verbose=False).failed != 0)


if __name__ == "__main__":
    main()
