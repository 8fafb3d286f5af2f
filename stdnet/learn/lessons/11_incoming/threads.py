from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from stdnet import (
    Ok,
    Shutdown,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


# step: handle
def handle(stream: TcpStream) -> None:
    with stream:
        copied = io.copy(stream, stream)
        print(f"copy = {copied}")


@propagate
def serve(listener: TcpListener) -> io.Result[None]:
    with ThreadPoolExecutor() as threads:
        for incoming in islice(listener.incoming(), 2):
            _ = threads.submit(handle, incoming.unwrap())
    return Ok(None)
    # end: handle


@propagate
def ask(client: TcpStream, text: str) -> io.Result[str]:
    with client:
        client.write_fmt(text).unwrap()
        client.shutdown(Shutdown.Write).unwrap()
        return client.read_to_string()


@propagate
def main() -> io.Result[None]:
    with ThreadPoolExecutor() as threads:
        listener = TcpListener.bind("127.0.0.1:0").unwrap()
        addr = listener.local_addr().unwrap()
        server = threads.submit(serve, listener)
        first = TcpStream.connect(addr).unwrap()
        second = TcpStream.connect(addr).unwrap()
        print(ask(second, "2").unwrap())
        print(ask(first, "1").unwrap())
    return server.result()


run(main)
