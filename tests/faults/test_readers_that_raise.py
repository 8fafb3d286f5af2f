"""An exception that comes out of a reader, as that of a signal handler does, ends no iteration.

Seen in futures-rs, whose `read_line` was left in a state in which it could not go on
(rust-lang/futures-rs#3019).
"""

from collections.abc import Callable, Iterator

import pytest

from stdnet import Ok, io


class Raising(io.Read):
    """A reader that raises between its pieces."""

    def __init__(self) -> None:
        pieces: list[bytes | BaseException]
        pieces = [b"ab", KeyboardInterrupt(), b"c", ValueError(), b"d\nrest"]
        self._pieces = iter(pieces)

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        piece = next(self._pieces, b"")
        if isinstance(piece, BaseException):
            raise piece
        memoryview(buf)[: len(piece)] = piece
        return Ok(len(piece))


def lines(reader: io.BufReader[Raising]) -> Iterator[object]:
    return iter(reader.lines())


def parts(reader: io.BufReader[Raising]) -> Iterator[object]:
    return iter(reader.split(ord("\n")))


def calls(reader: io.BufReader[Raising]) -> Iterator[object]:
    return iter(reader.read_line, Ok(""))


@pytest.mark.parametrize(
    ("iterate", "items"),
    [
        (lines, [Ok("abcd"), Ok("rest")]),
        (parts, [Ok(b"abcd"), Ok(b"rest")]),
        (calls, [Ok("abcd\n"), Ok("rest")]),
    ],
)
def test_an_iteration_goes_on_after_an_exception(
    iterate: Callable[[io.BufReader[Raising]], Iterator[object]], items: list[object]
) -> None:
    iterator = iterate(io.BufReader(Raising()))
    for raised in KeyboardInterrupt, ValueError:
        with pytest.raises(raised):
            next(iterator)
    assert list(iterator) == items
