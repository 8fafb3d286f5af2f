from stdnet import (
    Ok,
    Shutdown,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


# step: slow
class Slow(io.Read):
    def __init__(self, inner: io.Read) -> None:
        self.inner = inner

    @propagate
    def read(
        self, buf: io.WritableBuffer, /
    ) -> io.Result[int]:
        part = memoryview(buf)[:4]
        n = self.inner.read(part).unwrap()
        print(f"read = {n}")
        return Ok(n)
        # end: slow


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    client = TcpStream.connect(addr).unwrap()
    stream, _ = listener.accept().unwrap()
    with listener, client, stream:
        # step: write
        n = client.write(b"UDP\n").unwrap()
        print(f"write = {n}")
        client.write_all(b"TCP\nICMP").unwrap()
        client.shutdown(Shutdown.Write).unwrap()
        # end: write
        # step: lines
        reader = io.BufReader(Slow(stream))
        for line in reader.lines():
            print(f"line = {line.unwrap()}")
        # end: lines
    return Ok(None)


run(main)
