"""Fixtures of all tests: both IP versions, connected pairs, and a check for open descriptors."""

import gc
import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream
from tests.support.once import EXAMPLES

# A shell starts background jobs with SIGINT ignored, and child programs inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The programs that tests start buffer their output as Python does by default.
os.environ.pop("PYTHONUNBUFFERED", None)

# No deadline: it would test the machine, which may be slow and busy.
settings.register_profile(
    "stdnet",
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("stdnet")


def pytest_collection() -> None:
    """Spares the garbage collector the thousands of tests, which it would visit again and again."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Lets the garbage collector begin, and skip the tests that there are now."""
    gc.freeze()
    gc.enable()


def open_descriptors() -> set[str]:
    """Returns the descriptors of this process."""
    return set(os.listdir("/proc/self/fd"))


@pytest.fixture(autouse=True)
def no_descriptor_is_left() -> Iterator[None]:
    """Checks that the test has closed every descriptor that it opened."""
    before = len(open_descriptors())
    yield
    for generation in range(3):  # The young objects first: to visit all of them takes long.
        if len(open_descriptors()) <= before:
            return
        gc.collect(generation)
    assert len(open_descriptors()) <= before, "a descriptor was left open"


@pytest.fixture
def frequent_switches() -> Iterator[None]:
    """Makes the threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(params=["127.0.0.1", "::1"])
def each_ip(request: pytest.FixtureRequest) -> IpAddr.V4 | IpAddr.V6:
    """Returns the loopback address of each IP version in turn."""
    return Ipv4Addr.LOCALHOST if request.param == "127.0.0.1" else Ipv6Addr.LOCALHOST


@pytest.fixture
def listener(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[TcpListener]:
    """Yields a listener at a free port."""
    with TcpListener.bind(SocketAddr(each_ip, 0)).unwrap() as listener:
        yield listener


@pytest.fixture
def pair(listener: TcpListener) -> Iterator[tuple[TcpStream, TcpStream]]:
    """Yields a client and the stream that the listener has accepted from it."""
    client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    server, _ = listener.accept().unwrap()
    with client, server:
        yield client, server
