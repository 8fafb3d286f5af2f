"""Descriptors to send, and those that have been received."""

import os
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import AncillaryData, SocketAncillary
from stdnet.result import Err, Ok


@contextmanager
def open_null(count: int) -> Generator[list[OwnedFd], None, None]:
    """Yields `count` descriptors of `/dev/null`."""
    fds = [OwnedFd.from_raw_fd(os.open(os.devnull, os.O_RDONLY)) for _ in range(count)]
    yield fds
    for fd in fds:
        fd.close()


def take_fds(ancillary: SocketAncillary) -> list[OwnedFd]:
    """Takes all received descriptors and returns them."""
    taken = list[OwnedFd]()
    for message in ancillary.messages():
        match message:
            case Ok(data):
                taken += data if isinstance(data, AncillaryData.ScmRights) else []
            case Err(error):
                pytest.fail(str(error))
    return taken
