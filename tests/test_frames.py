"""How many functions of Python the calls run that all time is spent in."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType

from stdnet import TcpListener, TcpStream, UdpSocket
from stdnet.os.unix.net import UnixDatagram, UnixStream


def frames(call: Callable[[], object]) -> int:
    """How many functions of Python the call runs."""
    run = list[str]()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            run.append(frame.f_code.co_qualname)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(before)
    return len(run) - 1  # The call itself is one.


def test_of_streams() -> None:
    buf = bytearray(64)
    one, other = UnixStream.pair().unwrap()
    with one, other:
        assert frames(lambda: one.write(b"hello")) == 1
        assert frames(lambda: other.read(buf)) == 1
        assert frames(lambda: one.write_all(b"hello")) == 1
        one.write(bytes(10_000)).unwrap()  # As before: of counts this large few are kept.
        assert frames(lambda: one.write(bytes(10_000))) == 1


def test_of_datagrams() -> None:
    buf = bytearray(64)
    one, other = UnixDatagram.pair().unwrap()
    with one, other:
        assert frames(lambda: one.send(b"hello")) == 1
        assert frames(lambda: other.recv(buf)) == 1


def test_of_datagrams_from_anybody() -> None:
    buf = bytearray(64)
    with UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = sock.local_addr().unwrap()
        sock.send_to(b"the first", addr).unwrap()
        sock.recv_from(buf).unwrap()
        assert frames(lambda: sock.send_to(b"hello", addr)) == 1
        assert frames(lambda: sock.recv_from(buf)) == 1


def test_accept_runs_fewer_than_the_module_socket() -> None:
    made = list[AbstractContextManager[object]]()
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with TcpStream.connect(addr).unwrap():
            ours = frames(lambda: made.append(listener.accept().unwrap()[0]))
        with TcpStream.connect(addr).unwrap(), listener.into_socket().unwrap() as python:
            theirs = frames(lambda: made.append(python.accept()[0]))
    for accepted in made:
        with accepted:
            pass
    assert ours < theirs
