"""Everything that is sent is delivered, and no call makes another copy of it in memory."""

import hashlib
import random
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

from stdnet import Ok, Shutdown, UdpSocket
from stdnet.io import ErrorKind
from stdnet.os.unix.net import UnixDatagram
from tests.faults.stream_pairs import Pair, Stream

LARGE = 64 << 20


def test_each_direction_is_shut_down_by_itself(pair: Pair) -> None:
    client, server = pair
    there, back = random.Random(9).randbytes(1 << 20), random.Random(10).randbytes(1 << 20)
    client.write(b"").unwrap()
    with ThreadPoolExecutor(1) as pool:
        received = bytearray()
        reading = pool.submit(server.read_to_end, received)
        client.write_all(there).unwrap()
        client.shutdown(Shutdown.Write).unwrap()
        assert reading.result() == Ok(len(there))
        assert received == there
        # The other direction is still open.
        answer = bytearray()
        reading = pool.submit(client.read_to_end, answer)
        server.write_all(back).unwrap()
        server.close()
        assert reading.result() == Ok(len(back))
        assert answer == back


def read_slowly(stream: Stream) -> bytes:
    """Reads until the end, with pauses; returns the SHA-256 of the data."""
    digest = hashlib.sha256()
    buf = bytearray(1 << 20)
    count = 0
    while n := stream.read(buf).unwrap():
        digest.update(memoryview(buf)[:n])
        count += 1
        if count % 16 == 0:
            time.sleep(0.001)
    return digest.digest()


def test_write_all_sends_64_mib_to_a_slow_reader_without_a_copy(pair: Pair) -> None:
    client, server = pair
    data = random.Random(9).randbytes(1 << 20) * 64
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_slowly, server)
        tracemalloc.start()
        try:
            client.write_all(data).unwrap()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        client.shutdown(Shutdown.Write).unwrap()
        assert reading.result() == hashlib.sha256(data).digest()
    # The only copy is the caller's buffer.
    assert peak < 4 << 20


def test_read_to_end_holds_the_data_once(pair: Pair) -> None:
    client, server = pair
    received = bytearray()

    def send() -> None:
        piece = bytes(1 << 20)
        for _ in range(LARGE >> 20):
            client.write_all(piece).unwrap()
        client.shutdown(Shutdown.Write).unwrap()

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send)
        tracemalloc.start()
        try:
            assert server.read_to_end(received) == Ok(LARGE)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        sending.result()
    # A bytearray grows by an eighth.
    assert peak < LARGE * 5 // 4


def test_an_empty_buffer_moves_nothing(pair: Pair) -> None:
    client, server = pair
    server.set_nonblocking(True).unwrap()
    assert client.write(b"") == client.write_vectored([b"", b""]) == Ok(0)
    assert client.write_all(b"") == Ok(None)
    # The peer does not notice.
    assert server.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
    server.set_nonblocking(False).unwrap()
    server.set_read_timeout(1).unwrap()
    client.write_all(b"x").unwrap()
    assert server.read(bytearray()) == server.read_vectored([bytearray()]) == Ok(0)
    assert server.read_exact(bytearray()) == Ok(None)
    assert server.read(bytearray(2)) == Ok(1)


def test_an_empty_datagram_arrives_and_is_not_the_end() -> None:
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as v4,
        UdpSocket.bind("[::1]:0").unwrap() as v6,
        UdpSocket.bind("127.0.0.1:0").unwrap() as v4_peer,
        UdpSocket.bind("[::1]:0").unwrap() as v6_peer,
    ):
        v4_peer.connect(v4.local_addr().unwrap()).unwrap()
        v6_peer.connect(v6.local_addr().unwrap()).unwrap()
        one, other = UnixDatagram.pair().unwrap()
        with one, other:
            for sender, receiver in ((v4_peer, v4), (v6_peer, v6), (one, other)):
                assert sender.send(b"") == Ok(0)
                assert sender.send(b"x") == Ok(1)
                assert receiver.recv(bytearray(4)) == Ok(0)
                assert receiver.recv(bytearray(4)) == Ok(1)
                # An empty buffer takes the datagram, too.
                assert sender.send(b"gone") == Ok(4)
                assert receiver.recv(bytearray()) == Ok(0)
                receiver.set_nonblocking(True).unwrap()
                assert receiver.recv(bytearray(4)).unwrap_err().kind() is ErrorKind.WouldBlock
