"""Owned and borrowed descriptors. Rust's `std::os::fd`.

The public classes and protocols come first. After them come the functions that make an owner and
take it apart, which only stdnet itself uses.
"""

from __future__ import annotations

from typing import Final, Never, Protocol, Self, SupportsIndex, TypeAlias, TypeVar, cast, final

from stdnet._core.arguments import check_method, check_type, explained_if_missing, no_constructor
from stdnet._core.closing import Closing
from stdnet._core.error import Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32
from stdnet._sys.fd import duplicate, is_terminal
from stdnet._sys.ownership import (
    DROPS_LATE,
    Fd,
    Socket,
    adopt_fd,
    close_now,
    into_fd,
    no_fd,
    one_at_a_time,
)
from stdnet.result._containers import Err, Ok
from stdnet.result._public import publish

__all__ = ["AsFd", "AsRawFd", "BorrowedFd", "FromRawFd", "IntoRawFd", "OwnedFd", "RawFd"]

_Owner = TypeVar("_Owner", bound="Owner")

RawFd: TypeAlias = int
"""The number of a descriptor. Rust's `std::os::fd::RawFd`."""


class AsRawFd(Protocol):
    """An object that has a descriptor. Rust's trait `std::os::fd::AsRawFd`."""

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor, which this object goes on owning."""
        ...


class IntoRawFd(Protocol):
    """An object whose descriptor can be detached. Rust's trait `std::os::fd::IntoRawFd`."""

    def into_raw_fd(self) -> RawFd:
        """Detaches the descriptor and returns it. The caller has to close it."""
        ...


class FromRawFd(Protocol):
    """A class whose objects can own a given descriptor. Rust's trait `std::os::fd::FromRawFd`."""

    @classmethod
    def from_raw_fd(cls, fd: RawFd, /) -> Self:
        """Creates an object that owns the descriptor."""
        ...


class AsFd(Protocol):
    """An object whose descriptor can be borrowed. Rust's trait `std::os::fd::AsFd`."""

    def as_fd(self) -> BorrowedFd:
        """Borrows the descriptor."""
        ...


@final
class BorrowedFd:
    """A descriptor that another object owns. Rust's `std::os::fd::BorrowedFd`.

    In Rust the owner cannot close it meanwhile. Here the descriptor stays open for as long as the
    `BorrowedFd` lives, even if the owner is closed, unless it is detached, as by `into_raw_fd`. In
    a free-threaded build of Python, and in PyPy, it ends with its owner's `close()`.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> borrowed = listener.as_fd()
    >>> borrowed.as_raw_fd() == listener.as_raw_fd()
    True
    """

    __slots__ = ("_fd", "_owner")

    _fd: int
    _owner: object

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("BorrowedFd", _no_constructor)

    @staticmethod
    def borrow_raw(fd: RawFd) -> BorrowedFd:
        """Borrows a descriptor by its number. The caller has to keep it open meanwhile.

        A negative number raises `ValueError`.

        Rust's `BorrowedFd::borrow_raw`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(0)
        BorrowedFd { fd: 0 }
        """
        return borrow_fd(_not_negative(fd), None)

    def as_raw_fd(self) -> RawFd:
        """Returns the number of the descriptor. Rust's `AsRawFd::as_raw_fd`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).as_raw_fd()
        2
        """
        return self._fd

    def fileno(self) -> int:
        """Returns the number of the descriptor, for `select` and other users of `fileno()`.

        An addition to Rust's API.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).fileno()
        2
        """
        return self._fd

    def as_fd(self) -> BorrowedFd:
        """Returns this object itself. Rust's `AsFd::as_fd`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).as_fd()
        BorrowedFd { fd: 2 }
        """
        return self

    def try_clone_to_owned(self) -> Result[OwnedFd]:
        """Creates a new descriptor of the same open file, and returns its owner.

        Child programs do not inherit it.

        Errors: EBADF if the descriptor is not open; EMFILE if the process has too many open
        descriptors.

        Rust's `BorrowedFd::try_clone_to_owned`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> owned = listener.as_fd().try_clone_to_owned().unwrap()
        >>> owned.as_raw_fd() == listener.as_raw_fd()
        False
        """
        twin = duplicate(self)
        return twin if isinstance(twin, Err) else Ok(from_inner(OwnedFd, twin.unwrap()))

    def is_terminal(self) -> bool:
        """Returns True if the descriptor is that of a terminal. Rust's `IsTerminal::is_terminal`.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().as_fd().is_terminal()
        False
        """
        return is_terminal(self)

    def __repr__(self) -> str:
        return debug_struct("BorrowedFd", fd=self._fd)


