"""Questions about the values of `stdnet.socket2`, answered by stdnet.

`tests/oracle/socket2_values.rs` describes them.
"""

import os
from datetime import timedelta
from typing import Final

from stdnet import IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4, SocketAddrV6
from stdnet.result import Err, Ok
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    MsgHdr,
    MsgHdrMut,
    Protocol,
    SockAddr,
    SockAddrStorage,
    SockFilter,
    TcpKeepalive,
    Type,
)
from stdnet.socket2._types import recv_flags

_MICROSECOND: Final = timedelta(microseconds=1)
_NUMBERED: Final[dict[str, type[Domain] | type[Type] | type[Protocol]]] = {
    "Domain": Domain,
    "Type": Type,
    "Protocol": Protocol,
}


def _bytes(word: str) -> bytes:
    return b"" if word == "-" else bytes.fromhex(word)


def _numbered(value: Domain | Type | Protocol) -> dict[str, object]:
    return {"debug": repr(value), "number": int(value)}


def _number(value: Domain | Type | Protocol) -> object:
    if not isinstance(value, Type):
        return _numbered(value)
    more = {"nonblocking": int(value.nonblocking()), "cloexec": int(value.cloexec())}
    return {**_numbered(value), **more}


def _flags(number: int) -> object:
    flags = recv_flags(number)
    is_ = [
        flags.is_truncated(),
        flags.is_end_of_record(),
        flags.is_out_of_band(),
        flags.is_confirm(),
        flags.is_dontroute(),
    ]
    return {"debug": repr(flags), "is": is_}


def _keepalive(time: str, interval: str, retries: str) -> str:
    params = TcpKeepalive.new()
    if time != "none":
        params = params.with_time(int(time) * _MICROSECOND)
    if interval != "none":
        params = params.with_interval(int(interval) * _MICROSECOND)
    if retries != "none":
        params = params.with_retries(int(retries))
    return repr(params)


def _storage(content: bytes) -> SockAddrStorage:
    storage = SockAddrStorage.zeroed()
    storage.view()[: len(content)] = content
    return storage


def _option(value: object) -> str:
    return "None" if value is None else f"Some({value!r})"


def _hex(content: bytes | None) -> str | None:
    return None if content is None else content.hex()


def _address(addr: SockAddr) -> object:
    path = addr.as_pathname()
    return {
        "debug": repr(addr),
        "bytes": addr.as_bytes().hex(),
        "as_storage": addr.as_storage().view().hex().rstrip("0"),
        "family": addr.family(),
        "domain": repr(addr.domain()),
        "len": addr.len(),
        "is_ipv4": addr.is_ipv4(),
        "is_ipv6": addr.is_ipv6(),
        "is_unix": addr.is_unix(),
        "is_unnamed": addr.is_unnamed(),
        "as_socket": _option(addr.as_socket()),
        "as_socket_ipv4": _option(addr.as_socket_ipv4()),
        "as_socket_ipv6": _option(addr.as_socket_ipv6()),
        "as_vsock_address": _option(addr.as_vsock_address()),
        "as_pathname": _hex(None if path is None else os.fsencode(path)),
        "as_abstract_namespace": _hex(addr.as_abstract_namespace()),
        "as_unix": _option(addr.as_unix()),
    }


def _msghdr_mut(size: int) -> object:
    msg = MsgHdrMut.new().with_addr(SockAddrStorage()).with_buffers([bytearray(9)])
    msg = msg.with_control(bytearray(size))
    return {
        "debug": repr(msg),
        "flags": repr(msg.flags()),
        "control_len": msg.control_len(),
    }


def answer(question: str) -> object:
    """Returns what stdnet answers, in the form of the oracle's JSON."""
    match question.split(":", 1)[0], question.split(":")[1:]:
        case "constant", [kind, name]:
            value: Domain | Type | Protocol = getattr(_NUMBERED[kind], name)
            return _numbered(value)
        case "number", [kind, number]:
            return _number(_NUMBERED[kind].from_(int(number)))
        case "for_address", [octets]:
            return _numbered(Domain.for_address(SocketAddr(_ip(octets), 1)))
        case "keepalive", [time, interval, retries]:
            return _keepalive(time, interval, retries)
        case "flags", [number]:
            return _flags(int(number))
        case "filter", numbers:
            return repr(SockFilter.new(*map(int, numbers)))
        case "interface", ["index", index]:
            return repr(InterfaceIndexOrAddress.Index(int(index)))
        case "interface", [_, ip]:
            return repr(InterfaceIndexOrAddress.Address(Ipv4Addr.from_str(ip).unwrap()))
        case "msghdr", [octets]:
            msg = MsgHdr.new().with_addr(SocketAddr(_ip(octets), 1)).with_buffers([b"data"])
            return repr(msg.with_control(b"control").with_flags(1))
        case "msghdr_mut", [size]:
            return _msghdr_mut(int(size))
        case "storage", [content]:
            storage = _storage(_bytes(content))
            return {"debug": repr(storage), "size_of": storage.size_of()}
        case _:
            return _answer_about_address(question)


def _ip(octets: str) -> IpAddr.V4 | IpAddr.V6:
    return IpAddr.from_(_bytes(octets))


def _answer_about_address(question: str) -> object:
    match question.split(":"):
        case ["new", content]:
            return _address(SockAddr.new(_storage(_bytes(content)), len(_bytes(content))))
        case ["socket_addr", octets, port, flowinfo, scope_id]:
            ip = _ip(octets)
            if isinstance(ip, Ipv4Addr):
                return _address(SockAddr.from_(SocketAddrV4(ip, int(port))))
            addr = SocketAddrV6(ip, int(port), int(flowinfo), int(scope_id))
            return _address(SockAddr.from_(addr))
        case ["unix", path]:
            match SockAddr.unix(_bytes(path)):
                case Ok(made):
                    return _address(made)
                case Err(error):
                    return {
                        "kind": repr(error.kind()),
                        "code": error.raw_os_error(),
                        "display": str(error),
                        "debug": repr(error),
                    }
        case ["vsock", cid, port]:
            return _address(SockAddr.vsock(int(cid), int(port)))
        case _:
            raise AssertionError(question)
