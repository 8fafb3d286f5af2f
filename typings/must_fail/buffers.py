"""Buffers that cannot be read into, and what is no buffer."""

from stdnet import io


def buffers_to_read_into(reader: io.Read) -> None:
    reader.read(b"  ")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read("  ")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read(2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read([0, 0])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.read_vectored([b" "])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def buffers_to_write(writer: io.Write) -> None:
    writer.write("x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    writer.write([0])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
