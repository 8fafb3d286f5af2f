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
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    wait = 0.1

    queue = list[TcpStream]()
    while True:
        match TcpStream.connect_timeout(addr, wait):
            case Ok(stream):
                queue.append(stream)
            case Err(e):
                print(f"connect: {e}")
                break
    print(f"queue = {len(queue)}")
    for stream in queue:
        stream.close()
    listener.close()
    return Ok(None)


run(main)
