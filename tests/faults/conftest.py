"""Fixtures that run each test with IPv4, IPv6 and Unix sockets."""

import os
from collections.abc import Iterator

import pytest

from tests.faults import defects
from tests.faults.fault_injection import DEFECT
from tests.faults.stream_pairs import FAMILIES, Listener, Pair, connected, listen

if DEFECT in os.environ:  # See `test_defects.py`.
    defects.put_in(os.environ[DEFECT])


@pytest.fixture(params=FAMILIES)
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    """Yields a listener of each family in turn."""
    with listen(str(request.param)) as listener:
        yield listener


@pytest.fixture
def pair(listener: Listener) -> Iterator[Pair]:
    """Yields two connected streams: the client and the server."""
    client, server = connected(listener)
    with client, server:
        yield client, server
