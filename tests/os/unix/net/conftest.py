"""Fixtures of the tests of Unix sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stdnet.os.unix.net import UnixListener, UnixStream


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[UnixListener]:
    """Yields a listener at a path."""
    with UnixListener.bind(tmp_path / "sock").unwrap() as listener:
        yield listener


@pytest.fixture
def pair() -> Iterator[tuple[UnixStream, UnixStream]]:
    """Yields two connected streams."""
    one, two = UnixStream.pair().unwrap()
    with one, two:
        yield one, two
