"""Python's files as readers and writers: `from_file` and `File`. An addition to Rust's API."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import BytesIO, FileIO, RawIOBase, TextIOBase
from typing import Final, Generic, ParamSpec, Protocol, TypeAlias, TypeGuard, TypeVar, final

from stdnet._core.arguments import wrong_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut, within
from stdnet._core.containers import OK_NONE, ok_count
from stdnet._core.error import Error, Result, SimpleMessage, reported_error
from stdnet._core.error_kind import ErrorKind
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Read, ReadWrite, Write
from stdnet.result._containers import Err, Ok

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _HasReadinto(Protocol):
    def readinto(self, buf: memoryview, /) -> int | None: ...


class _HasRead(Protocol):
    def read(self, n: int, /) -> bytes | None: ...


class _HasWrite(Protocol):
    def write(self, buf: memoryview, /) -> int | None: ...


PythonFile: TypeAlias = _HasReadinto | _HasRead | _HasWrite
"""A binary file: any object with `readinto`, `read` or `write`."""

_F = TypeVar("_F", bound=PythonFile)
_F_co = TypeVar("_F_co", bound=PythonFile, covariant=True)

_Transfer: TypeAlias = Callable[[memoryview], int | None]

_LARGEST_READ: Final = 256 * 1024
"""The most that a file without `readinto` is asked for at once: its `read` allocates memory."""

_INVALID_SEEK: Final = SimpleMessage(
    ErrorKind.InvalidInput, "invalid seek to a negative or overflowing position"
)
_NO_READ: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot be read")
_NO_WRITE: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot be written")
_NO_SEEK: Final = SimpleMessage(ErrorKind.Unsupported, "the file cannot seek")


def from_file(file: _F) -> File[_F]:
    """Makes a reader and writer of a Python file. An addition to Rust's API.

    Any binary file with `readinto`, `read` or `write` will do: one of `open(path, "rb")`,
    `sys.stdin.buffer`, `io.BytesIO`, `gzip.GzipFile`, `mmap`, an `ssl.SSLSocket`. A text file
    raises `TypeError`: use its `buffer`. You still have to close the file.

    >>> import io
    >>> from stdnet.io import from_file
    >>> file = io.BytesIO(b"hello")
    >>> from_file(file).read_to_string().unwrap()
    'hello'
    """
    return File(file)


@final
class File(ReadWrite, Seek, Generic[_F_co]):
    """A Python file as a reader and writer, made by `from_file`. An addition to Rust's API.

    Errors: the `OSError` that the file raises, with its kind; `WouldBlock` if a file in
    non-blocking mode has no data or no room; `Unsupported` for a method that the file does not
    have; `UnexpectedEof` for `EOFError`; `InvalidData` if Python's archives, HTTP or TLS find
    malformed data; EBADF if the file is closed. Other exceptions of the file propagate.

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
        self._read = _read_method(file)
        self._write = _write_method(file)
        is_file = self._read is not None or self._write is not None
        if not is_file or isinstance(file, TextIOBase | Read | Write):
            raise wrong_type(file, "the file", "a file of bytes")

    def get_ref(self) -> _F_co:
        """Returns the Python file.

        >>> import io
        >>> from stdnet.io import from_file
        >>> file = io.BytesIO()
        >>> from_file(file).get_ref() is file
        True
        """
        return self._file

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads by one call of the file's own read method. Rust's `Read::read`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> buf = bytearray(16)
        >>> from_file(io.BytesIO(b"hello")).read(buf).unwrap(), bytes(buf[:5])
        (5, b'hello')
        """
        view = byte_view_mut(buf)
        return self._transfer(self._read, view) if self._read else _NO_READ.err()

    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes by one call of the file's `write`. Rust's `Write::write`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> file = io.BytesIO()
        >>> from_file(file).write(b"hello").unwrap(), file.getvalue()
        (5, b'hello')
        """
        view = byte_view(buf)
        return self._transfer(self._write, view) if self._write else _NO_WRITE.err()

    def flush(self) -> Result[None]:
        """Flushes the file, if it has a `flush`. Rust's `Write::flush`.

        Errors: see `File`.

        >>> import io
        >>> from stdnet.io import from_file
        >>> from_file(io.BytesIO()).flush()
        Ok(None)
        """
        flush: Callable[[], object] = getattr(self._file, "flush", _no_flush)
        flushed = _call(self._file, flush)
        return flushed if isinstance(flushed, Err) else OK_NONE

    def seek(self, pos: SeekFrom, /) -> Result[int]:
        """Sets the position, and returns it counted from the start. Rust's `Seek::seek`.

        Errors: `InvalidInput` for a position before the start; `NotSeekable` or `Unsupported` if
        the file has no position; see `File`.

        >>> import io
        >>> from stdnet.io import SeekFrom, from_file
        >>> from_file(io.BytesIO(b"hello")).seek(SeekFrom.End(-2))
        Ok(3)
        """
        offset, whence = _offset_and_whence(pos)
        if not hasattr(self._file, "seek"):
            return _NO_SEEK.err()
        try:
            return _call(self._file, _seek_in, self._file, offset, whence)
        except (OverflowError, ValueError):
            return _INVALID_SEEK.err()

    def _transfer(self, method: _Transfer, view: memoryview) -> Result[int]:
        """Calls the file's method to read or to write."""
        result = _call(self._file, method, view)
        if isinstance(result, Err):
            return result
        n = result.unwrap()
        if n is None:  # A raw file of Python returns None for EAGAIN.
            return Err(Error.from_raw_os_error(errno.EAGAIN))
        return ok_count(within(n, view))

    def __repr__(self) -> str:
        return f"File({self._file!r})"


