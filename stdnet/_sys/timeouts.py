"""Sockets whose time-outs hold even if signals keep interrupting the call.

The kernel restarts a time-out whenever CPython retries a call that a signal interrupted (PEP 475).
So while the program handles a signal that typically repeats, a call on a socket with a time-out
first calls `poll`, and waits by the monotonic clock until the socket is ready. Otherwise it is one
system call, as on any other socket.
"""

import sys
from _socket import MSG_DONTWAIT, SO_RCVTIMEO, SO_SNDTIMEO, SOCK_STREAM, SOL_SOCKET
from collections.abc import Callable, Iterable
from errno import EAGAIN, EINVAL
from functools import partial
from itertools import starmap
from os import get_blocking, strerror
from select import POLLHUP, POLLIN, POLLOUT
from signal import SIG_DFL, SIG_IGN, SIGALRM, SIGCHLD, SIGIO, SIGPROF, SIGUSR1, SIGUSR2, SIGVTALRM
from time import monotonic
from typing import Final, TypeAlias, TypeVar

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Error, Result
from stdnet._core.ints import U64_MAX
from stdnet._sys.blocking_mode import is_momentary, without_waiting
from stdnet._sys.cvt import cvt, failed, reraise_foreign
from stdnet._sys.fd import HasFileno, duplicate
from stdnet._sys.options import TIMEVAL, Timeout
from stdnet._sys.ownership import Fd, Socket, adopt_socket, uninterrupted
from stdnet._sys.sock import from_fd, poll_until, wait_to_accept
from stdnet.result._containers import Err, Ok

_S = TypeVar("_S", bound=Socket | Fd)
_Name: TypeAlias = tuple[object, ...] | str | Buffer
"""An address in CPython's form."""


def set_timeout(sock: Socket, option: Timeout, dur: Duration | None) -> Result[None]:
    """Sets SO_RCVTIMEO or SO_SNDTIMEO, and makes the socket a `TimedSocket`."""
    done = option.set(sock, dur)
    if dur is not None and isinstance(done, Ok):
        make_timed(sock)
    return done


def make_timed(sock: _S) -> _S:
    """Turns a `Socket` into a `TimedSocket`, in place, and returns it.

    Clones, and descriptors that are taken over by their number, are always made timed: another
    descriptor of the same socket may set a time-out.

    A socket of another class stays what it is: a listener that removes its file, or a borrowed one,
    which is timed already.
    """
    if type(sock) is Socket:
        sock.__class__ = TimedSocket
    return sock


def accept(listener: Socket) -> tuple[Socket, object]:
    """Calls `accept4`; returns the connection and the peer's address in CPython's form.

    Raises `OSError`.
    """
    for _ in range(_ATTEMPTS):
        try:
            return _accept_once(listener)
        except BlockingIOError as exc:
            if not is_momentary(listener) or _timeout(listener, SO_RCVTIMEO):
                raise
            reraise_foreign(exc)
    return _accept_once(listener)


_ATTEMPTS: Final = 100
"""How often `accept` is tried while others keep the listener in non-blocking mode for a moment."""


def accept_until(listener: Socket | Fd, end: float) -> Result[tuple[Socket, object]]:
    """Accepts a connection that comes before the monotonic clock reaches `end`.

    Errors: `TimedOut` if none comes; those of `accept`.
    """
    while True:
        ready = wait_to_accept(listener, end)
        if isinstance(ready, Err):
            return ready
        try:
            if isinstance(listener, Fd):
                return Ok(listener.accept())  # Raises.
            return Ok(without_waiting(listener, _accept_once))
        except BlockingIOError as exc:
            reraise_foreign(exc)
            # Another thread or process has taken the connection. Or `stop` has ended a Unix
            # listener, which the kernel only reports to calls that wait.
            if ready.unwrap() & POLLHUP:
                return Err(Error.from_raw_os_error(EINVAL))
        except OSError as exc:
            return failed(exc)


if sys.platform == "linux":

    def _accept_once(listener: Socket) -> tuple[Socket, object]:
        """Calls `accept4`.

        The kernel gives the connection the listener's time-outs, so it is timed if the listener is.
        """
        # `uninterrupted`, `undo_default_timeout` and `make_timed`, without the Python calls.
        ((fd, name),) = starmap(listener.accept, [()])
        sock = adopt_socket(fd)
        if sock.gettimeout() is not None:
            sock.setblocking(True)
        if isinstance(listener, TimedSocket):
            sock.__class__ = TimedSocket
        return sock, name

