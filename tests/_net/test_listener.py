"""The additions to Rust's API: `accept_timeout`, `stop`, keywords of `bind`, `connect_timeout`."""

import errno
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from stdnet import IpAddr, Ok, SocketAddr, TcpListener, TcpStream, io, is_ok
from stdnet.io import ErrorKind
from tests.support.threads import wait_until_blocked

Addr = SocketAddr.V4 | SocketAddr.V6


def connected(listener: TcpListener) -> TcpStream:
    """Returns a client that has connected to the listener."""
    return TcpStream.connect(listener.local_addr().unwrap()).unwrap()


class TestAcceptTimeout:
    def test_a_waiting_connection_is_accepted(self, listener: TcpListener) -> None:
        with connected(listener) as client:
            stream, addr = listener.accept_timeout(5).unwrap()
            with stream:
                assert Ok(addr) == client.local_addr()

    def test_it_times_out_without_a_connection(self, listener: TcpListener) -> None:
        start = time.monotonic()
        error = listener.accept_timeout(timedelta(milliseconds=30)).unwrap_err()
        assert time.monotonic() - start >= 0.03
        assert (error.kind(), str(error)) == (ErrorKind.TimedOut, "no connection came in time")
        assert error.is_timeout()

    def test_a_connection_that_comes_in_time_is_accepted(self, listener: TcpListener) -> None:
        with ThreadPoolExecutor(1) as pool:
            accepted = pool.submit(listener.accept_timeout, 20)
            with connected(listener), accepted.result(20).unwrap()[0]:
                pass

    def test_zero_is_invalid_input_and_a_negative_timeout_raises(
        self, listener: TcpListener
    ) -> None:
        assert listener.accept_timeout(0).unwrap_err().kind() is ErrorKind.InvalidInput
        with pytest.raises(ValueError, match="0 or more"):
            listener.accept_timeout(-1).unwrap()

    def test_a_closed_listener_returns_ebadf(self, listener: TcpListener) -> None:
        listener.close()
        assert listener.accept_timeout(5).unwrap_err().raw_os_error() == errno.EBADF

    def test_losing_a_connection_to_another_thread_does_not_prolong_the_wait(
        self, listener: TcpListener
    ) -> None:
        # Only in non-blocking mode: see `accept_timeout`.
        listener.set_nonblocking(True).unwrap()
        with ThreadPoolExecutor(8) as pool, connected(listener):
            calls = [pool.submit(listener.accept_timeout, 0.05) for _ in range(8)]
            results = [call.result() for call in calls]
        streams = [result.unwrap()[0] for result in results if is_ok(result)]
        assert len(streams) == 1
        streams[0].close()
        errors = [result.unwrap_err().kind() for result in results if not is_ok(result)]
        assert errors == [ErrorKind.TimedOut] * 7


def accept_in_time(listener: TcpListener) -> io.Result[object]:
    """Calls `accept_timeout` with a long time-out."""
    return listener.accept_timeout(30)


def accept_next(listener: TcpListener) -> io.Result[object]:
    """Returns the first item of `incoming`."""
    return next(listener.incoming())


@pytest.mark.parametrize("wait", [TcpListener.accept, accept_in_time, accept_next])
def test_stop_ends_a_call_of_another_thread_and_every_later_call(
    listener: TcpListener, wait: Callable[[TcpListener], io.Result[object]]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait, listener)
        wait_until_blocked()
        assert listener.stop() == Ok(None)
        error = waiting.result(5).unwrap_err()
    assert (error.kind(), error.raw_os_error()) == (ErrorKind.InvalidInput, errno.EINVAL)
    assert listener.accept().unwrap_err().raw_os_error() == errno.EINVAL


def test_stop_applies_to_clones_and_resets_waiting_connections(listener: TcpListener) -> None:
    addr = listener.local_addr().unwrap()
    with listener.try_clone().unwrap() as clone, connected(listener) as waiting:
        clone.stop().unwrap()
        assert listener.accept().unwrap_err().raw_os_error() == errno.EINVAL
        assert waiting.read(bytearray(1)).unwrap_err().kind() is ErrorKind.ConnectionReset
    assert TcpStream.connect(addr).unwrap_err().kind() is ErrorKind.ConnectionRefused


