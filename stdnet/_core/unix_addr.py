"""The address of a Unix socket. Rust's `std::os::unix::net::SocketAddr`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import Final, Never, TypeAlias, final

from stdnet._core.arguments import (
    check_type,
    explained_if_missing,
    linux_only,
    no_constructor,
    wrong_type,
)
from stdnet._core.buffer import Buffer
from stdnet._core.error import NO_UTF8, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.value import Value, set_key
from stdnet.result._containers import Err, Ok
from stdnet.result._debug import debug_str
from stdnet.result._public import publish

IntoPath: TypeAlias = str | bytes | PathLike[str] | PathLike[bytes]
"""Everything that is accepted as the path of a socket. Rust's `AsRef<Path>`."""

SUN_PATH_MAX: Final = 108 if sys.platform == "linux" else 104
"""The size of C's `sun_path` in bytes."""

_NUL_IN_PATH: Final = SimpleMessage(
    ErrorKind.InvalidInput, "paths must not contain interior null bytes"
)
PATH_TOO_LONG: Final = SimpleMessage(ErrorKind.InvalidInput, "path must be shorter than SUN_LEN")
_NAME_TOO_LONG: Final = SimpleMessage(
    ErrorKind.InvalidInput, "abstract socket name must be shorter than SUN_LEN"
)


@final
@linux_only("from_abstract_name", "as_abstract_name")
class SocketAddr(Value["SocketAddr"]):
    r"""The address of a Unix socket. Rust's `std::os::unix::net::SocketAddr`.

    An address is a path, an abstract name, or unnamed. An abstract name is any bytes, and is not in
    the filesystem. An address is immutable and hashable.

    >>> from stdnet.os.unix.net import SocketAddr
    >>> SocketAddr.from_pathname("/tmp/sock").unwrap()
    "/tmp/sock" (pathname)
    >>> SocketAddr.from_abstract_name(b"hidden\0name").unwrap()
    "hidden\0name" (abstract)
    """

    # The key is AF_UNIX and C's `sun_path`: a path, a NUL byte and an abstract name, or nothing.
    __slots__ = ()

    _key: tuple[int, bytes]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("SocketAddr of stdnet.os.unix.net", _no_constructor)

    @staticmethod
    def from_pathname(path: IntoPath) -> Result[SocketAddr]:
        """Creates the address of a path, which need not exist. Rust's `SocketAddr::from_pathname`.

        A path is bytes; a text is encoded as Python encodes file names. An empty path is the
        address of an unnamed socket.

        Errors: `InvalidInput` if the path is longer than 107 bytes, contains a NUL byte, or cannot
        be encoded.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_pathname("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        >>> print(SocketAddr.from_pathname("x" * 108).unwrap_err())
        path must be shorter than SUN_LEN
        """
        try:
            text = fspath(path)
        except TypeError:
            if hasattr(type(path), "__fspath__"):
                raise
            raise wrong_type(path, "the path", "a str, bytes or a PathLike") from None
        encoded = _fsencode(text)
        if isinstance(encoded, Err):
            return encoded
        name = encoded.unwrap()
        if b"\0" in name:
            return _NUL_IN_PATH.err()
        return PATH_TOO_LONG.err() if len(name) >= SUN_PATH_MAX else Ok(unix_addr_unchecked(name))

    def is_unnamed(self) -> bool:
        """Returns True if this address is unnamed. Rust's `SocketAddr::is_unnamed`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.local_addr().unwrap().is_unnamed()
        True
        """
        return not self._key[1]

    def as_pathname(self) -> Path | None:
        """Returns the path of this address, if it has one. Rust's `SocketAddr::as_pathname`.

        Python's `Path` drops what has no meaning, such as a doubled slash.

        >>> from stdnet.os.unix.net import SocketAddr
        >>> SocketAddr.from_pathname("/tmp/sock").unwrap().as_pathname()
        PosixPath('/tmp/sock')
        >>> SocketAddr.from_abstract_name("hidden").unwrap().as_pathname()
        """
        name = self._key[1]
        if not name or name.startswith(b"\0"):
            return None
        return Path(name.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()))

    if sys.platform == "linux":

        @staticmethod
        def from_abstract_name(name: str | Buffer) -> Result[SocketAddr]:
            r"""Creates the address of a name in the abstract namespace, any bytes.

            Such a name is not in the filesystem. It is free again when its socket is closed, and
            any user may connect to it. Rust's `SocketAddrExt::from_abstract_name`.

            Errors: `InvalidInput` if the name is longer than 107 bytes, or cannot be encoded.

            >>> from stdnet.os.unix.net import SocketAddr
            >>> SocketAddr.from_abstract_name("hidden").unwrap().as_abstract_name()
            b'hidden'
            """
            encoded = _fsencode(name if isinstance(name, str) else bytes(memoryview(name)))
            if isinstance(encoded, Err):
                return encoded
            name = b"\0" + encoded.unwrap()
            return (
                _NAME_TOO_LONG.err() if len(name) > SUN_PATH_MAX else Ok(unix_addr_unchecked(name))
            )

        def as_abstract_name(self) -> bytes | None:
            """Returns the abstract name of this address, if it has one.

            Rust's `SocketAddrExt::as_abstract_name`.

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
        return SocketAddr._of, (self._key[1],)

    @classmethod
    def _of(cls, name: bytes) -> SocketAddr:
        """Creates an address from its pickle."""
        return unix_addr_unchecked(name)


def _fsencode(text: str | bytes) -> Result[bytes]:
    """Encodes a text as Python encodes file names, and returns bytes as they are.

    Errors: `InvalidInput` for a lone surrogate that stands for no byte.
    """
    if isinstance(text, bytes):
        return Ok(text)
    try:
        return Ok(text.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()))
    except UnicodeEncodeError:
        return NO_UTF8.err()


def unix_addr_unchecked(name: bytes) -> SocketAddr:
    """Creates the address with this `sun_path`. For stdnet itself."""
    addr = object.__new__(SocketAddr)
    set_key(addr, (1, name))
    return addr


def sun_path(addr: SocketAddr) -> bytes:
    """Returns the `sun_path` of an address. For stdnet itself."""
    check_type(addr, SocketAddr, "the address", "a SocketAddr of stdnet.os.unix.net")
    return addr._key[1]  # pyright: ignore[reportPrivateUsage]


UNNAMED: Final = unix_addr_unchecked(b"")
"""The address of all unnamed sockets."""


# Rust formats a path as an `OsStr`, and an abstract name as a `ByteStr`, which differ.


def _debug_os_str(name: bytes) -> str:
    """Returns the text of an `OsStr`: that of a string, except for bytes that are not UTF-8."""
    return "".join(map(_os_char, name.decode(errors="surrogateescape")))


def _os_char(char: str) -> str:
    return f"\\x{ord(char) - 0xDC00:X}" if "\udc80" <= char <= "\udcff" else debug_str(char)[1:-1]


def _debug_byte_str(name: bytes) -> str:
    """Returns the text of a `ByteStr`: ASCII is written as bytes are."""
    return "".join(map(_byte_char, name.decode(errors="surrogateescape")))


_ASCII_ESCAPES: Final = {
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
        return _ASCII_ESCAPES.get(code, char)
    return f"\\x{code - 0xDC00:x}" if "\udc80" <= char <= "\udcff" else debug_str(char)[1:-1]


# Not by `stdnet.os.unix.net`, as programs have such addresses from `stdnet.socket2` too.
publish("stdnet.os.unix.net", [SocketAddr])
