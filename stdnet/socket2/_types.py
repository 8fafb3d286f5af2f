"""C's numbers as types of their own: `Domain`, `Type`, `Protocol`, `RecvFlags`."""

from __future__ import annotations

import sys
from typing import ClassVar, Final, Never, Self, TypeVar, final

from stdnet._core.arguments import check_type, explained_if_missing, linux_only, no_constructor
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32
from stdnet._core.socket_addr import SocketAddr, SocketAddrV4
from stdnet._core.value import Value, set_key
from stdnet._sys.constants import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AF_UNSPEC,
    IPPROTO_ICMP,
    IPPROTO_ICMPV6,
    IPPROTO_SCTP,
    IPPROTO_TCP,
    IPPROTO_UDP,
    MSG_CONFIRM,
    MSG_DONTROUTE,
    MSG_EOR,
    MSG_OOB,
    MSG_TRUNC,
    SOCK_CLOEXEC,
    SOCK_DGRAM,
    SOCK_NONBLOCK,
    SOCK_RAW,
    SOCK_RDM,
    SOCK_SEQPACKET,
    SOCK_STREAM,
)

if sys.platform == "linux":
    from stdnet._sys.constants import (
        AF_PACKET,
        AF_VSOCK,
        IPPROTO_DCCP,
        IPPROTO_MPTCP,
        IPPROTO_UDPLITE,
        SOCK_DCCP,
    )

_Self = TypeVar("_Self")


class _CInt(Value[_Self]):
    """A C `int` with a type of its own, and names for some of its values."""

    __slots__ = ()

    # The name of the class comes first, so that numbers of two classes are never equal.
    _key: tuple[str, int]
    _names: ClassVar[dict[int, str]]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor(type(self).__name__, _no_constructor)

    @classmethod
    def from_(cls, value: int, /) -> Self:
        """Returns the value for a C `int`; a number out of its range raises `ValueError`.

        Rust's `From<c_int>`.

        >>> from stdnet.socket2 import Domain
        >>> Domain.from_(2)
        AF_INET
        """
        made = object.__new__(cls)
        set_key(made, (cls.__name__, i32(value)))
        return made

    def __index__(self) -> int:
        return self._key[1]

    def __str__(self) -> str:
        return self._names.get(self._key[1], str(self._key[1]))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self).from_, (self._key[1],)


@final
@linux_only("PACKET", "VSOCK")
class Domain(_CInt["Domain"]):
    """The address family of a socket. The crate's `Domain`, C's `AF_…`.

    `int(domain)` is C's number, and `Domain.from_(number)` makes a domain that has no name here.

    >>> from stdnet.socket2 import Domain
    >>> Domain.IPV6, int(Domain.IPV6), Domain.from_(16)
    (AF_INET6, 10, 16)
    """

    __slots__ = ()

    IPV4: ClassVar[Domain]
    """C's `AF_INET`."""
    IPV6: ClassVar[Domain]
    """C's `AF_INET6`."""
    UNIX: ClassVar[Domain]
    """C's `AF_UNIX`: sockets within one machine, at paths and abstract names."""
    if sys.platform == "linux":
        PACKET: ClassVar[Domain]
        """C's `AF_PACKET`: packets as a network interface receives and sends them."""
        VSOCK: ClassVar[Domain]
        """C's `AF_VSOCK`: sockets between a virtual machine and its host."""

    _names: ClassVar[dict[int, str]] = {
        AF_INET: "AF_INET",
        AF_INET6: "AF_INET6",
        AF_UNIX: "AF_UNIX",
        AF_UNSPEC: "AF_UNSPEC",
    }

    @staticmethod
    def for_address(address: SocketAddr) -> Domain:
        """Returns the domain of a socket for the address.

        The crate's `Domain::for_address`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.socket2 import Domain
        >>> Domain.for_address(SocketAddr.from_str("[::1]:80").unwrap())
        AF_INET6
        """
        check_type(address, SocketAddr, "the address")
        return Domain.IPV4 if isinstance(address, SocketAddrV4) else Domain.IPV6


Domain.IPV4 = Domain.from_(AF_INET)
Domain.IPV6 = Domain.from_(AF_INET6)
Domain.UNIX = Domain.from_(AF_UNIX)
if sys.platform == "linux":
    Domain.PACKET = Domain.from_(AF_PACKET)
    Domain.VSOCK = Domain.from_(AF_VSOCK)
    Domain._names |= {AF_PACKET: "AF_PACKET", AF_VSOCK: "AF_VSOCK"}  # pyright: ignore[reportPrivateUsage]


