from stdnet import (
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("[::]:0").unwrap() as listener:
        port = listener.local_addr().unwrap().port()
        addr = ("127.0.0.1", port)
        with TcpStream.connect(addr).unwrap():
            server, peer = listener.accept().unwrap()
            with server:
                print("peer_addr =", peer)
                ip = peer.ip().to_canonical()
                print("to_canonical =", ip)
                print("is_loopback =", ip.is_loopback())
    return Ok(None)


if __name__ == "__main__":
    run(main)
