"""Arguments that would crash a program in C raise an exception before the call."""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from ctypes import byref
from types import FunctionType

import pytest

from stdnet import c

ADDR = c.sockaddr_in(c.AF_INET)
LEN = c.sizeof(ADDR)
SHORT = bytearray(4)
NAMES: list[str] = vars(c)["__all__"]


def iovec(size: int) -> c.iovec:
    """Returns an `iovec` that claims `size` bytes. Its buffer has four."""
    return c.iovec(SHORT, size)


def message(**members: int) -> c.msghdr:
    """Returns a message, some members of which are set to other values."""
    msg = c.msghdr(c.sockaddr_in(), LEN, [iovec(4)], 1, bytearray(16), 16)
    for name, value in members.items():
        setattr(msg, name, value)
    return msg


TOO_SHORT: list[Callable[[], object]] = [
    lambda: c.recv(-1, SHORT, 5, 0),
    lambda: c.send(-1, b"four", 5, 0),
    lambda: c.send(-1, memoryview(b"four")[1:], 4, 0),
    lambda: c.send(-1, None, 1, 0),
    lambda: c.recv(-1, SHORT, -1, 0),
    lambda: c.read(-1, SHORT, 5),
    lambda: c.read(-1, None, 1),
    lambda: c.write(-1, b"four", 1 << 63),
    lambda: c.recvfrom(-1, SHORT, 5, 0, None, None),
    lambda: c.recvfrom(-1, SHORT, 4, 0, ADDR, c.socklen_t(LEN + 1)),
    lambda: c.sendto(-1, b"four", 4, 0, ADDR, LEN + 1),
    lambda: c.bind(-1, ADDR, LEN + 1),
    lambda: c.connect(-1, ADDR, LEN + 1),
    lambda: c.connect(-1, ADDR, -1),
    lambda: c.accept(-1, ADDR, c.socklen_t(LEN + 1)),
    lambda: c.accept4(-1, ADDR, c.socklen_t(1 << 31), 0),
    lambda: c.getsockname(-1, ADDR, c.socklen_t(LEN + 1)),
    lambda: c.getpeername(-1, ADDR, c.socklen_t(LEN + 1)),
    lambda: c.getsockopt(-1, 1, 1, c.c_int(), c.socklen_t(5)),
    lambda: c.setsockopt(-1, 1, 1, c.c_int(), 5),
    lambda: c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, bytearray(7)),
    lambda: c.readv(-1, iovec(5), 1),
    lambda: c.writev(-1, [iovec(4), iovec(5)], 2),
    lambda: c.readv(-1, [iovec(4)], 2),
    lambda: c.readv(-1, [iovec(4)], -1),
    lambda: c.readv(-1, c.iovec(None, 1), 1),
    lambda: c.sendmsg(-1, message(msg_namelen=LEN + 1), 0),
    lambda: c.recvmsg(-1, message(msg_namelen=LEN + 1), 0),
    lambda: c.sendmsg(-1, message(msg_iovlen=2), 0),
    lambda: c.recvmsg(-1, message(msg_iovlen=2), 0),
    lambda: c.sendmsg(-1, message(msg_controllen=17), 0),
    lambda: c.recvmsg(-1, message(msg_controllen=17), 0),
    lambda: c.CMSG_FIRSTHDR(message(msg_controllen=17)),
    lambda: c.poll([c.pollfd()], 2, 0),
    lambda: c.poll([c.pollfd()], -1, 0),
    lambda: c.gethostname(SHORT, 5),
    lambda: c.inet_ntop(c.AF_INET, b"123", SHORT, 4),
    lambda: c.inet_ntop(c.AF_INET6, bytes(15), bytearray(46), 46),
    lambda: c.inet_ntop(c.AF_INET, bytes(4), SHORT, 5),
    lambda: c.inet_pton(c.AF_INET, "1.2.3.4", bytearray(3)),
    lambda: c.inet_pton(c.AF_INET6, "::", c.in_addr()),
    lambda: c.if_indextoname(1, bytearray(15)),
    lambda: c.getnameinfo(ADDR, LEN + 1, None, 0, None, 0, 0),
    lambda: c.getnameinfo(ADDR, LEN, SHORT, 5, None, 0, 0),
    lambda: c.getnameinfo(ADDR, LEN, None, 0, SHORT, 5, 0),
    lambda: c.getnameinfo(ADDR, LEN, None, 1, None, 0, 0),
]


@pytest.mark.parametrize("call", TOO_SHORT)
def test_a_length_past_the_end_of_a_buffer_is_a_value_error(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"bytes (of a buffer of|at NULL)|\d of \d|u32|u64|size"):
        call()


