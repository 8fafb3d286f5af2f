"""Addresses, against Python's `ipaddress`: half of them of IPv4, half of IPv6."""

import random
from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import Work
from tests.bench.peer import Peer


@cache
def texts(count: int, seed: int = 0) -> list[str]:
    """Addresses of both versions, many of IPv6 with zeros to shorten."""
    numbers = random.Random(seed)
    mixed = list[str]()
    for _ in range(count // 2):
        zeros = ((1 << numbers.randrange(0, 81)) - 1) << 24
        mixed.append(str(IPv4Address(numbers.getrandbits(32))))
        mixed.append(str(IPv6Address(numbers.getrandbits(128) & ~zeros)))
    numbers.shuffle(mixed)
    return mixed


def base(count: int) -> list[IPv4Address | IPv6Address]:
    return list(map(ip_address, texts(count)))


def ours(count: int) -> list[IpAddr.V4 | IpAddr.V6]:
    return [IpAddr.from_str(text).unwrap() for text in texts(count)]


def timed(work: Callable[[], object]) -> Cost:
    clock = Clock()
    work()
    return clock.cost()


def base_parse(_peer: Peer, count: int) -> Cost:
    given = texts(count)
    return timed(lambda: [ip_address(text) for text in given])


def our_parse(_peer: Peer, count: int) -> Cost:
    given = texts(count)
    return timed(lambda: [IpAddr.from_str(text).unwrap() for text in given])


def base_print(_peer: Peer, count: int) -> Cost:
    given = base(count)
    return timed(lambda: [str(addr) for addr in given])


def our_print(_peer: Peer, count: int) -> Cost:
    given = ours(count)
    return timed(lambda: [str(addr) for addr in given])


def base_sort(_peer: Peer, count: int) -> Cost:
    v4 = [addr for addr in base(count) if isinstance(addr, IPv4Address)]
    v6 = [addr for addr in base(count) if isinstance(addr, IPv6Address)]
    return timed(lambda: (sorted(v4), sorted(v6)))


def our_sort(_peer: Peer, count: int) -> Cost:
    v4 = [addr for addr in ours(count) if isinstance(addr, Ipv4Addr)]
    v6 = [addr for addr in ours(count) if isinstance(addr, Ipv6Addr)]
    return timed(lambda: (sorted(v4), sorted(v6)))


def base_hash(_peer: Peer, count: int) -> Cost:
    given = base(count)
    return timed(lambda: [hash(addr) for addr in given])


def our_hash(_peer: Peer, count: int) -> Cost:
    given = ours(count)
    return timed(lambda: [hash(addr) for addr in given])


def base_test(_peer: Peer, count: int) -> Cost:
    given = base(count)
    return timed(
        lambda: [
            (addr.is_loopback, addr.is_multicast, addr.is_unspecified, addr.is_global)
            for addr in given
        ]
    )


def our_test(_peer: Peer, count: int) -> Cost:
    given = ours(count)
    return timed(
        lambda: [
            (addr.is_loopback(), addr.is_multicast(), addr.is_unspecified(), addr.is_global())
            for addr in given
        ]
    )


PARSE: Final[dict[str, Work]] = {"raw": base_parse, "stdnet": our_parse}
PRINT: Final[dict[str, Work]] = {"raw": base_print, "stdnet": our_print}
SORT: Final[dict[str, Work]] = {"raw": base_sort, "stdnet": our_sort}
HASH: Final[dict[str, Work]] = {"raw": base_hash, "stdnet": our_hash}
TEST: Final[dict[str, Work]] = {"raw": base_test, "stdnet": our_test}
