from stdnet import Err, Ok, UdpSocket, io, propagate, run


@propagate
def unused() -> io.Result[int]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        return Ok(socket.local_addr().unwrap().port())


@propagate
def ask(port: int) -> io.Result[bytes]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        socket.connect(("127.0.0.1", port)).unwrap()
        socket.set_read_timeout(0.3).unwrap()
        print("send =", socket.send(b"ping").unwrap())
        buf = bytearray(1024)
        n = socket.recv(buf).unwrap()
        return Ok(bytes(buf[:n]))


@propagate
def main() -> io.Result[None]:
    match ask(unused().unwrap()):
        case Ok(answer):
            print("ask =", answer)
        case Err(e):
            print("ask:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