@linux_only("DCCP", "nonblocking", "cloexec")
@final
class Type(_CInt["Type"]):
    """The type of a socket: how it carries data. The crate's `Type`, C's `SOCK_…`.

    >>> from stdnet.socket2 import Type
    >>> Type.SEQPACKET, int(Type.SEQPACKET), Type.from_(1)
    (SOCK_SEQPACKET, 5, SOCK_STREAM)
    """

    __slots__ = ()

    STREAM: ClassVar[Type]
    """C's `SOCK_STREAM`: a connection. All bytes arrive, in order, without boundaries."""
    DGRAM: ClassVar[Type]
    """C's `SOCK_DGRAM`: whole messages. The protocol decides whether all arrive, and in order."""
    SEQPACKET: ClassVar[Type]
    """C's `SOCK_SEQPACKET`: a connection. All messages arrive, whole and in order."""
    RAW: ClassVar[Type]
    """C's `SOCK_RAW`: packets of a protocol, with its header. It requires CAP_NET_RAW."""
    if sys.platform == "linux":
        DCCP: ClassVar[Type]
        """C's `SOCK_DCCP`, which Linux removed in 6.16."""

    _names: ClassVar[dict[int, str]] = {
        SOCK_STREAM: "SOCK_STREAM",
        SOCK_DGRAM: "SOCK_DGRAM",
        SOCK_RAW: "SOCK_RAW",
        SOCK_RDM: "SOCK_RDM",
        SOCK_SEQPACKET: "SOCK_SEQPACKET",
    }

    if sys.platform == "linux":

        def nonblocking(self) -> Type:
            """Returns the type with C's SOCK_NONBLOCK: a new socket is in non-blocking mode.

            The crate's `Type::nonblocking`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> Socket.new(Domain.IPV4, Type.DGRAM.nonblocking()).unwrap().nonblocking()
            Ok(true)
            """
            return Type.from_(int(self) | SOCK_NONBLOCK)

        def cloexec(self) -> Type:
            """Returns the type with C's SOCK_CLOEXEC: a new socket is close-on-exec.

            It is meant for `Socket.new_raw`, as `Socket.new` always sets it.

            The crate's `Type::cloexec`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new_raw(Domain.IPV4, Type.DGRAM.cloexec()).unwrap()
            """
            return Type.from_(int(self) | SOCK_CLOEXEC)


Type.STREAM = Type.from_(SOCK_STREAM)
Type.DGRAM = Type.from_(SOCK_DGRAM)
Type.SEQPACKET = Type.from_(SOCK_SEQPACKET)
Type.RAW = Type.from_(SOCK_RAW)
if sys.platform == "linux":
    Type.DCCP = Type.from_(SOCK_DCCP)
    Type._names[SOCK_DCCP] = "SOCK_DCCP"  # pyright: ignore[reportPrivateUsage]


@final
@linux_only("MPTCP", "DCCP", "UDPLITE")
class Protocol(_CInt["Protocol"]):
    """The protocol of a socket. The crate's `Protocol`, C's `IPPROTO_…`.

    >>> from stdnet.socket2 import Domain, Protocol, Socket, Type
    >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().protocol()
    Ok(IPPROTO_TCP)
    """

    __slots__ = ()

    ICMPV4: ClassVar[Protocol]
    """C's `IPPROTO_ICMP`."""
    ICMPV6: ClassVar[Protocol]
    """C's `IPPROTO_ICMPV6`."""
    TCP: ClassVar[Protocol]
    """C's `IPPROTO_TCP`."""
    UDP: ClassVar[Protocol]
    """C's `IPPROTO_UDP`."""
    SCTP: ClassVar[Protocol]
    """C's `IPPROTO_SCTP`."""
    if sys.platform == "linux":
        MPTCP: ClassVar[Protocol]
        """C's `IPPROTO_MPTCP`: TCP over several paths at once."""
        DCCP: ClassVar[Protocol]
        """C's `IPPROTO_DCCP`, which Linux removed in 6.16."""
        UDPLITE: ClassVar[Protocol]
        """C's `IPPROTO_UDPLITE`: UDP with a checksum that may cover only part of a datagram."""

    _names: ClassVar[dict[int, str]] = {
        IPPROTO_ICMP: "IPPROTO_ICMP",
        IPPROTO_ICMPV6: "IPPROTO_ICMPV6",
        IPPROTO_TCP: "IPPROTO_TCP",
        IPPROTO_UDP: "IPPROTO_UDP",
        IPPROTO_SCTP: "IPPROTO_SCTP",
    }


