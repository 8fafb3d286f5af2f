"""Python's file objects as readers and writers: `from_file`. Beside Rust."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import BytesIO, FileIO, RawIOBase, TextIOBase
from sys import modules
from typing import Final, Generic, ParamSpec, Protocol, TypeAlias, TypeGuard, TypeVar, final

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut, within
from stdnet._core.containers import OK_NONE, ok, ok_count
from stdnet._core.error import Error, Result, SimpleMessage, error_of
from stdnet._core.error_kind import ErrorKind
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Read, Write
from stdnet.result import Err

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _HasReadinto(Protocol):
    def readinto(self, buf: memoryview, /) -> int | None: ...


class _HasRead(Protocol):
    def read(self, n: int, /) -> bytes | None: ...


class _HasWrite(Protocol):
    def write(self, buf: memoryview, /) -> int | None: ...


PythonFile: TypeAlias = _HasReadinto | _HasRead | _HasWrite
"""Anything of bytes that can be read or written."""

_F = TypeVar("_F", bound=PythonFile)
_F_co = TypeVar("_F_co", bound=PythonFile, covariant=True)

_Move: TypeAlias = Callable[[memoryview], int | None]

_MOST: Final = 256 * 1024
"""What is asked at most of a file that makes the bytes itself."""

_KINDS: Final = (
    ("builtins", "EOFError", ErrorKind.UnexpectedEof),
    ("io", "UnsupportedOperation", ErrorKind.Unsupported),
    # What a peer or an archive has made wrong.
    ("compression.zstd", "ZstdError", ErrorKind.InvalidData),
    ("gzip", "BadGzipFile", ErrorKind.InvalidData),
    ("http.client", "HTTPException", ErrorKind.InvalidData),
    ("lzma", "LZMAError", ErrorKind.InvalidData),
    ("tarfile", "TarError", ErrorKind.InvalidData),
    ("zipfile", "BadZipFile", ErrorKind.InvalidData),
    ("zlib", "error", ErrorKind.InvalidData),
    # Their `errno` is a code of OpenSSL's, or of the resolver's.
    ("ssl", "SSLWantReadError", ErrorKind.WouldBlock),
    ("ssl", "SSLWantWriteError", ErrorKind.WouldBlock),
    ("ssl", "SSLEOFError", ErrorKind.UnexpectedEof),
    ("ssl", "SSLError", ErrorKind.InvalidData),
    ("socket", "gaierror", ErrorKind.Uncategorized),
)
"""The kinds of what files of Python's library raise and the system knows nothing of."""

_INVALID_SEEK: Final = SimpleMessage(
    ErrorKind.InvalidInput, "invalid seek to a negative or overflowing position"
)
_NO_READ: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot be read")
_NO_WRITE: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot be written")
_NO_SEEK: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot seek")


def from_file(file: _F) -> File[_F]:
    """A Python file as a reader and writer. Beside Rust.

    It is anything of bytes with `readinto`, `read` or `write`: what `open(path, "rb")` answers,
    `sys.stdin.buffer`, `io.BytesIO`, `gzip.GzipFile`, `mmap`. A text file is a `TypeError`: take
    its `buffer`. The file stays yours to close.

    >>> import io
    >>> from stdnet.io import from_file
    >>> file = io.BytesIO(b"hello")
    >>> from_file(file).read_to_string().unwrap()
    'hello'
    """
    return File(file)


@final
class File(Read, Write, Seek, Generic[_F_co]):
    """A Python file as a reader and writer, made by `from_file`. Beside Rust.

    Errors: those of the system that the file raises, of their kind; `WouldBlock` where a file in
    non-blocking mode has nothing or takes nothing; `Unsupported` for what the file does not do;
    `UnexpectedEof` for its `EOFError`; `InvalidData` for what Python's archives, HTTP and TLS find
    malformed; EBADF once it is closed. Other exceptions are the file's own and come out.

    >>> import tempfile
    >>> from stdnet.io import SeekFrom, from_file
    >>> with tempfile.TemporaryFile() as python_file:
    ...     file = from_file(python_file)
    ...     file.write_all(b"hello").unwrap()
    ...     file.seek(SeekFrom.Start(1)).unwrap()
    ...     file.read_to_string().unwrap()
    1
    'ello'
    """

    __slots__ = ("_file", "_read", "_write")

    def __init__(self, file: _F_co) -> None:
        self._file = file
        self._read = _reading(file)
        self._write = _writing(file)
        if isinstance(file, TextIOBase):
            raise TypeError("a text file is no file of bytes: take its `buffer`")
        if self._read is None and self._write is None:
            raise TypeError(f"a file has readinto, read or write, unlike {type(file).__name__}")

    def get_ref(self) -> _F_co:
        """The Python file.

        >>> import io
        >>> from stdnet.io import from_file
        >>> file = io.BytesIO()
        >>> from_file(file).get_ref() is file
        True
        """
        return self._file

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads what one read of the file gives. Rust's `Read::read`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> buf = bytearray(16)
        >>> from_file(io.BytesIO(b"hello")).read(buf).unwrap(), bytes(buf[:5])
        (5, b'hello')
        """
        view = byte_view_mut(buf)
        return self._moved(self._read, view) if self._read else _NO_READ.err()

    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes what the file takes at once. Rust's `Write::write`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> file = io.BytesIO()
        >>> from_file(file).write(b"hello").unwrap(), file.getvalue()
        (5, b'hello')
        """
        view = byte_view(buf)
        return self._moved(self._write, view) if self._write else _NO_WRITE.err()

    def flush(self) -> Result[None]:
        """Passes on what the file holds back. Rust's `Write::flush`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> from_file(io.BytesIO()).flush()
        <Success: None>
        """
        flush: Callable[[], object] = getattr(self._file, "flush", _nothing)
        flushed = _called(self._file, flush)
        return flushed if isinstance(flushed, Err) else OK_NONE

    def seek(self, pos: SeekFrom, /) -> Result[int]:
        """Goes to a position, which it answers. Rust's `Seek::seek`.

        Errors: `InvalidInput` for a position before the start; `NotSeekable` or `Unsupported` for
        a file that has none; see `File`.

        >>> import io
        >>> from stdnet.io import SeekFrom, from_file
        >>> from_file(io.BytesIO(b"hello")).seek(SeekFrom.End(-2))
        <Success: 3>
        """
        offset, whence = _offset_and_whence(pos)
        if not hasattr(self._file, "seek"):
            return _NO_SEEK.err()
        try:
            return _called(self._file, _sought, self._file, offset, whence)
        except (OverflowError, ValueError):
            return _INVALID_SEEK.err()

    def _moved(self, move: _Move, view: memoryview) -> Result[int]:
        result = _called(self._file, move, view)
        if isinstance(result, Err):
            return result
        n = result.unwrap()
        if n is None:  # Where Python's files answer nothing, Rust's answer EAGAIN.
            return Err(Error.from_raw_os_error(errno.EAGAIN))
        return ok_count(within(n, view))

    def __repr__(self) -> str:
        return f"File({self._file!r})"