OUT_OF_RANGE: list[Callable[[], object]] = [
    lambda: c.close(1 << 31),
    lambda: c.close(-(1 << 31) - 1),
    lambda: c.socket(1 << 40, 1, 0),
    lambda: c.listen(-1, 1 << 31),
    lambda: c.poll([], 0, 1 << 31),
    lambda: c.fcntl(-1, c.F_SETFL, 1 << 40),
    lambda: c.if_indextoname(-1, bytearray(16)),
    lambda: c.strerror(1 << 31),
    lambda: c.gai_strerror(1 << 31),
    lambda: c.set_errno(1 << 31),
    # Texts that C would cut short at the NUL, or that are not UTF-8.
    lambda: c.inet_addr("1.2.3.4\0.5"),
    lambda: c.inet_aton(b"1\0", c.in_addr()),
    lambda: c.inet_pton(c.AF_INET, "1.2.3.4\0", c.in_addr()),
    lambda: c.getaddrinfo("a\0b", None, None, c.addrinfo_p()),
    lambda: c.getaddrinfo("\ud800", None, None, c.addrinfo_p()),
    lambda: c.if_nametoindex("lo\0"),
    lambda: c.perror("a\0b"),
    # Commands whose argument is a pointer, and options whose value C writes past `optlen`.
    lambda: c.fcntl(-1, c.F_GETLK, 4096),
    lambda: c.fcntl(-1, 12345, 4096),
    lambda: c.getsockopt(-1, c.SOL_SOCKET, c.SO_GET_FILTER, bytearray(31), c.socklen_t(4)),
    lambda: c.getsockopt(-1, c.IPPROTO_IP, c.IP_MSFILTER, SHORT, c.socklen_t(4)),
    lambda: c.getsockopt(-1, c.IPPROTO_IP, c.MCAST_MSFILTER, SHORT, c.socklen_t(4)),
    lambda: c.getsockopt(-1, c.IPPROTO_IPV6, c.MCAST_MSFILTER, SHORT, c.socklen_t(4)),
    lambda: c.getsockopt(-1, c.IPPROTO_TCP, c.TCP_ZEROCOPY_RECEIVE, SHORT, c.socklen_t(4)),
    lambda: c.getsockopt(-1, c.IPPROTO_TCP, 41, SHORT, c.socklen_t(4)),  # TCP_AO_GET_KEYS
    lambda: c.freeaddrinfo(c.addrinfo()),
    lambda: c.freeaddrinfo(c.addrinfo_p()),
    lambda: c.CMSG_DATA(c.cmsghdr()),
    lambda: c.bind(-1, byref(ADDR, 8), LEN),
]


