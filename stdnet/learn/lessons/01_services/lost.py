from stdnet import Err, Ok, UdpSocket, io, propagate, run


@propagate
def main() -> io.Result[None]:
    buf = bytearray(1000)
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as receiver,
        UdpSocket.bind("127.0.0.1:0").unwrap() as sender,
    ):
        to = receiver.local_addr().unwrap()
        receiver.set_nonblocking(True).unwrap()

        sent = 10_000
        for _ in range(sent):
            _ = sender.send_to(buf, to).unwrap()
        received = 0
        while True:
            match receiver.recv(buf):
                case Ok(_):
                    received += 1
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    break
                case Err(e):
                    return Err(e)
    print(f"sendto: {sent}")
    if received < sent:
        print(f"recv: < {sent}")
    return Ok(None)


run(main)
