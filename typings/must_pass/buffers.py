"""Buffers: what may be passed, and what a reader or writer of the program does with them."""

from array import array
from collections.abc import Sequence
from ctypes import c_char, c_ubyte
from mmap import mmap
from typing import assert_type

from stdnet import Ok, io


class Digits(io.Read):
    """A reader that is asked for the length, writes items and slices, and reads vectored."""

    count = 0

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        if len(view) > 1:
            view[:2] = b"ok"
            view[0] = view[1] | 1
        for i in range(2, len(view)):
            view[i] = ord("0") + i % 10
        self.count += len(view)
        return Ok(len(view))

    def read_vectored(self, bufs: Sequence[io.WritableBuffer]) -> io.Result[int]:
        views = [memoryview(buf) for buf in bufs]
        for view in views:
            view[:] = bytes(len(view))
        return Ok(sum(map(len, views)))


class Kept(io.Write):
    """A writer that is asked for the length, reads items and slices, and writes vectored."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.chunks: list[bytes] = []

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        view = memoryview(buf)
        if view and view[0] == 0:
            return Ok(0)
        self.data += view[:8]
        self.chunks.append(bytes(buf))
        return Ok(min(len(view), 8))

    def write_vectored(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        data = b"".join(bufs)
        self.data += data
        return Ok(len(data))

    def flush(self) -> io.Result[None]:
        return Ok(None)


def buffers_to_read_into(reader: io.Read, mapped: mmap) -> None:
    assert_type(reader.read(bytearray(1)), io.Result[int])
    assert_type(reader.read(memoryview(bytearray(1))), io.Result[int])
    assert_type(reader.read(array("B", [0])), io.Result[int])
    assert_type(reader.read(array("d", [0])), io.Result[int])
    assert_type(reader.read(mapped), io.Result[int])
    assert_type(reader.read((c_char * 4)()), io.Result[int])
    assert_type(reader.read((c_ubyte * 4)()), io.Result[int])
    assert_type(reader.read_vectored([bytearray(1), array("B", [0])]), io.Result[int])


def buffers_to_write(writer: io.Write, mapped: mmap) -> None:
    assert_type(writer.write(b"x"), io.Result[int])
    assert_type(writer.write(bytearray(1)), io.Result[int])
    assert_type(writer.write(memoryview(b"x")), io.Result[int])
    assert_type(writer.write(array("d", [0])), io.Result[int])
    assert_type(writer.write(mapped), io.Result[int])
    assert_type(writer.write((c_char * 4)()), io.Result[int])
    assert_type(writer.write_vectored([b"x", bytearray(1)]), io.Result[int])


print(Digits().read_array(3), Kept().write_all(b"x"))
