"""Every name of the C library has a type in a program, and it is never `Any`."""

from array import array
from ctypes import byref
from typing import assert_type

from stdnet import Err, Ok, c, io


def members_have_types(addr: c.sockaddr_in, v6: c.in6_addr, ai: c.addrinfo) -> None:
    assert_type(addr.sin_port, int)
    assert_type(addr.sin_addr, c.in_addr)
    assert_type(addr.sin_addr.s_addr, int)
    assert_type(v6.s6_addr, bytes)
    assert_type(ai.ai_next, c.addrinfo | None)
    assert_type(ai.ai_canonname, str | None)
    assert_type(c.sockaddr_un().sun_path, bytes)
    assert_type(repr(addr), str)
    assert_type(addr.hexdump(), str)
    addr.sin_port = c.htons(80)
    addr.sin_addr = c.in_addr(c.inet_addr("127.0.0.1"))
    v6.s6_addr = c.IN6ADDR_ANY_INIT
    c.sockaddr_in6().sin6_addr = c.in6addr_any
    c.sockaddr_un().sun_path = "/tmp/socket"
    assert_type(c.sockaddr_in.from_buffer(c.sockaddr_storage()), c.sockaddr_in)
    assert_type(c.sockaddr_in.from_buffer_copy(bytes(16)), c.sockaddr_in)
    if isinstance(ai.ai_addr, c.sockaddr_in6):
        assert_type(ai.ai_addr.sin6_scope_id, int)


def constructors_take_the_members(buf: bytearray) -> None:
    c.sockaddr_in()
    c.sockaddr_in(c.AF_INET, c.htons(80), c.in_addr(0))
    c.sockaddr_in6(c.AF_INET6, sin6_addr=c.in6_addr(bytes(16)), sin6_scope_id=1)
    c.sockaddr_un(c.AF_UNIX, b"/tmp/socket")
    c.sockaddr_un(c.AF_UNIX, "/tmp/socket")
    c.addrinfo(c.AI_PASSIVE, ai_socktype=c.SOCK_STREAM)
    iov = c.iovec(buf, len(buf))
    c.msghdr(c.sockaddr_in(), 16, [iov, c.iovec(b"read-only", 9)], 2, buf, len(buf))
    c.msghdr(msg_iov=iov, msg_iovlen=1)


def functions_take_structures(fd: int, addr: c.sockaddr_in6) -> None:
    assert_type(c.bind(fd, addr, c.sizeof(addr)), int)
    assert_type(c.connect(fd, byref(addr), c.sizeof(c.sockaddr_in6)), int)
    addrlen = c.socklen_t(c.sizeof(addr))
    assert_type(addrlen.value, int)
    c.accept(fd, addr, addrlen)
    c.accept(fd, byref(addr), byref(addrlen))
    c.accept4(fd, None, None, c.SOCK_CLOEXEC)
    c.recv(fd, bytearray(8), 8, c.MSG_DONTWAIT | c.MSG_PEEK)
    c.recv(fd, c.linger(), 8, 0)
    c.send(fd, memoryview(b"bytes"), 5, 0)
    value = c.c_int()
    c.getsockopt(fd, c.SOL_SOCKET, c.SO_ERROR, value, c.socklen_t(c.sizeof(value)))
    c.setsockopt(fd, c.SOL_SOCKET, c.SO_LINGER, c.linger(1, 0), c.sizeof(c.linger))
    c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, array("i", [0, 0]))
    c.poll([c.pollfd(fd, c.POLLIN)], 1, -1)
    c.poll(c.pollfd(fd, c.POLLIN), 1, -1)
    c.readv(fd, [c.iovec(bytearray(8), 8)], 1)


def functions_return_what_c_returns(fd: int, res: c.addrinfo_p, msg: c.msghdr) -> None:
    assert_type(c.getaddrinfo("localhost", b"80", None, res), int)
    assert_type(res.contents, c.addrinfo)
    assert_type(c.inet_ntop(c.AF_INET, c.in_addr(), bytearray(16), 16), str | None)
    assert_type(c.inet_pton(c.AF_INET, "127.0.0.1", c.in_addr()), int)
    assert_type(c.strerror(c.errno()), str)
    assert_type(c.if_indextoname(1, bytearray(c.IF_NAMESIZE)), str | None)
    assert_type(c.CMSG_FIRSTHDR(msg), c.cmsghdr | None)
    assert_type(c.offsetof(c.sockaddr_in, "sin_port"), int)
    c.perror("connect")


def cvt_returns_a_result(fd: int) -> str:
    assert_type(c.cvt(c.close(fd)), io.Result[int])
    assert_type(c.cvt_gai(0), io.Result[None])
    match c.cvt_r(lambda: c.close(fd)):
        case Ok(result):
            return str(assert_type(result, int))
        case Err(error):
            return str(assert_type(error, io.Error))
