"""The world of stdnet: for each operation its method."""

from collections.abc import Callable
from errno import errorcode
from typing import TypeAlias

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, TcpListener, TcpStream, UdpSocket, io
from stdnet.os.unix.net import SocketAddr, UnixDatagram, UnixListener, UnixStream
from tests.properties.addresses import Family, Slot, Where
from tests.properties.calls import Calls, unwrapped
from tests.properties.options import Membership, Option, Value
from tests.properties.world import MOMENT, Commons, World

_Listener: TypeAlias = TcpListener | UnixListener
_Stream: TypeAlias = TcpStream | UnixStream
_Datagram: TypeAlias = UdpSocket | UnixDatagram
_Socket: TypeAlias = _Listener | _Stream | _Datagram

_ReceiveFrom: TypeAlias = Callable[[bytearray], io.Result[tuple[int, object]]]


class StdWorld(World):
    """A socket is an object of stdnet; by its descriptor it is asked whether it would wait."""

    def __init__(self, calls: Calls, family: Family, commons: Commons) -> None:
        super().__init__(calls, family, commons)
        self._sockets = list[_Socket]()

    def fd(self, slot: Slot) -> int:
        return self._sockets[slot].fileno()

    def _end(self, slot: Slot) -> _Stream | _Datagram:
        """A socket that moves bytes."""
        socket = self._sockets[slot]
        assert not isinstance(socket, _Listener)
        return socket

    def unbound(self) -> str:
        return self._new(unwrapped(UnixDatagram.unbound()))

    def stream_pair(self) -> str:
        return "".join(map(self._new, unwrapped(UnixStream.pair())))

    def datagram_pair(self) -> str:
        return "".join(map(self._new, unwrapped(UnixDatagram.pair())))

    def try_clone(self, slot: Slot) -> str:
        socket = self._sockets[slot]
        clone: io.Result[_Socket] = socket.try_clone()
        return self._new(unwrapped(clone))

    def close(self, slot: Slot) -> None:
        self._sockets[slot].close()

    def send(self, slot: Slot, buf: bytes) -> int:
        end = self._end(slot)
        return unwrapped(end.write(buf) if isinstance(end, _Stream) else end.send(buf))

    def recv(self, slot: Slot, size: int) -> bytes:
        end = self._end(slot)
        return _received(size, end.read if isinstance(end, _Stream) else end.recv)

    def peek(self, slot: Slot, size: int) -> bytes:
        return _received(size, self._end(slot).peek)

    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        end = self._end(slot)
        assert not isinstance(end, UdpSocket)
        unwrapped(end.shutdown(how))

    def local_addr(self, slot: Slot) -> str:
        return self.shown(_text(unwrapped(self._sockets[slot].local_addr())))

    def peer_addr(self, slot: Slot) -> str:
        return self.shown(_text(unwrapped(self._end(slot).peer_addr())))

    def take_error(self, slot: Slot) -> str | None:
        error = unwrapped(self._sockets[slot].take_error())
        return None if error is None else errorcode[error.raw_os_error() or 0]

    def set_nonblocking(self, slot: Slot, nonblocking: bool) -> None:
        unwrapped(self._sockets[slot].set_nonblocking(nonblocking))

    def get(self, slot: Slot, option: Option) -> Value:
        getter: Callable[[], io.Result[Value]] = getattr(self._sockets[slot], option.name)
        return unwrapped(getter())

    def set(self, slot: Slot, option: Option, value: Value) -> None:
        setter: Callable[[Value], io.Result[None]]
        setter = getattr(self._sockets[slot], f"set_{option.name}")
        unwrapped(setter(value))

    def member(self, slot: Slot, how: Membership, group: str, interface: str | int) -> None:
        member: Callable[..., io.Result[None]] = getattr(self._sockets[slot], how.name)
        unwrapped(member(_group(group), _group(interface)))

    def _new(self, socket: _Socket, *, is_new: bool = False) -> str:
        """Gives the next number to a socket."""
        self._sockets.append(socket)
        return self._added(_text(unwrapped(socket.local_addr())), is_new=is_new)

    def _received_from(self, size: int, receive: _ReceiveFrom) -> tuple[bytes, str]:
        buf, sender = _filled(size, receive)
        return buf, self.shown(_text(sender))