def descriptor_of(end: Read | Write) -> FileIO | None:
    """Returns the file if all that it does is to read and write a descriptor, without a buffer."""
    inner: object = end.get_ref() if _is_file(end) else None
    return inner if type(inner) is FileIO and not inner.closed else None


def _is_file(end: Read | Write) -> TypeGuard[File[PythonFile]]:
    return isinstance(end, File)


def _read_method(file: object) -> _Transfer | None:
    """Returns a function that reads once into a buffer, or None if the file cannot be read."""
    # `readinto` of a file with a buffer would read until the caller's buffer is full. `readinto1`
    # of a `BytesIO` would copy twice.
    for name in ["readinto"] if isinstance(file, BytesIO) else ["readinto1", "readinto"]:
        readinto: _Transfer | None = getattr(file, name, None)
        if readinto is not None:
            return readinto
    read: Callable[[int], bytes | None] | None = getattr(file, "read", None)
    if read is None:
        return None

    def read_into(view: memoryview) -> int | None:
        data = read(min(len(view), _LARGEST_READ))
        if data is None:
            return None
        view[: within(len(data), view)] = data
        return len(data)

    return read_into


def _write_method(file: object) -> _Transfer | None:
    """Returns a function that writes once from a buffer, or None if the file cannot be written."""
    write: _Transfer | None = getattr(file, "write", None)
    if write is None:
        return None

    def write_from(view: memoryview) -> int | None:
        try:
            n = write(view)
        except BlockingIOError as exc:
            n = getattr(exc, "characters_written", 0)
            if not n:
                raise
        # Many classes of other libraries return None after they have taken all.
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
            raise wrong_type(pos, "the position", "a SeekFrom")


def _seek_in(file: object, offset: int, whence: int) -> int:
    """Calls the file's `seek`; returns the position."""
    seek: Callable[[int, int], int | None] = getattr(file, "seek")  # noqa: B009 - not all have it
    pos = seek(offset, whence)
    if pos is None:  # By `mmap.seek`, before Python 3.13.
        tell: Callable[[], int] = getattr(file, "tell")  # noqa: B009
        return tell()
    return pos


def _no_flush() -> None:
    """Does nothing, in the place of a `flush` that the file does not have."""


def _call(file: object, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Result[_T]:
    """Calls a method of the file; an exception that reports an error becomes the `Err`."""
    try:
        return Ok(call(*args, **kwargs))
    except Exception as exc:
        error = _error_of(file, exc)
        if error is None:
            raise
        return Err(error)


def _error_of(file: object, exc: Exception) -> Error | None:
    """Returns the error that an exception of the file reports, or None if it is to propagate."""
    if isinstance(exc, OSError) and _is_all_c(file) and _came_through_python(exc):
        return None  # A signal handler has raised it.
    if isinstance(exc, ValueError) and getattr(file, "closed", False):
        return Error.from_raw_os_error(errno.EBADF)
    return reported_error(exc)


def attempt(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Result[_T]:
    """Calls Python code; an exception that the system causes becomes the `Err`.

    These are every `OSError`, `EOFError`, and what archives, `binascii`, HTTP and TLS raise for
    malformed data: the errors of `File`. `TimeoutError`, `ConnectionResetError` and their like
    without an errno have the kind of their class. Other exceptions propagate. An addition to Rust's
    API.

    Errors: those of the call.

    >>> from stdnet import io
    >>> io.attempt(open, "/nowhere").unwrap_err().kind()
    NotFound
    """
    try:
        return Ok(call(*args, **kwargs))
    except Exception as exc:
        error = reported_error(exc)
        if error is None:
            raise
        return Err(error)


def _is_all_c(file: object) -> bool:
    """Returns True if the methods of the file run no Python code."""
    raw: object = getattr(file, "raw", file)
    return type(raw) is FileIO and type(file).__module__ == "_io"


def _came_through_python(exc: OSError) -> bool:
    """Returns True if code outside of this module raised the exception or passed it on."""
    at = exc.__traceback__
    while at is not None:
        if at.tb_frame.f_globals.get("__name__") != __name__:
            return True
        at = at.tb_next
    return False
