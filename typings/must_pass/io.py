"""The types of readers, writers and their adapters in a program."""

import io as python
from array import array
from collections.abc import Iterator
from typing import assert_never, assert_type

from stdnet import Err, Ok, Result, TcpStream, io
from stdnet.io import (
    BufChain,
    BufRead,
    BufReader,
    BufSeekTake,
    BufTake,
    BufWriter,
    Bytes,
    Chain,
    Copied,
    Cursor,
    Empty,
    ErrorKind,
    IntoInnerError,
    Lines,
    LineWriter,
    PipeReader,
    PipeWriter,
    Read,
    Repeat,
    Seek,
    SeekFrom,
    Split,
    StdinLock,
    StdoutLock,
    Take,
    Write,
    WriterPanicked,
)


def a_buf_reader_knows_the_type_of_its_reader(stream: TcpStream) -> TcpStream:
    reader = BufReader(stream)
    assert_type(reader, BufReader[TcpStream])
    assert_type(BufReader.new(stream), BufReader[TcpStream])
    assert_type(BufReader.with_capacity(64, stream), BufReader[TcpStream])
    assert_type(reader.by_ref(), BufReader[TcpStream])
    assert_type(reader.get_ref(), TcpStream)
    assert_type(reader.get_mut(), TcpStream)
    assert_type(reader.buffer(), memoryview)
    assert_type(reader.fill_buf(), io.Result[memoryview])
    assert_type(reader.peek(4), io.Result[memoryview])
    assert_type(reader.read_line(), io.Result[str])
    assert_type(reader.read_array(4), io.Result[bytes])
    assert_type(BufReader(BufReader(stream)).get_ref(), BufReader[TcpStream])
    return reader.into_inner()


def a_buf_reader_is_covariant(reader: BufReader[TcpStream]) -> Read:
    wider: BufReader[Read] = reader
    return wider.get_ref()


def adapters_know_the_types_of_their_readers(
    stream: TcpStream, reader: BufReader[TcpStream]
) -> None:
    assert_type(stream.bytes(), Bytes[TcpStream])
    assert_type(stream.take(4), Take[TcpStream])
    assert_type(stream.take(4).get_ref(), TcpStream)
    assert_type(stream.chain(io.empty()), Chain[TcpStream, Empty])
    assert_type(stream.chain(io.repeat(0)).into_inner(), tuple[TcpStream, Repeat])
    assert_type(reader.take(4), BufTake[BufReader[TcpStream]])
    assert_type(reader.take(4).into_inner(), BufReader[TcpStream])
    assert_type(reader.chain(stream), Chain[BufReader[TcpStream], TcpStream])
    assert_type(reader.chain(reader), BufChain[BufReader[TcpStream], BufReader[TcpStream]])
    assert_type(Cursor(b"").take(4), BufSeekTake[Cursor[bytes]])


def iterators_yield_results(reader: BufReader[TcpStream]) -> Iterator[str | bytes | int]:
    assert_type(reader.lines(), Lines[BufReader[TcpStream]])
    assert_type(reader.split(0), Split[BufReader[TcpStream]])
    for line in reader.lines():
        assert_type(line, io.Result[str])
        match line:
            case Ok(text):
                yield assert_type(text, str)
            case Err(e):
                assert_type(e, io.Error)
    yield from (assert_type(part, io.Result[bytes]).unwrap() for part in reader.split(0))
    yield from (assert_type(byte, io.Result[int]).unwrap() for byte in reader.bytes())


def cursors_know_the_type_of_their_buffer(
    fixed: bytes, growing: bytearray, view: memoryview
) -> None:
    assert_type(Cursor(fixed).into_inner(), bytes)
    assert_type(Cursor(growing).get_mut(), bytearray)
    assert_type(Cursor(view).get_ref(), memoryview)
    assert_type(Cursor.new(growing), Cursor[bytearray])
    assert_type(Cursor.default(), Cursor[bytearray])
    assert_type(Cursor(growing).write(b"abc"), io.Result[int])
    assert_type(Cursor(view).write_all(b"abc"), io.Result[None])
    assert_type(Cursor(array("I")).write(b"abc"), io.Result[int])
    assert_type(Cursor(fixed).split(), tuple[memoryview, memoryview])
    assert_type(Cursor(fixed).split(0), Split[Cursor[bytes]])
    assert_type(Cursor(growing).split_mut(), tuple[memoryview, memoryview])


