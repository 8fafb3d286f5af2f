"""`SockAddr` has the bytes of C's `sockaddr`, and converts to and from CPython's addresses."""

import copy
import os
import pickle
import signal
import socket as python_socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, c, io
from stdnet._sys.sockaddr import from_py, to_py
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.result import Err, Ok
from stdnet.socket2 import Domain, SockAddr, SockAddrStorage, Socket, Type

ports = st.integers(0, 0xFFFF)
u32s = st.integers(0, 0xFFFF_FFFF)
v4_addrs = st.builds(
    SocketAddrV4, st.binary(min_size=4, max_size=4).map(Ipv4Addr.from_octets), ports
)
v6_ips = st.binary(min_size=16, max_size=16).map(Ipv6Addr.from_octets)
v6_addrs = st.builds(SocketAddrV6, v6_ips, ports, u32s, u32s)
paths = st.binary(min_size=1, max_size=107).filter(lambda path: b"\0" not in path)
names = st.binary(max_size=107)


@given(addr=v4_addrs)
def test_an_ipv4_address_has_the_bytes_of_c_and_converts_back(addr: SocketAddrV4) -> None:
    sock_addr = SockAddr.from_(addr)
    c_addr = c.sockaddr_in(c.AF_INET, c.htons(addr.port()))
    assert c.inet_pton(c.AF_INET, str(addr.ip()).encode(), c_addr.sin_addr) == 1
    assert sock_addr.as_bytes() == bytes(c_addr)
    assert (sock_addr.family(), sock_addr.len()) == (c.AF_INET, c.sizeof(c.sockaddr_in))
    assert sock_addr.is_ipv4()
    assert sock_addr.as_socket() == sock_addr.as_socket_ipv4() == addr
    assert (sock_addr.as_socket_ipv6(), sock_addr.as_unix(), sock_addr.as_vsock_address()) == (
        None,
        None,
        None,
    )
    assert to_py(sock_addr.as_bytes()) == (c.AF_INET, addr.to_tuple())
    assert from_py(c.AF_INET, addr.to_tuple()) == sock_addr.as_bytes()


@given(addr=v6_addrs)
def test_an_ipv6_address_has_the_bytes_of_c_and_converts_back(addr: SocketAddrV6) -> None:
    sock_addr = SockAddr.from_(addr)
    c_addr = c.sockaddr_in6(c.AF_INET6, c.htons(addr.port()), addr.flowinfo())
    assert c.inet_pton(c.AF_INET6, str(addr.ip()).encode(), c_addr.sin6_addr) == 1
    c_addr.sin6_scope_id = addr.scope_id()
    assert sock_addr.as_bytes() == bytes(c_addr)
    assert (sock_addr.family(), sock_addr.len()) == (c.AF_INET6, c.sizeof(c.sockaddr_in6))
    assert sock_addr.is_ipv6()
    assert sock_addr.as_socket() == sock_addr.as_socket_ipv6() == addr
    assert sock_addr.as_socket_ipv4() is None
    known = to_py(sock_addr.as_bytes())
    assert known is None if c.ntohl(addr.flowinfo()) > 0xF_FFFF else known == (10, addr.to_tuple())


@given(addr=v6_addrs.map(lambda addr: addr.with_flowinfo(c.htonl(addr.flowinfo() & 0xF_FFFF))))
def test_an_ipv6_address_converts_to_and_from_cpythons(addr: SocketAddrV6) -> None:
    raw = SockAddr.from_(addr).as_bytes()
    assert from_py(c.AF_INET6, addr.to_tuple()) == raw
    assert to_py(raw) == (c.AF_INET6, addr.to_tuple())


@given(path=paths)
def test_a_path_has_the_bytes_of_c_and_converts_back(path: bytes) -> None:
    addr = SockAddr.unix(path).unwrap()
    assert addr == SockAddr.unix(os.fsdecode(path)).unwrap()
    assert addr == SockAddr.from_(UnixAddr.from_pathname(path).unwrap())
    assert addr.as_bytes() == c.AF_UNIX.to_bytes(2, "little") + path + b"\0"
    assert addr.as_pathname() == Path(os.fsdecode(path))
    assert addr.as_unix() == UnixAddr.from_pathname(path).unwrap()
    assert addr.is_unix()
    assert not addr.is_unnamed()
    assert (addr.as_abstract_namespace(), addr.as_socket()) == (None, None)
    assert to_py(addr.as_bytes()) == (c.AF_UNIX, path)
    assert from_py(c.AF_UNIX, os.fsdecode(path)) == addr.as_bytes()


@given(name=names)
def test_an_abstract_name_has_the_bytes_of_c_and_converts_back(name: bytes) -> None:
    addr = SockAddr.unix(b"\0" + name).unwrap()
    assert addr == SockAddr.from_(UnixAddr.from_abstract_name(name).unwrap())
    assert addr.as_abstract_namespace() == name
    assert (addr.as_pathname(), addr.as_unix()) == (None, None)
    assert not addr.is_unnamed()
    assert to_py(addr.as_bytes()) == (c.AF_UNIX, b"\0" + name)
    assert from_py(c.AF_UNIX, b"\0" + name) == addr.as_bytes()


