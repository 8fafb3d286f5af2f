"""Calls the functions of `stdnet.c` with random arguments, right and wrong.

    python -m tests.c.random_arguments COUNT

It exits with status 0 if the interpreter survives and each call returns, or raises `TypeError` or
`ValueError`.
"""

import ctypes
import inspect
import os
import random
import signal
import sys
from array import array
from collections.abc import Callable, Iterator
from ctypes import byref
from types import FrameType, FunctionType

from stdnet import c

SEED = 6
NAMES: list[str] = vars(c)["__all__"]


def any_value(choice: random.Random) -> object:
    """Returns an argument, right or wrong."""
    return choice.choice(MAKERS)()


def message() -> c.msghdr:
    """Returns a message whose lengths may be wrong."""
    return c.msghdr(
        c.sockaddr_storage(),
        CHOICE.choice([0, 16, 128, 129]),
        iovecs(),
        CHOICE.randrange(4),
        bytearray(32),
        CHOICE.choice([0, 15, 16, 32, 33]),
    )


def iovecs() -> list[c.iovec]:
    """Returns vectors whose lengths may be wrong."""
    return [c.iovec(bytearray(8), CHOICE.choice([0, 8, 9])) for _ in range(CHOICE.randrange(4))]


def control_message() -> c.cmsghdr | None:
    """Returns a control message of a random length."""
    msg = c.msghdr(msg_control=bytearray(CHOICE.randbytes(40)), msg_controllen=40)
    return c.CMSG_FIRSTHDR(msg)


def address_list() -> c.addrinfo_p:
    """Returns a pointer that `getaddrinfo` has set, or NULL."""
    res = c.addrinfo_p()
    if CHOICE.random() < 0.5:
        c.getaddrinfo("::1", "80", c.addrinfo(c.AI_NUMERICHOST), res)
    return res


def text() -> str | bytes:
    """Returns a text that may be an address, a name or neither."""
    texts: list[str | bytes] = ["127.0.0.1", "::1", "lo", "80", "", "a\0b", "\ud800"]
    return CHOICE.choice([*texts, b"1.2.3.4", b"\xff"])


CHOICE = random.Random(SEED)
FDS = array("i", [-1, -1])
MAKERS: list[Callable[[], object]] = [
    lambda: CHOICE.choice([-1, 0, 1, 2, 4, 10, 16, 28, 110, 128, 1 << 31, 1 << 64, -(1 << 70)]),
    lambda: CHOICE.choice([*FDS]),
    lambda: CHOICE.choice([None, 1.5, object(), {}, int, [1], (), "text", True]),
    lambda: CHOICE.choice([bytes(16), b"x" * 200, b""]),
    lambda: bytearray(CHOICE.choice([0, 1, 4, 16, 64, 200])),
    lambda: memoryview(bytearray(64))[:: CHOICE.choice([1, 2])],
    lambda: memoryview(b"read-only"),
    lambda: array("i", [0, 0]),
    lambda: ctypes.create_string_buffer(CHOICE.choice([1, 64])),
    lambda: CHOICE.choice([c.sockaddr(), c.sockaddr_in(), c.sockaddr_in6(), c.sockaddr_un()]),
    lambda: c.sockaddr_storage.from_buffer_copy(CHOICE.randbytes(128)),
    lambda: c.sockaddr_un(c.AF_UNIX, b"x" * 108),
    lambda: CHOICE.choice([c.in_addr(), c.in6_addr(), c.linger(), c.timeval(), c.ucred()]),
    lambda: c.socklen_t(CHOICE.choice([0, 4, 16, 28, 128, 129, 0xFFFFFFFF])),
    lambda: c.c_int(CHOICE.randrange(100)),
    lambda: byref(c.sockaddr_in(), CHOICE.choice([0, 0, 1, 1000])),
    lambda: byref(c.socklen_t(16)),
    lambda: byref(message()),
    lambda: c.sockaddr_in.from_address(8),
    lambda: c.socklen_t.from_address(8),
    lambda: c.iovec.from_buffer(bytearray(CHOICE.randbytes(16))),
    lambda: c.msghdr.from_buffer(bytearray(CHOICE.randbytes(56))),
    lambda: c.addrinfo.from_buffer(bytearray(CHOICE.randbytes(48))),
    lambda: c.addrinfo(c.AI_NUMERICHOST),
    lambda: [c.pollfd(CHOICE.choice(FDS), c.POLLIN) for _ in range(CHOICE.randrange(4))],
    *(message, iovecs, control_message, address_list, text, lambda: c.iovec(bytearray(8), 8)),
]


def close(fd: object) -> None:
    """Closes a descriptor, unless this program needs it."""
    if isinstance(fd, int) and fd not in {0, 1, 2, *FDS}:
        c.close(fd)


def getaddrinfo(node: str, service: str, hints: object, res: c.addrinfo_p) -> int:
    """Looks up an address without asking a name server."""
    del hints
    numeric = c.addrinfo(c.AI_NUMERICHOST | c.AI_NUMERICSERV)
    return c.getaddrinfo(node, service, numeric, res)


def getnameinfo(addr: c.sockaddr, addrlen: int, *rest: object) -> None:
    """Looks up a name without asking a name server."""
    host, hostlen, serv, servlen, _ = rest
    call: Callable[..., int] = c.getnameinfo
    call(addr, addrlen, host, hostlen, serv, servlen, c.NI_NUMERICHOST | c.NI_NUMERICSERV)


HARMLESS: dict[str, Callable[..., object]] = {
    "close": close,
    "getaddrinfo": getaddrinfo,
    "getnameinfo": getnameinfo,
    "cvt_r": callable,
}
"""Replacements of functions that would disturb this program, or take long."""


def functions() -> Iterator[tuple[str, Callable[..., object], int]]:
    """Yields each function with its name and the number of its parameters."""
    for name in NAMES:
        function = getattr(c, name)
        if isinstance(function, FunctionType):
            count = len(inspect.signature(function).parameters)
            call: Callable[..., object] = HARMLESS.get(name, function)
            yield name, call, count


def ignore(signum: int, frame: FrameType | None) -> None:
    """Handles a signal without doing anything."""


def main() -> None:
    """Makes the calls."""
    assert c.socketpair(c.AF_UNIX, c.SOCK_DGRAM | c.SOCK_NONBLOCK, 0, FDS) == 0
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    # The signal interrupts calls that wait.
    signal.signal(signal.SIGALRM, ignore)
    signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
    all_functions = list(functions())
    for _ in range(int(sys.argv[1])):
        name, function, count = CHOICE.choice(all_functions)
        arguments = [any_value(CHOICE) for _ in range(count)]
        try:
            repr(function(*arguments))
        except (TypeError, ValueError):
            pass
        except BaseException as exc:
            raise AssertionError(name, [type(each) for each in arguments]) from exc
        for each in arguments:
            if isinstance(each, c.msghdr | c.addrinfo | c.iovec):
                _ = repr(each), each.hexdump()
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(sys.argv[1], "calls")


if __name__ == "__main__":
    main()
