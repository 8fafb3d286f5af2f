import sys

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.io import BufReader, BufWriter


@propagate
def serve(stream: TcpStream) -> io.Result[None]:
    with stream:
        writer = BufWriter(stream)
        for number, line in enumerate(BufReader(stream).lines(), 1):
            text = line.unwrap().upper()
            writer.write_fmt(f"{number}: {text}\n").unwrap()
        return writer.flush()


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming.and_then(serve):
            case Ok():
                pass
            case Err(e):
                print(f"serve: {e}", file=sys.stderr, flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
