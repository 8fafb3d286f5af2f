"""The functions when they succeed, and calls that a signal interrupts."""

import os
import signal
from array import array
from collections.abc import Callable
from ctypes import byref
from threading import Thread
from types import FrameType

import pytest

from stdnet import c, io
from tests.c.conftest import Pair


def test_a_tcp_connection_from_connect_to_close(sockfd: int, listening: c.sockaddr_in) -> None:
    client = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    assert c.connect(client, byref(listening), c.sizeof(listening)) == 0
    peer, addrlen = c.sockaddr_storage(), c.socklen_t(c.sizeof(c.sockaddr_storage))
    server = c.accept4(sockfd, peer, byref(addrlen), c.SOCK_NONBLOCK)
    assert addrlen.value == 16
    name = c.sockaddr_in()
    assert c.getsockname(client, name, c.socklen_t(16)) == 0
    assert bytes(peer)[:16] == bytes(name)
    assert c.getpeername(client, name, c.socklen_t(16)) == 0
    assert bytes(name) == bytes(listening)
    assert c.writev(client, [c.iovec(b"Hello, ", 7), c.iovec(b"C!", 2)], 2) == 9
    first, second = bytearray(7), bytearray(7)
    assert c.poll(c.pollfd(server, c.POLLIN), 1, 5000) == 1
    assert c.readv(server, [c.iovec(first, 7), c.iovec(second, 7)], 2) == 9
    assert first + second[:2] == b"Hello, C!"
    assert c.fcntl(server, c.F_GETFL) & c.O_NONBLOCK
    assert c.shutdown(client, c.SHUT_WR) == 0
    assert c.poll(c.pollfd(server, c.POLLIN), 1, 5000) == 1
    assert c.read(server, first, 7) == 0
    assert (c.close(client), c.close(server)) == (0, 0)


def test_a_truncated_address_reports_its_full_length(listening: c.sockaddr_in, sockfd: int) -> None:
    small, addrlen = c.sockaddr_in(), c.socklen_t(2)
    assert c.getsockname(sockfd, small, addrlen) == 0
    assert (addrlen.value, small.sin_family, small.sin_port) == (16, c.AF_INET, 0)


def test_recvmsg_fills_the_buffers_of_a_message(datagrams: Pair) -> None:
    one, two = datagrams
    assert c.setsockopt(two, c.SOL_SOCKET, c.SO_PASSCRED, c.c_int(1), 4) == 0
    control = bytearray(c.CMSG_SPACE(4))
    msg = c.msghdr(None, 0, [c.iovec(b"fd", 2)], 1, control, len(control))
    cmsg = c.CMSG_FIRSTHDR(msg)
    assert cmsg is not None
    cmsg.cmsg_len, cmsg.cmsg_level, cmsg.cmsg_type = c.CMSG_LEN(4), c.SOL_SOCKET, c.SCM_RIGHTS
    c.CMSG_DATA(cmsg)[:] = array("i", [one]).tobytes()
    assert c.sendmsg(one, msg, c.MSG_NOSIGNAL) == 2

    buf, control = bytearray(1), bytearray(c.CMSG_SPACE(4) + c.CMSG_SPACE(c.sizeof(c.ucred)))
    received = c.msghdr(None, 0, c.iovec(buf, 1), 1, control, len(control))
    assert c.recvmsg(two, byref(received), c.MSG_CMSG_CLOEXEC) == 1
    assert received.msg_flags == c.MSG_TRUNC | c.MSG_CMSG_CLOEXEC
    found = dict[tuple[int, int], bytes]()
    each = c.CMSG_FIRSTHDR(received)
    while each is not None:
        found[each.cmsg_level, each.cmsg_type] = c.CMSG_DATA(each).tobytes()
        each = c.CMSG_NXTHDR(received, each)
    (fd,) = array("i", found[c.SOL_SOCKET, c.SCM_RIGHTS])
    assert os.fstat(fd).st_ino == os.fstat(one).st_ino
    assert c.fcntl(fd, c.F_GETFD) == c.FD_CLOEXEC
    cred = c.ucred.from_buffer_copy(found[c.SOL_SOCKET, c.SCM_CREDENTIALS])
    assert (cred.pid, cred.uid, cred.gid) == (os.getpid(), os.getuid(), os.getgid())
    assert c.close(fd) == 0


def test_dup_returns_another_descriptor_of_the_same_socket(pair: Pair) -> None:
    again = c.dup(pair[0])
    assert again not in {-1, *pair}
    assert c.write(again, b"Hello", 5) == 5
    buf = bytearray(8)
    assert c.read(pair[1], buf, len(buf)) == 5
    assert c.close(again) == 0
    assert (c.write(again, b"Hello", 5), c.errno()) == (-1, c.EBADF)


