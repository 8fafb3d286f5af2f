from stdnet import Err, Ok, UdpSocket, io, propagate, run


@propagate
def unused() -> io.Result[int]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        return Ok(socket.local_addr().unwrap().port())


@propagate
def main() -> io.Result[None]:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        port = unused().unwrap()
        socket.connect(("127.0.0.1", port)).unwrap()
        print("send =", socket.send(b"ping").unwrap())
        match socket.send(b"ping"):
            case Ok(n):
                print("send =", n)
            case Err(e):
                print("send:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