def test_stop_on_a_closed_listener_returns_ebadf(listener: TcpListener) -> None:
    listener.close()
    assert listener.stop().unwrap_err().raw_os_error() == errno.EBADF


def test_a_backlog_of_zero_holds_a_single_connection(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    # Linux lets one more connection wait than the backlog says.
    with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with TcpStream.connect(addr).unwrap():
            late = TcpStream.connect_timeout(addr, 0.05).unwrap_err()
            assert late.kind() is ErrorKind.TimedOut


def test_a_negative_backlog_is_the_maximum_of_the_kernel() -> None:
    # For a listener, `tcpi_sacked` at byte 28 of `tcp_info` is the backlog.
    with TcpListener.bind("127.0.0.1:0", backlog=-1).unwrap() as listener:
        with socket.fromfd(listener.fileno(), socket.AF_INET, socket.SOCK_STREAM) as python:
            info = python.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 32)
        assert int.from_bytes(info[28:], sys.byteorder) > 0


@pytest.mark.parametrize("backlog", [1 << 31, -(1 << 31) - 1])
def test_a_backlog_that_is_no_i32_raises(backlog: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        TcpListener.bind("127.0.0.1:0", backlog=backlog).unwrap()


@pytest.mark.parametrize("reuse", [True, False])
def test_reuse_address_sets_the_socket_option(each_ip: IpAddr.V4 | IpAddr.V6, reuse: bool) -> None:
    with TcpListener.bind(SocketAddr(each_ip, 0), reuse_address=reuse).unwrap() as listener:
        python = listener.into_socket().unwrap()
        with python:
            assert python.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) == reuse


@pytest.mark.parametrize("only", [True, False])
def test_only_v6_refuses_ipv4_connections(only: bool) -> None:
    with TcpListener.bind("[::]:0", only_v6=only).unwrap() as listener:
        assert listener.only_v6() == Ok(only)
        port = listener.local_addr().unwrap().port()
        v4 = TcpStream.connect(("127.0.0.1", port))
        assert is_ok(v4) is not only
        if is_ok(v4):
            v4.unwrap().close()


def test_only_v6_is_ignored_for_an_ipv4_address() -> None:
    with TcpListener.bind("127.0.0.1:0", only_v6=True).unwrap() as listener:
        assert listener.local_addr().unwrap().is_ipv4()


class TestConnectTimeout:
    """`TcpStream.connect_timeout` with several addresses, or with a name."""

    def test_it_connects_to_the_first_address_that_accepts(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        refused = addr.with_port(1)
        with TcpStream.connect_timeout([refused, addr], 5).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)

    def test_it_accepts_a_host_name(self) -> None:
        with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
            port = listener.local_addr().unwrap().port()
            with TcpStream.connect_timeout(("localhost", port), 5).unwrap() as stream:
                assert stream.peer_addr() == listener.local_addr()

    def test_an_address_that_does_not_respond_leaves_time_for_the_next(
        self, each_ip: IpAddr.V4 | IpAddr.V6, listener: TcpListener
    ) -> None:
        with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as full:
            silent = full.local_addr().unwrap()
            addr = listener.local_addr().unwrap()
            with (
                TcpStream.connect(silent).unwrap(),
                TcpStream.connect_timeout([silent, addr], 1.2).unwrap() as stream,
            ):
                assert stream.peer_addr() == Ok(addr)

    def test_the_timeout_is_shared_by_all_addresses(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as full:
            silent = full.local_addr().unwrap()
            with TcpStream.connect(silent).unwrap():
                start = time.monotonic()
                error = TcpStream.connect_timeout([silent] * 4, 0.3).unwrap_err()
                taken = time.monotonic() - start
        assert error.kind() is ErrorKind.TimedOut
        assert len(error.__notes__) == 3
        # Not four times as long. The upper bound leaves time for a busy machine.
        assert 0.3 <= taken < 1.1

    def test_a_timeout_of_zero_is_an_error(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        error = TcpStream.connect_timeout([addr, addr], 0).unwrap_err()
        assert str(error) == "cannot set a 0 duration timeout"

    def test_no_addresses_are_an_error(self) -> None:
        error = TcpStream.connect_timeout([], 1).unwrap_err()
        assert str(error) == "could not resolve to any addresses"
