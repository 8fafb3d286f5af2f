"""What Python shows and stores of a public name is the module that users import it from."""

import importlib
import inspect
import pydoc
import re
import subprocess
import sys
import traceback
from functools import reduce
from types import FunctionType, ModuleType
from typing import Any, Final

import pytest

import stdnet
from stdnet import (
    From,
    GaiError,
    IpAddr,
    Ipv4Addr,
    Ok,
    Panic,
    SocketAddr,
    TcpListener,
    TcpStream,
    c,
    io,
)
from stdnet.os import fd
from stdnet.os.unix import net as unix
from tests.support import public_names

CLASSES: Final = dict(public_names.public_classes())
NAMES: Final[dict[str, type | FunctionType]] = {
    **CLASSES,
    **{
        path: value
        for path, value in public_names.public_names()
        if isinstance(value, FunctionType)
    },
}

PRIVATE: Final = re.compile(r"stdnet(\.\w+)*\._")


@pytest.mark.parametrize("path", NAMES)
def test_a_name_says_the_public_module_that_has_it(path: str) -> None:
    value = NAMES[path]
    assert not PRIVATE.match(f"{value.__module__}.")
    module = importlib.import_module(value.__module__)
    found: object = reduce(getattr, value.__qualname__.split("."), module)
    assert found is value
    first, *_ = value.__qualname__.split(".")
    assert first in module.__all__


@pytest.mark.parametrize(
    ("value", "module"),
    [
        *((Ok, "stdnet.result"), (Panic, "stdnet.result"), (From, "stdnet.result")),
        *((stdnet.propagate, "stdnet.result"), (stdnet.run, "stdnet")),
        *((io.Error, "stdnet.io"), (io.copy, "stdnet.io"), (io.WritableBuffer, "stdnet.io")),
        *((SocketAddr, "stdnet"), (SocketAddr.V4, "stdnet"), (GaiError, "stdnet")),
        *((unix.SocketAddr, "stdnet.os.unix.net"), (fd.OwnedFd, "stdnet.os.fd")),
        *((c.cvt, "stdnet.c"), (c.sockaddr_in, "stdnet.c.netinet_in")),
    ],
)
def test_a_name_that_several_modules_have_says_where_it_belongs(value: Any, module: str) -> None:
    assert value.__module__ == module


def test_a_variant_says_the_enum_that_it_is_of() -> None:
    assert repr(io.SeekFrom.Start) == "<class 'stdnet.io.SeekFrom.Start'>"
    assert repr(IpAddr.V4) == "<class 'stdnet.Ipv4Addr'>"
    assert repr(unix.AncillaryError.Unknown) == (
        "<class 'stdnet.os.unix.net.AncillaryError.Unknown'>"
    )


def test_objects_say_it_before_their_module_is_imported() -> None:
    program = (
        "import sys, stdnet, stdnet.socket2\n"
        "owned = stdnet.socket2.SockAddr.unix('/tmp/s').unwrap().as_unix()\n"
        "print(type(owned).__module__)\n"
        "from stdnet._fd import OwnedFd\n"
        "print(OwnedFd.__module__, 'stdnet.os.fd' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "stdnet.os.unix.net\nstdnet.os.fd False\n"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (io.Error.from_raw_os_error(2), "stdnet.io.Error: No such file or directory (os error 2)"),
        (IpAddr.from_str("x").unwrap_err(), "stdnet.AddrParseError: invalid IP address syntax"),
        (GaiError(-2, "no"), "stdnet.GaiError: failed to lookup address information: no"),
    ],
)
def test_a_traceback_says_it(error: Exception, line: str) -> None:
    assert traceback.format_exception_only(error) == [f"{line}\n"]


def test_the_source_of_functions_and_methods_is_found() -> None:
    for function in (stdnet.to_socket_addrs, TcpStream.connect, Ipv4Addr.octets):
        assert f"def {function.__name__}" in inspect.getsource(function)
    # `inspect` looks for a class in the module that it names, and so not in the right one.
    with pytest.raises(OSError, match=r"source|class"):
        inspect.getsource(TcpListener)


@pytest.mark.parametrize("module", public_names.public_modules(), ids=lambda each: each.__name__)
def test_help_shows_signatures_as_they_are_written(module: ModuleType) -> None:
    lines = pydoc.plain(pydoc.render_doc(module)).splitlines()
    # The methods of `returns` are shown as `returns` writes them.
    ours = [line for line in lines if "->" in line and " returns." not in line]
    assert [line for line in ours if re.search(r"stdnet[\w.]*\.(Ok|Err)\[|Union\[", line)] == []
