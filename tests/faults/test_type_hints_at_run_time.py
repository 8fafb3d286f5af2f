"""Annotations can be evaluated at run time, as dataclasses, pydantic and others do."""

import dataclasses
import inspect
import ipaddress
import socket
import subprocess
import sys
import typing
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final, TypeAlias

import pytest

from stdnet import (
    Incoming,
    IntoSocketAddrs,
    IpAddr,
    Ipv4Addr,
    SocketAddr,
    TcpListener,
    TcpStream,
    io,
    to_socket_addrs,
)
from stdnet.os.unix.net import IntoPath
from stdnet.socket2 import IntoSockAddr
from tests.support import public_names

FUNCTIONS: Final = dict(public_names.public_functions())
CLASSES: Final = dict(public_names.public_classes())

ListenerResult: TypeAlias = io.Result[TcpListener]
SocketResult: TypeAlias = io.Result[socket.socket]


def failures(hints: Callable[[Any], object], values: dict[str, Any]) -> list[str]:
    """Returns the names of the values whose annotations cannot be evaluated, and why."""
    found = list[str]()
    for path, value in values.items():
        try:
            hints(value)
        except Exception as e:
            found.append(f"{path}: {e!r}")
    return found


def test_the_walk_finds_functions_of_all_kinds() -> None:
    assert FUNCTIONS.keys() > {
        *("stdnet.to_socket_addrs", "stdnet.TcpListener.bind", "stdnet.IpAddr.V4.from_"),
        *("stdnet.TcpStream.from_socket", "stdnet.SocketAddr.new[0]", "stdnet.io.copy"),
        *("stdnet.os.linux.net.TcpStreamExt.quickack", "stdnet.c.sys_socket.connect"),
    }
    assert CLASSES.keys() > {"stdnet.io.SeekFrom.Start", "stdnet.c.sockaddr_in", "stdnet.io.Copied"}
    assert len(FUNCTIONS) > 2000


@pytest.mark.parametrize("include_extras", [False, True])
def test_the_type_hints_of_all_functions_and_classes_resolve(include_extras: bool) -> None:
    def hints(value: Any) -> object:
        return typing.get_type_hints(value, include_extras=include_extras)

    assert failures(hints, FUNCTIONS) == []
    # Of a class, with those of its bases.
    assert failures(hints, CLASSES) == []


def test_the_signatures_of_all_functions_resolve() -> None:
    assert failures(lambda value: inspect.signature(value, eval_str=True), FUNCTIONS) == []


def test_type_hints_are_the_classes_that_are_meant() -> None:
    assert typing.get_type_hints(Ipv4Addr.to_ipaddress) == {"return": ipaddress.IPv4Address}
    assert typing.get_type_hints(TcpStream.into_socket) == {"return": SocketResult}
    hints = typing.get_type_hints(TcpListener.bind)
    assert hints["addr"] == typing.get_type_hints(to_socket_addrs)["addr"]
    assert hints["return"] == ListenerResult
    assert typing.get_type_hints(Ipv4Addr)["LOCALHOST"] == typing.ClassVar[Ipv4Addr]
    assert typing.get_type_hints(io.Copied)["written"] is int


def test_they_resolve_before_the_modules_of_python_are_loaded() -> None:
    program = (
        "import sys, typing, stdnet\n"
        "late = {'ipaddress', 'socket'}\n"
        "assert not late & sys.modules.keys()\n"
        "typing.get_type_hints(stdnet.to_socket_addrs)\n"
        "typing.get_type_hints(stdnet.TcpStream.from_socket)\n"
        "assert late <= sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    "hint", [IntoSocketAddrs, IntoPath, IntoSockAddr, ListenerResult, io.Buffer, io.WritableBuffer]
)
def test_an_alias_resolves_in_a_module_that_has_none_of_its_names(hint: object) -> None:
    # `get_type_hints` looks up names in the module of the class.
    module = ModuleType("of_a_user")
    kind = dataclasses.make_dataclass("Settings", [("value", hint)], namespace={})
    kind.__module__ = module.__name__
    (resolved,) = typing.get_type_hints(kind).values()
    assert "ForwardRef" not in repr(resolved)


def test_pydantic_validates_public_types() -> None:
    pydantic = pytest.importorskip("pydantic")
    config = pydantic.ConfigDict(arbitrary_types_allowed=True)

    def listen(addr: IntoSocketAddrs, ip: IpAddr, kind: io.ErrorKind) -> SocketAddr:
        return to_socket_addrs(addr).unwrap()[0].with_ip(ip)

    validated = pydantic.validate_call(config=config)(listen)
    for host in ("127.0.0.1", Ipv4Addr.LOCALHOST, ipaddress.ip_address("127.0.0.1")):
        addr = validated((host, 80), Ipv4Addr.UNSPECIFIED, io.ErrorKind.NotFound)
        assert str(addr) == "0.0.0.0:80"
    with pytest.raises(pydantic.ValidationError):
        validated(80, Ipv4Addr.UNSPECIFIED, io.ErrorKind.NotFound)
    adapter = pydantic.TypeAdapter(IntoSocketAddrs, config=config)
    assert adapter.validate_python("127.0.0.1:80") == "127.0.0.1:80"
    with pydantic.validate_call(config=config)(TcpListener.bind)("127.0.0.1:0").unwrap() as bound:
        assert isinstance(bound.incoming(), Incoming)
