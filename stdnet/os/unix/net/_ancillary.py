"""Ancillary data: descriptors and credentials that are sent along with bytes.

Rust's `std::os::unix::net::SocketAncillary` and what belongs to it, all unstable there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Never, TypeAlias, final

from stdnet._core.arguments import check_method, check_type, linux_only
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view_mut
from stdnet._core.error import Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32, u32
from stdnet._core.unix_addr import SocketAddr, sun_path
from stdnet._core.value import NotInherited
from stdnet._fd import AsFd, BorrowedFd, OwnedFd, RawFd, from_inner
from stdnet._sys import ancillary as sys_ancillary
from stdnet._sys.ancillary import (
    CREDENTIALS,
    RIGHTS,
    Credentials,
    Message,
    Received,
    parse_credentials,
)
from stdnet._sys.cmsg import emit_cmsg
from stdnet._sys.ownership import Fd, Socket
from stdnet.result._containers import Err, Ok
from stdnet.result._containers import Result as AnyResult

if TYPE_CHECKING:
    # For aliases of what is defined below: a quoted alias in a class is text to some checkers.
    import stdnet.os.unix.net._ancillary as this_module  # noqa: PLW0406


@final
class SocketCred:
    """The ids of a process, a user and a group, to be sent or as received.

    The kernel lets a process send its own ids only, unless it is privileged.

    Unstable in Rust: `std::os::unix::net::SocketCred`. C's `ucred`.

    >>> import os
    >>> from stdnet.os.unix.net import SocketCred
    >>> cred = SocketCred()
    >>> cred.set_pid(os.getpid())
    >>> cred.get_pid() == os.getpid()
    True
    """

    __slots__ = ("_gid", "_pid", "_uid")

    def __init__(self) -> None:
        self._pid = self._uid = self._gid = 0

    @staticmethod
    def new() -> SocketCred:
        """Creates credentials in which all ids are 0, as `SocketCred()` does. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred.new().get_uid()
        0
        """
        return SocketCred()

    def clone(self) -> SocketCred:
        """Returns a copy. Rust's `SocketCred::clone`.

        >>> from stdnet.os.unix.net import SocketCred
        >>> one = SocketCred()
        >>> two = one.clone()
        >>> two.set_pid(4711)
        >>> one.get_pid()
        0
        """
        return _socket_cred(self._pid, self._uid, self._gid)

    def set_pid(self, pid: int) -> None:
        """Sets the process id, an `i32`. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().set_pid(4711)
        """
        self._pid = i32(pid)

    def get_pid(self) -> int:
        """Returns the process id. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().get_pid()
        0
        """
        return self._pid

    def set_uid(self, uid: int) -> None:
        """Sets the user id, a `u32`. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().set_uid(1000)
        """
        self._uid = u32(uid)

    def get_uid(self) -> int:
        """Returns the user id. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().get_uid()
        0
        """
        return self._uid

    def set_gid(self, gid: int) -> None:
        """Sets the group id, a `u32`. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().set_gid(100)
        """
        self._gid = u32(gid)

    def get_gid(self) -> int:
        """Returns the group id. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketCred
        >>> SocketCred().get_gid()
        0
        """
        return self._gid


def _socket_cred(pid: int, uid: int, gid: int) -> SocketCred:
    cred = SocketCred()
    cred.set_pid(pid)
    cred.set_uid(uid)
    cred.set_gid(gid)
    return cred


class AncillaryData:
    """The data of a control message.

    It is an `AncillaryData.ScmRights` or an `AncillaryData.ScmCredentials`. A `match` over these
    two is exhaustive.

    Unstable in Rust: the enum `std::os::unix::net::AncillaryData`.

    >>> from stdnet import Ok
    >>> from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixStream
    >>> one, two = UnixStream.pair().unwrap()
    >>> ancillary = SocketAncillary(bytearray(64))
    >>> ancillary.add_fds([0])
    True
    >>> one.send_vectored_with_ancillary([b"x"], ancillary)
    Ok(1)
    >>> two.recv_vectored_with_ancillary([bytearray(1)], ancillary)
    Ok(1)
    >>> for message in ancillary.messages():
    ...     match message:
    ...         case Ok(AncillaryData.ScmRights() as fds):
    ...             print(len(list(fds)), "descriptor")
    1 descriptor
    """

    __slots__ = ()

    if TYPE_CHECKING:
        ScmRights: TypeAlias = this_module.ScmRights
        """Descriptors that were sent. Rust's `AncillaryData::ScmRights`."""
        ScmCredentials: TypeAlias = this_module.ScmCredentials
        """Credentials that were sent. Rust's `AncillaryData::ScmCredentials`."""

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError("ancillary data come from SocketAncillary.messages()")

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("AncillaryData are ScmRights or ScmCredentials")


