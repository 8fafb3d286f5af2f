"""Where stdnet answers otherwise than C and Rust, until it is mended.

A time-out is kept by a call that does not wait, and then by `poll`. That is not the same for calls
that `poll` says nothing about. The sequences leave these out.
"""

from datetime import timedelta
from sys import byteorder
from typing import Final

import pytest

from stdnet import Shutdown, TcpListener, TcpStream, c
from stdnet.os.unix.net import UnixDatagram

_MOMENT: Final = timedelta(milliseconds=20)
_INFO_SIZE: Final = 32
_BACKLOG: Final = slice(28, 32)
"""Where C's `tcp_info` has the backlog of a listener."""


@pytest.mark.xfail(reason="the socket is ready, and has nothing for a call that does not wait")
def test_a_datagram_socket_whose_reading_half_is_shut_down_reads_nothing() -> None:
    one, other = UnixDatagram.pair().unwrap()
    with one, other:
        one.set_read_timeout(_MOMENT).unwrap()
        one.shutdown(Shutdown.Read).unwrap()
        assert one.recv(bytearray(1)).value_or(None) == 0


@pytest.mark.xfail(reason="where it waits, TCP reads nothing into nothing with success")
def test_a_read_of_no_bytes_succeeds_when_its_time_is_over() -> None:
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
    ):
        client.set_read_timeout(_MOMENT).unwrap()
        assert client.read(bytearray()).value_or(None) == 0


@pytest.mark.xfail(reason="CPython makes a 0 of what is less")
def test_a_backlog_below_0_is_as_much_as_the_system_allows() -> None:
    with TcpListener.bind("127.0.0.1:0", backlog=-1).unwrap() as listener:
        info, size = bytearray(_INFO_SIZE), c.socklen_t(_INFO_SIZE)
        assert c.getsockopt(listener.fileno(), c.IPPROTO_TCP, c.TCP_INFO, info, size) == 0
        assert int.from_bytes(info[_BACKLOG], byteorder) > 0
