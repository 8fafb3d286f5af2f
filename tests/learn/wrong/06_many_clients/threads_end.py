import sys
from queue import Queue
from threading import Thread

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


def write(stream: TcpStream, pieces: Queue[bytes]) -> None:
    while True:
        piece = pieces.get()
        stream.write_all(piece).unwrap_or_else(lambda e: print(f"write: {e}", file=sys.stderr))
        pieces.task_done()


@propagate
def read(stream: TcpStream, pieces: Queue[bytes]) -> io.Result[None]:
    buf = bytearray(8192)
    while n := stream.read(buf).unwrap():
        pieces.put(bytes(buf[:n]))
    pieces.join()
    return Ok(None)


def echo(stream: TcpStream) -> None:
    pieces = Queue[bytes]()
    Thread(target=write, args=[stream, pieces], daemon=True).start()
    with stream:
        match read(stream, pieces):
            case Ok():
                pass
            case Err(e):
                print(f"echo: {e}", file=sys.stderr, flush=True)


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                Thread(target=echo, args=[stream], daemon=True).start()
            case Err(e):
                print(f"accept: {e}", file=sys.stderr, flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
