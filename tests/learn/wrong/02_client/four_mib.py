import sys

from stdnet import Ok, Shutdown, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    with TcpStream.connect(addr).unwrap() as stream:
        _ = io.copy(io.stdin(), stream).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        answer = bytearray()
        while len(answer) < 65536:
            buf = bytearray(4096)
            n = stream.read(buf).unwrap()
            if n == 0:
                break
            answer += buf[:n]
        io.stdout().write_all(answer).unwrap()
    return Ok(None)


run(main)
