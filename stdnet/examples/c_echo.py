"""An echo server and its client, three times: in C, on the way to Rust, and in Rust.

python -m stdnet.examples.c_echo    every server with every client

Line by line the three do the same. In C each call answers -1 when it fails, and `errno()` says why;
who forgets to look goes on. `cvt` makes a `Result` of each answer, so the failure has to be looked
at: that is what Rust's standard library does inside of `TcpListener` and `TcpStream`.
"""

import sys
from collections.abc import Callable
from signal import SIG_DFL, SIGPIPE, signal
from threading import Thread
from typing import Final

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, c, io, propagate
from stdnet.c import cvt

TEXT: Final = b"Hello, C!"


# In C.


def serve_in_c(tell: Callable[[int], None]) -> int:
    """Echoes to one client; 0, or -1."""
    sockfd = c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)
    if sockfd == -1:
        return -1
    addr = c.sockaddr_in(c.AF_INET, c.htons(0), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
    addrlen = c.socklen_t(c.sizeof(addr))
    if (
        c.bind(sockfd, addr, c.sizeof(addr)) == -1
        or c.listen(sockfd, 128) == -1
        or c.getsockname(sockfd, addr, addrlen) == -1
    ):
        return give_up(sockfd)
    tell(c.ntohs(addr.sin_port))
    stream = c.accept4(sockfd, None, None, c.SOCK_CLOEXEC)
    if stream == -1:
        return give_up(sockfd)
    buf = bytearray(64)
    while (n := c.recv(stream, buf, len(buf), 0)) > 0:
        if c.send(stream, buf, n, c.MSG_NOSIGNAL) == -1:
            n = -1
            break
    c.close(stream)
    c.close(sockfd)
    return n


def ask_in_c(port: int, answer: bytearray) -> int:
    """Sends the text and fills the answer in; its length, or -1."""
    sockfd = c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)
    if sockfd == -1:
        return -1
    addr = c.sockaddr_in(c.AF_INET, c.htons(port), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
    if (
        c.connect(sockfd, addr, c.sizeof(addr)) == -1
        or c.send(sockfd, TEXT, len(TEXT), c.MSG_NOSIGNAL) == -1
        or c.shutdown(sockfd, c.SHUT_WR) == -1
    ):
        return give_up(sockfd)
    n = c.recv(sockfd, answer, len(answer), c.MSG_WAITALL)
    c.close(sockfd)
    return n


def give_up(sockfd: int) -> int:
    """Closes, and leaves `errno()` as it was."""
    code = c.errno()
    c.close(sockfd)
    c.set_errno(code)
    return -1


# In C, with each answer made a result: `.unwrap()` is Rust's `?`.


@propagate
def serve_with_cvt(tell: Callable[[int], None]) -> io.Result[None]:
    """Echoes to one client."""
    sockfd = cvt(c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)).unwrap()
    try:
        addr = c.sockaddr_in(c.AF_INET, c.htons(0), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
        cvt(c.bind(sockfd, addr, c.sizeof(addr))).unwrap()
        cvt(c.listen(sockfd, 128)).unwrap()
        cvt(c.getsockname(sockfd, addr, c.socklen_t(c.sizeof(addr)))).unwrap()
        tell(c.ntohs(addr.sin_port))
        stream = cvt(c.accept4(sockfd, None, None, c.SOCK_CLOEXEC)).unwrap()
        try:
            buf = bytearray(64)
            while n := cvt(c.recv(stream, buf, len(buf), 0)).unwrap():
                cvt(c.send(stream, buf, n, c.MSG_NOSIGNAL)).unwrap()
        finally:
            c.close(stream)
    finally:
        c.close(sockfd)
    return Ok(None)


@propagate
def ask_with_cvt(port: int, answer: bytearray) -> io.Result[int]:
    """Sends the text and fills the answer in; its length."""
    sockfd = cvt(c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)).unwrap()
    try:
        addr = c.sockaddr_in(c.AF_INET, c.htons(port), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
        cvt(c.connect(sockfd, addr, c.sizeof(addr))).unwrap()
        cvt(c.send(sockfd, TEXT, len(TEXT), c.MSG_NOSIGNAL)).unwrap()
        cvt(c.shutdown(sockfd, c.SHUT_WR)).unwrap()
        return cvt(c.recv(sockfd, answer, len(answer), c.MSG_WAITALL))
    finally:
        c.close(sockfd)


# In Rust: closing, EINTR and the rest of a short count are no longer one's own business.


@propagate
def serve_in_rust(tell: Callable[[int], None]) -> io.Result[None]:
    """Echoes to one client."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        tell(listener.local_addr().unwrap().port())
        stream, _ = listener.accept().unwrap()
        with stream:
            buf = bytearray(64)
            while n := stream.read(buf).unwrap():
                stream.write_all(memoryview(buf)[:n]).unwrap()
    return Ok(None)


@propagate
def ask_in_rust(port: int, answer: bytearray) -> io.Result[int]:
    """Sends the text and fills the answer in; its length."""
    with TcpStream.connect(("127.0.0.1", port)).unwrap() as stream:
        stream.write_all(TEXT).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        stream.read_exact(answer).unwrap()
    return Ok(len(answer))


SERVERS: Final[dict[str, Callable[[Callable[[int], None]], io.Result[object]]]] = {
    "C": lambda tell: cvt(serve_in_c(tell)),
    "cvt": serve_with_cvt,
    "Rust": serve_in_rust,
}
CLIENTS: Final[dict[str, Callable[[int, bytearray], io.Result[int]]]] = {
    "C": lambda port, answer: cvt(ask_in_c(port, answer)),
    "cvt": ask_with_cvt,
    "Rust": ask_in_rust,
}


def meet(server: str, client: str) -> io.Result[bytes]:
    """Lets a client ask a server; what it is answered."""
    answer = bytearray(len(TEXT))
    asked = list[io.Result[int]]()

    def tell(port: int) -> None:
        thread = Thread(target=lambda: asked.append(CLIENTS[client](port, answer)))
        thread.start()
        threads.append(thread)

    threads = list[Thread]()
    served = SERVERS[server](tell)
    for thread in threads:
        thread.join()
    return served.bind(lambda _: asked[0]).map(lambda n: bytes(answer[:n]))


def main() -> int:
    """The exit status of the program."""
    # An output that nobody reads ends it; of sockets there is no such signal.
    signal(SIGPIPE, SIG_DFL)
    if sys.argv[1:]:
        print("c_echo: it takes no arguments", file=sys.stderr)
        return 1
    for server in SERVERS:
        for client in CLIENTS:
            match meet(server, client):
                case Ok(answer):
                    print(f"a server in {server} answered a client in {client}: {answer!r}")
                case Err(error):
                    print(f"c_echo: {error}", file=sys.stderr)
                    return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
