"""The targets of the fuzzer: functions that parse any bytes and must not raise.

Each target also checks its results for consistency, so that it finds wrong results, too.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from stdnet import (
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    to_socket_addrs,
)
from stdnet._sys.ancillary import parse_credentials
from stdnet._sys.inet_addr import socket_addr_from_py
from stdnet._sys.unix import unix_addr_from_py
from stdnet.io import BufReader, Cursor, ErrorKind
from stdnet.os.unix.net import SocketAddr as UnixSocketAddr
from stdnet.result import Err, Ok

CORPUS: Final = Path(__file__).parents[1] / "data" / "fuzz"
"""The folder of the kept inputs: a folder for each target, with a file for each input."""


def text_of(data: bytes) -> str:
    """Decodes any bytes; bytes that are not UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def parse(data: bytes) -> None:
    """Parses addresses of all types, and parses the text of each result again."""
    text = text_of(data)
    for kind in (IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6):
        match kind.from_str(text):
            case Ok(value):
                assert kind.from_str(str(value)) == Ok(value)
            case Err(error):
                assert str(error).startswith("invalid ")


def resolve(data: bytes) -> None:
    """Calls `to_socket_addrs` with texts and with pairs, whose hosts no DNS server is asked for."""
    text = text_of(data)
    host, _, port = text.rpartition(":")
    # The C library refuses these bytes before it asks a server.
    for name in (f"{host}\0", f"{host}\udcff", ""):
        for addr in (f"{name}:{port}", (name, len(data))):
            match to_socket_addrs(addr):
                case Ok():
                    assert not name
                case Err(error):
                    assert error.kind() in {ErrorKind.InvalidInput, ErrorKind.Uncategorized}
    match SocketAddr.from_str(text):
        case Ok(read):
            assert to_socket_addrs(text) == Ok([read])
        case Err():
            pass


def names(data: bytes) -> None:
    """Converts addresses as CPython returns them from the kernel."""
    text = text_of(data)
    for name in (data, text, (text, 1), (text, 1, 2, 3), (), None, (data,)):
        for read in (socket_addr_from_py, unix_addr_from_py):
            match read(name):
                case Ok(addr):
                    str(addr)
                    repr(addr)
                case Err(error):
                    assert error.kind() is ErrorKind.InvalidInput


def paths(data: bytes) -> None:
    """Makes addresses of Unix sockets from paths and from abstract names."""
    for attempt in (
        UnixSocketAddr.from_pathname(data),
        UnixSocketAddr.from_pathname(text_of(data)),
        UnixSocketAddr.from_abstract_name(data),
        UnixSocketAddr.from_abstract_name(text_of(data)),
    ):
        match attempt:
            case Ok(addr):
                repr(addr)
                assert addr == addr
                assert (addr.as_abstract_name() or b"") in {data, b""}
            case Err(error):
                assert error.kind() is ErrorKind.InvalidInput


def messages(data: bytes) -> None:
    """Parses the credentials of a control message, which may be truncated."""
    assert len(parse_credentials(data)) == len(data) // 12


def lines(data: bytes) -> None:
    """Splits data into pieces, which together are the data, and into lines."""
    pieces = [piece.unwrap() for piece in Cursor(data).split(10)]
    assert b"\n".join(pieces) + b"\n" * data.endswith(b"\n") == data
    for line in BufReader.with_capacity(7, Cursor(data)).lines():
        match line:
            case Ok(text):
                assert "\n" not in text
            case Err(error):
                assert error.kind() is ErrorKind.InvalidData
                break


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    target.__name__: target for target in (parse, resolve, names, paths, messages, lines)
}


def corpus(target: str) -> list[bytes]:
    """Returns the kept inputs of a target."""
    return [file.read_bytes() for file in sorted((CORPUS / target).glob("*"))]
