"""An echo server and client as in C, with `cvt`, and as in Rust.

python -m stdnet.examples.c_echo    connects every client to every server

Compare them line by line. In C a call that fails returns -1 and leaves the cause in `errno()`; a
program that forgets to check goes on. `cvt` turns each returned number into a `Result`, which has
to be unwrapped. Rust's standard library does the same inside of `TcpListener` and `TcpStream`.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from stdnet import Ok, Shutdown, TcpListener, TcpStream, c, io, propagate, run
from stdnet.c import cvt
from stdnet.examples.usage import arguments, refuse

TEXT: Final = b"Hello, C!"


# As in C.


def serve_in_c(report_port: Callable[[int], None]) -> int:
    """Echoes to one client; returns 0, or -1."""
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
    report_port(c.ntohs(addr.sin_port))
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
    """Sends the text, and writes the answer to `answer`; returns its length, or -1."""
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
    """Closes the socket, keeps the errno, and returns -1."""
    code = c.errno()
    c.close(sockfd)
    c.set_errno(code)
    return -1


# As in C, but each returned number becomes a `Result`: `.unwrap()` is Rust's `?`.


@propagate
def serve_with_cvt(report_port: Callable[[int], None]) -> io.Result[None]:
    """Echoes to one client."""
    sockfd = cvt(c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)).unwrap()
    try:
        addr = c.sockaddr_in(c.AF_INET, c.htons(0), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
        cvt(c.bind(sockfd, addr, c.sizeof(addr))).unwrap()
        cvt(c.listen(sockfd, 128)).unwrap()
        cvt(c.getsockname(sockfd, addr, c.socklen_t(c.sizeof(addr)))).unwrap()
        report_port(c.ntohs(addr.sin_port))
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
    """Sends the text, and writes the answer to `answer`; returns its length."""
    sockfd = cvt(c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)).unwrap()
    try:
        addr = c.sockaddr_in(c.AF_INET, c.htons(port), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
        cvt(c.connect(sockfd, addr, c.sizeof(addr))).unwrap()
        cvt(c.send(sockfd, TEXT, len(TEXT), c.MSG_NOSIGNAL)).unwrap()
        cvt(c.shutdown(sockfd, c.SHUT_WR)).unwrap()
        return cvt(c.recv(sockfd, answer, len(answer), c.MSG_WAITALL))
    finally:
        c.close(sockfd)


# As in Rust: closing, EINTR and partial reads and writes are taken care of.


@propagate
def serve_in_rust(report_port: Callable[[int], None]) -> io.Result[None]:
    """Echoes to one client."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        report_port(listener.local_addr().unwrap().port())
        stream, _ = listener.accept().unwrap()
        with stream:
            buf = bytearray(64)
            while n := stream.read(buf).unwrap():
                stream.write_all(memoryview(buf)[:n]).unwrap()
    return Ok(None)


@propagate
def ask_in_rust(port: int, answer: bytearray) -> io.Result[int]:
    """Sends the text, and writes the answer to `answer`; returns its length."""
    with TcpStream.connect(("127.0.0.1", port)).unwrap() as stream:
        stream.write_all(TEXT).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        stream.read_exact(answer).unwrap()
    return Ok(len(answer))


SERVERS: Final[dict[str, Callable[[Callable[[int], None]], io.Result[object]]]] = {
    "C": lambda report_port: cvt(serve_in_c(report_port)),
    "cvt": serve_with_cvt,
    "Rust": serve_in_rust,
}
CLIENTS: Final[dict[str, Callable[[int, bytearray], io.Result[int]]]] = {
    "C": lambda port, answer: cvt(ask_in_c(port, answer)),
    "cvt": ask_with_cvt,
    "Rust": ask_in_rust,
}


@propagate
def run_pair(server: str, client: str) -> io.Result[bytes]:
    """Runs a server and a client, and returns what the client receives."""
    answer = bytearray(len(TEXT))
    asking = list[Future[io.Result[int]]]()
    with ThreadPoolExecutor() as threads:

        def start_client(port: int) -> None:
            asking.append(threads.submit(CLIENTS[client], port, answer))

        SERVERS[server](start_client).unwrap()
    n = asking[0].result().unwrap()
    return Ok(bytes(answer[:n]))


@propagate
def main() -> io.Result[None]:
    """Connects every client to every server."""
    if arguments(__doc__):
        refuse(__doc__, "it takes no arguments")
    for server in SERVERS:
        for client in CLIENTS:
            answer = run_pair(server, client).unwrap()
            print(f"a server in {server} answered a client in {client}: {answer!r}")
    return Ok(None)


if __name__ == "__main__":
    run(main)
