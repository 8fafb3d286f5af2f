"""Addresses as a sequence names them, as texts, and as C has them."""

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
"""A socket, by its number in the sequence."""


class Place(Enum):
    """An address that is not that of a socket in the sequence."""

    FREE = "another each time, on this machine"
    ANY = "the system chooses it, and takes what comes to any address of this machine"
    CLOSED = "where nobody is"
    FOREIGN = "of another machine, or in a folder that is not there"
    OTHER = "of the other version, or a file that is no socket"
    MALFORMED = "no address"
    LONG = "no address, as it is too long"


Where: TypeAlias = Place | Slot


class Family(ABC):
    """What differs from one address family to the next: an address is a text."""

    domain: int

    @abstractmethod
    def text(self, place: Place) -> str:
        """The address of a place."""

    @abstractmethod
    def to_c(self, text: str) -> bytes:
        """The bytes of a `sockaddr`; `InvalidInput` for what is none, before any call."""

    @abstractmethod
    def from_c(self, name: bytes) -> str:
        """The text of the address that C has written."""

    @abstractmethod
    def chosen(self, text: str) -> str | None:
        """What of the address the system has chosen."""

    def shown(self, text: str) -> str:
        """The text without what differs from one world to the next."""
        return text

    @abstractmethod
    def close(self) -> None:
        """Removes what it has made."""


class Ip(Family):
    """IPv4 or IPv6, on the loop-back."""

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

    def chosen(self, text: str) -> str | None:
        port = text.rpartition(":")[2]
        return port if int(port) >= _CHOSEN else None

    def close(self) -> None:
        pass


_CHOSEN: Final = 1024
"""The system chooses no port below this."""

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
    """Paths in a folder, and names that the system chooses, which begin with a NUL."""

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

    def chosen(self, text: str) -> str | None:
        return text if re.fullmatch(r"\0[0-9a-f]{5}", text) else None

    def shown(self, text: str) -> str:
        return text.replace(str(self._root), "~")

    def close(self) -> None:
        self._folder.cleanup()


_SUN_PATH: Final = 108


def _invalid() -> FailedError:
    return FailedError(io.Error.from_(io.ErrorKind.InvalidInput))


def _check(is_address: int) -> None:
    if is_address != 1:
        raise _invalid()


class Chosen:
    """What the system has chosen in the worlds of a sequence.

    When it chooses again what it chose before, as it may, what is compared from then on is luck.
    """

    def __init__(self) -> None:
        self._seen = set[str]()
        self.has_repeated = False

    def add(self, chosen: str) -> None:
        """Notes a port or a name that is new to a world."""
        self.has_repeated |= chosen in self._seen
        self._seen.add(chosen)


class Names:
    """The addresses of a world, with names for what the system has chosen there."""

    def __init__(self, family: Family, everywhere: Chosen) -> None:
        self._family = family
        self._names = dict[str, str]()
        self._everywhere = everywhere

    def shown(self, text: str, *, is_new: bool = False) -> str:
        """The address as it is in every world."""
        chosen = self._family.chosen(text)
        if chosen is None:
            return self._family.shown(text)
        if is_new or chosen not in self._names:
            self._everywhere.add(chosen)
            self._names[chosen] = f"#{len(self._names)}"
        return text.replace(chosen, self._names[chosen])