def test_an_option_may_be_a_structure(sockfd: int) -> None:
    wanted = c.linger(1, 7)
    assert c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_LINGER, wanted, c.sizeof(wanted)) == 0
    found, optlen = c.linger(), c.socklen_t(c.sizeof(c.linger))
    assert c.getsockopt(sockfd, c.SOL_SOCKET, c.SO_LINGER, found, optlen) == 0
    assert (found.l_onoff, found.l_linger, optlen.value) == (1, 7, 8)
    size = c.sizeof(c.timeval)
    assert c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_RCVTIMEO, c.timeval(0, 500_000), size) == 0
    time, optlen = c.timeval(), c.socklen_t(99)
    with pytest.raises(ValueError, match=f"99 bytes of a buffer of {size}"):
        c.getsockopt(sockfd, c.SOL_SOCKET, c.SO_RCVTIMEO, time, optlen)
    optlen.value = size
    assert c.getsockopt(sockfd, c.SOL_SOCKET, c.SO_RCVTIMEO, time, optlen) == 0
    assert (time.tv_sec, time.tv_usec) == (0, 500_000)


def test_a_call_that_waits_lets_other_threads_run(pair: Pair) -> None:
    got = bytearray(1)
    reader = Thread(target=c.read, args=[pair[0], got, 1])
    reader.start()
    assert c.write(pair[1], b"x", 1) == 1
    reader.join()
    assert got == b"x"


def test_each_thread_has_its_own_errno() -> None:
    seen = list[int]()

    def other() -> None:
        seen.append(c.errno())
        c.socket(-1, 0, 0)
        seen.append(c.errno())

    c.close(-1)
    thread = Thread(target=other)
    thread.start()
    thread.join()
    assert (c.errno(), seen) == (c.EBADF, [0, c.EAFNOSUPPORT])


def test_calls_of_python_do_not_change_errno() -> None:
    c.close(-1)
    with pytest.raises(FileNotFoundError):
        os.stat("/no/such/file")
    assert c.errno() == c.EBADF
    assert io.Error.last_os_error().raw_os_error() == c.EBADF


def full(pair: Pair) -> int:
    """Fills the send buffer of the first socket, and returns that socket."""
    while c.send(pair[0], bytes(4096), 4096, c.MSG_DONTWAIT) > 0:
        pass
    return pair[0]


def connect_to_a_full_backlog() -> int:
    """Connects to a listener that does not accept. Waits, because its backlog is full."""
    fds = [c.socket(c.AF_UNIX, c.SOCK_STREAM, 0) for _ in range(3)]
    listener, first, second = fds
    addr, addrlen = c.sockaddr_un(c.AF_UNIX), c.socklen_t(c.sizeof(c.sockaddr_un))
    assert c.bind(listener, addr, 2) == 0  # The kernel chooses a name.
    assert c.getsockname(listener, addr, addrlen) == 0
    assert c.listen(listener, 0) == 0
    assert c.connect(first, addr, addrlen.value) == 0
    result = c.connect(second, addr, addrlen.value)
    assert [c.close(fd) for fd in fds] == [0, 0, 0]
    return result


def message() -> c.msghdr:
    """Returns a message with a buffer of one byte."""
    return c.msghdr(msg_iov=c.iovec(ONE, 1), msg_iovlen=1)


ONE = bytearray(1)
WAITING: dict[str, Callable[[int, Pair], int]] = {
    "accept": lambda sockfd, _: c.accept(sockfd, None, None),
    "accept4": lambda sockfd, _: c.accept4(sockfd, None, None, 0),
    "connect": lambda sockfd, pair: connect_to_a_full_backlog(),
    "poll": lambda _, pair: c.poll(c.pollfd(pair[0], c.POLLIN), 1, -1),
    "read": lambda _, pair: c.read(pair[0], ONE, 1),
    "readv": lambda _, pair: c.readv(pair[0], c.iovec(ONE, 1), 1),
    "recv": lambda _, pair: c.recv(pair[0], ONE, 1, 0),
    "recvfrom": lambda _, pair: c.recvfrom(pair[0], ONE, 1, 0, None, None),
    "recvmsg": lambda _, pair: c.recvmsg(pair[0], message(), 0),
    "send": lambda _, pair: c.send(full(pair), ONE, 1, 0),
    "sendmsg": lambda _, pair: c.sendmsg(full(pair), message(), 0),
    "sendto": lambda _, pair: c.sendto(full(pair), ONE, 1, 0, None, 0),
    "write": lambda _, pair: c.write(full(pair), ONE, 1),
    "writev": lambda _, pair: c.writev(full(pair), c.iovec(ONE, 1), 1),
}


