"""Promise 3: an exception at any moment leaves no descriptor open."""

import subprocess
from importlib.util import find_spec
from typing import Final

import pytest

from tests.faults.fault_injection import needs_signals, run, signalled

# Makes each call that creates a descriptor again and again, each time with an exception at a later
# moment, until the call succeeds. The exception is one of these:
# - a signal handler raises at the first signal, then at the second, and so on;
# - with "calls", an exception without a signal, wherever CPython looks for signals: after each call
#   of a C function, and when a Python function begins;
# - with "memory", the first allocation of memory fails, then the second, and so on.
PROGRAM: Final = """
import gc, os, signal, socket, sys
from inspect import CO_GENERATOR
from itertools import count
from stdnet import SocketAddr as InetAddr, TcpListener, TcpStream, UdpSocket, io
from stdnet.mio import Poll, Token, Waker, net, unix as mio_unix
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import SocketAddr, SocketAncillary, UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import Domain, Socket, SockRef, Type

left = -1

def handle(*_):
    global left
    left -= 1
    if left == 0:
        raise KeyboardInterrupt

def profile(frame, event, _):
    # The end of a generator is reported as a call, too.
    begins = event == "call" and not frame.f_code.co_flags & CO_GENERATOR
    # This program itself does not count.
    if (begins or event == "c_return") and frame.f_globals["__name__"] != "__main__":
        handle()

arm = disarm = lambda *_: None
patience = 1
if "calls" in sys.argv:
    arm, disarm = lambda _: sys.setprofile(profile), lambda: sys.setprofile(None)
elif "memory" in sys.argv:
    from _testcapi import remove_mem_hooks as disarm, set_nomemory
    arm = lambda attempt: set_nomemory(attempt - 1, attempt)
    patience = 20  # CPython ignores or prints some failures.
    sys.unraisablehook = lambda _: None

signal.signal(signal.SIGURG, handle)
tcp = TcpListener.bind("127.0.0.1:0").unwrap()
tcp6 = TcpListener.bind("[::1]:0").unwrap()
unix = UnixListener.bind_addr(SocketAddr.from_abstract_name(os.urandom(9)).unwrap()).unwrap()
one, other = UnixStream.pair().unwrap()
unix.set_nonblocking(True).unwrap()
nobody = SocketAddr.from_abstract_name(os.urandom(9)).unwrap()
listening = SockRef.from_(tcp)
poll, any_addr = Poll.new().unwrap(), InetAddr.from_str("127.0.0.1:0").unwrap()
mio_tcp = net.TcpListener.bind(any_addr).unwrap()
mio_unix_listener = net.UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
# With a time-out, and a handler for a signal that typically repeats, it polls before it accepts.
signal.signal(signal.SIGALRM, lambda *_: None)
listening.set_read_timeout(5).unwrap()

def connected(listener, connect):
    client = connect(listener.local_addr().unwrap()).unwrap()
    return client

def received():
    ancillary = SocketAncillary(bytearray(64))
    other.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    return list(ancillary.messages())

def prepared_fds():
    ancillary = SocketAncillary(bytearray(64))
    ancillary.add_fds([0, 1, 2])
    one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()

calls = {
    "connect ipv4": (None, lambda _: TcpStream.connect(tcp.local_addr().unwrap())),
    "connect ipv6": (None, lambda _: TcpStream.connect(tcp6.local_addr().unwrap())),
    "connect unix": (None, lambda _: UnixStream.connect_addr(unix.local_addr().unwrap())),
    "connect_timeout": (None, lambda _: TcpStream.connect_timeout(tcp.local_addr().unwrap(), 5)),
    "refused": (None, lambda _: TcpStream.connect("127.0.0.1:1")),
    "nobody": (None, lambda _: UnixStream.connect_addr(nobody)),
    "bind ipv4": (None, lambda _: TcpListener.bind("127.0.0.1:0")),
    "bind udp": (None, lambda _: UdpSocket.bind("127.0.0.1:0")),
    "bind unix": (None, lambda _: UnixListener.bind_addr(nobody)),
    "unbound": (None, lambda _: UnixDatagram.unbound()),
    "accept ipv4": (lambda: connected(tcp, TcpStream.connect), lambda _: tcp.accept()),
    "accept ipv6": (lambda: connected(tcp6, TcpStream.connect), lambda _: tcp6.accept()),
    "accept unix": (lambda: connected(unix, UnixStream.connect_addr), lambda _: unix.accept()),
    "accept_timeout": (lambda: connected(tcp, TcpStream.connect), lambda _: tcp.accept_timeout(5)),
    "incoming": (lambda: connected(tcp, TcpStream.connect), lambda _: next(tcp.incoming())),
    "stream pair": (None, lambda _: UnixStream.pair()),
    "datagram pair": (None, lambda _: UnixDatagram.pair()),
    "pipe": (None, lambda _: io.pipe()),
    "clone": (None, lambda _: one.try_clone()),
    "clone owned": (None, lambda _: one.as_fd().try_clone_to_owned()),
    "from_socket": (lambda: socket.socket(), lambda made: TcpStream.from_socket(made)),
    "from_raw_fd": (lambda: os.dup(one.as_raw_fd()), TcpStream.from_raw_fd),
    "from_owned_fd": (lambda: OwnedFd.from_raw_fd(os.dup(0)), TcpStream.from_owned_fd),
    "received": (prepared_fds, lambda _: received()),
    "socket2 new": (None, lambda _: Socket.new(Domain.IPV4, Type.STREAM)),
    "socket2 pair": (None, lambda _: Socket.pair(Domain.UNIX, Type.SEQPACKET)),
    "socket2 accept": (lambda: connected(tcp, TcpStream.connect), lambda _: listening.accept()),
    "socket2 clone": (None, lambda _: SockRef.from_(one).try_clone()),
    "mio poll": (None, lambda _: Poll.new()),
    "mio clone": (None, lambda _: poll.registry().try_clone()),
    "mio waker": (None, lambda _: Waker.new(poll.registry(), Token(0))),
    "mio bind tcp": (None, lambda _: net.TcpListener.bind(any_addr)),
    "mio bind udp": (None, lambda _: net.UdpSocket.bind(any_addr)),
    "mio bind unix": (None, lambda _: net.UnixListener.bind_addr(nobody)),
    "mio bind datagrams": (None, lambda _: net.UnixDatagram.bind_addr(nobody)),
    "mio unbound": (None, lambda _: net.UnixDatagram.unbound()),
    "mio connect tcp": (None, lambda _: net.TcpStream.connect(mio_tcp.local_addr().unwrap())),
    "mio refused": (None, lambda _: net.UnixStream.connect_addr(nobody)),
    "mio connect unix": (
        None,
        lambda _: net.UnixStream.connect_addr(mio_unix_listener.local_addr().unwrap()),
    ),
    "mio accept tcp": (lambda: connected(mio_tcp, TcpStream.connect), lambda _: mio_tcp.accept()),
    "mio accept unix": (
        lambda: connected(mio_unix_listener, UnixStream.connect_addr),
        lambda _: mio_unix_listener.accept(),
    ),
    "mio stream pair": (None, lambda _: net.UnixStream.pair()),
    "mio datagram pair": (None, lambda _: net.UnixDatagram.pair()),
    "mio pipe": (None, lambda _: mio_unix.pipe.new()),
}

def empty_the_queues():
    # A call that was interrupted may have left something there.
    for listener in (tcp, tcp6, unix):
        listener.set_nonblocking(True).unwrap()
        while True:
            try:
                listener.accept().unwrap()[0].close()
            except Exception:
                break
        listener.set_nonblocking(listener is unix).unwrap()
    for listener in (mio_tcp, mio_unix_listener):
        while listener.accept().is_ok():
            pass
    other.set_nonblocking(True).unwrap()
    other.read(bytearray(99))
    other.set_nonblocking(False).unwrap()

for name, (prepare, call) in calls.items():
    if "memory" in sys.argv and name not in sys.argv:
        continue
    quiet = 0
    for attempt in count(1):
        empty_the_queues()
        before = os.listdir("/proc/self/fd")
        made = prepare() if prepare else None
        interrupted = False
        left = attempt
        try:
            arm(attempt)
            call(made)
            disarm()
        except (KeyboardInterrupt, MemoryError):
            interrupted = True
        finally:
            disarm()
            left = -1
        if name == "from_raw_fd" and interrupted:
            # No one owns the number until `from_raw_fd` has returned.
            try:
                os.close(made)
            except OSError:
                pass
        if name == "from_socket":
            made.close()
        made = None
        empty_the_queues()
        if os.listdir("/proc/self/fd") != before:
            gc.collect()
        if (after := os.listdir("/proc/self/fd")) != before:
            print(name, attempt, sorted(set(after) - set(before)), file=sys.stderr)
            break
        quiet = 0 if interrupted else quiet + 1
        if quiet == patience:
            break
    print(name, attempt - patience)
"""

