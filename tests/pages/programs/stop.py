import os
import signal

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()

    def stop(*_: object) -> None:
        listener.stop().expect("a listener")

    _ = signal.signal(signal.SIGTERM, stop)
    with listener, TcpStream.connect(addr).unwrap() as client:
        for incoming in listener.incoming():
            match incoming:
                case Ok(stream):
                    with stream:
                        stream.write_all(b"goodbye").unwrap()
                    os.kill(os.getpid(), signal.SIGTERM)
                case Err(io.Error(io.ErrorKind.InvalidInput)):
                    print("stopped")
                    break
                case Err(e):
                    print("no connection:", e)
        print(client.read_to_string().unwrap())
    return Ok(None)


if __name__ == "__main__":
    run(main)
