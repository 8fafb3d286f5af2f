"""Promise 6: signals lose nothing, stretch no time-out, and what a handler raises comes out."""

import hashlib
import random
import secrets
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import pytest

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, UdpSocket, io
from stdnet.io import ErrorKind
from stdnet.os.unix.net import SocketAddr, UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import Domain, Socket, SockRef, Type
from tests.faults.alarms import Interruption, alarms, interrupt
from tests.faults.families import Listener, Pair, Stream, connect, connected

EVERY = 0.005
LIMIT = 0.1
"""A time-out; what comes within twice that is in time."""

LONG = 24 << 20


def assert_not_stretched(measure: Callable[[], float]) -> None:
    """A busy machine is late now and then, and a time-out that is stretched is late every time."""
    taken = measure()
    for _ in range(2):
        if taken > 2 * LIMIT:
            taken = measure()
    assert 0.9 * LIMIT <= taken <= 2 * LIMIT


def seconds_of(call: Callable[[], object]) -> float:
    start = time.monotonic()
    call()
    return time.monotonic() - start


def seconds_under_alarms(call: Callable[[], object]) -> float:
    with alarms(EVERY) as seen:
        taken = seconds_of(call)
    assert seen
    return taken


class TestNoByteIsLost:
    def test_read_exact_and_write_all(self, listener: Listener) -> None:
        data = random.Random(6).randbytes(LONG)
        received, again = bytearray(len(data)), bytearray(len(data))
        with ThreadPoolExecutor(1) as pool, alarms(EVERY) as seen:
            while not seen:  # However fast the machine is.
                client, server = connected(listener)
                with client, server:
                    # Signals are for the main thread, which writes and then reads.
                    reading = pool.submit(server.read_exact, received)
                    assert client.write_all(data) == Ok(None)
                    assert client.shutdown(Shutdown.Write) == Ok(None)
                    assert reading.result() == Ok(None)
                    writing = pool.submit(server.write_all, data)
                    assert client.read_exact(again) == Ok(None)
                    assert writing.result() == Ok(None)
        assert received == again == data

    def test_copy(self, listener: Listener) -> None:
        data = random.Random(6).randbytes(LONG)

        def send(stream: Stream) -> None:
            stream.write_all(data).unwrap()
            stream.shutdown(Shutdown.Write).unwrap()

        with ThreadPoolExecutor(2) as pool, alarms(EVERY) as seen:
            while not seen:
                received = bytearray()
                here, there = connected(listener)
                onward, end = connected(listener)
                with here, there, onward, end:
                    sending = pool.submit(send, here)
                    reading = pool.submit(end.read_to_end, received)
                    assert io.copy(there, onward) == Ok(len(data))
                    onward.shutdown(Shutdown.Write).unwrap()
                    assert reading.result() == Ok(len(data))
                    sending.result()
                assert hashlib.sha256(received).digest() == hashlib.sha256(data).digest()

    def test_accept_that_waits(self, listener: Listener) -> None:
        clients = list[Stream]()

        def connect_at_last() -> None:
            if len(seen) == 3:
                clients.append(connect(listener).unwrap())

        with alarms(EVERY, connect_at_last) as seen:
            accepted = listener.accept()
        with accepted.unwrap()[0], clients[0]:
            assert len(seen) >= 3

    def test_connect_that_waits(self) -> None:
        """For room at the listener; with packets nobody is told when there is some."""
        name = SocketAddr.from_abstract_name(secrets.token_bytes(12)).unwrap()
        servers = list[UnixStream]()

        def accept_at_last() -> None:
            if len(seen) == 3:
                servers.append(listener.accept().unwrap()[0])

        with (
            UnixListener.bind_addr(name, backlog=0).unwrap() as listener,
            UnixStream.connect_addr(name).unwrap(),
        ):
            with alarms(EVERY, accept_at_last) as seen:
                client = UnixStream.connect_addr(name).unwrap()
            with client:
                assert client.write(b"x") == Ok(1)
            servers[0].close()


