"""The crate `socket2` for Python: sockets of all four types, with every option.

A `Socket` is set up step by step, and can then become a `TcpListener`, a `UdpSocket` or any other
socket type of `stdnet`. A `SockRef` gives access to the options of a socket that exists already.

>>> from stdnet import SocketAddr, TcpListener
>>> from stdnet.socket2 import Domain, Socket, Type
>>> def another_listener(addr: SocketAddr) -> TcpListener:
...     socket = Socket.new(Domain.for_address(addr), Type.STREAM).unwrap()
...     socket.set_reuse_port(True).unwrap()
...     socket.bind(addr).unwrap()
...     socket.listen(128).unwrap()
...     return socket.into(TcpListener)
>>> first = another_listener(SocketAddr.from_str("127.0.0.1:0").unwrap())
>>> second = another_listener(first.local_addr().unwrap())
>>> first.local_addr() == second.local_addr()
True

`IntoSockAddr` is the annotation for what is accepted as an address: a `SockAddr`, or a `SocketAddr`
of `stdnet` or of `stdnet.os.unix.net`.
"""

from stdnet.result._public import publish as _publish
from stdnet.socket2._filter import SockFilter as SockFilter
from stdnet.socket2._interface import InterfaceIndexOrAddress as InterfaceIndexOrAddress
from stdnet.socket2._keepalive import TcpKeepalive as TcpKeepalive
from stdnet.socket2._msghdr import MsgHdr as MsgHdr
from stdnet.socket2._msghdr import MsgHdrMut as MsgHdrMut
from stdnet.socket2._sockaddr import IntoSockAddr as IntoSockAddr
from stdnet.socket2._sockaddr import SockAddr as SockAddr
from stdnet.socket2._sockaddr import SockAddrStorage as SockAddrStorage
from stdnet.socket2._socket import Socket as Socket
from stdnet.socket2._sockref import SockRef as SockRef
from stdnet.socket2._types import Domain as Domain
from stdnet.socket2._types import Protocol as Protocol
from stdnet.socket2._types import RecvFlags as RecvFlags
from stdnet.socket2._types import Type as Type

__all__ = [
    "Socket",
    "SockRef",
    "Domain",
    "Type",
    "Protocol",
    "SockAddr",
    "SockAddrStorage",
    "IntoSockAddr",
    "MsgHdr",
    "MsgHdrMut",
    "RecvFlags",
    "TcpKeepalive",
    "InterfaceIndexOrAddress",
    "SockFilter",
]

_publish(__name__, map(globals().get, __all__))
