"""The types of sockets, addresses and errors in a program."""

from array import array
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Never, assert_never, assert_type

from stdnet import (
    AddrParseError,
    Err,
    Incoming,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    Result,
    Shutdown,
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    TcpListener,
    TcpStream,
    io,
    to_socket_addrs,
)
from stdnet.os.fd import OwnedFd
from stdnet.os.linux.net import TcpStreamExt


def variants_of_an_address(addr: SocketAddr.V4 | SocketAddr.V6) -> str:
    match addr:
        case SocketAddr.V4(ip, port):
            assert_type(ip, Ipv4Addr)
            return f"{ip} {port}"
        case SocketAddr.V6(ip, _, flowinfo, scope_id):
            assert_type(ip, Ipv6Addr)
            assert_type(flowinfo, int)
            return f"{ip} {scope_id}"


def variants_of_an_ip(ip: IpAddr.V4 | IpAddr.V6) -> bytes:
    match ip:
        case IpAddr.V4():
            assert_type(ip, Ipv4Addr)
            return ip.octets()
        case IpAddr.V6() as v6:
            assert_type(v6, Ipv6Addr)
            return v6.octets()


def variants_by_isinstance(addr: SocketAddr.V4 | SocketAddr.V6) -> int:
    if isinstance(addr, SocketAddr.V4):
        assert_type(addr, SocketAddrV4)
        return 4
    assert_type(addr, SocketAddrV6)
    return 6


def a_match_over_the_result_of_accept(listener: TcpListener) -> str:
    match listener.accept():
        case Ok((stream, SocketAddr.V4() as addr)):
            assert_type(stream, TcpStream)
            return str(addr)
        case Ok((_, addr)):
            return str(addr)
        case Err(io.Error(io.ErrorKind.WouldBlock)):
            return "later"
        case Err(error):
            assert_type(error, io.Error)
            return str(error)


def a_result_of_accept_is_ok_or_err(listener: TcpListener) -> None:
    accepted = listener.accept()
    match accepted:
        case Ok():
            pass
        case Err():
            pass
        case _:
            assert_never(accepted)


def constructors(v4: Ipv4Addr, v6: Ipv6Addr, either: IpAddr) -> None:
    assert_type(SocketAddr(v4, 80), SocketAddrV4)
    assert_type(SocketAddr(v6, 80), SocketAddrV6)
    assert_type(SocketAddr.new(v4, 80), SocketAddrV4)
    assert_type(SocketAddr(either, 80), SocketAddrV4 | SocketAddrV6)
    assert_type(SocketAddr(v4, 80).with_ip(v6), SocketAddrV6)
    assert_type(SocketAddr(v4, 80).with_port(81), SocketAddrV4)
    assert_type(v4.to_ipv6_mapped(), Ipv6Addr)
    assert_type(v6.to_ipv4(), Ipv4Addr | None)


def parsers(text: str) -> None:
    assert_type(Ipv4Addr.from_str(text), Result[Ipv4Addr, AddrParseError])
    assert_type(SocketAddrV6.from_str(text), Result[SocketAddrV6, AddrParseError])
    assert_type(SocketAddr.from_str(text), Result[SocketAddrV4 | SocketAddrV6, AddrParseError])
    assert_type(SocketAddr.from_str(text).map(str), Result[str, AddrParseError])


class Mirror:
    """A type of the program that converts to addresses."""

    def to_socket_addrs(self) -> io.Result[Iterator[SocketAddrV4]]:
        return Ok(iter([SocketAddrV4(Ipv4Addr.LOCALHOST, 80)]))


def every_form_of_an_address(v4: SocketAddrV4, any_addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    addrs = to_socket_addrs("localhost:80")
    assert_type(addrs, io.Result[list[SocketAddrV4 | SocketAddrV6]])
    TcpListener.bind(v4)
    TcpListener.bind(any_addr)
    TcpListener.bind([v4, any_addr])
    TcpListener.bind(addr for addr in addrs.unwrap())
    TcpListener.bind(("localhost", 80))
    TcpListener.bind((Ipv6Addr.LOCALHOST, 80))
    TcpListener.bind((IPv4Address("127.0.0.1"), 80))
    TcpListener.bind((IPv6Address("::1"), 80))
    TcpListener.bind(Mirror())


def calls(stream: TcpStream, listener: TcpListener) -> None:
    assert_type(TcpStream.connect("localhost:80"), io.Result[TcpStream])
    assert_type(stream.read(bytearray(1)), io.Result[int])
    assert_type(stream.read(memoryview(bytearray(1))), io.Result[int])
    assert_type(stream.read(array("B", [0])), io.Result[int])
    assert_type(stream.write(b"x"), io.Result[int])
    assert_type(stream.write_vectored([b"x", bytearray(1), memoryview(b"")]), io.Result[int])
    assert_type(stream.read_to_string(), io.Result[str])
    assert_type(stream.shutdown(Shutdown.Both), io.Result[None])
    assert_type(stream.read_timeout(), io.Result[timedelta | None])
    assert_type(stream.set_read_timeout(1), io.Result[None])
    assert_type(stream.take_error(), io.Result[io.Error | None])
    assert_type(stream.try_clone(), io.Result[TcpStream])
    assert_type(stream.take(3), io.Take[TcpStream])
    assert_type(stream.take(3).chain(stream).into_inner(), tuple[io.Take[TcpStream], TcpStream])
    assert_type(next(stream.bytes()), io.Result[int])
    assert_type(listener.incoming(), Incoming)
    assert_type(TcpStream.from_owned_fd(OwnedFd.from_(listener)), TcpStream)
    with stream as same:
        assert_type(same, TcpStream)
    on_linux: TcpStreamExt = stream
    assert_type(on_linux.quickack(), io.Result[bool])
    for incoming in listener.incoming():
        assert_type(incoming, io.Result[TcpStream])


class OneByteAtATime(io.Read, io.Write):
    """A reader and writer of the program."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        view[:1] = b"x"
        return Ok(min(1, len(view)))

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return Ok(len(memoryview(buf)))

    def flush(self) -> io.Result[None]:
        return Ok(None)


def any_reader(reader: io.Read) -> io.Result[str]:
    return reader.read_to_string()


any_reader(OneByteAtATime().take(2))


def errors(error: io.Error) -> None:
    assert_type(error.kind(), io.ErrorKind)
    assert_type(error.raw_os_error(), int | None)
    assert_type(error.get_ref(), Exception | str | None)
    assert_type(error.downcast(AddrParseError), Result[AddrParseError, io.Error])
    as_os_error: OSError = error
    raise as_os_error


def a_raised_error(error: io.Error) -> Never:
    raise error
