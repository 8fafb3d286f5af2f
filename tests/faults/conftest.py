"""Every promise is kept on IPv4, IPv6 and Unix sockets alike."""

from collections.abc import Iterator

import pytest

from tests.faults.families import FAMILIES, Listener, Pair, connected, listen


@pytest.fixture(params=FAMILIES)
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    """A listener of each family in turn."""
    with listen(str(request.param)) as listener:
        yield listener


@pytest.fixture
def pair(listener: Listener) -> Iterator[Pair]:
    """A client and its server, connected."""
    client, server = connected(listener)
    with client, server:
        yield client, server
