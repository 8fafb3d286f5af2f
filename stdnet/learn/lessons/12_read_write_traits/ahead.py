from stdnet import (
    Ok,
    Shutdown,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


# step: line
def line(stream: TcpStream) -> io.Result[str]:
    return io.BufReader(stream).read_line()
    # end: line


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    client = TcpStream.connect(addr).unwrap()
    stream, _ = listener.accept().unwrap()
    with listener, client, stream:
        client.write_all(b"UDP\nTCP\n").unwrap()
        client.shutdown(Shutdown.Write).unwrap()
        for _ in range(2):
            text = line(stream).unwrap()
            print(f'line = "{text.rstrip()}"')
    return Ok(None)


run(main)
