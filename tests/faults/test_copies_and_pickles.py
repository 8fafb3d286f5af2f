"""Values and structures without pointers are copied and pickled; what owns something refuses.

A pickle names public modules only, so that a stored one can be read when private modules change.
"""

import copy
import ctypes
import enum
import pickle
import pickletools
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from stdnet import (
    Err,
    GaiError,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Ipv6MulticastScope,
    Ok,
    Panic,
    Shutdown,
    SocketAddr,
    TcpListener,
    c,
    io,
)
from stdnet._fd import UntypedOwner
from stdnet.c._struct import Pointer, Struct
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.event import Event
from stdnet.mio.unix import pipe
from stdnet.os.unix.net import AncillaryError, UCred
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    MsgHdrMut,
    Protocol,
    SockAddr,
    SockFilter,
    TcpKeepalive,
    Type,
)
from tests.faults.test_wrong_types import MADE
from tests.support import public_names

CLASSES: Final = dict(public_names.public_classes())


def panic() -> Panic:
    with pytest.raises(Panic) as caught:
        Err("bad MAC").expect("a frame")
    return caught.value


def with_note() -> io.Error:
    error = io.Error.from_raw_os_error(2)
    error.add_note("of the host")
    return error


def event() -> Event:
    """Returns an event of a pipe."""
    poll, events = Poll.new().unwrap(), Events.with_capacity(1)
    sender, _receiver = pipe.new().unwrap()
    poll.registry().register(sender, Token(1), Interest.WRITABLE).unwrap()
    poll.poll(events, None).unwrap()
    return next(events.iter())


VALUES: Final[list[object]] = [
    *(Ok(1), Ok(None), Err("no"), Err(io.Error.other("no")), panic()),
    *(Ipv4Addr.LOCALHOST, Ipv6Addr(1, 2, 3, 4, 5, 6, 7, 8), Ipv6MulticastScope.Global),
    *(SocketAddr(Ipv4Addr.LOCALHOST, 80), SocketAddr.V6(Ipv6Addr.LOCALHOST, 80, 2, 3)),
    *(IpAddr.from_str("x").unwrap_err(), SocketAddr.from_str("x").unwrap_err()),
    *(GaiError(-2, "unknown name"), Shutdown.Both, io.ErrorKind.ConnectionRefused),
    *(io.SeekFrom.Start(3), io.SeekFrom.End(-3), io.SeekFrom.Current(0)),
    *(with_note(), io.Error.other(ValueError("no").args[0]), io.Error.from_(io.ErrorKind.NotFound)),
    *(io.Cursor(b"some"), io.Copied(1, b"x"), io.WriterPanicked(b"x", 1)),
    io.IntoInnerError(io.Cursor(b"some"), io.Error.from_raw_os_error(28)),
    *(UnixAddr.from_pathname("/run/a").unwrap(), UnixAddr.from_abstract_name("a").unwrap()),
    *(UCred(1, 2, 3), AncillaryError.Unknown(1, 29)),
    *(Domain.IPV6, Type.STREAM.nonblocking(), Protocol.from_(255), MsgHdrMut().flags()),
    *(SockAddr.from_(SocketAddr(Ipv4Addr.LOCALHOST, 80)), SockAddr.unix("/run/a").unwrap()),
    *(TcpKeepalive().with_time(timedelta(seconds=5)), SockFilter(1, 2, 3, 4)),
    *(InterfaceIndexOrAddress.Index(1), InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)),
    *(Token(3), Interest.PRIORITY, Interest.READABLE | Interest.WRITABLE, event()),
]

# Objects with slots need protocol 2 or later, if they say nothing of pickles.
PROTOCOLS: Final = range(2, pickle.HIGHEST_PROTOCOL + 1)


def by_pickle(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))


COPIES: Final[dict[str, Callable[[Any], Any]]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle, {protocol}": by_pickle(protocol) for protocol in PROTOCOLS},
}
each_copy = pytest.mark.parametrize("make", COPIES.values(), ids=COPIES)


def is_compared(kind: type) -> bool:
    """Returns True if objects of the class are equal by what they hold."""
    return any("__eq__" in vars(base) for base in kind.__mro__[:-1])


def state(value: object) -> tuple[object, ...]:
    """Returns what a value and its copy have in common."""
    compared = value if is_compared(type(value)) else None
    return type(value), repr(value), str(value), compared, getattr(value, "__notes__", None)


@each_copy
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_copied_and_pickled(make: Callable[[Any], Any], value: object) -> None:
    assert state(make(value)) == state(value)


