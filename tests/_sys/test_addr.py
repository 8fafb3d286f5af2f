"""Names of addresses, as CPython writes them."""

import pytest

from stdnet import SocketAddr
from stdnet._sys.addr import inet_addr_from_c, peer_from_c, socket_addr_from_c


@pytest.mark.parametrize("text", ["127.0.0.1:80", "[::1]:0", "[fe80::1%3]:65535"])
def test_an_address_comes_back(text: str) -> None:
    addr = SocketAddr.from_str(text).unwrap()
    name = addr.to_tuple()
    assert socket_addr_from_c(name).unwrap() == inet_addr_from_c(name) == peer_from_c(name) == addr


# Of Unix sockets (a path, or none, or bytes), netlink, VSOCK, CAN, packets, Bluetooth, ALG.
@pytest.mark.parametrize(
    "name",
    [
        *("", "ab", "path", b"", b"ab", b"\0abc"),
        *((0, 0), (2, 1024), ("vcan0",), ("lo", 3, 0, 772, b""), ("hash", "sha256", 0, 0)),
        *(("01:23:45:67:89:AB", 1), "01:23:45:67:89:AB", 0, None),
    ],
)
def test_a_name_of_another_family_is_no_address(name: object) -> None:
    assert inet_addr_from_c(name) is None
    assert peer_from_c(name) is None
    error = socket_addr_from_c(name).failure()
    assert str(error) == "invalid argument"
