"""Pipes in non-blocking mode, to be registered at a `Poll`. The crate mio's `unix::pipe`.

>>> from stdnet.mio.unix import pipe
>>> sender, receiver = pipe.new().unwrap()
>>> sender.write(b"hello"), receiver.read(bytearray(64))
(Ok(5), Ok(5))
"""

from __future__ import annotations

from typing import final

from stdnet._core.error import Result
from stdnet._fd import from_inner
from stdnet._sys import fd as sys_fd
from stdnet._sys.fd import NONBLOCKING_PIPE
from stdnet.io._pipe import AnyPipeReader, AnyPipeWriter
from stdnet.mio._io_source import IoSource, TryIo
from stdnet.result._containers import Err, Ok
from stdnet.result._public import publish as _publish

__all__ = ["Receiver", "Sender", "new"]


def new() -> Result[tuple[Sender, Receiver]]:
    """Creates a pipe: what is written to the sender is read from the receiver.

    Child processes do not inherit the ends.

    Errors: EMFILE if the process has too many open descriptors; any other error of `pipe2(2)`.

    mio's `unix::pipe::new`.

    >>> from stdnet.mio.unix import pipe
    >>> sender, receiver = pipe.new().unwrap()
    >>> receiver.read(bytearray(64)).unwrap_err().kind()
    WouldBlock
    """
    ends = sys_fd.pipe(NONBLOCKING_PIPE)
    if isinstance(ends, Err):
        return ends
    reader, writer = ends.unwrap()
    return Ok((from_inner(Sender, writer), from_inner(Receiver, reader)))


class _End(TryIo, IoSource):
    """The methods that both ends of a pipe share."""

    __slots__ = ()

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Moves the descriptor into or out of non-blocking mode.

        A new pipe is in non-blocking mode. One that came by `from_raw_fd` may not be.

        Errors: EBADF if this object is closed.

        mio's `set_nonblocking`.

        >>> from stdnet.mio.unix import pipe
        >>> sender, receiver = pipe.new().unwrap()
        >>> sender.set_nonblocking(True)
        Ok(None)
        """
        return sys_fd.set_nonblocking(self._sock, nonblocking)

    def __repr__(self) -> str:
        return f"{type(self).__name__} {{ inner: {sys_fd.debug_file(self._sock)} }}"


@final
class Sender(_End, AnyPipeWriter):
    """The end of a pipe to write to, in non-blocking mode.

    Register it with `Interest.WRITABLE`. An event comes once, so on each one **write until
    `WouldBlock`** or until all is written. When all receivers are closed, the event is
    `is_write_closed()`, and writing returns `BrokenPipe`.

    mio's `unix::pipe::Sender`.

    >>> from stdnet.mio.unix import pipe
    >>> sender, receiver = pipe.new().unwrap()
    >>> sender.write(b"hello")
    Ok(5)
    """

    __slots__ = ()


@final
class Receiver(_End, AnyPipeReader):
    """The end of a pipe to read from, in non-blocking mode.

    Register it with `Interest.READABLE`. An event comes once, so on each one **read until
    `WouldBlock`**. When all senders are closed, reading returns `Ok(0)` after the last bytes.

    mio's `unix::pipe::Receiver`.

    >>> from stdnet.mio.unix import pipe
    >>> sender, receiver = pipe.new().unwrap()
    >>> sender.close()
    >>> receiver.read(bytearray(64))
    Ok(0)
    """

    __slots__ = ()


_publish(__name__, [Receiver, Sender])
