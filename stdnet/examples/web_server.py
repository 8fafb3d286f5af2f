"""The web server of the Rust Book's last chapter: a pool of threads that stops gracefully.

python -m stdnet.examples.web_server                    at 127.0.0.1:7878, with four threads
python -m stdnet.examples.web_server ADDR --threads N   elsewhere, with so many; one serves in turn

Ctrl-C stops it: requests that have come are answered, no new ones are taken. The next Ctrl-C does
not wait for these answers.
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
    SIGPIPE,
    pause,
    pthread_sigmask,
    signal,
    sigwait,
)
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Final, Self

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate
from stdnet.io import BufReader

ADDR: Final = "127.0.0.1:7878"
THREADS: Final = 4
PATIENCE: Final = 5
"""How many seconds a client may take for its request, and be deaf to the answer."""
QUEUE: Final = 64
"""How many clients wait for a worker before the others wait for being accepted."""
LONGEST: Final = 8192
"""How many bytes a request may have."""

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

Job = Callable[[], object]


class ThreadPool:
    """Threads that do jobs as they come, until the end of the `with` block."""

    def __init__(self, size: int) -> None:
        self._jobs = Queue[Job | None](QUEUE)
        self._workers = [Thread(target=self._work) for _ in range(size)]
        for worker in self._workers:
            worker.start()

    def execute(self, job: Job) -> None:
        """Has the next free worker do the job; waits where too many jobs wait."""
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
    """The status and the page for the first line of a request."""
    match request.split():
        case ["GET" | "HEAD", "/", _]:
            return "200 OK", HELLO
        case ["GET" | "HEAD", "/sleep", _]:
            sleep(PATIENCE)
            return "200 OK", HELLO
        case [_, _, version] if version.startswith("HTTP/1."):
            return "404 Not Found", NOT_FOUND
        case _:
            return "400 Bad Request", BAD_REQUEST


class Patient(io.Read):
    """What a stream brings until the patience is at its end, however slowly it comes."""

    def __init__(self, stream: TcpStream) -> None:
        self._stream = stream
        self._end = monotonic() + PATIENCE

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        """Reads what has come, or waits for it, but not past the end."""
        rest = self._end - monotonic()
        if rest <= 0:
            return Err(io.Error.from_(io.ErrorKind.TimedOut))
        return self._stream.set_read_timeout(rest).bind(lambda _: self._stream.read(buf))


@propagate
def handle(stream: TcpStream) -> io.Result[None]:
    """Answers one request."""
    stream.set_write_timeout(PATIENCE).unwrap()
    lines = BufReader(Patient(stream)).take(LONGEST).lines()
    request = next(lines, Ok("")).unwrap()
    # What the client sends is to be read, as closing over the rest would reset the connection.
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


def attend(stream: TcpStream) -> None:
    """Handles a connection; one that fails is the client's affair."""
    with stream:
        answered = handle(stream)
        if isinstance(answered, Err):
            print(f"a client was lost: {answered.failure()}", file=sys.stderr, flush=True)


@propagate
def serve(addr: str, threads: int) -> io.Result[None]:
    """Serves until Ctrl-C."""
    with TcpListener.bind(addr).unwrap() as listener:
        # Blocked in all threads to come, Ctrl-C waits for the one that waits for it.
        pthread_sigmask(SIG_BLOCK, [SIGINT])
        Thread(target=stop_at_ctrl_c, args=[listener], daemon=True).start()
        print(f"listens at http://{listener.local_addr().unwrap()}/", flush=True)
        with ThreadPool(threads) as pool:
            for incoming in listener.incoming():
                match incoming:
                    case Ok(stream):
                        pool.execute(partial(attend, stream))
                    case Err(error) if error.raw_os_error() == EINVAL:  # It has been stopped.
                        break
                    case Err():
                        return incoming
    return Ok(None)


def stop_at_ctrl_c(listener: TcpListener) -> None:
    """Lets no new connections in from the first Ctrl-C on; the next ends the program."""
    sigwait([SIGINT])
    listener.stop()
    pthread_sigmask(SIG_UNBLOCK, [SIGINT])
    pause()


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case []:
            return serve(ADDR, THREADS)
        case ["--threads", n]:
            return run([ADDR, "--threads", n])
        case [addr]:
            return serve(addr, THREADS)
        case [addr, "--threads", n] if n.isdecimal() and int(n):
            return serve(addr, int(n))
        case _:
            usage = "it takes an address, HOST:PORT, and --threads with a number from 1"
            return Err(io.Error(io.ErrorKind.InvalidInput, usage))


def main() -> int:
    """The exit status of the program."""
    # Where it is not waited for, Ctrl-C ends it as it ends a program in Rust.
    signal(SIGINT, SIG_DFL)
    # So does an output that nobody reads; of sockets there is no such signal.
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"web_server: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