class _Variant:
    """Hides from a variant what its enum has as attributes: see `NotInherited`."""

    __slots__ = ()

    if not TYPE_CHECKING:
        ScmRights = ScmCredentials = Unknown = NotInherited()


@final
class ScmRights(_Variant, AncillaryData, Iterator[OwnedFd]):
    """An iterator over the descriptors in a control message.

    In Rust its items are numbers, and the program has to close the descriptors. Here each item is
    an `OwnedFd`, and is returned once. Descriptors that the program does not take are closed with
    the `SocketAncillary`. Descriptors that were added to be sent stay with their owners, and are
    not items.

    Unstable in Rust: `std::os::unix::net::ScmRights`. C's SCM_RIGHTS.

    >>> from stdnet.io import PipeReader, pipe
    >>> from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixStream
    >>> reader, writer = pipe().unwrap()
    >>> one, two = UnixStream.pair().unwrap()
    >>> ancillary = SocketAncillary(bytearray(64))
    >>> ancillary.add_fds([reader])
    True
    >>> one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    1
    >>> two.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    1
    >>> (received,) = [fd for fds in ancillary.messages() for fd in fds.unwrap()]
    >>> writer.write_all(b"hello").unwrap()
    >>> PipeReader.from_owned_fd(received).read_array(5)
    Ok(b'hello')
    """

    __slots__ = ("_owned",)

    _owned: list[Fd]

    def __next__(self) -> OwnedFd:
        if not self._owned:
            raise StopIteration
        return from_inner(OwnedFd, self._owned.pop(0))


@final
class ScmCredentials(_Variant, AncillaryData, Iterator[SocketCred]):
    """An iterator over the credentials in a control message.

    Unstable in Rust: `std::os::unix::net::ScmCredentials`. C's SCM_CREDENTIALS.

    >>> import os
    >>> from stdnet.os.unix.net import SocketAncillary, UnixStream
    >>> one, two = UnixStream.pair().unwrap()
    >>> two.set_passcred(True).unwrap()
    >>> one.write_all(b"x").unwrap()
    >>> ancillary = SocketAncillary(bytearray(64))
    >>> two.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    1
    >>> (cred,) = [cred for creds in ancillary.messages() for cred in creds.unwrap()]
    >>> cred.get_pid() == os.getpid()
    True
    """

    __slots__ = ("_creds",)

    _creds: list[tuple[int, int, int]]

    def __next__(self) -> SocketCred:
        if not self._creds:
            raise StopIteration
        return _socket_cred(*self._creds.pop(0))


if not TYPE_CHECKING:
    AncillaryData.ScmRights = ScmRights
    AncillaryData.ScmCredentials = ScmCredentials


def _scm_rights(owned: list[Fd]) -> ScmRights:
    fds = object.__new__(ScmRights)
    fds._owned = owned  # pyright: ignore[reportPrivateUsage]
    return fds


def _scm_credentials(data: bytes) -> ScmCredentials:
    creds = object.__new__(ScmCredentials)
    creds._creds = parse_credentials(data)  # pyright: ignore[reportPrivateUsage]
    return creds


