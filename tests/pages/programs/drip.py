from collections.abc import Iterator

from stdnet import Err, Ok, io


class Drip(io.Read):
    def __init__(self, *pieces: bytes | io.ErrorKind) -> None:
        self._pieces: Iterator[bytes | io.ErrorKind] = iter(pieces)

    def read(self, buf: io.WritableBuffer) -> io.Result[int]:
        match next(self._pieces, b""):
            case io.ErrorKind() as kind:
                return Err(io.Error.from_(kind))
            case data:
                memoryview(buf)[: len(data)] = data
                return Ok(len(data))


def first_line(reader: io.Read) -> io.Result[str]:
    return io.BufReader(reader).read_line()


print(first_line(Drip(b"h", b"el", io.ErrorKind.Interrupted, b"lo\nmore")))
print(first_line(Drip(b"hel", io.ErrorKind.ConnectionReset)))
print(first_line(Drip(b"hel")))