class TestNoTimeoutIsStretched:
    @pytest.mark.parametrize("who", ["main", "other"])
    def test_of_a_stream(self, pair: Pair, who: str) -> None:
        client, _ = pair
        client.set_read_timeout(LIMIT).unwrap()
        client.set_write_timeout(LIMIT).unwrap()
        with client.try_clone().unwrap() as clone:
            buf = bytearray(4)
            filled(client)
            calls: list[Callable[[], io.Result[object]]] = [
                lambda: client.read(buf),
                lambda: client.peek(buf),
                lambda: client.read_vectored([buf, buf]),
                lambda: client.read_exact(buf),
                lambda: clone.read(buf),
                lambda: client.write(bytes(9)),
                lambda: client.write_vectored([bytes(9), bytes(9)]),
                lambda: clone.write(bytes(9)),
            ]
            for call in calls if who == "main" else calls[::3]:
                assert_in_time(call, who)

    def test_of_datagrams(self) -> None:
        with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
            socket.set_read_timeout(LIMIT).unwrap()
            for call in (socket.recv, socket.peek, socket.recv_from, socket.peek_from):
                assert_in_time(lambda call=call: call(bytearray(4)), "main")  # type: ignore[misc]

    def test_of_datagrams_without_room(self) -> None:
        one, other = UnixDatagram.pair().unwrap()
        with one, other:
            one.set_nonblocking(True).unwrap()
            while isinstance(one.send(bytes(1 << 12)), Ok):
                pass
            one.set_nonblocking(False).unwrap()
            one.set_write_timeout(LIMIT).unwrap()
            assert_in_time(lambda: one.send(b"x"), "main")

    @pytest.mark.parametrize("ty", [Type.STREAM, Type.DGRAM, Type.SEQPACKET], ids=repr)
    def test_of_socket2(self, ty: Type) -> None:
        one, other = Socket.pair(Domain.UNIX, ty).unwrap()
        with one, other, one.try_clone().unwrap() as clone:
            one.set_read_timeout(LIMIT).unwrap()
            one.set_write_timeout(LIMIT).unwrap()
            assert_in_time(lambda: one.recv(bytearray(4)), "main")
            assert_in_time(lambda: one.recv_vectored([bytearray(4)]), "main")
            with one.try_clone().unwrap() as later:
                assert_in_time(lambda: later.recv_from(bytearray(4)), "main")
            clone.set_nonblocking(True).unwrap()
            while isinstance(clone.send(bytes(1 << 12)), Ok):
                pass
            clone.set_nonblocking(False).unwrap()
            assert_in_time(lambda: one.send(bytes(1 << 12)), "main")
            if ty is Type.STREAM:
                with open(__file__, "rb") as file:
                    assert_in_time(lambda: one.sendfile(file, 0, 100), "main")

    def test_of_a_stream_that_was_borrowed(self, pair: Pair) -> None:
        """Whoever sets it, and whoever reads."""
        client, _ = pair
        ref = SockRef.from_(client)
        ref.set_read_timeout(LIMIT).unwrap()
        assert_in_time(lambda: client.read(bytearray(4)), "main")
        assert_in_time(lambda: ref.recv(bytearray(4)), "main")
        with ref.try_clone().unwrap() as clone:
            assert_in_time(lambda: clone.recv(bytearray(4)), "main")

    def test_of_clones_made_before(self, pair: Pair) -> None:
        """Whichever of them is given it."""
        client, server = pair
        with client.try_clone().unwrap() as clone, clone.try_clone().unwrap() as other:
            clone.set_read_timeout(LIMIT).unwrap()
            assert_in_time(lambda: other.read(bytearray(4)), "main")
            assert_in_time(lambda: client.read(bytearray(4)), "main")
        with SockRef.from_(server).try_clone().unwrap() as borrowed:
            borrowed.set_read_timeout(LIMIT).unwrap()
            assert_in_time(lambda: server.read(bytearray(4)), "main")

    def test_that_was_set_elsewhere(self, pair: Pair) -> None:
        """Before the descriptor came, or by whoever lends it."""
        client, _ = pair
        client.set_read_timeout(LIMIT).unwrap()
        owned = client.as_fd().try_clone_to_owned().unwrap()
        with type(client).from_owned_fd(owned) as stream:
            assert_in_time(lambda: stream.read(bytearray(4)), "main")
            raw = stream.into_raw_fd()
        with type(client).from_raw_fd(raw) as stream:
            assert_in_time(lambda: stream.read(bytearray(4)), "main")
            with stream.into_socket().unwrap() as python:
                ref = SockRef.from_(python)
                assert_in_time(lambda: ref.recv(bytearray(4)), "main")

    def test_of_accept_with_socket2(self, listener: Listener) -> None:
        """A listener's time-out is one of accept, and with packets one of its connections."""
        ref = SockRef.from_(listener)
        ref.set_read_timeout(LIMIT).unwrap()
        assert_in_time(ref.accept, "main")
        assert_in_time(listener.accept, "main")
        with connect(listener).unwrap(), ref.accept().unwrap()[0] as server:
            if server.read_timeout() != Ok(None):
                assert_in_time(lambda: server.recv(bytearray(4)), "main")
        with connect(listener).unwrap(), listener.accept().unwrap()[0] as stream:
            if stream.read_timeout() != Ok(None):
                assert_in_time(lambda: stream.read(bytearray(4)), "main")

    def test_of_a_copy(self, pair: Pair) -> None:
        """Which the kernel does, to a pipe and from one."""
        client, _ = pair
        client.set_read_timeout(LIMIT).unwrap()
        client.set_write_timeout(LIMIT).unwrap()
        reader, writer = io.pipe().unwrap()
        with reader, writer:
            assert_in_time(lambda: io.copy(client, writer), "main")
            filled(client)
            writer.write_all(b"x").unwrap()
            assert_in_time(lambda: io.copy(reader, client), "main")

    def test_of_accept(self, listener: Listener) -> None:
        assert_not_stretched(lambda: seconds_under_alarms(lambda: listener.accept_timeout(LIMIT)))

    def test_of_connect(self, listener: Listener) -> None:
        """Where nobody accepts, and there is no more room to wait."""
        waiting = list[Stream]()
        refused = 0
        while refused < 3:  # In a row: a machine that stalls may refuse one for whom there is room.
            match connect_in_time(listener):
                case Ok(client):
                    waiting.append(client)
                    refused = 0
                case Err():
                    refused += 1
        assert_not_stretched(lambda: seconds_under_alarms(lambda: connect_in_time(listener)))

    def test_data_that_come_in_time(self, pair: Pair) -> None:
        client, server = pair
        client.set_read_timeout(20).unwrap()
        with alarms(EVERY, lambda: server.write_all(b"x").unwrap()):
            assert client.read(bytearray(1)) == Ok(1)

    def test_a_time_out_that_another_descriptor_has_changed(self, pair: Pair) -> None:
        client, server = pair
        client.set_read_timeout(LIMIT).unwrap()
        with client.try_clone().unwrap() as clone, alarms(EVERY):
            assert client.read(bytearray(1)).failure().kind() is ErrorKind.WouldBlock
            clone.set_read_timeout(None).unwrap()
            with ThreadPoolExecutor(1) as pool:
                reading = pool.submit(client.read, bytearray(1))
                time.sleep(1.5 * LIMIT)  # What a time-out that was kept would take.
                assert not reading.done()
                server.write_all(b"x").unwrap()
                assert reading.result() == Ok(1)

    def test_not_waiting_at_all(self, pair: Pair) -> None:
        client, _ = pair
        client.set_read_timeout(20 * LIMIT).unwrap()
        client.set_nonblocking(True).unwrap()
        with alarms(EVERY):
            start = time.monotonic()
            assert client.read(bytearray(1)).failure().kind() is ErrorKind.WouldBlock
            assert time.monotonic() - start < 10 * LIMIT


