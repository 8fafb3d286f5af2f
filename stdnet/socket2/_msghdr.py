"""Messages with all that can go with them: `MsgHdr`, `MsgHdrMut`."""

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
    """A message to send: to whom, which bytes, which control messages. C's `msghdr`.

    `with_addr` and its like answer a changed copy. The crate's `MsgHdr`; for `Socket.sendmsg`.

    >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
    >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    >>> one.sendmsg(MsgHdr().with_buffers([b"head", b"body"]), 0)
    <Success: 8>
    """

    __slots__ = ("_addr", "_bufs", "_control", "_flags")

    def __init__(self) -> None:
        self._addr: bytes | None = None
        self._bufs: Sequence[Buffer] = ()
        self._control = memoryview(b"")
        self._flags = 0

    @staticmethod
    def new() -> "MsgHdr":
        """An empty message: `MsgHdr()`. The crate's `MsgHdr::new`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr.new(), 0)
        <Success: 0>
        """
        return MsgHdr()

    def with_addr(self, addr: IntoSockAddr) -> "MsgHdr":
        r"""The message to this address, C's `msg_name`. The crate's `MsgHdr::with_addr`.

        >>> from stdnet.socket2 import Domain, MsgHdr, SockAddr, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
        >>> nobody = SockAddr.unix(b"\0nobody").unwrap()
        >>> socket.sendmsg(MsgHdr().with_addr(nobody), 0).failure().kind()
        ConnectionRefused
        """
        changed = copy(self)
        changed._addr = sockaddr_bytes(addr)
        return changed

    def with_buffers(self, bufs: Sequence[Buffer]) -> "MsgHdr":
        """The message with these bytes, C's `msg_iov`. The crate's `MsgHdr::with_buffers`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_buffers([b"head", b"body"]), 0)
        <Success: 8>
        """
        changed = copy(self)
        changed._bufs = list(bufs)
        for buf in changed._bufs:
            byte_view(buf)  # What is none shows at once.
        return changed

    def with_control(self, buf: Buffer) -> "MsgHdr":
        """The message with these control messages, C's `msg_control`.

        They are bytes as C's `cmsghdr` has them in memory. The crate's `MsgHdr::with_control`.

        >>> from struct import pack
        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> rights = pack("@Niii4x", 20, 1, 1, one.as_raw_fd())  # SOL_SOCKET, SCM_RIGHTS
        >>> one.sendmsg(MsgHdr().with_buffers([b"x"]).with_control(rights), 0)
        <Success: 1>
        """
        changed = copy(self)
        changed._control = byte_view(buf)
        return changed

    def with_flags(self, flags: int) -> "MsgHdr":
        """The message with these flags, C's `msg_flags`, which Linux does not look at.

        What it looks at are the flags of `sendmsg`. The crate's `MsgHdr::with_flags`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_flags(1), 0)
        <Success: 0>
        """
        changed = copy(self)
        changed._flags = i32(flags)
        return changed

    def __repr__(self) -> str:
        return '"MsgHdr"'  # The crate shows a text there, with its quotes.


