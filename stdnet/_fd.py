"""Rust's `std::os::fd`: descriptors that are owned, borrowed, or plain numbers."""

from functools import partial
from types import TracebackType
from typing import Final, Never, Protocol, Self, TypeAlias, TypeVar, cast, final

from stdnet._core.arguments import check_method
from stdnet._core.containers import ok
from stdnet._core.error import Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32
from stdnet._sys.fd import duplicate, is_terminal
from stdnet._sys.ownership import Fd, Socket, adopt_fd, into_fd, no_fd
from stdnet.result import Ok

__all__ = ["AsFd", "AsRawFd", "BorrowedFd", "FromRawFd", "IntoRawFd", "OwnedFd", "RawFd"]

_Owner = TypeVar("_Owner", bound="Owner")

RawFd: TypeAlias = int
"""A descriptor's number. Rust's `std::os::fd::RawFd`."""


class AsRawFd(Protocol):
    """Whatever has a descriptor. Rust's trait `std::os::fd::AsRawFd`."""

    def as_raw_fd(self) -> RawFd:
        """The descriptor's number, which stays owned by this object."""
        ...


class IntoRawFd(Protocol):
    """Whatever can give its descriptor away. Rust's trait `std::os::fd::IntoRawFd`."""

    def into_raw_fd(self) -> RawFd:
        """The descriptor's number, which the caller has to close."""
        ...


class FromRawFd(Protocol):
    """Whatever can take a descriptor over. Rust's trait `std::os::fd::FromRawFd`."""

    @classmethod
    def from_raw_fd(cls, fd: RawFd, /) -> Self:
        """The owner of the descriptor."""
        ...


class AsFd(Protocol):
    """Whatever can lend its descriptor. Rust's trait `std::os::fd::AsFd`."""

    def as_fd(self) -> "BorrowedFd":
        """The descriptor, borrowed."""
        ...


def _checked(fd: RawFd) -> RawFd:
    if i32(fd) < 0:
        raise ValueError(f"a descriptor is not negative: {fd}")
    return fd


@final
class BorrowedFd:
    """A descriptor that belongs to someone else. Rust's `std::os::fd::BorrowedFd`.

    Rust does not let the owner close it meanwhile. Here it stays open for as long as the borrow
    lives, even if the owner is closed, unless the owner gives it away.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> borrowed = listener.as_fd()
    >>> borrowed.as_raw_fd() == listener.as_raw_fd()
    True
    """

    __slots__ = ("_fd", "_lender")

    _fd: int
    _lender: object

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError("a BorrowedFd is made by as_fd() or borrow_raw(), as in Rust")

    @staticmethod
    def borrow_raw(fd: RawFd) -> "BorrowedFd":
        """Borrows a descriptor by its number, which the caller keeps open meanwhile.

        A negative number is a `ValueError`. Rust's `BorrowedFd::borrow_raw`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(0)
        BorrowedFd { fd: 0 }
        """
        return _lend(_checked(fd), None)

    def as_raw_fd(self) -> RawFd:
        """The descriptor's number. Rust's `AsRawFd`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).as_raw_fd()
        2
        """
        return self._fd

    def fileno(self) -> int:
        """`as_raw_fd` under the name that `select` and its like look for.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).fileno()
        2
        """
        return self._fd

    def as_fd(self) -> "BorrowedFd":
        """Itself. Rust's `AsFd`.

        >>> from stdnet.os.fd import BorrowedFd
        >>> BorrowedFd.borrow_raw(2).as_fd()
        BorrowedFd { fd: 2 }
        """
        return self

    def try_clone_to_owned(self) -> Result["OwnedFd"]:
        """Another descriptor of the same open file, owned. Rust's `try_clone_to_owned`.

        It is not inherited by child programs.

        Errors: EBADF for one that is not open, EMFILE if there are too many.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> owned = listener.as_fd().try_clone_to_owned().unwrap()
        >>> owned.as_raw_fd() == listener.as_raw_fd()
        False
        """
        return duplicate(self).map(partial(from_inner, OwnedFd))

    def is_terminal(self) -> bool:
        """Whether it is a terminal. Rust's `IsTerminal`.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().as_fd().is_terminal()
        False
        """
        return is_terminal(self)

    def __repr__(self) -> str:
        return debug_struct("BorrowedFd", fd=self._fd)


