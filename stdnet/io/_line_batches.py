"""Batches of lines, which make a loop over the lines of a `BufReader` fast.

A line that Python code makes takes about a microsecond. In a batch it takes a quarter of that, as C
code splits the lines, makes the items and hands them out.

Operations:

- Make a batch of lines in the buffer, and lend it to the loop.
- Hand out the next line of the batch. Only C code runs then.
- Take the batch back. The lines that were not handed out are still in the buffer.

Goals:

- A batch changes no result. Between two lines of a loop the program may call any method of the
  reader, or run another loop. Those read what comes after the last line that was handed out, and
  then the loop continues after what they have read. No byte is lost, comes twice, or comes out of
  order.
- Other methods pay nothing: their fast paths do not check whether there is a batch.
- A program that reads the head of a message by lines, and the rest by other methods, does not pay
  for many lines that it never reads.

The data structure: a batch is a list of items and an iterator over it, on which the loop runs.
`length_hint` of the iterator is the number of lines left, so nothing is counted when a line is
handed out. Clearing the list exhausts the iterator, and the loop asks for more lines.

Invariants:

- A reader has at most one batch. While it has one, its chunk, the file that its methods read from,
  is an empty file. So a method finds nothing there and calls `_rest`, as it does at the end of the
  buffer, and `_rest` takes the batch back.
- C code takes lines of a batch one by one, and `take_back` takes the rest in one call of C code. So
  it does not matter in which threads that happens.
- All lines of a batch are whole and valid UTF-8. `Lines.__next__` reads all others, one at a time:
  a line that is not UTF-8, one that is not all in the buffer, or the last one if it has no end. So
  the underlying reader is called there only, and its errors come from there.
- A batch has at most as many bytes as its loop has read without another read in between. So at
  most half of the work is wasted. Before its first batch the loop reads `BATCHES_FROM` bytes.

Warning: a signal handler may raise an exception between any two statements of `_lend`, `_rest` and
`take_back`, and the reader may be used after that. So the batch and the chunk change in one
statement without a call, and until then `take_back` can run again.
"""

from __future__ import annotations

# `_Reader` stands for `BufReader`, of which this is a part:
# pyright: reportPrivateUsage=false
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from operator import length_hint
from typing import Final, Never, Protocol, final

from stdnet._core.containers import oks
from stdnet._core.error import Result
from stdnet._sys.turn import Turn
from stdnet.result._containers import Ok

BATCHES_FROM: Final = 1024
"""The number of bytes that a loop reads line by line before its first batch."""


@final
class Batch:
    """The items of some lines that begin at the position of a chunk."""

    __slots__ = ("_chunk", "_data", "_items", "_left", "_start", "lines")

    def __init__(self, chunk: BytesIO, data: bytes, text: str) -> None:
        self._chunk = chunk
        self._start = chunk.tell()
        self._data = data
        self._items = oks(_without_ends(text))
        self._left: list[Ok[str]] = []
        self.lines = iter(self._items)

    def take_back(self) -> BytesIO:
        """Exhausts `lines`; returns the chunk, with its position after the last line taken."""
        self._left.extend(self.lines)
        self._chunk.seek(self.position())
        return self._chunk

    def position(self) -> int:
        """Returns the position after the last line taken."""
        left = len(self._left) + length_hint(self.lines)
        if not left:
            return self._start + len(self._data)
        rest = self._data.split(b"\n", len(self._items) - left)[-1]
        return self._start + len(self._data) - len(rest)


class _Reader(Protocol):
    """A `BufReader`."""

    _data: bytes
    _turn: Turn

    def _rest(self) -> BytesIO: ...

    def _tell(self) -> int: ...

    def _lend(self, batch: Batch) -> None: ...


def in_batches(reader: _Reader, lines: Iterator[Result[str]]) -> Iterator[Result[str]]:
    """Returns a faster iterator over `lines`, which are those of the reader."""
    return chain.from_iterable(_Batches(reader, lines))


@final
class _Batches(Iterator[Iterable[Result[str]]]):
    """The batches of one loop, or single lines. A generator would fail under two threads."""

    __slots__ = ("_end", "_in_a_row", "_lines", "_reader")

    def __init__(self, reader: _Reader, lines: Iterator[Result[str]]) -> None:
        self._reader = reader
        self._lines = lines
        self._in_a_row = self._end = 0

    def __next__(self) -> Iterable[Result[str]]:
        reader = self._reader
        with reader._turn:
            start = reader._tell()
            if start != self._end:  # Something else was read.
                self._in_a_row = 0
            items: Iterable[Result[str]]
            size = self._in_a_row if self._in_a_row >= BATCHES_FROM else 0
            data, text = _whole_lines(reader._data, start, size)
            if data:
                batch = Batch(reader._rest(), data, text)
                reader._lend(batch)
                items = batch.lines
                self._end = start + len(data)
            else:
                items = self._next_line()
                self._end = reader._tell()
            # The end is before the start if the buffer was filled again.
            self._in_a_row += max(0, self._end - start)
        return items

    def _next_line(self) -> Iterable[Result[str]]:
        """Reads a line the slow way; what the underlying reader raises comes when it is taken.

        An exception that came from here would end the `chain`, and the loop could not go on.
        """
        try:
            return (next(self._lines),)
        except StopIteration:
            raise
        except BaseException as exc:
            return map(_reraise, [exc])


def _reraise(exc: BaseException) -> Never:
    raise exc


def _whole_lines(data: bytes, start: int, size: int) -> tuple[bytes, str]:
    """Returns the whole lines in `size` bytes of the data, as bytes and as text.

    They end before a line that is not UTF-8.
    """
    lines = data[start : data.rfind(b"\n", start, start + size) + 1]
    try:
        return lines, lines.decode()
    except UnicodeDecodeError as e:
        lines = lines[: lines.rfind(b"\n", 0, e.start) + 1]
        return lines, lines.decode()


def _without_ends(text: str) -> list[str]:
    """Splits a text of whole lines, and removes their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    lines.pop()  # The empty text after the last end of line.
    return lines
