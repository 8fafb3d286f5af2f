from selectors import EVENT_READ, DefaultSelector

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


@propagate
def read_available(stream: TcpStream) -> io.Result[bytes]:
    data = bytearray()
    buf = bytearray(4096)
    while True:
        match stream.read(buf):
            case Ok(0) | Err(io.Error(io.ErrorKind.WouldBlock)):
                return Ok(bytes(data))
            case Ok(n):
                data += buf[:n]
            case Err(e):
                return Err(e)


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        client = TcpStream.connect(addr).unwrap()
        server, _ = listener.accept().unwrap()
    with client, server, DefaultSelector() as selector:
        server.set_nonblocking(True).unwrap()
        _ = selector.register(server, EVENT_READ)
        print("ready:", len(selector.select(0)))
        client.write_all(b"hello").unwrap()
        print("ready:", len(selector.select()))
        print(read_available(server).unwrap())
    return Ok(None)


if __name__ == "__main__":
    run(main)
