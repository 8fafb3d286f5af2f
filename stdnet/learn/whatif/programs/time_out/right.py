from stdnet import (
    Err,
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind(
        "127.0.0.1:0"
    ).unwrap() as listener:
        addr = listener.local_addr().unwrap()
        client = TcpStream.connect(addr).unwrap()
        server, _ = listener.accept().unwrap()
    with client, server:
        server.set_read_timeout(0.3).unwrap()
        buf = bytearray(5)
        filled = 0
        for part in (b"hel", b"", b"lo"):
            client.write_all(part).unwrap()
            match server.read(memoryview(buf)[filled:]):
                case Ok(n):
                    filled += n
                    print("read =", n)
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    print("read: WouldBlock", filled)
                case Err(e):
                    return Err(e)
        print("buf =", bytes(buf[:filled]))
    return Ok(None)


if __name__ == "__main__":
    run(main)
