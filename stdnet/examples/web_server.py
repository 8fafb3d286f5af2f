"""The web server of the Rust Book's last chapter: a thread pool.

python -m stdnet.examples.web_server                    at 127.0.0.1:7878, with four threads
python -m stdnet.examples.web_server ADDR --threads N   at ADDR, with N threads

Ctrl-C stops the server gracefully: it answers the clients that it has accepted, and accepts no
more. Another Ctrl-C ends it at once.
"""

import sys
from collections.abc import Callable
from errno import EINVAL
from functools import partial
from queue import Queue
from signal import (
    SIG_BLOCK,
    SIG_DFL,
    SIG_UNBLOCK,
    SIGINT,
    pause,
    pthread_sigmask,
    signal,
    sigwait,
)
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Final, Self

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.examples.usage import arguments, refuse
from stdnet.io import BufReader

ADDR: Final = "127.0.0.1:7878"
THREADS: Final = 4
TIMEOUT: Final = 5
"""The seconds that a client may take to send its request, and then to read the answer."""
QUEUE: Final = 64
"""The number of accepted clients that may wait for a worker. Then no more are accepted."""
MAX_REQUEST: Final = 8192
"""The number of bytes that are read of a request."""

PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{0}</title>
<h1>{0}</h1>
<p>{1}</p>
</html>
"""
HELLO: Final = PAGE.format("Hello!", "This page comes from Python, by way of Rust.")
NOT_FOUND: Final = PAGE.format("Nothing here", "There is no such page. Try the one at /.")
BAD_REQUEST: Final = PAGE.format("Pardon?", "That was no request that this server understands.")

Job = Callable[[], None]


class ThreadPool:
    """Threads that run jobs. The end of the `with` block waits until all jobs are done."""

    def __init__(self, size: int) -> None:
        self._jobs = Queue[Job | None](QUEUE)
        self._workers = [Thread(target=self._work) for _ in range(size)]
        for worker in self._workers:
            worker.start()

    def execute(self, job: Job) -> None:
        """Adds a job for the next free worker. Waits while the queue is full."""
        self._jobs.put(job)

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for _ in self._workers:
            self._jobs.put(None)
        for worker in self._workers:
            worker.join()


def respond(request: str) -> tuple[str, str]:
    """Returns the status and the page for the first line of a request."""
    match request.split():
        case ["GET" | "HEAD", "/", _]:
            return "200 OK", HELLO
        case ["GET" | "HEAD", "/sleep", _]:
            sleep(TIMEOUT)
            return "200 OK", HELLO
        case [_, _, version] if version.startswith("HTTP/1."):
            return "404 Not Found", NOT_FOUND
        case _:
            return "400 Bad Request", BAD_REQUEST


class ReadWithDeadline(io.Read):
    """A reader of a stream with one deadline for all reads together.

    A read time-out alone would restart at each byte of a slow client.
    """

    def __init__(self, stream: TcpStream) -> None:
        self._stream = stream
        self._deadline = monotonic() + TIMEOUT

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        """Reads from the stream, and waits no longer than until the deadline."""
        rest = self._deadline - monotonic()
        if rest <= 0:
            return Err(io.Error.from_(io.ErrorKind.TimedOut))
        return self._stream.set_read_timeout(rest).and_then(lambda _: self._stream.read(buf))


@propagate
def handle(stream: TcpStream) -> io.Result[None]:
    """Reads a request, and answers it."""
    stream.set_write_timeout(TIMEOUT).unwrap()
    lines = BufReader(ReadWithDeadline(stream)).take(MAX_REQUEST).lines()
    request = next(lines, Ok("")).unwrap()
    # The other lines have to be read, too: closing a socket with unread data resets the connection,
    # and the client might lose the answer.
    for line in lines:
        if not line.unwrap():
            break
    status, page = respond(request)
    body = page.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return stream.write_all(head.encode() + (b"" if request.startswith("HEAD ") else body))


def handle_client(stream: TcpStream) -> None:
    """Handles a connection. A failure is printed, and does not stop the server."""
    with stream:
        handle(stream).unwrap_or_else(
            lambda error: print(f"a client was lost: {error}", file=sys.stderr)
        )


@propagate
def serve(addr: str, threads: int) -> io.Result[None]:
    """Serves until Ctrl-C."""
    with TcpListener.bind(addr).unwrap() as listener:
        # Blocked here and in all threads that are started later, so that only `sigwait` sees it.
        pthread_sigmask(SIG_BLOCK, [SIGINT])
        # Where it is no longer blocked, it ends the program at once.
        signal(SIGINT, SIG_DFL)
        Thread(target=stop_at_ctrl_c, args=[listener], daemon=True).start()
        print(f"listens at http://{listener.local_addr().unwrap()}/", flush=True)
        with ThreadPool(threads) as pool:
            for incoming in listener.incoming():
                match incoming:
                    case Ok(stream):
                        pool.execute(partial(handle_client, stream))
                    case Err(error) if error.raw_os_error() == EINVAL:
                        # `accept` fails so after `stop`.
                        break
                    case Err():
                        return incoming
    return Ok(None)


def stop_at_ctrl_c(listener: TcpListener) -> None:
    """Stops the listener at the first Ctrl-C. The second one ends the program."""
    sigwait([SIGINT])
    listener.stop().expect("the listener is open")
    pthread_sigmask(SIG_UNBLOCK, [SIGINT])
    pause()


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return serve(ADDR, THREADS)
        case [addr]:
            return serve(addr, THREADS)
        case ["--threads", n] if n.isdecimal() and int(n):
            return serve(ADDR, int(n))
        case [addr, "--threads", n] if n.isdecimal() and int(n):
            return serve(addr, int(n))
        case _:
            return refuse(__doc__, "it takes HOST:PORT, and --threads with a number from 1")


if __name__ == "__main__":
    run(main)
