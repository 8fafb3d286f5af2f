"""Socket addresses of any family: `SockAddr` and `SockAddrStorage`."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import Final, Never, TypeAlias, final

from stdnet._core import unix_addr
from stdnet._core.arguments import (
    check_type,
    explained_if_missing,
    linux_only,
    no_constructor,
    wrong_type,
)
from stdnet._core.error import Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import u32
from stdnet._core.socket_addr import (
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    socket_addr_v4_unchecked,
    socket_addr_v6_unchecked,
)
from stdnet._core.unix_addr import IntoPath, sun_path
from stdnet._core.value import Value, set_key
from stdnet._sys import sockaddr
from stdnet._sys.constants import AF_INET, AF_INET6, AF_UNIX
from stdnet._sys.sockaddr import (
    ADDR_CACHE_SIZE,
    SOCKADDR_IN,
    SOCKADDR_IN6,
    STORAGE_SIZE,
    family_of,
)
from stdnet.socket2._types import Domain

if sys.platform == "linux":
    from stdnet._sys.constants import AF_PACKET, AF_VSOCK
    from stdnet._sys.sockaddr import SOCKADDR_VM


@final
class SockAddrStorage:
    """A buffer that has room for an address of any family.

    It is all zeros at first. Use it to write an address byte by byte, or to receive one: see
    `MsgHdrMut.with_addr`.

    The crate's `SockAddrStorage`.

    >>> from stdnet.socket2 import SockAddr, SockAddrStorage
    >>> storage = SockAddrStorage.zeroed()
    >>> storage.view()[:8] = bytes([2, 0, 0, 80, 127, 0, 0, 1])
    >>> SockAddr.new(storage, 16).as_socket()
    127.0.0.1:80
    """

    __slots__ = ("_bytes",)

    def __init__(self) -> None:
        self._bytes = bytearray(STORAGE_SIZE)

    @staticmethod
    def zeroed() -> SockAddrStorage:
        """Creates a storage of zeros, as `SockAddrStorage()` does.

        The crate's `SockAddrStorage::zeroed`.

        >>> from stdnet.socket2 import SockAddrStorage
        >>> SockAddrStorage.zeroed().size_of()
        128
        """
        return SockAddrStorage()

    def view(self) -> memoryview:
        r"""Returns a writable view of the bytes.

        It replaces the crate's `SockAddrStorage::view_as`.

        >>> from stdnet.socket2 import SockAddrStorage
        >>> bytes(SockAddrStorage().view()[:4])
        b'\x00\x00\x00\x00'
        """
        return memoryview(self._bytes)

    def size_of(self) -> int:
        """Returns the size of the storage in bytes.

        The crate's `SockAddrStorage::size_of`.

        >>> from stdnet.socket2 import SockAddrStorage
        >>> SockAddrStorage().size_of()
        128
        """
        return STORAGE_SIZE

    def __repr__(self) -> str:
        return f"sockaddr_storage {{ ss_family: {family_of(self._bytes)}, .. }}"


@linux_only("vsock", "as_vsock_address", "as_abstract_namespace")
@final
class SockAddr(Value["SockAddr"]):
    """A socket address of any family: the bytes of C's `sockaddr`.

    It is immutable and hashable. Every method that takes a `SockAddr` also takes a `SocketAddr` of
    `stdnet` or of `stdnet.os.unix.net`.

    The crate's `SockAddr`.

    >>> from stdnet import SocketAddr
    >>> from stdnet.socket2 import SockAddr
    >>> addr = SockAddr.from_(SocketAddr.from_str("127.0.0.1:80").unwrap())
    >>> addr, addr.domain(), addr.as_socket()
    (SockAddr { ss_family: 2, len: 16 }, AF_INET, 127.0.0.1:80)
    """

    __slots__ = ()

    # The name of the class comes first, so that no other value of equal bytes is equal.
    _key: tuple[str, bytes]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("SockAddr", _no_constructor)

    @staticmethod
    def new(storage: SockAddrStorage, len: int) -> SockAddr:  # noqa: A002 - the crate's name
        """Creates an address from the first `len` bytes of a storage.

        A `len` greater than the storage raises `ValueError`.

        The crate's `SockAddr::new`.

        >>> from stdnet.socket2 import SockAddr, SockAddrStorage
        >>> SockAddr.new(SockAddrStorage(), 2)
        SockAddr { ss_family: 0, len: 2 }
        """
        check_type(storage, SockAddrStorage, "the storage")
        if u32(len) > STORAGE_SIZE:
            raise ValueError(f"the storage has {STORAGE_SIZE} bytes, not {len}")
        return sock_addr_unchecked(bytes(storage.view()[:len]))

    @staticmethod
    def from_(addr: IntoSockAddr) -> SockAddr:
        """Converts a `SocketAddr` of `stdnet` or of `stdnet.os.unix.net`.

        The crate's `SockAddr::from`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.from_(SocketAddr.from_str("[::1]:80").unwrap())
        SockAddr { ss_family: 10, len: 28 }
        """
        return sock_addr_unchecked(sockaddr_bytes(addr))

    @staticmethod
    def unix(path: IntoPath) -> Result[SockAddr]:
        r"""Returns the address of a Unix socket: a path, or a NUL byte and an abstract name.

        An empty path is the address of an unnamed socket.

        Errors: `InvalidInput` for more than 107 bytes, not counting the NUL byte.

        The crate's `SockAddr::unix`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.unix("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        >>> SockAddr.unix("\0hidden").unwrap().as_abstract_namespace()
        b'hidden'
        """
        return sockaddr.sockaddr_un(path).map(sock_addr_unchecked)

    def family(self) -> int:
        """Returns C's number of the address family.

        The crate's `SockAddr::family`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.vsock(2, 1024).family()
        40
        """
        return family_of(self._key[1])

    def domain(self) -> Domain:
        """Returns the address family.

        The crate's `SockAddr::domain`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.vsock(2, 1024).domain()
        AF_VSOCK
        """
        return Domain.from_(self.family())

    def len(self) -> int:
        """Returns the size of the address in bytes.

        The crate's `SockAddr::len`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.vsock(2, 1024).len()
        16
        """
        return self._key[1].__len__()

    def as_bytes(self) -> bytes:
        r"""Returns the bytes of C's `sockaddr`.

        It replaces the crate's `SockAddr::as_ptr`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.from_(SocketAddr.from_str("127.0.0.1:80").unwrap()).as_bytes()[2:8]
        b'\x00P\x7f\x00\x00\x01'
        """
        return self._key[1]

    def as_storage(self) -> SockAddrStorage:
        """Returns a copy of the bytes in a storage, whose end is zeros.

        The crate's `SockAddr::as_storage`.

        >>> from stdnet.socket2 import SockAddr
        >>> addr = SockAddr.vsock(2, 1024)
        >>> SockAddr.new(addr.as_storage(), addr.len()) == addr
        True
        """
        storage = SockAddrStorage()
        storage.view()[: self.len()] = self._key[1]
        return storage

    def is_ipv4(self) -> bool:
        """Returns True if it is an IPv4 address.

        The crate's `SockAddr::is_ipv4`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.vsock(2, 1024).is_ipv4()
        False
        """
        return self.family() == AF_INET

    def is_ipv6(self) -> bool:
        """Returns True if it is an IPv6 address.

        The crate's `SockAddr::is_ipv6`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.vsock(2, 1024).is_ipv6()
        False
        """
        return self.family() == AF_INET6

    def is_unix(self) -> bool:
        """Returns True if it is the address of a Unix socket.

        The crate's `SockAddr::is_unix`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.unix("/tmp/sock").unwrap().is_unix()
        True
        """
        return self.family() == AF_UNIX

    def as_socket(self) -> SocketAddr.V4 | SocketAddr.V6 | None:
        """Returns the IP address and port, or `None` for another family than IPv4 and IPv6.

        The crate's `SockAddr::as_socket`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.local_addr().unwrap().as_socket()
        0.0.0.0:0
        """
        return self.as_socket_ipv4() or self.as_socket_ipv6()

    def as_socket_ipv4(self) -> SocketAddrV4 | None:
        """Returns the IP address and port, or `None` for another family than IPv4.

        The crate's `SockAddr::as_socket_ipv4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.local_addr().unwrap().as_socket_ipv4()
        0.0.0.0:0
        """
        if not self.is_ipv4():
            return None
        _, port, octets = SOCKADDR_IN.unpack_from(self._padded())
        return socket_addr_v4_unchecked(octets, sockaddr.ntohs(port))

    def as_socket_ipv6(self) -> SocketAddrV6 | None:
        """Returns the IP address and port, or `None` for another family than IPv6.

        The crate's `SockAddr::as_socket_ipv6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.local_addr().unwrap().as_socket_ipv6()
        [::]:0
        """
        if not self.is_ipv6():
            return None
        _, port, flowinfo, octets, scope_id = SOCKADDR_IN6.unpack_from(self._padded())
        return socket_addr_v6_unchecked(octets, sockaddr.ntohs(port), flowinfo, scope_id)

    if sys.platform == "linux":

        @staticmethod
        def vsock(cid: int, port: int) -> SockAddr:
            """Returns the address of a VSOCK socket, for a virtual machine or its host.

            Both the context identifier `cid` and the port are a `u32`.

            The crate's `SockAddr::vsock`.

            >>> from stdnet.socket2 import SockAddr
            >>> SockAddr.vsock(2, 1024).as_vsock_address()
            (2, 1024)
            """
            return sock_addr_unchecked(SOCKADDR_VM.pack(AF_VSOCK, u32(port), u32(cid)))

        def as_vsock_address(self) -> tuple[int, int] | None:
            """Returns the context identifier and the port, or `None` for another family than VSOCK.

            The crate's `SockAddr::as_vsock_address`.

            >>> from stdnet.socket2 import SockAddr
            >>> SockAddr.unix("/tmp/sock").unwrap().as_vsock_address()
            """
            if self.family() != AF_VSOCK:
                return None
            _, port, cid = SOCKADDR_VM.unpack_from(self._padded())
            return cid, port

    def is_unnamed(self) -> bool:
        """Returns True if it is the address of a Unix socket without a name.

        The crate's `SockAddr::is_unnamed`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.local_addr().unwrap().is_unnamed()
        True
        """
        return self.is_unix() and not self._sun_path()

    def as_unix(self) -> unix_addr.SocketAddr | None:
        """Returns the address of a Unix socket that has a path, or `None`.

        As in the crate, an abstract name gives `None`.

        The crate's `SockAddr::as_unix`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.unix("/tmp/sock").unwrap().as_unix()
        "/tmp/sock" (pathname)
        """
        name = self._sun_path()
        if not name or name.startswith(b"\0"):
            return None
        return unix_addr.unix_addr_unchecked(name)

    def as_pathname(self) -> Path | None:
        """Returns the path of a Unix socket, or `None`.

        It ends at the first NUL byte, as for the kernel. The crate keeps what comes after it.

        The crate's `SockAddr::as_pathname`.

        >>> from stdnet.socket2 import SockAddr
        >>> SockAddr.unix("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        """
        addr = self.as_unix()
        return None if addr is None else addr.as_pathname()

    if sys.platform == "linux":

        def as_abstract_namespace(self) -> bytes | None:
            r"""Returns the abstract name of a Unix socket, or `None`.

            The crate's `SockAddr::as_abstract_namespace`.

            >>> from stdnet.socket2 import SockAddr
            >>> SockAddr.unix(b"\0hidden").unwrap().as_abstract_namespace()
            b'hidden'
            """
            name = self._sun_path()
            return name[1:] if name is not None and name.startswith(b"\0") else None

    def _sun_path(self) -> bytes | None:
        """Returns the path, or a NUL byte and the abstract name; None for another family."""
        if not self.is_unix():
            return None
        name = self._key[1][sockaddr.FAMILY.size :]
        return name if name.startswith(b"\0") else name.partition(b"\0")[0]

    def _padded(self) -> bytes:
        return self._key[1].ljust(STORAGE_SIZE, b"\0")

    def __str__(self) -> str:
        return debug_struct("SockAddr", ss_family=self.family(), len=self.len())

    def __reduce__(self) -> tuple[object, ...]:
        return SockAddr._of, (self._key[1],)

    @classmethod
    def _of(cls, addr: bytes) -> SockAddr:
        """Creates an address from its pickle."""
        return sock_addr_unchecked(addr)


IntoSockAddr: TypeAlias = SockAddr | SocketAddr | unix_addr.SocketAddr
"""Every type that is accepted as an address. Rust's `Into<SockAddr>`."""


# Private to stdnet.


def sock_addr_unchecked(addr: bytes) -> SockAddr:
    """Creates an address from the bytes of C's `sockaddr`."""
    made = object.__new__(SockAddr)
    set_key(made, ("SockAddr", addr))
    return made


def _from_py(family: int, name: object) -> SockAddr:
    return sock_addr_unchecked(sockaddr.from_py(family, name))


_cached_from_py: Final = lru_cache(ADDR_CACHE_SIZE)(_from_py)


if sys.platform == "linux":

    def sock_addr_from_py(family: int, name: object) -> SockAddr:
        """Creates an address from CPython's name for it, given by a socket of the family."""
        # CPython's name for a packet address contains the name of an interface. Its index, which
        # the bytes contain, may change.
        return (_from_py if family == AF_PACKET else _cached_from_py)(family, name)

else:
    sock_addr_from_py: Final = _cached_from_py


def sockaddr_bytes(addr: IntoSockAddr) -> bytes:
    """Returns the bytes of C's `sockaddr` for any address that is accepted as a parameter."""
    if isinstance(addr, SockAddr):
        return addr._key[1]  # pyright: ignore[reportPrivateUsage]
    match addr:
        case SocketAddrV4():
            port = sockaddr.htons(addr.port())
            return SOCKADDR_IN.pack(AF_INET, port, addr.ip().octets())
        case SocketAddrV6():
            port = sockaddr.htons(addr.port())
            octets = addr.ip().octets()
            return SOCKADDR_IN6.pack(AF_INET6, port, addr.flowinfo(), octets, addr.scope_id())
        case unix_addr.SocketAddr():
            name = sun_path(addr)
            end = b"" if not name or name.startswith(b"\0") else b"\0"
            return sockaddr.FAMILY.pack(AF_UNIX) + name + end
        case _:
            raise wrong_type(addr, "the address", "a SockAddr or a SocketAddr")