CALLS: Final = (
    "accept4,bind,connect,epoll_create1,epoll_ctl,eventfd2,fcntl,getsockname,getsockopt,ioctl,"
    "listen,pipe2,poll,recvmsg,setsockopt,socket,socketpair"
)


@needs_signals
def test_a_signal_after_any_system_call_leaves_no_descriptor() -> None:
    assert_nothing_is_left(signalled(CALLS, PROGRAM))


def test_an_exception_after_any_call_leaves_no_descriptor() -> None:
    assert_nothing_is_left(run("-c", PROGRAM, "calls"))


@pytest.mark.skipif(find_spec("_testcapi") is None, reason="no module _testcapi in this CPython")
def test_an_allocation_that_fails_leaves_no_descriptor() -> None:
    # Only calls whose descriptor C code returns as an object. A bare number would be lost.
    names = [*("connect ipv4", "connect unix", "connect_timeout", "refused", "bind ipv4")]
    names += ["bind udp", "bind unix", "unbound", "from_socket", "from_raw_fd"]
    names += ["connect ipv6", "socket2 new"]
    assert_nothing_is_left(run("-c", PROGRAM, "memory", *names), len(names))


def assert_nothing_is_left(done: subprocess.CompletedProcess[str], calls: int = 44) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    # Each call was interrupted at least once.
    interrupted = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert len(interrupted) == calls
    assert {name for name, times in interrupted.items() if times == "0"} == set()