class Owner:
    """The owner of a descriptor: what `OwnedFd` and all socket types share.

    The descriptor is closed when the `Fd` or `Socket` that holds it goes away. Whoever works with
    the descriptor holds a reference to that meanwhile. So if another thread closes this object
    during a call, the number stays taken until the call has ended, and no call ever reaches a
    descriptor that has been reused.
    """

    __slots__ = ("__weakref__", "_sock")

    _sock: Socket

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError(f"a {type(self).__name__} is made by its static methods, as in Rust")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> Never:
        raise TypeError(f"a {type(self).__name__} is not copied or pickled: see try_clone()")

    def close(self) -> None:
        """Closes the descriptor now, where Rust's `drop` would. Every later call answers EBADF.

        A call of another thread that is under way goes on to its end, a `BorrowedFd` stays valid,
        and the descriptor is closed when these are done.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.close()
        >>> listener.local_addr().failure().raw_os_error()
        9
        """
        into_inner(self)

    def as_raw_fd(self) -> RawFd:
        """The descriptor's number, still owned by this object; -1 after its end.

        Rust's `AsRawFd`.

        >>> from stdnet import TcpListener
        >>> with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        ...     listener.as_raw_fd() > 2
        True
        >>> listener.as_raw_fd()
        -1
        """
        return self._sock.fileno()

    def fileno(self) -> int:
        """`as_raw_fd` under the name that `select`, `selectors` and `asyncio` look for.

        >>> from select import select
        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> select([listener], [], [], 0)
        ([], [], [])
        """
        return self._sock.fileno()

    def as_fd(self) -> BorrowedFd:
        """Lends the descriptor. Rust's `AsFd`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.as_fd().as_raw_fd() == listener.as_raw_fd()
        True
        """
        lender = self._sock
        return _lend(lender.fileno(), lender)

    def into_raw_fd(self) -> RawFd:
        """Gives the descriptor away: from now on the caller has to close it.

        Every later call answers EBADF. After this object's end it is -1. Rust's `IntoRawFd`.

        >>> from stdnet import TcpListener
        >>> fd = TcpListener.bind("127.0.0.1:0").unwrap().into_raw_fd()
        >>> TcpListener.from_raw_fd(fd).as_raw_fd() == fd
        True
        """
        return into_inner(self).detach()

    def __repr__(self) -> str:
        return debug_struct(type(self).__name__, fd=self.as_raw_fd())


# What Rust keeps to itself: constructors, and taking apart.


def _lend(fd: int, lender: object) -> BorrowedFd:
    borrowed = object.__new__(BorrowedFd)
    borrowed._fd = fd  # pyright: ignore[reportPrivateUsage]
    borrowed._lender = lender  # pyright: ignore[reportPrivateUsage]
    return borrowed


def from_inner(kind: type[_Owner], inner: Socket | Fd) -> _Owner:
    """Makes an owner of the class. For stdnet itself."""
    owner = object.__new__(kind)
    # An Fd has what every owner needs, and answers for what a socket would have besides.
    owner._sock = inner  # type: ignore[assignment]  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    return owner


def try_from_inner(kind: type[_Owner], made: Result[Socket]) -> Result[_Owner]:
    """Makes an owner of a socket, if there is one. For stdnet itself.

    `made.map(…)` would take three times as long.
    """
    return ok(from_inner(kind, made.unwrap())) if isinstance(made, Ok) else made


def into_inner(owner: Owner) -> Socket | Fd:
    """Takes from an owner what it owns. For stdnet itself."""
    inner = owner._sock  # pyright: ignore[reportPrivateUsage]
    owner._sock = _NOTHING  # pyright: ignore[reportPrivateUsage]
    return inner


_NOTHING: Final = cast("Socket", no_fd())
"""What an owner has after its end. Nobody puts a descriptor into it: see `from_fd`."""


def fd_from_raw(fd: RawFd) -> Fd:
    """Takes a descriptor over that comes in as a number. For stdnet itself."""
    return adopt_fd(_checked(fd))


@final
class OwnedFd(Owner):
    """A descriptor of any kind, closed when the last reference goes away.

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
        """Takes a descriptor over. A negative number is a `ValueError`. Rust's `FromRawFd`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> fd = TcpListener.bind("127.0.0.1:0").unwrap().into_raw_fd()
        >>> OwnedFd.from_raw_fd(fd).as_raw_fd() == fd
        True
        """
        return from_inner(cls, fd_from_raw(fd))

    @staticmethod
    def from_(owner: IntoRawFd) -> "OwnedFd":
        """Takes the descriptor of any object that can give it away. Rust's `OwnedFd::from`.

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

    def try_clone(self) -> Result["OwnedFd"]:
        """Another descriptor of the same open file. Rust's `OwnedFd::try_clone`.

        It is not inherited by child programs.

        Errors: EBADF after this object's end, EMFILE if there are too many.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> owned = OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap())
        >>> owned.try_clone().unwrap().as_raw_fd() == owned.as_raw_fd()
        False
        """
        return duplicate(self._sock).map(partial(from_inner, OwnedFd))

    def is_terminal(self) -> bool:
        """Whether it is a terminal. Rust's `IsTerminal`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap()).is_terminal()
        False
        """
        return is_terminal(self._sock)
