"""Promise 5: calls go on after signals, keep their time-outs, and let a handler's exception out."""

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
from tests.faults.interrupting_signals import MAX_SIGNALS, Interruption, alarms, interrupt
from tests.faults.stream_pairs import Listener, Pair, Stream, connect, connected

INTERVAL = 0.005
LIMIT = 0.1
"""The time-out. A call keeps it if it returns within twice that."""

SIZE = 24 << 20


def assert_not_stretched(measure: Callable[[], float]) -> None:
    """Asserts that the measured time is about `LIMIT`, in one of three attempts.

    A busy machine is late now and then; a call that restarts its time-out is late every time.
    """
    taken = measure()
    for _ in range(2):
        if taken > 2 * LIMIT:
            taken = measure()
    assert 0.9 * LIMIT <= taken <= 2 * LIMIT


def seconds_of(call: Callable[[], object]) -> float:
    start = time.monotonic()
    call()
    return time.monotonic() - start


def seconds_with_signals(call: Callable[[], object]) -> float:
    with alarms(INTERVAL) as seen:
        taken = seconds_of(call)
    assert seen
    return taken


class TestNoByteIsLost:
    def test_read_exact_and_write_all_go_on_after_signals(self, listener: Listener) -> None:
        data = random.Random(6).randbytes(SIZE)
        received, again = bytearray(len(data)), bytearray(len(data))
        with ThreadPoolExecutor(1) as pool, alarms(INTERVAL) as seen:
            while not seen:  # A fast machine may be done before the first signal.
                client, server = connected(listener)
                with client, server:
                    # The main thread handles the signals, so it writes, and then reads.
                    reading = pool.submit(server.read_exact, received)
                    assert client.write_all(data) == Ok(None)
                    assert client.shutdown(Shutdown.Write) == Ok(None)
                    assert reading.result() == Ok(None)
                    writing = pool.submit(server.write_all, data)
                    assert client.read_exact(again) == Ok(None)
                    assert writing.result() == Ok(None)
        assert received == again == data

    def test_copy_goes_on_after_signals(self, listener: Listener) -> None:
        data = random.Random(6).randbytes(SIZE)

        def send(stream: Stream) -> None:
            stream.write_all(data).unwrap()
            stream.shutdown(Shutdown.Write).unwrap()

        with ThreadPoolExecutor(2) as pool, alarms(INTERVAL) as seen:
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

    def test_accept_goes_on_after_signals(self, listener: Listener) -> None:
        clients = list[Stream]()

        def connect_after_three() -> None:
            if len(seen) == 3:
                clients.append(connect(listener).unwrap())

        with alarms(INTERVAL, connect_after_three) as seen:
            accepted = listener.accept()
        with accepted.unwrap()[0], clients[0]:
            assert len(seen) >= 3

    def test_unix_connect_goes_on_after_signals(self) -> None:
        # It waits for room in the backlog. TCP drops the packet instead, and sends it again later.
        name = SocketAddr.from_abstract_name(secrets.token_bytes(12)).unwrap()
        servers = list[UnixStream]()

        def accept_after_three() -> None:
            if len(seen) == 3:
                servers.append(listener.accept().unwrap()[0])

        with (
            UnixListener.bind_addr(name, backlog=0).unwrap() as listener,
            UnixStream.connect_addr(name).unwrap(),
        ):
            with alarms(INTERVAL, accept_after_three) as seen:
                client = UnixStream.connect_addr(name).unwrap()
            with client:
                assert client.write(b"x") == Ok(1)
            servers[0].close()


