from stdnet import (
    Err,
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    records = ["a", "bb", "ccc"]
    with TcpListener.bind(
        "127.0.0.1:0"
    ).unwrap() as listener:
        to = listener.local_addr().unwrap()

        sender = TcpStream.connect(to).unwrap()
        receiver, _ = listener.accept().unwrap()
        with sender:
            for data in records:
                n = sender.write(data.encode()).unwrap()
                print(f"write = {n}")

        with receiver:
            four = bytearray(4)
            receiver.read_exact(four).unwrap()
            print(f"read = {four.decode()}")
            rest = receiver.read_to_string().unwrap()
            print(f"read = {rest}")

    match TcpStream.connect(to):
        case Ok(stream):
            stream.close()
            print("connect")
        case Err(e):
            print(f"connect: {e}")
    return Ok(None)


run(main)
