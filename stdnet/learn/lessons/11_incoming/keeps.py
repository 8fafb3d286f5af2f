from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from stdnet import (
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def serve(listener: TcpListener) -> io.Result[None]:
    # step: loop
    for incoming in islice(listener.incoming(), 2):
        stream = incoming.unwrap()
        stream.write_all(b"hello").unwrap()
    # end: loop
    return Ok(None)


def seen(number: int, client: TcpStream) -> None:
    print(f"{number}: {client.read(bytearray(64))}")


@propagate
def main() -> io.Result[None]:
    with ThreadPoolExecutor() as threads:
        listener = TcpListener.bind("127.0.0.1:0").unwrap()
        addr = listener.local_addr().unwrap()
        server = threads.submit(serve, listener)
        first = TcpStream.connect(addr).unwrap()
        seen(1, first)
        first.set_read_timeout(0.2).unwrap()
        seen(1, first)
        second = TcpStream.connect(addr).unwrap()
        seen(2, second)
        seen(2, second)
        seen(1, first)
    first.close()
    second.close()
    return server.result()


run(main)
