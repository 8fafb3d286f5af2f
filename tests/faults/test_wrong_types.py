"""Promise 1: an argument of a wrong type raises `TypeError` or `ValueError`, and nothing else.

The tests find every public function and method, and call it once for each of its parameters and
each value in `WRONG` that the parameter's annotation excludes.
"""

import importlib
import inspect
import io as python_io
import typing
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from types import FunctionType, NoneType, UnionType
from typing import Any, Final, ForwardRef, NamedTuple, Never, SupportsIndex, TypeVar

import pytest

from stdnet import (
    Err,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    Shutdown,
    Stream,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
    to_socket_addrs,
)
from stdnet import SocketAddr as InetAddr
from stdnet._fd import BorrowedFd, OwnedFd, Owner
from stdnet._net.handle import Handle
from stdnet._sys.fd import HasFileno
from stdnet.io import (
    Buffer,
    BufRead,
    BufReader,
    BufWriter,
    Cursor,
    Error,
    ErrorKind,
    IntoInnerError,
    LineWriter,
    Read,
    ReadWrite,
    Seek,
    SeekFrom,
    WritableBuffer,
    Write,
    WriterPanicked,
    empty,
    from_file,
    pipe,
    repeat,
    sink,
    stderr,
    stdin,
    stdout,
)
from stdnet.mio import Events, Interest, Poll, Token, Waker
from stdnet.mio import event as mio_event
from stdnet.mio import net as mio
from stdnet.mio.unix import SourceFd
from stdnet.mio.unix.pipe import new as new_pipe
from stdnet.os.unix.net import (
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    MsgHdr,
    MsgHdrMut,
    Protocol,
    SockAddr,
    SockAddrStorage,
    Socket,
    SockFilter,
    SockRef,
    TcpKeepalive,
    Type,
)
from tests.support.scripted_io import Source

MODULES: Final = (
    *("stdnet", "stdnet.io", "stdnet.os.fd", "stdnet.os.unix.net", "stdnet.os.linux.net"),
    *("stdnet.socket2", "stdnet.mio", "stdnet.mio.event", "stdnet.mio.net", "stdnet.mio.unix"),
    "stdnet.mio.unix.pipe",
)

WRONG: Final = (object(), None, 3, "x", b"x", 1.5, [None], ["x"], ("x", None))

# These take any value.
EXEMPT: Final = {
    # The tests of `stdnet.result` call these.
    *("Ok", "Err", "From", "Panic", "collect", "propagate", "sealed", "is_ok", "is_err"),
    "attempt",  # which calls any function
    *("Copied", "UCred"),  # named tuples
}

VARIADIC: Final = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}

OPERATORS: Final = {"__and__", "__format__", "__getitem__", "__lt__", "__or__"}


def tcp() -> TcpStream:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        return TcpStream.connect(listener.local_addr().unwrap()).unwrap()


def half(which: int) -> object:
    return tcp().split()[which]


ANY: Final = InetAddr(Ipv4Addr.LOCALHOST, 0)


def new_poll() -> Poll:
    return Poll.new().unwrap()


def polled_event() -> mio_event.Event:
    poll, events = new_poll(), Events.with_capacity(1)
    one, _other = mio.UnixStream.pair().unwrap()
    poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
    poll.poll(events, None).unwrap()
    return next(iter(events))


