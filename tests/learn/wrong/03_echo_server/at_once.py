import sys

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


@propagate
def echo(stream: TcpStream) -> io.Result[None]:
    with stream:
        data = bytearray()
        stream.read_to_end(data).unwrap()
        return stream.write_all(data)


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming.and_then(echo):
            case Ok():
                pass
            case Err(e):
                print(f"echo: {e}", file=sys.stderr, flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
