from stdnet import (
    Err,
    Ok,
    SocketAddr,
    TcpListener,
    io,
    propagate,
    run,
)


def bind(
    addr: SocketAddr.V4 | SocketAddr.V6,
) -> io.Result[TcpListener]:
    match TcpListener.bind(addr):
        case Err(io.Error(io.ErrorKind.AddrInUse)):
            return TcpListener.bind((addr.ip(), 0))
        case other:
            return other


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as first:
        addr = first.local_addr().unwrap()
        with bind(addr).unwrap() as second:
            other = second.local_addr().unwrap()
            same = addr.port() == other.port()
            print("same port =", same)
    return Ok(None)


if __name__ == "__main__":
    run(main)
