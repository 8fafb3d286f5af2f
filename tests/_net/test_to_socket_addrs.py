"""`to_socket_addrs`, compared with Rust, and its use by `bind` and `connect`."""

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Failure, Success
from returns.result import Result as OpenResult

from stdnet import (
    GaiError,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    SocketAddr,
    SocketAddrV6,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
    to_socket_addrs,
)
from stdnet._net.to_socket_addrs import Host, IntoSocketAddrs
from stdnet._sys import netdb
from stdnet.io import Error, ErrorKind
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.addresses import ip_addrs, ports, socket_addrs
from tests.support.once import share
from tests.support.strategies import addr_texts, hosts

Addr = SocketAddr.V4 | SocketAddr.V6

LOOKUP_FAILED = "failed to lookup address information"


def as_rust(result: io.Result[list[Addr]]) -> oracle.Answer:
    """Returns a result in the form in which the oracle writes it."""
    match result:
        case Ok(addrs):
            return {"addrs": [[str(addr), *_flow_and_scope(addr)] for addr in addrs]}
        case Err(e):
            error = {
                "kind": repr(e.kind()),
                "code": e.raw_os_error(),
                "display": str(e),
                "debug": repr(e),
            }
            return {"error": error}


def _flow_and_scope(addr: Addr) -> list[int]:
    return [addr.flowinfo(), addr.scope_id()] if isinstance(addr, SocketAddrV6) else [0, 0]


def lookup_as_rust(result: io.Result[list[Addr]]) -> oracle.Answer:
    """Returns the parts of a failed lookup that do not depend on the resolver."""
    error = result.unwrap_err()
    what, _, detail = str(error).partition(": ")
    assert detail
    return {"lookup": [repr(error.kind()), what]}


# The comparison with Rust.


def test_the_golden_conversions_are_those_of_rust() -> None:
    for row in oracle.golden("resolve"):
        match row:
            case {"text": str(text), **answer}:
                result = to_socket_addrs(text)
            case {"host": str(host), "port": int(port), **answer}:
                result = to_socket_addrs((host, port))
            case _:
                pytest.fail(f"an unknown row: {row}")
        assert (lookup_as_rust if "lookup" in answer else as_rust)(result) == answer, row


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("resolve") as process:
        yield process


@oracle.needs_rustc
@settings(max_examples=share(300))
@given(text=addr_texts)
def test_any_string_is_converted_as_in_rust(rust: oracle.Oracle, text: str) -> None:
    assert as_rust(to_socket_addrs(text)) == rust.ask("text", oracle.word(text))


@oracle.needs_rustc
@settings(max_examples=share(300))
@given(host=hosts, port=ports)
def test_any_pair_is_converted_as_in_rust(rust: oracle.Oracle, host: str, port: int) -> None:
    answer = rust.ask("pair", oracle.word(host), str(port))
    assert as_rust(to_socket_addrs((host, port))) == answer


@oracle.needs_rustc
@pytest.mark.parametrize("host", ["localhost", "LocalHost"])
def test_localhost_is_resolved_as_in_rust(rust: oracle.Oracle, host: str) -> None:
    assert as_rust(to_socket_addrs(f"{host}:80")) == rust.ask("text", oracle.word(f"{host}:80"))


def test_localhost_is_the_loopback() -> None:
    found = to_socket_addrs(("localhost", 80)).unwrap()
    assert found
    assert all(addr.ip().is_loopback() and addr.port() == 80 for addr in found)


# Values.


@given(socket_addrs)
def test_a_socket_address_is_returned_as_it_is(addr: Addr) -> None:
    assert to_socket_addrs(addr) == Ok([addr])


@given(ip_addrs, ports)
def test_a_pair_of_an_ip_address_and_a_port_is_a_socket_address(
    ip: IpAddr.V4 | IpAddr.V6, port: int
) -> None:
    assert to_socket_addrs((ip, port)) == Ok([SocketAddr(ip, port)])
    assert to_socket_addrs((str(ip), port)) == Ok([SocketAddr(ip, port)])


@given(ip_addrs, ports)
def test_an_address_of_ipaddress_is_a_host(ip: IpAddr.V4 | IpAddr.V6, port: int) -> None:
    host = ipaddress.ip_address(ip.octets())
    assert to_socket_addrs((host, port)) == Ok([SocketAddr(ip, port)])


@given(st.ip_addresses(v=6), st.integers(0, 0xFFFF_FFFF), ports)
def test_a_scope_of_ipaddress_is_a_scope_id(
    ip: ipaddress.IPv6Address, scope_id: int, port: int
) -> None:
    host = ipaddress.IPv6Address(f"{ip}%{scope_id}")
    expected = SocketAddrV6(Ipv6Addr.from_octets(ip.packed), port, 0, scope_id)
    assert to_socket_addrs((host, port)) == Ok([expected])


