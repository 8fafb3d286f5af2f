from stdnet import Ok, UdpSocket, io, propagate, run


@propagate
def main() -> io.Result[None]:
    receiver = UdpSocket.bind("127.0.0.1:0").unwrap()
    sender = UdpSocket.bind("127.0.0.1:0").unwrap()
    with receiver, sender:
        addr = receiver.local_addr().unwrap()
        for data in (b"0123456789", b"next"):
            n = sender.send_to(data, addr).unwrap()
            print("send_to =", n)
        buf = bytearray(65_535)
        for _ in range(2):
            n, _ = receiver.recv_from(buf).unwrap()
            print("recv_from =", n, bytes(buf[:n]))
    return Ok(None)


if __name__ == "__main__":
    run(main)
