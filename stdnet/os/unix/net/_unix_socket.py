"""What `UnixStream` and `UnixDatagram` share: two ends, and what the system says of them."""

from stdnet._core.error import Result
from stdnet._core.unix_addr import SocketAddr
from stdnet._net.handle import Handle
from stdnet._sys import options, unix
from stdnet.result import is_ok


class UnixSocket(Handle):
    """A Unix socket that may have a peer."""

    __slots__ = ()

    def local_addr(self) -> Result[SocketAddr]:
        """The address of this end. Rust's `local_addr`.

        Errors: any of the system.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.local_addr()
        <Success: (unnamed)>
        """
        return unix.local_addr(self._sock)

    def peer_addr(self) -> Result[SocketAddr]:
        """The address of the other end. Rust's `peer_addr`.

        Errors: `NotConnected` where there is none.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.peer_addr()
        <Success: (unnamed)>
        >>> UnixDatagram.unbound().unwrap().peer_addr().failure().kind()
        NotConnected
        """
        return unix.peer_addr(self._sock)

    def set_mark(self, mark: int) -> Result[None]:
        """Marks what is sent, a `u32`, for filters of the system. C's SO_MARK.

        Unstable in Rust: `set_mark`.

        Errors: `PermissionDenied` for a process that may not change the network.

        >>> from stdnet import Err, Ok, io
        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> match one.set_mark(32):
        ...     case Ok() | Err(io.Error(io.ErrorKind.PermissionDenied)):
        ...         print("marked, if that is allowed")
        marked, if that is allowed
        """
        return options.MARK.set(self._sock, mark)

    def set_passcred(self, passcred: bool) -> Result[None]:
        """Whether each message that is received names its sender. C's SO_PASSCRED.

        `recv_vectored_with_ancillary` receives the credentials. Unstable in Rust:
        `UnixSocketExt::set_passcred`.

        Errors: any of the system.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().set_passcred(True)
        <Success: None>
        """
        return options.PASSCRED.set(self._sock, passcred)

    def passcred(self) -> Result[bool]:
        """Whether each message that is received names its sender.

        Unstable in Rust: `UnixSocketExt::passcred`.

        Errors: any of the system.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> socket = UnixDatagram.unbound().unwrap()
        >>> socket.set_passcred(True).bind(lambda _: socket.passcred())
        <Success: True>
        """
        return options.PASSCRED.get(self._sock)

    def __repr__(self) -> str:
        return debug_unix_socket(self, local=self.local_addr(), peer=self.peer_addr())


def debug_unix_socket(handle: Handle, **addrs: Result[SocketAddr]) -> str:
    """What Rust's `{:?}` says of a Unix socket: its descriptor, and the addresses that it has."""
    known = [f", {end}: {addr.unwrap()}" for end, addr in addrs.items() if is_ok(addr)]
    fd = f"FileDesc(OwnedFd {{ fd: {handle.as_raw_fd()} }})"
    return f"{type(handle).__name__} {{ fd: {fd}{''.join(known)} }}"
