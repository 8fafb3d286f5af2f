"""Addresses, compared with Python's `ipaddress`: half of them IPv4, half IPv6."""

import random
from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr
from tests.bench.libraries import Work
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch


@cache
def texts(count: int, seed: int = 0) -> list[str]:
    """Returns addresses of both versions; many of the IPv6 addresses have zeros to shorten."""
    generator = random.Random(seed)
    found = list[str]()
    for _ in range(count // 2):
        zeros = ((1 << generator.randrange(0, 81)) - 1) << 24
        found.append(str(IPv4Address(generator.getrandbits(32))))
        found.append(str(IPv6Address(generator.getrandbits(128) & ~zeros)))
    generator.shuffle(found)
    return found


def ipaddress_addrs(count: int) -> list[IPv4Address | IPv6Address]:
    return list(map(ip_address, texts(count)))


def stdnet_addrs(count: int) -> list[IpAddr.V4 | IpAddr.V6]:
    return [IpAddr.from_str(text).unwrap() for text in texts(count)]


def timed(work: Callable[[], object]) -> Cost:
    """Does the work and returns its cost."""
    stopwatch = Stopwatch()
    work()
    return stopwatch.cost()


def ipaddress_parse(_peer: Peer, count: int) -> Cost:
    inputs = texts(count)
    return timed(lambda: [ip_address(text) for text in inputs])


def stdnet_parse(_peer: Peer, count: int) -> Cost:
    inputs = texts(count)
    return timed(lambda: [IpAddr.from_str(text).unwrap() for text in inputs])


def ipaddress_print(_peer: Peer, count: int) -> Cost:
    addrs = ipaddress_addrs(count)
    return timed(lambda: [str(addr) for addr in addrs])


def stdnet_print(_peer: Peer, count: int) -> Cost:
    addrs = stdnet_addrs(count)
    return timed(lambda: [str(addr) for addr in addrs])


def ipaddress_sort(_peer: Peer, count: int) -> Cost:
    v4 = [addr for addr in ipaddress_addrs(count) if isinstance(addr, IPv4Address)]
    v6 = [addr for addr in ipaddress_addrs(count) if isinstance(addr, IPv6Address)]
    return timed(lambda: (sorted(v4), sorted(v6)))


def stdnet_sort(_peer: Peer, count: int) -> Cost:
    v4 = [addr for addr in stdnet_addrs(count) if isinstance(addr, Ipv4Addr)]
    v6 = [addr for addr in stdnet_addrs(count) if isinstance(addr, Ipv6Addr)]
    return timed(lambda: (sorted(v4), sorted(v6)))


def ipaddress_hash(_peer: Peer, count: int) -> Cost:
    addrs = ipaddress_addrs(count)
    return timed(lambda: [hash(addr) for addr in addrs])


def stdnet_hash(_peer: Peer, count: int) -> Cost:
    addrs = stdnet_addrs(count)
    return timed(lambda: [hash(addr) for addr in addrs])


def ipaddress_test(_peer: Peer, count: int) -> Cost:
    addrs = ipaddress_addrs(count)
    return timed(
        lambda: [
            (addr.is_loopback, addr.is_multicast, addr.is_unspecified, addr.is_global)
            for addr in addrs
        ]
    )


def stdnet_test(_peer: Peer, count: int) -> Cost:
    addrs = stdnet_addrs(count)
    return timed(
        lambda: [
            (addr.is_loopback(), addr.is_multicast(), addr.is_unspecified(), addr.is_global())
            for addr in addrs
        ]
    )


PARSE: Final[dict[str, Work]] = {"raw": ipaddress_parse, "stdnet": stdnet_parse}
PRINT: Final[dict[str, Work]] = {"raw": ipaddress_print, "stdnet": stdnet_print}
SORT: Final[dict[str, Work]] = {"raw": ipaddress_sort, "stdnet": stdnet_sort}
HASH: Final[dict[str, Work]] = {"raw": ipaddress_hash, "stdnet": stdnet_hash}
TEST: Final[dict[str, Work]] = {"raw": ipaddress_test, "stdnet": stdnet_test}
