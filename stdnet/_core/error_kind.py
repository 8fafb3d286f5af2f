"""The categories of `io::Error`, and which errno belongs to which."""

from __future__ import annotations

import errno
from enum import Enum
from typing import Final


class ErrorKind(Enum):
    """The general category of an `Error`. Rust's `std::io::ErrorKind`.

    The list grows with Rust's: match the kinds you expect and leave the others to `case _`.
    `str` is Rust's description, `repr` the variant's name; kinds are ordered as Rust lists them.

    >>> from stdnet.io import Error, ErrorKind
    >>> kind = Error.from_raw_os_error(111).kind()
    >>> kind, str(kind), kind is ErrorKind.ConnectionRefused
    (ConnectionRefused, 'connection refused', True)
    """

    NotFound = "entity not found"
    """An entity, often a file, was not found."""
    PermissionDenied = "permission denied"
    """The operation lacks the privileges it needs."""
    ConnectionRefused = "connection refused"
    """The peer refuses connections."""
    ConnectionReset = "connection reset"
    """The peer reset the connection."""
    HostUnreachable = "host unreachable"
    """No way leads to the host."""
    NetworkUnreachable = "network unreachable"
    """No way leads to the host's network."""
    ConnectionAborted = "connection aborted"
    """The connection was aborted."""
    NotConnected = "not connected"
    """There is no connection yet."""
    AddrInUse = "address in use"
    """The address is taken."""
    AddrNotAvailable = "address not available"
    """The address is not one of this machine."""
    NetworkDown = "network down"
    """The system's network is down."""
    BrokenPipe = "broken pipe"
    """The other end is closed."""
    AlreadyExists = "entity already exists"
    """The entity exists already."""
    WouldBlock = "operation would block"
    """The operation would have to wait: non-blocking mode, or a time-out that expired."""
    NotADirectory = "not a directory"
    """A directory was expected."""
    IsADirectory = "is a directory"
    """Anything but a directory was expected."""
    DirectoryNotEmpty = "directory not empty"
    """An empty directory was expected."""
    ReadOnlyFilesystem = "read-only filesystem or storage medium"
    """The medium can only be read."""
    FilesystemLoop = "filesystem loop or indirection limit (e.g. symlink loop)"
    """Too many symbolic links. Unstable in Rust."""
    StaleNetworkFileHandle = "stale network file handle"
    """The file of a network filesystem is gone."""
    InvalidInput = "invalid input parameter"
    """A parameter is wrong."""
    InvalidData = "invalid data"
    """The parameters are right, the data are malformed."""
    TimedOut = "timed out"
    """The time for the operation is over."""
    WriteZero = "write zero"
    """A write took no byte, so that the whole cannot be written."""
    StorageFull = "no storage space"
    """The medium is full."""
    NotSeekable = "seek on unseekable file"
    """The file cannot seek."""
    QuotaExceeded = "quota exceeded"
    """A quota is used up."""
    FileTooLarge = "file too large"
    """The file is larger than allowed."""
    ResourceBusy = "resource busy"
    """The resource is in use."""
    ExecutableFileBusy = "executable file busy"
    """The file is a program that runs."""
    Deadlock = "deadlock"
    """Waiting for the lock would never end."""
    CrossesDevices = "cross-device link or rename"
    """A link or rename would leave the filesystem."""
    TooManyLinks = "too many links"
    """The entity has as many links as it can."""
    InvalidFilename = "invalid filename"
    """The name is malformed or too long."""
    ArgumentListTooLong = "argument list too long"
    """A program was given too many arguments."""
    Interrupted = "operation interrupted"
    """A signal came; trying again is right."""
    Unsupported = "unsupported"
    """The platform cannot do this."""
    UnexpectedEof = "unexpected end of file"
    """The file ended too early."""
    OutOfMemory = "out of memory"
    """There is not enough memory."""
    InProgress = "in progress"
    """The operation has begun and goes on. Unstable in Rust."""
    Other = "other error"
    """A kind of the program's own."""
    Uncategorized = "uncategorized error"
    """Any error that has no kind yet: `EBADF`, `EMSGSIZE`, a failed look-up. Hidden in Rust."""

    def __str__(self) -> str:
        return self.value

    def __format__(self, format_spec: str) -> str:
        return self.value  # Rust writes it as it is, whatever width is asked for.

    def __repr__(self) -> str:
        return self.name

    def __lt__(self, other: object) -> bool:
        return _RANK[self] < _RANK[other] if isinstance(other, ErrorKind) else NotImplemented

    def __le__(self, other: object) -> bool:
        return _RANK[self] <= _RANK[other] if isinstance(other, ErrorKind) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return _RANK[self] > _RANK[other] if isinstance(other, ErrorKind) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return _RANK[self] >= _RANK[other] if isinstance(other, ErrorKind) else NotImplemented


