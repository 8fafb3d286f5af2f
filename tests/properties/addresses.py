"""The addresses of a sequence: as an operation names them, as text, and as a C `sockaddr`."""

import re
import tempfile
from abc import ABC, abstractmethod
from enum import Enum
from pathlib import Path
from sys import byteorder
from typing import Final, TypeAlias

from stdnet import c, io
from tests.properties.calls import FailedError

Slot: TypeAlias = int
"""The number of a socket in the sequence."""


class Place(Enum):
    """An address that is not the address of a socket in the sequence."""

    FREE = "a free address on this machine, another each time"
    ANY = "any address of this machine, with a port or name that the kernel chooses"
    CLOSED = "an address without a socket"
    FOREIGN = "an address of another machine, or a path in a missing folder"
    OTHER = "an address of the other IP version, or the path of an ordinary file"
    MALFORMED = "a malformed address"
    LONG = "an address that is too long, or a port that is too large"


Where: TypeAlias = Place | Slot


class Family(ABC):
    """An address family. Its addresses are texts."""

    domain: int

    @abstractmethod
    def text(self, place: Place) -> str:
        """Returns the address of a place."""

    @abstractmethod
    def to_c(self, text: str) -> bytes:
        """Returns the bytes of a `sockaddr`; raises `InvalidInput` for a malformed address."""

    @abstractmethod
    def from_c(self, name: bytes) -> str:
        """Returns the text of a `sockaddr` that C has written."""

    @abstractmethod
    def kernel_choice(self, text: str) -> str | None:
        """Returns the part of the address that the kernel has chosen, or None."""

    def normalize(self, text: str) -> str:
        """Returns the text without the parts that differ between two implementations."""
        return text

    @abstractmethod
    def close(self) -> None:
        """Removes its files."""


class Ip(Family):
    """IPv4 or IPv6, on the loopback."""

    def __init__(self, version: int) -> None:
        self.domain = {4: c.AF_INET, 6: c.AF_INET6}[version]
        self._places = _PLACES[version]

    def text(self, place: Place) -> str:
        return self._places[place]

    def to_c(self, text: str) -> bytes:
        host, _, port = text.rpartition(":")
        if not (port.isdecimal() and int(port) <= 0xFFFF):
            raise _invalid()
        if host.startswith("["):
            in6 = c.in6_addr()
            _check(c.inet_pton(c.AF_INET6, host[1:-1], in6))
            return bytes(c.sockaddr_in6(c.AF_INET6, c.htons(int(port)), sin6_addr=in6))
        in4 = c.in_addr()
        _check(c.inet_pton(c.AF_INET, host, in4))
        return bytes(c.sockaddr_in(c.AF_INET, c.htons(int(port)), in4))

    def from_c(self, name: bytes) -> str:
        text = bytearray(c.INET6_ADDRSTRLEN)
        if len(name) == c.sizeof(c.sockaddr_in):
            addr = c.sockaddr_in.from_buffer_copy(name)
            host = c.inet_ntop(c.AF_INET, addr.sin_addr, text, len(text))
            return f"{host}:{c.ntohs(addr.sin_port)}"
        addr6 = c.sockaddr_in6.from_buffer_copy(name)
        assert addr6.sin6_scope_id == addr6.sin6_flowinfo == 0
        host = c.inet_ntop(c.AF_INET6, addr6.sin6_addr, text, len(text))
        return f"[{host}]:{c.ntohs(addr6.sin6_port)}"

    def kernel_choice(self, text: str) -> str | None:
        port = text.rpartition(":")[2]
        return port if int(port) >= _LOWEST_CHOSEN else None

    def close(self) -> None:
        pass


_LOWEST_CHOSEN: Final = 1024
"""The kernel chooses no port below this one."""

_PLACES: Final = {
    4: {
        Place.FREE: "127.0.0.1:0",
        Place.ANY: "0.0.0.0:0",
        Place.CLOSED: "127.0.0.1:1",
        Place.FOREIGN: "192.0.2.1:0",
        Place.OTHER: "[::1]:1",
        Place.MALFORMED: "127.0.0.1",
        Place.LONG: "127.0.0.1:65536",
    },
    6: {
        Place.FREE: "[::1]:0",
        Place.ANY: "[::]:0",
        Place.CLOSED: "[::1]:1",
        Place.FOREIGN: "[2001:db8::1]:0",
        Place.OTHER: "127.0.0.1:1",
        Place.MALFORMED: "[::1]:x",
        Place.LONG: "[::1]:65536",
    },
}


class Unix(Family):
    """Paths in a folder, and abstract names that the kernel chooses, which begin with a NUL."""

    domain = c.AF_UNIX

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="stdnet-")
        self._root = Path(self._folder.name)
        (self._root / "file").touch()
        self._used = 0

    def text(self, place: Place) -> str:
        match place:
            case Place.FREE:
                self._used += 1
                return str(self._root / str(self._used))
            case Place.ANY:
                return ""
            case Place.CLOSED:
                return str(self._root / "nobody")
            case Place.FOREIGN:
                return str(self._root / "missing/socket")
            case Place.OTHER:
                return str(self._root / "file")
            case Place.MALFORMED:
                return "a\0b"
            case Place.LONG:
                return "x" * _SUN_PATH

    def to_c(self, text: str) -> bytes:
        if "\0" in text[1:] or len(text) > _SUN_PATH - (not text.startswith("\0")):
            raise _invalid()
        end = "\0" if text and not text.startswith("\0") else ""
        return c.AF_UNIX.to_bytes(2, byteorder) + f"{text}{end}".encode()

    def from_c(self, name: bytes) -> str:
        path = name[2:].decode()
        return path if path.startswith("\0") else path.removesuffix("\0")

    def kernel_choice(self, text: str) -> str | None:
        return text if re.fullmatch(r"\0[0-9a-f]{5}", text) else None

    def normalize(self, text: str) -> str:
        return text.replace(str(self._root), "~")

    def close(self) -> None:
        self._folder.cleanup()


_SUN_PATH: Final = 108


def _invalid() -> FailedError:
    return FailedError(io.Error.from_(io.ErrorKind.InvalidInput))


def _check(is_address: int) -> None:
    if is_address != 1:
        raise _invalid()


class KernelChoices:
    """The ports and names that the kernel has chosen in all implementations of a sequence.

    The kernel may choose the same one twice. From then on the implementations may differ by chance,
    and are not compared any more.
    """

    def __init__(self) -> None:
        self._seen = set[str]()
        self.has_repeated = False

    def add(self, chosen: str) -> None:
        """Records a port or a name that the kernel has chosen for one implementation."""
        self.has_repeated |= chosen in self._seen
        self._seen.add(chosen)


class AddressNames:
    """Names for the ports and names that the kernel has chosen in one implementation."""

    def __init__(self, family: Family, choices: KernelChoices) -> None:
        self._family = family
        self._names = dict[str, str]()
        self._choices = choices

    def normalize(self, text: str, *, is_new: bool = False) -> str:
        """Returns the address as it is in every implementation."""
        chosen = self._family.kernel_choice(text)
        if chosen is None:
            return self._family.normalize(text)
        if is_new or chosen not in self._names:
            self._choices.add(chosen)
            self._names[chosen] = f"#{len(self._names)}"
        return text.replace(chosen, self._names[chosen])
