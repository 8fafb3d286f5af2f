"""The owners of descriptors: `Socket` and `Fd`. None is lost when a signal handler raises.

CPython runs signal handlers between bytecodes: after a call of a C function, when a Python function
begins, and when a loop goes round. A handler may raise, as the one for Ctrl-C does, and the program
may catch that and go on. What a C function has just returned is then dropped. If it was the number
of a descriptor, nothing would close it: `fd = os.dup(0)` leaks it. Four rules prevent this, and
they are kept here, so that all other modules read like plain Python:

1. C code makes the owners: `adopt_socket(number)`, `adopt_fd(number)`. No handler runs in between.
2. C code closes them. An exception that a handler raised in a `__del__` written in Python, such as
   a Ctrl-C, would be lost: CPython prints it and goes on.
3. `uninterrupted(function, …)` calls a C function and returns its result before any handler runs.
4. `hand_over(…)` changes the owner of a descriptor: C code makes the new owner and then detaches
   the descriptor from the old one, before any handler runs. So no handler finds it with two owners,
   which would close it twice, or with none.

So `adopt_fd(uninterrupted(os.dup, 0))` leaks nothing.

With the global interpreter lock, `close()` drops the owner, and the last reference to it closes the
descriptor: at once, or when the last call that uses it returns. In a free-threaded build the last
reference may be dropped later: CPython queues what another thread drops for the thread that made
the owner, and that one may wait in `accept`. PyPy counts no references. On both, `close()` also
calls `close_now`.
"""

from __future__ import annotations

import _socket
import errno
import os
import sys
from _thread import RLock
from collections.abc import Callable
from contextlib import suppress
from fcntl import F_DUPFD_CLOEXEC, fcntl
from functools import partial
from itertools import chain, starmap
from typing import TYPE_CHECKING, Final, Never, ParamSpec, TypeVar, TypeVarTuple, final

if sys.platform == "linux":
    from stdnet._sys.pristine_select import epoll as _adopter
else:
    from stdnet._sys.pristine_select import kqueue as _adopter

from stdnet._sys.constants import SOCK_NONBLOCK

if sys.platform == "darwin":
    from stdnet._sys.constants import SO_NOSIGPIPE

FREE_THREADED: Final = "t" in sys.abiflags
"""True in a build of CPython without the global interpreter lock, even if the lock is enabled."""

PYPY: Final = sys.implementation.name == "pypy"

DROPS_LATE: Final = FREE_THREADED or PYPY
"""True where the end of the last reference may not close a descriptor at once."""

_P = ParamSpec("_P")
_T = TypeVar("_T")
_S = TypeVar("_S", bound="Socket")
_Ts = TypeVarTuple("_Ts")


class Socket(_socket.socket):
    """A socket's descriptor, closed silently when its last reference goes away.

    `socket.socket` would warn instead. CPython's own time-out is unused, as it polls before each
    call: the mode of the descriptor and SO_RCVTIMEO decide how long a call waits.
    """

    __slots__ = ("__weakref__",)

    if TYPE_CHECKING:

        def accept(self) -> tuple[int, object]:
            """Calls `accept4` with SOCK_CLOEXEC; returns a descriptor and the peer's address."""
            ...

        def __del__(self) -> None: ...
    else:
        accept = _socket.socket._accept
        __del__ = _socket.socket.close


@final
class Fd(partial[object]):
    """A descriptor of any kind, closed silently when its last reference goes away.

    An `Fd` is `partial(epoll.fromfd, number)`, a call that closes the descriptor: see `adopt_fd`.
    Its `__del__` is `partial.__call__`, so that C code makes this call.

    In the place of a `Socket` it stands for a descriptor that is not a socket, or not open, or for
    none: the methods of sockets raise ENOTSOCK or EBADF.
    """

    __slots__ = ()

    def fileno(self) -> int:
        """Returns the descriptor, or -1."""
        return self.args[0] if self.args else -1

    def detach(self) -> int:
        """Detaches the descriptor and returns it, or -1; this owns nothing from then on."""
        number = self.fileno()
        self.detacher()()
        return number

    def detacher(self) -> Callable[[], object]:
        """Returns a C function that detaches the descriptor."""
        return partial(self.__setstate__, _OWNS_NOTHING)

    def setblocking(self, blocking: bool) -> None:
        """Sets or clears O_NONBLOCK, which every descriptor has."""
        os.set_blocking(self.fileno(), blocking)

    def __getattr__(self, name: str) -> Callable[..., Never]:
        def fail(*_: object) -> Never:
            os.get_inheritable(self.fileno())  # Raises EBADF if the descriptor is not open.
            raise OSError(errno.ENOTSOCK, os.strerror(errno.ENOTSOCK))

        return fail

    if TYPE_CHECKING:

        def __del__(self) -> None: ...
    elif PYPY:

        def __del__(self):
            with suppress(OSError):  # The program may have closed it by its number.
                os.close(self.detach())
    else:
        __del__ = partial.__call__


_OWNS_NOTHING: Final = (int, (), dict[str, object](), None)
"""The state of the `partial` that calls `int()`, which does nothing."""