_RANK: Final = {kind: rank for rank, kind in enumerate(ErrorKind)}

_KINDS: Final = {
    errno.E2BIG: ErrorKind.ArgumentListTooLong,
    errno.EACCES: ErrorKind.PermissionDenied,
    errno.EADDRINUSE: ErrorKind.AddrInUse,
    errno.EADDRNOTAVAIL: ErrorKind.AddrNotAvailable,
    errno.EAGAIN: ErrorKind.WouldBlock,
    errno.EBUSY: ErrorKind.ResourceBusy,
    errno.ECONNABORTED: ErrorKind.ConnectionAborted,
    errno.ECONNREFUSED: ErrorKind.ConnectionRefused,
    errno.ECONNRESET: ErrorKind.ConnectionReset,
    errno.EDEADLK: ErrorKind.Deadlock,
    errno.EDQUOT: ErrorKind.QuotaExceeded,
    errno.EEXIST: ErrorKind.AlreadyExists,
    errno.EFBIG: ErrorKind.FileTooLarge,
    errno.EHOSTUNREACH: ErrorKind.HostUnreachable,
    errno.EINPROGRESS: ErrorKind.InProgress,
    errno.EINTR: ErrorKind.Interrupted,
    errno.EINVAL: ErrorKind.InvalidInput,
    errno.EISDIR: ErrorKind.IsADirectory,
    errno.ELOOP: ErrorKind.FilesystemLoop,
    errno.EMLINK: ErrorKind.TooManyLinks,
    errno.ENAMETOOLONG: ErrorKind.InvalidFilename,
    errno.ENETDOWN: ErrorKind.NetworkDown,
    errno.ENETUNREACH: ErrorKind.NetworkUnreachable,
    errno.ENOENT: ErrorKind.NotFound,
    errno.ENOMEM: ErrorKind.OutOfMemory,
    errno.ENOSPC: ErrorKind.StorageFull,
    errno.ENOSYS: ErrorKind.Unsupported,
    errno.ENOTCONN: ErrorKind.NotConnected,
    errno.ENOTDIR: ErrorKind.NotADirectory,
    errno.ENOTEMPTY: ErrorKind.DirectoryNotEmpty,
    errno.EOPNOTSUPP: ErrorKind.Unsupported,
    errno.EPERM: ErrorKind.PermissionDenied,
    errno.EPIPE: ErrorKind.BrokenPipe,
    errno.EROFS: ErrorKind.ReadOnlyFilesystem,
    errno.ESPIPE: ErrorKind.NotSeekable,
    errno.ESTALE: ErrorKind.StaleNetworkFileHandle,
    errno.ETIMEDOUT: ErrorKind.TimedOut,
    errno.ETXTBSY: ErrorKind.ExecutableFileBusy,
    errno.EXDEV: ErrorKind.CrossesDevices,
}


def decode_error_kind(code: int) -> ErrorKind:
    """The kind of an errno."""
    return _KINDS.get(code, ErrorKind.Uncategorized)
