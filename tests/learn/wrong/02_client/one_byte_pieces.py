import sys

from stdnet import Ok, Shutdown, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    with TcpStream.connect(addr).unwrap() as stream:
        _ = io.copy(io.stdin(), stream).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        buf = bytearray(65536)
        while n := stream.read(buf).unwrap():
            text = buf[:n].decode(errors="replace")
            io.stdout().write_fmt(text).unwrap()
    return Ok(None)


run(main)
