"""No duration is too long for a setter, and none that the kernel holds too long for a getter."""

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from math import inf, nan
from struct import pack
from typing import Final

import pytest

from stdnet import Ok, TcpListener, TcpStream, UdpSocket, io
from stdnet._sys.options import READ_TIMEOUT, TIMEVAL
from stdnet.os.unix.net import SocketAddr, UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import SockRef, TcpKeepalive
from tests.faults.stream_pairs import FAMILIES, connect, listen

HUGE: Final = (timedelta.max, inf, 1e300, 1e19, 2**50, 2**63, 2**64, 2**200)

TIME_T_IS_SHORT: Final = TIMEVAL.size == 8

Timed = TcpStream | UnixStream | UdpSocket | UnixDatagram


def timed_sockets() -> list[Timed]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        tcp = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    unix, peer = UnixStream.pair().unwrap()
    peer.close()
    return [tcp, unix, UdpSocket.bind("[::1]:0").unwrap(), UnixDatagram.unbound().unwrap()]


@pytest.mark.parametrize("dur", HUGE)
def test_time_outs_of_any_length_are_set_and_returned(dur: timedelta | float) -> None:
    for made in timed_sockets():
        with made:
            for set_it, get in (
                (made.set_read_timeout, made.read_timeout),
                (made.set_write_timeout, made.write_timeout),
                (SockRef.from_(made).set_read_timeout, SockRef.from_(made).read_timeout),
                (SockRef.from_(made).set_write_timeout, SockRef.from_(made).write_timeout),
            ):
                assert set_it(dur) == Ok(None)
                # In the kernel the longest ones are none at all, as Rust's `Duration::MAX` shows.
                assert get().unwrap() in _readings(dur)


def _readings(dur: timedelta | float) -> tuple[timedelta | None, ...]:
    if TIME_T_IS_SHORT:
        # Rounding to ticks of the clock may overflow the number.
        return (timedelta(seconds=2**31 - 1), timedelta.max, None)
    if isinstance(dur, timedelta):
        return (timedelta.max,)
    return (timedelta.max, None) if dur < 2**53 else (None,)


@pytest.mark.skipif(TIME_T_IS_SHORT, reason="a time_t of 32 bits holds no such time-out")
@pytest.mark.parametrize("seconds", [2**46, 2**47, 2**50])
@pytest.mark.parametrize("option", [socket.SO_RCVTIMEO, socket.SO_SNDTIMEO])
def test_a_time_out_that_other_code_has_set(option: int, seconds: int) -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
        with socket.socket(fileno=os.dup(udp.as_raw_fd())) as python:
            python.setsockopt(socket.SOL_SOCKET, option, TIMEVAL.pack(seconds, 0))
        read = udp.read_timeout if option == socket.SO_RCVTIMEO else udp.write_timeout
        expected = timedelta(seconds=seconds) if seconds == 2**46 else timedelta.max
        assert read() == Ok(expected)


def test_a_time_out_that_has_overflowed_is_the_longest() -> None:
    # A kernel of 64 bits rounds the longest one of a process of 32 bits up, past the largest long.
    class Overflowed(socket.socket):
        def getsockopt(self, *_: object) -> bytes:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride]
            return TIMEVAL.pack(-(2**31), 0)

    with Overflowed() as python:
        assert READ_TIMEOUT.get(python) == Ok(timedelta.max)


@pytest.mark.parametrize("dur", HUGE)
def test_lingering_for_any_time(dur: timedelta | float) -> None:
    tcp, *others = timed_sockets()
    assert isinstance(tcp, TcpStream)
    with tcp:
        assert tcp.set_linger(dur) == Ok(None)
        assert tcp.linger().unwrap() is not None
        assert SockRef.from_(tcp).set_linger(dur) == Ok(None)
        assert SockRef.from_(tcp).linger() == tcp.linger()
        tcp.set_linger(None).unwrap()
    for other in others:
        other.close()


def test_a_negative_linger_of_other_code_is_the_longest() -> None:
    # Rust returns u64::MAX seconds.
    with socket.socket() as python:
        python.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, pack("@ii", 1, -1))
        assert SockRef.from_(python).linger() == Ok(timedelta.max)


@pytest.mark.parametrize("dur", HUGE)
def test_seconds_and_milliseconds_of_tcp(dur: timedelta | float) -> None:
    # The kernel refuses them, or shortens them.
    with socket.socket() as python:
        ref = SockRef.from_(python)
        stream = TcpStream.from_raw_fd(python.detach())
    with stream:
        ref = SockRef.from_(stream)
        for done in (
            stream.set_deferaccept(dur),
            ref.set_tcp_user_timeout(dur),
            ref.set_tcp_keepalive(TcpKeepalive().with_time(dur)),
            ref.set_tcp_keepalive(TcpKeepalive().with_interval(dur)),
        ):
            error = done.err()
            assert error is None or error.kind() is io.ErrorKind.InvalidInput
        for get in (
            stream.deferaccept,
            ref.tcp_user_timeout,
            ref.tcp_keepalive_time,
            ref.tcp_keepalive_interval,
        ):
            assert get().is_ok()
    assert "Some" in str(TcpKeepalive().with_time(dur).with_interval(dur))


@pytest.mark.parametrize("dur", HUGE)
@pytest.mark.parametrize("family", FAMILIES)
def test_calls_with_a_time_limit(family: str, dur: timedelta | float) -> None:
    with listen(family) as listener, connect(listener).unwrap():
        listener.accept_timeout(dur).unwrap()[0].close()
        if isinstance(listener, UnixListener):
            name = listener.local_addr().unwrap()
            UnixStream.connect_timeout(name, dur).unwrap().close()
        else:
            addr = listener.local_addr().unwrap()
            TcpStream.connect_timeout(addr, dur).unwrap().close()
            with socket.socket(socket.AF_INET if addr.is_ipv4() else socket.AF_INET6) as python:
                assert SockRef.from_(python).connect_timeout(addr, dur) == Ok(None)


@pytest.mark.parametrize("dur", [nan, -inf, -1, timedelta.min])
def test_what_is_no_duration_raises(dur: timedelta | float) -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as udp, listen("ipv4") as listener:
        name = SocketAddr.from_abstract_name(b"nobody").unwrap()
        calls: list[Callable[[timedelta | float], object]] = [
            udp.set_read_timeout,
            udp.set_write_timeout,
            SockRef.from_(udp).set_linger,
            listener.accept_timeout,
            lambda dur: TcpStream.connect_timeout("127.0.0.1:9", dur),
            lambda dur: UnixStream.connect_timeout(name, dur),
            TcpKeepalive().with_time,
        ]
        for call in calls:
            with pytest.raises(ValueError, match="a duration is 0 or more"):
                call(dur)