@pytest.mark.parametrize("name", WAITING)
@pytest.mark.usefixtures("listening")
def test_a_signal_interrupts_a_call_with_eintr(name: str, sockfd: int, pair: Pair) -> None:
    handled = list[int]()

    def handler(signum: int, frame: FrameType | None) -> None:
        os.close(os.dup(0))  # Calls of Python must not change the errno.
        handled.append(signum)

    before = signal.signal(signal.SIGALRM, handler)
    try:
        # It repeats, because the first signal may come before the call.
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.05)
        result = WAITING[name](sockfd, pair)
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert (result, c.errno(), bool(handled)) == (-1, c.EINTR, True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_cvt_r_calls_again_after_a_signal() -> None:
    codes = iter([(-1, c.EINTR), (-1, c.EINTR), (7, 0)])

    def call() -> int:
        result, code = next(codes)
        c.set_errno(code)
        return result

    assert c.cvt_r(call).unwrap() == 7
    assert c.cvt_r(lambda: c.close(-1)).unwrap_err().raw_os_error() == c.EBADF


def test_cvt_gai_reports_the_errno_for_eai_system() -> None:
    c.set_errno(c.EMFILE)
    assert c.cvt_gai(c.EAI_SYSTEM).unwrap_err().raw_os_error() == c.EMFILE
    error = c.cvt_gai(c.EAI_NONAME).unwrap_err()
    assert str(error) == "failed to lookup address information: Name or service not known"
    assert c.cvt_gai(0).unwrap() is None


def test_the_pointers_of_an_addrinfo_dangle_after_freeaddrinfo() -> None:
    res = c.addrinfo_p()
    hints = c.addrinfo(c.AI_NUMERICHOST | c.AI_CANONNAME)
    assert c.getaddrinfo("::1", b"80", byref(hints), res) == 0
    first = res.contents
    second, addr = first.ai_next, first.ai_addr
    assert isinstance(addr, c.sockaddr_in6)
    assert second is not None
    assert (first.ai_canonname, second.ai_canonname) == ("::1", None)
    assert (c.ntohs(addr.sin6_port), first.ai_addrlen, bool(res)) == (80, 28, True)
    c.freeaddrinfo(res)
    assert "ai_next=<dangling>" in repr(first)
    assert addr.sin6_addr.s6_addr[15] == 1
    for again in (res, first, second):
        with pytest.raises(ValueError, match="points to memory that nothing keeps alive"):
            c.freeaddrinfo(again)
    with pytest.raises(AttributeError, match="ai_addr is set by C alone"):
        first.ai_addr = None  # type: ignore[assignment, misc] # pyright: ignore[reportAttributeAccessIssue]


def test_the_repr_of_an_addrinfo_leaves_out_the_next_one() -> None:
    """The repr of a whole list could exceed the recursion limit."""
    res = c.addrinfo_p()
    assert c.getaddrinfo("::1", "80", c.addrinfo(c.AI_NUMERICHOST), res) == 0
    first = res.contents
    assert repr(first).count("sin6_port=htons(80)") == 1
    assert repr(first).endswith(", ai_next=<addrinfo>)")
    assert first.hexdump().endswith("<addrinfo>")
    c.freeaddrinfo(res)


def test_getnameinfo_takes_a_path_that_no_nul_ends() -> None:
    addr, serv = c.sockaddr_un(c.AF_UNIX, b"x" * 108), bytearray(200)
    assert c.getnameinfo(addr, c.sizeof(addr), None, 0, serv, len(serv), 0) == 0
    assert serv.rstrip(b"\0") == b"x" * 108


def test_perror_writes_to_descriptor_2(capfd: pytest.CaptureFixture[str]) -> None:
    c.set_errno(c.ECONNREFUSED)
    c.perror("connect")
    c.perror(None)
    assert capfd.readouterr().err == "connect: Connection refused\nConnection refused\n"


def test_gethostname_and_if_indextoname_write_a_name() -> None:
    name = bytearray(65)
    assert c.gethostname(name, len(name)) == 0
    assert name.rstrip(b"\0").decode() == os.uname().nodename
    ifname = bytearray(c.IF_NAMESIZE)
    assert c.if_indextoname(c.if_nametoindex(b"lo"), ifname) == "lo"
    assert ifname.startswith(b"lo\0")


def test_a_path_ends_before_its_nul() -> None:
    addr = c.sockaddr_un(c.AF_UNIX, "/long/pfäd")
    assert addr.sun_path == "/long/pfäd".encode()
    addr.sun_path = b"/a"
    assert (addr.sun_path, bytes(addr)[2:14]) == (b"/a", b"/a".ljust(12, b"\0"))
    addr.sun_path = b"\0name"
    assert addr.sun_path == b"\0name"
