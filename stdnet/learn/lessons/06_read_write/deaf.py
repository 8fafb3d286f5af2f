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


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    client = TcpStream.connect(addr).unwrap()
    server, _ = listener.accept().unwrap()

    limit = timedelta(milliseconds=100)
    client.set_write_timeout(limit).unwrap()
    data = bytes(64 << 20)
    match client.write_all(data):
        case Ok():
            print("write_all")
        case Err(e):
            print(f"write_all: {e}")
    client.close()
    server.close()
    listener.close()
    return Ok(None)


run(main)