# Functions that make an object of each class, to call its methods or to pass it.
MAKERS: Final[tuple[Callable[[], object], ...]] = (
    *(tcp, lambda: half(0), lambda: half(1)),
    lambda: TcpListener.bind("127.0.0.1:0").unwrap(),
    lambda: TcpListener.bind("127.0.0.1:0").unwrap().incoming(),
    lambda: TcpListener.bind("127.0.0.1:0").unwrap().into_incoming(),
    lambda: UdpSocket.bind("127.0.0.1:0").unwrap(),
    *(lambda: Ipv4Addr.LOCALHOST, lambda: Ipv6Addr.LOCALHOST),
    *(lambda: InetAddr(Ipv4Addr.LOCALHOST, 1), lambda: InetAddr(Ipv6Addr.LOCALHOST, 1)),
    lambda: Shutdown.Both,
    lambda: UnixStream.pair().unwrap()[0],
    lambda: UnixDatagram.pair().unwrap()[0],
    lambda: UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap(),
    lambda: SocketAddr.from_pathname("/nowhere").unwrap(),
    *(lambda: SocketAncillary(bytearray(64)), lambda: SocketAncillary(bytearray(4)).messages()),
    SocketCred,
    lambda: OwnedFd.from_(pipe().unwrap()[0]),
    lambda: BorrowedFd.borrow_raw(0),
    *(lambda: pipe().unwrap()[0], lambda: pipe().unwrap()[1]),
    *(lambda: Cursor(bytearray(b"one\ntwo\n")), lambda: BufReader(Cursor(b"one\ntwo\n"))),
    *(lambda: BufWriter(sink()), lambda: LineWriter(sink())),
    *(empty, sink, lambda: repeat(1), stdin, stdout, stderr),
    *(lambda: stdin().lock(), lambda: stdout().lock(), lambda: stderr().lock()),
    *(
        lambda: Cursor(b"a\n").lines(),
        lambda: Cursor(b"a").bytes(),
        lambda: Cursor(b"a").split(1),
    ),
    *(lambda: empty().chain(Cursor(b"a")), lambda: repeat(1).chain(empty())),
    *(lambda: tcp().take(1), lambda: BufReader(tcp()).take(1), lambda: Cursor(b"a").take(1)),
    lambda: Source(b"a").take(1),
    lambda: SeekFrom.Start(0),
    lambda: Error.other("oh no"),
    lambda: ErrorKind.Other,
    lambda: from_file(python_io.BytesIO(b"a")),
    lambda: IntoInnerError(sink(), Error.other("oh no")),
    lambda: WriterPanicked(b"a", 1),
    lambda: Socket.new(Domain.IPV4, Type.DGRAM).unwrap(),
    lambda: SockRef.from_(UdpSocket.bind("127.0.0.1:0").unwrap()),
    lambda: SockAddr.unix("/nowhere").unwrap(),
    *(SockAddrStorage.zeroed, MsgHdr, MsgHdrMut, TcpKeepalive),
    *(lambda: Domain.IPV4, lambda: Type.STREAM),
    lambda: Protocol.TCP,
    lambda: InterfaceIndexOrAddress.Index(1),
    lambda: SockFilter(0, 0, 0, 0),
    *(new_poll, lambda: new_poll().registry(), lambda: Events.with_capacity(8)),
    *(lambda: Interest.READABLE, lambda: Token(1), lambda: SourceFd(0), polled_event),
    lambda: Waker.new(new_poll().registry(), Token(1)).unwrap(),
    lambda: mio.TcpListener.bind(ANY).unwrap(),
    lambda: mio.TcpStream.connect(InetAddr(Ipv4Addr.LOCALHOST, 9)).unwrap(),
    lambda: mio.UdpSocket.bind(ANY).unwrap(),
    lambda: mio.UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap(),
    *(lambda: mio.UnixStream.pair().unwrap()[0], lambda: mio.UnixDatagram.pair().unwrap()[0]),
    *(lambda: new_pipe().unwrap()[0], lambda: new_pipe().unwrap()[1]),
)
MADE: Final = {type(make()): make for make in MAKERS}

# The same for all other annotations.
PLAIN: Final[dict[object, Callable[[], object]]] = {
    NoneType: lambda: None,
    bool: lambda: True,
    bytearray: bytearray,
    bytes: lambda: b"x",
    float: lambda: 0.01,
    int: lambda: 1,
    str: lambda: "text",
    object: lambda: "anything",
    timedelta: lambda: timedelta(milliseconds=1),
    type: lambda: UdpSocket,
    Buffer: lambda: b"x",
    HasFileno: lambda: pipe().unwrap()[0],
    mio_event.Source: lambda: mio.UnixStream.pair().unwrap()[0],
    WritableBuffer: lambda: bytearray(4),
}


