"""What `help` shows first, and what it can only show with the module."""

import inspect
import pydoc
import re
from types import FunctionType, ModuleType
from typing import Final

import pytest

import stdnet
from tests.support.public_names import documented, is_ours, public_modules
from tests.support.rust_api import MODULES_OF_MIO

OF_RUST: Final = [each for each in public_modules() if not each.__name__.startswith("stdnet.c")]
"""The modules whose names are not those of C."""

MIGHT_WAIT: Final = re.compile(
    r"Event\.is_(read|writ)able|\w+\.(accept|bytes|peek|poll|read|recv|send|write)(_\w+)?"
)
"""Methods of `stdnet.mio` after which a program has to know whether another event will come."""


def test_the_first_screen_of_the_package_has_the_six_names_to_begin_with() -> None:
    screen = pydoc.plain(pydoc.render_doc(stdnet)).splitlines()[:24]
    found = re.findall(r"^ +- `(\w+)`:", "\n".join(screen), flags=re.MULTILINE)
    assert found == ["TcpListener", "TcpStream", "UdpSocket", "Result", "propagate", "run"]


@pytest.mark.parametrize("module", OF_RUST, ids=lambda module: module.__name__)
def test_a_module_explains_the_names_that_have_no_docstring(module: ModuleType) -> None:
    # `help` describes the type of a union, and `int` for another name of `int`.
    values = {name: getattr(module, name) for name in module.__all__}
    others = [
        name
        for name, value in values.items()
        if not (isinstance(value, type | FunctionType) and is_ours(value))
    ]
    docstring = inspect.getdoc(module) or ""
    assert [name for name in others if not re.search(rf"`{name}\b", docstring)] == []


def test_to_socket_addrs_says_what_to_write_in_an_annotation() -> None:
    beginning = (inspect.getdoc(stdnet.ToSocketAddrs) or "").split("\n\n")[1]
    assert "`def f(addr: IntoSocketAddrs)`" in beginning


@pytest.mark.parametrize("module", MODULES_OF_MIO)
def test_what_might_wait_says_what_to_do_as_mio_never_waits(module: str) -> None:
    silent = [
        name
        for name, value in documented(module)
        if MIGHT_WAIT.fullmatch(name) and "`WouldBlock`" not in (inspect.getdoc(value) or "")
    ]
    assert silent == []
