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
        for part in (b"hel", b"lo, wor", b"ld"):
            client.write_all(part).unwrap()
            buf = bytearray(5)
            match server.read_exact(buf):
                case Ok():
                    print("read_exact =", bytes(buf))
                case Err(e):
                    print("read_exact:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
