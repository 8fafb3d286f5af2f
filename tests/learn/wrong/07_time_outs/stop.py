import sys
from threading import Thread
from time import monotonic
from typing import Final

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.io import BufReader

LIMIT: Final = 0.5


class ReadUntilDeadline(io.Read):
    def __init__(self, stream: TcpStream) -> None:
        self.stream = stream
        self.deadline = monotonic() + LIMIT

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        left = self.deadline - monotonic()
        if left <= 0:
            return Err(io.Error.from_(io.ErrorKind.TimedOut))
        return self.stream.set_read_timeout(left).and_then(lambda _: self.stream.read(buf))


@propagate
def echo_lines(stream: TcpStream) -> io.Result[None]:
    stream.set_write_timeout(LIMIT).unwrap()
    limited = ReadUntilDeadline(stream)
    for line in BufReader(limited).lines():
        stream.write_fmt(f"{line.unwrap()}\n").unwrap()
        limited.deadline = monotonic() + LIMIT
    return Ok(None)


def serve(stream: TcpStream) -> None:
    with stream:
        match echo_lines(stream):
            case Ok():
                pass
            case Err(e):
                print(f"serve: {e}", file=sys.stderr, flush=True)


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                Thread(target=serve, args=[stream], daemon=True).start()
            case Err(e):
                print(f"accept: {e}", file=sys.stderr, flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
