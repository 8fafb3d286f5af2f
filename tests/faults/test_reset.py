"""Promises 4 and 5: what came before a reset is delivered, and no write kills anybody."""

import signal
import socket
import struct
from collections.abc import Callable
from typing import Final

import pytest

from stdnet import Ok, Shutdown, io
from stdnet.io import ErrorKind
from tests.faults.families import FAMILIES, Listener, Pair, is_tcp, python_socket
from tests.faults.inject import run


def kind(answer: io.Result[object]) -> ErrorKind:
    return answer.failure().kind()


def reset(peer: socket.socket) -> None:
    """Ends a connection with a reset, where there are packets to say so."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


class TestReset:
    def test_in_the_middle_of_reading(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            peer.sendall(b"before")
            received = bytearray(b"+")
            buf = bytearray(3)
            assert stream.read_exact(buf) == Ok(None)
            reset(peer)
            if not is_tcp(stream):
                # Nothing can be lost on the way, so there is no reset but for what was not read.
                assert stream.read_to_end(received) == Ok(3)
                assert received == b"+ore"
                return
            assert kind(stream.read_to_end(received)) is ErrorKind.ConnectionReset
            assert received == b"+ore"
            # Once, and then the end.
            assert stream.read(buf) == Ok(0)
            assert stream.read_to_end(received) == Ok(0)
            assert kind(stream.write(b"x")) is ErrorKind.BrokenPipe

    def test_with_data_that_the_peer_has_not_read(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.write_all(b"unread").unwrap()
            peer.sendall(b"answer")
            buf = bytearray(6)
            assert stream.read_exact(buf) == Ok(None)
            peer.close()
            assert buf == b"answer"
            assert kind(stream.read(buf)) is ErrorKind.ConnectionReset
            assert stream.read(buf) == Ok(0)
            assert kind(stream.write(b"x")) is ErrorKind.BrokenPipe
            assert kind(stream.write_all(b"x")) is ErrorKind.BrokenPipe

    def test_in_the_middle_of_writing(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.set_nonblocking(True).unwrap()
            while isinstance(stream.write(bytes(1 << 16)), Ok):
                pass
            stream.set_nonblocking(False).unwrap()
            peer.recv(1)
            reset(peer)
            kinds = [kind(stream.write_all(bytes(1 << 24))) for _ in range(2)]
            expected = [ErrorKind.ConnectionReset, ErrorKind.BrokenPipe]
            assert kinds == (expected if is_tcp(stream) else [ErrorKind.BrokenPipe] * 2)

    def test_the_error_is_reported_once(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.write_all(b"unread").unwrap()
            peer.close()
            error = stream.take_error().unwrap()
            assert error is not None
            assert error.kind() is ErrorKind.ConnectionReset
            assert stream.take_error() == Ok(None)
            assert stream.read(bytearray(1)) == Ok(0)

    def test_before_it_was_accepted(self, listener: Listener) -> None:
        peer = python_socket(listener)
        peer.sendall(b"last words")
        name = peer.getsockname()
        reset(peer)
        stream, addr = listener.accept().unwrap()
        with stream:
            if is_tcp(stream):
                assert str(addr).endswith(f":{name[1]}")
            assert stream.read_array(10) == Ok(b"last words")
            if is_tcp(stream):
                assert kind(stream.read(bytearray(1))) is ErrorKind.ConnectionReset
            assert stream.read(bytearray(1)) == Ok(0)

    def test_of_a_copy(self, listener: Listener, pair: Pair) -> None:
        """It keeps what it had, and says how far it came."""
        client, server = pair
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.write_all(b"unread").unwrap()
            peer.sendall(b"before")
            peer.close()
            error = io.copy(stream, client).failure()
            assert error.kind() is ErrorKind.ConnectionReset
            assert io.Copied.of(error) == io.Copied(6, b"")
            client.shutdown(Shutdown.Write).unwrap()
            assert server.read_array(6) == Ok(b"before")
            assert server.read(bytearray(1)) == Ok(0)


# Each writes to a peer that is gone, until it is told.
SIGPIPE: Final = """
import signal, sys
from contextlib import suppress
from stdnet import Err, Shutdown, io
from stdnet.io import BufWriter, ErrorKind
from tests.faults.families import connected, listen

signal.signal(signal.SIGPIPE, getattr(signal, sys.argv[2]))
listener = listen(sys.argv[1])
reader, writer = io.pipe().unwrap()

def copied(source):
    def copy(stream):
        if source == "pipe":
            writer.write_all(b"x").unwrap()
            return io.copy(reader.take(1), stream)
        client, server = connected(listener)
        with client, server:
            client.write_all(bytes(1 << 16)).unwrap()
            client.shutdown(Shutdown.Write).unwrap()
            return io.copy(server, stream)
    return copy

def buffered(stream):
    out = BufWriter(stream)
    out.write_all(b"x").unwrap()
    return out.flush()

calls = {
    "write": lambda stream: stream.write(b"x"),
    "write_all": lambda stream: stream.write_all(bytes(1 << 16)),
    "write_vectored": lambda stream: stream.write_vectored([b"x", b"y"]),
    "write_all_vectored": lambda stream: stream.write_all_vectored([b"x", b"y"]),
    "write_fmt": lambda stream: stream.write_fmt("x"),
    "buffered": buffered,
    "copy of bytes": lambda stream: io.copy(io.Cursor(b"xy"), stream),
    "copy of a pipe": copied("pipe"),
    "copy of a socket": copied("socket"),
}
for name, call in calls.items():
    client, server = connected(listener)
    with client, server:
        server.shutdown(Shutdown.Both)
        server.close()
        for _ in range(3):
            answer = call(client)
        assert answer.failure().kind() in {ErrorKind.BrokenPipe, ErrorKind.ConnectionReset}, name
print("alive")
"""


@pytest.mark.parametrize("disposition", ["SIG_IGN", "SIG_DFL"])
@pytest.mark.parametrize("family", FAMILIES)
def test_no_write_sends_sigpipe(family: str, disposition: str) -> None:
    done = run("-c", SIGPIPE, family, disposition)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


def test_a_handler_of_sigpipe_is_not_called(pair: Pair) -> None:
    client, server = pair
    calls = list[int]()
    before = signal.signal(signal.SIGPIPE, lambda number, _: calls.append(number))
    try:
        server.shutdown(Shutdown.Both).unwrap()
        server.close()
        writes: list[Callable[[], io.Result[object]]] = [
            lambda: client.write(b"x"),
            lambda: client.write_vectored([b"x", b"y"]),
            lambda: client.write_all(b"x"),
        ]
        answers = [[write() for write in writes] for _ in range(2)][-1]
    finally:
        signal.signal(signal.SIGPIPE, before)
    assert [kind(answer) for answer in answers] == [ErrorKind.BrokenPipe] * 3
    assert calls == []
