"""UDP through the public API.

A docstring such as "Rust's `bind_error`." names the test of Rust's standard library that checks the
same behaviour.
"""

import copy
import os
import pickle
import selectors
import socket
import subprocess
import sys
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import (
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    SocketAddr,
    SocketAddrV6,
    TcpListener,
    TcpStream,
    UdpSocket,
    is_ok,
)
from stdnet.io import Error, ErrorKind
from stdnet.os.fd import OwnedFd
from stdnet.result import Result
from tests._net.errors import code, kind
from tests._net.signals import Interruption, alarm, interrupt

Pair = tuple[UdpSocket, UdpSocket]

ENOTSOCK = 88
EDESTADDRREQ = 89
EMSGSIZE = 90
EAFNOSUPPORT = 97


@pytest.fixture
def udp(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[UdpSocket]:
    """Yields a socket at a free port."""
    with UdpSocket.bind((each_ip, 0)).unwrap() as udp:
        yield udp


@pytest.fixture
def peers(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[Pair]:
    """Yields two sockets that are connected to each other."""
    with (
        UdpSocket.bind((each_ip, 0)).unwrap() as one,
        UdpSocket.bind((each_ip, 0)).unwrap() as other,
    ):
        one.connect(other.local_addr().unwrap()).unwrap()
        other.connect(one.local_addr().unwrap()).unwrap()
        yield one, other


def local_addr(udp: UdpSocket) -> SocketAddr.V4 | SocketAddr.V6:
    """Returns the address of the socket."""
    return udp.local_addr().unwrap()


class TestBindAndConnect:
    def test_bind_reports_an_address_of_another_machine(self) -> None:
        """Rust's `bind_error`."""
        assert kind(UdpSocket.bind("192.0.2.1:9999")) is ErrorKind.AddrNotAvailable

    def test_port_zero_becomes_a_free_port(
        self, udp: UdpSocket, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        assert local_addr(udp).ip() == each_ip
        assert local_addr(udp).port() > 0

    def test_bind_reports_an_address_in_use(self, udp: UdpSocket) -> None:
        assert kind(UdpSocket.bind(local_addr(udp))) is ErrorKind.AddrInUse

    def test_bind_tries_the_addresses_in_order(self, udp: UdpSocket) -> None:
        free = local_addr(udp).with_port(0)
        with UdpSocket.bind([local_addr(udp), free]).unwrap() as second:
            assert local_addr(second).ip() == free.ip()

    def test_the_last_error_is_returned_with_the_earlier_ones_as_notes(
        self, udp: UdpSocket
    ) -> None:
        foreign = SocketAddr(Ipv4Addr(192, 0, 2, 1), 0)
        error = UdpSocket.bind([foreign, local_addr(udp)]).unwrap_err()
        assert error.kind() is ErrorKind.AddrInUse
        assert error.__notes__ == ["192.0.2.1:0: Cannot assign requested address (os error 99)"]

    def test_no_addresses_are_an_error(self, udp: UdpSocket) -> None:
        for result in (UdpSocket.bind([]), udp.connect([])):
            assert str(result.unwrap_err()) == "could not resolve to any addresses"

    def test_sockets_share_a_port_with_reuse_address(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        with (
            UdpSocket.bind((each_ip, 0), reuse_address=True).unwrap() as one,
            UdpSocket.bind(local_addr(one), reuse_address=True).unwrap() as other,
        ):
            assert local_addr(one) == local_addr(other)
            assert kind(UdpSocket.bind(local_addr(one))) is ErrorKind.AddrInUse

    @pytest.mark.parametrize("only_v6", [False, True])
    def test_only_v6_refuses_ipv4_datagrams(self, only_v6: bool) -> None:
        with (
            UdpSocket.bind("[::]:0", only_v6=only_v6).unwrap() as wide,
            UdpSocket.bind("127.0.0.1:0").unwrap() as client,
        ):
            wide.set_read_timeout(0.05 if only_v6 else 5).unwrap()
            client.send_to(b"x", ("127.0.0.1", local_addr(wide).port())).unwrap()
            received = wide.recv_from(bytearray(1))
            if only_v6:
                assert kind(received) is ErrorKind.WouldBlock
            else:
                mapped = Ipv4Addr.LOCALHOST.to_ipv6_mapped()
                assert received == Ok((1, SocketAddr(mapped, local_addr(client).port())))

    def test_connect_sets_the_peer_and_can_change_it(self, udp: UdpSocket, peers: Pair) -> None:
        """Rust's `socket_and_peer_name`."""
        one, other = peers
        assert kind(udp.peer_addr()) is ErrorKind.NotConnected
        assert one.peer_addr() == other.local_addr()
        assert one.connect(local_addr(udp)) == Ok(None)
        assert one.peer_addr() == udp.local_addr()

    def test_an_ipv6_socket_connects_to_ipv4_but_not_the_reverse(self) -> None:
        with (
            UdpSocket.bind("127.0.0.1:0").unwrap() as v4,
            UdpSocket.bind("[::]:0").unwrap() as v6,
        ):
            assert code(v4.connect(local_addr(v6))) == EAFNOSUPPORT
            assert v4.connect([SocketAddr(Ipv6Addr.LOCALHOST, 9), local_addr(v4)]) == Ok(None)
            assert v6.connect(local_addr(v4)) == Ok(None)
            assert v6.peer_addr().unwrap().ip() == Ipv4Addr.LOCALHOST.to_ipv6_mapped()

    def test_the_default_timeout_of_python_is_ignored(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        socket.setdefaulttimeout(5)
        try:
            with (
                UdpSocket.bind((each_ip, 0)).unwrap() as udp,
                udp.try_clone().unwrap() as clone,
            ):
                assert os.get_blocking(udp.as_raw_fd())
                clone.set_nonblocking(True).unwrap()
                assert code(clone.send_to(b"", other_version(each_ip))) is not None
                assert not os.get_blocking(udp.as_raw_fd())
        finally:
            socket.setdefaulttimeout(None)


def other_version(ip: IpAddr.V4 | IpAddr.V6) -> SocketAddr:
    """Returns an address of the other IP version."""
    return SocketAddr(Ipv6Addr.LOCALHOST if ip.is_ipv4() else Ipv4Addr.LOCALHOST, 9)


class TestDatagrams:
    def test_a_datagram_arrives_with_the_address_of_its_sender(self, udp: UdpSocket) -> None:
        """Rust's `socket_smoke_test_ip4`."""
        with UdpSocket.bind(local_addr(udp).with_port(0)).unwrap() as client:
            assert client.send_to(b"\x63", local_addr(udp)) == Ok(1)
            buf = bytearray(1)
            assert udp.recv_from(buf) == Ok((1, local_addr(client)))
            assert buf == b"\x63"

    def test_a_connected_socket_sends_and_receives(self, udp: UdpSocket) -> None:
        """Rust's `connect_send_recv`."""
        udp.connect(local_addr(udp)).unwrap()
        assert udp.send(b"hello world") == Ok(11)
        buf = bytearray(11)
        assert udp.recv(buf) == Ok(11)
        assert buf == b"hello world"

    def test_a_peeked_datagram_is_received_again(self, udp: UdpSocket) -> None:
        """Rust's `connect_send_peek_recv`."""
        udp.connect(local_addr(udp)).unwrap()
        udp.send(b"hello world").unwrap()
        for take in (udp.peek, udp.peek, udp.recv):
            buf = bytearray(11)
            assert take(buf) == Ok(11)
            assert buf == b"hello world"

    def test_peek_from_leaves_the_datagram_in_the_queue(self, udp: UdpSocket) -> None:
        """Rust's `peek_from`."""
        udp.send_to(b"hello world", local_addr(udp)).unwrap()
        for take in (udp.peek_from, udp.peek_from, udp.recv_from):
            buf = bytearray(11)
            assert take(buf) == Ok((11, local_addr(udp)))
            assert buf == b"hello world"

    def test_a_clone_shares_the_port(self, udp: UdpSocket) -> None:
        """Rust's `udp_clone_two_write`."""
        with udp.try_clone().unwrap() as clone:
            clone.send_to(b"1", local_addr(udp)).unwrap()
            udp.send_to(b"2", local_addr(udp)).unwrap()
            assert [clone.recv_from(bytearray(1)), udp.recv(bytearray(1))] == [
                Ok((1, local_addr(udp))),
                Ok(1),
            ]

    @given(data=st.lists(st.binary(max_size=2000), max_size=20), room=st.integers(0, 2500))
    def test_bytes_that_do_not_fit_are_discarded_with_their_datagram(
        self, data: list[bytes], room: int
    ) -> None:
        with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
            for datagram in data:
                assert udp.send_to(datagram, local_addr(udp)) == Ok(len(datagram))
            for datagram in data:
                buf = bytearray(b"." * room)
                expected = datagram[:room]
                assert udp.recv_from(buf) == Ok((len(expected), local_addr(udp)))
                assert buf == expected + b"." * (room - len(expected))

    def test_empty_datagrams_and_empty_buffers_give_zero(self, peers: Pair) -> None:
        one, other = peers
        for size, room in ((0, 4), (4, 0), (0, 0)):
            for take in (other.recv, other.recv_from):
                assert one.send(bytes(size)) == Ok(size)
                assert other.peek(bytearray(room)) == Ok(0)
                assert other.peek_from(bytearray(room)) == Ok((0, local_addr(one)))
                assert is_ok(take(bytearray(room)))
        other.set_nonblocking(True).unwrap()
        for empty in (bytearray(), bytearray(4)):
            assert kind(other.recv(empty)) is ErrorKind.WouldBlock
            assert kind(other.recv_from(empty)) is ErrorKind.WouldBlock

    def test_a_datagram_that_is_too_large_returns_emsgsize(self, udp: UdpSocket) -> None:
        most = 65507 if local_addr(udp).is_ipv4() else 65527
        assert udp.send_to(bytes(most), local_addr(udp)) == Ok(most)
        assert code(udp.send_to(bytes(most + 1), local_addr(udp))) == EMSGSIZE
        buf = bytearray(1 << 16)
        assert udp.recv(buf) == Ok(most)

    def test_any_bytes_like_object_is_accepted(self, udp: UdpSocket) -> None:
        assert udp.send_to(array("i", [1, 2]), local_addr(udp)) == Ok(8)
        numbers = array("i", [0, 0, 3])
        assert udp.recv_from(memoryview(numbers)[:2]) == Ok((8, local_addr(udp)))
        assert numbers == array("i", [1, 2, 3])

    def test_a_wrong_type_raises_type_error(self, udp: UdpSocket) -> None:
        with pytest.raises(TypeError):
            udp.send_to("text", local_addr(udp)).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError):
            udp.send_to(b"x", 80).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError):
            udp.recv_from(b"read-only").unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def test_send_to_uses_the_first_address_only(self, udp: UdpSocket) -> None:
        with UdpSocket.bind(local_addr(udp).with_port(0)).unwrap() as other:
            assert udp.send_to(b"1", [local_addr(other), local_addr(udp)]) == Ok(1)
            assert other.recv(bytearray(1)) == Ok(1)
            udp.set_nonblocking(True).unwrap()
            assert kind(udp.recv(bytearray(1))) is ErrorKind.WouldBlock
            assert udp.send_to(b"1", ("127.0.0.1", local_addr(other).port())).unwrap_or(0) == (
                1 if local_addr(udp).is_ipv4() else 0
            )

    def test_send_to_without_addresses_is_invalid_input(self, udp: UdpSocket) -> None:
        error = udp.send_to(b"x", []).unwrap_err()
        assert repr(error) == (
            'Error { kind: InvalidInput, message: "no addresses to send data to" }'
        )
        assert str(udp.send_to(b"x", "nowhere").unwrap_err()) == "invalid socket address"

    def test_an_ipv6_socket_sends_to_ipv4_but_not_the_reverse(self) -> None:
        with (
            UdpSocket.bind("127.0.0.1:0").unwrap() as v4,
            UdpSocket.bind("[::]:0").unwrap() as v6,
        ):
            assert v6.send_to(b"x", local_addr(v4)) == Ok(1)
            assert v4.recv_from(bytearray(1)) == Ok(
                (1, local_addr(v4).with_port(local_addr(v6).port()))
            )
            v6_addr = SocketAddrV6(Ipv6Addr.LOCALHOST, local_addr(v6).port(), 0, 0)
            assert code(v4.send_to(b"x", v6_addr)) == EAFNOSUPPORT

    def test_send_to_accepts_an_address_with_a_scope(self) -> None:
        with UdpSocket.bind("[::1]:0").unwrap() as udp:
            addr = local_addr(udp)
            assert isinstance(addr, SocketAddrV6)
            udp.send_to(b"x", addr.with_scope_id(1)).unwrap()
            assert udp.recv_from(bytearray(1)) == Ok((1, addr))

    def test_a_connected_socket_reports_a_refused_datagram_once(self, udp: UdpSocket) -> None:
        udp.connect(local_addr(udp).with_port(1)).unwrap()
        for call in (udp.recv, udp.send, udp.peek, udp.recv_from):
            assert udp.send(b"anybody?") == Ok(8)
            assert kind(call(bytearray(1))) is ErrorKind.ConnectionRefused
        udp.send(b"anybody?").unwrap()
        waiting = udp.take_error().unwrap()
        assert waiting is not None
        assert waiting.kind() is ErrorKind.ConnectionRefused
        assert udp.take_error() == Ok(None)

    def test_an_unconnected_socket_does_not_report_a_refused_datagram(self, udp: UdpSocket) -> None:
        for _ in range(3):
            assert udp.send_to(b"x", local_addr(udp).with_port(1)) == Ok(1)
        assert udp.take_error() == Ok(None)

    def test_a_connected_socket_receives_from_its_peer_only(
        self, udp: UdpSocket, peers: Pair
    ) -> None:
        one, other = peers
        udp.send_to(b"intruder", local_addr(one)).unwrap()
        other.send(b"peer").unwrap()
        assert one.recv_from(bytearray(8)) == Ok((4, local_addr(other)))

    def test_a_connected_socket_can_send_to_others(self, udp: UdpSocket, peers: Pair) -> None:
        one, _ = peers
        assert one.send_to(b"x", local_addr(udp)) == Ok(1)
        assert udp.recv_from(bytearray(1)) == Ok((1, local_addr(one)))

    def test_send_without_connect_returns_edestaddrreq(self, udp: UdpSocket) -> None:
        assert code(udp.send(b"x")) == EDESTADDRREQ

    def test_more_senders_than_the_cache_holds_are_named_correctly(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        family = socket.AF_INET if each_ip.is_ipv4() else socket.AF_INET6
        with UdpSocket.bind((each_ip, 0)).unwrap() as udp:
            for _ in range(1100):
                with socket.socket(family, socket.SOCK_DGRAM) as sender:
                    sender.sendto(b"x", local_addr(udp).to_tuple())
                    from_ = SocketAddr.from_tuple(
                        (str(each_ip), *sender.getsockname()[1:])
                    ).unwrap()
                assert udp.recv_from(bytearray(1)) == Ok((1, from_))


class TestOptions:
    def test_timeouts_are_returned_as_they_were_set_up_to_a_tick(self, udp: UdpSocket) -> None:
        """Rust's `timeouts`."""
        dur = timedelta(seconds=15.1)
        assert udp.read_timeout() == udp.write_timeout() == Ok(None)
        udp.set_read_timeout(dur).unwrap()
        udp.set_write_timeout(15.1).unwrap()
        for result in (udp.read_timeout(), udp.write_timeout()):
            kept = result.unwrap()
            assert kept is not None
            assert dur <= kept < dur + timedelta(milliseconds=20)
        udp.set_read_timeout(None).unwrap()
        assert udp.read_timeout() == Ok(None)

    def test_calls_that_time_out_return_would_block(self, udp: UdpSocket) -> None:
        """Rust's `test_read_timeout`."""
        udp.set_read_timeout(0.01).unwrap()
        for call in (udp.recv, udp.peek, udp.recv_from, udp.peek_from):
            assert kind(call(bytearray(1))) is ErrorKind.WouldBlock

    def test_a_datagram_is_received_before_the_timeout(self, udp: UdpSocket) -> None:
        """Rust's `test_read_with_timeout`."""
        udp.set_read_timeout(0.01).unwrap()
        udp.send_to(b"hello world", local_addr(udp)).unwrap()
        assert udp.recv_from(bytearray(11)) == Ok((11, local_addr(udp)))
        assert kind(udp.recv_from(bytearray(11))) is ErrorKind.WouldBlock

    def test_a_timeout_of_zero_is_invalid_input(self, udp: UdpSocket) -> None:
        """Rust's `test_timeout_zero_duration`."""
        for result in (udp.set_read_timeout(0), udp.set_write_timeout(timedelta(0))):
            assert kind(result) is ErrorKind.InvalidInput

    def test_ttl_is_returned_as_it_was_set(self) -> None:
        """Rust's `ttl`."""
        with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
            assert udp.set_ttl(100) == Ok(None)
            assert udp.ttl() == Ok(100)
            assert kind(udp.set_ttl(0)) is ErrorKind.InvalidInput
            with pytest.raises(ValueError, match="u32"):
                udp.set_ttl(-1).unwrap()

    def test_calls_that_would_wait_return_would_block_in_non_blocking_mode(
        self, udp: UdpSocket
    ) -> None:
        """Rust's `set_nonblocking`."""
        udp.set_nonblocking(True).unwrap()
        for call in (udp.recv, udp.peek, udp.recv_from, udp.peek_from):
            assert kind(call(bytearray(1))) is ErrorKind.WouldBlock
        udp.send_to(b"x", local_addr(udp)).unwrap()
        assert udp.recv(bytearray(1)) == Ok(1)

    def test_a_broadcast_address_needs_set_broadcast(self) -> None:
        with (
            UdpSocket.bind("0.0.0.0:0").unwrap() as udp,
            UdpSocket.bind("127.0.0.1:0").unwrap() as sender,
        ):
            broadcast = SocketAddr(Ipv4Addr(127, 255, 255, 255), local_addr(udp).port())
            assert sender.broadcast() == Ok(False)
            assert kind(sender.send_to(b"x", broadcast)) is ErrorKind.PermissionDenied
            assert sender.set_broadcast(True) == Ok(None)
            assert sender.broadcast() == Ok(True)
            assert sender.send_to(b"x", broadcast) == Ok(1)
            assert udp.recv_from(bytearray(1)) == Ok((1, local_addr(sender)))

    def test_a_member_of_an_ipv4_group_receives_what_is_sent_to_it(self) -> None:
        group = Ipv4Addr(239, 255, 77, 77)
        with (
            UdpSocket.bind("0.0.0.0:0").unwrap() as udp,
            UdpSocket.bind("127.0.0.1:0").unwrap() as sender,
        ):
            through_loopback(sender)
            to = SocketAddr(group, local_addr(udp).port())
            assert udp.join_multicast_v4(group, Ipv4Addr.LOCALHOST) == Ok(None)
            assert sender.set_multicast_ttl_v4(0) == Ok(None)
            assert sender.multicast_ttl_v4() == Ok(0)
            assert sender.send_to(b"x", to) == Ok(1)
            assert udp.recv_from(bytearray(1)) == Ok((1, local_addr(sender)))
            assert udp.leave_multicast_v4(group, Ipv4Addr.LOCALHOST) == Ok(None)
            again = udp.leave_multicast_v4(group, Ipv4Addr.LOCALHOST)
            assert kind(again) is ErrorKind.AddrNotAvailable
            for loop in (False, True):
                assert sender.set_multicast_loop_v4(loop) == Ok(None)
                assert sender.multicast_loop_v4() == Ok(loop)

    def test_an_ipv6_group_is_joined_and_left(self) -> None:
        # The loopback interface has no route to IPv6 groups, but lists their members.
        group, lo = Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0x77, 0x77), socket.if_nametoindex("lo")
        with UdpSocket.bind("[::]:0").unwrap() as udp:
            assert udp.join_multicast_v6(group, lo) == Ok(None)
            assert group in members_v6()
            assert udp.leave_multicast_v6(group, lo) == Ok(None)
            assert group not in members_v6()
            assert kind(udp.leave_multicast_v6(group, lo)) is ErrorKind.AddrNotAvailable
            for loop in (False, True):
                assert udp.set_multicast_loop_v6(loop) == Ok(None)
                assert udp.multicast_loop_v6() == Ok(loop)

    def test_a_member_of_an_ipv6_group_receives_what_is_looped_back(self) -> None:
        # The scope of the group is the interface, so that nothing leaves the machine.
        index = interface_with_groups_v6()
        group = Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0x77, 0x78)
        with (
            UdpSocket.bind("[::]:0").unwrap() as udp,
            UdpSocket.bind("[::]:0").unwrap() as sender,
        ):
            to = SocketAddrV6(group, local_addr(udp).port(), 0, index)
            udp.join_multicast_v6(group, index).unwrap()
            # What is not looped back does not arrive; what is sent after it does.
            for loop in (False, True):
                sender.set_multicast_loop_v6(loop).unwrap()
                assert sender.send_to(str(loop).encode(), to) == Ok(len(str(loop)))
            buf = bytearray(8)
            udp.set_read_timeout(5).unwrap()
            n, addr = udp.recv_from(buf).unwrap()
            assert (bytes(buf[:n]), addr.port()) == (b"True", local_addr(sender).port())
            assert isinstance(addr, SocketAddrV6)
            assert addr.scope_id() in {0, index}
            udp.leave_multicast_v6(group, index).unwrap()
            udp.set_read_timeout(0.02).unwrap()
            sender.send_to(b"x", to).unwrap()
            assert kind(udp.recv_from(buf)) is ErrorKind.WouldBlock

    def test_a_wrong_argument_for_a_group_raises(self, udp: UdpSocket) -> None:
        with pytest.raises(TypeError, match="Ipv4Addr"):
            udp.join_multicast_v4("224.0.0.1", Ipv4Addr.LOCALHOST).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError, match="Ipv6Addr"):
            udp.join_multicast_v6(Ipv4Addr.LOCALHOST, 0).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        for number in (-1, 1 << 32):
            with pytest.raises(ValueError, match="u32"):
                udp.join_multicast_v6(Ipv6Addr.LOCALHOST, number).unwrap()


def through_loopback(sender: UdpSocket) -> None:
    """Sets the loopback interface for datagrams to a group, with an option that std lacks."""
    with socket.socket(fileno=os.dup(sender.as_raw_fd())) as same:
        same.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, Ipv4Addr.LOCALHOST.octets())


