"""Unix sockets: communication between processes of the same machine. See `unix(7)`.

Rust's `std::os::unix::net`.

>>> from stdnet.os.unix.net import UnixStream
>>> one, two = UnixStream.pair().unwrap()
>>> one.write_all(b"hello").unwrap()
>>> two.read_array(5)
Ok(b'hello')

`IntoPath` is the annotation for what is accepted as the path of a socket: a `str`, `bytes`, or an
`os.PathLike`.

`stdnet.mio.net` has such sockets in non-blocking mode, of which one thread serves many.
"""

from stdnet._core.unix_addr import IntoPath as IntoPath
from stdnet._core.unix_addr import SocketAddr as SocketAddr
from stdnet.os.unix.net._ancillary import AncillaryData as AncillaryData
from stdnet.os.unix.net._ancillary import AncillaryError as AncillaryError
from stdnet.os.unix.net._ancillary import Messages as Messages
from stdnet.os.unix.net._ancillary import ScmCredentials as ScmCredentials
from stdnet.os.unix.net._ancillary import ScmRights as ScmRights
from stdnet.os.unix.net._ancillary import SocketAncillary as SocketAncillary
from stdnet.os.unix.net._ancillary import SocketCred as SocketCred
from stdnet.os.unix.net._datagram import UnixDatagram as UnixDatagram
from stdnet.os.unix.net._listener import Incoming as Incoming
from stdnet.os.unix.net._listener import UnixListener as UnixListener
from stdnet.os.unix.net._stream import UnixStream as UnixStream
from stdnet.os.unix.net._ucred import UCred as UCred
from stdnet.result._public import publish as _publish

__all__ = [
    "UnixStream",
    "UnixListener",
    "Incoming",
    "UnixDatagram",
    "SocketAddr",
    "IntoPath",
    "UCred",
    "SocketAncillary",
    "Messages",
    "AncillaryData",
    "ScmRights",
    "ScmCredentials",
    "SocketCred",
    "AncillaryError",
]

_publish(__name__, map(globals().get, __all__))