else:

    def _accept_once(listener: Socket) -> tuple[Socket, object]:
        """Calls `accept`.

        Here a connection is given the listener's mode, too, and `getsockname`, which CPython would
        ask for the family, fails for one that was reset. A connection that Linux accepts is in
        blocking mode, and so it is here.
        """
        ((fd, name),) = starmap(listener.accept, [()])
        sock = Socket(listener.family, SOCK_STREAM, 0, fd)
        sock.setblocking(True)
        if isinstance(listener, TimedSocket):
            sock.__class__ = TimedSocket
        return sock, name


def clone(sock: Socket | Fd) -> Result[Socket | Fd]:
    """Duplicates the descriptor; both sockets are timed, as a time-out of one holds for both."""
    twin = duplicate(sock)
    if isinstance(twin, Err):
        return twin
    make_timed(sock)
    # On macOS, `getsockname` fails for a connection that was reset, so the family has to be given.
    adopt = adopt_socket if isinstance(sock, Fd) else partial(Socket, sock.family, SOCK_STREAM, 0)
    return Ok(make_timed(from_fd(twin.unwrap(), adopt)))


class TimedSocket(Socket):
    """A socket whose calls keep its time-outs."""

    __slots__ = ()

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """Calls `recv`."""
        # CPython makes no system call for an empty buffer: see `recvmsg_into`.
        if not handles_no_repeating_signal() and memoryview(buffer).nbytes:
            flags = _wait(self, _READ, flags)
        return _recv_into(self, buffer, nbytes, flags)

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, object]:
        """Calls `recvfrom`."""
        if not handles_no_repeating_signal():
            flags = _wait(self, _READ, flags)
        return Socket.recvfrom_into(self, buffer, nbytes, flags)

    def recvmsg_into(
        self, buffers: Iterable[Buffer], ancbufsize: int = 0, flags: int = 0, /
    ) -> tuple[int, list[tuple[int, int, bytes]], int, object]:
        """Calls `recvmsg`."""
        bufs = [*buffers]
        # For empty buffers TCP returns 0 after the time-out, so only the kernel can wait.
        if not handles_no_repeating_signal() and any(memoryview(buf).nbytes for buf in bufs):
            flags = _wait(self, _READ, flags)
        return uninterrupted(_recvmsg_into, self, bufs, ancbufsize, flags)

    def accept(self) -> tuple[int, object]:
        """Calls `accept4`."""
        if not handles_no_repeating_signal():
            _wait_or_raise(self, _READ)
        return uninterrupted(_accept, self)

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """Calls `send`."""
        if not handles_no_repeating_signal():
            flags = _wait_to_send(self, [data], flags)
        return _send(self, data, flags)

    def sendmsg(
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, Buffer]] = (),
        flags: int = 0,
        address: _Name | None = None,
        /,
    ) -> int:
        """Calls `sendmsg`."""
        if not handles_no_repeating_signal():
            buffers = [*buffers]
            flags = _wait_to_send(self, buffers, flags)
        return Socket.sendmsg(self, buffers, ancdata, flags, address)

    def sendto(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # always with flags
        self, data: Buffer, flags: int, address: _Name, /
    ) -> int:
        """Calls `sendto`."""
        if not handles_no_repeating_signal():
            flags = _wait_to_send(self, [data], flags)
        return _sendto(self, data, flags, address)


_recv_into: Final = Socket.recv_into
_recvmsg_into: Final = Socket.recvmsg_into
_send: Final = Socket.send
_accept: Final[Callable[[Socket], tuple[int, object]]] = Socket.accept
_sendto: Final[Callable[[Socket, Buffer, int, _Name], int]] = Socket.sendto
_READ: Final = POLLIN, SO_RCVTIMEO
_WRITE: Final = POLLOUT, SO_SNDTIMEO


