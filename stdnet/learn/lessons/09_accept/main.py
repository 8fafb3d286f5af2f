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
    stream, cliaddr = listener.accept().unwrap()
    print(f"accept: {cliaddr}")
    return stream.write_all(b"!")
    # end: serve


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    # step: clients
    first = TcpStream.connect(addr).unwrap()
    second = TcpStream.connect(addr).unwrap()
    serve(listener).unwrap()
    buf = bytearray(1)
    second.set_nonblocking(True).unwrap()
    match second.read(buf):
        case Ok(n):
            print(f"read = {n}")
        case Err(e):
            print(f"read: {e}")
    serve(listener).unwrap()
    second.set_nonblocking(False).unwrap()
    second.read_exact(buf).unwrap()
    print(f"read: {buf.decode()}")
    # end: clients
    first.close()
    second.close()
    listener.close()
    return Ok(None)


run(main)