def members_v6() -> list[Ipv6Addr]:
    """Returns the IPv6 groups that the loopback interface has joined."""
    rows = [row.split() for row in Path("/proc/net/igmp6").read_text().splitlines()]
    return [Ipv6Addr.from_octets(bytes.fromhex(row[2])) for row in rows if row[1] == "lo"]


def interface_with_groups_v6() -> int:
    """Returns the index of an interface with a route to IPv6 groups; else skips the test."""
    rows = [row.split() for row in Path("/proc/net/ipv6_route").read_text().splitlines()]
    # On Linux the loopback interface has no such route.
    names = [row[-1] for row in rows if row[:2] == ["ff" + "0" * 30, "08"] and row[-1] != "lo"]
    if not names:
        pytest.skip("no interface has a route to groups of IPv6")
    return socket.if_nametoindex(names[0])


class TestOwnership:
    def test_repr_is_the_debug_output_of_rust(self, udp: UdpSocket, peers: Pair) -> None:
        """Rust's `debug`."""
        for each in (udp, *peers):
            assert repr(each) == f"UdpSocket {{ addr: {local_addr(each)}, fd: {each.as_raw_fd()} }}"
        udp.close()
        assert repr(udp) == "UdpSocket { fd: -1 }"

    def test_the_end_of_the_last_reference_closes_the_socket(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        udp = UdpSocket.bind((each_ip, 0)).unwrap()
        addr = local_addr(udp)
        del udp
        UdpSocket.bind(addr).unwrap().close()

    def test_every_call_after_close_returns_ebadf(self, udp: UdpSocket) -> None:
        addr = local_addr(udp)
        udp.close()
        group_v4, group_v6 = Ipv4Addr(224, 0, 0, 251), Ipv6Addr(0xFF02, 0, 0, 0, 0, 0, 0, 0xFB)
        results: list[Result[object, Error]] = [
            udp.recv(bytearray(1)),
            udp.recv(bytearray()),
            udp.peek(bytearray(1)),
            udp.recv_from(bytearray(1)),
            udp.peek_from(bytearray(1)),
            udp.send(b"x"),
            udp.send_to(b"x", addr),
            udp.send_to(b"x", [addr]),
            udp.connect(addr),
            udp.peer_addr(),
            udp.local_addr(),
            udp.try_clone(),
            udp.set_read_timeout(1),
            udp.set_write_timeout(1),
            udp.read_timeout(),
            udp.write_timeout(),
            udp.set_broadcast(True),
            udp.broadcast(),
            udp.set_multicast_loop_v4(True),
            udp.multicast_loop_v4(),
            udp.set_multicast_ttl_v4(1),
            udp.multicast_ttl_v4(),
            udp.set_multicast_loop_v6(True),
            udp.multicast_loop_v6(),
            udp.set_ttl(1),
            udp.ttl(),
            udp.join_multicast_v4(group_v4, Ipv4Addr.LOCALHOST),
            udp.leave_multicast_v4(group_v4, Ipv4Addr.LOCALHOST),
            udp.join_multicast_v6(group_v6, 1),
            udp.leave_multicast_v6(group_v6, 1),
            udp.take_error(),
            udp.set_nonblocking(True),
            udp.into_socket(),
        ]
        assert [code(result) for result in results] == [9] * len(results)
        assert udp.as_raw_fd() == udp.fileno() == udp.into_raw_fd() == -1

    def test_a_socket_can_be_made_again_from_its_descriptor(self, udp: UdpSocket) -> None:
        addr = local_addr(udp)
        with UdpSocket.from_raw_fd(udp.into_raw_fd()) as again:
            assert again.send_to(b"x", addr) == Ok(1)
            with UdpSocket.from_owned_fd(OwnedFd.from_(again)) as third:
                assert third.recv_from(bytearray(1)) == Ok((1, addr))
                assert third.connect(addr) == Ok(None)
            assert code(again.send_to(b"x", addr)) == 9

    @pytest.mark.parametrize("timeout", [None, 0.0, 2.5])
    def test_from_socket_takes_over_the_descriptor_and_the_timeout(
        self, each_ip: IpAddr.V4 | IpAddr.V6, timeout: float | None
    ) -> None:
        family = socket.AF_INET if each_ip.is_ipv4() else socket.AF_INET6
        python = socket.socket(family, socket.SOCK_DGRAM)
        python.bind((str(each_ip), 0))
        python.settimeout(timeout)
        with UdpSocket.from_socket(python).unwrap() as udp:
            assert udp.send_to(b"x", local_addr(udp)) == Ok(1)
            assert udp.recv(bytearray(1)) == Ok(1)
            expected = timedelta(seconds=timeout) if timeout else None
            assert udp.read_timeout() == udp.write_timeout() == Ok(expected)

    def test_into_socket_hands_over_the_descriptor(self, udp: UdpSocket) -> None:
        with udp.into_socket().unwrap() as python:
            assert python.type == socket.SOCK_DGRAM
            python.sendto(b"x", python.getsockname())
            assert python.recv(2) == b"x"

    def test_a_descriptor_of_another_kind_returns_an_error(self) -> None:
        addr = SocketAddr(Ipv4Addr.LOCALHOST, 9)
        reader, writer = os.pipe()
        with UdpSocket.from_raw_fd(reader) as udp, OwnedFd.from_raw_fd(writer):
            results: list[Result[object, Error]] = [
                udp.send_to(b"x", addr),
                udp.connect(addr),
                udp.recv_from(bytearray(1)),
            ]
            assert [code(result) for result in results] == [ENOTSOCK] * 3
        with (
            TcpListener.bind("127.0.0.1:0").unwrap() as listener,
            TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
            UdpSocket.from_owned_fd(OwnedFd.from_(listener.accept().unwrap()[0])) as udp,
        ):
            client.write_all(b"x").unwrap()
            # `recvfrom` on a stream returns no address.
            assert kind(udp.recv_from(bytearray(1))) is ErrorKind.InvalidInput
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with one, UdpSocket.from_raw_fd(other.detach()) as udp:
            one.send(b"x")
            assert kind(udp.recv_from(bytearray(1))) is ErrorKind.InvalidInput

    def test_a_copy_raises_and_names_try_clone(self, udp: UdpSocket) -> None:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="try_clone"):
                attempt(udp)

    def test_the_constructor_raises(self) -> None:
        with pytest.raises(TypeError):
            UdpSocket()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    def test_a_socket_can_be_registered_with_a_selector(self, udp: UdpSocket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(udp, selectors.EVENT_READ)
            assert selector.select(0) == []
            udp.send_to(b"x", local_addr(udp)).unwrap()
            ((key, _),) = selector.select(5)
            assert key.fileobj is udp

    def test_no_descriptor_is_inheritable(self, udp: UdpSocket) -> None:
        with udp.try_clone().unwrap() as clone:
            for handle in (udp, clone):
                assert not os.get_inheritable(handle.as_raw_fd())


class TestThreadsAndSignals:
    def test_one_thread_receives_what_another_thread_sends(self, udp: UdpSocket) -> None:
        with (
            ThreadPoolExecutor(1) as other,
            UdpSocket.bind((local_addr(udp).ip(), 0)).unwrap() as client,
        ):
            receiving = other.submit(udp.recv_from, bytearray(1))
            client.send_to(b"x", local_addr(udp)).unwrap()
            assert receiving.result() == Ok((1, local_addr(client)))

    def test_a_call_continues_after_signal_handlers(self, udp: UdpSocket) -> None:
        with alarm(lambda: udp.send_to(b"x", local_addr(udp))) as seen:
            assert udp.recv_from(bytearray(1)) == Ok((1, local_addr(udp)))
        assert len(seen) >= 3

    def test_an_exception_of_a_signal_handler_propagates(self, udp: UdpSocket) -> None:
        for call in (udp.recv, udp.peek, udp.recv_from, udp.peek_from):
            with alarm(interrupt), pytest.raises(Interruption):
                call(bytearray(1))


CYCLES = """
import os
from stdnet import Ok, UdpSocket

def cycle():
    one, other = (UdpSocket.bind("[::1]:0").unwrap() for _ in range(2))
    clone = one.try_clone().unwrap()
    clone.send_to(b"ping", other.local_addr().unwrap()).unwrap()
    buf = bytearray(8)
    n, addr = other.recv_from(buf).unwrap()
    other.connect(addr).unwrap()
    other.send(buf[:n]).unwrap()
    assert one.recv(buf) == Ok(4)
    one.send_to(b"other version", "127.0.0.1:1")
    other.connect("127.0.0.1:1")

before = os.listdir("/proc/self/fd")
for _ in range(2000):
    cycle()
assert os.listdir("/proc/self/fd") == before
"""


def test_thousands_of_sockets_leave_no_descriptor() -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", CYCLES]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
