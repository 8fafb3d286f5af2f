"""A loop over connections that closes each of them, and ends at `stop()`."""

from threading import Thread

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


def greet(stream: TcpStream) -> None:
    match stream.write_all(b"Hello"):
        case Ok():
            pass
        case Err(e):
            print("lost a client:", e)


def serve(listener: TcpListener) -> None:
    # step: loop
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                with stream:
                    greet(stream)
            case Err(io.Error(io.ErrorKind.InvalidInput)):
                break  # After `listener.stop()`.
            case Err(e):
                print("no connection:", e)
    # end: loop


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    server = Thread(target=serve, args=[listener])
    server.start()
    for _ in range(2):
        with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as stream:
            print(stream.read_to_string().unwrap())
    listener.stop().unwrap()
    server.join()
    return Ok(None)


if __name__ == "__main__":
    run(main)
