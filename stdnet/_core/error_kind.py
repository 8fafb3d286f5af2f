"""The categories of `io::Error`, and the category of each errno."""

from __future__ import annotations

import errno
from enum import Enum
from typing import Final


class ErrorKind(Enum):
    """The general category of an `Error`. Rust's `std::io::ErrorKind`.

    The list grows with Rust's: match the kinds that you expect, and leave the others to `case _`.
    `str` returns Rust's description, and `repr` the variant's name. Kinds are ordered as Rust lists
    them.

    >>> from stdnet.io import Error, ErrorKind
    >>> kind = Error.from_raw_os_error(111).kind()
    >>> kind, str(kind), kind is ErrorKind.ConnectionRefused
    (ConnectionRefused, 'connection refused', True)
    """

    NotFound = "entity not found"
    """An entity was not found, often a file."""
    PermissionDenied = "permission denied"
    """The operation lacked the necessary privileges."""
    ConnectionRefused = "connection refused"
    """The connection was refused by the peer."""
    ConnectionReset = "connection reset"
    """The connection was reset by the peer."""
    HostUnreachable = "host unreachable"
    """The remote host is not reachable."""
    NetworkUnreachable = "network unreachable"
    """The network of the remote host is not reachable."""
    ConnectionAborted = "connection aborted"
    """The connection was aborted."""
    NotConnected = "not connected"
    """The socket is not connected yet."""
    AddrInUse = "address in use"
    """The address is already in use."""
    AddrNotAvailable = "address not available"
    """The address is not one of this machine."""
    NetworkDown = "network down"
    """The network of this machine is down."""
    BrokenPipe = "broken pipe"
    """The other end is closed."""
    AlreadyExists = "entity already exists"
    """The entity already exists, often a file."""
    WouldBlock = "operation would block"
    """The operation would have to wait in non-blocking mode, or its time-out expired."""
    NotADirectory = "not a directory"
    """A directory was expected."""
    IsADirectory = "is a directory"
    """Something other than a directory was expected."""
    DirectoryNotEmpty = "directory not empty"
    """An empty directory was expected."""
    ReadOnlyFilesystem = "read-only filesystem or storage medium"
    """The filesystem or the storage medium is read-only."""
    FilesystemLoop = "filesystem loop or indirection limit (e.g. symlink loop)"
    """There are too many levels of symbolic links. Unstable in Rust."""
    StaleNetworkFileHandle = "stale network file handle"
    """The file of a network filesystem is gone."""
    InvalidInput = "invalid input parameter"
    """A parameter was incorrect."""
    InvalidData = "invalid data"
    """The parameters were correct, but the data is malformed."""
    TimedOut = "timed out"
    """The time-out of the operation expired."""
    WriteZero = "write zero"
    """A write took no byte, so not all of the data can be written."""
    StorageFull = "no storage space"
    """The storage medium is full."""
    NotSeekable = "seek on unseekable file"
    """The file does not support seeking."""
    QuotaExceeded = "quota exceeded"
    """A quota is used up."""
    FileTooLarge = "file too large"
    """The file is larger than allowed."""
    ResourceBusy = "resource busy"
    """The resource is in use."""
    ExecutableFileBusy = "executable file busy"
    """The file is in use as a running program."""
    Deadlock = "deadlock"
    """Waiting for a lock would never end."""
    CrossesDevices = "cross-device link or rename"
    """A link or a rename would leave the filesystem."""
    TooManyLinks = "too many links"
    """The entity has as many links as it can have."""
    InvalidFilename = "invalid filename"
    """The name is malformed or too long."""
    ArgumentListTooLong = "argument list too long"
    """The argument list of a program is too long."""
    Interrupted = "operation interrupted"
    """A signal interrupted the operation, which can be tried again."""
    Unsupported = "unsupported"
    """The platform does not support the operation."""
    UnexpectedEof = "unexpected end of file"
    """The file ended too early."""
    OutOfMemory = "out of memory"
    """There is not enough memory."""
    InProgress = "in progress"
    """The operation has begun and goes on. Unstable in Rust."""
    Other = "other error"
    """A custom error of a program, which falls under no other kind."""
    Uncategorized = "uncategorized error"
    """Any error that has no kind yet: EBADF, EMSGSIZE, a failed look-up. Hidden in Rust."""

    def __str__(self) -> str:
        return self.value

    def __format__(self, format_spec: str) -> str:
        return self.value  # As in Rust, a width changes nothing.

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


_UNCATEGORIZED: Final = ErrorKind.Uncategorized  # Read from the class, it takes half of the time.


def decode_error_kind(code: int) -> ErrorKind:
    """Returns the kind of an errno. Rust's `decode_error_kind`."""
    return _KINDS.get(code, _UNCATEGORIZED)
