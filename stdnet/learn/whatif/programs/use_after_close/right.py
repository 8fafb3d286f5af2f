from stdnet import (
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def greet(stream: TcpStream) -> io.Result[None]:
    with stream:
        stream.write_all(b"hello").unwrap()
        stream.write_all(b"again").unwrap()
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind(
        "127.0.0.1:0"
    ).unwrap() as listener:
        addr = listener.local_addr().unwrap()
        greet(TcpStream.connect(addr).unwrap()).unwrap()
        server, _ = listener.accept().unwrap()
        with server:
            text = server.read_to_string().unwrap()
            print("read_to_string =", text)
    return Ok(None)


if __name__ == "__main__":
    run(main)
