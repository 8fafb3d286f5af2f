"""Pipes. Rust's `pipe`, `PipeReader` and `PipeWriter`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Self, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import OK_NONE
from stdnet._core.error import Result
from stdnet._fd import OwnedFd, Owner, RawFd, fd_from_raw, from_inner, into_inner
from stdnet._sys import fd as sys_fd
from stdnet._sys.fd import duplicate
from stdnet.io._traits import Read, Write
from stdnet.result._containers import Err, Ok


def pipe() -> Result[tuple[PipeReader, PipeWriter]]:
    """Creates a pipe: what is written to one end is read from the other. Rust's `std::io::pipe`.

    Child processes do not inherit the ends (`O_CLOEXEC`), unless you pass them. The ends of a pipe
    of `stdnet.mio.unix` never wait.

    Errors: EMFILE if the process has too many descriptors; any other of `pipe2(2)`.

    >>> from stdnet.io import pipe
    >>> reader, writer = pipe().unwrap()
    >>> with writer:
    ...     writer.write_all(b"hello").unwrap()
    >>> reader.read_to_string()
    Ok("hello")
    """
    ends = sys_fd.pipe()
    if isinstance(ends, Err):
        return ends
    reader, writer = ends.unwrap()
    return Ok((from_inner(PipeReader, reader), from_inner(PipeWriter, writer)))


class AnyPipeEnd(Owner):
    """An end of a pipe, of std or of `stdnet.mio`."""

    __slots__ = ()

    @classmethod
    def from_raw_fd(cls, raw_fd: RawFd, /) -> Self:
        """Takes over a descriptor, without a check that it is one of a pipe. Rust's `FromRawFd`.

        A negative number raises `ValueError`.

        >>> from stdnet.io import PipeReader, pipe
        >>> reader, writer = pipe().unwrap()
        >>> fd = reader.into_raw_fd()
        >>> PipeReader.from_raw_fd(fd).as_raw_fd() == fd
        True
        """
        return from_inner(cls, fd_from_raw(raw_fd))

    @classmethod
    def from_owned_fd(cls, owned_fd: OwnedFd, /) -> Self:
        """Takes the descriptor of an `OwnedFd` over, without a check. Rust's `From<OwnedFd>`.

        >>> from stdnet.io import PipeReader, pipe
        >>> from stdnet.os.fd import OwnedFd
        >>> reader, writer = pipe().unwrap()
        >>> owned = OwnedFd.from_(reader)
        >>> writer.write_all(b"hello").unwrap()
        >>> PipeReader.from_owned_fd(owned).read_array(5)
        Ok(b'hello')
        """
        check_type(owned_fd, OwnedFd, "owned_fd")
        return from_inner(cls, into_inner(owned_fd))


class AnyPipeReader(AnyPipeEnd, Read):
    """The end of a pipe to read from, of std or of `stdnet.mio`."""

    __slots__ = ()

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads what is in the pipe, or waits until there is something. Rust's `Read::read`.

        `Ok(0)` is the end: all writers are closed.

        In `stdnet.mio` it never waits. On each event read until `WouldBlock`: no other event comes
        for what is left.

        Errors: `WouldBlock` if the pipe is empty and the descriptor is in non-blocking mode; any
        other of `read(2)`.

        >>> from stdnet.io import pipe
        >>> reader, writer = pipe().unwrap()
        >>> writer.write_all(b"hello").unwrap()
        >>> buf = bytearray(16)
        >>> reader.read(buf).unwrap(), bytes(buf[:5])
        (5, b'hello')
        """
        return sys_fd.read(self._sock, buf)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads like `read`, into several buffers, in turn. Rust's `Read::read_vectored`.

        It is one system call, which fills at most 1024 buffers (`IOV_MAX`).

        In `stdnet.mio` it never waits: on each event read until `WouldBlock`, as with `read`.

        Errors: those of `read`.

        >>> from stdnet.io import pipe
        >>> reader, writer = pipe().unwrap()
        >>> writer.write_all(b"headbody").unwrap()
        >>> head, body = bytearray(4), bytearray(4)
        >>> reader.read_vectored([head, body]).unwrap(), head, body
        (8, bytearray(b'head'), bytearray(b'body'))
        """
        return sys_fd.read_vectored(self._sock, bufs)

    def is_read_vectored(self) -> bool:
        """Returns True: `read_vectored` is one system call. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import pipe
        >>> pipe().unwrap()[0].is_read_vectored()
        True
        """
        return True


class AnyPipeWriter(AnyPipeEnd, Write):
    """The end of a pipe to write to, of std or of `stdnet.mio`."""

    __slots__ = ()

    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes bytes, or waits until there is room; returns how many. Rust's `Write::write`.

        In blocking mode all are written, unless a signal handler interrupts the call. Up to 4096
        bytes (`PIPE_BUF`) are written in one piece, never interleaved with those of other writers.

        In `stdnet.mio` it never waits. Write until all is written or until `WouldBlock`; then keep
        the rest until the next event.

        Errors: `BrokenPipe` if all readers are closed; `WouldBlock` if the pipe is full and the
        descriptor is in non-blocking mode; any other of `write(2)`.

        >>> from stdnet.io import pipe
        >>> reader, writer = pipe().unwrap()
        >>> writer.write(b"hello")
        Ok(5)
        """
        return sys_fd.write(self._sock, buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Writes like `write`, from several buffers, in turn. Rust's `Write::write_vectored`.

        It is one system call, which takes at most 1024 buffers (`IOV_MAX`).

        In `stdnet.mio` it never waits: write until all is written or until `WouldBlock`, as with
        `write`.

        Errors: those of `write`.

        >>> from stdnet.io import pipe
        >>> reader, writer = pipe().unwrap()
        >>> writer.write_vectored([b"head", b"body"])
        Ok(8)
        """
        return sys_fd.write_vectored(self._sock, bufs)

    def is_write_vectored(self) -> bool:
        """Returns True: `write_vectored` is one system call. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import pipe
        >>> pipe().unwrap()[1].is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Does nothing, as the kernel has all that was written. Rust's `Write::flush`.

        >>> from stdnet.io import pipe
        >>> pipe().unwrap()[1].flush()
        Ok(None)
        """
        return OK_NONE


class PipeEnd(AnyPipeEnd):
    """The methods that both ends of a pipe share."""

    __slots__ = ()

    def try_clone(self) -> Result[Self]:
        """Duplicates the descriptor. Rust's `PipeReader::try_clone` and `PipeWriter::try_clone`.

        The end of the pipe is closed with the last of its descriptors.

        Errors: EBADF if this object is closed; EMFILE if the process has too many descriptors.

        >>> from stdnet.io import pipe
        >>> reader, writer = pipe().unwrap()
        >>> clone = writer.try_clone().unwrap()
        >>> writer.close()
        >>> clone.write_all(b"hello").unwrap()
        >>> reader.read_array(5)
        Ok(b'hello')
        """
        return duplicate(self._sock).map(partial(from_inner, type(self)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(FileDesc(OwnedFd {{ fd: {self.as_raw_fd()} }}))"


@final
class PipeReader(PipeEnd, AnyPipeReader):
    """The end of a pipe to read from. Rust's `std::io::PipeReader`.

    The data end when all writers are closed, including those that child processes have.

    >>> from stdnet.io import pipe
    >>> reader, writer = pipe().unwrap()
    >>> writer.write_all(b"to be continued").unwrap()
    >>> reader.read_array(5).unwrap()
    b'to be'
    >>> writer.close()
    >>> reader.read_to_string().unwrap()
    ' continued'
    """

    __slots__ = ()


@final
class PipeWriter(PipeEnd, AnyPipeWriter):
    """The end of a pipe to write to. Rust's `std::io::PipeWriter`.

    Python ignores SIGPIPE, as Rust does, so writing to a pipe without readers returns an `Err`. If
    the program handles the signal, it receives it too. What a `BufWriter` around it still holds
    when it is closed is lost: flush that before.

    >>> from stdnet.io import pipe
    >>> reader, writer = pipe().unwrap()
    >>> reader.close()
    >>> print(writer.write_all(b"hello").unwrap_err())
    Broken pipe (os error 32)
    """

    __slots__ = ()
