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
        with TcpStream.connect(addr).unwrap() as client:
            print(
                "write =", client.write(b"hello").unwrap()
            )
        match client.write(b"again"):
            case Ok(n):
                print("write =", n)
            case Err(e):
                print("write:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
