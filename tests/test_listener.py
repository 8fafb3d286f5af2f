"""What listeners do beside Rust: accept in time, stop, and bind with other values than Rust's."""

import errno
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from stdnet import IpAddr, Ok, SocketAddr, TcpListener, TcpStream, c, io, is_ok
from stdnet.io import ErrorKind
from tests.support.threads import wait_until_blocked

Addr = SocketAddr.V4 | SocketAddr.V6


def connected(listener: TcpListener) -> TcpStream:
    return TcpStream.connect(listener.local_addr().unwrap()).unwrap()


class TestAcceptTimeout:
    def test_a_connection_that_waits(self, listener: TcpListener) -> None:
        with connected(listener) as client:
            stream, addr = listener.accept_timeout(5).unwrap()
            with stream:
                assert Ok(addr) == client.local_addr()

    def test_no_connection(self, listener: TcpListener) -> None:
        start = time.monotonic()
        error = listener.accept_timeout(timedelta(milliseconds=30)).failure()
        assert time.monotonic() - start >= 0.03
        assert (error.kind(), str(error)) == (ErrorKind.TimedOut, "no connection came in time")
        assert error.is_timeout()

    def test_a_connection_that_comes(self, listener: TcpListener) -> None:
        with ThreadPoolExecutor(1) as pool:
            accepted = pool.submit(listener.accept_timeout, 20)
            with connected(listener), accepted.result(20).unwrap()[0]:
                pass

    def test_zero_and_less(self, listener: TcpListener) -> None:
        assert listener.accept_timeout(0).failure().kind() is ErrorKind.InvalidInput
        with pytest.raises(ValueError, match="0 or more"):
            listener.accept_timeout(-1)

    def test_after_the_end(self, listener: TcpListener) -> None:
        listener.close()
        assert listener.accept_timeout(5).failure().raw_os_error() == errno.EBADF

    def test_one_that_another_takes_does_not_make_it_wait_longer(
        self, listener: TcpListener
    ) -> None:
        """In non-blocking mode: whoever comes late waits for the rest of the time, and no more."""
        listener.set_nonblocking(True).unwrap()
        with ThreadPoolExecutor(8) as pool, connected(listener):
            calls = [pool.submit(listener.accept_timeout, 0.05) for _ in range(8)]
            answers = [call.result() for call in calls]
        streams = [answer.unwrap()[0] for answer in answers if is_ok(answer)]
        assert len(streams) == 1
        streams[0].close()
        late = [answer.failure().kind() for answer in answers if not is_ok(answer)]
        assert late == [ErrorKind.TimedOut] * 7


def accept_in_time(listener: TcpListener) -> io.Result[object]:
    return listener.accept_timeout(30)


def accept_next(listener: TcpListener) -> io.Result[object]:
    return next(listener.incoming())