def no_fd() -> Fd:
    """Returns an `Fd` that owns nothing."""
    return Fd(int)


adopt_fd: Final = partial(Fd, _adopter.fromfd)
"""Returns the owner of a descriptor of any kind.

`epoll.fromfd(number)`, or `kqueue.fromfd` where there is no epoll, adopts any descriptor, and
closes it when its result is deallocated, which is at once. `os.close` would raise if the program
has closed the descriptor by its number.
"""

adopt_socket: Final = partial(Socket, -1, _socket.SOCK_STREAM, 0)
"""Returns the owner of a socket's descriptor. Raises `OSError` if it is not a socket.

CPython asks `getsockname` for its family.
"""


def _open_vacant() -> int:
    """Opens a descriptor for which every call returns EBADF, as if it was closed: see `open(2)`."""
    if sys.platform == "linux":
        path = os.open("/", os.O_PATH)
    else:
        path = os.open("/", os.O_RDONLY)  # Calls for sockets return ENOTSOCK for this one.
    try:
        return fcntl(path, F_DUPFD_CLOEXEC, 3)  # Not in the place of a closed standard stream.
    finally:
        os.close(path)


_VACANT: Final = _open_vacant() if FREE_THREADED else -1


def vacate(number: int) -> None:
    """Closes the open file now, and keeps its number taken for as long as the owner lives.

    So a call that another thread is about to make returns EBADF, and reaches no other file. A call
    that is under way goes on: the kernel closes the open file when it returns.
    """
    try:
        os.dup2(_VACANT, number, inheritable=False)
    except OSError as exc:
        if exc.errno != errno.EBADF:  # The number is above the limit, so nothing is open there.
            raise


def close_now(owner: Socket | Fd) -> None:
    """Closes the descriptor, whatever references to its owner are left."""
    number = owner.fileno()
    if number >= 0:
        # PyPy may let owners live until no number is left, so there the number is free at once.
        owner.__del__() if PYPY else vacate(number)


def one_at_a_time(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Returns a function that only one thread at a time runs. A signal handler may call it, too."""
    lock = RLock()
    os.register_at_fork(
        before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
    )

    def locked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with lock:
            return function(*args, **kwargs)

    return locked


def uninterrupted(function: Callable[[*_Ts], _T], *args: *_Ts) -> _T:
    """Calls a C function and returns its result before a signal handler can run."""
    # CPython looks for signals after the CALL bytecode. Here UNPACK_SEQUENCE makes the call.
    (result,) = starmap(function, [args])
    return result


def hand_over(
    number: int, detach: Callable[[], object], adopt: Callable[[int], Socket] = adopt_socket
) -> Socket:
    """Adopts a descriptor as a `Socket`, and then calls the C function that detaches its old owner.

    Raises `OSError` if it is not a socket; the old owner then keeps it.
    """
    ((sock, _),) = zip(map(adopt, [number]), starmap(detach, [()]), strict=True)
    return sock


def undo_default_timeout(sock: _S, blocking: bool = True) -> _S:
    """Restores the mode of a new `Socket` if `socket.setdefaulttimeout` has changed it."""
    limit = sock.gettimeout()
    if limit or (blocking and limit is not None):
        sock.setblocking(blocking)
    return sock


if sys.platform == "darwin":

    def set_up(sock: _S, blocking: bool = True) -> _S:
        """Calls `undo_default_timeout` for a new socket, and sets SO_NOSIGPIPE, as Rust does."""
        sock.setsockopt(_socket.SOL_SOCKET, SO_NOSIGPIPE, 1)
        return undo_default_timeout(sock, blocking)

else:
    set_up: Final = undo_default_timeout


def new_socket(family: int, kind: int) -> Socket:
    """Calls `socket`. With SOCK_NONBLOCK in the kind it is in non-blocking mode from the start.

    Raises `OSError`.
    """
    return set_up(Socket(family, kind), not kind & SOCK_NONBLOCK)


def pair(domain: int, ty: int, protocol: int = 0) -> list[Socket]:
    """Calls `socketpair`; both sockets have the default mode. Raises `OSError`."""
    made = chain.from_iterable(starmap(_socket.socketpair, [(domain, ty, protocol)]))
    # CPython's own sockets, which warn when they are dropped, do not outlive this unpacking.
    one, other = map(adopt_fd, map(_socket.socket.detach, made))
    return [hand_over(fd.fileno(), fd.detacher()) for fd in (one, other)]


def pipe(*flags: int) -> tuple[Fd, Fd]:
    """Calls `pipe2` with O_CLOEXEC, or with these flags; returns the ends to read and to write.

    Raises `OSError`.
    """
    if sys.platform == "linux" and flags:
        made = starmap(os.pipe2, [flags])
    else:
        made = starmap(os.pipe, [()])
    reader, writer = map(adopt_fd, chain.from_iterable(made))
    return reader, writer


def into_fd(owner: Socket | Fd) -> Fd:
    """Moves the descriptor into an `Fd`."""
    return owner if isinstance(owner, Fd) else adopt_fd(uninterrupted(owner.detach))