@pytest.mark.slow  # On a busy machine time-outs are late.
class TestTimeoutsAreKept:
    @pytest.mark.parametrize("thread", ["main", "other"])
    def test_by_a_stream(self, pair: Pair, thread: str) -> None:
        client, _ = pair
        client.set_read_timeout(LIMIT).unwrap()
        client.set_write_timeout(LIMIT).unwrap()
        with client.try_clone().unwrap() as clone:
            buf = bytearray(4)
            fill(client)
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
            for call in calls if thread == "main" else calls[::3]:
                assert_in_time(call, thread)

    def test_by_a_datagram_socket(self) -> None:
        with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
            socket.set_read_timeout(LIMIT).unwrap()
            for call in (socket.recv, socket.peek, socket.recv_from, socket.peek_from):
                assert_in_time(lambda call=call: call(bytearray(4)), "main")  # type: ignore[misc]

    def test_by_a_datagram_socket_without_room(self) -> None:
        one, other = UnixDatagram.pair().unwrap()
        with one, other:
            one.set_nonblocking(True).unwrap()
            while isinstance(one.send(bytes(1 << 12)), Ok):
                pass
            one.set_nonblocking(False).unwrap()
            one.set_write_timeout(LIMIT).unwrap()
            assert_in_time(lambda: one.send(b"x"), "main")

    @pytest.mark.parametrize("ty", [Type.STREAM, Type.DGRAM, Type.SEQPACKET], ids=repr)
    def test_by_socket2(self, ty: Type) -> None:
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

    def test_by_a_stream_and_a_sock_ref_of_it(self, pair: Pair) -> None:
        client, _ = pair
        ref = SockRef.from_(client)
        ref.set_read_timeout(LIMIT).unwrap()
        assert_in_time(lambda: client.read(bytearray(4)), "main")
        assert_in_time(lambda: ref.recv(bytearray(4)), "main")
        with ref.try_clone().unwrap() as clone:
            assert_in_time(lambda: clone.recv(bytearray(4)), "main")

    def test_by_all_clones_whichever_it_is_set_on(self, pair: Pair) -> None:
        client, server = pair
        with client.try_clone().unwrap() as clone, clone.try_clone().unwrap() as other:
            clone.set_read_timeout(LIMIT).unwrap()
            assert_in_time(lambda: other.read(bytearray(4)), "main")
            assert_in_time(lambda: client.read(bytearray(4)), "main")
        with SockRef.from_(server).try_clone().unwrap() as borrowed:
            borrowed.set_read_timeout(LIMIT).unwrap()
            assert_in_time(lambda: server.read(bytearray(4)), "main")

    def test_by_a_stream_whose_descriptor_came_with_it(self, pair: Pair) -> None:
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

    def test_by_accept_and_the_connections_that_inherit_it(self, listener: Listener) -> None:
        # A TCP connection inherits the time-outs of its listener.
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

    def test_by_copy_which_splices(self, pair: Pair) -> None:
        client, _ = pair
        client.set_read_timeout(LIMIT).unwrap()
        client.set_write_timeout(LIMIT).unwrap()
        reader, writer = io.pipe().unwrap()
        with reader, writer:
            assert_in_time(lambda: io.copy(client, writer), "main")
            fill(client)
            writer.write_all(b"x").unwrap()
            assert_in_time(lambda: io.copy(reader, client), "main")

    def test_by_accept_timeout(self, listener: Listener) -> None:
        assert_not_stretched(lambda: seconds_with_signals(lambda: listener.accept_timeout(LIMIT)))

    def test_by_connect_timeout_with_a_full_backlog(self, listener: Listener) -> None:
        clients = list[Stream]()
        late = 0
        while late < 3:  # In a row, as a slow machine may be late while there is still room.
            match connect_in_time(listener):
                case Ok(client):
                    clients.append(client)
                    late = 0
                case Err():
                    late += 1
        assert_not_stretched(lambda: seconds_with_signals(lambda: connect_in_time(listener)))

    def test_data_that_come_in_time_are_read(self, pair: Pair) -> None:
        client, server = pair
        client.set_read_timeout(20).unwrap()
        with alarms(INTERVAL, lambda: server.write_all(b"x").unwrap()):
            assert client.read(bytearray(1)) == Ok(1)

    def test_a_clone_can_remove_the_time_out(self, pair: Pair) -> None:
        client, server = pair
        client.set_read_timeout(LIMIT).unwrap()
        with client.try_clone().unwrap() as clone, alarms(INTERVAL):
            assert client.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
            clone.set_read_timeout(None).unwrap()
            with ThreadPoolExecutor(1) as pool:
                reading = pool.submit(client.read, bytearray(1))
                time.sleep(1.5 * LIMIT)  # The old time-out would be over.
                assert not reading.done()
                server.write_all(b"x").unwrap()
                assert reading.result() == Ok(1)

    def test_a_nonblocking_read_does_not_wait(self, pair: Pair) -> None:
        client, _ = pair
        client.set_read_timeout(20 * LIMIT).unwrap()
        client.set_nonblocking(True).unwrap()
        with alarms(INTERVAL):
            start = time.monotonic()
            assert client.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
            assert time.monotonic() - start < 10 * LIMIT


def connect_in_time(listener: Listener) -> io.Result[Stream]:
    if isinstance(listener, TcpListener):
        return TcpStream.connect_timeout(listener.local_addr().expect("it is bound"), LIMIT)
    return UnixStream.connect_timeout(listener.local_addr().expect("it is bound"), LIMIT)


def fill(stream: Stream) -> None:
    """Writes until four attempts in a row find no room, as the peer may widen its window."""
    late = 0
    while late < 4:
        late = 0 if isinstance(stream.write(bytes(1 << 20)), Ok) else late + 1


def assert_in_time(call: Callable[[], io.Result[object]], thread: str) -> None:
    """Asserts that a call returns at its time-out, while signals interrupt its thread."""
    results = list[io.Result[object]]()

    def run() -> None:
        results.append(call())

    if thread == "main":
        assert_not_stretched(lambda: seconds_with_signals(run))
    else:
        assert_not_stretched(lambda: seconds_of(lambda: in_another_thread_with_signals(run)))
    assert {each.unwrap_err().kind() for each in results} == {ErrorKind.WouldBlock}


def in_another_thread_with_signals(call: Callable[[], object]) -> None:
    """Makes the call in another thread, whose system call signals interrupt again and again."""

    def handle(number: int, frame: FrameType | None) -> None:
        pass

    before = signal.signal(signal.SIGUSR1, handle)
    thread = threading.Thread(target=call)
    thread.start()
    for _ in range(MAX_SIGNALS):
        if thread.is_alive():
            signal.pthread_kill(thread.ident or 0, signal.SIGUSR1)
            thread.join(INTERVAL)
    thread.join()
    signal.signal(signal.SIGUSR1, before)


def test_an_exception_of_a_handler_propagates_within_a_second(
    listener: Listener, pair: Pair
) -> None:
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
        lambda: write_for_ever(server),
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
        # All of the sockets can still be used.
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(server.write_all, b"more")
            read_until(client, b"more")
            assert writing.result() == Ok(None)
        with connect(listener).unwrap(), listener.accept().unwrap()[0]:
            pass


def write_for_ever(stream: Stream) -> None:
    while True:
        stream.write_all(bytes(1 << 20)).unwrap()


def read_until(stream: Stream, end: bytes) -> None:
    """Reads what was written before, up to these last bytes."""
    buf = bytearray(1 << 20)
    last = b""
    while last != end:
        n = stream.read(buf).unwrap()
        assert n
        last = (last + buf[:n])[-len(end) :]
