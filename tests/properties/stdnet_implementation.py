"""The operations by the methods of stdnet."""

from collections.abc import Callable
from errno import errorcode
from typing import TypeAlias

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, TcpListener, TcpStream, UdpSocket, io
from stdnet.os.unix.net import SocketAddr, UnixDatagram, UnixListener, UnixStream
from tests.properties.addresses import Family, Slot, Where
from tests.properties.calls import Calls, unwrapped
from tests.properties.implementation import CONNECT_TIMEOUT, Implementation, Shared
from tests.properties.options import Membership, Option, Value

_Listener: TypeAlias = TcpListener | UnixListener
_Stream: TypeAlias = TcpStream | UnixStream
_Datagram: TypeAlias = UdpSocket | UnixDatagram
_Socket: TypeAlias = _Listener | _Stream | _Datagram

_ReceiveFrom: TypeAlias = Callable[[bytearray], io.Result[tuple[int, object]]]


class StdnetImplementation(Implementation):
    """The operations by stdnet, as far as IP and Unix sockets share them."""

    def __init__(self, calls: Calls, family: Family, shared: Shared) -> None:
        super().__init__(calls, family, shared)
        self._sockets = list[_Socket]()

    def fd(self, slot: Slot) -> int:
        return self._sockets[slot].fileno()

    def _endpoint(self, slot: Slot) -> _Stream | _Datagram:
        """Returns a socket that is not a listener."""
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
        sock = self._endpoint(slot)
        return unwrapped(sock.write(buf) if isinstance(sock, _Stream) else sock.send(buf))

    def recv(self, slot: Slot, size: int) -> bytes:
        sock = self._endpoint(slot)
        return _received(size, sock.read if isinstance(sock, _Stream) else sock.recv)

    def peek(self, slot: Slot, size: int) -> bytes:
        return _received(size, self._endpoint(slot).peek)

    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        sock = self._endpoint(slot)
        assert not isinstance(sock, UdpSocket)
        unwrapped(sock.shutdown(how))

    def local_addr(self, slot: Slot) -> str:
        return self.normalize(_address_text(unwrapped(self._sockets[slot].local_addr())))

    def peer_addr(self, slot: Slot) -> str:
        return self.normalize(_address_text(unwrapped(self._endpoint(slot).peer_addr())))

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
        """Gives a socket the next number; returns its address."""
        self._sockets.append(socket)
        return self._add(_address_text(unwrapped(socket.local_addr())), is_new=is_new)

    def _received_from(self, size: int, receive: _ReceiveFrom) -> tuple[bytes, str]:
        buf, sender = _filled(size, receive)
        return buf, self.normalize(_address_text(sender))


class IpStdnet(StdnetImplementation):
    """The operations by TCP and UDP sockets, which take addresses as text."""

    def listen(self, where: Where, backlog: int | None) -> str:
        text = self._address(where)
        listener = (
            TcpListener.bind(text) if backlog is None else TcpListener.bind(text, backlog=backlog)
        )
        return self._new(unwrapped(listener), is_new=not isinstance(where, Slot))

    def connect(self, where: Where) -> str:
        return self._new(unwrapped(TcpStream.connect(self._address(where))), is_new=True)

    def connect_timeout(self, where: Where) -> str:
        stream = TcpStream.connect_timeout(self._address(where), CONNECT_TIMEOUT)
        return self._new(unwrapped(stream), is_new=True)

    def accept(self, slot: Slot) -> tuple[str, str]:
        listener = self._sockets[slot]
        assert isinstance(listener, TcpListener)
        stream, addr = unwrapped(listener.accept())
        return self._new(stream), self.normalize(str(addr))

    def bind(self, where: Where) -> str:
        socket = unwrapped(UdpSocket.bind(self._address(where)))
        return self._new(socket, is_new=not isinstance(where, Slot))

    def _datagram(self, slot: Slot) -> UdpSocket:
        socket = self._sockets[slot]
        assert isinstance(socket, UdpSocket)
        return socket

    def choose_peer(self, slot: Slot, where: Where) -> None:
        unwrapped(self._datagram(slot).connect(self._address(where)))

    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int:
        return unwrapped(self._datagram(slot).send_to(buf, self._address(where)))

    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).recv_from)

    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).peek_from)


class UnixStdnet(StdnetImplementation):
    """The operations by Unix sockets, which take a path or a `SocketAddr`."""

    def listen(self, where: Where, backlog: int | None) -> str:
        addr = _unix_addr(self._address(where))
        limit = -1 if backlog is None else backlog
        if isinstance(addr, SocketAddr):
            listener = UnixListener.bind_addr(addr, backlog=limit)
        else:
            listener = UnixListener.bind(addr, backlog=limit)
        return self._new(unwrapped(listener), is_new=not isinstance(where, Slot))

    def connect(self, where: Where) -> str:
        addr = _unix_addr(self._address(where))
        if isinstance(addr, SocketAddr):
            return self._new(unwrapped(UnixStream.connect_addr(addr)))
        return self._new(unwrapped(UnixStream.connect(addr)))

    def connect_timeout(self, where: Where) -> str:
        addr = _unix_addr(self._address(where))
        return self._new(unwrapped(UnixStream.connect_timeout(addr, CONNECT_TIMEOUT)))

    def accept(self, slot: Slot) -> tuple[str, str]:
        listener = self._sockets[slot]
        assert isinstance(listener, UnixListener)
        stream, addr = unwrapped(listener.accept())
        return self._new(stream), self.normalize(_address_text(addr))

    def bind(self, where: Where) -> str:
        addr = _unix_addr(self._address(where))
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
        addr, datagram = _unix_addr(self._address(where)), self._datagram(slot)
        if isinstance(addr, SocketAddr):
            unwrapped(datagram.connect_addr(addr))
        else:
            unwrapped(datagram.connect(addr))

    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int:
        addr, datagram = _unix_addr(self._address(where)), self._datagram(slot)
        if isinstance(addr, SocketAddr):
            return unwrapped(datagram.send_to_addr(buf, addr))
        return unwrapped(datagram.send_to(buf, addr))

    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).recv_from)

    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]:
        return self._received_from(size, self._datagram(slot).peek_from)


def _filled(size: int, receive: _ReceiveFrom) -> tuple[bytes, object]:
    """Receives data and a sender; checks that the rest of the buffer is unchanged."""
    buf = bytearray(b"." * size)
    n, sender = unwrapped(receive(buf))
    assert buf[n:] == b"." * (size - n)
    return bytes(buf[:n]), sender


def _received(size: int, receive: Callable[[bytearray], io.Result[int]]) -> bytes:
    return _filled(size, lambda buf: receive(buf).map(lambda n: (n, None)))[0]


def _unix_addr(text: str) -> str | SocketAddr:
    """Returns a path as it is, and the `SocketAddr` of an abstract name or of no name."""
    if not text:
        return unwrapped(SocketAddr.from_pathname(text))
    return unwrapped(SocketAddr.from_abstract_name(text[1:])) if text[0] == "\0" else text


def _address_text(addr: object) -> str:
    """Returns the address in the form that all implementations use."""
    if not isinstance(addr, SocketAddr):
        return str(addr)
    name = addr.as_abstract_name()
    return str(addr.as_pathname() or "") if name is None else f"\0{name.decode()}"


def _group(word: str | int) -> Ipv4Addr | Ipv6Addr | int:
    """Parses a multicast group or the address of an interface; returns a number as it is."""
    return word if isinstance(word, int) else IpAddr.from_str(word).unwrap()
