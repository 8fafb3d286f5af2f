"""Control messages: what travels beside the bytes of a Unix socket."""

import os
from _socket import (
    AF_UNIX,
    MSG_CMSG_CLOEXEC,
    MSG_CTRUNC,
    MSG_NOSIGNAL,
    MSG_TRUNC,
    SCM_CREDENTIALS,
    SCM_RIGHTS,
    SOL_SOCKET,
)
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, starmap
from struct import Struct
from typing import Final, NamedTuple, TypeAlias, cast, final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import ok, ok_count
from stdnet._core.error import Result
from stdnet._sys.cmsg import ControlMessage, write_control
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Fd, Socket, adopt_fd, uninterrupted
from stdnet._sys.sock import of_family

RIGHTS: Final = SOL_SOCKET, SCM_RIGHTS
"""The level and the kind of a message that passes descriptors."""
CREDENTIALS: Final = SOL_SOCKET, SCM_CREDENTIALS
"""The same of one that names a process, a user and a group."""
_SCM_PIDFD: Final = 4
_PASSING: Final = {SCM_RIGHTS, _SCM_PIDFD}

Credentials: TypeAlias = tuple[int, int, int]
"""A process, a user and a group."""

_INT: Final = Struct("@i")
_UCRED: Final = Struct("@iII")


@final
class Message(NamedTuple):
    """A control message: what it is, and its data or descriptors.

    Descriptors that were received are owned, until somebody takes them off the list, and so have no
    data. Those to be sent are lent: they keep their numbers, which are the data.
    """

    level: int
    kind: int
    data: bytes
    owned: list[Fd]
    lent: Sequence[HasFileno]

    def cmsg(self) -> ControlMessage:
        """The message as it travels."""
        return self.level, self.kind, self.data or _numbers(self.owned)


def _numbers(fds: Sequence[HasFileno]) -> bytes:
    return b"".join([_INT.pack(fd.fileno()) for fd in fds])


def rights(lent: Sequence[HasFileno]) -> Message:
    """A message that passes descriptors."""
    return Message(SOL_SOCKET, SCM_RIGHTS, _numbers(lent), [], lent)


def credentials(creds: Sequence[Credentials]) -> Message:
    """A message that names processes, users and groups."""
    return Message(SOL_SOCKET, SCM_CREDENTIALS, b"".join(starmap(_UCRED.pack, creds)), [], ())


def read_credentials(data: bytes) -> list[Credentials]:
    """The credentials in a message; what was cut off is left out."""
    whole = len(data) // _UCRED.size * _UCRED.size
    return cast("list[Credentials]", list(_UCRED.iter_unpack(data[:whole])))


@final
class Received(NamedTuple):
    """What one call has received."""

    n: int
    truncated: bool
    """Whether the datagram was cut."""
    name: object
    """The name of the sender, as CPython writes it."""
    messages: list[Message]
    messages_truncated: bool
    end: int
    """How much room the messages take."""


def receive(sock: Socket, bufs: Sequence[WritableBuffer], control: memoryview) -> Result[Received]:
    """Calls `recvmsg` with MSG_CMSG_CLOEXEC; the messages are written to `control` as in C."""
    owned = list[list[Fd]]()
    try:
        n, cmsgs, flags, name = uninterrupted(
            sock.recvmsg_into, bufs, len(control), MSG_CMSG_CLOEXEC
        )
    except OSError as exc:
        return failed(exc)
    try:
        numbers = [_descriptors(*cmsg) for cmsg in cmsgs]
        owned.extend(map(list, map(_owners, numbers)))
    except BaseException:
        # A signal handler raised. C code has made owners of all descriptors, or of none.
        for number in chain.from_iterable(starmap(_descriptors, () if owned else cmsgs)):
            os.close(*number)
        raise
    messages = list(map(_message, cmsgs, owned))
    end = write_control(cmsgs, control)
    truncated, messages_truncated = bool(flags & MSG_TRUNC), bool(flags & MSG_CTRUNC)
    return ok(Received(n, truncated, name, messages, messages_truncated, end))


_owners: Final[Callable[[Iterable[tuple[int]]], Iterator[Fd]]] = partial(starmap, adopt_fd)


def _descriptors(level: int, kind: int, data: bytes) -> list[tuple[int]]:
    """Returns the descriptors in a message. Rust does not know SCM_PIDFD, which has one, too."""
    passed = data if level == SOL_SOCKET and kind in _PASSING else b""
    whole = len(passed) // _INT.size * _INT.size
    return cast("list[tuple[int]]", list(_INT.iter_unpack(passed[:whole])))


def _message(cmsg: ControlMessage, owned: list[Fd]) -> Message:
    level, kind, data = cmsg
    # The numbers mean nothing once the descriptors have been taken.
    return Message(level, kind, b"" if owned else data, owned, ())


def send(
    sock: Socket, bufs: Sequence[Buffer], messages: Sequence[Message], name: bytes | None
) -> Result[int]:
    """Sends bytes and control messages, to the peer or to a name."""
    cmsgs = [message.cmsg() for message in messages]
    if name is not None:
        same = of_family(sock, AF_UNIX)
        return same.bind(lambda sock: cvt(sock.sendmsg, bufs, cmsgs, MSG_NOSIGNAL, name))
    try:
        n = sock.sendmsg(bufs, cmsgs, MSG_NOSIGNAL)
    except OSError as exc:
        return failed(exc)
    return ok_count(n)
