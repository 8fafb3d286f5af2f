"""Sockets with time-outs that hold, however many signals come.

The kernel's time-out begins anew whenever CPython goes on with a call that a signal interrupted.
So while the program handles a signal that may come again and again, a call on a socket with a
time-out waits by the clock until the socket is ready, and is made then. Else it is one system call,
as on other sockets.
"""

from _socket import MSG_DONTWAIT, SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET
from collections.abc import Callable, Iterable
from errno import EAGAIN
from itertools import starmap
from operator import call
from os import get_blocking, strerror
from select import POLLIN, POLLOUT
from signal import SIG_DFL, SIG_IGN, SIGALRM, SIGCHLD, SIGIO, SIGPROF, SIGUSR1, SIGUSR2, SIGVTALRM
from struct import Struct
from sys import modules
from time import monotonic
from typing import Final, TypeAlias, TypeVar
from weakref import ref

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._sys.fd import Fd, HasFileno
from stdnet._sys.options import Timeout
from stdnet._sys.sock import Socket, ready
from stdnet.result import Ok

_TIMEVAL: Final = Struct("@ll")

_S = TypeVar("_S", bound=Socket | Fd)
_Name: TypeAlias = tuple[object, ...] | str | Buffer


def set_timeout(sock: Socket, option: Timeout, dur: Duration | None) -> Result[None]:
    """Sets a time-out, and sees to it that it holds."""
    done = option.set(sock, dur)
    if dur is not None and isinstance(done, Ok):
        heed(sock)
    return done


def heed(sock: _S) -> _S:
    """The same socket, which heeds its time-outs from now on, and so do its clones.

    One that comes by its number does always, as somebody may have set them there.

    One with something else to do at its end stays what it is: a listener that removes its file, or
    a descriptor that belongs to somebody else.
    """
    if isinstance(sock, Socket):
        known = [*getattr(sock, "clones", ())]  # Of which some may end meanwhile.
        for each in [sock, *map(call, known)]:
            if type(each) is Socket:
                each.__class__ = TimedSocket
    return sock


def like(other: Socket | Fd, sock: _S) -> _S:
    """The second of two sockets; it heeds its time-outs if the first does."""
    return heed(sock) if isinstance(other, TimedSocket) else sock


def cloned(other: Socket | Fd, sock: Socket | Fd) -> Socket | Fd:
    """The clone of a socket; both heed their time-outs as soon as either is given one."""
    if isinstance(other, Socket) and isinstance(sock, Socket):
        if not hasattr(other, "clones"):
            _note(other, [])
        _note(sock, other.clones)
    return like(other, sock)


def _note(sock: Socket, clones: list[ref[Socket]]) -> None:
    """Notes a socket among its clones, for as long as it lives."""
    sock.clones = clones
    clones.append(ref(sock, clones.remove))


class TimedSocket(Socket):
    """A socket that heeds its time-outs."""

    __slots__ = ()

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """C's `recv`."""
        # Whoever reads nothing does not wait for it here: see `recvmsg_into`.
        if not is_calm() and memoryview(buffer).nbytes:
            _wait(self, _READ, flags)
        return _recv_into(self, buffer, nbytes, flags)

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, object]:
        """C's `recvfrom`."""
        if not is_calm():
            _wait(self, _READ, flags)
        return Socket.recvfrom_into(self, buffer, nbytes, flags)

    def recvmsg_into(
        self, buffers: Iterable[Buffer], ancbufsize: int = 0, flags: int = 0, /
    ) -> tuple[int, list[tuple[int, int, bytes]], int, object]:
        """C's `recvmsg`."""
        bufs = [*buffers]
        # At the end of the time-out TCP answers 0 to whoever reads nothing: only the kernel knows.
        if not is_calm() and any(memoryview(buf).nbytes for buf in bufs):
            _wait(self, _READ, flags)
        # Unpacked, not called: no signal handler can raise before the answer has its owner. It
        # may hold descriptors.
        (answer,) = starmap(Socket.recvmsg_into, [(self, bufs, ancbufsize, flags)])
        return answer

    def accept(self) -> tuple[int, object]:
        """C's `accept4`, which waits as for something to read."""
        if not is_calm():
            _wait(self, _READ, 0)
        (answer,) = starmap(_accept, [(self,)])
        return answer

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """C's `send`."""
        if not is_calm():
            _wait(self, _WRITE, flags)
        return _send(self, data, flags)

    def sendmsg(
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, Buffer]] = (),
        flags: int = 0,
        address: _Name | None = None,
        /,
    ) -> int:
        """C's `sendmsg`."""
        if not is_calm():
            _wait(self, _WRITE, flags)
        return Socket.sendmsg(self, buffers, ancdata, flags, address)

    def sendto(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # always with flags
        self, data: Buffer, flags: int, address: _Name, /
    ) -> int:
        """C's `sendto`."""
        if not is_calm():
            _wait(self, _WRITE, flags)
        return _sendto(self, data, flags, address)


