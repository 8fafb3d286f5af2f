from stdnet import (
    Err,
    Ipv4Addr,
    Ok,
    SocketAddr,
    io,
    propagate,
    run,
)
from stdnet.socket2 import Domain, Socket, Type


@propagate
def tcp() -> io.Result[Socket]:
    return Socket.new(Domain.IPV4, Type.STREAM)


@propagate
def main() -> io.Result[None]:
    with tcp().unwrap() as listener:
        any_port = SocketAddr(Ipv4Addr.LOCALHOST, 0)
        listener.bind(any_port).unwrap()
        listener.listen(128).unwrap()
        addr = listener.local_addr().unwrap()
        client = tcp().unwrap()
        client.connect(addr).unwrap()
        server, _ = listener.accept().unwrap()
    server.close()
    client.close()
    with tcp().unwrap() as again:
        match again.bind(addr):
            case Ok():
                print("bind = ()")
            case Err(e):
                print("bind:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