@pytest.mark.parametrize("wait", [TcpListener.accept, accept_in_time, accept_next])
def test_stop_ends_a_call_of_another_thread(
    listener: TcpListener, wait: Callable[[TcpListener], io.Result[object]]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(wait, listener)
        wait_until_blocked()
        assert listener.stop() == Ok(None)
        error = answer.result(5).failure()
    assert (error.kind(), error.raw_os_error()) == (ErrorKind.InvalidInput, errno.EINVAL)
    # And every later one.
    assert listener.accept().failure().raw_os_error() == errno.EINVAL


def test_stop_ends_it_for_the_clones_and_refuses_who_waits(listener: TcpListener) -> None:
    addr = listener.local_addr().unwrap()
    with listener.try_clone().unwrap() as clone, connected(listener) as waiting:
        clone.stop().unwrap()
        assert listener.accept().failure().raw_os_error() == errno.EINVAL
        assert waiting.read(bytearray(1)).failure().kind() is ErrorKind.ConnectionReset
    assert TcpStream.connect(addr).failure().kind() is ErrorKind.ConnectionRefused


def test_stop_after_the_end(listener: TcpListener) -> None:
    listener.close()
    assert listener.stop().failure().raw_os_error() == errno.EBADF


def test_a_backlog_of_none_is_full_at_once(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    """Linux lets one more wait than it is told."""
    with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with TcpStream.connect(addr).unwrap():
            late = TcpStream.connect_timeout(addr, 0.05).failure()
            assert late.kind() is ErrorKind.TimedOut


def test_a_backlog_below_0_is_as_much_as_the_system_allows() -> None:
    """Where C's `tcp_info` has it."""
    with TcpListener.bind("127.0.0.1:0", backlog=-1).unwrap() as listener:
        info, size = bytearray(32), c.socklen_t(32)
        assert c.getsockopt(listener.fileno(), c.IPPROTO_TCP, c.TCP_INFO, info, size) == 0
        assert int.from_bytes(info[28:], sys.byteorder) > 0


@pytest.mark.parametrize("backlog", [1 << 31, -(1 << 31) - 1])
def test_a_backlog_is_an_i32(backlog: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        TcpListener.bind("127.0.0.1:0", backlog=backlog)


@pytest.mark.parametrize("reuse", [True, False])
def test_reuse_address(each_ip: IpAddr.V4 | IpAddr.V6, reuse: bool) -> None:
    with TcpListener.bind(SocketAddr(each_ip, 0), reuse_address=reuse).unwrap() as listener:
        python = listener.into_socket().unwrap()
        with python:
            assert python.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) == reuse


@pytest.mark.parametrize("only", [True, False])
def test_only_v6(only: bool) -> None:
    with TcpListener.bind("[::]:0", only_v6=only).unwrap() as listener:
        assert listener.only_v6() == Ok(only)
        port = listener.local_addr().unwrap().port()
        v4 = TcpStream.connect(("127.0.0.1", port))
        assert is_ok(v4) is not only
        if is_ok(v4):
            v4.unwrap().close()


def test_only_v6_is_nothing_to_an_ipv4_address() -> None:
    with TcpListener.bind("127.0.0.1:0", only_v6=True).unwrap() as listener:
        assert listener.local_addr().unwrap().is_ipv4()


class TestConnectTimeout:
    """To the addresses of a name, or of a list."""

    def test_the_first_that_answers(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        refused = addr.with_port(1)
        with TcpStream.connect_timeout([refused, addr], 5).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)

    def test_a_name(self) -> None:
        with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
            port = listener.local_addr().unwrap().port()
            with TcpStream.connect_timeout(("localhost", port), 5).unwrap() as stream:
                assert stream.peer_addr() == listener.local_addr()

    def test_a_deaf_address_leaves_time_for_the_next(
        self, each_ip: IpAddr.V4 | IpAddr.V6, listener: TcpListener
    ) -> None:
        with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as full:
            deaf = full.local_addr().unwrap()
            addr = listener.local_addr().unwrap()
            with (
                TcpStream.connect(deaf).unwrap(),
                TcpStream.connect_timeout([deaf, addr], 1.2).unwrap() as stream,
            ):
                assert stream.peer_addr() == Ok(addr)

    def test_all_of_the_time_is_for_all_of_the_addresses(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        with TcpListener.bind(SocketAddr(each_ip, 0), backlog=0).unwrap() as full:
            deaf = full.local_addr().unwrap()
            with TcpStream.connect(deaf).unwrap():
                start = time.monotonic()
                error = TcpStream.connect_timeout([deaf] * 4, 0.3).failure()
                taken = time.monotonic() - start
        assert error.kind() is ErrorKind.TimedOut
        assert len(error.__notes__) == 3
        # Not four times as long; how late a busy machine is does not matter.
        assert 0.3 <= taken < 1.1

    def test_zero_is_none(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        error = TcpStream.connect_timeout([addr, addr], 0).failure()
        assert str(error) == "cannot set a 0 duration timeout"

    def test_no_addresses(self) -> None:
        error = TcpStream.connect_timeout([], 1).failure()
        assert str(error) == "could not resolve to any addresses"
