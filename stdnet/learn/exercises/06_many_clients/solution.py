import sys
from threading import Thread

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


def echo(stream: TcpStream) -> None:
    with stream:
        match io.copy(stream, stream):
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
