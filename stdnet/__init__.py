"""Rust's `std::net` for Python: every failure is in the type, as a `Result`.

>>> from stdnet import Err, Ok, TcpListener, TcpStream
>>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
>>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
>>> match listener.accept():
...     case Ok((stream, addr)):
...         print("a client at", addr.ip())
...     case Err(e):
...         print("no client:", e)
a client at 127.0.0.1

The layers, from the ground up. A module imports from its own layer and those before it, and from
the module that defines a name; `tests/test_architecture.py` sees to it.

0. `stdnet.result`: `Ok`, `Err`, `Result`, `propagate`.
1. `stdnet._core`: values and errors, Rust's `core`. It knows no operating system.
2. `stdnet._sys`: the system, Rust's `std::sys`. Only it uses `socket`, `os`, `select`, `fcntl`;
   an `OSError` becomes an `Err` here. `stdnet.c`: the C library; only it uses `ctypes`.
3. `stdnet.io`: `Read`, `Write` and what is built on them. `stdnet.os.fd`: descriptors.
4. `stdnet._resolve`, `_handle`, `_stream`, `_listener`, `_datagram`: what all sockets share.
5. `stdnet._tcp`, `_udp`, `_hostname`, `stdnet.os.unix.net`, `stdnet.os.linux.net`: the sockets.
   `stdnet.socket2`: all of them, and all of their options.
6. `stdnet`: this facade.
7. `stdnet.examples`: programs that use nothing but the public names.
"""

from stdnet._core.error import GaiError as GaiError
from stdnet._core.ip_addr import IpAddr as IpAddr
from stdnet._core.ip_addr import Ipv4Addr as Ipv4Addr
from stdnet._core.ip_addr import Ipv6Addr as Ipv6Addr
from stdnet._core.ip_addr import Ipv6MulticastScope as Ipv6MulticastScope
from stdnet._core.parser import AddrParseError as AddrParseError
from stdnet._core.shutdown import Shutdown as Shutdown
from stdnet._core.socket_addr import SocketAddr as SocketAddr
from stdnet._core.socket_addr import SocketAddrV4 as SocketAddrV4
from stdnet._core.socket_addr import SocketAddrV6 as SocketAddrV6
from stdnet._hostname import hostname as hostname
from stdnet._resolve import IntoSocketAddrs as IntoSocketAddrs
from stdnet._resolve import ToSocketAddrs as ToSocketAddrs
from stdnet._resolve import to_socket_addrs as to_socket_addrs
from stdnet._stream import ReadHalf as ReadHalf
from stdnet._stream import WriteHalf as WriteHalf
from stdnet._tcp import Incoming as Incoming
from stdnet._tcp import IntoIncoming as IntoIncoming
from stdnet._tcp import TcpListener as TcpListener
from stdnet._tcp import TcpStream as TcpStream
from stdnet._udp import UdpSocket as UdpSocket
from stdnet.result import Err as Err
from stdnet.result import Ok as Ok
from stdnet.result import Result as Result
from stdnet.result import is_err as is_err
from stdnet.result import is_ok as is_ok
from stdnet.result import propagate as propagate
from stdnet.result import sealed as sealed

__version__ = "0.1.0"

__all__ = [
    "TcpListener",
    "TcpStream",
    "Incoming",
    "IntoIncoming",
    "ReadHalf",
    "WriteHalf",
    "UdpSocket",
    "Shutdown",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Ipv6MulticastScope",
    "SocketAddr",
    "SocketAddrV4",
    "SocketAddrV6",
    "AddrParseError",
    "ToSocketAddrs",
    "IntoSocketAddrs",
    "to_socket_addrs",
    "hostname",
    "GaiError",
    "Ok",
    "Err",
    "Result",
    "propagate",
    "sealed",
    "is_ok",
    "is_err",
]
