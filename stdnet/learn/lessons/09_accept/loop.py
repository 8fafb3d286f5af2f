from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from stdnet import (
    Err,
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


# step: serve
@propagate
def serve(listener: TcpListener) -> io.Result[None]:
    for _ in range(2):
        stream, _ = listener.accept().unwrap()
        with stream:
            stream.write_all(b"hi").unwrap()
    return Ok(None)
    # end: serve


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    with ThreadPoolExecutor() as threads:
        server = threads.submit(serve, listener)

        first = TcpStream.connect(addr).unwrap()
        limit = timedelta(milliseconds=500)
        first.set_read_timeout(limit).unwrap()
        match first.read_to_string():
            case Ok(text):
                print(f"first: {text}")
            case Err(e):
                print(f"first: {e}")
        second = TcpStream.connect(addr).unwrap()
        server.result().unwrap()
        second.close()
    return Ok(None)


run(main)
