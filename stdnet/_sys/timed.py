"""Sockets with time-outs that hold, however many signals come.

The kernel's time-out begins anew whenever CPython goes on with a call that a signal interrupted.
So while the program has a signal handler, a socket on which a time-out was set asks without
waiting first, and if it has to wait it does so by the clock. Else a call is one system call, as
for other sockets.
"""

import signal
from _socket import MSG_DONTWAIT, SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET
from collections.abc import Callable, Iterable
from itertools import starmap
from math import inf
from os import get_blocking
from select import POLLIN, POLLOUT
from struct import Struct
from sys import modules
from time import monotonic
from typing import Final, TypeAlias, TypeVar, TypeVarTuple, final

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._sys.fd import Fd
from stdnet._sys.options import Timeout
from stdnet._sys.sock import Socket, ready
from stdnet.result import Ok

_T = TypeVar("_T")
_Args = TypeVarTuple("_Args")

_TIMEVAL: Final = Struct("@ll")

_Name: TypeAlias = tuple[object, ...] | str | Buffer


def set_timeout(sock: Socket, option: Timeout, dur: Duration | None) -> Result[None]:
    """Sets a time-out, and sees to it that it holds."""
    done = option.set(sock, dur)
    if dur is not None and isinstance(done, Ok):
        heed(sock)
    return done


def heed(sock: Socket) -> Socket:
    """The same socket, which heeds its time-outs from now on."""
    sock.__class__ = TimedSocket
    return sock


def like(other: Socket | Fd, sock: Socket | Fd) -> Socket | Fd:
    """The second of two sockets; it heeds its time-outs if the first does."""
    return heed(sock) if isinstance(other, TimedSocket) and isinstance(sock, Socket) else sock


@final
class TimedSocket(Socket):
    """A socket that heeds its time-outs."""

    __slots__ = ()

    def recv_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> int:
        """C's `recv`."""
        if is_calm():
            return Socket.recv_into(self, buffer, nbytes, flags)
        return _in_time(_READ, Socket.recv_into, self, buffer, nbytes, flags | MSG_DONTWAIT)

    def recvfrom_into(self, buffer: Buffer, nbytes: int = 0, flags: int = 0) -> tuple[int, object]:
        """C's `recvfrom`."""
        if is_calm():
            return Socket.recvfrom_into(self, buffer, nbytes, flags)
        return _in_time(_READ, Socket.recvfrom_into, self, buffer, nbytes, flags | MSG_DONTWAIT)

    def recvmsg_into(
        self, buffers: Iterable[Buffer], ancbufsize: int = 0, flags: int = 0, /
    ) -> tuple[int, list[tuple[int, int, bytes]], int, object]:
        """C's `recvmsg`."""
        return _in_time(_READ, Socket.recvmsg_into, self, buffers, ancbufsize, flags | MSG_DONTWAIT)

    def send(self, data: Buffer, flags: int = 0, /) -> int:
        """C's `send`, of what there is room for."""
        if is_calm():
            return Socket.send(self, data, flags)
        return _in_time(_WRITE, Socket.send, self, data, flags | MSG_DONTWAIT)

    def sendmsg(
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, Buffer]] = (),
        flags: int = 0,
        address: _Name | None = None,
        /,
    ) -> int:
        """C's `sendmsg`, of what there is room for."""
        return _in_time(
            _WRITE, Socket.sendmsg, self, buffers, ancdata, flags | MSG_DONTWAIT, address
        )

    def sendto(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # always with flags
        self, data: Buffer, flags: int, address: _Name, /
    ) -> int:
        """C's `sendto`."""
        if is_calm():
            return _sendto(self, data, flags, address)
        return _in_time(_WRITE, _sendto, self, data, flags | MSG_DONTWAIT, address)


_sendto: Final[Callable[[Socket, Buffer, int, _Name], int]] = Socket.sendto
_READ: Final = POLLIN, SO_RCVTIMEO
_WRITE: Final = POLLOUT, SO_SNDTIMEO


_HANDLED: Final = [
    *map(int, (signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM)),
    *map(int, (signal.SIGTERM, signal.SIGCHLD, signal.SIGVTALRM, signal.SIGPROF, signal.SIGIO)),
]
"""Signals that programs handle. To ask for each that there is would cost as much as a call."""

# Below `signal.getsignal`: it makes no enumeration of the answer, and no checker knows its module.
_getsignal: Final[Callable[[int], object]] = vars(modules["_signal"])["getsignal"]

_HARMLESS: Final = {signal.SIG_DFL, signal.SIG_IGN, signal.default_int_handler}
_CALM: Final = [
    handler if handler in _HARMLESS else signal.SIG_DFL for handler in map(_getsignal, _HANDLED)
]


def is_calm() -> bool:
    """Whether no signal interrupts a call that goes on then, as nobody has set a handler."""
    return [*map(_getsignal, _HANDLED)] == _CALM


def _in_time(
    way: tuple[int, int], call: Callable[[Socket, *_Args], _T], sock: Socket, *args: *_Args
) -> _T:
    """Makes a call that does not wait, until it finds the socket ready or its time is over."""
    end = None
    while True:
        try:
            # Unpacked, not called: no signal handler can raise before the answer has its owner. It
            # may hold descriptors.
            (answer,) = starmap(call, [(sock, *args)])
            return answer
        except BlockingIOError as exc:
            if not _is_from_system(exc):
                raise
            events, option = way
            if end is None:
                end = _end(sock, option)
            if not ready(sock, events, end):
                raise


def _is_from_system(exc: BlockingIOError) -> bool:
    """Whether it came straight out of C; else a signal handler raised it."""
    # No name for it in the frame where it was caught: each would keep the other alive.
    return exc.__traceback__ is not None and exc.__traceback__.tb_next is None


def _end(sock: Socket, option: int) -> float:
    """When the time-out is over that begins now."""
    if not get_blocking(sock.fileno()):
        return 0
    # Asked for each time, as another descriptor of the socket may have set it.
    seconds, micros = _TIMEVAL.unpack(sock.getsockopt(SOL_SOCKET, option, _TIMEVAL.size))
    return monotonic() + seconds + micros / 1e6 if seconds or micros else inf
