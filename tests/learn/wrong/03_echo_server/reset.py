import sys

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


def echo(stream: TcpStream) -> io.Result[int]:
    with stream:
        return io.copy(stream, stream)


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming.and_then(echo):
            case Err(e) if e.kind() is not io.ErrorKind.BrokenPipe:
                return Err(e)
            case _:
                pass
    return Ok(None)


if __name__ == "__main__":
    run(main)
