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
        client.write_all(b"question").unwrap()
        server.set_read_timeout(0.3).unwrap()
        match server.read_to_string():
            case Ok(text):
                print("read_to_string =", text)
            case Err(e):
                print("read_to_string:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
