"""Addresses of Unix sockets, besides what `test_oracle.py` compares with Rust."""

import copy
import ctypes
import os
import pickle
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stdnet import Err, io
from stdnet.os.unix.net import SocketAddr, UnixDatagram, UnixListener, UnixStream

UNNAMED = SocketAddr.from_pathname("").unwrap()


def test_addresses_are_immutable_values() -> None:
    addr = SocketAddr.from_pathname("/tmp/sock").unwrap()
    same = SocketAddr.from_pathname(Path("/tmp/sock")).unwrap()
    assert addr == same == SocketAddr.from_pathname(b"/tmp/sock").unwrap()
    assert len({addr, same, UNNAMED}) == 2
    assert addr != SocketAddr.from_abstract_name("tmp/sock").unwrap()
    assert pickle.loads(pickle.dumps(addr)) == copy.deepcopy(addr) == addr
    with pytest.raises(AttributeError, match="immutable"):
        addr.__setattr__("_key", (1, b""))


@pytest.mark.parametrize("wrong", [None, 7, bytearray(b"x")])
def test_a_path_of_a_wrong_type_raises(wrong: object) -> None:
    connect: Callable[[object], object] = UnixStream.connect  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    with pytest.raises(TypeError):
        connect(wrong)


def test_a_lone_surrogate_is_an_error_unless_it_is_an_escaped_byte() -> None:
    assert SocketAddr.from_pathname("\ud800").unwrap_err().kind() is io.ErrorKind.InvalidInput
    assert SocketAddr.from_abstract_name("\ud800").unwrap_err().kind() is io.ErrorKind.InvalidInput
    escaped = SocketAddr.from_pathname("\udcff").unwrap()
    assert repr(escaped) == '"\\xFF" (pathname)'
    assert escaped.as_pathname() == Path("\udcff")


def test_a_path_of_108_bytes_is_returned_but_not_accepted(tmp_path: Path) -> None:
    """C can bind such a path without a NUL byte at its end; `socket` cannot."""
    folder = os.open(tmp_path, os.O_RDONLY)
    path = f"/proc/self/fd/{folder}/".encode().ljust(108, b"x")
    with UnixDatagram.unbound().unwrap() as datagram:
        bind_without_nul(datagram.fileno(), path)
        addr = datagram.local_addr().unwrap()
        assert addr.as_pathname() == Path(os.fsdecode(path))
        # Rust adds a NUL byte, and 109 bytes are too long for the kernel.
        results: list[io.Result[object]] = [
            *(datagram.send_to_addr(b"x", addr), datagram.connect_addr(addr)),
            *(UnixDatagram.bind_addr(addr), UnixListener.bind_addr(addr)),
            *(UnixStream.connect_addr(addr), UnixStream.connect_timeout(addr, 1)),
        ]
        assert [result.unwrap_err().raw_os_error() for result in results] == [22] * len(results)
        assert isinstance(datagram.connect(path), Err)
    os.close(folder)


def bind_without_nul(fd: int, path: bytes) -> None:
    """Calls C's `bind` with the path as it is."""
    name = socket.AF_UNIX.to_bytes(2, sys.byteorder) + path
    assert ctypes.CDLL(None).bind(fd, name, len(name)) == 0
