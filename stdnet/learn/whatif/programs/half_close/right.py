from stdnet import (
    Ok,
    Shutdown,
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
        client.shutdown(Shutdown.Write).unwrap()
        print("server:", server.read_to_string().unwrap())
        server.write_all(b"answer").unwrap()
        server.shutdown(Shutdown.Write).unwrap()
        print("client:", client.read_to_string().unwrap())
    return Ok(None)


if __name__ == "__main__":
    run(main)