def into_inner_returns_the_writer(stream: TcpStream) -> TcpStream:
    assert_type(LineWriter(stream).get_ref(), TcpStream)
    assert_type(LineWriter.with_capacity(64, stream), LineWriter[TcpStream])
    writer = BufWriter(stream)
    assert_type(writer.into_parts(), tuple[TcpStream, Result[bytes, WriterPanicked]])
    result = writer.into_inner()
    assert_type(result, Result[TcpStream, IntoInnerError[BufWriter[TcpStream]]])
    match result:
        case Ok(inner):
            return assert_type(inner, TcpStream)
        case Err(e):
            assert_type(e.error(), io.Error)
            assert_type(e.into_error(), io.Error)
            assert_type(e.into_parts(), tuple[io.Error, BufWriter[TcpStream]])
            return assert_type(e.into_inner(), BufWriter[TcpStream]).get_ref()


def into_inner_returns_the_writer_of_a_line_writer(writer: LineWriter[PipeWriter]) -> None:
    assert_type(writer.into_inner(), Result[PipeWriter, IntoInnerError[LineWriter[PipeWriter]]])


def a_buffer_can_seek_if_its_reader_can(cursor: Cursor[bytes]) -> None:
    reader = BufReader(cursor)
    assert_type(reader.seek(SeekFrom.Start(0)), io.Result[int])
    assert_type(reader.seek_relative(1), io.Result[None])
    assert_type(reader.stream_position(), io.Result[int])
    assert_type(reader.rewind(), io.Result[None])
    assert_type(BufWriter(Cursor(bytearray())).seek(SeekFrom.End(0)), io.Result[int])


def variants_of_seek_from(pos: SeekFrom.Start | SeekFrom.End | SeekFrom.Current) -> int:
    match pos:
        case SeekFrom.Start(n) | SeekFrom.End(n) | SeekFrom.Current(n):
            return assert_type(n, int)
        case _:
            assert_never(pos)


def copy_takes_any_reader_and_any_writer(reader: Read, writer: Write, stream: TcpStream) -> None:
    assert_type(io.copy(reader, writer), io.Result[int])
    assert_type(io.copy(BufReader(stream).take(4), BufWriter(stream)), io.Result[int])
    assert_type(io.copy(Cursor(b""), io.stdout()), io.Result[int])
    match io.copy(io.stdin().lock(), io.sink()):
        case Err(io.Error(ErrorKind.WouldBlock) as e):
            assert_type(Copied.of(e), Copied | None)
        case Ok(n):
            assert_type(n, int)
        case Err(e):
            assert_type(e.kind(), ErrorKind)


def standard_streams() -> None:
    assert_type(io.stdin().lock(), StdinLock)
    assert_type(io.stdin().lines(), Lines[StdinLock])
    with io.stdout().lock() as lock:
        assert_type(lock, StdoutLock)
    terminals: list[io.IsTerminal] = [io.stdin(), io.stdout().lock(), io.stderr()]
    assert_type(terminals[0].is_terminal(), bool)


def pipes() -> None:
    match io.pipe():
        case Ok((reader, writer)):
            assert_type(reader, PipeReader)
            assert_type(writer.try_clone(), io.Result[PipeWriter])
        case Err(e):
            assert_type(e, io.Error)


def python_files(file: python.FileIO, memory: python.BytesIO) -> None:
    assert_type(io.from_file(file), io.File[python.FileIO])
    assert_type(io.from_file(memory).get_ref(), python.BytesIO)
    assert_type(BufReader(io.from_file(file)).read_line(), io.Result[str])


class Zeros(BufRead):
    """A reader of the program: it defines three methods and inherits all others."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        view[:] = bytes(len(view))
        return Ok(len(view))

    def fill_buf(self) -> io.Result[memoryview]:
        return Ok(memoryview(bytes(8)))

    def consume(self, amount: int, /) -> None:
        pass


def a_reader_of_the_program() -> None:
    assert_type(Zeros().take(4), BufTake[Zeros])
    assert_type(Zeros().lines(), Lines[Zeros])
    assert_type(BufReader(Zeros()).into_inner(), Zeros)
    assert_type(Zeros().chain(Cursor(b"")), BufChain[Zeros, Cursor[bytes]])


def a_reader_that_may_seek(reader: Read) -> int:
    return reader.rewind().map(lambda _: 0).unwrap() if isinstance(reader, Seek) else 1
