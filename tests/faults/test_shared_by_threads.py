"""Promise 7 with many threads: what one closes, no other reads from or writes to by mistake."""

import errno
import random
import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Final, NamedTuple

import pytest

from stdnet import Err, Ok, TcpListener, TcpStream, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixStream

THREADS: Final = 8
ROUNDS: Final = 3000
EXPECTED: Final = {errno.EAGAIN, errno.EBADF, errno.ECONNRESET, errno.EPIPE}


class Connection(NamedTuple):
    """A connection on which only one byte is ever written, and it is the connection's own."""

    byte: bytes
    one: UnixStream
    other: UnixStream


def connection(rng: random.Random) -> Connection:
    """Returns a new connection."""
    one, other = UnixStream.pair().unwrap()
    for end in one, other:
        end.set_nonblocking(True).unwrap()
    return Connection(rng.randbytes(1), one, other)


def allowed(result: io.Result[object]) -> bool:
    """Returns True for an `Ok`, and for the errors of a connection that another thread closes."""
    return isinstance(result, Ok) or result.unwrap_err().raw_os_error() in EXPECTED


@pytest.mark.usefixtures("frequent_switches")
def test_no_thread_reaches_the_connection_of_another_one() -> None:
    shared = [connection(random.Random(seed)) for seed in range(THREADS // 2)]

    def use(seed: int) -> None:
        rng = random.Random(seed)
        buf = bytearray(16)
        for _ in range(ROUNDS):
            at = rng.randrange(len(shared))
            byte, one, other = shared[at]
            match rng.randrange(7):
                case 0 | 1:
                    assert allowed(one.write(byte * 16))
                case 2 | 3:
                    read = other.read(buf)
                    assert allowed(read)
                    assert read.is_err() or set(buf[: read.unwrap()]) <= {*byte}
                case 4:
                    clone = one.try_clone()
                    assert allowed(clone)
                    _ = clone.inspect(UnixStream.close)
                case 5:
                    rng.choice((one, other)).close()
                case _:
                    OwnedFd.from_(rng.choice((one, other))).close()
                    shared[at] = connection(rng)

    with ThreadPoolExecutor(THREADS) as pool:
        for used in [pool.submit(use, seed) for seed in range(THREADS)]:
            used.result()
    for _, one, other in shared:
        one.close()
        other.close()


@pytest.mark.parametrize("end", ["close", "with", "owned", "split"])
def test_the_peer_sees_the_end_while_the_accepting_thread_waits(end: str) -> None:
    """The thread that made the stream is in `accept`, and another one closes the stream."""

    def work(stream: TcpStream) -> None:
        stream.read_exact(bytearray(1)).unwrap()
        match end:
            case "close":
                stream.close()
            case "with":
                with stream:
                    pass
            case "owned":
                OwnedFd.from_(stream).close()
            case _:
                for half in stream.split():
                    half.close()

    def serve() -> None:
        for accepted in listener.incoming():
            if isinstance(accepted, Err):
                break
            Thread(target=work, args=[accepted.unwrap()]).start()

    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    server = Thread(target=serve)
    server.start()
    addr = listener.local_addr().unwrap()
    with socket.create_connection((str(addr.ip()), addr.port()), timeout=10) as client:
        client.send(b"x")
        assert client.recv(1) == b""
    listener.stop().unwrap()
    server.join()
    listener.close()
