"""The names of Python's `socket` that stand beside those of stdnet make the same system calls."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.site.counterparts import python_names, system_calls
from tests.site.record_system_calls import calls_of
from tests.support.once import only_with
from tests.support.strace import needs_strace

DIFFERENT: Final = {
    r".*\.(set_)?(read|write)_timeout: [gs]etsockopt": "Python keeps its time-out in the object",
    r".*UnixStream\.connect_timeout: setsockopt": "Python keeps its time-out in the object",
    r".*\.nonblocking: fcntl": "Python keeps the mode in the object",
    r".*UnixListener\.close: unlink": "an addition",
    r".*\.mio\..*\.close: epoll_ctl": "Python's sockets do not know where they are registered",
    r".*UnixStream\.connect\w*: getpeername": "stdnet looks whether a signal has interrupted it",
    r".*socket2\.Socket\.pair: ioctl": "the crate sets close-on-exec itself",
}
"""System calls that only stdnet makes, as patterns of `name: call`, and why."""


def calls_of_stdnet_alone() -> Iterator[str]:
    """Yields the system calls of stdnet that none of its names of Python makes."""
    of_python = dict[str, set[str]]()
    for call in calls_of("tests.site.python_calls"):
        made = {each.partition(" ")[0] for each in call.system_calls}
        of_python.setdefault(call.function, {f"{call.function.rpartition('.')[2]}()"}).update(made)
    for name, of_socket in python_names().items():
        theirs = set[str]().union(*(of_python.get(each, ()) for each in of_socket))
        ours = (each.partition(" ")[0] for each in system_calls().get(name, ()))
        yield from (f"{name}: {each}" for each in ours if each not in theirs)


@pytest.mark.slow
@only_with("3.13")
@needs_strace
def test_python_makes_the_system_calls_of_stdnet() -> None:
    alone = list(calls_of_stdnet_alone())
    assert [call for call in alone if not any(re.fullmatch(each, call) for each in DIFFERENT)] == []
    unused = [each for each in DIFFERENT if not any(re.fullmatch(each, call) for call in alone)]
    assert unused == []
