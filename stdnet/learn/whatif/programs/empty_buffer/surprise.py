from stdnet import (
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
        client.write_all(b"hello").unwrap()
        buf = bytearray()
        print("read =", server.read(buf).unwrap())
    return Ok(None)


if __name__ == "__main__":
    run(main)
