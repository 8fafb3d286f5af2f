from time import monotonic

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


@propagate
def read_within(stream: TcpStream, count: int, seconds: float) -> io.Result[bytes]:
    deadline = monotonic() + seconds
    data = bytearray()
    while len(data) < count:
        rest = deadline - monotonic()
        if rest <= 0:
            return Err(io.Error.new(io.ErrorKind.TimedOut, f"{len(data)} bytes came in time"))
        stream.set_read_timeout(rest).unwrap()
        buf = bytearray(count - len(data))
        match stream.read(buf):
            case Ok(0):
                return Err(io.Error.from_(io.ErrorKind.UnexpectedEof))
            case Ok(n):
                data += buf[:n]
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                pass
            case Err(e):
                return Err(e)
    return Ok(bytes(data))


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        client = TcpStream.connect_timeout(addr, 1.0).unwrap()
        server, _ = listener.accept().unwrap()
    with client, server:
        client.write_all(b"hello").unwrap()
        print(read_within(server, 5, 1.0))
        client.write_all(b"hel").unwrap()
        print(read_within(server, 5, 0.1))
    return Ok(None)


if __name__ == "__main__":
    run(main)
