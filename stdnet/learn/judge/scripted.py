"""Readers and writers that do what a script says, for the checks of a student's own."""

from collections.abc import Iterator

from stdnet import Err, Ok, io


class Pieces(io.Read):
    """A reader that gives one piece by each call, or fails with an error.

    >>> from stdnet.learn.judge.scripted import Pieces
    >>> reader = Pieces(b"ab", b"c")
    >>> reader.read(bytearray(9)), reader.read(bytearray(9)), reader.read(bytearray(9))
    (Ok(2), Ok(1), Ok(0))
    """

    def __init__(self, *pieces: bytes | io.Error) -> None:
        self.left: list[bytes | io.Error] = list(pieces)
        self.calls: int = 0
        """How often it was read from."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        """Reads the next piece, and what does not fit by the next call."""
        self.calls += 1
        view = memoryview(buf)
        match self.left:
            case [io.Error() as error, *rest]:
                self.left = rest
                return Err(error)
            case [bytes(piece), *rest]:
                n = min(len(piece), len(view))
                view[:n] = piece[:n]
                self.left = [piece[n:], *rest] if n < len(piece) else rest
                return Ok(n)
            case _:
                return Ok(0)


class Taker(io.Write):
    """A writer that takes so many bytes at most by each call, or fails; the last step stays.

    >>> from stdnet.learn.judge.scripted import Taker
    >>> writer = Taker(2, 1)
    >>> writer.write(b"abc"), writer.write(b"c"), writer.write(b"de"), bytes(writer.data)
    (Ok(2), Ok(1), Ok(1), b'abcd')
    """

    def __init__(self, *steps: int | io.Error) -> None:
        self.steps: Iterator[int | io.Error] = iter(steps)
        self.step: int | io.Error = 0
        self.data: bytearray = bytearray()
        """What it has taken."""

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        """Takes what the next step says."""
        self.step = next(self.steps, self.step)
        if isinstance(self.step, io.Error):
            return Err(self.step)
        taken = memoryview(buf)[: self.step]
        self.data += taken
        return Ok(len(taken))

    def flush(self) -> io.Result[None]:
        """Has nothing to flush."""
        return Ok(None)