def connect_in_time(listener: Listener) -> io.Result[Stream]:
    if isinstance(listener, TcpListener):
        return TcpStream.connect_timeout(listener.local_addr().unwrap(), LIMIT)
    return UnixStream.connect_timeout(listener.local_addr().unwrap(), LIMIT)


def filled(stream: Stream) -> None:
    """Leaves a stream no more room for what it writes, even once the peer was asked for it."""
    refused = 0
    while refused < 4:
        refused = 0 if isinstance(stream.write(bytes(1 << 20)), Ok) else refused + 1


def assert_in_time(call: Callable[[], io.Result[object]], who: str) -> None:
    """That a call answers at its time-out, while signals come to the thread that makes it."""
    answers = list[io.Result[object]]()

    def answer() -> None:
        answers.append(call())

    if who == "main":
        assert_not_stretched(lambda: seconds_under_alarms(answer))
    else:
        assert_not_stretched(lambda: seconds_of(lambda: elsewhere_under_signals(answer)))
    assert {each.failure().kind() for each in answers} == {ErrorKind.WouldBlock}


def elsewhere_under_signals(call: Callable[[], object]) -> None:
    """Makes the call in another thread, which the system interrupts again and again."""

    def handle(number: int, frame: FrameType | None) -> None:
        """What a program would do."""

    before = signal.signal(signal.SIGUSR1, handle)
    thread = threading.Thread(target=call)
    thread.start()
    for _ in range(100):  # Then a time-out that is stretched ends, too.
        if thread.is_alive():
            signal.pthread_kill(thread.ident or 0, signal.SIGUSR1)
            thread.join(EVERY)
    thread.join()
    signal.signal(signal.SIGUSR1, before)


def test_what_a_handler_raises_is_out_within_a_second(listener: Listener, pair: Pair) -> None:
    client, server = pair
    calls: list[Callable[[], object]] = [
        lambda: client.read(bytearray(1)),
        lambda: client.peek(bytearray(1)),
        lambda: client.read_vectored([bytearray(1)]),
        lambda: client.read_to_end(bytearray()),
        lambda: client.read_exact(bytearray(1)),
        lambda: io.copy(client, server),
        listener.accept,
        lambda: listener.accept_timeout(20),
        lambda: next(listener.incoming()),
        lambda: filled_for_ever(server),
    ]
    for timeout in (None, 20.0):
        for end in pair:
            end.set_read_timeout(timeout).unwrap()
            end.set_write_timeout(timeout).unwrap()
        for call in calls:
            start = time.monotonic()
            with pytest.raises(Interruption), alarms(0.01, interrupt):
                call()
            assert time.monotonic() - start < 1
        # And all of them are still of use.
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(server.write_all, b"more")
            read_until(client, b"more")
            assert writing.result() == Ok(None)
        with connect(listener).unwrap(), listener.accept().unwrap()[0]:
            pass


def filled_for_ever(stream: Stream) -> None:
    while True:
        stream.write_all(bytes(1 << 20)).unwrap()


def read_until(stream: Stream, end: bytes) -> None:
    """Takes all that was written before, too."""
    buf = bytearray(1 << 20)
    last = b""
    while last != end:
        n = stream.read(buf).unwrap()
        assert n
        last = (last + buf[:n])[-len(end) :]
