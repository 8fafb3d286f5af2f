from stdnet import (
    Err,
    Ok,
    TcpListener,
    UdpSocket,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    first = TcpListener.bind("127.0.0.1:0").unwrap()
    print(f"as_raw_fd = {first.as_raw_fd()}")
    second = UdpSocket.bind("127.0.0.1:0").unwrap()
    print(f"as_raw_fd = {second.as_raw_fd()}")

    first.close()
    third = TcpListener.bind("127.0.0.1:0").unwrap()
    print(f"as_raw_fd = {third.as_raw_fd()}")

    match UdpSocket.bind("192.0.2.1:0"):
        case Ok(socket):
            print(f"as_raw_fd = {socket.as_raw_fd()}")
            socket.close()
        case Err(e):
            print(f"kind = {e.kind()!r}")
            print(f"bind: {e}")
    third.close()
    second.close()
    return Ok(None)


run(main)
