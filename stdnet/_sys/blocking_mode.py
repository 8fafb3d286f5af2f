"""The mode of a socket, and calls that do not wait whatever the mode is.

`accept` has no flag for that, as `recv` has. A short SO_RCVTIMEO would be inherited by connections.
So the socket is put into non-blocking mode for the duration of one call, which is microseconds. But
clones, forked children and all others that have a descriptor of it share the mode. Calls of theirs
that wait already go on waiting. Those that begin meanwhile return EAGAIN, and are made again if
`is_momentary` says so. Two locks keep such changes apart: a mutex the threads of this process, and
the socket's record lock, see `fcntl(2)`, the processes.

Only Linux locks records of sockets. Elsewhere there is the mutex alone.

What remains: in those microseconds, a program without stdnet that shares the descriptor may see
EAGAIN; a change of the mode in another process may be undone; and a process that is killed leaves
the socket in non-blocking mode.
"""

import os
import sys
from _thread import RLock
from collections.abc import Callable
from errno import EBADF
from functools import partial
from time import sleep
from typing import TypeVar

from stdnet._sys.ownership import Fd, Socket

if sys.platform == "linux":
    from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, lockf

_T = TypeVar("_T")

_mutex = RLock()  # A signal handler may come here while its thread has it.
_PAUSE = 0.001


def _renew_mutex() -> None:
    """Makes a mutex for a forked child: no thread is left that would release the old one."""
    global _mutex  # noqa: PLW0603 - as said
    _mutex = RLock()


os.register_at_fork(after_in_child=_renew_mutex)


def get_blocking(sock: Socket | Fd) -> bool:
    """Returns False if O_NONBLOCK is set."""
    with _mutex:
        return os.get_blocking(sock.fileno())


def set_blocking(sock: Socket | Fd, blocking: bool) -> None:
    """Sets or clears O_NONBLOCK."""
    with _mutex:
        sock.setblocking(blocking)


def without_waiting(sock: Socket, call: Callable[[Socket], _T]) -> _T:
    """Calls the function with the socket in non-blocking mode, and then restores the mode.

    Raises `BlockingIOError` if the function would wait, or while another process does this.
    """
    return _exclusively(sock, partial(_without_waiting, sock, call))


def _without_waiting(sock: Socket, call: Callable[[Socket], _T]) -> _T:
    number = sock.fileno()
    blocking = os.get_blocking(number)
    # No signal handler can run between `try`, or `finally`, and the end of the C call after it.
    try:
        os.set_blocking(number, False)
        return call(sock)
    finally:
        os.set_blocking(number, blocking)


def is_momentary(sock: Socket) -> bool:
    """Returns True if the socket was non-blocking only for the duration of another one's call."""
    if sock.gettimeout() is not None:  # `set_blocking` has set the mode, through this very object.
        return False
    try:
        return _exclusively(sock, partial(os.get_blocking, sock.fileno()))
    except BlockingIOError:
        return True


def _exclusively(sock: Socket, call: Callable[[], _T]) -> _T:
    """Makes a call while no other thread or process does.

    Raises `BlockingIOError` while another process does.
    """
    number = sock.fileno()
    if number < 0:
        raise OSError(EBADF, os.strerror(EBADF))
    with _mutex:
        try:
            _lock_record(number)
            return call()
        finally:
            _unlock_record(number)


if sys.platform == "linux":

    def _lock_record(number: int) -> None:
        try:
            lockf(number, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            sleep(_PAUSE)
            raise

    def _unlock_record(number: int) -> None:
        lockf(number, LOCK_UN)

else:

    def _lock_record(number: int) -> None:
        """Does nothing."""

    def _unlock_record(number: int) -> None:
        """Does nothing."""
