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
    server.close()
    with client:
        client.write_all(b"hello").unwrap()
        client.write_all(b"again").unwrap()
        print("write_all = Ok")
    return Ok(None)


if __name__ == "__main__":
    run(main)
