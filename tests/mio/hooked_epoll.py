"""An epoll that calls functions of the tests at moments that only another thread would hit."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest

from stdnet._sys import epoll as sys_epoll
from stdnet._sys.pristine_select import epoll
from stdnet.mio import Poll

Hook = Callable[[], object]


class HookedEpoll:
    """It calls each function once, and then does what CPython's epoll does."""

    def __init__(self) -> None:
        self._epoll = epoll()
        self.timeouts = list[float]()
        """The time-outs with which it was polled."""
        self.before_poll: Hook | None = None
        """Called when the table is ready for the wait, and the kernel is not asked yet."""
        self.after_poll: Hook | None = None
        """Called when the kernel has reported, and stdnet does not know what yet."""
        self.after_register: Hook | None = None
        self.before_modify: Hook | None = None

    def poll(self, timeout: float, maxevents: int) -> list[tuple[int, int]]:
        self.timeouts.append(timeout)
        self._call("before_poll")
        reported = self._epoll.poll(timeout, maxevents)
        self._call("after_poll")
        return reported

    def register(self, fd: int, eventmask: int) -> None:
        self._epoll.register(fd, eventmask)
        self._call("after_register")

    def modify(self, fd: int, eventmask: int) -> None:
        self._call("before_modify")
        self._epoll.modify(fd, eventmask)

    def unregister(self, fd: int) -> None:
        self._epoll.unregister(fd)

    def fileno(self) -> int:
        return self._epoll.fileno()

    def _call(self, name: str) -> None:
        hook: Hook | None = getattr(self, name)
        setattr(self, name, None)
        if hook is not None:
            hook()


@contextmanager
def hooked_poll() -> Generator[tuple[Poll, HookedEpoll], None, None]:
    """Yields a `Poll` with such an epoll, and the epoll."""
    made = list[HookedEpoll]()

    def make() -> HookedEpoll:
        made.append(HookedEpoll())
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys_epoll, "epoll", make)
        poll = Poll.new().unwrap()
    with poll:
        yield poll, made[0]