Protocol.ICMPV4 = Protocol.from_(IPPROTO_ICMP)
Protocol.ICMPV6 = Protocol.from_(IPPROTO_ICMPV6)
Protocol.TCP = Protocol.from_(IPPROTO_TCP)
Protocol.UDP = Protocol.from_(IPPROTO_UDP)
Protocol.SCTP = Protocol.from_(IPPROTO_SCTP)
if sys.platform == "linux":
    Protocol.MPTCP = Protocol.from_(IPPROTO_MPTCP)
    Protocol.DCCP = Protocol.from_(IPPROTO_DCCP)
    Protocol.UDPLITE = Protocol.from_(IPPROTO_UDPLITE)
    Protocol._names |= {  # pyright: ignore[reportPrivateUsage]
        IPPROTO_MPTCP: "IPPROTO_MPTCP",
        IPPROTO_DCCP: "IPPROTO_DCCP",
        IPPROTO_UDPLITE: "IPPROTO_UDPLITE",
    }


@final
class RecvFlags(Value["RecvFlags"]):
    """The flags that the kernel reports with a received message.

    The crate's `RecvFlags`.

    >>> from stdnet.socket2 import Domain, Socket, Type
    >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    >>> one.send(b"too long")
    Ok(8)
    >>> count, flags = two.recv_vectored([bytearray(3)]).unwrap()
    >>> count, flags.is_truncated()
    (3, True)
    """

    __slots__ = ()

    _key: tuple[str, int]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("RecvFlags", _no_constructor)

    def is_truncated(self) -> bool:
        """Returns True if a datagram was longer than the buffers.

        The crate's `RecvFlags::is_truncated`. C's MSG_TRUNC.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"short")
        Ok(5)
        >>> two.recv_vectored([bytearray(9)]).unwrap()[1].is_truncated()
        False
        """
        return self._has(MSG_TRUNC)

    def is_end_of_record(self) -> bool:
        """Returns True if a record ends with the message.

        Linux does not set it where every message is a record, as on a Unix socket.

        The crate's `RecvFlags::is_end_of_record`. C's MSG_EOR.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> one.send(b"record")
        Ok(6)
        >>> two.recv_vectored([bytearray(9)]).unwrap()[1].is_end_of_record()
        False
        """
        return self._has(MSG_EOR)

    def is_out_of_band(self) -> bool:
        """Returns True if the data is urgent.

        The crate's `RecvFlags::is_out_of_band`. C's MSG_OOB.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"data")
        Ok(4)
        >>> two.recv_vectored([bytearray(9)]).unwrap()[1].is_out_of_band()
        False
        """
        return self._has(MSG_OOB)

    def is_confirm(self) -> bool:
        """Returns True if this very socket has sent the SocketCAN frame.

        The crate's `RecvFlags::is_confirm`. C's MSG_CONFIRM.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"no frame")
        Ok(8)
        >>> two.recv_vectored([bytearray(9)]).unwrap()[1].is_confirm()
        False
        """
        return self._has(MSG_CONFIRM)

    def is_dontroute(self) -> bool:
        """Returns True if the SocketCAN frame comes from this machine.

        The crate's `RecvFlags::is_dontroute`. C's MSG_DONTROUTE.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"no frame")
        Ok(8)
        >>> two.recv_vectored([bytearray(9)]).unwrap()[1].is_dontroute()
        False
        """
        return self._has(MSG_DONTROUTE)

    def _has(self, flag: int) -> bool:
        return bool(self._key[1] & flag)

    def __str__(self) -> str:
        return debug_struct(
            "RecvFlags",
            is_end_of_record=self.is_end_of_record(),
            is_out_of_band=self.is_out_of_band(),
            is_truncated=self.is_truncated(),
            is_confirm=self.is_confirm(),
            is_dontroute=self.is_dontroute(),
        )

    def __reduce__(self) -> tuple[object, ...]:
        return RecvFlags._of, (self._key[1],)

    @classmethod
    def _of(cls, flags: int) -> RecvFlags:
        """Creates flags from their pickle."""
        return recv_flags(flags)


# Private to stdnet.


def recv_flags(flags: int) -> RecvFlags:
    """Returns the flags of a C `int`."""
    made = object.__new__(RecvFlags)
    set_key(made, ("RecvFlags", flags))
    return made


NO_FLAGS: Final = recv_flags(0)
"""The flags of most messages: none is set."""
