import sys

from stdnet import Ok, Shutdown, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    addr = sys.argv[1]
    with TcpStream.connect(addr).unwrap() as stream:
        text = io.read_to_string(io.stdin()).unwrap()
        if not text:
            return Ok(None)
        stream.write_all(text.encode()).unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        _ = io.copy(stream, io.stdout()).unwrap()
    return Ok(None)


run(main)
