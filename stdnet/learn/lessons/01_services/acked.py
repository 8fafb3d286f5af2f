from itertools import count

from stdnet import Err, Ok, UdpSocket, io, propagate, run


@propagate
def main() -> io.Result[None]:
    buf = bytearray(64)
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as receiver,
        UdpSocket.bind("127.0.0.1:0").unwrap() as sender,
    ):
        to = receiver.local_addr().unwrap()
        sender.set_read_timeout(0.05).unwrap()

        for attempt in count(1):
            _ = sender.send_to(b"0 a", to).unwrap()
            print("sendto = 0 a")
            n, addr = receiver.recv_from(buf).unwrap()
            data = buf[:n].decode()
            print(f"recvfrom = {data}")
            if attempt > 1:
                _ = receiver.send_to(
                    b"ACK 0", addr
                ).unwrap()
                print("sendto = ACK 0")
            match sender.recv(buf):
                case Ok(n):
                    ack = buf[:n].decode()
                    print(f"recv = {ack}")
                    break
                case Err(
                    io.Error(
                        io.ErrorKind.WouldBlock as kind
                    )
                ):
                    print(f"recv: {kind!r}")
                case Err(e):
                    return Err(e)
    return Ok(None)


run(main)
