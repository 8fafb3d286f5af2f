from dataclasses import dataclass
from threading import Thread
from typing import TypeAlias

from stdnet import (
    AddrParseError,
    Err,
    From,
    IpAddr,
    Ok,
    Result,
    Shutdown,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Garbled(From[AddrParseError]):
    source: AddrParseError


ClientError: TypeAlias = Lost | Garbled


@propagate
def handle(stream: TcpStream) -> Result[None, ClientError]:
    ip = IpAddr.from_str(stream.read_to_string().unwrap()).unwrap()
    stream.write_fmt(f"loopback: {ip.is_loopback()}\n").unwrap()
    return Ok(None)


def serve_client(stream: TcpStream) -> None:
    with stream:
        match handle(stream):
            case Ok():
                pass
            case Err(e):
                match e:
                    case Lost(source):
                        print("lost a client:", source)
                    case Garbled(source):
                        print("a client sent no address:", source)


def serve(listener: TcpListener) -> None:
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                Thread(target=serve_client, args=[stream]).start()
            case Err(io.Error(io.ErrorKind.InvalidInput)):
                break  # After `listener.stop()`.
            case Err(e):
                print("no connection:", e)


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    server = Thread(target=serve, args=[listener])
    server.start()
    for text in ("127.0.0.1", "localhost"):
        with TcpStream.connect(addr).unwrap() as stream:
            stream.write_fmt(text).unwrap()
            stream.shutdown(Shutdown.Write).unwrap()
            print(text, "->", stream.read_to_string().unwrap().strip() or "no answer")
    listener.stop().unwrap()
    server.join()
    return Ok(None)


if __name__ == "__main__":
    run(main)