@pytest.mark.parametrize("call", OUT_OF_RANGE)
def test_a_value_that_c_cannot_represent_is_a_value_error(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        call()


BUF = bytearray(16)
VALID: dict[str, tuple[object, ...]] = {
    "CMSG_ALIGN": (1,),
    "CMSG_DATA": (c.cmsghdr(),),
    "CMSG_FIRSTHDR": (message(),),
    "CMSG_LEN": (1,),
    "CMSG_NXTHDR": (message(), c.cmsghdr()),
    "CMSG_SPACE": (1,),
    "accept": (-1, ADDR, c.socklen_t(LEN)),
    "accept4": (-1, ADDR, c.socklen_t(LEN), 0),
    "bind": (-1, ADDR, LEN),
    "close": (-1,),
    "connect": (-1, ADDR, LEN),
    "cvt": (0,),
    "cvt_gai": (0,),
    "cvt_r": (int,),
    "dup": (-1,),
    "errno": (),
    "fcntl": (-1, c.F_SETFD, 0),
    "freeaddrinfo": (c.addrinfo_p(),),
    "gai_strerror": (0,),
    "getaddrinfo": ("::1", "80", c.addrinfo(c.AI_NUMERICHOST), c.addrinfo_p()),
    "gethostname": (BUF, 16),
    "getnameinfo": (ADDR, LEN, BUF, 16, BUF, 16, c.NI_NUMERICHOST | c.NI_NUMERICSERV),
    "getpeername": (-1, ADDR, c.socklen_t(LEN)),
    "getsockname": (-1, ADDR, c.socklen_t(LEN)),
    "getsockopt": (-1, 1, 1, BUF, c.socklen_t(4)),
    "htonl": (1,),
    "htons": (1,),
    "if_indextoname": (1, BUF),
    "if_nametoindex": ("lo",),
    "inet_addr": ("::1",),
    "inet_aton": ("::1", c.in_addr()),
    "inet_ntoa": (c.in_addr(),),
    "inet_ntop": (c.AF_INET, c.in_addr(), BUF, 16),
    "inet_pton": (c.AF_INET, "::1", c.in_addr()),
    "listen": (-1, 1),
    "ntohl": (1,),
    "ntohs": (1,),
    "offsetof": (c.in_addr, "s_addr"),
    "perror": ("perror",),
    "poll": ([c.pollfd(-1)], 1, 0),
    "read": (-1, BUF, 16),
    "readv": (-1, c.iovec(BUF, 16), 1),
    "recv": (-1, BUF, 16, 0),
    "recvfrom": (-1, BUF, 16, 0, ADDR, c.socklen_t(LEN)),
    "recvmsg": (-1, message(), 0),
    "send": (-1, b"four", 4, 0),
    "sendmsg": (-1, message(), 0),
    "sendto": (-1, b"four", 4, 0, ADDR, LEN),
    "set_errno": (0,),
    "setsockopt": (-1, 1, 1, BUF, 4),
    "shutdown": (-1, c.SHUT_WR),
    "socket": (-1, 1, 0),
    "socketpair": (-1, 1, 0, BUF),
    "strerror": (0,),
    "write": (-1, b"four", 4),
    "writev": (-1, [c.iovec(b"four", 4)], 1),
}
"""Arguments of the right types, for every function."""

WRONG = [
    pytest.param(name, arguments, at, id=f"{name}-{at}")
    for name, arguments in VALID.items()
    for at in range(len(arguments))
]


def test_every_function_is_in_the_table() -> None:
    functions = {name for name in NAMES if isinstance(getattr(c, name), FunctionType)}
    assert {*VALID} == functions


@pytest.mark.parametrize(("name", "arguments", "at"), WRONG)
def test_a_wrong_type_is_a_type_error(name: str, arguments: tuple[object, ...], at: int) -> None:
    for wrong in (object(), 1.5, {1: 2}):
        with pytest.raises(TypeError):
            getattr(c, name)(*arguments[:at], wrong, *arguments[at + 1 :])


class Foreign:
    """Objects whose memory nothing keeps alive: their addresses may not even be mapped."""

    addr = c.sockaddr_in.from_address(8)
    length = c.socklen_t.from_address(8)
    number = c.c_int.from_address(8)
    followed = ctypes.cast(ctypes.c_void_p(8), ctypes.POINTER(ctypes.c_int)).contents
    array = (ctypes.c_char * 8).from_address(8)


FOREIGN: list[Callable[[], object]] = [
    lambda: c.bind(-1, Foreign.addr, LEN),
    lambda: c.getsockname(-1, Foreign.addr, c.socklen_t(LEN)),
    lambda: c.getsockname(-1, ADDR, Foreign.length),
    lambda: c.setsockopt(-1, 1, 1, Foreign.number, 4),
    lambda: c.getsockopt(-1, 1, 1, Foreign.followed, c.socklen_t(4)),
    lambda: c.recv(-1, Foreign.array, 8, 0),
    lambda: c.recv(-1, memoryview(Foreign.array), 8, 0),
    lambda: c.iovec(Foreign.array, 8),
]


@pytest.mark.parametrize("call", FOREIGN)
def test_memory_that_nothing_keeps_alive_is_a_value_error(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="nothing keeps the memory alive"):
        call()


def write_address(struct: c.iovec | c.msghdr | c.addrinfo, offset: int) -> None:
    """Writes an address over the bytes of a structure, past its members."""
    ctypes.c_size_t.from_buffer(struct, offset).value = 4096


def test_a_pointer_written_as_bytes_is_not_followed() -> None:
    iov = c.iovec(bytearray(8), 8)
    write_address(iov, 0)
    for call in (c.readv, c.writev):
        with pytest.raises(ValueError, match="iov_base points to memory that nothing keeps alive"):
            call(-1, iov, 1)
    assert repr(iov) == "iovec(iov_base=<dangling>, iov_len=8)"
    for member in ("msg_name", "msg_iov", "msg_control"):
        msg = message()
        write_address(msg, c.offsetof(c.msghdr, member))
        for send in (c.sendmsg, c.recvmsg):
            with pytest.raises(ValueError, match=f"{member} points to memory"):
                send(-1, msg, 0)
    for member in ("ai_addr", "ai_canonname", "ai_next"):
        ai = c.addrinfo()
        write_address(ai, c.offsetof(c.addrinfo, member))
        with pytest.raises(ValueError, match=f"{member} points to memory"):
            getattr(ai, member)
        assert "<dangling>" in ai.hexdump()


def test_the_pointers_of_a_copy_dangle() -> None:
    copy = c.iovec.from_buffer_copy(c.iovec(bytearray(8), 8))
    with pytest.raises(ValueError, match="iov_base points to memory"):
        _ = copy.iov_base


def test_an_iovec_keeps_the_size_of_its_buffer() -> None:
    buf = bytearray(8)
    iov = c.iovec(buf, 8)
    with pytest.raises(BufferError):
        buf.clear()
    iov.iov_base = None
    buf.clear()


def test_the_interpreter_survives_random_arguments() -> None:
    program = [
        sys.executable,
        "-X",
        "dev",
        "-W",
        "error",
        "-m",
        "tests.c.random_arguments",
        "20000",
    ]
    done = subprocess.run(program, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, b"20000 calls\n"), done.stderr[-2000:].decode(
        errors="replace"
    )
