from stdnet import (
    Ok,
    SocketAddr,
    UdpSocket,
    io,
    propagate,
    run,
)


@propagate
def send_all(
    socket: UdpSocket, to: SocketAddr
) -> io.Result[None]:
    records = ["a", "bb", "ccc"]
    for data in records:
        n = socket.send_to(data.encode(), to).unwrap()
        print(f"sendto = {n}")
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    buf = bytearray(64)
    receiver = UdpSocket.bind("127.0.0.1:0").unwrap()
    to = receiver.local_addr().unwrap()
    sender = UdpSocket.bind("127.0.0.1:0").unwrap()

    send_all(sender, to).unwrap()
    for _ in range(3):
        n = receiver.recv(buf).unwrap()
        data = buf[:n].decode()
        print(f"recv = {data}")
    receiver.close()
    send_all(sender, to).unwrap()
    sender.close()
    return Ok(None)


run(main)
