from stdnet import Err, Ok, io


def turned(byte: int) -> int:
    letter = chr(byte)
    if not letter.isalpha():
        return byte
    start = ord("a") if letter.islower() else ord("A")
    return (byte - start + 13) % 26 + start


class Rot13(io.Read):
    def __init__(self, inner: io.Read) -> None:
        self.inner = inner

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        match self.inner.read(view):
            case Ok(n):
                view[:n] = bytes(map(turned, view[:n]))
                return Ok(n)
            case Err(e):
                return Err(e)


class Counting(io.Write):
    def __init__(self, inner: io.Write) -> None:
        self.inner = inner
        self.count: int = 0

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        match self.inner.write(buf):
            case Ok(n):
                self.count += n
                return Ok(n)
            case Err(e):
                return Err(e)

    def flush(self) -> io.Result[None]:
        return self.inner.flush()