class IpWorld(StdWorld):
    """TCP and UDP: an address is its text."""

    def listen(self, where: Where, backlog: int | None) -> str:
        text = self._text(where)
        listener = (
            TcpListener.bind(text) if backlog is None else TcpListener.bind(text, backlog=backlog)
        )
        return self._new(unwrapped(listener), is_new=not isinstance(where, Slot))

    def connect(self, where: Where) -> str:
        return self._new(unwrapped(TcpStream.connect(self._text(where))), is_new=True)

    def connect_timeout(self, where: Where) -> str:
        stream = TcpStream.connect_timeout(self._text(where), MOMENT)
        return self._new(unwrapped(stream), is_new=True)

    def accept(self, slot: Slot) -> tuple[str, str]:
        listener = self._sockets[slot]
        assert isinstance(listener, TcpListener)
        stream, addr = unwrapped(listener.accept())
        return self._new(stream), self.shown(str(addr))

    def bind(self, where: Where) -> str:
        socket = unwrapped(UdpSocket.bind(self._text(where)))
        return self._new(socket, is_new=not isinstance(where, Slot))

    def _datagram(self, slot: Slot) -> UdpSocket:
        socket = self._sockets[slot]
        assert isinstance(socket, UdpSocket)
        return socket

    def choose_peer(self, slot: Slot, where: Where) -> None:
        unwrapped(self._datagram(slot).connect(self._text(where)))

    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int:
        return unwrapped(self._datagram(slot).send_to(buf, self._text(where)))

    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).recv_from)

    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).peek_from)


class UnixWorld(StdWorld):
    """Unix sockets: an address is a path, or a `SocketAddr`."""

    def listen(self, where: Where, backlog: int | None) -> str:
        addr = _unix_addr(self._text(where))
        waiting = -1 if backlog is None else backlog
        if isinstance(addr, SocketAddr):
            listener = UnixListener.bind_addr(addr, backlog=waiting)
        else:
            listener = UnixListener.bind(addr, backlog=waiting)
        return self._new(unwrapped(listener), is_new=not isinstance(where, Slot))

    def connect(self, where: Where) -> str:
        addr = _unix_addr(self._text(where))
        if isinstance(addr, SocketAddr):
            return self._new(unwrapped(UnixStream.connect_addr(addr)))
        return self._new(unwrapped(UnixStream.connect(addr)))

    def connect_timeout(self, where: Where) -> str:
        addr = _unix_addr(self._text(where))
        return self._new(unwrapped(UnixStream.connect_timeout(addr, MOMENT)))

    def accept(self, slot: Slot) -> tuple[str, str]:
        listener = self._sockets[slot]
        assert isinstance(listener, UnixListener)
        stream, addr = unwrapped(listener.accept())
        return self._new(stream), self.shown(_text(addr))

    def bind(self, where: Where) -> str:
        addr = _unix_addr(self._text(where))
        if isinstance(addr, SocketAddr):
            socket = unwrapped(UnixDatagram.bind_addr(addr))
        else:
            socket = unwrapped(UnixDatagram.bind(addr))
        return self._new(socket, is_new=not isinstance(where, Slot))

    def _datagram(self, slot: Slot) -> UnixDatagram:
        socket = self._sockets[slot]
        assert isinstance(socket, UnixDatagram)
        return socket

    def choose_peer(self, slot: Slot, where: Where) -> None:
        addr, datagram = _unix_addr(self._text(where)), self._datagram(slot)
        if isinstance(addr, SocketAddr):
            unwrapped(datagram.connect_addr(addr))
        else:
            unwrapped(datagram.connect(addr))

    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int:
        addr, datagram = _unix_addr(self._text(where)), self._datagram(slot)
        if isinstance(addr, SocketAddr):
            return unwrapped(datagram.send_to_addr(buf, addr))
        return unwrapped(datagram.send_to(buf, addr))

    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).recv_from)

    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).peek_from)


def _filled(size: int, receive: _ReceiveFrom) -> tuple[bytes, object]:
    """What has been received into a buffer, whose rest is as it was, and the sender."""
    buf = bytearray(b"." * size)
    n, sender = unwrapped(receive(buf))
    assert buf[n:] == b"." * (size - n)
    return bytes(buf[:n]), sender


def _received(size: int, receive: Callable[[bytearray], io.Result[int]]) -> bytes:
    return _filled(size, lambda buf: receive(buf).map(lambda n: (n, None)))[0]


def _unix_addr(text: str) -> str | SocketAddr:
    """A path, or what is none: the address of a name."""
    if not text:
        return unwrapped(SocketAddr.from_pathname(text))
    return unwrapped(SocketAddr.from_abstract_name(text[1:])) if text[0] == "\0" else text


def _text(addr: object) -> str:
    """The address as it is written in all worlds."""
    if not isinstance(addr, SocketAddr):
        return str(addr)
    name = addr.as_abstract_name()
    return str(addr.as_pathname() or "") if name is None else f"\0{name.decode()}"


def _group(word: str | int) -> Ipv4Addr | Ipv6Addr | int:
    """A multicast group, or an interface."""
    return word if isinstance(word, int) else IpAddr.from_str(word).unwrap()