class AncillaryError(Exception):
    """The reason why a control message cannot be interpreted.

    It is an `AncillaryError.Unknown`. Later versions may have others.

    Unstable in Rust: the enum `std::os::unix::net::AncillaryError`.

    >>> from stdnet.os.unix.net import AncillaryError
    >>> AncillaryError.Unknown(cmsg_level=1, cmsg_type=29)
    Unknown { cmsg_level: 1, cmsg_type: 29 }
    """

    if TYPE_CHECKING:
        Unknown: TypeAlias = this_module.Unknown
        """A message of an unknown type. Rust's `AncillaryError::Unknown`."""

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("an AncillaryError is an AncillaryError.Unknown")


@final
class Unknown(_Variant, AncillaryError):
    """A control message of a type that Rust does not know. Rust's `AncillaryError::Unknown`."""

    __qualname__ = "AncillaryError.Unknown"
    __match_args__ = ("cmsg_level", "cmsg_type")

    cmsg_level: int
    cmsg_type: int

    def __init__(self, cmsg_level: int, cmsg_type: int) -> None:
        super().__init__(cmsg_level, cmsg_type)
        self.cmsg_level = i32(cmsg_level)
        self.cmsg_type = i32(cmsg_type)

    def __str__(self) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return debug_struct("Unknown", cmsg_level=self.cmsg_level, cmsg_type=self.cmsg_type)


if not TYPE_CHECKING:
    AncillaryError.Unknown = Unknown


def _ancillary_data(message: Message) -> AnyResult[ScmRights | ScmCredentials, Unknown]:
    level_and_kind = message[:2]
    if level_and_kind == RIGHTS:
        return Ok(_scm_rights(message.received))
    if level_and_kind == CREDENTIALS:
        return Ok(_scm_credentials(message.data))
    return Err(Unknown(*level_and_kind))


@final
class Messages(Iterator[AnyResult[ScmRights | ScmCredentials, Unknown]]):
    """An iterator over the control messages of a `SocketAncillary`.

    Unstable in Rust: `std::os::unix::net::Messages`.

    >>> from stdnet.os.unix.net import SocketAncillary
    >>> list(SocketAncillary(bytearray(64)).messages())
    []
    """

    __slots__ = ("_messages",)

    _messages: Iterator[Message]

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError("Messages are made by SocketAncillary.messages()")

    def __next__(self) -> AnyResult[ScmRights | ScmCredentials, Unknown]:
        return _ancillary_data(next(self._messages))


