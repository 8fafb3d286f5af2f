"""Promise 4: data before a reset are delivered, and no write raises SIGPIPE."""

import signal
import socket
import struct
from collections.abc import Callable
from typing import Final

import pytest

from stdnet import Ok, Shutdown, io
from stdnet.io import ErrorKind
from tests.faults.fault_injection import run
from tests.faults.stream_pairs import FAMILIES, Listener, Pair, is_tcp, python_socket


def kind(result: io.Result[object]) -> ErrorKind:
    return result.unwrap_err().kind()


def reset(peer: socket.socket) -> None:
    """Closes a socket with a reset, if it is TCP."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


class TestReset:
    def test_data_before_a_reset_is_read(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            peer.sendall(b"before")
            received = bytearray(b"+")
            buf = bytearray(3)
            assert stream.read_exact(buf) == Ok(None)
            reset(peer)
            if not is_tcp(stream):
                # A Unix socket reports a reset only if the peer has left data unread.
                assert stream.read_to_end(received) == Ok(3)
                assert received == b"+ore"
                return
            assert kind(stream.read_to_end(received)) is ErrorKind.ConnectionReset
            assert received == b"+ore"
            # The reset is reported once; then comes the end of the stream.
            assert stream.read(buf) == Ok(0)
            assert stream.read_to_end(received) == Ok(0)
            assert kind(stream.write(b"x")) is ErrorKind.BrokenPipe

    def test_a_peer_that_leaves_data_unread_resets(self, listener: Listener) -> None:
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

    def test_a_reset_while_writing_is_reported_once(self, listener: Listener) -> None:
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

    def test_take_error_returns_the_reset_once(self, listener: Listener) -> None:
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.write_all(b"unread").unwrap()
            peer.close()
            error = stream.take_error().unwrap()
            assert error is not None
            assert error.kind() is ErrorKind.ConnectionReset
            assert stream.take_error() == Ok(None)
            assert stream.read(bytearray(1)) == Ok(0)

    def test_a_connection_that_was_reset_before_accept_delivers_its_data(
        self, listener: Listener
    ) -> None:
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

    def test_copy_delivers_the_data_before_a_reset_and_their_count(
        self, listener: Listener, pair: Pair
    ) -> None:
        client, server = pair
        peer = python_socket(listener)
        with listener.accept().unwrap()[0] as stream:
            stream.write_all(b"unread").unwrap()
            peer.sendall(b"before")
            peer.close()
            error = io.copy(stream, client).unwrap_err()
            assert error.kind() is ErrorKind.ConnectionReset
            assert io.Copied.of(error) == io.Copied(6, b"")
            client.shutdown(Shutdown.Write).unwrap()
            assert server.read_array(6) == Ok(b"before")
            assert server.read(bytearray(1)) == Ok(0)


# Makes each call that writes to a closed peer, until it fails.
SIGPIPE: Final = """
import signal, sys
from contextlib import suppress
from stdnet import Err, Shutdown, io
from stdnet.io import BufWriter, ErrorKind
from tests.faults.stream_pairs import connected, listen

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
    result = out.flush()
    out.into_parts()  # Otherwise it warns that the byte is lost.
    return result

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
            result = call(client)
        assert result.unwrap_err().kind() in {ErrorKind.BrokenPipe, ErrorKind.ConnectionReset}, name
print("alive")
"""


@pytest.mark.parametrize("disposition", ["SIG_IGN", "SIG_DFL"])
@pytest.mark.parametrize("family", FAMILIES)
def test_no_write_raises_sigpipe(family: str, disposition: str) -> None:
    done = run("-c", SIGPIPE, family, disposition)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


def test_no_write_calls_a_handler_of_sigpipe(pair: Pair) -> None:
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
        results = [[write() for write in writes] for _ in range(2)][-1]
    finally:
        signal.signal(signal.SIGPIPE, before)
    assert [kind(result) for result in results] == [ErrorKind.BrokenPipe] * 3
    assert calls == []