def is_protocol(kind: object) -> bool:
    """Returns True for a `Protocol`."""
    return bool(getattr(kind, "_is_protocol", False))


def is_iterable(kind: object) -> bool:
    """Returns True for `Sequence` and other iterable classes."""
    return isinstance(kind, type) and issubclass(kind, Iterable)


def allows(hint: Any, value: Any) -> bool:
    """Returns True if the annotation allows the value."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, TypeVar):
        return allows(_bound(hint), value)
    if isinstance(hint, UnionType) or origin is typing.Union:
        return any(allows(each, value) for each in arguments)
    if origin is tuple:
        return False
    if is_iterable(origin):
        return isinstance(value, origin) and all(allows(arguments[0], each) for each in value)
    return _allows_kind(origin or hint, value)


def _allows_kind(kind: type, value: object) -> bool:
    if kind in {Any, bool, object}:  # Any object is true or false.
        return True
    if kind in {Never, WritableBuffer}:  # No value in `WRONG` is writable.
        return False
    if kind is float:
        return isinstance(value, float | int)
    if kind is Buffer:
        return isinstance(value, bytes)
    if kind is SupportsIndex:
        return isinstance(value, int)
    if is_protocol(kind):
        return all(hasattr(value, name) for name in vars(kind) if not name.startswith("_"))
    return isinstance(value, kind)


def sample(hint: Any) -> object:
    """Returns a value that the annotation allows."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, TypeVar):
        return sample(_bound(hint))
    if isinstance(hint, UnionType) or origin is typing.Union:
        return sample(next(each for each in arguments if each is not NoneType))
    if is_iterable(origin):
        return [sample(arguments[0])]
    kind = origin or hint
    make = PLAIN.get(kind) or MADE.get(kind)
    if make is None:
        make = next(make for made, make in MADE.items() if issubclass(made, kind))
    return make()


def _bound(variable: TypeVar) -> Any:
    bound = variable.__bound__
    return vars(io)[bound.__forward_arg__] if isinstance(bound, ForwardRef) else bound or object


class Function(NamedTuple):
    """A public function or method."""

    name: str
    owner: type | None
    """The class of a method."""
    plain: Callable[..., object]
    bound: bool
    """True for a method that is called on an object."""

    def wrong_calls(self) -> Iterator[tuple[str, object, dict[str, object]]]:
        """Yields a parameter, a value that it excludes, and all arguments of a call with it."""
        signature = inspect.signature(self.plain)
        hints = typing.get_type_hints(self.plain)
        hints = {
            name: hints[name]
            for name, parameter in signature.parameters.items()
            # `*_: Never` takes what a class without a constructor is called with.
            if name in hints and name != "self" and parameter.kind not in VARIADIC
        }
        for name, hint in hints.items():
            for value in WRONG:
                if not allows(hint, value):
                    others = {
                        other: sample(hints[other])
                        for other, parameter in signature.parameters.items()
                        if other in hints and other != name and parameter.default is parameter.empty
                    }
                    yield name, value, {**others, name: value}

    def receiver(self) -> object:
        """Returns the object or class to call it on."""
        if self.owner is None or not self.bound:
            return self.owner
        made = MADE[self.owner]()
        if isinstance(made, Handle):
            _ = made.set_nonblocking(True)  # No call may wait.
        return made

    def call(self, owner: object, arguments: dict[str, object]) -> object:
        """Calls it, with positional-only arguments by position."""
        function = self.plain if owner is None else getattr(owner, self.name)
        parameters = inspect.signature(self.plain).parameters.values()
        by_position = [each.name for each in parameters if each.kind is each.POSITIONAL_ONLY]
        positional = [arguments.pop(name) for name in by_position if name in arguments]
        return function(*positional, **arguments)


