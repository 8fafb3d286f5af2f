"""The base classes of Unix sockets."""

from __future__ import annotations

import sys

from stdnet._core.arguments import linux_only
from stdnet._core.error import Result
from stdnet._core.unix_addr import SocketAddr
from stdnet._net.handle import Handle, SocketOwner
from stdnet._sys import options, unix
from stdnet.result._containers import is_ok


class AnyUnixSocket(SocketOwner):
    """A Unix socket that may have a peer, of std or of `stdnet.mio`."""

    __slots__ = ()

    def local_addr(self) -> Result[SocketAddr]:
        """Returns the address of this socket.

        Errors: any error of `getsockname(2)`.

        Rust's `local_addr`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.local_addr()
        Ok((unnamed))
        """
        return unix.local_addr(self._sock)

    def peer_addr(self) -> Result[SocketAddr]:
        """Returns the address of the peer.

        Errors: `NotConnected` if the socket has no peer.

        Rust's `peer_addr`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.peer_addr()
        Ok((unnamed))
        >>> UnixDatagram.unbound().unwrap().peer_addr().unwrap_err().kind()
        NotConnected
        """
        return unix.peer_addr(self._sock)

    def __repr__(self) -> str:
        return debug_unix_socket(self, local=self.local_addr(), peer=self.peer_addr())


@linux_only("set_mark", "set_passcred", "passcred")
class UnixSocket(AnyUnixSocket, Handle):
    """A Unix socket that may have a peer."""

    __slots__ = ()

    if sys.platform == "linux":

        def set_mark(self, mark: int) -> Result[None]:
            """Sets SO_MARK: marks each packet that is sent, for the firewall and for routing.

            `mark` is a `u32`.

            Errors: `PermissionDenied` without CAP_NET_ADMIN.

            Unstable in Rust: `set_mark`. C's SO_MARK.

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
            """Sets SO_PASSCRED: messages come with the credentials of their sender.

            `recv_vectored_with_ancillary` receives them, as `AncillaryData.ScmCredentials`.

            Errors: any error of `setsockopt(2)`.

            Unstable in Rust: `UnixSocketExt::set_passcred`. C's SO_PASSCRED.

            >>> from stdnet.os.unix.net import UnixDatagram
            >>> UnixDatagram.unbound().unwrap().set_passcred(True)
            Ok(None)
            """
            return options.PASSCRED.set(self._sock, passcred)

        def passcred(self) -> Result[bool]:
            """Returns True if messages come with the credentials of their sender.

            Errors: any error of `getsockopt(2)`.

            Unstable in Rust: `UnixSocketExt::passcred`.

            >>> from stdnet.os.unix.net import UnixDatagram
            >>> socket = UnixDatagram.unbound().unwrap()
            >>> socket.set_passcred(True).and_then(lambda _: socket.passcred())
            Ok(true)
            """
            return options.PASSCRED.get(self._sock)


def debug_unix_socket(handle: SocketOwner, **addrs: Result[SocketAddr]) -> str:
    """Returns the text of Rust's `{:?}`: the descriptor, and the addresses that are known."""
    known = [f", {end}: {addr.unwrap()}" for end, addr in addrs.items() if is_ok(addr)]
    fd = f"FileDesc(OwnedFd {{ fd: {handle.as_raw_fd()} }})"
    return f"{type(handle).__name__} {{ fd: {fd}{''.join(known)} }}"
