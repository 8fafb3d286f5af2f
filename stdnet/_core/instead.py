"""What to write instead of a wrong argument: the table for the texts of `stdnet._core.arguments`.

It is texts only, so that it can name classes of all layers.
"""

from __future__ import annotations

from typing import Final

LONGEST: Final = 40
"""The length of the longest value that a text repeats."""

NAMES: Final[dict[type, str]] = {
    str: "text",
    bytes: "data",
    bytearray: "data",
    int: "number",
    float: "number",
    list: "items",
    tuple: "items",
}
"""The types whose values a text repeats, and the names of values that are too long for that."""

RESULTS: Final = {"Ok": "result.unwrap(), or match the result", "Err": "a match of the result"}
"""What to write instead of a `Result`, whatever is expected."""

_ADDR: Final = '"127.0.0.1:8080"'
_PATH: Final = '"/tmp/socket"'
_FILE: Final = "io.from_file(file)"
_FILES: Final = {
    "socket": "TcpStream.from_socket(socket).unwrap()",
    "SSLSocket": "io.from_file(ssl_socket)",
    "_TextIOBase": "io.from_file(file.buffer)",
    "StringIO": "Cursor(file.getvalue().encode())",
    "_IOBase": _FILE,
    "_TemporaryFileWrapper": _FILE,
    "ListeningHandle": "listener.accept().unwrap()[0]",
}


def _ip(name: str, number: str, parts: str) -> dict[str, str]:
    """Returns the rows of a class of IP addresses."""
    return {
        "str": f"{name}.from_str({{}}).unwrap()",
        "bytes": f"{name}.from_octets({{}})",
        "int": number,
        "tuple": f"{name}(*{{}})",
        "list": f"{name}(*{{}})",
        "IPv4Address": f"{name}.from_(ip)",
        "IPv6Address": f"{name}.from_(ip)",
        "any": parts,
    }


def _socket_addr(name: str, parts: str) -> dict[str, str]:
    """Returns the rows of a class of socket addresses."""
    return {
        "str": f"{name}.from_str({{}}).unwrap()",
        "tuple": "SocketAddr.from_tuple({}).unwrap()",
        "any": parts,
    }


def _made(name: str, function: str) -> dict[str, str]:
    """Returns the rows of a class of sockets, which has no constructor."""
    return {
        "socket": f"{name}.from_socket(socket).unwrap()",
        "any": f"{name}.{function}.unwrap()",
    }


_IP: Final = {
    **_ip("IpAddr", "Ipv4Addr(127, 0, 0, 1)", "Ipv4Addr(127, 0, 0, 1)"),
    "bytes": "IpAddr.from_({})",
    "tuple": "IpAddr.from_({})",
    "list": "IpAddr.from_({})",
}
_IPV4: Final = _ip("Ipv4Addr", "Ipv4Addr.from_bits({})", "Ipv4Addr(127, 0, 0, 1)")
_IPV6: Final = _ip("Ipv6Addr", "Ipv6Addr.from_bits({})", "Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 1)")
_SOCKET_ADDR: Final = _socket_addr("SocketAddr", "SocketAddr(ip, 8080)")
_LOOKUP: Final = "or for a name to_socket_addrs({0}).unwrap()[0]"
_SINGLE_ADDR: Final = {
    **_SOCKET_ADDR,
    "str": f"SocketAddr.from_str({{0}}).unwrap(), {_LOOKUP}",
    "tuple": f"SocketAddr.from_tuple({{0}}).unwrap(), {_LOOKUP}",
}

_OF_STD: Final = {
    "int": "from_raw_fd({})",
    "socket": "from_raw_fd(socket.detach())",
    "UntypedOwner": "from_(owner)",
    "any": "a socket of stdnet",
}

