"""A wrong argument raises an error whose text says in one line what to write instead.

Each row of `TEXTS` is what someone writes who comes from Python's sockets, from asyncio or from
Rust, and the whole text of the error.
"""

import inspect
import io as python_io
import socket as python
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any, Final

import pytest

import stdnet
from stdnet import TcpListener, TcpStream, UdpSocket, io, mio, socket2
from stdnet.io import BufRead, Write
from stdnet.os import fd
from stdnet.os.unix import net as unix


class Returns(BufRead, Write):
    """A reader and writer that returns the same from each method."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def read(self, _: object, /) -> Any:
        return self.value

    def write(self, _: object, /) -> Any:
        return self.value

    def fill_buf(self) -> Any:
        return self.value

    def consume(self, _: int, /) -> None:
        pass

    def flush(self) -> Any:
        return self.value


def flushed(writer: Write) -> io.Result[None]:
    """Writes through a `BufWriter`."""
    buffered = io.BufWriter(writer)
    buffered.write_all(b"abc").expect("room in the buffer")
    try:
        return buffered.flush()
    finally:
        _ = buffered.into_parts()  # Otherwise the `BufWriter` warns that the bytes are lost.


# How long texts begin.
ADDRESS: Final = (
    'the address is a str such as "127.0.0.1:8080", a (host, port) tuple or a SocketAddr'
)
UNIX_ADDRESS: Final = "the address is a SocketAddr of stdnet.os.unix.net"
BUFFER: Final = "the buffer to read into is a bytearray or another writable buffer"
DATA: Final = "the data is bytes or another buffer"
RETURNED: Final = "what a read(), write() or fill_buf() returns is Ok or Err"
COUNT: Final = "the count in the Ok of a read() or write()"

TEXTS: Final = [
    # Constructors.
    (
        "TcpListener()",
        'TcpListener has no constructor: write TcpListener.bind("127.0.0.1:8080").unwrap()',
    ),
    (
        'TcpListener("127.0.0.1", 8080)',
        'TcpListener has no constructor: write TcpListener.bind("127.0.0.1:8080").unwrap()',
    ),
    (
        'TcpListener(addr="127.0.0.1:8080")',
        'TcpListener has no constructor: write TcpListener.bind("127.0.0.1:8080").unwrap()',
    ),
    (
        "TcpStream()",
        'TcpStream has no constructor: write TcpStream.connect("127.0.0.1:8080").unwrap()',
    ),
    (
        'TcpStream("host", 80)',
        'TcpStream has no constructor: write TcpStream.connect("127.0.0.1:8080").unwrap()',
    ),
    (
        "TcpStream(python_socket)",
        "TcpStream has no constructor: write TcpStream.from_socket(socket).unwrap()",
    ),
    (
        "UdpSocket()",
        'UdpSocket has no constructor: write UdpSocket.bind("127.0.0.1:8080").unwrap()',
    ),
    (
        'UnixStream("/tmp/socket")',
        'UnixStream has no constructor: write UnixStream.connect("/tmp/socket").unwrap()',
    ),
    (
        "UnixListener()",
        'UnixListener has no constructor: write UnixListener.bind("/tmp/socket").unwrap()',
    ),
    (
        "UnixDatagram()",
        'UnixDatagram has no constructor: write UnixDatagram.bind("/tmp/socket").unwrap()',
    ),
    ("Socket()", "Socket has no constructor: write Socket.new(Domain.IPV4, Type.STREAM).unwrap()"),
    (
        "Socket(AF_INET, SOCK_STREAM)",
        "Socket has no constructor: write Socket.new(Domain.IPV4, Type.STREAM).unwrap()",
    ),
    ("SockRef(stream)", "SockRef has no constructor: write SockRef.from_(socket)"),
    ("SockAddr()", "SockAddr has no constructor: write SockAddr.from_(addr)"),
    ("OwnedFd(3)", "OwnedFd has no constructor: write OwnedFd.from_raw_fd(3)"),
    ("BorrowedFd()", "BorrowedFd has no constructor: write owner.as_fd()"),
    ("ReadHalf()", "ReadHalf has no constructor: write stream.split()"),
    ("Domain(2)", "Domain has no constructor: write Domain.from_(2)"),
    (
        "unix.SocketAddr()",
        (
            "SocketAddr of stdnet.os.unix.net has no constructor: "
            "write SocketAddr.from_pathname(path).unwrap(), or for an IP address stdnet.SocketAddr"
        ),
    ),
    (
        'unix.SocketAddr("127.0.0.1", 80)',
        (
            "SocketAddr of stdnet.os.unix.net has no constructor: "
            "write SocketAddr.from_pathname(path).unwrap(), or for an IP address stdnet.SocketAddr"
        ),
    ),
    (
        'IpAddr("127.0.0.1")',
        "IpAddr has no constructor: write IpAddr.from_str('127.0.0.1').unwrap()",
    ),
    ("IpAddr(127, 0, 0, 1)", "IpAddr has no constructor: write Ipv4Addr(127, 0, 0, 1)"),
    ("Ipv4Addr()", "Ipv4Addr takes four octets, not nothing: write Ipv4Addr(127, 0, 0, 1)"),
    (
        'Ipv4Addr("127.0.0.1")',
        "Ipv4Addr takes four octets, not str: write Ipv4Addr.from_str('127.0.0.1').unwrap()",
    ),
    ('Ipv4Addr("127", "0", "0", "1")', "u8 is an int, not str: write int('127')"),
    (
        "Ipv4Addr(127, 0, 0)",
        "Ipv4Addr takes four octets, not int, int, int: write Ipv4Addr(127, 0, 0, 1)",
    ),
    (
        'Ipv4Addr(b"abcd")',
        "Ipv4Addr takes four octets, not bytes: write Ipv4Addr.from_octets(b'abcd')",
    ),
    (
        "Ipv4Addr((127, 0, 0, 1))",
        "Ipv4Addr takes four octets, not tuple: write Ipv4Addr(*(127, 0, 0, 1))",
    ),
    (
        'Ipv4Addr(ip_address("127.0.0.1"))',
        "Ipv4Addr takes four octets, not IPv4Address: write Ipv4Addr.from_(ip)",
    ),
    (
        'Ipv6Addr("::1")',
        "Ipv6Addr takes eight segments, not str: write Ipv6Addr.from_str('::1').unwrap()",
    ),
    ("Ipv6Addr(1)", "Ipv6Addr takes eight segments, not int: write Ipv6Addr.from_bits(1)"),
    (
        "SocketAddr()",
        "SocketAddr takes an IP address and a port, not nothing: write SocketAddr(ip, 8080)",
    ),
    (
        'SocketAddr("127.0.0.1:80")',
        (
            "SocketAddr takes an IP address and a port, not str: "
            "write SocketAddr.from_str('127.0.0.1:80').unwrap()"
        ),
    ),
    (
        'SocketAddr("127.0.0.1", 80)',
        "the ip is an IpAddr, not str: write IpAddr.from_str('127.0.0.1').unwrap()",
    ),
    (
        'SocketAddr(("127.0.0.1", 80))',
        (
            "SocketAddr takes an IP address and a port, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 80)).unwrap()"
        ),
    ),
    (
        'SocketAddr(ip_address("127.0.0.1"), 80)',
        "the ip is an IpAddr, not IPv4Address: write IpAddr.from_(ip)",
    ),
    (
        "SocketAddr(Ipv4Addr.LOCALHOST)",
        "SocketAddrV4 takes an IPv4 address and a port, not Ipv4Addr: write SocketAddrV4(ip, 8080)",
    ),
    ('SocketAddr(Ipv4Addr.LOCALHOST, "80")', "u16 is an int, not str: write int('80')"),
    (
        'SocketAddrV4(("127.0.0.1", 80))',
        (
            "SocketAddrV4 takes an IPv4 address and a port, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 80)).unwrap()"
        ),
    ),
    (
        'SocketAddrV4("127.0.0.1", 80)',
        "the ip is Ipv4Addr, not str: write Ipv4Addr.from_str('127.0.0.1').unwrap()",
    ),
    (
        "SocketAddrV6(Ipv6Addr.LOCALHOST, 80)",
        (
            "SocketAddrV6 takes an IPv6 address, a port, flow information and a scope, "
            "not Ipv6Addr, int: "
            "write SocketAddrV6(ip, 8080, 0, 0)"
        ),
    ),
    (
        'SocketAddr.from_("127.0.0.1:80")',
        (
            "the address is a SocketAddr or a tuple, not str: "
            "write SocketAddr.from_str('127.0.0.1:80').unwrap()"
        ),
    ),
    (
        'IpAddr.from_("127.0.0.1")',
        (
            "the address is an IP address, octets or segments, not str: "
            "write IpAddr.from_str('127.0.0.1').unwrap()"
        ),
    ),
    (
        "TcpStream.connect(TcpListener.bind('127.0.0.1:0').unwrap().local_addr())",
        f"{ADDRESS}, not Ok: write result.unwrap(), or match the result",
    ),
    (
        "TcpListener.bind(SocketAddr.from_str('127.0.0.1'))",
        f"{ADDRESS}, not Err: write a match of the result",
    ),
    # The text of an address.
    (
        "SocketAddr.from_str()",
        "the text of an address is missing: write the text, in quotation marks",
    ),
    (
        'SocketAddr.from_str(b"127.0.0.1:80")',
        "the text of an address is a str, not bytes: write b'127.0.0.1:80'.decode()",
    ),
    (
        'SocketAddr.from_str(("127.0.0.1", 80))',
        (
            "the text of an address is a str, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 80)).unwrap()"
        ),
    ),
    (
        "SocketAddr.from_str(addr)",
        "the text of an address is a str, not SocketAddrV4: write str(addr), or the address itself",
    ),
    (
        'SocketAddrV4.from_str(b"127.0.0.1:80")',
        "the text of an address is a str, not bytes: write b'127.0.0.1:80'.decode()",
    ),
    (
        "SocketAddrV6.from_str(None)",
        "the text of an address is a str, not None: write the text, in quotation marks",
    ),
    (
        'IpAddr.from_str(b"127.0.0.1")',
        "the text of an address is a str, not bytes: write b'127.0.0.1'.decode()",
    ),
    (
        "IpAddr.from_str(Ipv4Addr.LOCALHOST)",
        "the text of an address is a str, not Ipv4Addr: write str(addr), or the address itself",
    ),
    (
        'IpAddr.from_str(ip_address("127.0.0.1"))',
        "the text of an address is a str, not IPv4Address: write IpAddr.from_(ip)",
    ),
    (
        "Ipv4Addr.from_str(127)",
        "the text of an address is a str, not int: write the text, in quotation marks",
    ),
    (
        'Ipv6Addr.from_str(b"::1")',
        "the text of an address is a str, not bytes: write b'::1'.decode()",
    ),
    ('IpAddr.parse_ascii("127.0.0.1")', f"{DATA}, not str: write '127.0.0.1'.encode()"),
    # Addresses to bind and to connect.
    ("TcpListener.bind()", 'TcpListener.bind takes one address: write bind("127.0.0.1:8080")'),
    ('TcpListener.bind(b"127.0.0.1:0")', f"{ADDRESS}, not bytes: write b'127.0.0.1:0'.decode()"),
    ("TcpListener.bind(8080)", f'{ADDRESS}, not int: write ("127.0.0.1", 8080)'),
    ("TcpListener.bind(None)", f'{ADDRESS}, not None: write "127.0.0.1:8080"'),
    (
        'TcpListener.bind("127.0.0.1", 8080)',
        "TcpListener.bind takes one address: write bind(('127.0.0.1', 8080))",
    ),
    (
        'TcpListener.bind(host="127.0.0.1", port=8080)',
        "TcpListener.bind takes one address: write bind(('127.0.0.1', 8080))",
    ),
    (
        "TcpListener.bind(AF_INET, SOCK_STREAM)",
        'TcpListener.bind takes one address: write bind("127.0.0.1:8080")',
    ),
    ('TcpListener.bind(("127.0.0.1", "8080"))', "the port is an int, not str: write int('8080')"),
    ('TcpListener.bind(("127.0.0.1", None))', "the port is an int, not None: write a number"),
    (
        'TcpListener.bind((8080, "127.0.0.1"))',
        "the host is a str or an IP address, not int: write (host, port)",
    ),
    (
        'TcpListener.bind((b"127.0.0.1", 8080))',
        "the host is a str or an IP address, not bytes: write b'127.0.0.1'.decode()",
    ),
    (
        "TcpListener.bind((None, 8080))",
        'the host is a str or an IP address, not None: write "127.0.0.1"',
    ),
    ('TcpListener.bind(("127.0.0.1",))', f"{ADDRESS}, not tuple: write ('127.0.0.1', 8080)"),
    ('TcpListener.bind(("::1", 8080, 0, 0))', f"{ADDRESS}, not tuple: write ('::1', 8080)"),
    ('TcpListener.bind(["127.0.0.1", 8080])', f"{ADDRESS}, not list: write ('127.0.0.1', 8080)"),
    (
        'TcpListener.bind(["127.0.0.1:8080"])',
        (
            "each address is a SocketAddr, not str: "
            "write SocketAddr.from_str('127.0.0.1:8080').unwrap()"
        ),
    ),
    (
        'TcpListener.bind([("127.0.0.1", 8080)])',
        (
            "each address is a SocketAddr, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 8080)).unwrap()"
        ),
    ),
    (
        'TcpListener.bind((("127.0.0.1", 8080), ("127.0.0.1", 8081)))',
        (
            "each address is a SocketAddr, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 8080)).unwrap()"
        ),
    ),
    (
        "TcpListener.bind(SocketAddr)",
        f"{ADDRESS}, not the class SocketAddr: write SocketAddr(ip, 8080)",
    ),
    ("TcpListener.bind(Ipv4Addr.LOCALHOST)", f"{ADDRESS}, not Ipv4Addr: write (ip, 8080)"),
    ('TcpListener.bind(ip_address("127.0.0.1"))', f"{ADDRESS}, not IPv4Address: write (ip, 8080)"),
    (
        "TcpListener.bind(unix_addr)",
        (
            f"{ADDRESS}, not SocketAddr: "
            "write UnixStream.connect_addr(addr), as it is the address of a Unix socket"
        ),
    ),
    ('TcpListener.bind("127.0.0.1:0", backlog="5")', "i32 is an int, not str: write int('5')"),
    ("TcpStream.connect()", 'TcpStream.connect takes one address: write connect("127.0.0.1:8080")'),
    (
        'TcpStream.connect("127.0.0.1", 80)',
        "TcpStream.connect takes one address: write connect(('127.0.0.1', 80))",
    ),
    (
        'TcpStream.connect("::1", 80)',
        "TcpStream.connect takes one address: write connect(('::1', 80))",
    ),
    (
        'TcpStream.connect("127.0.0.1", port=80)',
        "TcpStream.connect takes one address: write connect(('127.0.0.1', 80))",
    ),
    (
        'TcpStream.connect("127.0.0.1:80", timeout=5)',
        "TcpStream.connect takes one address: write connect_timeout('127.0.0.1:80', 5)",
    ),
    (
        'TcpStream.connect("127.0.0.1:80", 5)',
        "TcpStream.connect takes one address: write connect_timeout('127.0.0.1:80', 5)",
    ),
    ("TcpStream.connect(80)", f'{ADDRESS}, not int: write ("127.0.0.1", 80)'),
    (
        "TcpStream.connect(python_socket)",
        f"{ADDRESS}, not socket: write SocketAddr.from_tuple(socket.getpeername()).unwrap()",
    ),
    (
        "TcpStream.connect(stream)",
        f"{ADDRESS}, not TcpStream: write the result of its local_addr() or peer_addr()",
    ),
    ("TcpStream.connect(SockAddr.from_(addr))", f"{ADDRESS}, not SockAddr: write addr.as_socket()"),
    (
        'TcpStream.connect_timeout(addr, "5")',
        "the duration is a timedelta or seconds, not str: write float('5')",
    ),
    (
        "TcpStream.connect_timeout(addr, None)",
        "the duration is a timedelta or seconds, not None: write 5 or timedelta(seconds=5)",
    ),
    ("UdpSocket.bind(8080)", f'{ADDRESS}, not int: write ("127.0.0.1", 8080)'),
    (
        'UdpSocket.bind("127.0.0.1", 8080)',
        "UdpSocket.bind takes one address: write bind(('127.0.0.1', 8080))",
    ),
    (
        'udp.connect("127.0.0.1", 80)',
        "UdpSocket.connect takes one address: write connect(('127.0.0.1', 80))",
    ),
    ("udp.connect(80)", f'{ADDRESS}, not int: write ("127.0.0.1", 80)'),
    ("to_socket_addrs(8080)", f'{ADDRESS}, not int: write ("127.0.0.1", 8080)'),
    (
        "UnixListener.bind(8080)",
        'the path is a str, bytes or a PathLike, not int: write "/tmp/socket"',
    ),
    (
        "UnixListener.bind(unix_addr)",
        (
            "the path is a str, bytes or a PathLike, not SocketAddr: "
            "write bind_addr(addr) or connect_addr(addr)"
        ),
    ),
    (
        'UnixListener.bind_addr("/tmp/socket")',
        f"{UNIX_ADDRESS}, not str: write SocketAddr.from_pathname('/tmp/socket').unwrap()",
    ),
    (
        "UnixListener.bind_addr(addr)",
        f"{UNIX_ADDRESS}, not SocketAddrV4: write SocketAddr.from_pathname(path).unwrap()",
    ),
    (
        "UnixStream.connect(addr)",
        (
            "the path is a str, bytes or a PathLike, not SocketAddrV4: "
            'write "/tmp/socket", or take a TCP or UDP socket for an IP address'
        ),
    ),
    (
        "UnixDatagram.bind(None)",
        'the path is a str, bytes or a PathLike, not None: write "/tmp/socket"',
    ),
    (
        "Socket.new(AF_INET, SOCK_STREAM)",
        "the domain is Domain, not AddressFamily: write Domain.from_(2)",
    ),
    ("Socket.new(Domain.IPV4, SOCK_STREAM)", "the ty is Type, not SocketKind: write Type.from_(1)"),
    (
        "Socket.new(Domain.IPV4, Type.STREAM, 6)",
        "the protocol is Protocol or None, not int: write Protocol.from_(6)",
    ),
    (
        'SockRef.from_(python_socket).connect(("127.0.0.1", 80))',
        (
            "the address is a SockAddr or a SocketAddr, not tuple: "
            "write SocketAddr.from_tuple(('127.0.0.1', 80)).unwrap(), "
            "or for a name to_socket_addrs(('127.0.0.1', 80)).unwrap()[0]"
        ),
    ),
    (
        'SockRef.from_(python_socket).bind("127.0.0.1:80")',
        (
            "the address is a SockAddr or a SocketAddr, not str: "
            "write SocketAddr.from_str('127.0.0.1:80').unwrap(), "
            "or for a name to_socket_addrs('127.0.0.1:80').unwrap()[0]"
        ),
    ),
    (
        "BufReader(stream).read_line(bytearray(9))",
        "read_line takes no argument: write line = reader.read_line().unwrap()",
    ),
    (
        "stdin().read_line(line := '')",
        "read_line takes no argument: write line = reader.read_line().unwrap()",
    ),
    (
        "udp.send_to(b'x', '127.0.0.1', 80)",
        "send_to takes one address: write send_to(data, ('127.0.0.1', 80))",
    ),
    *(
        (call, 'the path is missing: write "/tmp/socket"')
        for call in (
            "UnixListener.bind()",
            "UnixStream.connect()",
            "UnixDatagram.bind()",
            "UnixDatagram.unbound().unwrap().connect()",
            "UnixDatagram.unbound().unwrap().send_to(b'x')",
        )
    ),
    # Listeners.
    ("listener.accept(5)", "accept takes no argument: write accept_timeout(5)"),
    ("listener.accept(timeout=5)", "accept takes no argument: write accept_timeout(5)"),
    (
        "UnixListener.bind_addr(unix.SocketAddr.from_pathname('').unwrap()).unwrap().accept(5)",
        "accept takes no argument: write accept_timeout(5)",
    ),
    (
        "Socket.new(Domain.IPV4, Type.STREAM).unwrap().accept(5)",
        "accept takes no argument: write set_read_timeout(5) before",
    ),
    (
        'listener.accept_timeout("5")',
        "the duration is a timedelta or seconds, not str: write float('5')",
    ),
    (
        "next(iter(listener))",
        "TcpListener is not iterable: write for stream in listener.incoming()",
    ),
    # Reading.
    ("stream.read()", "the buffer to read into is missing: write bytearray(n)"),
    ("stream.read(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ('stream.read(b"   ")', f"{BUFFER}, not bytes: write bytearray(3)"),
    ('stream.read("   ")', f"{BUFFER}, not str: write bytearray(n)"),
    ("stream.read(None)", f"{BUFFER}, not None: write bytearray(n)"),
    ("stream.read(bytearray)", f"{BUFFER}, not the class bytearray: write bytearray(n)"),
    ('stream.read(memoryview(b"abc"))', f"{BUFFER}, not memoryview: write bytearray(n)"),
    ("stream.peek(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ("stream.read_exact(10)", f"{BUFFER}, not int: write bytearray(10)"),
    ('stream.read_exact(b"   ")', f"{BUFFER}, not bytes: write bytearray(3)"),
    ("stream.read_to_end()", "the buffer is missing: write bytearray()"),
    ('stream.read_to_end(b"")', "the buffer is bytearray, not bytes: write bytearray()"),
    ("stream.read_array()", "u64 is missing: write a number"),
    ('stream.read_array("4")', "u64 is an int, not str: write int('4')"),
    ("list(stream)", "TcpStream is not iterable: write for line in BufReader(reader).lines()"),
    ("UnixStream.pair().unwrap()[0].read(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ("io.pipe().unwrap()[0].read(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ('io.pipe().unwrap()[0].read(b"   ")', f"{BUFFER}, not bytes: write bytearray(3)"),
    ("io.empty().read(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ("SockRef.from_(python_socket).read(5)", f"{BUFFER}, not int: write bytearray(5)"),
    ('BufReader(Cursor(b"abc")).read()', "the buffer to read into is missing: write bytearray(n)"),
    ('BufReader(Cursor(b"abc")).read(5)', f"{BUFFER}, not int: write bytearray(5)"),
    ('BufReader(Cursor(b"abc")).read(b"   ")', f"{BUFFER}, not bytes: write bytearray(3)"),
    ('BufReader(Cursor(b"abc")).read_exact(5)', f"{BUFFER}, not int: write bytearray(5)"),
    ('BufReader(Cursor(b"abc")).read_array("4")', "u64 is an int, not str: write int('4')"),
    (
        'BufReader(Cursor(b"abc")).read_until(b";", bytearray())',
        "u8 is an int, not bytes: write ord(b';')",
    ),
    ('BufReader(Cursor(b"abc")).read_until(10)', "the buffer is missing: write bytearray()"),
    ('BufReader(Cursor(b"abc")).split(",")', "u8 is an int, not str: write ord(',')"),
    (
        'list(BufReader(Cursor(b"abc")))',
        "BufReader is not iterable: write for line in reader.lines()",
    ),
    ('Cursor(b"abc").read(5)', f"{BUFFER}, not int: write bytearray(5)"),
    ('Cursor(b"abc").seek(5)', "the position is a SeekFrom, not int: write SeekFrom.Start(5)"),
    # Writing.
    ('stream.write("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ("stream.write_all()", "the data is missing: write b'...' or text.encode()"),
    ('stream.write_all("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('stream.write_all("x" * 1000)', f"{DATA}, not str: write text.encode()"),
    (
        "stream.write_all(123)",
        f"{DATA}, not int: write str(123).encode() for its digits, or bytes([123]) for one byte",
    ),
    ("stream.write_all(None)", f"{DATA}, not None: write b'...' or text.encode()"),
    ("stream.write_all([1, 2])", f"{DATA}, not list: write bytes([1, 2])"),
    (
        'stream.write_fmt(b"hello")',
        "the text is str, not bytes: write b'hello'.decode(), or call write_all",
    ),
    ("stream.write_fmt(1)", "the text is str, not int: write str(value)"),
    ('BufWriter(io.sink()).write("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('BufWriter(io.sink()).write_all("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('LineWriter(io.sink()).write_all("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('Cursor(bytearray()).write_all("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('io.stdout().write_all("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('io.pipe().unwrap()[1].write("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    ('SockRef.from_(python_socket).send("hello")', f"{DATA}, not str: write 'hello'.encode()"),
    # Datagrams.
    ('udp.send_to("hello", addr)', f"{DATA}, not str: write 'hello'.encode()"),
    ('udp.send_to(b"hello")', 'the address is missing: write "127.0.0.1:8080"'),
    ('udp.send_to(b"hello", 80)', f'{ADDRESS}, not int: write ("127.0.0.1", 80)'),
    (
        'udp.send_to(b"hello", b"127.0.0.1:80")',
        f"{ADDRESS}, not bytes: write b'127.0.0.1:80'.decode()",
    ),
    ('udp.send_to(addr, b"hello")', f"{DATA}, not SocketAddrV4: write send_to(data, addr)"),
    ('udp.send_to("127.0.0.1:80", b"hello")', f"{DATA}, not str: write send_to(data, addr)"),
    (
        "udp.send(123)",
        f"{DATA}, not int: write str(123).encode() for its digits, or bytes([123]) for one byte",
    ),
    ("udp.recv(1024)", f"{BUFFER}, not int: write bytearray(1024)"),
    ("udp.recv_from()", "the buffer to read into is missing: write bytearray(n)"),
    ("udp.recv_from(1024)", f"{BUFFER}, not int: write bytearray(1024)"),
    ('udp.recv_from(b"   ")', f"{BUFFER}, not bytes: write bytearray(3)"),
    ("udp.peek_from(1024)", f"{BUFFER}, not int: write bytearray(1024)"),
    (
        'UnixDatagram.unbound().unwrap().send_to("hello", "/tmp/socket")',
        f"{DATA}, not str: write 'hello'.encode()",
    ),
    (
        'UnixDatagram.unbound().unwrap().send_to(b"hello", addr)',
        (
            "the path is a str, bytes or a PathLike, not SocketAddrV4: "
            'write "/tmp/socket", or take a TCP or UDP socket for an IP address'
        ),
    ),
    (
        'UnixDatagram.unbound().unwrap().send_to_addr(b"hello", "/tmp/socket")',
        f"{UNIX_ADDRESS}, not str: write SocketAddr.from_pathname('/tmp/socket').unwrap()",
    ),
    (
        "UnixDatagram.unbound().unwrap().recv_from(1024)",
        f"{BUFFER}, not int: write bytearray(1024)",
    ),
    # Options.
    (
        'stream.set_read_timeout("5")',
        "the duration is a timedelta or seconds, not str: write float('5')",
    ),
    ('stream.set_ttl("64")', "u32 is an int, not str: write int('64')"),
    ("stream.shutdown()", "how is missing: write Shutdown.Read, Shutdown.Write or Shutdown.Both"),
    (
        'stream.shutdown("both")',
        "how is Shutdown, not str: write Shutdown.Read, Shutdown.Write or Shutdown.Both",
    ),
    (
        "stream.shutdown(SHUT_WR)",
        "how is Shutdown, not int: write Shutdown.Read, Shutdown.Write or Shutdown.Both",
    ),
    (
        'udp.join_multicast_v4("224.0.0.1", "0.0.0.0")',
        "the multiaddr is Ipv4Addr, not str: write Ipv4Addr.from_str('224.0.0.1').unwrap()",
    ),
    (
        'udp.join_multicast_v4(ip_address("224.0.0.1"), Ipv4Addr.UNSPECIFIED)',
        "the multiaddr is Ipv4Addr, not IPv4Address: write Ipv4Addr.from_(ip)",
    ),
    (
        'udp.join_multicast_v6("ff02::1", 0)',
        "the multiaddr is Ipv6Addr, not str: write Ipv6Addr.from_str('ff02::1').unwrap()",
    ),
    # Readers and writers.
    ("BufReader()", "the reader is missing: write a TcpStream, a Cursor, or io.from_file(file)"),
    ('BufReader("text")', "the reader is Read, not str: write Cursor('text'.encode())"),
    ('BufReader(b"text")', "the reader is Read, not bytes: write Cursor(b'text')"),
    (
        "BufReader(python_socket)",
        "the reader is Read, not socket: write TcpStream.from_socket(socket).unwrap()",
    ),
    ("BufReader(file)", "the reader is Read, not BytesIO: write io.from_file(file)"),
    (
        "BufReader(listener)",
        "the reader is Read, not TcpListener: write listener.accept().unwrap()[0]",
    ),
    (
        "BufReader(TcpStream.connect(addr))",
        "the reader is Read, not Err: write a match of the result",
    ),
    (
        "BufReader.with_capacity(stream, 100)",
        "the reader is Read, not int: write BufReader.with_capacity(100, reader)",
    ),
    ("BufWriter()", "the writer is missing: write a TcpStream, a Cursor, or io.from_file(file)"),
    ("BufWriter(file)", "the writer is Write, not BytesIO: write io.from_file(file)"),
    ("BufWriter(bytearray())", "the writer is Write, not bytearray: write Cursor(bytearray(b''))"),
    ("LineWriter()", "the writer is missing: write a TcpStream, a Cursor, or io.from_file(file)"),
    ("Cursor()", "the data is missing: write b'...' or text.encode()"),
    ('Cursor("text")', f"{DATA}, not str: write 'text'.encode()"),
    ("Cursor(file)", f"{DATA}, not BytesIO: write io.from_file(file)"),
    ('io.copy("a", "b")', "the reader is Read, not str: write Cursor('a'.encode())"),
    ("io.copy(stream, file)", "the writer is Write, not BytesIO: write io.from_file(file)"),
    ("io.copy(file, stream)", "the reader is Read, not BytesIO: write io.from_file(file)"),
    ('io.from_file("path")', "the file is a file of bytes, not str: write open('path', \"rb\")"),
    ("io.from_file(stream)", "the file is a file of bytes, not TcpStream: write the reader itself"),
    (
        "io.from_file(text_file)",
        "the file is a file of bytes, not TextIOWrapper: write file.buffer",
    ),
    # Readers and writers of one's own.
    ("Returns(3).read_to_string()", f"{RETURNED}, not int: write return Ok(3)"),
    ("Returns(None).read_exact(bytearray(4))", f"{RETURNED}, not None: write return Ok(n)"),
    (
        'Returns(b"abc").read_array(4)',
        (
            f"{RETURNED}, not bytes: "
            "write buf[:n] = data and return Ok(n), or in fill_buf() return Ok(memoryview(data))"
        ),
    ),
    ('Returns(Ok(b"abc")).read_to_string()', f"{COUNT} is an int, not bytes: write return Ok(n)"),
    (
        "Returns(Ok(None)).read_exact(bytearray(4))",
        f"{COUNT} is an int, not None: write return Ok(n)",
    ),
    (
        'Returns(Err("lost")).read_to_string()',
        (
            "the error in the Err of a read() or write() is an io.Error, not str: "
            "write io.Error.other('lost')"
        ),
    ),
    ("BufReader(Returns(3)).read_line()", f"{RETURNED}, not int: write return Ok(3)"),
    (
        "BufReader(Returns(Ok(None))).read_line()",
        f"{COUNT} is an int, not None: write return Ok(n)",
    ),
    ("list(Returns(3).bytes())", f"{RETURNED}, not int: write return Ok(3)"),
    ('Returns(3).write_all(b"abc")', f"{RETURNED}, not int: write return Ok(3)"),
    ('Returns(Ok(None)).write_all(b"abc")', f"{COUNT} is an int, not None: write return Ok(n)"),
    ("flushed(Returns(3))", f"{RETURNED}, not int: write return Ok(3)"),
    ("flushed(Returns(None))", f"{RETURNED}, not None: write return Ok(n)"),
    (
        'Returns(b"abc").read_line()',
        (
            f"{RETURNED}, not bytes: "
            "write buf[:n] = data and return Ok(n), or in fill_buf() return Ok(memoryview(data))"
        ),
    ),
    ("io.copy(Returns(3), stream)", f"{RETURNED}, not int: write return Ok(3)"),
    (
        'io.copy(Returns(b"abc"), io.sink())',
        (
            f"{RETURNED}, not bytes: "
            "write buf[:n] = data and return Ok(n), or in fill_buf() return Ok(memoryview(data))"
        ),
    ),
    ("io.copy(io.repeat(0), Returns(None))", f"{RETURNED}, not None: write return Ok(n)"),
    # Descriptors.
    ('TcpStream.from_raw_fd("3")', "the descriptor is a number, not str: write int('3')"),
    (
        "TcpStream.from_raw_fd(stream)",
        "the descriptor is a number, not TcpStream: write the result of its into_raw_fd()",
    ),
    (
        "TcpStream.from_raw_fd(python_socket)",
        "the descriptor is a number, not socket: write socket.detach()",
    ),
    ("TcpStream.from_owned_fd(3)", "owned_fd is OwnedFd, not int: write OwnedFd.from_raw_fd(3)"),
    (
        "TcpStream.from_(python_socket)",
        (
            "the owner is an OwnedFd or a socket2.Socket, not socket: "
            "write from_socket(socket).unwrap()"
        ),
    ),
    # The crate mio.
    ("Poll()", "Poll has no constructor: write Poll.new().unwrap()"),
    ("Events(64)", "Events has no constructor: write Events.with_capacity(64)"),
    (
        "mio.net.TcpListener(addr)",
        "mio.net.TcpListener has no constructor: write TcpListener.bind(addr).unwrap()",
    ),
    (
        "mio.net.TcpStream.from_(stream)",
        "the owner is a socket2.Socket or an OwnedFd, not TcpStream: write from_std(owner)",
    ),
    (
        "mio.net.TcpStream.from_(python_socket)",
        (
            "the owner is a socket2.Socket or an OwnedFd, not socket: "
            "write from_raw_fd(socket.detach())"
        ),
    ),
    (
        'mio.net.TcpListener.bind("127.0.0.1:0")',
        (
            "the address is a single SocketAddr, not str: "
            "write SocketAddr.from_str('127.0.0.1:0').unwrap(), "
            "or for a name to_socket_addrs('127.0.0.1:0').unwrap()[0]"
        ),
    ),
    (
        'mio.net.TcpStream.connect("localhost:80")',
        (
            "the address is a single SocketAddr, not str: "
            "write SocketAddr.from_str('localhost:80').unwrap(), "
            "or for a name to_socket_addrs('localhost:80').unwrap()[0]"
        ),
    ),
    (
        "mio.net.TcpStream.from_std(python_socket)",
        "the stream is a stdnet.TcpStream, not socket: write from_raw_fd(socket.detach())",
    ),
    (
        "mio.net.TcpStream.from_std(3)",
        "the stream is a stdnet.TcpStream, not int: write from_raw_fd(3)",
    ),
    ("poll.poll()", "the buffer for events is missing: write Events.with_capacity(128)"),
    (
        "poll.poll(64, None)",
        "the buffer for events is an Events, not int: write Events.with_capacity(64)",
    ),
    ("registry.register()", "the source is missing: write a socket of stdnet.mio.net"),
    ("registry.register(stream)", "the token is missing: write Token(0)"),
    ("registry.register(stream, 3)", "the token is a Token, not int: write Token(3)"),
    ("registry.register(stream, Token(3))", "the interest is missing: write Interest.READABLE"),
    (
        "registry.reregister(stream, Token(3), 1)",
        "the interest is an Interest, not int: write Interest.READABLE",
    ),
    (
        "registry.deregister(3)",
        "the source is an object with fileno(), not int: write unix.SourceFd(3)",
    ),
    (
        "registry.register(registry, Token(3), Interest.READABLE)",
        "the source is an object with fileno(), not Registry: write the Poll",
    ),
    (
        "registry.deregister(mio.net.TcpStream)",
        (
            "the source is an object with fileno(), not the class TcpStream: "
            "write a socket of stdnet.mio.net"
        ),
    ),
    (
        "registry.deregister(file)",
        (
            "the source is an object with a descriptor, not BytesIO: "
            "write a socket of stdnet.mio.net"
        ),
    ),
    (
        "mio.unix.pipe.new().unwrap()[0].deregister()",
        "the registry is missing: write poll.registry()",
    ),
    ("Waker.new(poll, Token(1))", "the registry is a Registry, not Poll: write poll.registry()"),
]

OF_RUST: Final = [
    ('TcpListener.bind("localhost")', "invalid socket address"),
    ('TcpListener.bind("")', "invalid socket address"),
    ('TcpListener.bind("localhost:")', "invalid port value"),
    ('TcpStream.connect("http://example.com")', "invalid port value"),
    ('TcpStream.connect(("localhost", 70000))', "invalid port value"),
    ('Ipv4Addr.from_str("localhost")', "invalid IPv4 address syntax"),
]


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, object]]:
    """Returns the names that the expressions use."""
    public: dict[str, object] = {
        **vars(mio),
        **vars(unix),
        **vars(socket2),
        **vars(fd),
        **vars(io),
        **vars(stdnet),
    }
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        TcpStream.connect(listener.local_addr().unwrap()).unwrap() as stream,
        UdpSocket.bind("127.0.0.1:0").unwrap() as udp,
        mio.Poll.new().unwrap() as poll,
        python.socket() as python_socket,
        python_io.BytesIO() as file,
        python_io.TextIOWrapper(python_io.BytesIO()) as text_file,
    ):
        yield {
            **public,
            "AF_INET": python.AF_INET,
            "SOCK_STREAM": python.SOCK_STREAM,
            "SHUT_WR": python.SHUT_WR,
            "ip_address": ip_address,
            "unix": unix,
            "unix_addr": unix.SocketAddr.from_pathname("/tmp/socket").unwrap(),
            "addr": stdnet.SocketAddr(stdnet.Ipv4Addr.LOCALHOST, 80),
            "Returns": Returns,
            "mio": mio,
            "poll": poll,
            "registry": poll.registry(),
            "flushed": flushed,
            "listener": listener,
            "stream": stream,
            "udp": udp,
            "python_socket": python_socket,
            "file": file,
            "text_file": text_file,
        }


@pytest.mark.parametrize(("expression", "text"), TEXTS, ids=[row[0] for row in TEXTS])
def test_the_text_says_what_to_write(expression: str, text: str, names: dict[str, object]) -> None:
    with pytest.raises(TypeError) as raised:
        eval(expression, names)
    assert str(raised.value) == text
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize(("expression", "text"), OF_RUST)
def test_what_the_text_of_an_address_causes_is_an_err_with_the_text_of_rust(
    expression: str, text: str, names: dict[str, object]
) -> None:
    assert str(eval(expression, names).unwrap_err()) == text


def test_the_signatures_stay_as_they_are() -> None:
    assert str(inspect.signature(TcpStream.read)).startswith("(self, buf: ")
    parameters = inspect.signature(TcpStream.read).parameters
    assert parameters["buf"].default is inspect.Parameter.empty
    assert list(inspect.signature(TcpStream.connect).parameters) == ["addr"]