_recv_into: Final = Socket.recv_into
_send: Final = Socket.send
_accept: Final[Callable[[Socket], tuple[int, object]]] = Socket.accept
_sendto: Final[Callable[[Socket, Buffer, int, _Name], int]] = Socket.sendto
_READ: Final = POLLIN, SO_RCVTIMEO
_WRITE: Final = POLLOUT, SO_SNDTIMEO


_REPEATED: Final = [SIGALRM, SIGVTALRM, SIGPROF, SIGCHLD, SIGIO, SIGUSR1, SIGUSR2]
"""Signals that come again and again. One that comes once, as SIGTERM does, makes a time-out twice
as long at the most; and to ask for each that there is would cost as much as a call."""

# Below `signal.getsignal`: it makes no enumeration of the answer, and no checker knows its module.
_getsignal: Final[Callable[[int], object]] = vars(modules["_signal"])["getsignal"]


_QUIET: Final = (SIG_DFL, SIG_IGN)


def is_calm() -> bool:
    """Whether no signal can keep interrupting a call, as the program handles none of them."""
    # One by one, as a loop would take twice as long, and this comes before each call. 0 is the
    # default; what is ignored interrupts nothing either, but takes another look. None is a handler
    # of C.
    return (
        _getsignal(SIGALRM) == 0
        and _getsignal(SIGVTALRM) == 0
        and _getsignal(SIGPROF) == 0
        and _getsignal(SIGCHLD) == 0
        and _getsignal(SIGIO) == 0
        and _getsignal(SIGUSR1) == 0
        and _getsignal(SIGUSR2) == 0
    ) or all(map(_QUIET.__contains__, map(_getsignal, _REPEATED)))


def wait_to_read(owner: HasFileno) -> None:
    """Waits by the clock for something to read, before calls that a `TimedSocket` does not know."""
    if isinstance(owner, TimedSocket) and not is_calm():
        _wait(owner, _READ, 0)


def wait_to_write(owner: HasFileno) -> None:
    """Waits by the clock for room to write."""
    if isinstance(owner, TimedSocket) and not is_calm():
        _wait(owner, _WRITE, 0)


def _wait(sock: Socket, way: tuple[int, int], flags: int) -> None:
    """Comes back when the socket is ready, or does not wait; raises EAGAIN when its time is over.

    Should another thread be quicker then, the call waits by the kernel's clock: twice as long at
    the most.
    """
    events, option = way
    end = None if flags & MSG_DONTWAIT else _end(sock, option)
    if end is not None and not ready(sock, events, end):
        raise BlockingIOError(EAGAIN, strerror(EAGAIN))


def _end(sock: Socket, option: int) -> float | None:
    """When the time-out is over that begins now, if there is one, and calls wait at all."""
    if not get_blocking(sock.fileno()):
        return None
    # Asked for each time, as another descriptor of the socket may have set it.
    seconds, micros = _TIMEVAL.unpack(sock.getsockopt(SOL_SOCKET, option, _TIMEVAL.size))
    return monotonic() + seconds + micros / 1e6 if seconds or micros else None
