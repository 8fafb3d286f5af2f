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
    # step: bind
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    print(f"bind = {addr}")
    # end: bind
    # step: twice
    match TcpListener.bind(addr):
        case Ok(other):
            print(f"bind = {other!r}")
        case Err(e):
            print(f"bind: {e}")
    # end: twice
    # step: listen
    client = TcpStream.connect(addr).unwrap()
    print(f"connect = {client.peer_addr().unwrap()}")
    # end: listen
    client.close()
    listener.close()
    return Ok(None)


run(main)