def test_an_empty_path_is_the_address_of_an_unnamed_socket() -> None:
    addr = SockAddr.unix(b"").unwrap()
    assert addr == SockAddr.unix("").unwrap()
    assert addr.is_unnamed()
    assert addr.len() == 2
    assert (addr.as_pathname(), addr.as_abstract_namespace()) == (None, None)
    assert from_py(c.AF_UNIX, "") == addr.as_bytes()


@pytest.mark.parametrize("path", [b"a" * 108, "ä" * 54, b"\0" + b"a" * 108, Path("b" * 200)])
def test_a_path_that_is_too_long_is_refused(path: str | bytes | Path) -> None:
    error = SockAddr.unix(path).unwrap_err()
    assert error.kind() is io.ErrorKind.InvalidInput
    assert str(error) == "path must be shorter than SUN_LEN"


def test_a_path_that_cannot_be_encoded_is_refused() -> None:
    assert SockAddr.unix("\ud800").unwrap_err().kind() is io.ErrorKind.InvalidInput


@given(cid=u32s, port=u32s)
def test_a_vsock_address_converts_back(cid: int, port: int) -> None:
    addr = SockAddr.vsock(cid, port)
    assert addr.domain() == Domain.VSOCK
    assert addr.len() == 16
    assert addr.as_vsock_address() == (cid, port)
    assert to_py(addr.as_bytes()) is None
    assert from_py(int(Domain.VSOCK), (cid, port)) == addr.as_bytes()


def test_a_vsock_socket_is_bound_to_an_address() -> None:
    made = Socket.new(Domain.VSOCK, Type.STREAM)
    if isinstance(made, Err):
        pytest.skip(f"no VSOCK on this system: {made.unwrap_err()}")
    anywhere = 0xFFFF_FFFF  # C's VMADDR_CID_ANY and VMADDR_PORT_ANY.
    with made.unwrap() as socket:
        assert socket.bind(SockAddr.vsock(anywhere, anywhere)) == Ok(None)
        here = socket.local_addr().unwrap()
        found = here.as_vsock_address()
        assert found is not None
        assert (found[0], found[1] != anywhere) == (anywhere, True)
        storage, addrlen = c.sockaddr_storage(), c.socklen_t(128)
        assert c.getsockname(socket.as_raw_fd(), storage, addrlen) == 0
        assert here.as_bytes() == bytes(storage)[: addrlen.value]
        with Socket.new(Domain.VSOCK, Type.STREAM).unwrap() as other:
            assert other.bind(here).unwrap_err().kind() is io.ErrorKind.AddrInUse


def test_a_packet_address_is_read_from_cpythons() -> None:
    lo = python_socket.if_nametoindex("lo")
    name = ("lo", 0x0800, 4, 772, bytes(6))
    addr = from_py(python_socket.AF_PACKET, name)
    assert len(addr) == 20
    assert addr[2:8] == b"\x08\x00" + lo.to_bytes(4, "little")
    assert to_py(addr) is None
    assert from_py(python_socket.AF_PACKET, ("gone", *name[1:]))[4:8] == bytes(4)


def test_a_netlink_address_is_read_from_cpythons() -> None:
    addr = from_py(python_socket.AF_NETLINK, (7, 8))
    assert len(addr) == 12
    assert to_py(addr) is None


def test_addresses_of_other_families_are_read_from_cpythons() -> None:
    assert from_py(30, (30, b"data")) == b"\x1e\0data"
    assert from_py(30, None) == b""


@given(raw=st.binary(max_size=128))
def test_any_bytes_are_an_address(raw: bytes) -> None:
    storage = SockAddrStorage.zeroed()
    storage.view()[: len(raw)] = raw
    addr = SockAddr.new(storage, len(raw))
    assert addr.as_bytes() == raw
    assert addr.len() == len(raw)
    assert int(addr.domain()) == addr.family()
    assert repr(addr) == f"SockAddr {{ ss_family: {addr.family()}, len: {len(raw)} }}"
    # None of these raises, whatever the bytes are.
    to_py(raw)
    for method in (addr.as_socket, addr.as_unix, addr.as_pathname, addr.as_abstract_namespace):
        method()
    assert pickle.loads(pickle.dumps(addr)) == copy.deepcopy(addr) == addr
    assert hash(SockAddr.new(storage, len(raw))) == hash(addr)


@given(family=st.sampled_from([0, 1, 2, 10, 16, 17, 40]), rest=st.binary(max_size=126))
def test_connecting_to_any_bytes_returns_a_result(family: int, rest: bytes) -> None:
    storage = SockAddrStorage()
    storage.view()[: len(rest) + 2] = family.to_bytes(2, "little") + rest
    addr = SockAddr.new(storage, len(rest) + 2)
    with Socket.new(Domain.UNIX, Type.DGRAM).unwrap() as socket:
        assert isinstance(socket.connect(addr), Ok | Err)