_REPEATING: Final = [SIGALRM, SIGVTALRM, SIGPROF, SIGCHLD, SIGIO, SIGUSR1, SIGUSR2]
"""The signals that typically repeat.

One that comes once, as SIGTERM does, at most doubles a time-out. To look at the handlers of all
signals would cost as much as the call.
"""

# `signal.getsignal` calls this and makes an enum of the result. Type checkers do not know the
# module.
_getsignal: Final[Callable[[int], object]] = vars(sys.modules["_signal"])["getsignal"]

_NO_HANDLER: Final = (SIG_DFL, SIG_IGN)
_DEFAULT: Final = SIG_DFL.value


def handles_no_repeating_signal() -> bool:
    """Returns True if the program handles none of the signals that typically repeat."""
    # Unrolled, and by identity, as this precedes each call and a loop takes twice as long. SIG_IGN
    # interrupts nothing either, but only the loop checks for it. None is a handler in C.
    return (
        _getsignal(SIGALRM) is _DEFAULT
        and _getsignal(SIGVTALRM) is _DEFAULT
        and _getsignal(SIGPROF) is _DEFAULT
        and _getsignal(SIGCHLD) is _DEFAULT
        and _getsignal(SIGIO) is _DEFAULT
        and _getsignal(SIGUSR1) is _DEFAULT
        and _getsignal(SIGUSR2) is _DEFAULT
    ) or all(map(_NO_HANDLER.__contains__, map(_getsignal, _REPEATING)))


def wait_to_read(owner: HasFileno) -> None:
    """Waits by the clock for something to read, before a call that `TimedSocket` does not wrap."""
    if isinstance(owner, TimedSocket) and not handles_no_repeating_signal():
        _wait_or_raise(owner, _READ)


def wait_to_write(owner: HasFileno) -> None:
    """Waits by the clock for room to write."""
    if isinstance(owner, TimedSocket) and not handles_no_repeating_signal():
        _wait_or_raise(owner, _WRITE)


def limits_writes(owner: HasFileno) -> bool:
    """Returns True for a socket that has a write time-out."""
    return isinstance(owner, Socket) and cvt(_timeout, owner, SO_SNDTIMEO).unwrap_or(0) > 0


def _wait(sock: Socket, direction: tuple[int, int], flags: int) -> int:
    """Waits until the socket is ready; returns the flags of the call that follows.

    MSG_DONTWAIT is one of them if the time-out has expired. So the kernel says how the call ends:
    not always by EAGAIN, as it may look at an address or a length before it looks for room.

    Returns at once if the call would not wait, or has no time-out. If another thread takes what has
    come, the call that follows waits by the kernel's clock: at most twice as long.
    """
    events, option = direction
    end = None if flags & MSG_DONTWAIT else _end(sock, option)
    if end is not None and not poll_until(sock, events, end):
        return flags | MSG_DONTWAIT
    return flags


def _wait_to_send(sock: Socket, buffers: Iterable[Buffer], flags: int) -> int:
    """Waits as `_wait` does, but raises EAGAIN for a full stream; for no bytes it does not wait."""
    if sock.type != SOCK_STREAM:
        return _wait(sock, _WRITE, flags)
    # A stream that is nearly full would take some bytes, and `write_all` would wait once more.
    if any(memoryview(buffer).nbytes for buffer in buffers):
        _wait_or_raise(sock, _WRITE, flags)
    return flags


def _wait_or_raise(sock: Socket, direction: tuple[int, int], flags: int = 0) -> None:
    """Waits as `_wait` does, but raises `OSError` with EAGAIN if the time-out expires."""
    if _wait(sock, direction, flags) != flags:
        raise BlockingIOError(EAGAIN, strerror(EAGAIN))


def _end(sock: Socket, option: int) -> float | None:
    """Returns the monotonic time at which a wait that begins now ends; None if it has no end."""
    if not get_blocking(sock.fileno()):
        return None
    # Read each time, as another descriptor of the same socket may have set it.
    limit = _timeout(sock, option)
    return monotonic() + limit if limit else None


def _timeout(sock: Socket, option: int) -> float:
    """Returns the time-out in seconds, or 0 if there is none."""
    seconds, micros = TIMEVAL.unpack(sock.getsockopt(SOL_SOCKET, option, TIMEVAL.size))
    # See `Timeout.get`.
    return float((seconds & U64_MAX) + micros / 1e6)