# Thousands of signals at random moments, with a handler that raises each time.
FLOOD: Final = """
import gc, os, random, signal, sys, time
from stdnet import Ok, TcpListener, TcpStream, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixStream

class Stop(Exception): pass

armed = False
def handle(number, frame):
    global armed
    if armed:
        armed = False
        raise Stop

hidden = []
sys.unraisablehook = lambda args: hidden.append(str(args.object))
signal.signal(signal.SIGALRM, handle)
listener = TcpListener.bind("127.0.0.1:0").unwrap()
addr = listener.local_addr().unwrap()

def cycle():
    client = TcpStream.connect(addr).unwrap()
    server, _ = listener.accept().unwrap()
    client.set_linger(0).unwrap()
    clone = server.try_clone().unwrap()
    one, other = UnixStream.pair().unwrap()
    owned = OwnedFd.from_(clone)
    reader, writer = io.pipe().unwrap()
    raw = owned.try_clone().unwrap()
    again = TcpStream.from_owned_fd(owned)

def cycles():
    # A function, as CPython 3.13 runs handlers at the end of a loop outside of the `try` around it.
    while armed:
        cycle()

before = len(os.listdir("/proc/self/fd"))
end = time.monotonic() + 2
stopped = 0
random.seed(3)
while time.monotonic() < end or stopped < 500:
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, 3e-4), 1e-3)
    try:
        armed = True
        cycles()
    except Stop:
        stopped += 1
    # Connections whose client is gone.
    while isinstance(queued := listener.accept_timeout(1e-6), Ok):
        queued.unwrap()[0].close()
signal.setitimer(signal.ITIMER_REAL, 0)
del queued
gc.collect()
print(len(os.listdir("/proc/self/fd")) - before, hidden[:3])
"""


@pytest.mark.slow
def test_signals_at_any_moment_leave_no_descriptor() -> None:
    done = run("-c", FLOOD)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0 []\n", "")
