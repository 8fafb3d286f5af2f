"""I/O errors: `io::Error`, the fixed errors of Rust's standard library, and `io::Result`."""

from __future__ import annotations

from os import strerror
from sys import modules
from typing import Final, NamedTuple, Self, TypeAlias, TypeVar, final

from stdnet._core.arguments import check_type
from stdnet._core.error_kind import ErrorKind, decode_error_kind
from stdnet._core.fmt import debug_struct, pad
from stdnet._core.ints import i32
from stdnet.result._containers import Err, Ok
from stdnet.result._debug import debug_str

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Exception | str)


@final
class Error(OSError):
    """The error of an I/O operation. Rust's `std::io::Error`.

    An error is one of four: an errno, a bare `ErrorKind`, a fixed message of the library, or a kind
    with an inner error of your own (`Error(kind, error)`, where `error` is an exception or a text).
    `str` and `repr` return the text of Rust's `{}` and `{:?}`. As in Rust, a width in an f-string
    pads a fixed message or an inner error, and nothing else.

    It is also a Python `OSError`, with `errno` set if there is one, so `raise error` fits code that
    catches `OSError`. Two errors are equal if they have the same errno, or else the same kind,
    message and inner error; Rust does not compare errors. To ask why an operation failed, match the
    kind.

    >>> from stdnet import Err, TcpStream, io
    >>> match TcpStream.connect("127.0.0.1:1"):
    ...     case Err(io.Error(io.ErrorKind.ConnectionRefused)):
    ...         print("nobody is there")
    nobody is there
    >>> io.Error(io.ErrorKind.Other, "oh no!")
    Custom { kind: Other, error: "oh no!" }
    >>> io.Error.from_raw_os_error(22)
    Os { code: 22, kind: InvalidInput, message: "Invalid argument" }
    """

    # An error with an errno has none of these set, which makes it cheap: each `WouldBlock` is one.
    __slots__ = ("_inner", "_message", "_own_kind")
    __match_args__ = ("_kind",)

    _own_kind: ErrorKind
    _message: str | None
    _inner: Exception | str | None

    # `OSError.__init__` does nothing if `__new__` is overridden, whatever its arguments are.
    def __new__(  # pyright: ignore[reportInconsistentConstructor]
        cls, kind: ErrorKind, error: Exception | str
    ) -> Self:
        check_type(kind, ErrorKind, "the kind")
        check_type(error, Exception | str, "the error")
        self = cls._simple(kind)
        self._inner = error
        if isinstance(error, Exception):
            self.__cause__ = error
        return self

    @classmethod
    def _simple(cls, kind: ErrorKind, message: str | None = None) -> Self:
        """Creates an error without errno: a bare kind, or a kind with a fixed message."""
        self = OSError.__new__(cls)
        self._own_kind = kind
        self._message = message
        self._inner = None
        return self

    @staticmethod
    def new(kind: ErrorKind, error: Exception | str) -> Error:
        """Creates an error from a kind and an inner error, as `Error(kind, error)` does.

        Rust's `Error::new`.

        >>> from stdnet.io import Error, ErrorKind
        >>> str(Error.new(ErrorKind.InvalidData, "not a frame"))
        'not a frame'
        """
        return Error(kind, error)

    @staticmethod
    def other(error: Exception | str) -> Error:
        """Creates an error of the kind `Other` from an inner error. Rust's `Error::other`.

        >>> from stdnet.io import Error
        >>> Error.other("oh no!").kind()
        Other
        """
        return Error(ErrorKind.Other, error)

    @staticmethod
    def from_(error: ErrorKind | OSError | EOFError) -> Error:
        """Creates an error that is nothing but its kind. Rust's `Error::from(kind)`.

        It also takes any `OSError` and `EOFError`, as `?` then converts those: an `Error` is
        returned as it is. Without an errno, `TimeoutError`, `ConnectionResetError` and their like
        get the kind of their class. The errors of `ssl` and of name resolution do as well, as their
        `errno` is a number of another library. At run time it takes every exception of which
        `attempt` makes an error.

        >>> from stdnet.io import Error, ErrorKind
        >>> str(Error.from_(ErrorKind.NotFound))
        'entity not found'
        >>> Error.from_(FileNotFoundError(2, "No such file or directory"))
        Os { code: 2, kind: NotFound, message: "No such file or directory" }
        """
        if isinstance(error, ErrorKind):
            return Error._simple(error)
        reported = reported_error(error)
        if reported is None:
            raise TypeError(f"the kind is ErrorKind, not {type(error).__name__}")
        return reported

    @staticmethod
    def from_raw_os_error(code: int) -> Error:
        """Creates an error from an errno, a C `int`. Rust's `Error::from_raw_os_error`.

        >>> import errno
        >>> from stdnet.io import Error
        >>> print(Error.from_raw_os_error(errno.EPIPE))
        Broken pipe (os error 32)
        """
        return OSError.__new__(Error, i32(code), strerror(code))

    @staticmethod
    def last_os_error() -> Error:
        """Returns the error of the calling thread's errno. Rust's `Error::last_os_error`.

        The errno is the one that the last function of `stdnet.c` left.

        >>> from stdnet.c import set_errno
        >>> from stdnet.io import Error
        >>> before = set_errno(2)
        >>> Error.last_os_error().kind()
        NotFound
        """
        # Not imported here: a program that has not called its functions need not pay for `ctypes`,
        # and may have no descriptor left to load it with.
        libc = modules.get("stdnet.c._libc")
        return Error.from_raw_os_error(0 if libc is None else libc.errno())

    @property
    def _kind(self) -> ErrorKind:
        code = self.errno
        return self._own_kind if code is None else decode_error_kind(code)

    def kind(self) -> ErrorKind:
        """Returns the general category of this error. Rust's `Error::kind`.

        >>> from stdnet.io import Error
        >>> Error.from_raw_os_error(11).kind()
        WouldBlock
        """
        return self._kind

    def is_timeout(self) -> bool:
        """Returns True if time ran out, so that trying again may help.

        An addition to Rust's API. A connection that takes too long is `TimedOut`. A read or write
        that takes too long is `WouldBlock`, as in non-blocking mode; the two cannot be
        distinguished.

        >>> from stdnet.io import Error, ErrorKind
        >>> Error.from_raw_os_error(11).is_timeout(), Error.from_(ErrorKind.TimedOut).is_timeout()
        (True, True)
        """
        return self._kind in {ErrorKind.TimedOut, ErrorKind.WouldBlock}

    def raw_os_error(self) -> int | None:
        """Returns the errno that this error represents, if any. Rust's `Error::raw_os_error`.

        >>> from stdnet.io import Error
        >>> Error.from_raw_os_error(11).raw_os_error(), Error.other("x").raw_os_error()
        (11, None)
        """
        return self.errno

    def get_ref(self) -> Exception | str | None:
        """Returns the inner error, if any. Rust's `Error::get_ref`.

        >>> from stdnet.io import Error
        >>> Error.other("oh no!").get_ref(), Error.from_raw_os_error(11).get_ref()
        ('oh no!', None)
        """
        return self._inner if self.errno is None else None

    def get_mut(self) -> Exception | str | None:
        """Returns the inner error, if any. Rust's `Error::get_mut`.

        It is the same as `get_ref`, as every reference of Python is mutable.

        >>> from stdnet.io import Error
        >>> Error.other("oh no!").get_mut()
        'oh no!'
        """
        return self.get_ref()

    def into_inner(self) -> Exception | str | None:
        """Returns the inner error, if any. Rust's `Error::into_inner`.

        >>> from stdnet.io import Error
        >>> Error.other("oh no!").into_inner()
        'oh no!'
        """
        return self.get_ref()

    def downcast(self, kind: type[_E]) -> Result[_E]:
        """Returns the inner error if it is an instance of the class. Rust's `Error::downcast::<E>`.

        Errors: this error itself, if it has no inner error or one of another class.

        >>> from stdnet.io import Error
        >>> error = Error.other(KeyError("a"))
        >>> error.downcast(LookupError).unwrap()
        KeyError('a')
        >>> error.downcast(ValueError).unwrap_err() is error
        True
        """
        inner = self.get_ref()
        return Ok(inner) if isinstance(inner, kind) else Err(self)

    def source(self) -> BaseException | None:
        """Returns the cause of the inner error, if any. Rust's `std::error::Error::source`.

        >>> from stdnet.io import Error
        >>> Error.other("oh no!").source() is None
        True
        """
        inner = self.get_ref()
        if isinstance(inner, Error):
            return inner.source()
        return inner.__cause__ if isinstance(inner, Exception) else None

    def __str__(self) -> str:
        if self.errno is not None:
            return f"{self.strerror} (os error {self.errno})"
        if self._message is not None:
            return self._message
        return str(self._own_kind if self._inner is None else self._inner)

    def __format__(self, spec: str, /) -> str:
        # Rust applies the width to a message or to the inner error, and ignores it otherwise.
        if self.errno is not None:
            return str(self)
        shown = self._message if self._inner is None else self._inner
        if isinstance(shown, Error):
            return format(shown, spec)
        return str(self) if shown is None else pad(str(shown), spec)

    def __repr__(self) -> str:
        if self.errno is not None:
            return debug_struct("Os", code=self.errno, kind=self._kind, message=self.strerror)
        if self._message is not None:
            return debug_struct("Error", kind=self._own_kind, message=self._message)
        if self._inner is not None:
            return debug_struct("Custom", kind=self._own_kind, error=self._inner)
        return f"Kind({self._own_kind!r})"

    def __eq__(self, other: object) -> bool:
        return self._identity() == other._identity() if isinstance(other, Error) else NotImplemented

    def __hash__(self) -> int:
        if self.errno is not None:
            return hash(self.errno)
        # An inner exception need not have a hash.
        text = self._inner if isinstance(self._inner, str) else None
        return hash((self._own_kind, self._message, text))

    def _identity(self) -> tuple[object, ...]:
        """Returns what two equal errors have in common."""
        if self.errno is not None:
            return (self.errno,)
        return self._own_kind, self._message, self._inner

    def __reduce__(self) -> tuple[object, ...]:
        notes = self.__dict__
        if self.errno is not None:
            return Error._of_errno, (self.errno,), notes
        if self._inner is not None:
            return Error, (self._own_kind, self._inner), notes
        return Error._simple, (self._own_kind, self._message), notes

    @classmethod
    def _of_errno(cls, code: int) -> Error:
        """Creates an error from its pickle."""
        return cls.from_raw_os_error(code)


