"""Conversions between `SocketAddr` and the tuples of CPython."""

import copy
import pickle
from socket import AF_INET, AF_INET6

import pytest

from stdnet import SocketAddr
from stdnet._sys.inet_addr import (
    cached_inet_addr,
    inet_addr_from_py,
    socket_addr_from_py,
    socket_addr_to_py,
)


@pytest.mark.parametrize("text", ["127.0.0.1:80", "[::1]:0", "[fe80::1%3]:65535"])
def test_an_address_survives_the_conversion_to_a_tuple_and_back(text: str) -> None:
    addr = SocketAddr.from_str(text).unwrap()
    name = addr.to_tuple()
    assert (
        socket_addr_from_py(name).unwrap()
        == inet_addr_from_py(name)
        == cached_inet_addr(name)
        == addr
    )


# Unix sockets (a path, no name, or bytes), netlink, VSOCK, CAN, packets, Bluetooth, ALG.
@pytest.mark.parametrize(
    "name",
    [
        *("", "ab", "path", b"", b"ab", b"\0abc"),
        *((0, 0), (2, 1024), ("vcan0",), ("lo", 3, 0, 772, b""), ("hash", "sha256", 0, 0)),
        *(("01:23:45:67:89:AB", 1), "01:23:45:67:89:AB", 0, None),
    ],
)
def test_an_address_of_another_family_is_an_error(name: object) -> None:
    assert inet_addr_from_py(name) is None
    assert cached_inet_addr(name) is None
    error = socket_addr_from_py(name).unwrap_err()
    assert str(error) == "invalid argument"


@pytest.mark.parametrize("text", ["127.0.0.1:80", "[::1]:0", "[fe80::1%3]:65535"])
def test_storing_the_tuple_in_an_address_does_not_change_its_value(text: str) -> None:
    addr, fresh = SocketAddr.from_str(text).unwrap(), SocketAddr.from_str(text).unwrap()
    family = AF_INET if addr.is_ipv4() else AF_INET6
    assert socket_addr_to_py(addr) == socket_addr_to_py(addr) == (family, addr.to_tuple())
    assert addr == fresh
    assert hash(addr) == hash(fresh)
    assert repr(addr) == repr(fresh)
    assert pickle.dumps(addr) == pickle.dumps(fresh)
    for other in (copy.copy(addr), copy.deepcopy(addr), addr.with_port(9), addr.with_ip(addr.ip())):
        assert socket_addr_to_py(other) == (family, other.to_tuple())


def test_an_argument_that_is_no_address_raises() -> None:
    with pytest.raises(TypeError, match="the address"):
        socket_addr_to_py("127.0.0.1:80")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # on purpose