@final
class MsgHdrMut:
    """Room for a message to receive, and what the system says of it. C's `msghdr`.

    `with_addr` and its like answer a changed copy; `Socket.recvmsg` fills it. The crate's
    `MsgHdrMut`.

    >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
    >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    >>> one.send(b"too long")
    <Success: 8>
    >>> msg = MsgHdrMut().with_buffers([bytearray(3)])
    >>> two.recvmsg(msg, 0), msg.flags().is_truncated()
    (<Success: 3>, True)
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
    def new() -> "MsgHdrMut":
        """Room for nothing: `MsgHdrMut()`. The crate's `MsgHdrMut::new`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut.new().control_len()
        0
        """
        return MsgHdrMut()

    def with_addr(self, addr: SockAddrStorage) -> "MsgHdrMut":
        """With room for the address of the sender, C's `msg_name`.

        In the crate it is a `SockAddr` that changes; here those do not, and `addr` says what has
        come. The crate's `MsgHdrMut::with_addr`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, SockAddr, SockAddrStorage, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
        >>> socket.bind(SockAddr.unix(b"").unwrap()).unwrap()
        >>> here = socket.local_addr().unwrap()
        >>> socket.send_to(b"to me", here)
        <Success: 5>
        >>> msg = MsgHdrMut().with_addr(SockAddrStorage())
        >>> socket.recvmsg(msg, 0), msg.addr() == here
        (<Success: 0>, True)
        """
        check_type(addr, SockAddrStorage, "the addr")
        changed = copy(self)
        changed._addr = addr
        return changed

    def with_buffers(self, bufs: Sequence[WritableBuffer]) -> "MsgHdrMut":
        """With room for bytes, C's `msg_iov`. The crate's `MsgHdrMut::with_buffers`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        <Success: 8>
        >>> head, body = bytearray(4), bytearray(9)
        >>> two.recvmsg(MsgHdrMut().with_buffers([head, body]), 0), head
        (<Success: 8>, bytearray(b'head'))
        """
        changed = copy(self)
        changed._bufs = list(bufs)
        for buf in changed._bufs:
            byte_view_mut(buf)  # What is none shows at once.
        return changed

    def with_control(self, buf: WritableBuffer) -> "MsgHdrMut":
        """With room for control messages, C's `msg_control`.

        They come as bytes as C's `cmsghdr` has them in memory. Descriptors among them are numbers
        that nobody owns but you: see `OwnedFd.from_raw_fd`. The crate's `MsgHdrMut::with_control`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> two.set_passcred(True).bind(lambda _: one.send(b""))
        <Success: 0>
        >>> msg = MsgHdrMut().with_control(bytearray(64))
        >>> two.recvmsg(msg, 0), msg.control_len()
        (<Success: 0>, 32)
        """
        changed = copy(self)
        changed._control = byte_view_mut(buf)
        changed._control_len = len(changed._control)
        return changed

    def flags(self) -> RecvFlags:
        """What the system says of the message. The crate's `MsgHdrMut::flags`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().flags().is_truncated()
        False
        """
        return self._flags

    def control_len(self) -> int:
        """How many bytes of control messages there are; at first, for how many there is room.

        The crate's `MsgHdrMut::control_len`.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().with_control(bytearray(64)).control_len()
        64
        """
        return self._control_len

    def addr(self) -> SockAddr | None:
        """The address of the sender, if there was room for it and it has one. Beside the crate.

        >>> from stdnet.socket2 import MsgHdrMut
        >>> MsgHdrMut().addr()
        """
        return self._sender

    def __repr__(self) -> str:
        return '"MsgHdrMut"'


# What the crate keeps to itself.


class ToSend(NamedTuple):
    """The parts of a message to send."""

    addr: bytes | None
    bufs: Sequence[Buffer]
    control: memoryview


class Room(NamedTuple):
    """The parts of the room for a message."""

    bufs: Sequence[WritableBuffer]
    control: memoryview


def to_send(msg: MsgHdr) -> ToSend:
    """The parts of a message to send. For stdnet itself."""
    check_type(msg, MsgHdr, "the msg")
    return ToSend(msg._addr, msg._bufs, msg._control)  # pyright: ignore[reportPrivateUsage]


def room(msg: MsgHdrMut) -> Room:
    """The room for a message. For stdnet itself."""
    check_type(msg, MsgHdrMut, "the msg")
    return Room(msg._bufs, msg._control)  # pyright: ignore[reportPrivateUsage]


def fill(msg: MsgHdrMut, control_len: int, flags: int, sender: bytes) -> None:
    """What the system says of a message that was received. For stdnet itself."""
    msg._control_len = control_len  # pyright: ignore[reportPrivateUsage]
    msg._flags = recv_flags(flags)  # pyright: ignore[reportPrivateUsage]
    storage = msg._addr  # pyright: ignore[reportPrivateUsage]
    if storage is not None:
        storage.view()[: len(sender)] = sender
        msg._sender = sock_addr_unchecked(sender) if sender else None  # pyright: ignore[reportPrivateUsage]
