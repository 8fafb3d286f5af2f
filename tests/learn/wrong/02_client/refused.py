import sys

from stdnet import Err, Ok, Shutdown, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    match TcpStream.connect(addr):
        case Ok(stream):
            pass
        case Err(e):
            print("no connection:", e)
            return Ok(None)
    with stream:
        _ = io.copy(io.stdin(), stream).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        _ = io.copy(stream, io.stdout()).unwrap()
    return Ok(None)


run(main)