def error_of(exc: OSError) -> Error:
    """Returns the `Error` that stands for an exception of CPython."""
    # CPython raises some without a system call. Others have two arguments, but no number.
    if not isinstance(exc.errno, int):
        # No generator: if there is no memory for what it captures, CPython leaks the arguments.
        for base, kind in _KINDS_OF_CLASSES.items():
            if isinstance(exc, base):
                return Error(kind, exc)
        return Error(ErrorKind.Uncategorized, exc)
    return OSError.__new__(Error, exc.errno, exc.strerror)


def reported_error(exc: Exception) -> Error | None:
    """Returns the `Error` of an exception of Python's library, or None if it is a mistake."""
    if isinstance(exc, Error):
        return exc
    for module, name, kind in _KINDS_OF_MODULES:
        # A module that is not loaded has raised nothing.
        if isinstance(exc, getattr(modules.get(module), name, ())):
            return Error(kind or _kind_of_reason(exc), exc)
    return error_of(exc) if isinstance(exc, OSError) else None


def _kind_of_reason(exc: Exception) -> ErrorKind:
    """Returns the kind of the exception that an exception of `urllib` was raised for."""
    reason = getattr(exc, "reason", None)
    reported = reported_error(reason) if isinstance(reason, Exception) else None
    return ErrorKind.Uncategorized if reported is None else reported.kind()


