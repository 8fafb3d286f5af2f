"""Scripts of operations on sockets of `stdnet.socket2`, and questions about its values.

`tests/oracle/socket2_scripts.rs` and `socket2_values.rs` describe them, and carry them out with the
crate socket2.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from fcntl import F_GETFD, fcntl
from pathlib import Path
from select import POLLIN, poll
from struct import Struct, pack
from types import TracebackType
from typing import Final, Self, TypeVar, cast

from stdnet import Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, io
from stdnet.result import Err, Ok
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    MsgHdr,
    MsgHdrMut,
    Protocol,
    SockAddr,
    SockAddrStorage,
    Socket,
    SockFilter,
    SockRef,
    TcpKeepalive,
    Type,
)
from tests.support.loopback_barrier import LoopbackBarrier
from tests.support.rust_debug import debug_value, show, show_error, show_unit

_T = TypeVar("_T")
_Method = Callable[..., io.Result[object]]

_MSG_DONTWAIT: Final = 0x40
_CMSGHDR: Final = Struct("@Nii")
_RIGHTS: Final = (1, 1)
_CREDENTIALS: Final = (1, 2)
_MICROSECOND: Final = timedelta(microseconds=1)

_ADDRS: Final = {
    "v4": "127.0.0.1:0",
    "v6": "[::1]:0",
    "any6": "[::]:0",
    "closed4": "127.0.0.1:1",
    "closed6": "[::1]:1",
    "foreign4": "192.0.2.1:0",
}


# Arguments.


def _bytes(word: str) -> bytes:
    return b"" if word == "-" else bytes.fromhex(word)


def _bytes_list(words: str) -> list[bytes]:
    return [_bytes(word) for word in words.split("+") if word]


def _rooms(words: str) -> list[bytearray]:
    return [bytearray(int(size)) for size in words.split("+") if size]


def _bool(word: str) -> bool:
    return word == "1"


def _duration(word: str) -> timedelta | float:
    return float("inf") if word == "max" else int(word) * _MICROSECOND


def _option(parse: Callable[[str], _T]) -> Callable[[str], _T | None]:
    return lambda word: None if word == "none" else parse(word)


def _v4(word: str) -> Ipv4Addr:
    return Ipv4Addr.from_str(word).unwrap()


def _v6(word: str) -> Ipv6Addr:
    return Ipv6Addr.from_str(word).unwrap()


def _interface(word: str) -> InterfaceIndexOrAddress:
    if word.isdigit():
        return InterfaceIndexOrAddress.Index(int(word))
    return InterfaceIndexOrAddress.Address(_v4(word))


def _filters(words: str) -> list[SockFilter]:
    parts = [word.split(":") for word in words.split("+") if word != "-"]
    return [SockFilter(*map(int, part)) for part in parts]


def _keepalive(time: str, interval: str, retries: str) -> TcpKeepalive:
    params = TcpKeepalive()
    if time != "none":
        params = params.with_time(_duration(time))
    if interval != "none":
        params = params.with_interval(_duration(interval))
    if retries != "none":
        params = params.with_retries(int(retries))
    return params


_FLAGS: Final = [
    *("nonblocking", "cloexec", "broadcast", "keepalive", "out_of_band_inline", "passcred"),
    *("reuse_address", "reuse_port", "header_included_v4", "ip_transparent_v4"),
    *("multicast_all_v4", "multicast_loop_v4", "recv_tos_v4", "header_included_v6"),
    *("ip_transparent_v6", "multicast_all_v6", "multicast_loop_v6", "only_v6", "recv_tclass_v6"),
    *("recv_hoplimit_v6", "tcp_nodelay", "tcp_cork", "tcp_quickack", "tcp_thin_linear_timeouts"),
    *("freebind_v4", "freebind_v6", "dccp_server_timewait"),
]
_DURATIONS: Final = ["linger", "read_timeout", "write_timeout", "tcp_user_timeout"]

_PARSERS: Final[dict[str, Sequence[Callable[[str], object]]]] = {
    **{f"set_{name}": [_bool] for name in _FLAGS},
    **{f"set_{name}": [_option(_duration)] for name in _DURATIONS},
    "set_multicast_if_v4": [_v4],
    "set_tcp_congestion": [_bytes],
    "bind_device": [_option(_bytes)],
    "bind_device_by_index_v4": [_option(int)],
    "bind_device_by_index_v6": [_option(int)],
    "attach_filter": [_filters],
    "join_multicast_v4": [_v4, _v4],
    "leave_multicast_v4": [_v4, _v4],
    "join_multicast_v4_n": [_v4, _interface],
    "leave_multicast_v4_n": [_v4, _interface],
    "join_ssm_v4": [_v4, _v4, _v4],
    "leave_ssm_v4": [_v4, _v4, _v4],
    "join_multicast_v6": [_v6, int],
    "leave_multicast_v6": [_v6, int],
    "shutdown": [Shutdown.__getitem__],
    "listen": [int],
    "send": [_bytes],
    "send_with_flags": [_bytes, int],
    "send_out_of_band": [_bytes],
    "send_vectored": [_bytes_list],
    "send_vectored_with_flags": [_bytes_list, int],
    "write": [_bytes],
    "write_vectored": [_bytes_list],
}
"""How the arguments of a method are parsed. Those of every other setter are numbers."""

_SHOWN: Final[dict[str, Callable[[object], str]]] = {
    # It differs from socket to socket.
    "cookie": lambda cookie: "true" if cookie else "false",
    "device": lambda name: "None" if name is None else f'Some("{cast("bytes", name).decode()}")',
    "tcp_congestion": lambda name: debug_value(cast("bytes", name).decode()),
    "dccp_available_ccids": lambda ccids: debug_value(list(cast("bytes", ccids))),
    **{f"original_dst_v{n}": lambda addr: _address(cast("SockAddr", addr)) for n in "46"},
    **{
        name: lambda value: "None" if value is None else f"Some({debug_value(value)})"
        for name in [*_DURATIONS, "take_error", "protocol", "device_index_v4", "device_index_v6"]
    },
}
"""How the value that a getter returns is shown, if not by `debug_value`."""


def _address(addr: SockAddr) -> str:
    """Returns the text of an address, and what it is."""
    if inet := addr.as_socket():
        what = str(inet)
    elif path := addr.as_pathname():
        what = debug_value(str(path))
    elif addr.as_abstract_namespace() is not None:
        what = "abstract"
    elif addr.is_unnamed():
        what = "unnamed"
    else:
        vsock = addr.as_vsock_address()
        what = "None" if vsock is None else f"Some({vsock})"
    return f"{addr!r} {what}"


# Buffers.


def _filled(bufs: Sequence[bytearray], n: int) -> str:
    """Returns the first `n` bytes of the buffers as hex digits, with a + after each buffer."""
    parts = list[str]()
    for buf in bufs:
        parts.append(f"{buf[: max(n, 0)].hex()}+")
        n -= len(buf)
    return "".join(parts)


def _received(count: int, bufs: Sequence[bytearray], *more: object) -> str:
    rest = [part if isinstance(part, str) else debug_value(part) for part in more]
    return " ".join([f"{count} {_filled(bufs, count)}", *rest])


def _control_messages(control: bytes) -> str:
    """Returns the control messages in the bytes, closing descriptors that are among them."""
    parts = list[str]()
    while len(control) >= _CMSGHDR.size:
        size, level, kind = _CMSGHDR.unpack_from(control)
        data = control[_CMSGHDR.size : size]
        if (level, kind) == _RIGHTS:
            for fd in Struct("@i").iter_unpack(data[: len(data) // 4 * 4]):
                os.close(*fd)
            shown = "descriptors"
        elif (level, kind) == _CREDENTIALS:
            shown = "credentials"
        else:
            shown = f'"{data.hex()}"'
        parts.append(f"{level}/{kind} {size}: {shown}")
        control = control[(size + 7) & ~7 :]
    return " ".join(parts)


def _rights(n: int) -> bytes:
    """Returns a control message that sends the standard input `n` times."""
    whole = _CMSGHDR.pack(_CMSGHDR.size + 4 * n, *_RIGHTS) + pack(f"@{n}i", *[0] * n)
    return whole.ljust((len(whole) + 7) & ~7, b"\0")


def _would_wait(target: Socket, method: str, args: Sequence[str]) -> bool:
    """Returns True if a call would wait for a peer: the socket blocks and is not ready."""
    receives = method.startswith(("accept", "recv", "peek", "read")) and method not in {
        *("recv_buffer_size", "recv_tos_v4", "recv_tclass_v6", "recv_hoplimit_v6"),
        "read_timeout",
    }
    # A stream without urgent data refuses to wait for it.
    urgent = method == "recv_out_of_band" and target.type() == Ok(Type.STREAM)
    last = int(args[-1]) if args and args[-1].lstrip("-").isdigit() else 0
    dont_wait = method.endswith(("flags", "msg")) and last & _MSG_DONTWAIT
    if not receives or dont_wait or urgent:
        return False
    if target.nonblocking() != Ok(False):
        return False
    waiter = poll()
    waiter.register(target.as_raw_fd(), POLLIN)
    return not waiter.poll(0)


@dataclass
class _Named:
    """A socket of a script, and the port of its address if it has one."""

    name: str
    socket: Socket
    port: int = 0
    is_gone: bool = False


class ScriptRunner:
    """The sockets of a script, by name, and a folder for their paths."""

    def __init__(self) -> None:
        self._sockets: list[_Named] = []
        self._before = Path.cwd()
        self._folder = tempfile.TemporaryDirectory(prefix="stdnet-")
        os.chdir(self._folder.name)
        Path("letters").write_bytes(b"abcdefghijklmnopqrstuvwxyz")
        self._barrier = LoopbackBarrier()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._barrier.close()
        for named in self._sockets:
            named.socket.close()
        os.chdir(self._before)
        self._folder.cleanup()

    def answer(self, operation: str) -> str:
        """Performs an operation; returns its answer without what differs between two runs."""
        name, _, words = operation.removeprefix("?").partition("=")
        args = words.split(",") if words else []
        target, dot, method = name.partition(".")
        answer = self._call(target, method, args) if dot else self._manage(name, args)
        self._barrier.wait()
        return self._named(answer)

    def _named(self, text: str) -> str:
        """Replaces the ports and descriptors in a text."""
        for named in self._sockets:
            match named.socket.local_addr().map(SockAddr.as_socket):
                case Ok(SocketAddr() as addr):
                    named.port = addr.port()
                case _:
                    pass
            text = text.replace(f"raw: {named.socket.as_raw_fd()},", "raw: _,")
        for named in self._sockets:
            if named.port:
                text = text.replace(f":{named.port}", f":{named.name}")
        return text

    def _socket(self, name: str) -> Socket | None:
        """Returns the latest socket of that name, unless `close` has closed it."""
        for named in reversed(self._sockets):
            if named.name == name:
                return None if named.is_gone else named.socket
        return None

    def _addr(self, word: str) -> io.Result[SockAddr]:
        if word in _ADDRS:
            inet = SocketAddr.from_str(_ADDRS[word]).expect("an address")
            return Ok(SockAddr.from_(inet))
        match word.split(":"):
            case ["path", path]:
                return SockAddr.unix(path)
            case ["unnamed"]:
                return SockAddr.unix("")
            case ["abstract"]:
                return SockAddr.unix(f"\0stdnet-{os.getpid():08}")
            case ["short", family]:
                storage = SockAddrStorage()
                storage.view()[:2] = pack("@H", int(family))
                return Ok(SockAddr.new(storage, 2))
            case ["vsock"]:
                return Ok(SockAddr.vsock(1, 1))
            case _:
                target = self._socket(word)
                missing = io.Error.from_(io.ErrorKind.NotFound)
                return Err(missing) if target is None else target.local_addr()

    # Operations that create and close sockets.

    def _manage(self, name: str, args: Sequence[str]) -> str:
        match name, args:
            case (("new" | "new_raw"), [new, domain, ty, protocol]):
                make = Socket.new if name == "new" else Socket.new_raw
                made = make(*_numbers(domain, ty, protocol))
                return self._add([new], made.map(lambda socket: [socket]))
            case (("pair" | "pair_raw"), [one, other, domain, ty, protocol]):
                pair = Socket.pair if name == "pair" else Socket.pair_raw
                return self._add([one, other], pair(*_numbers(domain, ty, protocol)).map(list))
            case "pipe", [new]:
                reader, writer = os.pipe()
                os.close(writer)
                return self._add([new], Ok([Socket.from_raw_fd(reader)]))
            case "closed", [new]:
                closed = Socket.new(Domain.UNIX, Type.STREAM).unwrap()
                closed.close()
                return self._add([new], Ok([closed]))
            case "joined", [one, other, ip, ty]:
                return self._add([one, other], Ok(_joined(ip, int(ty))))
            case (("accept" | "accept_raw" | "accept4"), [listener, new, *flags]):
                return self._accept(name, listener, new, flags)
            case "try_clone", [target, new]:
                clone = self._socket(target)
                if clone is None:
                    return "Ok(none)"
                return self._add([new], clone.try_clone().map(lambda twin: [twin]))
            case "close", [target]:
                for named in self._sockets:
                    if named.name == target:
                        named.socket.close()
                        named.is_gone = True
                return "Ok(())"
            case _:
                raise AssertionError(name)

    def _add(self, names: Sequence[str], made: io.Result[list[Socket]]) -> str:
        match made:
            case Ok(sockets):
                self._sockets += map(_Named, names, sockets)
                return "Ok(())"
            case Err(error):
                return show_error(error)

    def _accept(self, method: str, listener: str, new: str, flags: Sequence[str]) -> str:
        target = self._socket(listener)
        if target is None:
            return "Ok(none)"
        if _would_wait(target, method, flags):
            return "Ok(waits)"
        accept: Callable[..., io.Result[tuple[Socket, SockAddr]]] = getattr(target, method)
        match accept(*map(int, flags)):
            case Ok((accepted, addr)):
                self._sockets.append(_Named(new, accepted))
                return f"Ok({_address(addr)})"
            case Err(error):
                return show_error(error)

    # Operations of a socket.

    def _call(self, name: str, method: str, args: Sequence[str]) -> str:
        target = self._socket(name)
        if target is None:
            return "Ok(none)"
        if _would_wait(target, method, args):
            return "Ok(waits)"
        special: Callable[[Socket, str, Sequence[str]], str] | None = {
            **dict.fromkeys(("local_addr", "peer_addr", "peek_sender"), _show_address),
            **dict.fromkeys(("debug", "debug_ref"), _show_debug),
            **dict.fromkeys(("bind", "connect", "connect_timeout"), self._connect),
            **dict.fromkeys(("send_to", "send_to_with_flags"), self._send_to),
            **dict.fromkeys(
                ("send_to_vectored", "send_to_vectored_with_flags"), self._send_to_vectored
            ),
            **dict.fromkeys(_RECEIVE, _show_received),
            "sendmsg": self._sendmsg,
            "sendfile": _show_sendfile,
            "recvmsg": _show_recvmsg,
            "is_cloexec": _show_cloexec,
        }.get(method)
        return special(target, method, args) if special else _show_option(target, method, args)

    def _connect(self, target: Socket, method: str, args: Sequence[str]) -> str:
        call: _Method = getattr(target, method)
        return show_all(
            self._addr(args[0]).and_then(lambda addr: call(addr, *map(_duration, args[1:])))
        )

    def _send_to(self, target: Socket, method: str, args: Sequence[str]) -> str:
        call: _Method = getattr(target, method)
        data, to, *flags = args
        sent = self._addr(to).and_then(lambda addr: call(_bytes(data), addr, *map(int, flags)))
        return show_all(sent)

    def _send_to_vectored(self, target: Socket, method: str, args: Sequence[str]) -> str:
        call: _Method = getattr(target, method)
        data, to, *flags = args
        sent = self._addr(to).and_then(lambda addr: call(_bytes_list(data), addr, *map(int, flags)))
        return show_all(sent)

    def _sendmsg(self, target: Socket, _: str, args: Sequence[str]) -> str:
        bufs, control, to, msg_flags, flags = args
        msg = MsgHdr().with_buffers(_bytes_list(bufs)).with_flags(int(msg_flags))
        if control.startswith("rights:"):
            msg = msg.with_control(_rights(int(control.removeprefix("rights:"))))
        elif control != "-":
            msg = msg.with_control(_bytes(control))
        if to != "none":
            addr = self._addr(to)
            if isinstance(addr, Err):
                return show_error(addr.unwrap_err())
            msg = msg.with_addr(addr.unwrap())
        return show(target.sendmsg(msg, int(flags)))


def _numbers(domain: str, ty: str, protocol: str) -> tuple[Domain, Type, Protocol | None]:
    number = None if protocol == "none" else Protocol.from_(int(protocol))
    return Domain.from_(int(domain)), Type.from_(int(ty)), number


def _joined(ip: str, ty: int) -> list[Socket]:
    """Returns two sockets that are connected to each other."""
    domain = Domain.IPV6 if ":" in ip else Domain.IPV4
    addr = SocketAddr.from_str(f"[{ip}]:0" if ":" in ip else f"{ip}:0").unwrap()
    one, other = (Socket.new(domain, Type.from_(ty)).unwrap() for _ in range(2))
    one.bind(addr).unwrap()
    if Type.from_(ty) == Type.STREAM:
        with one:
            one.listen(1).unwrap()
            other.connect(one.local_addr().unwrap()).unwrap()
            accepted, _ = one.accept().unwrap()
        return [accepted, other]
    other.bind(addr).unwrap()
    one.connect(other.local_addr().unwrap()).unwrap()
    other.connect(one.local_addr().unwrap()).unwrap()
    return [one, other]


def show_all(result: io.Result[object]) -> str:
    """Returns the text of a result, of `None` as of Rust's `()`."""
    match result:
        case Ok(None):
            return "Ok(())"
        case _:
            return show(result)