@final
@linux_only("add_creds")
class SocketAncillary:
    """Control messages, to be sent or as received.

    The size of the buffer limits them. A message takes 16 bytes, 4 for each descriptor, and 12 for
    each `SocketCred`, rounded up to a multiple of 8. The messages are written to the buffer as in
    C, but it is never read: the descriptors and credentials that were added or received are sent.

    Received descriptors that the program has not taken from `messages()` are closed when this
    object goes away, is cleared, or receives again.

    Unstable in Rust: `std::os::unix::net::SocketAncillary`.

    >>> from stdnet.os.unix.net import SocketAncillary
    >>> ancillary = SocketAncillary(bytearray(40))
    >>> ancillary.add_fds([0, 1, 2])
    True
    >>> ancillary.len(), ancillary.capacity()
    (32, 40)
    """

    __slots__ = ("_buffer", "_length", "_messages", "_truncated")

    _messages: list[Message]

    def __init__(self, buffer: WritableBuffer) -> None:
        self._buffer: Final = byte_view_mut(buffer)
        self.clear()

    @staticmethod
    def new(buffer: WritableBuffer) -> SocketAncillary:
        """Creates ancillary data with the given buffer. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> SocketAncillary.new(bytearray(128)).is_empty()
        True
        """
        return SocketAncillary(buffer)

    def capacity(self) -> int:
        """Returns the size of the buffer in bytes. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> SocketAncillary(bytearray(128)).capacity()
        128
        """
        return len(self._buffer)

    def is_empty(self) -> bool:
        """Returns True if there are no messages. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> SocketAncillary(bytearray(128)).is_empty()
        True
        """
        return not self._length

    def len(self) -> int:
        """Returns how many bytes of the buffer the messages take. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> SocketAncillary(bytearray(128)).len()
        0
        """
        return self._length

    def messages(self) -> Messages:
        """Returns an iterator over the control messages, in order. Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> ancillary.add_fds([0]), ancillary.add_fds([1, 2])
        (True, True)
        >>> len(list(ancillary.messages()))
        2
        """
        messages = object.__new__(Messages)
        messages._messages = iter(self._messages)  # pyright: ignore[reportPrivateUsage]
        return messages

    def truncated(self) -> bool:
        """Returns True if received messages did not fit into the buffer. Unstable in Rust.

        C's MSG_CTRUNC.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> SocketAncillary(bytearray(128)).truncated()
        False
        """
        return self._truncated

    def add_fds(self, fds: Sequence[RawFd | AsFd]) -> bool:
        """Adds a message that passes descriptors; returns False if there is no room for it.

        Each is a number or an object with `as_fd()`. The descriptor of such an object stays open
        until this object is cleared, even if its owner is closed before.

        Unstable in Rust: `SocketAncillary::add_fds`.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> ancillary = SocketAncillary(bytearray(24))
        >>> ancillary.add_fds([0, 1]), ancillary.add_fds([2])
        (True, False)
        """
        return self._add(sys_ancillary.rights([_borrow(fd) for fd in fds]))

    if sys.platform == "linux":

        def add_creds(self, creds: Sequence[SocketCred]) -> bool:
            """Adds a message that passes credentials; returns False if there is no room for it.

            Linux accepts one `SocketCred` in a message.

            Unstable in Rust: `SocketAncillary::add_creds`.

            >>> from stdnet.os.unix.net import SocketAncillary, SocketCred
            >>> SocketAncillary(bytearray(32)).add_creds([SocketCred()])
            True
            """
            return self._add(sys_ancillary.credentials([_triple(cred) for cred in creds]))

    def clear(self) -> None:
        """Removes all messages, and closes the received descriptors that were not taken.

        Unstable in Rust.

        >>> from stdnet.os.unix.net import SocketAncillary
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> ancillary.add_fds([0])
        True
        >>> ancillary.clear()
        >>> ancillary.is_empty()
        True
        """
        self._messages = []
        self._length = 0
        self._truncated = False

    def _add(self, message: Message) -> bool:
        self._truncated = False
        data = emit_cmsg(*message.to_cmsg())
        end = self._length + len(data)
        if end > len(self._buffer):
            return False
        self._buffer[self._length : end] = data
        self._length = end
        self._messages.append(message)
        return True

    def _replace(self, received: Received) -> None:
        self._messages = received.messages
        self._length = received.messages_size
        self._truncated = received.messages_truncated

    def __repr__(self) -> str:
        return debug_struct(
            "SocketAncillary",
            buffer=list(self._buffer),
            length=self._length,
            truncated=self._truncated,
        )


def _triple(cred: SocketCred) -> Credentials:
    check_type(cred, SocketCred, "each of creds")
    return cred.get_pid(), cred.get_uid(), cred.get_gid()


def _borrow(fd: RawFd | AsFd) -> BorrowedFd:
    if isinstance(fd, int):
        return BorrowedFd.borrow_raw(fd)
    check_method(fd, "as_fd", "each of fds")
    return fd.as_fd()


def receive(
    sock: Socket, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
) -> Result[Received]:
    """Receives into the buffers and replaces the ancillary data. For stdnet itself."""
    check_type(ancillary, SocketAncillary, "ancillary")
    received = sys_ancillary.receive(sock, bufs, ancillary._buffer)  # pyright: ignore[reportPrivateUsage]
    if isinstance(received, Ok):
        ancillary._replace(received.unwrap())  # pyright: ignore[reportPrivateUsage]
    return received


def send(
    sock: Socket,
    bufs: Sequence[Buffer],
    ancillary: SocketAncillary,
    addr: SocketAddr | None = None,
) -> Result[int]:
    """Sends the buffers and the ancillary data, to the peer or an address. For stdnet itself."""
    check_type(ancillary, SocketAncillary, "ancillary")
    ancillary._truncated = False  # pyright: ignore[reportPrivateUsage]
    messages = ancillary._messages  # pyright: ignore[reportPrivateUsage]
    return sys_ancillary.send(sock, bufs, messages, None if addr is None else sun_path(addr))
