"""Sockets in non-blocking mode, to be registered at a `Poll`. The crate mio's `net`.

They have the methods of mio's types. Those that the types of the same name in `stdnet` and
`stdnet.os.unix.net` have as well do the same, but never wait.

On each event go on until `WouldBlock`: no other event comes for what is left undone. `TcpStream`
says when one may stop earlier.

>>> from stdnet.mio.net import UnixStream
>>> one, two = UnixStream.pair().unwrap()
>>> one.read(bytearray(1)).unwrap_err().kind()
WouldBlock
"""

from stdnet.mio.net._tcp import TcpListener as TcpListener
from stdnet.mio.net._tcp import TcpStream as TcpStream
from stdnet.mio.net._udp import UdpSocket as UdpSocket
from stdnet.mio.net._unix import UnixDatagram as UnixDatagram
from stdnet.mio.net._unix import UnixListener as UnixListener
from stdnet.mio.net._unix import UnixStream as UnixStream
from stdnet.result._public import publish as _publish

__all__ = [
    "TcpListener",
    "TcpStream",
    "UdpSocket",
    "UnixListener",
    "UnixStream",
    "UnixDatagram",
]

_publish(__name__, map(globals().get, __all__))
