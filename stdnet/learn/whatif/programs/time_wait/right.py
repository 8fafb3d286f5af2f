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
    client.close()
    with TcpListener.bind(addr).unwrap() as again:
        same = again.local_addr().unwrap() == addr
        print("same port =", same)
    return Ok(None)


if __name__ == "__main__":
    run(main)