def public() -> dict[str, object]:
    """Returns all public names and what they refer to."""
    modules = map(importlib.import_module, MODULES)
    return {
        f"{module.__name__}.{name}": getattr(module, name)
        for module in modules
        for name in module.__all__
        if name not in EXEMPT
    }


def functions(found: object) -> Iterator[Function]:
    """Yields the function, or the methods of the class."""
    if isinstance(found, FunctionType):
        yield Function(found.__name__, None, found, bound=False)
    if not isinstance(found, type) or is_protocol(found):
        return
    for name, member in inspect.getmembers_static(found):
        bound = not isinstance(member, staticmethod | classmethod)
        plain: object = getattr(member, "__func__", member)
        if not isinstance(plain, FunctionType) or not plain.__module__.startswith("stdnet"):
            continue
        if name in {"__new__", "__init__"}:
            yield Function("__call__", found, plain, bound=False)
        # An abstract method is called on its subclasses.
        elif (not name.startswith("_") or name in OPERATORS) and (found in MADE or not bound):
            yield Function(name, found, plain, bound)


TARGETS: Final = {name: list(functions(found)) for name, found in public().items()}


@pytest.mark.parametrize("target", [name for name, found in TARGETS.items() if found])
def test_a_wrong_type_is_a_type_error(target: str) -> None:
    for function in TARGETS[target]:
        for parameter, value, arguments in function.wrong_calls():
            owner = function.receiver()
            number = fd_of(owner)
            wrong = wrong_outcome(function, owner, arguments)
            assert wrong is None, f"{function.name}({parameter}={value!r}): {wrong}"
            assert fd_of(owner) == number, f"{function.name}({parameter}={value!r}) took it"


def wrong_outcome(function: Function, owner: object, arguments: dict[str, object]) -> str | None:
    """Calls the function; returns what happened, or None if it was right for a wrong argument."""
    try:
        result = function.call(owner, arguments)
    except (TypeError, ValueError):
        return None
    except BaseException as exc:
        return repr(exc)
    return None if isinstance(result, Err) or result is NotImplemented else f"returned {result!r}"


def fd_of(owner: object) -> object:
    """Returns the descriptor of an owner of one."""
    return owner.fileno() if isinstance(owner, Owner) else None


@pytest.mark.parametrize("found", [*WRONG, *map(Ok, WRONG)])
def test_a_to_socket_addrs_that_returns_a_wrong_type_is_a_type_error(found: object) -> None:
    class Own:
        def to_socket_addrs(self) -> Any:
            return found

    with pytest.raises(TypeError):
        _ = to_socket_addrs(Own())


def test_the_tests_find_the_functions() -> None:
    calls = {
        f"{target}.{function.name}({parameter})"
        for target, found in TARGETS.items()
        for function in found
        for parameter, _, _ in function.wrong_calls()
    }
    assert len(calls) > 700
    not_called = {
        found
        for found in public().values()
        if isinstance(found, type) and not is_protocol(found) and found not in MADE
        if any(hasattr(found, name) for name in ("fileno", "read", "seek", "with_port", "write"))
    }
    assert not_called == {Read, BufRead, Write, ReadWrite, Seek, Stream, InetAddr}
    assert {
        "stdnet.to_socket_addrs.to_socket_addrs(addr)",
        "stdnet.TcpStream.from_owned_fd(owned_fd)",
        "stdnet.UdpSocket.send_to(addr)",
        "stdnet.io.copy.copy(reader)",
        "stdnet.io.BufReader.read_until(byte)",
        "stdnet.os.fd.OwnedFd.from_(owner)",
        "stdnet.os.unix.net.UnixStream.connect_timeout(timeout)",
        "stdnet.socket2.Socket.sendfile(file)",
        "stdnet.mio.Registry.register(source)",
        "stdnet.mio.net.TcpStream.deregister(registry)",
    } <= calls
