import sys

from stdnet import Ok, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    with TcpStream.connect(addr).unwrap() as stream:
        print(stream)
    return Ok(None)


run(main)
