import sys
from typing import Self

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


@propagate
def serve(addr: str, path: str) -> io.Result[None]:
    values: dict[str, bytes] = {}
    listener = TcpListener.bind(addr).unwrap()
    print("listening on", listener.local_addr().unwrap(), flush=True)
    for incoming in listener.incoming():
        with incoming.unwrap() as stream:
            for line in io.BufReader(stream).lines():
                print(path, values, line.unwrap())
    return Ok(None)


class Client:
    def __init__(self, stream: TcpStream) -> None:
        self.stream = stream

    @classmethod
    def connect(cls, addr: str) -> io.Result[Self]:
        return TcpStream.connect(addr).map(cls)

    def get(self, key: str) -> io.Result[bytes | None]:
        return Err(io.Error.from_(io.ErrorKind.Unsupported))

    def set(self, key: str, value: bytes) -> io.Result[None]:
        return Err(io.Error.from_(io.ErrorKind.Unsupported))

    def delete(self, key: str) -> io.Result[bool]:
        return Err(io.Error.from_(io.ErrorKind.Unsupported))


def main() -> io.Result[None]:
    match sys.argv[1:]:
        case [addr, path]:
            return serve(addr, path)
        case _:
            return Err(io.Error.from_(io.ErrorKind.InvalidInput))


if __name__ == "__main__":
    run(main)
