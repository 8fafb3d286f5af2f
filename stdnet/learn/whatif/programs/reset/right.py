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
    client.write_all(b"question").unwrap()
    client.shutdown(Shutdown.Write).unwrap()
    server.write_all(b"answer").unwrap()
    print("copy =", io.copy(server, io.sink()).unwrap())
    server.close()
    with client:
        text = client.read_to_string().unwrap()
        print("read_to_string =", text)
    return Ok(None)


if __name__ == "__main__":
    run(main)
