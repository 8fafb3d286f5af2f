"""Addresses of Unix sockets: Rust's `std::os::unix::net::SocketAddr`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import Final, Never, TypeAlias, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer
from stdnet._core.containers import ok
from stdnet._core.error import NO_UTF8, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.fmt import debug_str
from stdnet._core.value import Value, set_key
from stdnet.result import Err

IntoPath: TypeAlias = str | bytes | PathLike[str] | PathLike[bytes]
"""All that is taken for the path of a socket: Rust's `AsRef<Path>`."""

SUN_PATH_MAX: Final = 108
"""The bytes of C's `sun_path`."""

_NUL_IN_PATH: Final = SimpleMessage(
    ErrorKind.InvalidInput, "paths must not contain interior null bytes"
)
PATH_TOO_LONG: Final = SimpleMessage(ErrorKind.InvalidInput, "path must be shorter than SUN_LEN")
_NAME_TOO_LONG: Final = SimpleMessage(
    ErrorKind.InvalidInput, "abstract socket name must be shorter than SUN_LEN"
)


@final
class SocketAddr(Value["SocketAddr"]):
    r"""The address of a Unix socket. Rust's `std::os::unix::net::SocketAddr`.

    A socket has a path, an abstract name, which is bytes that stand in no file system, or no name
    at all. Immutable and hashable.

    >>> from stdnet.os.unix.net import SocketAddr
    >>> SocketAddr.from_pathname("/tmp/sock").unwrap()
    "/tmp/sock" (pathname)
    >>> SocketAddr.from_abstract_name(b"hidden\0name").unwrap()
    "hidden\0name" (abstract)
    """

    # The family, and C's `sun_path`: a path, or a NUL byte and an abstract name, or nothing.
    __slots__ = ()

    _key: tuple[int, bytes]

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError("a SocketAddr is made by from_pathname() or from_abstract_name()")

    @staticmethod
    def from_pathname(path: IntoPath) -> Result[SocketAddr]:
        """The address of a path, which need not exist. Rust's `SocketAddr::from_pathname`.

        A path is bytes; a text stands for those that Python's file names stand for. An empty path
        is the address of an unnamed socket.

        Errors: `InvalidInput` for a path of more than 107 bytes, or with a NUL byte in it.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_pathname("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        >>> print(SocketAddr.from_pathname("x" * 108).failure())
        path must be shorter than SUN_LEN
        """
        raw = _bytes(fspath(path))
        if isinstance(raw, Err):
            return raw
        name = raw.unwrap()
        if b"\0" in name:
            return _NUL_IN_PATH.err()
        return PATH_TOO_LONG.err() if len(name) >= SUN_PATH_MAX else ok(unix_addr_unchecked(name))

    @staticmethod
    def from_abstract_name(name: str | Buffer) -> Result[SocketAddr]:
        r"""The address of a name that stands in no file system, any bytes.

        Such a name is free again once its socket is closed, and any user may connect to it. Rust's
        `SocketAddrExt::from_abstract_name`.

        Errors: `InvalidInput` for a name of more than 107 bytes.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_abstract_name("hidden").unwrap().as_abstract_name()
        b'hidden'
        """
        raw = _bytes(name if isinstance(name, str) else bytes(memoryview(name)))
        if isinstance(raw, Err):
            return raw
        name = b"\0" + raw.unwrap()
        return _NAME_TOO_LONG.err() if len(name) > SUN_PATH_MAX else ok(unix_addr_unchecked(name))

    def is_unnamed(self) -> bool:
        """Whether it is the address of a socket without a name. Rust's `SocketAddr::is_unnamed`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.local_addr().unwrap().is_unnamed()
        True
        """
        return not self._key[1]

    def as_pathname(self) -> Path | None:
        """The path, if it has one. Rust's `SocketAddr::as_pathname`.

        Python's paths leave out what means nothing, as a doubled slash.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_pathname("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        >>> SocketAddr.from_abstract_name("hidden").unwrap().as_pathname()
        """
        name = self._key[1]
        if not name or name.startswith(b"\0"):
            return None
        return Path(name.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()))

    def as_abstract_name(self) -> bytes | None:
        """The abstract name, if it has one. Rust's `SocketAddrExt::as_abstract_name`.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_abstract_name("hidden").unwrap().as_abstract_name()
        b'hidden'
        >>> SocketAddr.from_pathname("/tmp/sock").unwrap().as_abstract_name()
        """
        name = self._key[1]
        return name[1:] if name.startswith(b"\0") else None

    def __str__(self) -> str:
        name = self._key[1]
        if not name:
            return "(unnamed)"
        if name.startswith(b"\0"):
            return f'"{_debug_byte_str(name[1:])}" (abstract)'
        return f'"{_debug_os_str(name)}" (pathname)'

    def __reduce__(self) -> tuple[Callable[[bytes], SocketAddr], tuple[bytes]]:
        return unix_addr_unchecked, (self._key[1],)


def _bytes(text: str | bytes) -> Result[bytes]:
    """What a text stands for among the names of files."""
    if isinstance(text, bytes):
        return ok(text)
    try:
        return ok(text.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()))
    except UnicodeEncodeError:
        return NO_UTF8.err()


def unix_addr_unchecked(name: bytes) -> SocketAddr:
    """The address with this `sun_path`. For stdnet itself."""
    addr = object.__new__(SocketAddr)
    set_key(addr, (1, name))
    return addr


def sun_path(addr: SocketAddr) -> bytes:
    """The `sun_path` of an address. For stdnet itself."""
    check_type(addr, SocketAddr, "the address")
    return addr._key[1]  # pyright: ignore[reportPrivateUsage]


UNNAMED: Final = unix_addr_unchecked(b"")
"""The address of all sockets without a name."""


# Rust writes a path and an abstract name in two ways: `OsStr` and `ByteStr`.


def _debug_os_str(name: bytes) -> str:
    """The text of an `OsStr`: that of a string, but for what is no UTF-8."""
    return "".join(map(_os_char, name.decode(errors="surrogateescape")))


def _os_char(char: str) -> str:
    return f"\\x{ord(char) - 0xDC00:X}" if "\udc80" <= char <= "\udcff" else debug_str(char)[1:-1]


def _debug_byte_str(name: bytes) -> str:
    """The text of a `ByteStr`: ASCII is written as bytes are."""
    return "".join(map(_byte_char, name.decode(errors="surrogateescape")))


_ASCII: Final = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F)},
    **{ord(char): f"\\{char}" for char in "\"'\\"},
    0x00: "\\0",
    0x09: "\\t",
    0x0A: "\\n",
    0x0D: "\\r",
}


def _byte_char(char: str) -> str:
    code = ord(char)
    if code < 0x80:
        return _ASCII.get(code, char)
    return f"\\x{code - 0xDC00:x}" if "\udc80" <= char <= "\udcff" else debug_str(char)[1:-1]
