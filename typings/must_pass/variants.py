"""The variants of an enum with data are types and classes: in annotations, patterns and calls."""

from __future__ import annotations

from typing import TypeAlias, assert_never, assert_type

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6
from stdnet.io import SeekFrom
from stdnet.os.unix.net import AncillaryData, AncillaryError, ScmCredentials, ScmRights
from stdnet.socket2 import InterfaceIndexOrAddress

V4: TypeAlias = IpAddr.V4 | SocketAddr.V4


class Route:
    """Variants annotate attributes, parameters, results and type arguments."""

    gateway: IpAddr.V4 | None = None
    hops: list[IpAddr.V6]

    def __init__(self, hops: list[IpAddr.V6], *more: SocketAddr.V6) -> None:
        self.hops = [*hops, *(addr.ip() for addr in more)]

    def last(self) -> IpAddr.V6:
        return self.hops[-1]


def variants_in_annotations(route: Route, either: V4, pos: SeekFrom.Start) -> None:
    assert_type(route.gateway, Ipv4Addr | None)
    assert_type(route.last(), Ipv6Addr)
    assert_type(either, Ipv4Addr | SocketAddrV4)
    from_the_start: SeekFrom = pos
    ip: IpAddr = route.last()
    print(from_the_start, ip)


def variants_are_called() -> None:
    assert_type(IpAddr.V4(127, 0, 0, 1), Ipv4Addr)
    assert_type(IpAddr.V4.LOCALHOST, Ipv4Addr)
    assert_type(IpAddr.V4.from_bits(1), Ipv4Addr)
    assert_type(SocketAddr.V4(IpAddr.V4.LOCALHOST, 80), SocketAddrV4)
    assert_type(SocketAddr.V6(IpAddr.V6.LOCALHOST, 80, 0, 0), SocketAddrV6)
    assert_type(SeekFrom.End(-1), SeekFrom.End)
    assert_type(InterfaceIndexOrAddress.Index(1), InterfaceIndexOrAddress.Index)
    assert_type(AncillaryError.Unknown(1, 2), AncillaryError.Unknown)


def variants_in_isinstance(ip: object, addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    if isinstance(ip, IpAddr.V4 | IpAddr.V6):
        assert_type(ip, Ipv4Addr | Ipv6Addr)
    elif isinstance(ip, (SocketAddr.V4, SocketAddr.V6)):
        assert_type(ip, SocketAddrV4 | SocketAddrV6)
    if isinstance(addr, SocketAddr.V4):
        assert_type(addr, SocketAddrV4)
    else:
        assert_type(addr, SocketAddrV6)


def variants_without_payload(ip: IpAddr.V4 | IpAddr.V6) -> int:
    match ip:
        case IpAddr.V4() as v4:
            assert_type(v4, Ipv4Addr)
            return 4
        case IpAddr.V6() as v6:
            assert_type(v6, Ipv6Addr)
            return 6


def variants_with_payload(addr: SocketAddr.V4 | SocketAddr.V6) -> int:
    match addr:
        case SocketAddr.V4(ip, port):
            assert_type(ip, Ipv4Addr)
            return port
        case SocketAddr.V6(ip, port):
            assert_type(ip, Ipv6Addr)
            return port


def variants_of_positions(pos: SeekFrom.Start | SeekFrom.End | SeekFrom.Current) -> int:
    match pos:
        case SeekFrom.Start(n) | SeekFrom.End(n):
            assert_type(n, int)
            return n
        case SeekFrom.Current(n):
            return n
        case _:
            assert_never(pos)


def variants_of_the_base(pos: SeekFrom, ip: IpAddr) -> int:
    match pos:
        case SeekFrom.Start(n):
            assert_type(n, int)
            return n
        case _:
            assert_type(pos, SeekFrom)
    match ip:
        case IpAddr.V4(a, _, _, d):
            assert_type(a, int)
            return a + d
        case _:
            return 0


def variants_of_messages(message: AncillaryData.ScmRights | AncillaryData.ScmCredentials) -> str:
    match message:
        case AncillaryData.ScmRights() as fds:
            assert_type(fds, ScmRights)
            return "descriptors"
        case AncillaryData.ScmCredentials() as creds:
            assert_type(creds, ScmCredentials)
            return "credentials"


def variants_of_errors(error: AncillaryError) -> int:
    match error:
        case AncillaryError.Unknown(level, kind):
            assert_type(level, int)
            return level + kind
        case _:
            return 0


def variants_of_interfaces(
    interface: InterfaceIndexOrAddress.Index | InterfaceIndexOrAddress.Address,
) -> int:
    match interface:
        case InterfaceIndexOrAddress.Index(n):
            assert_type(n, int)
            return n
        case InterfaceIndexOrAddress.Address(ip):
            assert_type(ip, Ipv4Addr)
            return 0
