"""Mistakes with readers and writers that both checkers find."""

from stdnet import Err, TcpStream, io
from stdnet.io import BufRead, BufReader, BufWriter, Copied, Cursor, LineWriter, Read, SeekFrom


def a_cursor_over_bytes_is_read_only(fixed: Cursor[bytes]) -> None:
    fixed.write(b"abc")  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    fixed.write_all(b"abc")  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    fixed.write_vectored([b"abc"])  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    fixed.split_mut()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def read_only_buffers(reader: BufReader[TcpStream]) -> None:
    reader.read(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read_exact(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read_vectored([b"read-only"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    reader.read_to_end(b"fixed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read_until(0, memoryview(bytearray(1)))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_plain_reader_has_no_lines(stream: TcpStream) -> None:
    stream.lines()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    stream.read_line()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    stream.take(4).read_line()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    stream.chain(BufReader(stream)).lines()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    io.Lines(stream)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    io.Split(stream, 0)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    buffered: BufRead = stream  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(buffered)


def a_buffer_cannot_seek_if_its_reader_cannot(stream: TcpStream) -> None:
    BufReader(stream).seek(SeekFrom.Start(0))  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    BufReader(stream).seek_relative(1)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    BufReader(stream).rewind()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    BufWriter(stream).seek(SeekFrom.Start(0))  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    BufReader(Cursor(b"")).seek(0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def readers_are_not_writers(stream: TcpStream, reader: Read) -> None:
    BufWriter(reader)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    LineWriter(reader)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    BufReader("text")  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    io.copy(stream, reader)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    io.copy(b"bytes", stream)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    io.copy(io.sink(), stream)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def results_are_not_their_values(writer: BufWriter[TcpStream]) -> None:
    stream: TcpStream = writer.into_inner()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    for line in BufReader(stream).lines():
        line.strip()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    match writer.into_inner():
        case Err(e):
            e.kind()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        case _:
            pass
    Copied.of("error")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_buf_reader_is_not_contravariant(reader: BufReader[Read]) -> None:
    narrower: BufReader[TcpStream] = reader  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(narrower)


class Sink(io.Write):
    """A writer that cannot be flushed."""

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return io.sink().write(buf)


def an_abstract_writer() -> None:
    Sink()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]