class Owner(Closing):
    """An object that owns a descriptor: the base class of `OwnedFd` and of all sockets.

    The `Fd` or the `Socket` inside closes the descriptor when its last reference goes away. A call
    that uses the descriptor holds such a reference. So if another thread closes this object during
    a call, the descriptor stays open until the call returns, and no call ever reaches another file
    that has got the same number.
    """

    __slots__ = ("__weakref__", "_sock")

    _sock: Socket

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor(type(self).__name__, _no_constructor)

    def __reduce__(self) -> Never:
        raise TypeError(f"a {type(self).__name__} is not copied or pickled: see try_clone()")

    def close(self) -> None:
        """Closes the descriptor. Every later call returns EBADF.

        If another thread is in a call, or a `BorrowedFd` is left, these go on, and the descriptor
        is closed after the last of them. In a free-threaded build of Python, and in PyPy, only
        calls go on. In a forked child there is no such thread, and its call never ends: write
        `os.close(listener.into_raw_fd())` there.

        An addition to Rust's API. In Rust, `drop` closes the descriptor.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.close()
        >>> listener.local_addr().unwrap_err().raw_os_error()
        9
        """
        inner = into_inner(self)
        if DROPS_LATE:
            self._close_now(inner)

    def _close_now(self, inner: Socket | Fd) -> None:
        """Closes what was inside, where dropping it may not: see `stdnet._sys.ownership`."""
        close_now(inner)

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor, which this object goes on owning, or -1 if it is closed.

        Rust's `AsRawFd::as_raw_fd`.

        >>> from stdnet import TcpListener
        >>> with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        ...     listener.as_raw_fd() > 2
        True
        >>> listener.as_raw_fd()
        -1
        """
        return self._sock.fileno()

    def fileno(self) -> int:
        """Returns what `as_raw_fd` does, for `select`, `selectors` and `asyncio`.

        An addition to Rust's API.

        >>> from select import select
        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> select([listener], [], [], 0)
        ([], [], [])
        """
        return self._sock.fileno()

    def as_fd(self) -> BorrowedFd:
        """Borrows the descriptor. Rust's `AsFd::as_fd`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.as_fd().as_raw_fd() == listener.as_raw_fd()
        True
        """
        inner = self._sock
        return borrow_fd(inner.fileno(), inner)

    def into_raw_fd(self) -> RawFd:
        """Detaches the descriptor and returns it. The caller has to close it.

        Every later call on this object returns EBADF. The result is -1 if this object is closed.

        Rust's `IntoRawFd::into_raw_fd`.

        >>> from stdnet import TcpListener
        >>> fd = TcpListener.bind("127.0.0.1:0").unwrap().into_raw_fd()
        >>> TcpListener.from_raw_fd(fd).as_raw_fd() == fd
        True
        """
        return into_inner(self).detach()

    def __repr__(self) -> str:
        return debug_struct(type(self).__name__, fd=self.as_raw_fd())


class UntypedOwner(Owner):
    """An owner whose class does not say what it owns: an `OwnedFd`, or a `socket2.Socket`.

    Every socket type has a `from_` that takes one.
    """

    __slots__ = ()


@final
class OwnedFd(UntypedOwner):
    """A descriptor of any kind, which is closed when the last reference to this object goes away.

    Rust's `std::os::fd::OwnedFd`.

    >>> from stdnet import TcpListener
    >>> from stdnet.os.fd import OwnedFd
    >>> owned = OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap())
    >>> TcpListener.from_owned_fd(owned).local_addr().unwrap().ip()
    127.0.0.1
    """

    __slots__ = ()

    @classmethod
    def from_raw_fd(cls, fd: RawFd, /) -> Self:
        """Creates an object that owns the given descriptor.

        A negative number raises `ValueError`.

        Rust's `FromRawFd::from_raw_fd`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> fd = TcpListener.bind("127.0.0.1:0").unwrap().into_raw_fd()
        >>> OwnedFd.from_raw_fd(fd).as_raw_fd() == fd
        True
        """
        return from_inner(cls, fd_from_raw(fd))

    @staticmethod
    def from_(owner: IntoRawFd) -> OwnedFd:
        """Moves the descriptor out of any object that has `into_raw_fd()`. Rust's `OwnedFd::from`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> fd = listener.as_raw_fd()
        >>> OwnedFd.from_(listener).as_raw_fd() == fd, listener.as_raw_fd()
        (True, -1)
        """
        if isinstance(owner, Owner):
            return from_inner(OwnedFd, into_fd(into_inner(owner)))
        check_method(owner, "into_raw_fd", "owner")
        fd = i32(owner.into_raw_fd())
        return from_inner(OwnedFd, adopt_fd(fd) if fd >= 0 else no_fd())

    def try_clone(self) -> Result[OwnedFd]:
        """Creates a new descriptor of the same open file, and returns its owner.

        Child programs do not inherit it.

        Errors: EBADF if this object is closed; EMFILE if the process has too many open
        descriptors.

        Rust's `OwnedFd::try_clone`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> owned = OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap())
        >>> owned.try_clone().unwrap().as_raw_fd() == owned.as_raw_fd()
        False
        """
        twin = duplicate(self._sock)
        return twin if isinstance(twin, Err) else Ok(from_inner(OwnedFd, twin.unwrap()))

    def is_terminal(self) -> bool:
        """Returns True if the descriptor is that of a terminal. Rust's `IsTerminal::is_terminal`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap()).is_terminal()
        False
        """
        return is_terminal(self._sock)


# For stdnet itself, as in Rust, where the traits `FromInner` and `IntoInner` of `std::sys` are
# private: what is inside an owner is the `Socket` or the `Fd` that closes the descriptor.


def from_inner(kind: type[_Owner], inner: Socket | Fd) -> _Owner:
    """Makes an owner of the class. Rust's `FromInner::from_inner`."""
    owner = object.__new__(kind)
    # An `Fd` does what every owner needs. The methods of a socket raise ENOTSOCK or EBADF.
    owner._sock = inner  # type: ignore[assignment]  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    return owner