def test_a_scope_of_ipaddress_may_be_the_name_of_an_interface() -> None:
    host = ipaddress.IPv6Address("fe80::1%lo")
    (found,) = to_socket_addrs((host, 80)).unwrap()
    assert isinstance(found, SocketAddrV6)
    assert found.scope_id() > 0


def generator(addrs: list[Addr]) -> Iterator[Addr]:
    yield from addrs


SHAPES: list[Callable[[list[Addr]], Iterable[Addr]]] = [list, tuple, iter, generator]


@given(st.lists(socket_addrs))
def test_an_iterable_is_converted_to_the_list_of_its_addresses(addrs: list[Addr]) -> None:
    for shape in SHAPES:
        assert to_socket_addrs(shape(addrs)) == Ok(addrs)


def test_the_result_is_a_new_list() -> None:
    addrs = [SocketAddr(Ipv4Addr.LOCALHOST, 1)]
    to_socket_addrs(addrs).unwrap().clear()
    assert len(addrs) == 1


# Types of the user.


@dataclass
class UserType:
    """A type with the method of `ToSocketAddrs`, which returns `result`."""

    result: OpenResult[Iterable[Addr], Error]

    def to_socket_addrs(self) -> OpenResult[Iterable[Addr], Error]:
        return self.result


@pytest.mark.parametrize("shape", SHAPES)
def test_a_user_type_may_return_any_iterable(
    shape: Callable[[list[Addr]], Iterable[Addr]],
) -> None:
    addrs: list[Addr] = [SocketAddr(Ipv6Addr.LOCALHOST, 2), SocketAddr(Ipv4Addr.LOCALHOST, 1)]
    assert to_socket_addrs(UserType(Success(shape(addrs)))) == Ok(addrs)


def test_the_error_of_a_user_type_is_returned() -> None:
    error = Error.other("no idea")
    addr = UserType(Failure(error))
    assert to_socket_addrs(addr).unwrap_err() is error
    assert TcpListener.bind(addr).unwrap_err() is error
    assert TcpStream.connect(addr).unwrap_err() is error


def test_the_method_of_a_user_type_takes_precedence_over_its_base_class() -> None:
    class Twice(NamedTuple):
        """A pair, whose method returns something else."""

        host: str
        port: int

        def to_socket_addrs(self) -> OpenResult[Iterable[Addr], Error]:
            return to_socket_addrs((self.host, self.port)).map(lambda addrs: addrs * 2)

    localhost = SocketAddr(Ipv4Addr.LOCALHOST, 80)
    assert to_socket_addrs(Twice("127.0.0.1", 80)) == Ok([localhost, localhost])
    assert to_socket_addrs(Twice("127.0.0.1", 65536)).unwrap_err().kind() == ErrorKind.InvalidInput


def test_an_exception_of_a_user_type_propagates() -> None:
    class Broken:
        def to_socket_addrs(self) -> OpenResult[Iterable[Addr], Error]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TcpStream.connect(Broken()).unwrap()


# Errors.

HOSTS: list[Host] = ["127.0.0.1", "two words", Ipv6Addr.LOCALHOST, ipaddress.IPv4Address(1)]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("port", [-1, 65536, pytest.param(10**5000, id="huge")])
def test_a_port_out_of_range_is_invalid_input(host: Host, port: int) -> None:
    error = to_socket_addrs((host, port)).unwrap_err()
    assert (error.kind(), str(error)) == (ErrorKind.InvalidInput, "invalid port value")


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        80,
        8.5,
        b"127.0.0.1:80",
        pytest.param(object(), id="object()"),
        ("127.0.0.1", "80"),
        ("127.0.0.1", 80.0),
        ("127.0.0.1", None),
        (b"127.0.0.1", 80),
        (None, 80),
        (SocketAddr(Ipv4Addr.LOCALHOST, 80), 80),
        ("127.0.0.1",),
        ("127.0.0.1", 80, 0, 0),
        ["127.0.0.1:80"],
        [Ipv4Addr.LOCALHOST],
        UserType(Success(["127.0.0.1:80"])),  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
        UserType(Success(80)),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ],
    ids=repr,
)
def test_a_wrong_type_is_a_type_error(wrong: IntoSocketAddrs) -> None:
    for function in (to_socket_addrs, TcpListener.bind, TcpStream.connect):
        with pytest.raises(TypeError):
            function(wrong)


def test_the_type_error_names_what_is_accepted() -> None:
    message = r"^the address is a str .*, a \(host, port\) tuple or a SocketAddr, not int"
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket, pytest.raises(TypeError, match=message):
        socket.send_to(b"x", 5).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@given(
    st.text(st.characters(exclude_categories=[])),
    st.text(st.characters(categories=["Cs"]), min_size=1),
)
def test_a_lone_surrogate_is_invalid_input(text: str, surrogate: str) -> None:
    host = text + surrogate
    for addr in (f"{host}:80", (host, 80)):
        assert to_socket_addrs(addr).unwrap_err().kind() == ErrorKind.InvalidInput