def test_the_values_are_of_all_classes_that_are_compared_or_raised() -> None:
    kinds = [
        kind
        for kind in CLASSES.values()
        if is_compared(kind) or issubclass(kind, Exception | enum.Enum)
    ]
    assert len(kinds) > 30
    # The class of an enum with data has values of its variants.
    assert [each for each in kinds if not any(isinstance(value, each) for value in VALUES)] == []


OWNERS: Final = [kind for kind in MADE if issubclass(kind, UntypedOwner)]


@each_copy
@pytest.mark.parametrize("kind", OWNERS)
def test_an_owner_of_a_descriptor_refuses(make: Callable[[Any], Any], kind: type) -> None:
    with pytest.raises(TypeError, match=r"is not copied or pickled: see try_clone\(\)"):
        make(MADE[kind]())


def names_in(data: bytes) -> Iterator[str]:
    """Yields the texts in a pickle: names of modules and what is in them, among others."""
    return (arg for _, arg, _ in pickletools.genops(data) if isinstance(arg, str))


def pickles(value: object) -> Iterator[bytes]:
    """Yields the pickles of a value, if it can be pickled."""
    for protocol in PROTOCOLS:
        try:
            yield pickle.dumps(value, protocol)
        except (TypeError, AttributeError, pickle.PicklingError):
            return


def test_a_pickle_names_no_private_module() -> None:
    values = [*(make() for make in MADE.values()), *VALUES]
    named = [name for value in values for data in pickles(value) for name in names_in(data)]
    assert any(name.startswith("stdnet.io") for name in named)
    assert {name for name in named if re.match(r"stdnet(\.\w+)*\._", name)} == set()


@pytest.mark.parametrize("path", CLASSES)
def test_a_pickle_of_a_class_names_its_public_module(path: str) -> None:
    data = pickle.dumps(CLASSES[path])
    assert pickle.loads(data) is CLASSES[path]
    assert not any(re.match(r"stdnet(\.\w+)*\._", name) for name in names_in(data))


# Structures of C.

STRUCTS: Final = {kind for kind in CLASSES.values() if issubclass(kind, Struct)}


def has_pointers(kind: type[Struct]) -> bool:
    return any(isinstance(member, Pointer) for member in vars(kind).values())


PLAIN: Final = sorted((each for each in STRUCTS if not has_pointers(each)), key=str)
POINTING: Final = sorted(STRUCTS - {*PLAIN}, key=str)


def test_the_structures_of_both_kinds_are_found() -> None:
    assert {c.sockaddr_in, c.sockaddr_storage, c.ip_mreqn, c.timeval, c.linger, c.ucred} < {*PLAIN}
    assert {*POINTING} == {c.msghdr, c.iovec, c.addrinfo}


@pytest.mark.parametrize("kind", PLAIN)
@each_copy
def test_a_structure_is_copied_and_pickled(
    kind: type[Struct], make: Callable[[Struct], Struct]
) -> None:
    data = bytes(n * 37 % 256 for n in range(c.sizeof(kind)))
    struct = kind.from_buffer_copy(data)
    other = make(struct)
    assert type(other) is kind
    assert bytes(other) == data
    assert repr(other) == repr(struct)
    # It has memory of its own.
    ctypes.memset(ctypes.addressof(struct), 0, c.sizeof(struct))
    assert (bytes(struct), bytes(other)) == (bytes(len(data)), data)


@each_copy
def test_a_member_of_a_structure_is_copied_alone(make: Callable[[c.in_addr], c.in_addr]) -> None:
    addr = c.sockaddr_in(c.AF_INET, c.htons(80), c.in_addr(c.inet_addr("127.0.0.1")))
    ip = make(addr.sin_addr)
    addr.sin_addr.s_addr = 0
    assert ip.s_addr == c.inet_addr("127.0.0.1")


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy])
def test_an_array_of_structures_is_copied(make: Callable[[Any], Any]) -> None:
    # Python cannot pickle the class of an array.
    kind: Any = c.pollfd
    pair = (kind * 2)(kind(1, c.POLLIN), kind(2, c.POLLOUT))
    other = make(pair)
    pair[0].fd = 9
    assert [each.fd for each in other] == [1, 2]


@pytest.mark.parametrize("kind", POINTING)
@each_copy
def test_a_structure_with_pointers_refuses(
    kind: type[Struct], make: Callable[[Struct], Struct]
) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} has pointers, and is not copied"):
        make(kind())


def test_an_address_that_was_copied_is_an_address_to_c() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr, addrlen = c.sockaddr_in(), c.socklen_t(c.sizeof(c.sockaddr_in))
        assert c.getsockname(listener.as_raw_fd(), addr, addrlen) == 0
        other = pickle.loads(pickle.dumps(copy.copy(addr)))
        sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
        assert c.connect(sockfd, other, copy.copy(addrlen).value) == 0
        c.close(sockfd)