def try_from_inner(kind: type[_Owner], inner: Result[Socket]) -> Result[_Owner]:
    """Makes an owner of the class, or returns the `Err`.

    `inner.map(…)` would take three times as long.
    """
    return Ok(from_inner(kind, inner.unwrap())) if isinstance(inner, Ok) else inner


def try_pair_from_inner(
    kind: type[_Owner], pair: Result[list[Socket]]
) -> Result[tuple[_Owner, _Owner]]:
    """Makes two owners of the class, or returns the `Err`."""
    if isinstance(pair, Err):
        return pair
    one, other = pair.unwrap()
    return Ok((from_inner(kind, one), from_inner(kind, other)))


def into_inner(owner: Owner) -> Socket | Fd:
    """Takes an owner apart, which owns nothing from then on. Rust's `IntoInner::into_inner`."""
    inner = owner._sock  # pyright: ignore[reportPrivateUsage]
    owner._sock = _NOTHING  # pyright: ignore[reportPrivateUsage]
    return inner


if DROPS_LATE:
    # Of two threads that take the same owner apart, one gets the descriptor.
    into_inner = one_at_a_time(into_inner)


_NOTHING: Final = cast("Socket", no_fd())
"""The content of every owner that is closed. It is shared, and never gets a descriptor."""


def fd_from_raw(fd: RawFd) -> Fd:
    """Adopts a descriptor that a caller of stdnet has given by its number."""
    return adopt_fd(_not_negative(fd))


def _not_negative(fd: RawFd) -> RawFd:
    check_type(fd, SupportsIndex, "the descriptor", "a number")
    if i32(fd) < 0:
        raise ValueError(f"a descriptor is not negative: {fd}")
    return fd


def borrow_fd(fd: int, owner: object) -> BorrowedFd:
    """Makes a `BorrowedFd`, which keeps the descriptor open by its reference to the owner."""
    borrowed = object.__new__(BorrowedFd)
    borrowed._fd = fd  # pyright: ignore[reportPrivateUsage]
    borrowed._owner = owner  # pyright: ignore[reportPrivateUsage]
    return borrowed


# Not by `stdnet.os.fd`, as few programs that have such objects import that.
publish("stdnet.os.fd", (AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd))