def _show_option(target: Socket, method: str, args: Sequence[str]) -> str:
    """Calls a getter or a setter, or any method with simple arguments."""
    call: _Method = getattr(target, method)
    if method == "set_tcp_keepalive":
        return show_unit(target.set_tcp_keepalive(_keepalive(*args)))
    parsers = _PARSERS.get(method, [int] * len(args))
    result = call(*(parse(arg) for parse, arg in zip(parsers, args, strict=True)))
    return show(result, _SHOWN[method]) if method in _SHOWN else show_all(result)


def _show_address(target: Socket, method: str, _: Sequence[str]) -> str:
    get: Callable[[], io.Result[SockAddr]] = getattr(target, method)
    return show(get(), _address)


def _show_debug(target: Socket, method: str, _: Sequence[str]) -> str:
    return f"Ok({target!r})" if method == "debug" else f"Ok({SockRef.from_(target)!r})"


def _show_cloexec(target: Socket, _: str, __: Sequence[str]) -> str:
    with suppress(OSError, ValueError):
        return f"Ok({debug_value(bool(fcntl(target.as_raw_fd(), F_GETFD) & 1))})"
    return show_error(io.Error.from_raw_os_error(9))


def _show_sendfile(target: Socket, _: str, args: Sequence[str]) -> str:
    offset, length = args
    with Path("letters").open("rb") as file:
        return show(target.sendfile(file, int(offset), _option(int)(length)))


