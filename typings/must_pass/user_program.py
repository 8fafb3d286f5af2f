"""A small server as a user writes it. It is also checked without any settings."""

from stdnet import Err, Ok, TcpListener, io, propagate


def greet(listener: TcpListener) -> str:
    match listener.accept():
        case Ok((stream, addr)):
            stream.write_all(b"hello\n").expect("the client listens")
            return f"greeted {addr.ip()}"
        case Err(e):
            return f"nobody came: {e}"


@propagate
def serve(addr: str) -> io.Result[int]:
    listener = TcpListener.bind(addr).unwrap()
    print(greet(listener))
    return Ok(listener.local_addr().unwrap().port())


match serve("127.0.0.1:0"):
    case Ok(port):
        print(f"served on port {port:d}")
    case Err(io.Error(io.ErrorKind.AddrInUse)):
        print("the port is taken")
    case Err(e):
        print("not served:", e)
