"""A barrier that waits until all packets on the loopback have arrived."""

from socket import SOCK_DGRAM, socket
from typing import Self


class LoopbackBarrier:
    """Waits until all packets that are under way on the loopback have arrived.

    The loopback delivers in order what one processor sends. So a datagram to this process itself
    arrives after all that was sent before it, and the next datagram after what was sent in reply to
    that.
    """

    def __init__(self) -> None:
        self._socket = socket(type=SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.connect(self._socket.getsockname())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the socket of the barrier."""
        self._socket.close()

    def wait(self) -> None:
        """Returns when everything that was sent has arrived, and the replies to it."""
        for _ in range(3):
            self._socket.send(b"0")
            self._socket.recv(1)