_RECEIVE: Final = [
    *("recv", "recv_with_flags", "recv_out_of_band", "peek", "recv_from", "peek_from"),
    *("recv_from_with_flags", "recv_vectored", "recv_vectored_with_flags", "recv_from_vectored"),
    *("recv_from_vectored_with_flags", "read", "read_vectored"),
]


def _show_received(target: Socket, method: str, args: Sequence[str]) -> str:
    sizes, *flags = args
    bufs = _rooms(sizes)
    call: _Method = getattr(target, method)
    result = call(bufs if "vectored" in method else bufs[0], *map(int, flags))
    match result:
        case Ok(int(count)) if method.startswith("read"):
            return f'Ok({count} "{b"".join(bufs)[:count].hex()}")'
        case Ok(int(count)):
            return f"Ok({_received(count, bufs)})"
        case Ok(parts):
            count, *more = cast("tuple[int, *tuple[object, ...]]", parts)
            shown = [_address(part) if isinstance(part, SockAddr) else part for part in more]
            return f"Ok({_received(count, bufs, *shown)})"
        case Err(error):
            return show_error(error)


def _show_recvmsg(target: Socket, _: str, args: Sequence[str]) -> str:
    sizes, control_size, with_addr, flags = args
    bufs, control, storage = _rooms(sizes), bytearray(int(control_size)), SockAddrStorage()
    msg = MsgHdrMut().with_buffers(bufs).with_control(control)
    if _bool(with_addr):
        msg = msg.with_addr(storage)
    match target.recvmsg(msg, int(flags)):
        case Ok(count):
            messages = _control_messages(bytes(control[: msg.control_len()]))
            inet = SockAddr.new(storage, storage.size_of()).as_socket()
            sender = "None" if inet is None else f"Some({inet!r})"
            more = msg.flags(), msg.control_len(), f"[{messages}] {sender}"
            return f"Ok({_received(count, bufs, *more)})"
        case Err(error):
            return show_error(error)


def answers(script: str) -> list[str]:
    """Returns what each operation of a script returns."""
    with ScriptRunner() as runner:
        return [runner.answer(operation) for operation in script.split(" ")]