_KINDS_OF_CLASSES: Final[dict[type[OSError], ErrorKind]] = {
    BlockingIOError: ErrorKind.WouldBlock,
    BrokenPipeError: ErrorKind.BrokenPipe,
    ConnectionAbortedError: ErrorKind.ConnectionAborted,
    ConnectionRefusedError: ErrorKind.ConnectionRefused,
    ConnectionResetError: ErrorKind.ConnectionReset,
    FileExistsError: ErrorKind.AlreadyExists,
    FileNotFoundError: ErrorKind.NotFound,
    InterruptedError: ErrorKind.Interrupted,
    IsADirectoryError: ErrorKind.IsADirectory,
    NotADirectoryError: ErrorKind.NotADirectory,
    PermissionError: ErrorKind.PermissionDenied,
    TimeoutError: ErrorKind.TimedOut,
}
"""The kinds of exceptions that Python code raises without an errno."""

_KINDS_OF_MODULES: Final[tuple[tuple[str, str, ErrorKind | None], ...]] = (
    ("builtins", "EOFError", ErrorKind.UnexpectedEof),
    ("io", "UnsupportedOperation", ErrorKind.Unsupported),
    # Data of a peer or an archive that is malformed, or ends too early.
    ("binascii", "Error", ErrorKind.InvalidData),
    ("binascii", "Incomplete", ErrorKind.UnexpectedEof),
    ("compression.zstd", "ZstdError", ErrorKind.InvalidData),
    ("gzip", "BadGzipFile", ErrorKind.InvalidData),
    ("http.client", "RemoteDisconnected", ErrorKind.ConnectionReset),
    ("http.client", "IncompleteRead", ErrorKind.UnexpectedEof),
    ("http.client", "InvalidURL", ErrorKind.InvalidInput),
    ("http.client", "NotConnected", ErrorKind.NotConnected),
    ("http.client", "HTTPException", ErrorKind.InvalidData),
    ("lzma", "LZMAError", ErrorKind.InvalidData),
    ("tarfile", "TarError", ErrorKind.InvalidData),
    ("urllib.error", "ContentTooShortError", ErrorKind.UnexpectedEof),
    ("zipfile", "BadZipFile", ErrorKind.InvalidData),
    ("zlib", "error", ErrorKind.InvalidData),
    # Their `errno` is a code of OpenSSL, `getaddrinfo` or `gethostbyaddr`.
    ("ssl", "SSLWantReadError", ErrorKind.WouldBlock),
    ("ssl", "SSLWantWriteError", ErrorKind.WouldBlock),
    ("ssl", "SSLEOFError", ErrorKind.UnexpectedEof),
    ("ssl", "SSLZeroReturnError", ErrorKind.UnexpectedEof),
    ("ssl", "SSLSyscallError", ErrorKind.Uncategorized),
    ("ssl", "SSLError", ErrorKind.InvalidData),
    ("_socket", "gaierror", ErrorKind.Uncategorized),
    ("_socket", "herror", ErrorKind.Uncategorized),
    # It wraps what connecting raised.
    ("urllib.error", "URLError", None),
)
"""The kinds of exceptions of Python's library that are not errors of a system call.

Of a class and a class below it, the one below stands first. None is the kind of the `reason`.
"""

