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
        stream.write_all(b"Hello").unwrap()
    # end: loop
    return Ok(None)


@propagate
def ask(number: int, client: TcpStream) -> io.Result[None]:
    buf = bytearray(16)
    n = client.read(buf).unwrap()
    print(f"{number}: read = {n}")
    print(f"{number}: {client.read(buf)}")
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    with ThreadPoolExecutor() as threads:
        listener = TcpListener.bind("127.0.0.1:0").unwrap()
        addr = listener.local_addr().unwrap()
        server = threads.submit(serve, listener)
        first = TcpStream.connect(addr).unwrap()
        first.set_read_timeout(0.2).unwrap()
        ask(1, first).unwrap()
        second = TcpStream.connect(addr).unwrap()
        ask(2, second).unwrap()
        print(f"1: {first.read(bytearray(16))}")
    first.close()
    second.close()
    return server.result()


run(main)
