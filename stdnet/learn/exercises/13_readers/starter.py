from stdnet import Ok, io


class Rot13(io.Read):
    def __init__(self, inner: io.Read) -> None:
        self.inner = inner

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return self.inner.read(buf)


class Counting(io.Write):
    def __init__(self, inner: io.Write) -> None:
        self.inner = inner
        self.count: int = 0

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return self.inner.write(buf)

    def flush(self) -> io.Result[None]:
        return Ok(None)
