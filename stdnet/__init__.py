"""Rust's `std::net` for Python: every function that can fail returns a `Result`.

Six names are enough to begin:

- `TcpListener`: `bind` it to an address, and `accept` connections.
- `TcpStream`: a connection. `connect` makes one; `read`, `write_all` and others move the data.
- `UdpSocket`: sends and receives datagrams.
- `Result`: an `Ok(value)` or an `Err(error)`. `match` it.
- `propagate`: a decorator. In the function below it, `.unwrap()` is Rust's `?`.
- `run`: calls your `main`, and ends the program as Rust does.

>>> from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate
>>> listener = TcpListener.bind("127.0.0.1:0").expect("a free port")
>>> @propagate
... def greeting() -> io.Result[str]:
...     with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client:
...         stream, addr = listener.accept().unwrap()
...         with stream:
...             stream.write_fmt(f"Hello, {addr.ip()}!").unwrap()
...         return client.read_to_string()
>>> match greeting():
...     case Ok(text):
...         print(text)
...     case Err(e):
...         print("failed:", e)
Hello, 127.0.0.1!

To annotate functions of your own: `io.Result[str]` is what they return, and `IntoSocketAddrs` is
every type that is accepted as an address, such as `"127.0.0.1:80"` and `("localhost", 80)`.

Where to go on:

- `python -m stdnet` shows what else there is.
- `stdnet.io`: readers, writers, buffers, and the errors. Rust's `std::io`.
- `stdnet.os.unix.net`: Unix sockets. `stdnet.os.fd`: descriptors.
- `stdnet.socket2`: every option of every socket. Rust's crate `socket2`.
- `stdnet.mio`: many connections in one thread. Rust's crate `mio`.
- `stdnet.c`: the sockets of C, header by header.
"""

# The layers, from the lowest to the highest. A module imports from its own layer and from those
# before it in this list, and each name from the module that defines it.
# `tests/test_architecture.py` checks this.
#
# 1. `stdnet.result`: `Ok`, `Err`, `Result`, `propagate`.
# 2. `stdnet._core`: values and errors, Rust's `core`. It makes no system calls.
# 3. `stdnet.c`, `stdnet._sys`: the C library by `ctypes`; Rust's `std::sys` by `socket` and `os`.
# 4. `stdnet._fd`: descriptors, owned and borrowed, Rust's `std::os::fd`.
# 5. `stdnet.io`: `Read`, `Write` and what is built on them, Rust's `std::io`.
# 6. `stdnet._net`: Rust's `std::net`, and the base classes of all sockets.
# 7. `stdnet.os`, `stdnet.socket2`: Rust's `std::os` with Unix sockets; the crate socket2.
# 8. `stdnet.mio`: the crate mio. No other layer imports it.
# 9. `stdnet`: this facade.
# 10. `stdnet.examples`, `stdnet.learn`: programs and pages, which use public names only.
# 11. `stdnet.__main__`: what `python -m stdnet` does.

from sys import platform as _platform

if _platform == "win32":
    raise ImportError("stdnet needs Linux, macOS (untested), or WSL on Windows")

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
from stdnet._net.handle import SocketLike as SocketLike
from stdnet._net.hostname import hostname as hostname
from stdnet._net.listener import Listener as Listener
from stdnet._net.stream import ReadHalf as ReadHalf
from stdnet._net.stream import Stream as Stream
from stdnet._net.stream import WriteHalf as WriteHalf
from stdnet._net.tcp import Incoming as Incoming
from stdnet._net.tcp import IntoIncoming as IntoIncoming
from stdnet._net.tcp import TcpListener as TcpListener
from stdnet._net.tcp import TcpStream as TcpStream
from stdnet._net.to_socket_addrs import IntoSocketAddrs as IntoSocketAddrs
from stdnet._net.to_socket_addrs import ToSocketAddrs as ToSocketAddrs
from stdnet._net.to_socket_addrs import to_socket_addrs as to_socket_addrs
from stdnet._net.udp import UdpSocket as UdpSocket
from stdnet._sys.rt import run as run
from stdnet.result._containers import Err as Err
from stdnet.result._containers import Ok as Ok
from stdnet.result._containers import Result as Result
from stdnet.result._containers import collect as collect
from stdnet.result._containers import is_err as is_err
from stdnet.result._containers import is_ok as is_ok
from stdnet.result._containers import sealed as sealed
from stdnet.result._from import From as From
from stdnet.result._panic import Panic as Panic
from stdnet.result._public import publish as _publish
from stdnet.result._question import propagate as propagate

__version__ = "0.1.0"

__all__ = [
    "TcpListener",
    "TcpStream",
    "Incoming",
    "IntoIncoming",
    "ReadHalf",
    "WriteHalf",
    "Stream",
    "Listener",
    "SocketLike",
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
    "run",
    "From",
    "Panic",
    "collect",
    "sealed",
    "is_ok",
    "is_err",
]

_publish(__name__, map(globals().get, __all__))