def test_an_address_is_a_copy_of_the_storage() -> None:
    storage = SockAddrStorage()
    before = SockAddr.new(storage, 4)
    storage.view()[0] = 2
    assert (before.family(), SockAddr.new(storage, 4).family()) == (0, 2)


def test_an_address_is_not_equal_to_another_type() -> None:
    addr = SockAddr.from_(SocketAddr(Ipv4Addr.LOCALHOST, 80))
    assert addr == SockAddr.from_(SocketAddr(Ipv4Addr.LOCALHOST, 80))
    assert addr != SockAddr.from_(SocketAddr(Ipv4Addr.LOCALHOST, 81))
    assert addr != addr.as_bytes()
    assert addr != addr.as_socket()


def test_wrong_arguments_raise() -> None:
    with pytest.raises(TypeError, match="has no constructor"):
        SockAddr(b"")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
    with pytest.raises(TypeError, match="a SockAddr or a SocketAddr, not tuple"):
        SockAddr.from_(("127.0.0.1", 80))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
    with pytest.raises(ValueError, match="128 bytes, not 129"):
        SockAddr.new(SockAddrStorage(), 129)
    with pytest.raises(ValueError, match="u32"):
        SockAddr.vsock(-1, 0)
    with pytest.raises(AttributeError):
        setattr(SockAddr.vsock(1, 0), "_key", b"")  # noqa: B010 - a checker would refuse it


# Addresses that the kernel reports.


@pytest.mark.parametrize("domain", [Domain.IPV4, Domain.IPV6])
def test_local_addr_has_the_bytes_of_getsockname(domain: Domain) -> None:
    with Socket.new(domain, Type.DGRAM).unwrap() as socket:
        ip = Ipv4Addr.LOCALHOST if domain == Domain.IPV4 else Ipv6Addr.LOCALHOST
        socket.bind(SocketAddr(ip, 0)).unwrap()
        storage, size = c.sockaddr_storage(), c.socklen_t(c.sizeof(c.sockaddr_storage))
        assert c.getsockname(socket.as_raw_fd(), storage, size) == 0
        assert socket.local_addr().unwrap().as_bytes() == bytes(storage)[: size.value]


@pytest.mark.parametrize(
    "name", [b"", b"\0stdnet-\xff\0-test", b"path", "pfäd".encode(), b"\xff" * 30]
)
def test_local_addr_of_a_unix_socket_has_the_bytes_of_getsockname(
    name: bytes, tmp_path: Path
) -> None:
    path = name if name[:1] in {b"", b"\0"} else os.fsencode(tmp_path) + b"/" + name
    with Socket.new(Domain.UNIX, Type.DGRAM).unwrap() as socket:
        socket.bind(SockAddr.unix(path).unwrap()).unwrap()
        storage, size = c.sockaddr_storage(), c.socklen_t(c.sizeof(c.sockaddr_storage))
        assert c.getsockname(socket.as_raw_fd(), storage, size) == 0
        here = socket.local_addr().unwrap()
        assert here.as_bytes() == bytes(storage)[: size.value]
        if path:
            assert here == SockAddr.unix(path).unwrap()


@pytest.fixture
def longest(tmp_path: Path) -> SockAddr:
    """Returns a path that fills all of `sun_path`, without a NUL. CPython refuses to write it."""
    path = os.fsencode(tmp_path) + b"/"
    storage = SockAddrStorage()
    storage.view()[:110] = b"\x01\0" + path.ljust(108, b"x")
    return SockAddr.new(storage, 110)


def test_a_path_without_a_nul_at_its_end_is_sent_to(longest: SockAddr) -> None:
    with Socket.new(Domain.UNIX, Type.DGRAM).unwrap() as socket:
        assert socket.bind(longest) == Ok(None)
        path = Path(os.fsdecode(longest.as_bytes()[2:]))
        here = socket.local_addr().unwrap()
        assert (here.as_pathname(), path.is_socket()) == (path, True)
        # The kernel adds a NUL, but refuses an address that has it, as it is too long.
        assert here.as_bytes() == longest.as_bytes() + b"\0"
        assert socket.send_to(b"x", here).unwrap_err().kind() is io.ErrorKind.InvalidInput
        assert socket.send_to(b"x", longest) == Ok(1)


def test_a_path_ends_where_cpython_reads_on(longest: SockAddr) -> None:
    path = os.fsdecode(longest.as_bytes()[2:])
    assert from_py(c.AF_UNIX, path + "what lies behind it") == longest.as_bytes() + b"\0"


def test_a_signal_does_not_interrupt_a_call_through_ctypes(longest: SockAddr) -> None:
    listener, first, second = (Socket.new(Domain.UNIX, Type.STREAM).unwrap() for _ in range(3))
    ticks = list[int]()

    def handler(signum: int, _: object) -> None:
        ticks.append(signum)
        if len(ticks) == 2:
            listener.accept().unwrap()

    before = signal.signal(signal.SIGALRM, handler)
    try:
        with listener, first, second:
            listener.bind(longest).unwrap()
            listener.listen(0).unwrap()
            first.connect(longest).unwrap()
            signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
            assert second.connect(longest) == Ok(None)  # Waits until the handler accepts.
            assert len(ticks) >= 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