Result: TypeAlias = Ok[_T] | Err[Error]
"""A `Result` whose error is `io.Error`. Rust's `std::io::Result`."""

RawOsError: TypeAlias = int
"""An errno. Rust's `std::io::RawOsError`. Unstable in Rust."""


@final
class SimpleMessage(NamedTuple):
    """A fixed error of the library. Rust's `const_error!`.

    An exception collects a traceback where it is raised, so each use creates an error of its own.
    """

    kind: ErrorKind
    message: str

    def error(self) -> Error:
        """Returns a new error with this message."""
        return Error._simple(self.kind, self.message)  # pyright: ignore[reportPrivateUsage]

    def err(self) -> Err[Error]:
        """Returns an `Err` of a new error with this message."""
        return Err(self.error())


ACCEPT_TIMED_OUT: Final = SimpleMessage(ErrorKind.TimedOut, "no connection came in time")
CONNECT_TIMED_OUT: Final = SimpleMessage(ErrorKind.TimedOut, "connection timed out")
CONTAINS_NUL: Final = SimpleMessage(
    ErrorKind.InvalidInput, "file name contained an unexpected NUL byte"
)
INVALID_ARGUMENT: Final = SimpleMessage(ErrorKind.InvalidInput, "invalid argument")
INVALID_PORT: Final = SimpleMessage(ErrorKind.InvalidInput, "invalid port value")
INVALID_SOCKET_ADDR: Final = SimpleMessage(ErrorKind.InvalidInput, "invalid socket address")
INVALID_UTF8: Final = SimpleMessage(ErrorKind.InvalidData, "stream did not contain valid UTF-8")
NO_ADDRESSES: Final = SimpleMessage(ErrorKind.InvalidInput, "could not resolve to any addresses")
NO_ERROR_AFTER_HANGUP: Final = SimpleMessage(ErrorKind.Uncategorized, "no error set after POLLHUP")
NO_UTF8: Final = SimpleMessage(
    ErrorKind.InvalidInput, "text contained a lone surrogate, which has no UTF-8"
)
READ_EXACT_EOF: Final = SimpleMessage(ErrorKind.UnexpectedEof, "failed to fill whole buffer")
WRITE_ALL_EOF: Final = SimpleMessage(ErrorKind.WriteZero, "failed to write whole buffer")
ZERO_TIMEOUT: Final = SimpleMessage(ErrorKind.InvalidInput, "cannot set a 0 duration timeout")


@final
class GaiError(Exception):
    """The error of a failed look-up of a host name, with the error code of `getaddrinfo`.

    An addition to Rust's API. It is the inner error of the `io.Error` that the look-up returns.

    >>> from stdnet import GaiError, to_socket_addrs
    >>> error = to_socket_addrs(("two words", 80)).unwrap_err()
    >>> print(error)
    failed to lookup address information: Name or service not known
    >>> error.downcast(GaiError).unwrap().code
    -2
    """

    __match_args__ = ("code",)

    code: int
    """C's `EAI_NONAME`, `EAI_AGAIN` and so on."""

    def __init__(self, code: int, detail: str) -> None:
        check_type(detail, str, "the detail")
        super().__init__(code, detail)
        self.code = i32(code)

    def __str__(self) -> str:
        return f"failed to lookup address information: {self.args[1]}"

    def __repr__(self) -> str:
        return debug_str(str(self))
