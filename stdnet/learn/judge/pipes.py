"""The standard streams of a judged program, each moved by a thread of its own."""

import os
from collections.abc import Callable
from threading import Condition, Thread
from typing import IO, Final, final

CHUNK: Final = 1 << 16


@final
class Collector:
    """Reads a pipe until its end, or until it holds more than a program may print."""

    def __init__(self, pipe: IO[bytes], most: int, on_overflow: Callable[[], None]) -> None:
        self._pipe = pipe
        self._most = most
        self._on_overflow = on_overflow
        self._data = bytearray()
        self._ended = False
        self._changed = Condition()
        self._thread = Thread(target=self._collect, daemon=True)
        self._thread.start()

    @property
    def data(self) -> bytes:
        """Returns what has come so far."""
        with self._changed:
            return bytes(self._data)

    @property
    def overflowed(self) -> bool:
        """Returns True if there was more than a program may print."""
        return len(self._data) > self._most

    def wait_for_line(self, within: float) -> bytes | None:
        """Returns the first line with its end; what there is at the end; None if none comes."""
        with self._changed:
            self._changed.wait_for(lambda: b"\n" in self._data or self._ended, within)
            if b"\n" in self._data:
                return bytes(self._data.partition(b"\n")[0]) + b"\n"
            return bytes(self._data) if self._ended else None

    def join(self, within: float) -> None:
        """Waits for the end of the pipe, and closes it."""
        self._thread.join(within)
        if not self._thread.is_alive():
            self._pipe.close()

    def _collect(self) -> None:
        fd = self._pipe.fileno()
        while chunk := os.read(fd, CHUNK):
            with self._changed:
                self._data += chunk[: self._most + 1 - len(self._data)]
                self._changed.notify_all()
            if self.overflowed:
                self._on_overflow()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


@final
class Feeder:
    """Writes data to a pipe, and closes it."""

    def __init__(self, pipe: IO[bytes], data: bytes) -> None:
        self._pipe = pipe
        self._data = data
        self._thread = Thread(target=self._feed, daemon=True)
        self._thread.start()

    def join(self, within: float) -> None:
        """Waits until all is written, or nobody reads any more."""
        self._thread.join(within)

    def _feed(self) -> None:
        try:
            with self._pipe:
                self._pipe.write(self._data)
        except OSError:  # A program need not read it.
            pass
