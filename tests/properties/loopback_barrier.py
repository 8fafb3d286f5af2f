"""A barrier that waits until all packets on the loopback have arrived."""

from os import sched_getaffinity, sched_setaffinity
from socket import SOCK_DGRAM, socket
from typing import Self


class LoopbackBarrier:
    """Waits until all packets that are under way on the loopback have arrived.

    On one processor the loopback delivers in order, so all threads of this process run on one. Then
    a datagram to this process itself arrives after all that was sent before it, and the next
    datagram after what was sent in reply to that.
    """

    def __init__(self) -> None:
        self._processors = sched_getaffinity(0)
        self._socket = socket(type=SOCK_DGRAM)

    def __enter__(self) -> Self:
        sched_setaffinity(0, {min(self._processors)})
        self._socket.bind(("127.0.0.1", 0))
        self._socket.connect(self._socket.getsockname())
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        sched_setaffinity(0, self._processors)

    def wait(self) -> None:
        """Returns when everything that was sent has arrived, and the replies to it."""
        for _ in range(3):
            self._socket.send(b"0")
            self._socket.recv(1)
