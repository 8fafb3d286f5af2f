"""Fixtures of all tests: both IP versions, connected pairs, and no descriptor left behind."""

import gc
import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream

# Who starts the tests in the background may have them ignore Ctrl-C, and all programs they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Machines of continuous integration are slow and busy: a deadline would test them.
settings.register_profile(
    "stdnet", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("stdnet")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the runs of minutes out, unless `-m` asks for tests by mark."""
    if config.getoption("-m"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=long)


def open_descriptors() -> set[str]:
    """The descriptors of this process."""
    return set(os.listdir("/proc/self/fd"))


@pytest.fixture(autouse=True)
def no_descriptor_is_left() -> Iterator[None]:
    """Every test closes what it opens."""
    before = len(open_descriptors())
    yield
    if len(open_descriptors()) > before:
        gc.collect()
    assert len(open_descriptors()) <= before, "a descriptor was left open"


@pytest.fixture(params=["127.0.0.1", "::1"])
def each_ip(request: pytest.FixtureRequest) -> IpAddr.V4 | IpAddr.V6:
    """The loopback address of both versions, in turn."""
    return Ipv4Addr.LOCALHOST if request.param == "127.0.0.1" else Ipv6Addr.LOCALHOST


@pytest.fixture
def listener(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[TcpListener]:
    """A listener at a free port."""
    with TcpListener.bind(SocketAddr(each_ip, 0)).unwrap() as listener:
        yield listener


@pytest.fixture
def pair(listener: TcpListener) -> Iterator[tuple[TcpStream, TcpStream]]:
    """A client and its server, connected."""
    client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    server, _ = listener.accept().unwrap()
    with client, server:
        yield client, server
