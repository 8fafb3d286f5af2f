"""Ancillary data of Unix sockets: descriptors and credentials. Rust's `os::unix::net::ancillary`.

See `unix(7)`, "Ancillary messages".
"""

import os
import sys
from _socket import AF_UNIX, MSG_CTRUNC, MSG_TRUNC, SCM_RIGHTS, SOL_SOCKET
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, starmap
from struct import Struct
from typing import Final, NamedTuple, TypeAlias, cast, final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import ok_count
from stdnet._core.error import Result
from stdnet._sys.cmsg import ControlMessage, emit_cmsgs
from stdnet._sys.constants import MSG_CMSG_CLOEXEC
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Fd, Socket, adopt_fd, uninterrupted
from stdnet._sys.sock import MSG_NOSIGNAL, of_family
from stdnet.result._containers import Err, Ok

if sys.platform == "linux":
    from _socket import SCM_CREDENTIALS

    _SCM_PIDFD: Final = 4
    """Passes one descriptor, a pidfd, if SO_PASSPIDFD is set (Linux 6.5). Rust does not know it."""
    _PASSING_FDS: Final = {SCM_RIGHTS, _SCM_PIDFD}
else:
    SCM_CREDENTIALS: Final = -1  # No message has this type.
    _PASSING_FDS: Final = {SCM_RIGHTS}

RIGHTS: Final = SOL_SOCKET, SCM_RIGHTS
"""The level and the type of a message that passes descriptors."""
CREDENTIALS: Final = SOL_SOCKET, SCM_CREDENTIALS
"""The level and the type of a message that passes credentials."""

Credentials: TypeAlias = tuple[int, int, int]
"""The ids of a process, a user and a group, as in C's `ucred`."""

_INT: Final = Struct("@i")
_UCRED: Final = Struct("@iII")


@final
class Message(NamedTuple):
    """A control message: its type, and its data or its descriptors."""

    level: int
    kind: int
    data: bytes
    """Empty if the message has `received` descriptors."""
    received: list[Fd]
    """Received descriptors, owned by the message until they are taken off the list."""
    borrowed: Sequence[HasFileno]
    """Descriptors to be sent. They are kept open here, so that their numbers in `data` hold."""

    def to_cmsg(self) -> ControlMessage:
        """Returns the message in the form that `sendmsg` takes."""
        return self.level, self.kind, self.data or _emit_numbers(self.received)


def _emit_numbers(fds: Sequence[HasFileno]) -> bytes:
    return b"".join([_INT.pack(fd.fileno()) for fd in fds])


def rights(fds: Sequence[HasFileno]) -> Message:
    """Returns a message that passes descriptors."""
    return Message(SOL_SOCKET, SCM_RIGHTS, _emit_numbers(fds), [], fds)


def credentials(creds: Sequence[Credentials]) -> Message:
    """Returns a message that passes credentials."""
    return Message(SOL_SOCKET, SCM_CREDENTIALS, b"".join(starmap(_UCRED.pack, creds)), [], ())


def parse_credentials(data: bytes) -> list[Credentials]:
    """Returns the credentials in a message, without one that was truncated."""
    whole = len(data) // _UCRED.size * _UCRED.size
    return cast("list[Credentials]", list(_UCRED.iter_unpack(data[:whole])))


@final
class Received(NamedTuple):
    """The result of one `recvmsg`."""

    n: int
    """The number of bytes put into the buffers."""
    truncated: bool
    """True if the datagram did not fit into the buffers (MSG_TRUNC)."""
    name: object
    """The address of the sender, in CPython's form."""
    messages: list[Message]
    messages_truncated: bool
    """True if the control messages did not fit into theirs (MSG_CTRUNC)."""
    messages_size: int
    """The number of bytes that the control messages take."""


def receive(sock: Socket, bufs: Sequence[WritableBuffer], control: memoryview) -> Result[Received]:
    """Calls `recvmsg` with MSG_CMSG_CLOEXEC.

    The control messages are written to `control` too, as C's `recvmsg` does.
    """
    owned = list[list[Fd]]()
    bufs = tuple(bufs)  # A buffer's `__buffer__` may change a list, and CPython would crash.
    try:
        n, cmsgs, flags, name = uninterrupted(
            sock.recvmsg_into, bufs, len(control), MSG_CMSG_CLOEXEC
        )
    except OSError as exc:
        return failed(exc)
    try:
        numbers = [_descriptors(*cmsg) for cmsg in cmsgs]
        # One call of C, so that a signal handler runs when all of them have owners, or none has.
        owned.extend(map(list, map(_adopt_all, numbers)))
    except BaseException:
        # The handler raised. If there are owners, they close the descriptors.
        for number in chain.from_iterable(starmap(_descriptors, () if owned else cmsgs)):
            os.close(*number)
        raise
    if sys.platform != "linux":  # There is no MSG_CMSG_CLOEXEC.
        for fd in chain.from_iterable(owned):
            os.set_inheritable(fd.fileno(), False)
    messages = list(map(_message, cmsgs, owned))
    size = emit_cmsgs(cmsgs, control)
    truncated, messages_truncated = bool(flags & MSG_TRUNC), bool(flags & MSG_CTRUNC)
    return Ok(Received(n, truncated, name, messages, messages_truncated, size))


_adopt_all: Final[Callable[[Iterable[tuple[int]]], Iterator[Fd]]] = partial(starmap, adopt_fd)


def _descriptors(level: int, kind: int, data: bytes) -> list[tuple[int]]:
    """Returns the numbers of the descriptors in a message, each in a tuple."""
    passed = data if level == SOL_SOCKET and kind in _PASSING_FDS else b""
    whole = len(passed) // _INT.size * _INT.size
    return cast("list[tuple[int]]", list(_INT.iter_unpack(passed[:whole])))


def _message(cmsg: ControlMessage, received: list[Fd]) -> Message:
    level, kind, data = cmsg
    # Numbers in the data would be stale once their descriptors have been taken off the list.
    return Message(level, kind, b"" if received else data, received, ())


def send(
    sock: Socket, bufs: Sequence[Buffer], messages: Sequence[Message], name: bytes | None
) -> Result[int]:
    """Calls `sendmsg` with MSG_NOSIGNAL, to the peer or to the given address."""
    bufs = tuple(bufs)  # As in `receive`.
    cmsgs = [message.to_cmsg() for message in messages]
    if name is not None:
        same = of_family(sock, AF_UNIX)
        if isinstance(same, Err):
            return same
        return cvt(same.unwrap().sendmsg, bufs, cmsgs, MSG_NOSIGNAL, name)
    try:
        n = sock.sendmsg(bufs, cmsgs, MSG_NOSIGNAL)
    except OSError as exc:
        return failed(exc)
    return ok_count(n)
