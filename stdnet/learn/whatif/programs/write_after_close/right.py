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
def ask(client: TcpStream) -> io.Result[str]:
    client.write_all(b"hello\n").unwrap()
    line = io.BufReader(client).read_line().unwrap()
    if not line:
        return Err(
            io.Error.from_(io.ErrorKind.UnexpectedEof)
        )
    return Ok(line)


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
        match ask(client):
            case Ok(line):
                print("ask =", line)
            case Err(e):
                print("ask:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
