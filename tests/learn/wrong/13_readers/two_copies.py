from string import ascii_lowercase, ascii_uppercase

from stdnet import Err, Ok, io

SMALL = ascii_lowercase.encode()
LARGE = ascii_uppercase.encode()
TURNED = bytes.maketrans(
    SMALL + LARGE,
    SMALL[13:] + SMALL[:13] + LARGE[13:] + LARGE[:13],
)


class Rot13(io.Read):
    def __init__(self, inner: io.Read) -> None:
        self.inner = inner

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        match self.inner.read(view):
            case Ok(n):
                view[:n] = bytes(view[:n]).translate(TURNED)
                return Ok(n)
            case Err(e):
                return Err(e)


class Counting(io.Write):
    count: int = 0

    def __init__(self, inner: io.Write) -> None:
        self.inner = inner

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        match self.inner.write(buf):
            case Ok(n):
                Counting.count += n
                return Ok(n)
            case Err(e):
                return Err(e)

    def flush(self) -> io.Result[None]:
        return self.inner.flush()