def descriptor_of(end: Read | Write) -> FileIO | None:
    """The file of the system, if there is nothing between it and the program, no buffer either."""
    inner: object = end.get_ref() if _is_file(end) else None
    return inner if type(inner) is FileIO and not inner.closed else None


def _is_file(end: Read | Write) -> TypeGuard[File[PythonFile]]:
    return isinstance(end, File)


def _reading(file: object) -> _Move | None:
    """How the file fills a buffer with what one read gives."""
    # With `readinto`, a file that has a buffer goes on until that of the caller is full.
    for name in ["readinto"] if isinstance(file, BytesIO) else ["readinto1", "readinto"]:
        readinto: _Move | None = getattr(file, name, None)
        if readinto is not None:
            return readinto
    read: Callable[[int], bytes | None] | None = getattr(file, "read", None)
    if read is None:
        return None

    def read_into(view: memoryview) -> int | None:
        data = read(min(len(view), _MOST))
        if data is None:
            return None
        view[: within(len(data), view)] = data
        return len(data)

    return read_into


def _writing(file: object) -> _Move | None:
    """How the file takes bytes at once."""
    write: _Move | None = getattr(file, "write", None)
    if write is None:
        return None

    def write_from(view: memoryview) -> int | None:
        try:
            n = write(view)
        except BlockingIOError as exc:
            n = getattr(exc, "characters_written", 0)
            if not n:
                raise
        # Of the files that others make, many answer nothing and have taken all.
        return len(view) if n is None and not isinstance(file, RawIOBase) else n

    return write_from


def _offset_and_whence(pos: SeekFrom) -> tuple[int, int]:
    match pos:
        case SeekFrom.Start(offset):
            return offset, 0
        case SeekFrom.Current(offset):
            return offset, 1
        case SeekFrom.End(offset):
            return offset, 2
        case _:
            raise TypeError(f"a position is a SeekFrom, not {type(pos).__name__}")


def _sought(file: object, offset: int, whence: int) -> int:
    seek: Callable[[int, int], int | None] = getattr(file, "seek")  # noqa: B009 - not every file's
    pos = seek(offset, whence)
    if pos is None:  # That of an `mmap`, before Python 3.13.
        tell: Callable[[], int] = getattr(file, "tell")  # noqa: B009
        return tell()
    return pos


def _nothing() -> None:
    """What a file without `flush` has to pass on."""


def _called(
    file: object, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
) -> Result[_T]:
    """Calls a method of the file; what it raises because of the system or its data is the `Err`."""
    try:
        return ok(call(*args, **kwargs))
    except Exception as exc:
        error = _error_of(file, exc)
        if error is None:
            raise
        return Err(error)


def _error_of(file: object, exc: Exception) -> Error | None:
    """The error that an exception of the file's stands for; None if it is to come out."""
    if (kind := _kind_of(exc)) is not None:
        return Error(kind, exc)
    if isinstance(exc, OSError):
        if _is_of_the_system(file) and _came_through_python(exc):
            return None  # The handler of a signal has raised it.
        timed_out = isinstance(exc, TimeoutError) and exc.errno is None  # That of Python's socket.
        return Error(ErrorKind.TimedOut, exc) if timed_out else error_of(exc)
    closed = isinstance(exc, ValueError) and getattr(file, "closed", False)
    return Error.from_raw_os_error(errno.EBADF) if closed else None


def _kind_of(exc: Exception) -> ErrorKind | None:
    """The kind in the table; the module of what was raised is loaded."""
    for module, name, kind in _KINDS:
        if module in modules and isinstance(exc, getattr(modules[module], name)):
            return kind
    return None


def _is_of_the_system(file: object) -> bool:
    """Whether it is all C and runs no Python."""
    raw: object = getattr(file, "raw", file)
    return type(raw) is FileIO and type(file).__module__ == "_io"


def _came_through_python(exc: OSError) -> bool:
    """Whether code other than this module's was under way when it was raised."""
    at = exc.__traceback__
    while at is not None:
        if at.tb_frame.f_globals.get("__name__") != __name__:
            return True
        at = at.tb_next
    return False