def test_the_port_is_parsed_before_the_host_is_looked_up() -> None:
    for host in ["\ud800", "a\0b", "no.such.host"]:
        assert str(to_socket_addrs(f"{host}:http").unwrap_err()) == "invalid port value"


def test_a_failed_lookup_has_the_code_of_the_resolver() -> None:
    error = to_socket_addrs(("two words", 80)).unwrap_err()
    cause = error.get_ref()
    assert isinstance(cause, GaiError)
    assert cause.code < 0
    assert error.downcast(GaiError) == Ok(cause)
    assert error.raw_os_error() is None
    assert error.kind() == ErrorKind.Uncategorized
    assert str(error) == str(cause) == f"{LOOKUP_FAILED}: {cause.args[1]}"


def test_the_resolver_receives_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    received = list[object]()

    def getaddrinfo(host: bytes, *_: object) -> list[tuple[object, ...]]:
        received.append(host)
        return []

    monkeypatch.setattr(netdb, "getaddrinfo", getaddrinfo)
    assert to_socket_addrs("Straße.例え:80") == Ok([])
    assert received == ["Straße.例え".encode()]
    error = TcpStream.connect("Straße.例え:80").unwrap_err()
    assert str(error) == "could not resolve to any addresses"


# `bind` and `connect` try the addresses in turn.

REFUSING = [SocketAddr(Ipv4Addr.LOCALHOST, 1), SocketAddr(Ipv6Addr.LOCALHOST, 1)]
REFUSED = "Connection refused (os error 111)"


def test_bind_uses_the_first_address_that_is_free(listener: TcpListener) -> None:
    taken = listener.local_addr().unwrap()
    free = [taken.with_port(0), SocketAddr(Ipv4Addr(127, 0, 0, 2), 0)]
    with TcpListener.bind([taken, *free]).unwrap() as bound:
        assert bound.local_addr().unwrap().ip() == taken.ip()
    with TcpListener.bind([taken, *reversed(free)]).unwrap() as bound:
        assert bound.local_addr().unwrap().ip() == Ipv4Addr(127, 0, 0, 2)


def test_connect_uses_the_first_address_that_accepts(listener: TcpListener) -> None:
    addr = listener.local_addr().unwrap()
    with TcpListener.bind("127.0.0.1:0").unwrap() as later:
        later.set_nonblocking(True).unwrap()
        with TcpStream.connect([*REFUSING, addr, later.local_addr().unwrap()]).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)
        assert later.accept().unwrap_err().kind() == ErrorKind.WouldBlock


def test_connect_returns_the_last_error(listener: TcpListener) -> None:
    unroutable = SocketAddr(Ipv4Addr.BROADCAST, 1)
    error = TcpStream.connect([*REFUSING, unroutable]).unwrap_err()
    assert (
        error.kind()
        == TcpStream.connect(unroutable).unwrap_err().kind()
        != ErrorKind.ConnectionRefused
    )
    assert error.__notes__ == [f"127.0.0.1:1: {REFUSED}", f"[::1]:1: {REFUSED}"]
    error = TcpStream.connect([unroutable, *REFUSING]).unwrap_err()
    assert error.kind() == ErrorKind.ConnectionRefused
    assert len(error.__notes__) == 2


def test_bind_returns_the_last_error(listener: TcpListener) -> None:
    taken = listener.local_addr().unwrap()
    foreign = SocketAddr(Ipv4Addr(192, 0, 2, 1), 0)
    error = TcpListener.bind([taken, foreign]).unwrap_err()
    assert error.kind() == ErrorKind.AddrNotAvailable
    assert error.__notes__ == [f"{taken}: Address already in use (os error 98)"]
    error = TcpListener.bind([foreign, taken]).unwrap_err()
    assert error.kind() == ErrorKind.AddrInUse
    assert error.__notes__ == [f"{foreign}: Cannot assign requested address (os error 99)"]


def test_a_single_error_has_no_notes() -> None:
    assert not hasattr(TcpStream.connect(REFUSING[:1]).unwrap_err(), "__notes__")


@pytest.mark.parametrize(
    "nothing",
    [[], (), iter([]), UserType(Success([]))],
    ids=["list", "tuple", "iterator", "UserType"],
)
def test_no_addresses_are_invalid_input(nothing: IntoSocketAddrs) -> None:
    for function in (TcpListener.bind, TcpStream.connect):
        error = function(nothing).unwrap_err()
        assert error.kind() == ErrorKind.InvalidInput
        assert str(error) == "could not resolve to any addresses"
