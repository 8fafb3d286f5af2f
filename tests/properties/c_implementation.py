"""The operations in C: the system calls that Rust's std makes for each of them."""

from collections.abc import Generator
from contextlib import contextmanager
from errno import errorcode
from struct import Struct
from sys import byteorder
from typing import Final

from stdnet import Shutdown, c, io
from tests.properties.addresses import Family, Slot, Where
from tests.properties.calls import Calls, FailedError
from tests.properties.implementation import CONNECT_TIMEOUT, Implementation, Shared
from tests.properties.options import Membership, Option, Value

_STREAM: Final = c.SOCK_STREAM | c.SOCK_CLOEXEC
_DATAGRAM: Final = c.SOCK_DGRAM | c.SOCK_CLOEXEC
_YES: Final = (1).to_bytes(4, byteorder)
_TIMEVAL: Final = Struct("@ll")
_CLOSED: Final = -1


class CImplementation(Implementation):
    """The operations in C. A socket is a descriptor, or -1 after `close`."""

    def __init__(self, calls: Calls, family: Family, shared: Shared) -> None:
        super().__init__(calls, family, shared)
        self._fds = list[int]()

    def fd(self, slot: Slot) -> int:
        return self._fds[slot]

    def listen(self, where: Where, backlog: int | None) -> str:
        name = self.family.to_c(self._address(where))
        is_unix = self.family.domain == c.AF_UNIX
        with self._new_socket(name, _STREAM) as fd:
            if not is_unix:
                self.calls.setsockopt(fd, c.SOL_SOCKET, c.SO_REUSEADDR, _YES)
            self.calls.bind(fd, name)
            self.calls.listen(fd, (-1 if is_unix else 128) if backlog is None else backlog)
        return self._new(fd, is_new=not isinstance(where, Slot))

    def connect(self, where: Where) -> str:
        name = self.family.to_c(self._address(where))
        with self._new_socket(name, _STREAM) as fd:
            self.calls.connect(fd, name)
        return self._new(fd, is_new=True)

    def connect_timeout(self, where: Where) -> str:
        name = self.family.to_c(self._address(where))
        with self._new_socket(name, _STREAM) as fd:
            if self.family.domain == c.AF_UNIX:
                self._connect_unix_in_time(fd, name)
            else:
                self._connect_in_time(fd, name)
        return self._new(fd, is_new=True)

    def _connect_in_time(self, fd: int, name: bytes) -> None:
        self._set_nonblocking(fd, True)
        try:
            self.calls.connect(fd, name)
        except FailedError as failed:
            if failed.args != ("EINPROGRESS",):
                raise
        self._set_nonblocking(fd, False)
        events = self.calls.poll(fd, c.POLLOUT, int(CONNECT_TIMEOUT * 1000))
        if not events:
            raise FailedError(io.Error.from_(io.ErrorKind.TimedOut))
        if events & (c.POLLHUP | c.POLLERR):
            value = self.calls.getsockopt(fd, c.SOL_SOCKET, c.SO_ERROR, 4)
            raise FailedError(io.Error.from_raw_os_error(int.from_bytes(value, byteorder)))

    def _connect_unix_in_time(self, fd: int, name: bytes) -> None:
        """Connects within `CONNECT_TIMEOUT`. It is an addition to Rust's API.

        A `connect` that waits for room in the backlog obeys SO_SNDTIMEO.
        """
        self.calls.setsockopt(
            fd, c.SOL_SOCKET, c.SO_SNDTIMEO, _TIMEVAL.pack(0, int(CONNECT_TIMEOUT * 1e6))
        )
        try:
            self.calls.connect(fd, name)
        except FailedError as failed:
            if failed.args != ("EAGAIN",):
                raise
            raise FailedError(io.Error.from_(io.ErrorKind.TimedOut)) from None
        self.calls.setsockopt(fd, c.SOL_SOCKET, c.SO_SNDTIMEO, _TIMEVAL.pack(0, 0))

    def accept(self, slot: Slot) -> tuple[str, str]:
        fd, peer = self.calls.accept4(self.fd(slot), c.SOCK_CLOEXEC)
        return self._new(fd), self.normalize(self.family.from_c(peer))

    def bind(self, where: Where) -> str:
        name = self.family.to_c(self._address(where))
        with self._new_socket(name, _DATAGRAM) as fd:
            self.calls.bind(fd, name)
        return self._new(fd, is_new=not isinstance(where, Slot))

    def unbound(self) -> str:
        return self._new(self.calls.socket(c.AF_UNIX, _DATAGRAM))

    def stream_pair(self) -> str:
        return "".join(map(self._new, self.calls.socketpair(c.AF_UNIX, _STREAM)))

    def datagram_pair(self) -> str:
        return "".join(map(self._new, self.calls.socketpair(c.AF_UNIX, _DATAGRAM)))

    def try_clone(self, slot: Slot) -> str:
        return self._new(self.calls.fcntl(self.fd(slot), c.F_DUPFD_CLOEXEC, 3))

    def close(self, slot: Slot) -> None:
        if self.fd(slot) != _CLOSED:
            self.calls.close(self.fd(slot))
            self._fds[slot] = _CLOSED

    def send(self, slot: Slot, buf: bytes) -> int:
        return self.calls.send(self.fd(slot), buf, c.MSG_NOSIGNAL)

    def recv(self, slot: Slot, size: int) -> bytes:
        return self.calls.recv(self.fd(slot), size, 0)

    def peek(self, slot: Slot, size: int) -> bytes:
        return self.calls.recv(self.fd(slot), size, c.MSG_PEEK)

    def choose_peer(self, slot: Slot, where: Where) -> None:
        self.calls.connect(self.fd(slot), self.family.to_c(self._address(where)))

    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int:
        name = self.family.to_c(self._address(where))
        return self.calls.sendto(self.fd(slot), buf, c.MSG_NOSIGNAL, name)

    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._recv_from(slot, size, 0)

    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._recv_from(slot, size, c.MSG_PEEK)

    def _recv_from(self, slot: Slot, size: int, flags: int) -> tuple[bytes, str]:
        buf, name = self.calls.recvfrom(self.fd(slot), size, flags)
        return buf, self.normalize(self.family.from_c(name))

    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        hows = {Shutdown.Read: c.SHUT_RD, Shutdown.Write: c.SHUT_WR, Shutdown.Both: c.SHUT_RDWR}
        self.calls.shutdown(self.fd(slot), hows[how])

    def local_addr(self, slot: Slot) -> str:
        return self.normalize(self.family.from_c(self.calls.getsockname(self.fd(slot))))

    def peer_addr(self, slot: Slot) -> str:
        return self.normalize(self.family.from_c(self.calls.getpeername(self.fd(slot))))

    def take_error(self, slot: Slot) -> str | None:
        value = self.calls.getsockopt(self.fd(slot), c.SOL_SOCKET, c.SO_ERROR, 4)
        return errorcode.get(int.from_bytes(value, byteorder))

    def set_nonblocking(self, slot: Slot, nonblocking: bool) -> None:
        self._set_nonblocking(self.fd(slot), nonblocking)

    def _set_nonblocking(self, fd: int, nonblocking: bool) -> None:
        flags = self.calls.fcntl(fd, c.F_GETFL) & ~c.O_NONBLOCK
        self.calls.fcntl(fd, c.F_SETFL, flags | (c.O_NONBLOCK if nonblocking else 0))

    def get(self, slot: Slot, option: Option) -> Value:
        size = option.kind.size
        value = self.calls.getsockopt(self.fd(slot), option.level, option.optname, size)
        return option.kind.from_c(value)

    def set(self, slot: Slot, option: Option, value: Value) -> None:
        self.calls.setsockopt(self.fd(slot), option.level, option.optname, option.kind.to_c(value))

    def member(self, slot: Slot, how: Membership, group: str, interface: str | int) -> None:
        value = _in_addr(group) + _in_addr(interface)
        self.calls.setsockopt(self.fd(slot), how.level, how.optname, value)

    @contextmanager
    def _new_socket(self, name: bytes, kind: int) -> Generator[int, None, None]:
        """Yields a new socket of the address's family, and closes it if a call fails."""
        fd = self.calls.socket(int.from_bytes(name[:2], byteorder), kind)
        try:
            yield fd
        except FailedError:
            self.calls.close(fd)
            raise

    def _new(self, fd: int, *, is_new: bool = False) -> str:
        """Gives a socket the next number; returns its address."""
        self._fds.append(fd)
        return self._add(self.family.from_c(self.calls.getsockname(fd)), is_new=is_new)


def _in_addr(addr: str | int) -> bytes:
    """Returns the bytes of an IP address, or of the number of an interface."""
    if isinstance(addr, int):
        return addr.to_bytes(4, byteorder)
    if ":" in addr:
        in6 = c.in6_addr()
        c.inet_pton(c.AF_INET6, addr, in6)
        return bytes(in6)
    in4 = c.in_addr()
    c.inet_pton(c.AF_INET, addr, in4)
    return bytes(in4)
