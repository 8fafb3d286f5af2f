"""When everything has arrived that is under way on the loop-back."""

from os import sched_getaffinity, sched_setaffinity
from socket import SOCK_DGRAM, socket
from typing import Self


class Tide:
    """Waits for what is under way, which is delivered in order.

    A datagram to oneself arrives after all that was sent before, and the next one after what was
    sent in answer to that. On one processor that is: all run on one meanwhile.
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

    def turn(self) -> None:
        """Comes back when everything has arrived that was sent, and the answers to it."""
        for _ in range(3):
            self._socket.send(b"0")
            self._socket.recv(1)
