"""The number of a descriptor that is not open gives EBADF from every call, as in Rust.

It never was open, or the program has closed it by its number.
"""

import errno
import os
from collections.abc import Callable
from typing import Final, Protocol

import pytest

from stdnet import Ok, io
from stdnet.io import PipeReader, PipeWriter
from stdnet.mio.unix.pipe import Receiver, Sender
from stdnet.os.fd import BorrowedFd, OwnedFd
from stdnet.os.unix.net import UnixStream
from stdnet.socket2 import Socket, SockRef
from tests.faults.test_foreign_descriptors import (
    DESCRIPTORS,
    Handle,
    close,
    each_kind,
    methods,
    pipe,
)

# They succeed without a system call, or fail before one.
_NO_CALL: Final = {
    *("flush", "incoming", "into_incoming", "into_raw_fd", "is_read_vectored"),
    *("is_write_vectored", "as_fd", "try_io"),
}


class _Result(Protocol):
    def ok(self) -> object: ...
    def unwrap_err(self) -> io.Error: ...


def never_opened() -> int:
    return DESCRIPTORS["none"]()


def closed_behind_its_back(handle: Handle | Socket | OwnedFd) -> None:
    os.close(handle.as_raw_fd())


def assert_ebadf(call: Callable[..., _Result], *arguments: object) -> None:
    result = call(*arguments)
    close(result)
    assert result.ok() is None, call
    assert result.unwrap_err().raw_os_error() == errno.EBADF, call


@each_kind
def test_every_method_of_a_number_that_was_never_open(kind: type[Handle]) -> None:
    for name, arguments in methods(kind):
        if name not in _NO_CALL:
            handle = kind.from_raw_fd(never_opened())
            assert_ebadf(getattr(handle, name), *arguments)


@pytest.mark.parametrize("descriptor", ["tcp", "unix datagrams", "file", "pipe"])
@each_kind
def test_every_method_after_the_number_was_closed(kind: type[Handle], descriptor: str) -> None:
    for name, arguments in methods(kind):
        if name not in _NO_CALL:
            handle = kind.from_raw_fd(DESCRIPTORS[descriptor]())
            closed_behind_its_back(handle)
            assert_ebadf(getattr(handle, name), *arguments)
            handle.into_raw_fd()


@each_kind
def test_an_owned_descriptor_that_is_not_open(kind: type[Handle]) -> None:
    owned = OwnedFd.from_raw_fd(never_opened())
    assert_ebadf(owned.try_clone)
    assert_ebadf(owned.as_fd().try_clone_to_owned)
    assert_ebadf(kind.from_owned_fd(owned).take_error)


def test_a_borrowed_number_that_is_not_open() -> None:
    borrowed = BorrowedFd.borrow_raw(never_opened())
    assert_ebadf(borrowed.try_clone_to_owned)
    assert not borrowed.is_terminal()
    assert_ebadf(SockRef.from_(borrowed).local_addr)


def test_a_socket2_socket_that_is_not_open() -> None:
    for socket in (Socket.from_raw_fd(never_opened()), Socket.from_raw_fd(pipe())):
        if socket.recv(bytearray(1)).unwrap_err().raw_os_error() == errno.ENOTSOCK:
            closed_behind_its_back(socket)
        buf = bytearray(1)
        for call in (socket.accept, socket.local_addr, socket.type, socket.into_socket):
            assert_ebadf(call)
        assert_ebadf(socket.recv, buf)
        assert_ebadf(socket.recv_from, buf)
        assert_ebadf(socket.send, buf)
        assert_ebadf(SockRef.from_(socket).recv, buf)
        assert_ebadf(SockRef.from_(socket).try_clone)
        socket.into_raw_fd()


def test_both_halves_and_both_ends_of_a_pipe() -> None:
    reader, writer = UnixStream.from_raw_fd(never_opened()).split()
    receiver, sender = (
        Receiver.from_raw_fd(never_opened()),
        Sender.from_raw_fd(never_opened()),
    )
    for source in (reader, PipeReader.from_raw_fd(never_opened()), receiver):
        assert_ebadf(source.read, bytearray(1))
        assert_ebadf(source.read_vectored, [bytearray(1)])
    for sink in (writer, PipeWriter.from_raw_fd(never_opened()), sender):
        assert_ebadf(sink.write, b"x")
        assert_ebadf(sink.write_vectored, [b"x"])


def test_a_descriptor_of_another_kind_still_says_so() -> None:
    with UnixStream.from_raw_fd(pipe()) as stream:
        assert stream.read(bytearray(1)).unwrap_err().raw_os_error() == errno.ENOTSOCK
        assert stream.set_nonblocking(False) == Ok(None)
