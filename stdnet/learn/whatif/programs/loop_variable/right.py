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
        one = TcpStream.connect(addr).unwrap()
        two = TcpStream.connect(addr).unwrap()
        for _, incoming in zip(
            (one, two), listener.incoming(), strict=False
        ):
            with incoming.unwrap() as stream:
                stream.write_all(b"welcome").unwrap()
    for client in (one, two):
        with client:
            text = client.read_to_string().unwrap()
            print("read_to_string =", text)
    return Ok(None)


if __name__ == "__main__":
    run(main)
