from stdnet import (
    Err,
    Ipv4Addr,
    Ok,
    SocketAddr,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


def attempt(addr: SocketAddr) -> None:
    match TcpStream.connect(addr):
        case Ok(stream):
            stream.close()
            print("connect = 0")
        case Err(e):
            print(f"connect: {e}")


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind(
        "127.0.0.1:0"
    ).unwrap() as listener:
        addr = listener.local_addr().unwrap()

        attempt(addr)
    attempt(addr)
    ip = Ipv4Addr.BROADCAST
    attempt(SocketAddr.new(ip, addr.port()))
    return Ok(None)


run(main)
