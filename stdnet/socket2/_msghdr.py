"""Messages with addresses and control messages: `MsgHdr` and `MsgHdrMut`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.ints import i32
from stdnet.socket2._sockaddr import (
    IntoSockAddr,
    SockAddr,
    SockAddrStorage,
    sock_addr_unchecked,
    sockaddr_bytes,
)
from stdnet.socket2._types import NO_FLAGS, RecvFlags, recv_flags


@final
class MsgHdr:
    """A message to send: the address, the buffers, the control messages. C's `msghdr`.

    Its methods return a changed copy. See `Socket.sendmsg`.

    The crate's `MsgHdr`.

    >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
    >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    >>> one.sendmsg(MsgHdr().with_buffers([b"head", b"body"]), 0)
    Ok(8)
    """

    __slots__ = ("_addr", "_bufs", "_control", "_flags")

    def __init__(self) -> None:
        self._addr: bytes | None = None
        self._bufs: Sequence[Buffer] = ()
        self._control = memoryview(b"")
        self._flags = 0

    @staticmethod
    def new() -> MsgHdr:
        """Creates an empty message, as `MsgHdr()` does.

        The crate's `MsgHdr::new`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr.new(), 0)
        Ok(0)
        """
        return MsgHdr()

    def with_addr(self, addr: IntoSockAddr) -> MsgHdr:
        r"""Returns a copy with this destination.

        The crate's `MsgHdr::with_addr`. C's `msg_name`.

        >>> from stdnet.socket2 import Domain, MsgHdr, SockAddr, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
        >>> nobody = SockAddr.unix(b"\0nobody").unwrap()
        >>> socket.sendmsg(MsgHdr().with_addr(nobody), 0).unwrap_err().kind()
        ConnectionRefused
        """
        changed = copy(self)
        changed._addr = sockaddr_bytes(addr)
        return changed

    def with_buffers(self, bufs: Sequence[Buffer]) -> MsgHdr:
        """Returns a copy with these buffers.

        The crate's `MsgHdr::with_buffers`. C's `msg_iov`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_buffers([b"head", b"body"]), 0)
        Ok(8)
        """
        changed = copy(self)
        changed._bufs = list(bufs)
        for buf in changed._bufs:
            byte_view(buf)  # Raises `TypeError` here, and not in `sendmsg`.
        return changed

    def with_control(self, buf: Buffer) -> MsgHdr:
        """Returns a copy with these control messages.

        They are laid out in memory as C's `cmsghdr`: see `cmsg(3)`.

        The crate's `MsgHdr::with_control`. C's `msg_control`.

        >>> from struct import pack
        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> rights = pack("@Niii4x", 20, 1, 1, one.as_raw_fd())  # SOL_SOCKET, SCM_RIGHTS
        >>> one.sendmsg(MsgHdr().with_buffers([b"x"]).with_control(rights), 0)
        Ok(1)
        """
        changed = copy(self)
        changed._control = byte_view(buf)
        return changed

    def with_flags(self, flags: int) -> MsgHdr:
        """Returns a copy with these flags, C's `msg_flags`, which Linux ignores.

        The flags that count are those of `sendmsg`.

        The crate's `MsgHdr::with_flags`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_flags(1), 0)
        Ok(0)
        """
        changed = copy(self)
        changed._flags = i32(flags)
        return changed

    def __repr__(self) -> str:
        return '"MsgHdr"'  # The crate's `Debug` writes a string, in its quotes.


@final
class MsgHdrMut:
    """The buffers for a message to receive, and what the kernel reports about it. C's `msghdr`.

    Its methods `with_addr`, `with_buffers` and `with_control` return a changed copy, which
    `Socket.recvmsg` fills.

    The crate's `MsgHdrMut`.

    >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
    >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    >>> one.send(b"too long")
    Ok(8)
    >>> msg = MsgHdrMut().with_buffers([bytearray(3)])
    >>> two.recvmsg(msg, 0), msg.flags().is_truncated()
    (Ok(3), True)
    """

    __slots__ = ("_addr", "_bufs", "_control", "_control_len", "_flags", "_sender")

    def __init__(self) -> None:
        self._addr: SockAddrStorage | None = None
        self._bufs: Sequence[WritableBuffer] = ()
        self._control = memoryview(bytearray())
        self._control_len = 0
        self._flags = NO_FLAGS
        self._sender: SockAddr | None = None

    @staticmethod
    def new() -> MsgHdrMut:
        """Creates a message with no room for anything, as `MsgHdrMut()` does.

        The crate's `MsgHdrMut::new`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut.new().control_len()
        0
        """
        return MsgHdrMut()

    def with_addr(self, addr: SockAddrStorage) -> MsgHdrMut:
        """Returns a copy with room for the address of the sender.

        In the crate it is a `SockAddr`, which changes. Here a `SockAddr` is immutable: the bytes of
        the address are written to the storage, and `addr()` returns them as a `SockAddr`.

        The crate's `MsgHdrMut::with_addr`. C's `msg_name`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, SockAddr, SockAddrStorage, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
        >>> socket.bind(SockAddr.unix(b"").unwrap()).unwrap()
        >>> here = socket.local_addr().unwrap()
        >>> socket.send_to(b"to me", here)
        Ok(5)
        >>> msg = MsgHdrMut().with_addr(SockAddrStorage())
        >>> socket.recvmsg(msg, 0), msg.addr() == here
        (Ok(0), True)
        """
        check_type(addr, SockAddrStorage, "the addr")
        changed = copy(self)
        changed._addr = addr
        return changed

    def with_buffers(self, bufs: Sequence[WritableBuffer]) -> MsgHdrMut:
        """Returns a copy with these buffers to fill.

        The crate's `MsgHdrMut::with_buffers`. C's `msg_iov`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        Ok(8)
        >>> head, body = bytearray(4), bytearray(9)
        >>> two.recvmsg(MsgHdrMut().with_buffers([head, body]), 0), head
        (Ok(8), bytearray(b'head'))
        """
        changed = copy(self)
        changed._bufs = list(bufs)
        for buf in changed._bufs:
            byte_view_mut(buf)  # Raises `TypeError` here, and not in `recvmsg`.
        return changed

    def with_control(self, buf: WritableBuffer) -> MsgHdrMut:
        """Returns a copy with room for control messages.

        They are laid out in memory as C's `cmsghdr`: see `cmsg(3)`. A descriptor among them is a
        plain number that the caller has to close: see `OwnedFd.from_raw_fd`.

        The crate's `MsgHdrMut::with_control`. C's `msg_control`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> two.set_passcred(True).unwrap()
        >>> one.send(b"")
        Ok(0)
        >>> msg = MsgHdrMut().with_control(bytearray(64))
        >>> two.recvmsg(msg, 0), msg.control_len()
        (Ok(0), 32)
        """
        changed = copy(self)
        changed._control = byte_view_mut(buf)
        changed._control_len = len(changed._control)
        return changed

    def flags(self) -> RecvFlags:
        """Returns the flags of the message that was received.

        The crate's `MsgHdrMut::flags`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().flags().is_truncated()
        False
        """
        return self._flags

    def control_len(self) -> int:
        """Returns how many bytes of control messages were received.

        Before that it is the size of the buffer for them.

        The crate's `MsgHdrMut::control_len`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().with_control(bytearray(64)).control_len()
        64
        """
        return self._control_len

    def addr(self) -> SockAddr | None:
        """Returns the address of the sender, or `None` if it has none or there was no room for it.

        An addition to Rust's API.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().addr()
        """
        return self._sender

    def __repr__(self) -> str:
        return '"MsgHdrMut"'


# Private to stdnet.


class SendParts(NamedTuple):
    """The fields of a `MsgHdr` that `sendmsg` uses."""

    addr: bytes | None
    bufs: Sequence[Buffer]
    control: memoryview


class RecvParts(NamedTuple):
    """The fields of a `MsgHdrMut` that `recvmsg` uses."""

    bufs: Sequence[WritableBuffer]
    control: memoryview


def send_parts(msg: MsgHdr) -> SendParts:
    """Returns the fields that `sendmsg` uses."""
    check_type(msg, MsgHdr, "the msg")
    return SendParts(msg._addr, msg._bufs, msg._control)  # pyright: ignore[reportPrivateUsage]


def recv_parts(msg: MsgHdrMut) -> RecvParts:
    """Returns the fields that `recvmsg` uses."""
    check_type(msg, MsgHdrMut, "the msg")
    return RecvParts(msg._bufs, msg._control)  # pyright: ignore[reportPrivateUsage]


def set_received(msg: MsgHdrMut, control_len: int, flags: int, sender: bytes) -> None:
    """Stores the results of `recvmsg` in the message."""
    msg._control_len = control_len  # pyright: ignore[reportPrivateUsage]
    msg._flags = recv_flags(flags)  # pyright: ignore[reportPrivateUsage]
    storage = msg._addr  # pyright: ignore[reportPrivateUsage]
    if storage is not None:
        storage.view()[: len(sender)] = sender
        msg._sender = sock_addr_unchecked(sender) if sender else None  # pyright: ignore[reportPrivateUsage]
