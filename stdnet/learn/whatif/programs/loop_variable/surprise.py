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
        one = TcpStream.connect(addr).unwrap()
        two = TcpStream.connect(addr).unwrap()
        for _, incoming in zip(
            (one, two), listener.incoming(), strict=False
        ):
            stream = incoming.unwrap()
            stream.write_all(b"welcome").unwrap()
    for client in (one, two):
        with client:
            client.set_read_timeout(0.3).unwrap()
            match client.read_to_string():
                case Ok(text):
                    print("read_to_string =", text)
                case Err(e):
                    print("read_to_string:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
