"""The number of Python frames that the hot calls run."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType

from stdnet import TcpListener, TcpStream, UdpSocket
from stdnet.os.unix.net import UnixDatagram, UnixStream


def frames(call: Callable[[], object]) -> int:
    """Returns how many Python functions the call runs."""
    run = list[str]()

    def record(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            run.append(frame.f_code.co_qualname)

    before = sys.getprofile()
    sys.setprofile(record)
    try:
        call()
    finally:
        sys.setprofile(before)
    return len(run) - 1  # `call` itself is the first.


def test_a_call_on_a_stream_runs_one_frame() -> None:
    buf = bytearray(64)
    one, other = UnixStream.pair().unwrap()
    with one, other:
        assert frames(lambda: one.write(b"hello")) == 1
        assert frames(lambda: other.read(buf)) == 1
        assert frames(lambda: one.write_all(b"hello")) == 1
        one.write(bytes(10_000)).unwrap()  # The `Ok` of a large count is cached.
        assert frames(lambda: one.write(bytes(10_000))) == 1


def test_a_call_on_a_datagram_socket_runs_one_frame() -> None:
    buf = bytearray(64)
    one, other = UnixDatagram.pair().unwrap()
    with one, other:
        assert frames(lambda: one.send(b"hello")) == 1
        assert frames(lambda: other.recv(buf)) == 1


def test_send_to_and_recv_from_run_one_frame() -> None:
    buf = bytearray(64)
    with UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = sock.local_addr().unwrap()
        sock.send_to(b"the first", addr).unwrap()
        sock.recv_from(buf).unwrap()
        assert frames(lambda: sock.send_to(b"hello", addr)) == 1
        assert frames(lambda: sock.recv_from(buf)) == 1


def test_accept_runs_fewer_frames_than_the_socket_module() -> None:
    accepted = list[AbstractContextManager[object]]()
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with TcpStream.connect(addr).unwrap():
            ours = frames(lambda: accepted.append(listener.accept().unwrap()[0]))
        with TcpStream.connect(addr).unwrap(), listener.into_socket().unwrap() as python:
            theirs = frames(lambda: accepted.append(python.accept()[0]))
    for stream in accepted:
        with stream:
            pass
    assert ours < theirs
