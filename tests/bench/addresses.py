"""Addresses against Python's `ipaddress`: `python -m tests.bench.addresses [COUNT]`.

Each row is the time of stdnet divided by that of `ipaddress`, the median over interleaved rounds.
"""

import random
import sys
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from statistics import median
from time import perf_counter
from typing import Final

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr

ROUNDS: Final = 9


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


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def ratio(ours: Callable[[], object], base: Callable[[], object]) -> float:
    """The time of ours in times of the base."""
    return median(seconds(ours) / seconds(base) for _ in range(ROUNDS))


def rows(count: int) -> Iterable[tuple[str, float]]:
    """Each scenario and its ratio."""
    given = texts(count)
    ours = [IpAddr.from_str(text).unwrap() for text in given]
    base = [ip_address(text) for text in given]

    yield (
        "parse",
        ratio(
            lambda: [IpAddr.from_str(text).unwrap() for text in given],
            lambda: [ip_address(text) for text in given],
        ),
    )
    yield "print", ratio(lambda: [*map(str, ours)], lambda: [*map(str, base)])
    yield (
        "parse and print",
        ratio(
            lambda: [str(IpAddr.from_str(text).unwrap()) for text in given],
            lambda: [str(ip_address(text)) for text in given],
        ),
    )
    yield "hash", ratio(lambda: [*map(hash, ours)], lambda: [*map(hash, base)])

    ours_v4 = [addr for addr in ours if isinstance(addr, Ipv4Addr)]
    base_v4 = [addr for addr in base if isinstance(addr, IPv4Address)]
    yield "sort IPv4", ratio(lambda: sorted(ours_v4), lambda: sorted(base_v4))
    ours_v6 = [addr for addr in ours if isinstance(addr, Ipv6Addr)]
    base_v6 = [addr for addr in base if isinstance(addr, IPv6Address)]
    yield "sort IPv6", ratio(lambda: sorted(ours_v6), lambda: sorted(base_v6))

    yield (
        "predicates",
        ratio(
            lambda: [
                (a.is_loopback(), a.is_multicast(), a.is_unspecified(), a.is_global()) for a in ours
            ],
            lambda: [(a.is_loopback, a.is_multicast, a.is_unspecified, a.is_global) for a in base],
        ),
    )


def main(count: int) -> None:
    """Prints the table."""
    print(f"{count} mixed addresses, stdnet / ipaddress, median of {ROUNDS} rounds")
    for scenario, value in rows(count):
        print(f"  {scenario:16} {value:5.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