INSTEAD: Final[dict[str, dict[str, str]]] = {
    # Parameters, by the name that the text has for them.
    "the address": {
        "bytes": "{}.decode()",
        "int": '("127.0.0.1", {})',
        "IpAddr": "(ip, 8080)",
        "IPv4Address": "(ip, 8080)",
        "IPv6Address": "(ip, 8080)",
        "socket": "SocketAddr.from_tuple(socket.getpeername()).unwrap()",
        "Owner": "the result of its local_addr() or peer_addr()",
        "SockAddr": "addr.as_socket()",
        "SocketAddr": "UnixStream.connect_addr(addr), as it is the address of a Unix socket",
        "type": "SocketAddr(ip, 8080)",
        "any": _ADDR,
    },
    "each address": _SOCKET_ADDR,
    "the host": {"bytes": "{}.decode()", "int": "(host, port)", "any": '"127.0.0.1"'},
    "the ip": {**_IP, "any": "Ipv4Addr(127, 0, 0, 1)"},
    "the text of an address": {
        "bytes": "{}.decode()",
        "tuple": "SocketAddr.from_tuple({}).unwrap()",
        "IpAddr": "str(addr), or the address itself",
        "SocketAddr": "str(addr), or the address itself",
        "IPv4Address": "IpAddr.from_(ip)",
        "IPv6Address": "IpAddr.from_(ip)",
        "any": "the text, in quotation marks",
    },
    "the path": {
        "SocketAddr": "bind_addr(addr) or connect_addr(addr)",
        "SocketAddrV4": f"{_PATH}, or take a TCP or UDP socket for an IP address",
        "SocketAddrV6": f"{_PATH}, or take a TCP or UDP socket for an IP address",
        "any": _PATH,
    },
    "the descriptor": {
        "str": "int({})",
        "socket": "socket.detach()",
        "Owner": "the result of its into_raw_fd()",
        "any": "its number",
    },
    "the duration": {"str": "float({})", "any": "5 or timedelta(seconds=5)"},
    "the data": {
        "str": "{}.encode()",
        "int": "str({0}).encode() for its digits, or bytes([{0}]) for one byte",
        "list": "bytes({})",
        "_IOBase": _FILE,
        "any": "b'...' or text.encode()",
    },
    "the buffer to read into": {
        "int": "bytearray({})",
        "bytes": "bytearray({})",
        "any": "bytearray(n)",
    },
    "the text": {"bytes": "{}.decode(), or call write_all", "any": "str(value)"},
    # What is expected.
    "an int": {"str": "int({})", "float": "int({})", "any": "a number"},
    "bytearray": {"any": "bytearray()"},
    "Read": {
        **_FILES,
        "str": "Cursor({}.encode())",
        "bytes": "Cursor({})",
        "bytearray": "Cursor({})",
        "int": "BufReader.with_capacity({}, reader)",
        "any": "a TcpStream, a Cursor, or io.from_file(file)",
    },
    "Write": {
        **_FILES,
        "bytes": "Cursor(bytearray())",
        "bytearray": "Cursor({})",
        "int": "BufWriter.with_capacity({}, writer)",
        "any": "a TcpStream, a Cursor, or io.from_file(file)",
    },
    "a file of bytes": {
        "str": 'open({}, "rb")',
        "PurePath": 'open(path, "rb")',
        "int": 'open({}, "rb")',
        "socket": "TcpStream.from_socket(socket).unwrap()",
        "_TextIOBase": "file.buffer",
        "Read": "the reader itself",
        "Write": "the writer itself",
        "any": 'open(path, "rb")',
    },
    "a SeekFrom": {"int": "SeekFrom.Start({})", "any": "SeekFrom.Start(0)"},
    "Shutdown": {"any": "Shutdown.Read, Shutdown.Write or Shutdown.Both"},
    "IpAddr": _IP,
    "Ipv4Addr": _IPV4,
    "Ipv6Addr": _IPV6,
    "a SocketAddr of stdnet.os.unix.net": {
        "str": "SocketAddr.from_pathname({}).unwrap()",
        "bytes": "SocketAddr.from_pathname({}).unwrap()",
        "any": "SocketAddr.from_pathname(path).unwrap()",
    },
    "a SocketAddr or a tuple": _SOCKET_ADDR,
    "a SockAddr or a SocketAddr": _SINGLE_ADDR,
    "an IP address, octets or segments": _IP,
    "Domain": {"int": "Domain.from_({})", "any": "Domain.IPV4"},
    "Type": {"int": "Type.from_({})", "any": "Type.STREAM"},
    "Protocol or None": {"int": "Protocol.from_({})", "any": "Protocol.TCP"},
    "Ok or Err": {
        "int": "return Ok({})",
        "bytes": "buf[:n] = data and return Ok(n), or in fill_buf() return Ok(memoryview(data))",
        "any": "return Ok(n)",
    },
    "an io.Error": {"str": "io.Error.other({})", "any": "io.Error.from_(kind)"},
    "OwnedFd": {"int": "OwnedFd.from_raw_fd({})", "any": "OwnedFd.from_(owner)"},
    "an OwnedFd or a socket2.Socket": {
        "int": "from_raw_fd({})",
        "socket": "from_socket(socket).unwrap()",
        "any": "OwnedFd.from_(owner)",
    },
    # The same for the types of `stdnet.mio`: another order of words, as a text has one set of rows.
    "a socket2.Socket or an OwnedFd": {
        "int": "from_raw_fd({})",
        "socket": "from_raw_fd(socket.detach())",
        "Handle": "from_std(owner)",
        "any": "OwnedFd.from_(owner)",
    },
    "Owner": {
        "int": "from_raw_fd({})",
        "socket": "from_socket(socket).unwrap()",
        "any": "a socket",
    },
    "socket": {"int": "from_raw_fd({})", "any": "a socket of Python's module socket"},
    "a single SocketAddr": {
        **_SINGLE_ADDR,
        "Owner": "the result of its local_addr() or peer_addr()",
        "any": f"SocketAddr.from_str({_ADDR}).unwrap()",
    },
    "a stdnet.TcpStream": _OF_STD,
    "a stdnet.TcpListener": _OF_STD,
    "a stdnet.UdpSocket": _OF_STD,
    "a std UnixStream": _OF_STD,
    "a std UnixListener": _OF_STD,
    "a std UnixDatagram": _OF_STD,
    "a Token": {"int": "Token({})", "any": "Token(0)"},
    "an Interest": {"any": "Interest.READABLE"},
    "an Events": {"int": "Events.with_capacity({})", "any": "Events.with_capacity(128)"},
    "an object with fileno()": {
        "int": "unix.SourceFd({})",
        "Registry": "the Poll",
        "any": "a socket of stdnet.mio.net",
    },
    "an object with a descriptor": {"any": "a socket of stdnet.mio.net"},
    "a Registry": {"Poll": "poll.registry()", "any": "poll.registry()"},
    # Constructors: those of values, by what is given; and classes that have none.
    "IpAddr()": _IP,
    "Ipv4Addr()": _IPV4,
    "Ipv6Addr()": _IPV6,
    "SocketAddr()": _SOCKET_ADDR,
    "SocketAddrV4()": _socket_addr("SocketAddrV4", "SocketAddrV4(ip, 8080)"),
    "SocketAddrV6()": _socket_addr("SocketAddrV6", "SocketAddrV6(ip, 8080, 0, 0)"),
    "TcpListener()": _made("TcpListener", f"bind({_ADDR})"),
    "TcpStream()": _made("TcpStream", f"connect({_ADDR})"),
    "UdpSocket()": _made("UdpSocket", f"bind({_ADDR})"),
    "UnixListener()": _made("UnixListener", f"bind({_PATH})"),
    "UnixStream()": _made("UnixStream", f"connect({_PATH})"),
    "UnixDatagram()": _made("UnixDatagram", f"bind({_PATH})"),
    "Socket()": _made("Socket", "new(Domain.IPV4, Type.STREAM)"),
    "OwnedFd()": {"int": "OwnedFd.from_raw_fd({})", "any": "OwnedFd.from_(owner)"},
    "BorrowedFd()": {"int": "BorrowedFd.borrow_raw({})", "any": "owner.as_fd()"},
    "ReadHalf()": {"any": "stream.split()"},
    "WriteHalf()": {"any": "stream.split()"},
    "PipeReader()": {"any": "io.pipe().unwrap()"},
    "PipeWriter()": {"any": "io.pipe().unwrap()"},
    "SocketAddr of stdnet.os.unix.net()": {
        "any": "SocketAddr.from_pathname(path).unwrap(), or for an IP address stdnet.SocketAddr",
    },
    "SockRef()": {"any": "SockRef.from_(socket)"},
    "SockAddr()": {
        "str": "SockAddr.unix({}).unwrap()",
        "any": "SockAddr.from_(addr)",
    },
    "RecvFlags()": {"any": "socket.recv_vectored([buf]).unwrap()[1]"},
    "Poll()": {"any": "Poll.new().unwrap()"},
    "Registry()": {"any": "poll.registry()"},
    "Events()": {"int": "Events.with_capacity({})", "any": "Events.with_capacity(128)"},
    "Event()": {"any": "for event in events"},
    "Interest()": {"any": "Interest.READABLE"},
    "Waker()": {"any": "Waker.new(poll.registry(), Token(0)).unwrap()"},
    "mio.net.TcpListener()": {"any": "TcpListener.bind(addr).unwrap()"},
    "mio.net.TcpStream()": {"any": "TcpStream.connect(addr).unwrap()"},
    "mio.net.UdpSocket()": {"any": "UdpSocket.bind(addr).unwrap()"},
    "mio.net.UnixListener()": {"any": f"UnixListener.bind({_PATH}).unwrap()"},
    "mio.net.UnixStream()": {"any": f"UnixStream.connect({_PATH}).unwrap()"},
    "mio.net.UnixDatagram()": {"any": f"UnixDatagram.bind({_PATH}).unwrap()"},
    "mio.unix.pipe.Sender()": {"any": "pipe.new().unwrap()"},
    "mio.unix.pipe.Receiver()": {"any": "pipe.new().unwrap()"},
    "Domain()": {"int": "Domain.from_({})", "any": "Domain.IPV4"},
    "Type()": {"int": "Type.from_({})", "any": "Type.STREAM"},
    "Protocol()": {"int": "Protocol.from_({})", "any": "Protocol.TCP"},
}
