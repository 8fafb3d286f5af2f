import sys

from stdnet import Ok, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    with TcpStream.connect(addr).unwrap() as stream:
        _ = io.copy(io.stdin(), stream).unwrap()
        _ = io.copy(stream, io.stdout()).unwrap()
    return Ok(None)


run(main)
